//! The form of a vote to close a question or to open it again.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{Voted, Wish};
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::TopicId;
use crate::message::Message;
use crate::moderation::By;
use crate::moderation::closing::{self, CloseReason};
use crate::policy::{self, Action};
use crate::sessions::Me;
use crate::topics;
use crate::web::{Cx, Form, Page};

fn page(cx: &Cx, c: &mut Conn, me: &Me, id: TopicId, (chosen, errors): (&str, Invalid)) -> Result<Page> {
    let (topic, facts) = topics::readable(c, &me.actor, id)?;
    policy::check(&me.actor, Action::VoteToClose(facts))?;
    let call = super::view(c, &me.actor, (id, facts), cx.now)?;
    if call.as_ref().is_some_and(|call| !call.can_vote) {
        return Err(AppError::Conflict(Message::new("moderation-call-own")));
    }
    let options: Vec<(&str, &str)> =
        CloseReason::of(topic.kind).iter().map(|why| (why.as_str(), closing::web::label(*why))).collect();
    let title = if facts.closed { "moderation-call-reopen-title" } else { "moderation-call-close-title" };
    Ok(Page::new("pages/moderation/vote.html")
        .title_key(Message::new(title))
        .section("questions")
        .noindex()
        .set("call", &call)
        .set("back", &topic.path())
        .set("topic_title", &topic.title)
        .set("excerpt", &topic.excerpt)
        .set("lang", &topic.lang)
        .set("options", &options)
        .set("days", &(super::OPEN_FOR.as_secs() / 86_400))
        .set("close_reason", chosen)
        .errors(errors))
}

/// `GET /topics/{id}/closing`
///
/// # Errors
/// By the policy; 409 for a question that the reader closed.
pub async fn form(cx: Cx, id: web::Path<TopicId>) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, me| page(&inner, c, me, *id, ("", Invalid::default()))).await
}

/// A vote as sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    wish: Wish,
    #[serde(default)]
    close_reason: String,
}

/// `POST /topics/{id}/closing`
///
/// # Errors
/// As [`super::vote`].
pub async fn vote(cx: Cx, id: web::Path<TopicId>, Form(sent): Form<Sent>) -> Result<HttpResponse> {
    let (id, inner, wish) = (id.into_inner(), cx.clone(), sent.wish);
    let reason = CloseReason::parse(&sent.close_reason);
    match cx.write(move |tx, me| super::vote(tx, By::of(&inner, me), id, wish, reason)).await {
        Ok((topic, voted)) => {
            let notice = match (voted, wish) {
                (Voted::Counted, _) => "notice-moderation-call-voted",
                (Voted::Done, Wish::Close) => "notice-moderation-closed",
                (Voted::Done, Wish::Reopen) => "notice-moderation-reopened",
            };
            Ok(cx.see_other_with(&topic.path(), notice))
        }
        Err(AppError::Invalid(errors)) => {
            let inner = cx.clone();
            cx.page(move |c, me| page(&inner, c, me, id, (&sent.close_reason, errors))).await
        }
        Err(error) => Err(error),
    }
}

/// Nothing but the token.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// `POST /topics/{id}/closing/take-back`
///
/// # Errors
/// As [`super::take_back`].
pub async fn take_back(cx: Cx, id: web::Path<TopicId>, Form(Nothing {}): Form<Nothing>) -> Result<HttpResponse> {
    let (id, inner) = (id.into_inner(), cx.clone());
    let topic = cx.write(move |tx, me| super::take_back(tx, By::of(&inner, me), id)).await?;
    Ok(cx.see_other_with(&topic.path(), "notice-moderation-call-taken-back"))
}
