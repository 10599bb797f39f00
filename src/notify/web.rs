//! The inbox's pages, and what a page about a topic tells it.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::inbox::{self, COUNTED, Cursor, Entry, Filter, Group};
use super::{Kind, Reason, feed};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{EntryId, StatusId, TopicId, UserId};
use crate::markdown;
use crate::message::Message;
use crate::policy::{self, Action};
use crate::sessions::Me;
use crate::statuses;
use crate::topics::{self, BoardView};
use crate::web::{Cx, Form, Page, Validators};

/// Characters of a word of staff in a line.
const EXCERPT: usize = 160;

/// Which topics, and where in the list.
#[derive(Debug, Default, Deserialize)]
pub struct Shown {
    show: Option<String>,
    after: Option<String>,
}

/// Entries of one kind about a topic, in one line.
#[derive(Debug, Serialize)]
struct Line {
    /// Fluent key, with `name`, `count` and `others`.
    key: &'static str,
    name: String,
    count: usize,
    others: usize,
    icon: &'static str,
    url: String,
    /// An entry of it is unread.
    unread: bool,
    /// Of a word of staff: what becomes of the idea, by name, and how the word begins.
    status: String,
    text: String,
    /// The key of a badge, or empty.
    badge: String,
}

/// An entry by itself.
#[derive(Debug, Serialize)]
struct EntryView {
    id: EntryId,
    line: Line,
    at: i64,
}

/// A topic of the inbox.
#[derive(Debug, Serialize)]
struct GroupView {
    id: TopicId,
    url: String,
    title: String,
    lang: String,
    board: BoardView,
    at: i64,
    unread: usize,
    upto: EntryId,
    reason: &'static str,
    lines: Vec<Line>,
    entries: Vec<EntryView>,
}

#[derive(Debug, Serialize)]
struct Tab {
    href: &'static str,
    label: String,
    current: bool,
    count: i64,
}

/// `GET /inbox`
///
/// # Errors
/// [`AppError::BadRequest`] for a filter or a cursor that there is not.
pub async fn show(cx: Cx, shown: web::Query<Shown>) -> Result<HttpResponse> {
    let (shown, inner) = (shown.into_inner(), cx.clone());
    let filter = match shown.show.as_deref() {
        None => Filter::All,
        Some("unread") => Filter::Unread,
        Some(_) => return Err(AppError::BadRequest(Message::new("error-400-text"))),
    };
    cx.page(move |c, me| {
        let list = inbox::list(c, &me.actor, filter, Cursor::parse(shown.after.as_deref())?)?;
        let unread = inbox::unread(c, &me.actor)?;
        let latest = inbox::latest(c)?;
        let feed = feed::since(c, me.id()?)?;
        let names = status_names(c, &inner, &list.groups)?;
        let groups: Vec<GroupView> =
            list.groups.into_iter().filter_map(|(group, entries)| view(group, &entries, &names)).collect();
        let say = |key| inner.shared.texts.say(&inner, &Message::new(key));
        let all = filter == Filter::All;
        let tabs = [
            Tab { href: "/inbox", label: say("notify-tab-all"), current: all, count: -1 },
            Tab { href: "/inbox?show=unread", label: say("notify-tab-unread"), current: !all, count: -1 },
        ];
        let start = if all { "/inbox?" } else { "/inbox?show=unread&" };
        let older = list.next.map(|next| format!("{start}after={next}")).unwrap_or_default();
        let newest = if shown.after.is_some() { start.trim_end_matches(['?', '&']) } else { "" };
        Ok(Page::new("pages/notify/inbox.html")
            .title_key(Message::new("notify-title"))
            .section("inbox")
            .noindex()
            .set("tabs", &tabs)
            .set("groups", &groups)
            .set("all", &all)
            .set("any_unread", &(unread > 0))
            .set("latest", &latest)
            .set("has_feed", &feed.is_some())
            .set("feed_since", &feed.unwrap_or_default())
            .set("older", &older)
            .set("newest", newest))
    })
    .await
}

/// The names of the statuses, where one of the entries is about one.
fn status_names(c: &mut Conn, cx: &Cx, groups: &[(Group, Vec<Entry>)]) -> Result<HashMap<StatusId, String>> {
    if groups.iter().all(|(_, entries)| entries.iter().all(|entry| entry.update.is_none())) {
        return Ok(HashMap::new());
    }
    let all = statuses::all(c)?;
    Ok(all.iter().map(|status| (status.id, status.name(&cx.shared.texts.i18n, cx.lang))).collect())
}

