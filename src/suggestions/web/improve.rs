//! Approving a suggested edit with changes: the form of an edit, filled in with the suggestion.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::decide::onward;
use super::{Sent, Shown};
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::SuggestionId;
use crate::message::Message;
use crate::policy::{self, Action};
use crate::sessions::Me;
use crate::suggestions::{self, Decided, Read, State, improve};
use crate::topics::web::fields;
use crate::web::{Cx, Form, Page};

/// A suggestion that this member may decide about.
fn to_decide(c: &mut Conn, me: &Me, id: SuggestionId) -> Result<Read> {
    let read = suggestions::read(c, &me.actor, id)?;
    policy::check(&me.actor, Action::DecideSuggestion(read.facts, read.suggestion.author))?;
    if read.suggestion.state == State::Waiting {
        return Ok(read);
    }
    Err(AppError::Conflict(Message::new("suggestions-decided")))
}

/// The form of a suggestion, upon the post as it is.
fn filled(read: &Read) -> Shown {
    let form = read.form();
    let sent = Sent {
        title: form.title,
        tags: form.tags,
        lang: form.lang,
        body: form.body,
        reason: read.suggestion.reason.clone(),
        version: read.post.version,
        preview: None,
    };
    Shown { theirs: read.is_stale().then(|| read.post.source.clone()), ..Shown::new(sent) }
}

fn page(c: &mut Conn, me: &Me, read: &Read, shown: &Shown) -> Result<Page> {
    let id = read.suggestion.id;
    let page = Page::new("pages/suggestions/form.html")
        .title_key(Message::new("suggestions-improve-title"))
        .set("action", &format!("/suggestions/{id}/improve"))
        .set("lede_key", "suggestions-improve-lede")
        .set("button_key", "suggestions-improve-save")
        .set("draft", &format!("improve-{id}-{}", shown.sent.version));
    let page = shown.fill(page, c, me, (&read.topic, read.facts.topic, &read.post))?;
    Ok(page.set("back", &format!("/suggestions/{id}")))
}

/// `GET /suggestions/{id}/improve`
///
/// # Errors
/// By the policy; 409 when somebody has decided.
pub async fn form(cx: Cx, path: web::Path<SuggestionId>) -> Result<HttpResponse> {
    let id = path.into_inner();
    cx.page(move |c, me| {
        let read = to_decide(c, me, id)?;
        let shown = filled(&read);
        page(c, me, &read, &shown)
    })
    .await
}

/// `POST /suggestions/{id}/improve`
///
/// # Errors
/// By the policy; 409 when somebody has decided, and with both texts when somebody has changed the post.
pub async fn save(cx: Cx, path: web::Path<SuggestionId>, Form(sent): Form<Sent>) -> Result<HttpResponse> {
    let (id, now, version) = (path.into_inner(), cx.now, sent.version);
    let (kind, board) = cx
        .read(move |c, me| {
            let read = to_decide(c, me, id)?;
            Ok((read.post.kind, read.topic.board))
        })
        .await?;
    let mut shown = Shown::new(sent);
    if shown.sent.preview.is_some() {
        shown.preview = fields::look(&shown.sent.body);
        return again(&cx, id, shown, Invalid::default()).await;
    }
    let (edit, why) = match shown.sent.check(suggestions::parse(kind, &shown.sent.form(board))) {
        Ok(parsed) => parsed,
        Err(AppError::Invalid(wrong)) => return again(&cx, id, shown, wrong).await,
        Err(error) => return Err(error),
    };
    match cx.write(move |tx, me| improve(tx, &me.actor, (id, version), (&edit, &why), now)).await {
        Ok(Decided::Done(path)) => onward(&cx, path, "notice-suggestions-improved").await,
        Ok(Decided::Stale) => stale(&cx, id, shown).await,
        Err(AppError::Invalid(wrong)) => again(&cx, id, shown, wrong).await,
        Err(error) => Err(error),
    }
}

async fn again(cx: &Cx, id: SuggestionId, shown: Shown, wrong: Invalid) -> Result<HttpResponse> {
    cx.page(move |c, me| {
        let read = to_decide(c, me, id)?;
        Ok(page(c, me, &read, &shown)?.errors(wrong))
    })
    .await
}

/// What was typed, beside the text as somebody else has left it.
async fn stale(cx: &Cx, id: SuggestionId, mut shown: Shown) -> Result<HttpResponse> {
    cx.page(move |c, me| {
        let read = to_decide(c, me, id)?;
        shown.theirs = Some(read.post.source.clone());
        shown.sent.version = read.post.version;
        Ok(page(c, me, &read, &shown)?.status(StatusCode::CONFLICT))
    })
    .await
}
