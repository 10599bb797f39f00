//! `POST /questions/{id}/answers`

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::show::{Shown, Typed, page};
use crate::error::{AppError, Result};
use crate::ids::TopicId;
use crate::questions::{NewAnswer, answer};
use crate::submissions::{Submission, once};
use crate::web::{Cx, Form};

/// An answer as sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    #[serde(default)]
    body: String,
    /// One form is taken once.
    #[serde(default)]
    form_key: String,
}

/// Posts an answer.
///
/// # Errors
/// By the policy.
pub async fn create(cx: Cx, path: web::Path<TopicId>, Form(sent): Form<Sent>) -> Result<HttpResponse> {
    let (id, now) = (path.into_inner(), cx.now);
    let new = match NewAnswer::parse(id, &sent.body) {
        Ok(new) => new,
        Err(AppError::Invalid(wrong)) => {
            let typed = Typed { body: Some(sent.body), wrong };
            return page(&cx, id, None, Shown::default(), typed).await;
        }
        Err(error) => return Err(error),
    };
    let form = Submission::of(&sent.form_key, &format!("answers/{id}"), &[&sent.body])?;
    let path =
        cx.write(move |tx, me| once(tx, (me.id()?, &form, now), |tx| Ok(answer(tx, &me.actor, &new, now)?.1))).await?;
    Ok(cx.see_other_with(&path, "notice-answer-posted"))
}
