//! `GET /following`: all that one follows, and whom one has blocked. Here, and not with the follows, for the names of
//! subjects and whether they may be read are other features' matter.

mod act;
mod settings;

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

pub use act::{block, follow, keep_search, remove_search};
pub use settings::{save, switches};

use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::follows::{self, FollowView, PAGE, Subject, SubjectKind, Why};
use crate::message::Message;
use crate::policy::TopicKind;
use crate::sessions::Me;
use crate::web::{Cx, MemberView, Page, member_view};
use crate::{tags, topics};

/// Which list, and where in it.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Shown {
    tab: Option<String>,
    after: Option<String>,
}

/// The tab of those who are blocked; the others are named by the kinds of subjects.
const BLOCKED: &str = "blocked";

#[derive(Debug, Serialize)]
struct Tab {
    href: String,
    label: String,
    current: bool,
    count: i64,
}

/// A subject that one follows.
#[derive(Debug, Serialize)]
struct Row {
    id: i64,
    /// Nothing when it is not there (any more) for the reader.
    name: String,
    url: String,
    why: &'static str,
    since: i64,
    follow: FollowView,
}

/// A member whom one has blocked.
#[derive(Debug, Serialize)]
struct BlockedRow {
    member: MemberView,
    since: i64,
}

/// `GET /following`
///
/// # Errors
/// [`AppError::BadRequest`] for a tab or a cursor that there is not.
pub async fn show(cx: Cx, shown: web::Query<Shown>) -> Result<HttpResponse> {
    page(&cx, shown.into_inner(), Typed::default()).await
}

/// A search that was typed and not taken.
#[derive(Debug, Default, Clone)]
struct Typed {
    name: String,
    query: String,
    wrong: Invalid,
}

async fn page(cx: &Cx, shown: Shown, typed: Typed) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, me| {
        let unknown = || AppError::BadRequest(Message::new("error-400-text"));
        let tab = shown.tab.as_deref().unwrap_or(SubjectKind::Topic.as_str());
        let kind = SubjectKind::parse(tab);
        if kind.is_none() && tab != BLOCKED {
            return Err(unknown());
        }
        let after = parse(shown.after.as_deref()).ok_or_else(unknown)?;
        let (mut rows, mut blocked) = (Vec::new(), Vec::new());
        let next = match kind {
            Some(kind) => {
                let (list, next) = followed(c, me, kind, after)?;
                rows = list;
                next
            }
            None => {
                let (list, next) = blocked_rows(c, me, after)?;
                blocked = list;
                next
            }
        };
        let names = SubjectKind::ALL.iter().map(|kind| kind.as_str()).chain([BLOCKED]);
        let tabs: Vec<Tab> = names
            .map(|name| Tab {
                href: format!("/following?tab={name}"),
                label: inner.shared.texts.say(&inner, &Message::new("follows-tab").with("tab", name)),
                current: name == tab,
                count: -1,
            })
            .collect();
        let older = next.map(|(at, id)| format!("/following?tab={tab}&after={at}.{id}")).unwrap_or_default();
        let newest = if shown.after.is_some() { format!("/following?tab={tab}") } else { String::new() };
        Ok(Page::new("pages/follows/index.html")
            .title_key(Message::new("follows-title"))
            .section("following")
            .noindex()
            .set("tabs", &tabs)
            .set("tab", tab)
            .set("rows", &rows)
            .set("blocked", &blocked)
            .set("older", &older)
            .set("newest", &newest)
            .set("typed_name", &typed.name)
            .set("typed_query", &typed.query)
            .set("max_name", &follows::MAX_NAME)
            .set("max_query", &follows::MAX_QUERY)
            .errors(typed.wrong))
    })
    .await
}

/// A cursor: the time and number of the last row; nothing means the beginning.
fn parse(text: Option<&str>) -> Option<(i64, i64)> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Some((i64::MAX, i64::MAX)) };
    let (at, id) = text.split_once('.')?;
    Some((at.parse().ok()?, id.parse().ok()?))
}

type Next = Option<(i64, i64)>;

fn followed(c: &mut Conn, me: &Me, kind: SubjectKind, after: (i64, i64)) -> Result<(Vec<Row>, Next)> {
    let mut list = follows::list(c, me.id()?, kind, after)?;
    let more = list.len() > PAGE;
    list.truncate(PAGE);
    let next = list.last().filter(|_| more).map(|row| (row.created_at, row.subject_id));
    let ids: Vec<i64> = list.iter().map(|row| row.subject_id).collect();
    let mut names = follows::names(c, &me.actor, kind, &ids)?;
    let rows = list.into_iter().map(|row| {
        let subject = Subject::new(kind, row.subject_id);
        let (name, url) = match names.remove(&row.subject_id) {
            Some(named) => (named.name.clone(), address(subject, &named)),
            None => (String::new(), String::new()),
        };
        // A click says nothing new.
        let why = if row.why == Why::Chosen { "" } else { row.why.as_str() };
        let follow = FollowView::of(&me.actor, subject, Some(row.level));
        Row { id: row.subject_id, name, url, why, since: row.created_at, follow }
    });
    Ok((rows.collect(), next))
}

/// Where a subject stands; a search has no page of its own.
fn address(subject: Subject, named: &follows::Named) -> String {
    match subject {
        Subject::Topic(id) => {
            let kind = TopicKind::parse(&named.topic_kind).unwrap_or(TopicKind::Question);
            topics::path(kind, id, &named.slug)
        }
        Subject::Board(_) => format!("/boards/{}", named.slug),
        Subject::Tag(_) => tags::url(&named.slug),
        Subject::Member(_) => format!("/members/{}", named.slug),
        Subject::Search(_) => String::new(),
    }
}

fn blocked_rows(c: &mut Conn, me: &Me, after: (i64, i64)) -> Result<(Vec<BlockedRow>, Next)> {
    let mut list = follows::blocked_by(c, me.id()?, after)?;
    let more = list.len() > PAGE;
    list.truncate(PAGE);
    let next = list.last().filter(|_| more).map(|row| (row.created_at, row.id.0));
    let rows = list.into_iter().map(|row| BlockedRow {
        member: member_view(row.id, row.handle, row.display_name, &row.photo, false, String::new())
            .super_user(row.is_super),
        since: row.created_at,
    });
    Ok((rows.collect(), next))
}
