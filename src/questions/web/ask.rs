//! The form for a question: asking, preview, draft.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::db::Conn;
use crate::drafts;
use crate::error::{AppError, Invalid, Result};
use crate::ids::{self, TopicId};
use crate::markdown::Body;
use crate::message::Message;
use crate::policy::{BoardKind, TopicKind};
use crate::questions::{QuestionForm, ask};
use crate::sessions::Me;
use crate::similar::web::Unposted;
use crate::similar::{self, Deflections};
use crate::submissions::{Submission, once};
use crate::topics;
use crate::topics::web::fields::{self, For};
use crate::web::{Cx, Form, Page};

/// What another page suggests.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Suggested {
    title: Option<String>,
    board: Option<String>,
    tags: Option<String>,
}

/// A question as sent.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    #[serde(flatten)]
    question: QuestionForm,
    /// One form is taken once.
    #[serde(default)]
    form_key: String,
    /// Set when what is like the question has been shown.
    #[serde(default)]
    reviewed: String,
    /// The button that shows instead of posting.
    preview: Option<String>,
    /// The button that leads from what is like it back to the text.
    back: Option<String>,
}

/// `GET /ask`
///
/// # Errors
/// When the database is away.
pub async fn form(cx: Cx, suggested: web::Query<Suggested>) -> Result<HttpResponse> {
    let suggested = suggested.into_inner();
    cx.page(move |c, me| {
        let kept = match me.actor.id() {
            Some(user) => drafts::find(c, user, drafts::Kind::Question, TopicId(0))?,
            None => None,
        };
        let mut form = kept.as_ref().map(|(draft, _)| QuestionForm::from(draft)).unwrap_or_default();
        // What was just typed elsewhere goes over a draft's field, never over its text.
        for (field, value) in
            [(&mut form.title, suggested.title), (&mut form.board, suggested.board), (&mut form.tags, suggested.tags)]
        {
            if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
                *field = value.chars().take(300).collect();
            }
        }
        build(c, me, (&form, ""), kept.map(|(_, at)| at.0), "")
    })
    .await
}

fn build(
    c: &mut Conn,
    me: &Me,
    (form, reviewed): (&QuestionForm, &str),
    kept_at: Option<i64>,
    preview: &str,
) -> Result<Page> {
    let page = Page::new("pages/questions/ask.html")
        .title_key(Message::new("questions-ask-title"))
        .section("questions")
        .forms()
        .set("kept_at", &kept_at)
        .set("reviewed", reviewed)
        .set("form_key", &ids::random_key());
    fields::fill(page, c, (me, For::New(BoardKind::Questions)), (form, preview))
}

/// `POST /ask`: posts the question; a visitor's travels on to the sign-up form.
///
/// # Errors
/// By the policy.
pub async fn create(cx: Cx, Form(sent): Form<Sent>, deflections: web::Data<Deflections>) -> Result<HttpResponse> {
    let (form, reviewed, now) = (sent.question, sent.reviewed, cx.now);
    if sent.preview.is_some() || sent.back.is_some() {
        let preview = if sent.back.is_some() { String::new() } else { fields::look(&form.body) };
        return again(&cx, (form, reviewed), Invalid::default(), preview).await;
    }
    let new = match form.parse() {
        Ok(new) => new,
        Err(AppError::Invalid(wrong)) => return again(&cx, (form, reviewed), wrong, String::new()).await,
        Err(error) => return Err(error),
    };
    let (form_key, kind) = (sent.form_key.as_str(), TopicKind::Question);
    let unposted = Unposted { kind, form: &form, board: new.board, form_key, fields: &[] };
    if reviewed.is_empty()
        && let Some(step) = similar::web::review(&cx, unposted).await?
    {
        return Ok(step);
    }
    let submission = Submission::of(&sent.form_key, "question", &form.typed())?;
    let done = cx
        .write(move |tx, me| {
            let Some(user) = me.actor.id() else { return Ok(None) };
            once(tx, (user, &submission, now), |tx| Ok(ask(tx, &me.actor, &new, now)?.1)).map(Some)
        })
        .await;
    match done {
        Ok(Some(path)) => {
            let mut response = cx.see_other_with(&path, "notice-question-posted");
            similar::web::asked(&cx, &mut response, &deflections);
            Ok(response)
        }
        // The text goes along, to signing in or to a new account.
        Ok(None) => Err(AppError::SignIn),
        Err(AppError::Invalid(wrong)) => again(&cx, (form, reviewed), wrong, String::new()).await,
        // Unverified: the text becomes the draft that is posted when the address is confirmed.
        Err(AppError::Denied(denied)) if denied.message.key == "policy-unverified" => {
            let mut draft = form.draft(drafts::Kind::Question, TopicId(0));
            draft.post_when_verified = true;
            cx.write(move |tx, me| drafts::save(tx, &me.actor, &draft, now)).await?;
            Ok(cx.see_other_with("/ask", "notice-posted-when-verified"))
        }
        Err(error) => Err(error),
    }
}

