//! `GET /members/{handle}`: what a member shows of themselves.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::accounts::names::Handle;
use crate::accounts::profile;
use crate::badges::web::BadgeView;
use crate::badges::{self, Tiers};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::follows::{self, Subject};
use crate::ids::TopicId;
use crate::markdown::{self, Html};
use crate::message::Message;
use crate::policy::{self, Action, MemberFacts, TopicKind, visibility};
use crate::reputation;
use crate::topics::{self, Cursor, Order, Scope};
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
    reputation: i64,
    own: bool,
    blocked: bool,
    can_block: bool,
    /// Decides whether this is a super-user.
    can_decide_super: bool,
    /// Gives this member points.
    can_grant: bool,
    /// Badges by tier; none without any.
    tiers: Option<Tiers>,
}

/// Which list under the profile, and where in it.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Shown {
    tab: Option<String>,
    after: Option<String>,
}

/// The lists under the profile, the usual one first.
const TABS: [&str; 3] = ["answers", "questions", "ideas"];

#[derive(Debug, Serialize)]
struct Tab {
    href: String,
    label: String,
    current: bool,
    count: i64,
}

/// `GET /members/{handle}`
///
/// # Errors
/// When there is no such member, or none that this reader may see.
pub async fn show(cx: Cx, handle: web::Path<String>, shown: web::Query<Shown>) -> Result<HttpResponse> {
    let (handle, list, inner) = (handle.into_inner(), shown.into_inner(), cx.clone());
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
        let blocked = match me.actor.id() {
            Some(user) => follows::is_blocked(c, user, shown.id)?,
            None => false,
        };
        let has_role = shown.moderator || shown.staff || shown.admin;
        let facts = MemberFacts { id: shown.id, has_role, admin: shown.admin };
        let follow = follows::view(c, &me.actor, Subject::Member(shown.id))?;
        let awards = badges::of_member(c, shown.id)?;
        let view = View {
            tiers: badges::tiers(c, &[shown.id])?.remove(&shown.id),
            can_decide_super: !shown.staff && policy::check(&me.actor, Action::DecideSuper(facts)).is_ok(),
            can_grant: !shown.staff && policy::check(&me.actor, Action::GrantPoints(facts)).is_ok(),
            blocked,
            can_block: policy::check(&me.actor, Action::Block(facts)).is_ok(),
            moderator: shown.moderator,
            admin: shown.admin,
            joined: shown.created_at,
            bio: Html::from_stored(shown.bio_html),
            imported: shown.imported,
            suspended,
            questions: shown.questions,
            answers: shown.answers,
            accepted: shown.accepted,
            reputation: reputation::shown(shown.reputation),
            own: me.actor.is(shown.id),
            member: member_view(shown.id, shown.handle, shown.name, &shown.photo, shown.staff, shown.job_title)
                .super_user(shown.is_super),
        };
        let seen = visibility(&me.actor);
        let path = url_of(&view.member.handle);
        let name = match list.tab.as_deref() {
            None => TABS[0],
            Some(tab) => TABS
                .into_iter()
                .find(|known| *known == tab)
                .ok_or(AppError::BadRequest(Message::new("error-400-text")))?,
        };
        let (mut questions, mut ideas, mut answers) = (Vec::new(), Vec::new(), Vec::new());
        let by_author = |c: &mut Conn, kind| {
            let after = Cursor::parse(list.after.as_deref())?;
            topics::list(c, &seen, Scope::Author(shown.id, kind), Order::Newest, after)
        };
        let next = match name {
            "questions" => {
                let (rows, next) = by_author(c, TopicKind::Question)?.views();
                questions = rows;
                next
            }
            "ideas" => {
                let page = by_author(c, TopicKind::Idea)?;
                let ids: Vec<TopicId> = page.rows.iter().map(|row| row.id).collect();
                let rows = crate::ideas::list::rows(c, &ids)?;
                ideas = crate::ideas::view::views(&inner, c, me, rows)?;
                page.next.map(|next| next.to_string())
            }
            _ => {
                let (rows, next) = topics::answers_by(c, &seen, shown.id, list.after.as_deref())?;
                answers = rows;
                next
            }
        };
        let tabs = TABS.map(|tab| Tab {
            href: format!("{path}?tab={tab}"),
            label: inner.shared.texts.say(&inner, &Message::new("profile-tab").with("tab", tab)),
            current: tab == name,
            count: -1,
        });
        let older = next.map(|next| format!("{path}?tab={name}&after={next}")).unwrap_or_default();
        let newest = if list.after.is_some() { format!("{path}?tab={name}") } else { String::new() };
        let page = Page::new("pages/profile/show.html")
            .set("follow", &follow)
            .set("badges", &awards.into_iter().map(BadgeView::from).collect::<Vec<_>>())
            .set("tabs", &tabs)
            .set("tab", name)
            .set("ideas", &ideas)
            .set("questions", &questions)
            .set("answers", &answers)
            .set("older", &older)
            .set("newest", &newest)
            .title(view.member.name.clone())
            .description(markdown::excerpt(&shown.bio, DESCRIPTION))
            .canonical(url_of(&view.member.handle))
            .feed(view.member.name.clone(), format!("{}/feed", url_of(&view.member.handle)))
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
