//! Forms to close a question and to open it again.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::CloseReason;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::TopicId;
use crate::message::Message;
use crate::moderation::web::{Choice, Decision, Keys, Quote, Why, invalid};
use crate::moderation::{By, Reason, members};
use crate::policy::{self, Action, Actor, TopicKind};
use crate::topics;
use crate::web::{Cx, Form};

/// Why a question is closed, as sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    #[serde(default)]
    close_reason: String,
    reason: String,
}

impl Closing {
    fn parse(&self) -> Result<(CloseReason, Option<Reason>)> {
        let mut errors = Invalid::default();
        let why = CloseReason::parse(&self.close_reason);
        if why.is_none() {
            errors.push("close_reason", Message::new("moderation-close-choose"));
        }
        let words = match self.reason.trim() {
            "" => None,
            typed => Reason::parse(typed).map(Some).or_else(|error| {
                errors.fields.extend(invalid(error)?.fields);
                Ok::<_, AppError>(None)
            })?,
        };
        match why {
            Some(why) if errors.fields.is_empty() => Ok((why, words)),
            Some(_) | None => Err(errors.into()),
        }
    }
}

/// The words of a reason: a Fluent key.
pub(in crate::moderation) const fn label(why: CloseReason) -> &'static str {
    match why {
        CloseReason::OffTopic => "moderation-close-off-topic",
        CloseReason::NotEnoughDetail => "moderation-close-not-enough-detail",
        CloseReason::ResolvedElsewhere => "moderation-close-resolved-elsewhere",
        CloseReason::Outdated => "moderation-close-outdated",
    }
}

fn close_page(c: &mut Conn, actor: &Actor, id: TopicId, chosen: &str) -> Result<Decision> {
    let (decision, kind) = topic_form(c, actor, id, "close")?;
    let key = match kind {
        // The policy refuses an idea before.
        TopicKind::Question | TopicKind::Idea => {
            Keys { title: "moderation-close-title", text: "moderation-close-text", button: "moderation-close-do" }
        }
        TopicKind::Article => Keys {
            title: "moderation-close-article-title",
            text: "moderation-close-article-text",
            button: "moderation-close-article-do",
        },
    };
    let options = CloseReason::of(kind).iter().map(|why| (why.as_str(), label(*why))).collect();
    Ok(Decision {
        key,
        choice: Some(Choice {
            name: "close_reason",
            label: "moderation-close-reason",
            options,
            value: chosen.to_owned(),
        }),
        words_optional: true,
        ..decision
    })
}

fn reopen_page(c: &mut Conn, actor: &Actor, id: TopicId) -> Result<Decision> {
    let (decision, kind) = topic_form(c, actor, id, "reopen")?;
    let key = match kind {
        TopicKind::Question | TopicKind::Idea => REOPEN,
        TopicKind::Article => Keys {
            title: "moderation-reopen-article-title",
            text: "moderation-reopen-article-text",
            button: "moderation-reopen-article-do",
        },
    };
    Ok(Decision { key, ..decision })
}

const REOPEN: Keys =
    Keys { title: "moderation-reopen-title", text: "moderation-reopen-text", button: "moderation-reopen-do" };

fn topic_form(c: &mut Conn, actor: &Actor, id: TopicId, verb: &str) -> Result<(Decision, TopicKind)> {
    let topic = topics::load(c, id)?.ok_or(AppError::NotFound)?;
    policy::check(actor, Action::CloseTopic(topics::facts(c, &topic)?))?;
    let html = topics::own_post(c, id)?.html;
    let decision = Decision {
        key: REOPEN,
        action: format!("/mod/topics/{id}/{verb}"),
        back: topic.path(),
        member: members::by_id(c, topic.author)?.map(|account| account.view()),
        quote: Some(Quote { title: topic.title, lang: topic.lang, html }),
        choice: None,
        words_optional: false,
    };
    Ok((decision, topic.kind))
}

/// `GET /mod/topics/{id}/close`
///
/// # Errors
/// [`AppError::NotFound`] for a topic the reader may not see, [`AppError::Denied`] by the policy.
pub async fn close_form(cx: Cx, id: web::Path<TopicId>) -> Result<HttpResponse> {
    cx.page(move |c, me| Ok(close_page(c, &me.actor, *id, "")?.page("", Invalid::default()))).await
}

/// `POST /mod/topics/{id}/close`
///
/// # Errors
/// As [`super::close`].
pub async fn close(cx: Cx, id: web::Path<TopicId>, Form(sent): Form<Closing>) -> Result<HttpResponse> {
    let (why, words) = match sent.parse() {
        Ok(parsed) => parsed,
        Err(error) => {
            let errors = invalid(error)?;
            return cx
                .page(move |c, me| Ok(close_page(c, &me.actor, *id, &sent.close_reason)?.page(&sent.reason, errors)))
                .await;
        }
    };
    let cx2 = cx.clone();
    let topic = cx.write(move |tx, me| super::close(tx, By::of(&cx2, me), *id, why, words.as_ref())).await?;
    Ok(cx.see_other_with(&topic.path(), "notice-moderation-closed"))
}

/// `GET /mod/topics/{id}/reopen`
///
/// # Errors
/// As [`close_form`].
pub async fn reopen_form(cx: Cx, id: web::Path<TopicId>) -> Result<HttpResponse> {
    cx.page(move |c, me| Ok(reopen_page(c, &me.actor, *id)?.page("", Invalid::default()))).await
}

/// `POST /mod/topics/{id}/reopen`
///
/// # Errors
/// As [`super::reopen`].
pub async fn reopen(cx: Cx, id: web::Path<TopicId>, Form(why): Form<Why>) -> Result<HttpResponse> {
    let reason = match Reason::parse(&why.reason) {
        Ok(reason) => reason,
        Err(error) => {
            let errors = invalid(error)?;
            return cx.page(move |c, me| Ok(reopen_page(c, &me.actor, *id)?.page(&why.reason, errors))).await;
        }
    };
    let cx2 = cx.clone();
    let topic = cx.write(move |tx, me| super::reopen(tx, By::of(&cx2, me), *id, &reason)).await?;
    Ok(cx.see_other_with(&topic.path(), "notice-moderation-reopened"))
}
