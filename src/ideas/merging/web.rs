//! The pages of merges: which idea into which, what that will do, and whether it is meant; the same for taking it back;
//! and everything that came to an idea with others.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::outlook::{self, Outlook, Return};
use super::shown::{self, Named, Shown};
use super::{pair, to_merge, to_undo};
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ideas::{behalf, extensions};
use crate::ids::{self, CommentId, MergeId, TopicId};
use crate::message::Message;
use crate::moderation::{By, Reason};
use crate::policy::{self, Action, State, TopicFacts, TopicKind};
use crate::search::find::Reader;
use crate::search::{self, Wanted};
use crate::sessions::Me;
use crate::submissions::{Submission, once};
use crate::topics::{self, Topic};
use crate::web::{Cx, Form, Page};

/// Ideas like the one to merge that are shown.
const OFFERED: usize = 8;
/// An idea is offered that shares at least this much of the title's weight.
const ALIKE: f64 = 0.2;

/// The other idea, as typed; nothing yet without it.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Into {
    into: Option<String>,
}

/// An idea that may be meant.
#[derive(Debug, Serialize)]
struct Offered {
    id: TopicId,
    #[serde(flatten)]
    named: Named,
    score: i64,
}

/// What stands on the second step.
#[derive(Debug, Serialize)]
struct Preview {
    id: TopicId,
    idea: Named,
    closed: bool,
    outlook: Outlook,
}

/// What somebody may type: a number, `#12`, or an address of an idea.
fn typed_id(typed: &str) -> Option<TopicId> {
    let typed = typed.trim();
    let number = match typed.split_once("/ideas/") {
        Some((_, rest)) => rest.split(['/', '?', '#']).next()?,
        None => typed.strip_prefix('#').unwrap_or(typed),
    };
    number.parse().ok()
}

fn named(topic: &Topic) -> Named {
    Named { url: topic.path(), title: topic.title.clone(), lang: topic.lang.clone() }
}

/// Ideas like these words, of which the idea itself is none.
fn offered(cx: &Cx, c: &mut Conn, me: &Me, topic: &Topic, words: &str) -> Result<Vec<Offered>> {
    let site = cx.shared.site(c, cx.now)?;
    let seen = policy::visibility(&me.actor);
    let reader = Reader { seen: &seen, id: me.actor.id(), zone: &site.zone, now: cx.now };
    let wanted = Wanted { most: OFFERED + 1, words: 1, share: ALIKE, kind: Some(TopicKind::Idea) };
    let ideas = search::similar(c, &reader, words, wanted)?.into_iter().filter(|one| one.id != topic.id);
    let view = |one: search::find::Facts| Offered {
        id: one.id,
        score: one.score,
        named: Named { url: topics::path(TopicKind::Idea, one.id, &one.slug), title: one.title, lang: one.lang },
    };
    Ok(ideas.take(OFFERED).map(view).collect())
}

/// The page: the first step asks for the other idea, the second says what will happen and asks why.
fn page(cx: &Cx, c: &mut Conn, me: &Me, id: TopicId, typed: &str, (reason, errors): (&str, Invalid)) -> Result<Page> {
    let (topic, _) = to_merge(c, &me.actor, id)?;
    let (preview, errors) = match typed_id(typed).map(|into| pair(c, &me.actor, id, into)) {
        None => (None, errors),
        Some(Ok(pair)) => {
            let outlook = outlook::of(c, &pair)?;
            let closed = pair.into.closed_at.is_some();
            (Some(Preview { id: pair.into.id, idea: named(&pair.into), closed, outlook }), errors)
        }
        Some(Err(AppError::Invalid(wrong))) => (None, wrong),
        Some(Err(error)) => return Err(error),
    };
    // What is neither a number nor an address is looked for.
    let words = if typed.trim().is_empty() || typed_id(typed).is_some() { topic.title.as_str() } else { typed };
    let offered = if preview.is_none() { offered(cx, c, me, &topic, words)? } else { Vec::new() };
    Ok(Page::new("pages/ideas/merge.html")
        .title_key(Message::new("ideas-merge-title"))
        .section("ideas")
        .noindex()
        .set("idea", &named(&topic))
        .set("id", &topic.id)
        .set("typed", typed)
        .set("preview", &preview)
        .set("offered", &offered)
        .set("reason", reason)
        .set("max", &Reason::MAX)
        .set("form_key", &ids::random_key())
        .errors(errors))
}

/// `GET /ideas/{id}/merge`
///
/// # Errors
/// As [`to_merge`].
pub async fn form(cx: Cx, id: web::Path<TopicId>, query: web::Query<Into>) -> Result<HttpResponse> {
    let (inner, id, query) = (cx.clone(), id.into_inner(), query.into_inner());
    cx.page(move |c, me| {
        let typed = query.into.as_deref().unwrap_or_default();
        page(&inner, c, me, id, typed, ("", Invalid::default()))
    })
    .await
}

/// Into which idea, and why.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    into: String,
    reason: String,
    /// One form is taken once.
    #[serde(default)]
    form_key: String,
}

