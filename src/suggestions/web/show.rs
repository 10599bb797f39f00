//! A suggested edit beside the text that it changes.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::Side;
use crate::db::Conn;
use crate::diff::{self, Chunk};
use crate::error::Result;
use crate::ids::SuggestionId;
use crate::message::Message;
use crate::policy::{self, Action};
use crate::sessions::Me;
use crate::suggestions::{self, Head, Read, State, Why, store};
use crate::topics::web::fields;
use crate::web::{Cx, MemberView, Page};

/// What the page says of a suggestion.
#[derive(Debug, Serialize)]
struct SuggestionView {
    id: SuggestionId,
    kind: &'static str,
    state: &'static str,
    stale: bool,
    author: MemberView,
    at: i64,
    reason: String,
    decider: Option<MemberView>,
    decided_at: i64,
    answer: String,
    can_decide: bool,
    can_withdraw: bool,
    /// The text as it is, as long as somebody has to decide.
    now: Option<Side>,
    /// The text as it is suggested.
    then: Side,
    difference: Difference,
}

/// What the suggestion changes, word by word; nothing where it changes nothing.
#[derive(Debug, Default, Serialize)]
struct Difference {
    title: Vec<Chunk>,
    tags: Vec<Chunk>,
    lang: Vec<Chunk>,
    body: Vec<Chunk>,
}

fn head(read: &Read) -> Option<Head> {
    let (title, tags, lang) = (read.topic.title.clone(), read.topic.tags.clone(), read.topic.lang.clone());
    read.suggestion.head.as_ref().map(|_| Head { title, tags, lang })
}

fn difference(read: &Read) -> Difference {
    let changed = |old: &str, new: &str| match old == new {
        true => Vec::new(),
        false => diff::words(old, new, diff::PATIENCE),
    };
    let body = changed(&read.post.source, &read.suggestion.source);
    match &read.suggestion.head {
        Some(new) => Difference {
            title: changed(&read.topic.title, &new.title),
            tags: changed(&read.topic.tags, &new.tags),
            lang: changed(&read.topic.lang, &new.lang),
            body,
        },
        None => Difference { body, ..Difference::default() },
    }
}

/// The page; `reason` as it was typed for a rejection.
pub(super) fn page(c: &mut Conn, me: &Me, read: &Read, reason: &str) -> Result<Page> {
    let (waits, author) = (read.suggestion.state == State::Waiting, read.suggestion.author);
    let may_decide = policy::check(&me.actor, Action::DecideSuggestion(read.facts, author)).is_ok();
    let (back, lang) = (read.path(), read.topic.lang.clone());
    let view = SuggestionView {
        id: read.suggestion.id,
        kind: read.post.kind.as_str(),
        state: read.suggestion.state.as_str(),
        stale: waits && read.is_stale(),
        author: store::member(c, author)?,
        at: read.suggestion.created_at.0,
        reason: read.suggestion.reason.clone(),
        decider: read.suggestion.decided_by.map(|by| store::member(c, by)).transpose()?,
        decided_at: read.suggestion.decided_at.map_or(0, |at| at.0),
        answer: read.suggestion.answer.clone(),
        can_decide: waits && may_decide,
        can_withdraw: waits && me.actor.is(author),
        now: waits.then(|| Side::of(head(read), read.post.html.clone())),
        then: Side::of(read.suggestion.head.clone(), fields::look(&read.suggestion.source)),
        difference: if waits { difference(read) } else { Difference::default() },
    };
    Ok(Page::new("pages/suggestions/show.html")
        .title_key(Message::new("suggestions-title").with("title", read.topic.title.clone()))
        .section("questions")
        .noindex()
        .set("s", &view)
        .set("topic_title", &read.topic.title)
        .set("lang", &lang)
        .set("back", &back)
        .set("reviews", &policy::check(&me.actor, Action::Review).is_ok())
        .set("post", &read.post.id)
        .set("reason", reason)
        .set("refused", &false)
        .set("max", &Why::MAX))
}

/// `GET /suggestions/{id}`
///
/// # Errors
/// 404 for a suggestion that this reader may not see.
pub async fn show(cx: Cx, path: web::Path<SuggestionId>) -> Result<HttpResponse> {
    let id = path.into_inner();
    cx.page(move |c, me| {
        let read = suggestions::read(c, &me.actor, id)?;
        page(c, me, &read, "")
    })
    .await
}
