//! `GET /members/{handle}`: what a member shows of themselves.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use crate::accounts::names::Handle;
use crate::accounts::profile;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::markdown::{self, Html};
use crate::web::{Cx, MemberView, Page, member_view};

/// Characters of the bio in the page's description.
const DESCRIPTION: usize = 160;

#[derive(Debug, Serialize)]
struct View {
    member: MemberView,
    moderator: bool,
    admin: bool,
    joined: Timestamp,
    bio: Html,
    imported: bool,
    suspended: bool,
    questions: i64,
    answers: i64,
    accepted: i64,
    own: bool,
}

/// `GET /members/{handle}`
///
/// # Errors
/// When there is no such member, or none that this reader may see.
pub async fn show(cx: Cx, handle: web::Path<String>) -> Result<HttpResponse> {
    let handle = handle.into_inner();
    if let Ok(known) = Handle::parse_official(&handle)
        && known.as_str() != handle
    {
        let path = url_of(known.as_str());
        return Ok(HttpResponse::MovedPermanently().insert_header((header::LOCATION, path)).finish());
    }
    let now = cx.now;
    cx.page(move |c, me| {
        let shown = profile::read(c, &me.actor, &handle)?;
        let suspended = shown.is_suspended(now);
        let view = View {
            moderator: shown.moderator,
            admin: shown.admin,
            joined: shown.created_at,
            bio: Html::from_stored(shown.bio_html),
            imported: shown.imported,
            suspended,
            questions: shown.questions,
            answers: shown.answers,
            accepted: shown.accepted,
            own: me.actor.is(shown.id),
            member: member_view(shown.id, shown.handle, shown.name, &shown.photo, shown.staff, shown.job_title),
        };
        let page = Page::new("pages/profile.html")
            .title(view.member.name.clone())
            .description(markdown::excerpt(&shown.bio, DESCRIPTION))
            .canonical(url_of(&view.member.handle))
            .set("profile", &view);
        // Who has written nothing yet is nothing to be found, and no place for links.
        Ok(if shown.questions + shown.answers == 0 { page.noindex() } else { page })
    })
    .await
}

/// The address of a handle, as a browser sends it.
fn url_of(handle: &str) -> String {
    let mut url = String::from("/members/");
    url.extend(url::form_urlencoded::byte_serialize(handle.as_bytes()));
    url
}