/// A topic's lines: of what is unread, or of all when nothing is.
fn view(group: Group, entries: &[Entry], names: &HashMap<StatusId, String>) -> Option<GroupView> {
    let latest = entries.first()?;
    let url = topics::path(group.kind, group.topic_id, &group.slug);
    let unread = entries.iter().filter(|entry| entry.read_at.is_none()).count();
    let told: Vec<&Entry> = entries.iter().filter(|entry| unread == 0 || entry.read_at.is_none()).collect();
    let mut kinds: Vec<Kind> = Vec::new();
    for entry in &told {
        if !kinds.contains(&entry.kind) {
            kinds.push(entry.kind);
        }
    }
    let lines = kinds
        .into_iter()
        .filter_map(|kind| {
            let of_kind: Vec<&Entry> = told.iter().copied().filter(|entry| entry.kind == kind).collect();
            line(&of_kind, &url, names)
        })
        .collect();
    let strongest = entries.iter().map(|entry| entry.reason).min_by_key(|reason| reason.rank());
    let single = |entry: &Entry| Some(EntryView { id: entry.id, line: line(&[entry], &url, names)?, at: entry.at });
    Some(GroupView {
        id: group.topic_id,
        title: group.title,
        lang: group.lang,
        board: BoardView::of(&group.board_slug, &group.board_name, group.board_hue),
        at: group.last_at,
        unread,
        upto: latest.id,
        reason: strongest.map_or("", Reason::as_str),
        lines,
        entries: if unread > 1 { told.iter().filter_map(|entry| single(entry)).collect() } else { Vec::new() },
        url,
    })
}

/// Entries of one kind, newest first, in a line that leads to the oldest of them.
fn line(entries: &[&Entry], topic_url: &str, names: &HashMap<StatusId, String>) -> Option<Line> {
    let (latest, oldest) = (entries.first()?, entries.last()?);
    let mut actors: Vec<_> = entries.iter().filter_map(|entry| entry.actor_id).collect();
    actors.sort_unstable();
    actors.dedup();
    let own = latest.reason == Reason::Own;
    let icon = match latest.kind {
        Kind::Question => "message-circle-question-mark",
        Kind::Article | Kind::Credited => "book-open",
        Kind::Idea => "lightbulb",
        Kind::Status => "flag",
        Kind::Answer => "message-circle",
        Kind::Comment => "quote",
        Kind::Mention => "user",
        Kind::Accepted => "circle-check",
        Kind::Closed => "lock",
        Kind::Reopened => "rotate-ccw",
        Kind::Edited => "pencil",
        Kind::Extended => "lightbulb",
        Kind::Suggested => "pencil",
        Kind::SuggestionApproved => "circle-check",
        Kind::SuggestionRejected => "x",
        Kind::ReviewDue => "clock",
        Kind::Badge => "trophy",
        Kind::Super => "sparkles",
        Kind::Fraud => "flag",
    };
    Some(Line {
        key: latest.kind.sentence(own),
        icon,
        name: latest.actor_name.clone().unwrap_or_default(),
        count: entries.len(),
        others: actors.len().saturating_sub(1),
        url: place(oldest, topic_url),
        unread: entries.iter().any(|entry| entry.read_at.is_none()),
        status: latest.update.as_ref().and_then(|told| names.get(&told.status)).cloned().unwrap_or_default(),
        text: latest.update.as_ref().map(|told| markdown::excerpt(&told.source, EXCERPT)).unwrap_or_default(),
        badge: latest.badge.clone(),
    })
}

/// The address of what an entry is about: these find the page of a long list on which it stands.
#[must_use]
pub fn place(entry: &Entry, topic_url: &str) -> String {
    if entry.kind == Kind::Badge {
        return format!("/badges/{}", entry.badge);
    }
    if entry.kind == Kind::Super {
        return "/super-users".into();
    }
    if entry.kind == Kind::Fraud {
        return "/fraud".into();
    }
    // What became part of the post is read there.
    if let Some(suggestion) = entry.suggestion_id.filter(|_| entry.kind != Kind::SuggestionApproved) {
        return format!("/suggestions/{suggestion}");
    }
    match (entry.comment_id, entry.post_id, &entry.update) {
        (Some(comment), _, _) => format!("/comments/{comment}"),
        (None, Some(post), _) => format!("/posts/{post}"),
        (None, None, Some(told)) => format!("{topic_url}#u{}", told.id),
        (None, None, None) => topic_url.to_owned(),
    }
}

