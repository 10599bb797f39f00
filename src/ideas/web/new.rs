//! The form for an idea.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::db::Conn;
use crate::drafts;
use crate::error::{AppError, Invalid, Result};
use crate::ideas::propose;
use crate::ids::{self, TopicId};
use crate::message::Message;
use crate::policy::{self, Action, BoardKind, TopicKind};
use crate::sessions::Me;
use crate::similar::web::{Unposted, review};
use crate::submissions::{Submission, once};
use crate::topics::web::fields::{self, For};
use crate::topics::{self, TopicForm};
use crate::web::{Cx, Form, Page};

/// What another page suggests.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Suggested {
    title: Option<String>,
    board: Option<String>,
}

/// An idea as sent.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    #[serde(flatten)]
    idea: TopicForm,
    /// One form is taken once.
    #[serde(default)]
    form_key: String,
    /// Set when what is like the idea has been shown.
    #[serde(default)]
    reviewed: String,
    /// The button that shows instead of posting.
    preview: Option<String>,
    /// The button that leads from what is like it back to the text.
    back: Option<String>,
}

/// What the form shows.
struct Shown<'a> {
    form: &'a TopicForm,
    reviewed: &'a str,
    kept_at: Option<i64>,
    preview: &'a str,
}

/// `GET /ideas/new`
///
/// # Errors
/// When the database is away.
pub async fn form(cx: Cx, suggested: web::Query<Suggested>) -> Result<HttpResponse> {
    let suggested = suggested.into_inner();
    cx.page(move |c, me| {
        let kept = drafts::find(c, me.id()?, drafts::Kind::Idea, TopicId(0))?;
        let mut form = kept.as_ref().map(|(draft, _)| TopicForm::from(draft)).unwrap_or_default();
        // What was just typed elsewhere goes over a draft's field, never over its text.
        for (field, value) in [(&mut form.title, suggested.title), (&mut form.board, suggested.board)] {
            if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
                *field = value.chars().take(300).collect();
            }
        }
        if form.board.is_empty() {
            form.board = only_board(c, me)?;
        }
        build(c, me, &Shown { form: &form, reviewed: "", kept_at: kept.map(|(_, at)| at.0), preview: "" })
    })
    .await
}

/// Where there is one board for ideas, there is nothing to choose.
fn only_board(c: &mut Conn, me: &Me) -> Result<String> {
    let mut boards = topics::boards(c, BoardKind::Ideas)?;
    boards.retain(|(board, _)| policy::check(&me.actor, Action::Propose(*board)).is_ok());
    Ok(match boards.as_slice() {
        [(board, _)] => board.id.to_string(),
        _ => String::new(),
    })
}

fn build(c: &mut Conn, me: &Me, shown: &Shown<'_>) -> Result<Page> {
    let page = Page::new("pages/ideas/new.html")
        .title_key(Message::new("ideas-new-title"))
        .section("ideas")
        .noindex()
        .set("kept_at", &shown.kept_at)
        .set("reviewed", shown.reviewed)
        .set("form_key", &ids::random_key());
    fields::fill(page, c, (me, For::New(BoardKind::Ideas)), (shown.form, shown.preview))
}

/// `POST /ideas/new`
///
/// # Errors
/// By the policy.
pub async fn create(cx: Cx, Form(sent): Form<Sent>) -> Result<HttpResponse> {
    let now = cx.now;
    if sent.preview.is_some() || sent.back.is_some() {
        let preview = if sent.back.is_some() { String::new() } else { fields::look(&sent.idea.body) };
        return again(&cx, sent, Invalid::default(), preview).await;
    }
    let new = match sent.idea.parse() {
        Ok(new) => new,
        Err(AppError::Invalid(wrong)) => return again(&cx, sent, wrong, String::new()).await,
        Err(error) => return Err(error),
    };
    let (kind, form_key) = (TopicKind::Idea, sent.form_key.as_str());
    let unposted = Unposted { kind, form: &sent.idea, board: new.board, form_key, fields: &[] };
    if sent.reviewed.is_empty()
        && let Some(step) = review(&cx, unposted).await?
    {
        return Ok(step);
    }
    let submission = Submission::of(form_key, "idea", &sent.idea.typed())?;
    let done = cx
        .write(move |tx, me| once(tx, (me.id()?, &submission, now), |tx| Ok(propose(tx, &me.actor, &new, now)?.1)))
        .await;
    match done {
        Ok(path) => Ok(cx.see_other_with(&path, "notice-idea-posted")),
        Err(AppError::Invalid(wrong)) => again(&cx, sent, wrong, String::new()).await,
        Err(error) => Err(error),
    }
}

async fn again(cx: &Cx, sent: Sent, wrong: Invalid, preview: String) -> Result<HttpResponse> {
    cx.page(move |c, me| {
        let shown = Shown { form: &sent.idea, reviewed: &sent.reviewed, kept_at: None, preview: &preview };
        Ok(build(c, me, &shown)?.errors(wrong))
    })
    .await
}
