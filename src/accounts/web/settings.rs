//! `GET /settings`: everything about one's own account on one page. Each form on it is a verb of its own, and comes
//! back here when it was not taken.

use actix_web::HttpResponse;
use serde::Serialize;

use super::sessions::{SessionView, session_views};
use crate::accounts::change;
use crate::accounts::password::Password;
use crate::accounts::profile::{self, MAX_BIO};
use crate::error::Result;
use crate::message::Message;
use crate::policy::{self, Action};
use crate::web::{Cx, MemberView, Page, Refusal, member_view};

/// What was typed into one of the forms and could not be taken.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub profile: Option<super::profile::Fields>,
    pub new_email: Option<String>,
}

#[derive(Debug, Serialize)]
struct View {
    member: MemberView,
    staff: bool,
    can_edit: bool,
    name: String,
    bio: String,
    bio_max: usize,
    job_title: String,
    email: String,
    verified: bool,
    waiting_address: String,
    new_email: String,
    password_min: usize,
    sessions: Vec<SessionView>,
}

/// `GET /settings`
///
/// # Errors
/// When the database refuses.
pub async fn show(cx: Cx) -> Result<HttpResponse> {
    page(&cx, Typed::default(), Refusal::none()).await
}

pub(super) async fn page(cx: &Cx, typed: Typed, refusal: Refusal) -> Result<HttpResponse> {
    let (now, show, own_cx) = (cx.now, refusal.clone(), cx.clone());
    let response = cx
        .page(move |c, me| {
            let user = me.id()?;
            let shown = profile::own(c, user)?;
            let account = change::own(c, user)?;
            let current = me.session.as_ref().map(|session| session.id);
            let (name, bio, job_title) = match typed.profile {
                Some(fields) => (fields.display_name, fields.bio, fields.job_title),
                None => (shown.name.clone(), shown.bio, shown.job_title.clone()),
            };
            let view = View {
                member: member_view(shown.id, shown.handle, shown.name, &shown.photo, shown.staff, shown.job_title)
                    .super_user(shown.is_super),
                staff: shown.staff,
                can_edit: policy::check(&me.actor, Action::EditProfile).is_ok(),
                name,
                bio,
                bio_max: MAX_BIO,
                job_title,
                email: account.email.unwrap_or_default(),
                verified: account.verified_at.is_some(),
                waiting_address: change::waiting_address(c, user, now)?.unwrap_or_default(),
                new_email: typed.new_email.unwrap_or_default(),
                password_min: Password::MIN,
                sessions: session_views(c, &own_cx, user, current)?,
            };
            let page = Page::new("pages/accounts/settings.html")
                .title_key(Message::new("accounts-settings"))
                .noindex()
                .no_store()
                .set("me", &view);
            Ok(show.on(page))
        })
        .await?;
    Ok(refusal.finish(response))
}