/// `POST /ideas/{id}/merge`
///
/// # Errors
/// As [`super::merge`].
pub async fn merge(cx: Cx, id: web::Path<TopicId>, Form(form): Form<Merge>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let submission = Submission::of(&form.form_key, &format!("ideas/{id}/merge"), &[&form.into, &form.reason])?;
    let unknown = || AppError::from(Invalid::field("into", Message::new("ideas-merge-unknown")));
    let merged =
        match typed_id(&form.into).ok_or_else(unknown).and_then(|into| Ok((into, Reason::parse(&form.reason)?))) {
            Ok((into, reason)) => {
                let inner = cx.clone();
                cx.write(move |tx, me| {
                    once(tx, (me.id()?, &submission, inner.now), |tx| {
                        Ok(super::merge(tx, By::of(&inner, me), id, into, &reason)?.1)
                    })
                })
                .await
            }
            Err(error) => Err(error),
        };
    match merged {
        Ok(path) => Ok(cx.see_other_with(&path, "notice-ideas-merged")),
        Err(AppError::Invalid(errors)) => {
            let inner = cx.clone();
            cx.page(move |c, me| page(&inner, c, me, id, &form.into, (&form.reason, errors))).await
        }
        Err(error) => Err(error),
    }
}

/// What stands on the page that takes a merge back.
#[derive(Debug, Serialize)]
struct Undo {
    id: MergeId,
    from: Named,
    into: Named,
    at: i64,
    back: Return,
}

fn undo_page(c: &mut Conn, me: &Me, id: MergeId, (reason, errors): (&str, Invalid)) -> Result<Page> {
    let (merge, from, into) = to_undo(c, &me.actor, id)?;
    let back = outlook::back(c, &merge)?;
    Ok(Page::new("pages/ideas/undo.html")
        .title_key(Message::new("ideas-undo-title"))
        .section("ideas")
        .noindex()
        .set("undo", &Undo { id, from: named(&from), into: named(&into), at: merge.at.0, back })
        .set("reason", reason)
        .set("max", &Reason::MAX)
        .errors(errors))
}

/// `GET /ideas/merges/{id}/undo`
///
/// # Errors
/// As [`to_undo`].
pub async fn undo_form(cx: Cx, id: web::Path<MergeId>) -> Result<HttpResponse> {
    let id = id.into_inner();
    cx.page(move |c, me| undo_page(c, me, id, ("", Invalid::default()))).await
}

/// Why a merge is taken back.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Why {
    reason: String,
}

/// `POST /ideas/merges/{id}/undo`
///
/// # Errors
/// As [`super::undo`].
pub async fn undo(cx: Cx, id: web::Path<MergeId>, Form(form): Form<Why>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let undone = match Reason::parse(&form.reason) {
        Ok(reason) => {
            let inner = cx.clone();
            cx.write(move |tx, me| super::undo(tx, By::of(&inner, me), id, &reason)).await
        }
        Err(error) => Err(error),
    };
    match undone {
        Ok(path) => Ok(cx.see_other_with(&path, "notice-ideas-undone")),
        Err(AppError::Invalid(errors)) => cx.page(move |c, me| undo_page(c, me, id, (&form.reason, errors))).await,
        Err(error) => Err(error),
    }
}

/// What the page of an idea shows of merges, of what staff gave for customers, and of remarks that are part of it.
/// `from`: the idea by whose address one came.
///
/// # Errors
/// When the database refuses.
pub fn on_page(
    page: Page,
    c: &mut Conn,
    me: &Me,
    (topic, facts): (&Topic, TopicFacts),
    from: Option<&str>,
) -> Result<Page> {
    let from = from.and_then(|from| from.parse().ok());
    let can_merge = topic.state == State::Visible && policy::check(&me.actor, Action::MergeIdea(facts)).is_ok();
    Ok(page
        .set("part_of", &shown::part_of(c, &me.actor, topic)?)
        .set("came_from", &shown::came_from(c, &me.actor, topic.id, from)?)
        .set("merged", &shown::merged(c, me, topic, Shown::First)?)
        .set("can_merge", &can_merge)
        .set("extensions", &extensions::of(c, &me.actor, facts, topic.id)?)
        .set("behalf", &behalf::web::view(c, me, (topic.id, facts))?))
}

/// Which page of the remarks.
#[derive(Debug, Default, Deserialize)]
pub struct Place {
    after: Option<CommentId>,
}

/// `GET /ideas/{id}/merged`: all ideas that became part of this one, and all of their remarks.
///
/// # Errors
/// 404 for an idea that this reader may not see.
pub async fn all(cx: Cx, id: web::Path<TopicId>, place: web::Query<Place>) -> Result<HttpResponse> {
    let (id, after) = (id.into_inner(), place.after);
    cx.page(move |c, me| {
        let topic = shown::idea(c, &me.actor, id)?;
        let merged = shown::merged(c, me, &topic, Shown::After(after.unwrap_or(CommentId(0))))?;
        Ok(Page::new("pages/ideas/merged.html")
            .title_key(Message::new("ideas-merged-title").with("title", topic.title.clone()))
            .section("ideas")
            .noindex()
            .set("idea", &named(&topic))
            .set("id", &topic.id)
            .set("first", &after.is_none())
            .set("merged", &merged))
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_idea_is_named_by_number_or_address() {
        for typed in ["12", " #12 ", "/ideas/12", "/ideas/12/slug", "https://x.org/ideas/12/slug?from=3#idea"] {
            assert_eq!(typed_id(typed), Some(TopicId(12)), "{typed}");
        }
        for typed in ["", "twelve", "12a", "/ideas/", "/questions/12", "#"] {
            assert_eq!(typed_id(typed), None, "{typed}");
        }
    }
}