async fn again(
    cx: &Cx,
    (form, reviewed): (QuestionForm, String),
    wrong: Invalid,
    preview: String,
) -> Result<HttpResponse> {
    cx.page(move |c, me| Ok(build(c, me, (&form, &reviewed), None, &preview)?.errors(wrong))).await
}

/// A text to look at.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreviewForm {
    #[serde(default)]
    body: String,
}

/// `POST /preview`: a text as it will look, by the same code that posts it.
///
/// # Errors
/// [`AppError::Invalid`] when the text could not be posted either.
pub async fn preview(cx: Cx, Form(form): Form<PreviewForm>) -> Result<HttpResponse> {
    if form.body.trim().is_empty() {
        return Ok(cx.plain(StatusCode::OK, "text/html; charset=utf-8", String::new()));
    }
    let body = Body::parse(&form.body).map_err(|e| Invalid::field("body", e.into()))?;
    Ok(cx.plain(StatusCode::OK, "text/html; charset=utf-8", body.html().as_str().to_owned()))
}

/// A draft as the script sends it: the form's fields and where it belongs.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftForm {
    draft: String,
    #[serde(flatten)]
    question: QuestionForm,
    #[serde(default)]
    form_key: String,
    #[serde(default)]
    reviewed: String,
    /// Of an article: what [`Self::draft`] says already, and what has to be ticked each time anew.
    #[serde(default)]
    source: String,
    #[serde(default)]
    knows_readers: String,
}

/// `POST /drafts`: keeps a draft of a question (`draft=question`), an idea (`draft=idea`), an answer (`draft=answer-12`) or
/// an article (`draft=article`, `draft=article-12` for one that is made of a question).
///
/// # Errors
/// 404 when there is no such place.
pub async fn keep_draft(cx: Cx, Form(sent): Form<DraftForm>) -> Result<HttpResponse> {
    let now = cx.now;
    let _ = (sent.form_key, sent.reviewed, sent.source, sent.knows_readers);
    let (kind, topic) = match sent.draft.split_once('-') {
        None if sent.draft == "question" => (drafts::Kind::Question, TopicId(0)),
        None if sent.draft == "article" => (drafts::Kind::Article, TopicId(0)),
        None if sent.draft == "idea" => (drafts::Kind::Idea, TopicId(0)),
        Some(("article", id)) => (drafts::Kind::Article, id.parse().map_err(|_| AppError::NotFound)?),
        Some(("answer", id)) => (drafts::Kind::Answer, id.parse().map_err(|_| AppError::NotFound)?),
        Some(_) | None => return Err(AppError::NotFound),
    };
    let draft = sent.question.draft(kind, topic);
    cx.write(move |tx, me| {
        if kind == drafts::Kind::Answer || topic != TopicId(0) {
            topics::readable(tx, &me.actor, topic)?;
        }
        drafts::save(tx, &me.actor, &draft, now)
    })
    .await?;
    Ok(cx.plain(StatusCode::OK, "text/plain; charset=utf-8", String::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_takes_its_own_fields_and_each_once() {
        let read = |text: &str| serde_html_form::from_str::<Sent>(text);
        let sent = read("title=Why%3F&body=Because&preview=1&form_key=k");
        assert!(sent.is_ok_and(|sent| sent.question.title == "Why?" && sent.preview.is_some()));
        for wrong in ["title=a&score=5", "title=a&title=b", "form_key=a&form_key=b", "version=1"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