/// `GET /inbox/count`: how many entries are unread, as text: a number, or `99+`. Empty when none is.
///
/// # Errors
/// When the database refuses.
pub async fn count(cx: Cx) -> Result<HttpResponse> {
    let text = cx.read(|c, me| Ok(shown_count(inbox::unread(c, &me.actor)?))).await?;
    // A word before the number, for no tag may be empty.
    let validators = Validators::new(format!("n{text}"), None);
    Ok(cx.private("text/plain; charset=utf-8", &validators, text))
}

/// A count as it stands on the bell: nothing for none, `99+` where there may be more.
#[must_use]
pub fn shown_count(unread: i64) -> String {
    match unread {
        0 => String::new(),
        COUNTED.. => format!("{}+", COUNTED - 1),
        few => few.to_string(),
    }
}

/// Where the reader was, and up to what they had seen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upto {
    upto: Option<EntryId>,
    show: Option<String>,
}

impl Upto {
    fn back(&self) -> &'static str {
        if self.show.as_deref() == Some("unread") { "/inbox?show=unread" } else { "/inbox" }
    }
}

/// `POST /inbox/{id}/read`: one entry.
///
/// # Errors
/// 404 for one that is not in the sender's inbox.
pub async fn read_entry(cx: Cx, id: web::Path<EntryId>, Form(form): Form<Upto>) -> Result<HttpResponse> {
    let (id, now) = (id.into_inner(), cx.now);
    cx.write(move |tx, me| {
        policy::check(&me.actor, Action::Quieten)?;
        inbox::mark_entry(tx, me.id()?, id, now)
    })
    .await?;
    Ok(cx.see_other(form.back()))
}

/// `POST /inbox/topics/{id}/read`: all about a topic, up to the entry that the sender had seen.
///
/// # Errors
/// 404 for a topic that is not in the sender's inbox.
pub async fn read_topic(cx: Cx, id: web::Path<TopicId>, Form(form): Form<Upto>) -> Result<HttpResponse> {
    let (id, upto, now) = (id.into_inner(), form.upto.unwrap_or(EntryId(i64::MAX)), cx.now);
    cx.write(move |tx, me| {
        policy::check(&me.actor, Action::Quieten)?;
        inbox::mark_topic(tx, me.id()?, id, upto, now)
    })
    .await?;
    Ok(cx.see_other(form.back()))
}

/// `POST /inbox/read`: everything, up to the entry that the sender could have seen.
///
/// # Errors
/// When the database refuses.
pub async fn read_all(cx: Cx, Form(form): Form<Upto>) -> Result<HttpResponse> {
    let (upto, now) = (form.upto.unwrap_or(EntryId(i64::MAX)), cx.now);
    let mut after = None;
    loop {
        after = cx
            .write(move |tx, me| {
                policy::check(&me.actor, Action::Quieten)?;
                inbox::mark_some(tx, me.id()?, upto, after, now)
            })
            .await?;
        if after.is_none() {
            return Ok(cx.see_other_with("/inbox", "notice-notify-read"));
        }
    }
}

/// What a member was told about a topic is read when they have opened its page. A page is read and writes nothing: this
/// is written after it, only where something is unread, and nobody waits for it.
#[derive(Debug, Clone, Default)]
pub struct Opened(Arc<OnceLock<(UserId, TopicId, EntryId)>>);

impl Opened {
    /// Looks, while the page is read, whether anything about its topic is unread.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn look(&self, c: &mut Conn, me: &Me, topic: TopicId) -> Result<()> {
        if let Some(user) = me.actor.id()
            && let Some(upto) = inbox::unread_of(c, user, topic)?
        {
            // Looked at once a page; a second look would find the same.
            let _ = self.0.set((user, topic, upto));
        }
        Ok(())
    }

    /// Notes it, when the page is made. A browser that loads pages before they are asked for has read nothing yet.
    pub fn note(&self, cx: &Cx) {
        let ahead = ["sec-purpose", "purpose"].iter().any(|name| {
            cx.headers.get(*name).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains("prefetch"))
        });
        let (Some((user, topic, upto)), false) = (self.0.get().copied(), ahead) else { return };
        let (db, now) = (cx.shared.db.clone(), cx.now);
        actix_web::rt::spawn(async move {
            if let Err(error) = db.write(move |tx| inbox::mark_topic(tx, user, topic, upto, now)).await {
                tracing::debug!(%error, "what was read in an inbox was not noted");
            }
        });
    }
}
