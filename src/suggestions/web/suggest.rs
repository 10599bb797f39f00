//! Suggesting an edit: the form of an edit, sent to those who decide.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::{Sent, Shown};
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::PostId;
use crate::message::Message;
use crate::policy::{self, Action};
use crate::sessions::Me;
use crate::suggestions::{self, New, Suggested};
use crate::topics;
use crate::topics::web::fields;
use crate::web::{Cx, Form, Page};

/// `GET /posts/{id}/suggest`; leads to the suggestion that the reader has made for it and that waits still.
///
/// # Errors
/// By the policy.
pub async fn form(cx: Cx, path: web::Path<PostId>) -> Result<HttpResponse> {
    let id = path.into_inner();
    cx.page(move |c, me| {
        let (topic, post, facts) = topics::readable_post(c, &me.actor, id)?;
        policy::check(&me.actor, Action::SuggestEdit(facts))?;
        if let Some(waiting) = suggestions::waiting_of(c, id, me.id()?)? {
            return Ok(Page::elsewhere(format!("/suggestions/{waiting}")));
        }
        page(c, me, id, &Shown::new(Sent::of(&topic, &post)))
    })
    .await
}

fn page(c: &mut Conn, me: &Me, id: PostId, shown: &Shown) -> Result<Page> {
    let (topic, post, facts) = topics::readable_post(c, &me.actor, id)?;
    policy::check(&me.actor, Action::SuggestEdit(facts))?;
    let page = Page::new("pages/suggestions/form.html")
        .title_key(Message::new("suggestions-form-title"))
        .set("action", &format!("/posts/{id}/suggest"))
        .set("lede_key", "suggestions-form-lede")
        .set("button_key", "suggestions-send")
        .set("draft", &format!("suggest-{id}-{}", shown.sent.version));
    shown.fill(page, c, me, (&topic, facts.topic, &post))
}

/// `POST /posts/{id}/suggest`
///
/// # Errors
/// By the policy. 409 with both texts when somebody has changed the post.
pub async fn save(cx: Cx, path: web::Path<PostId>, Form(sent): Form<Sent>) -> Result<HttpResponse> {
    let (post, now) = (path.into_inner(), cx.now);
    let (kind, board) = cx
        .read(move |c, me| {
            let (topic, post, _) = topics::readable_post(c, &me.actor, post)?;
            Ok((post.kind, topic.board))
        })
        .await?;
    let mut shown = Shown::new(sent);
    if shown.sent.preview.is_some() {
        shown.preview = fields::look(&shown.sent.body);
        return again(&cx, post, shown, Invalid::default(), StatusCode::OK).await;
    }
    let (edit, why) = match shown.sent.check(suggestions::parse(kind, &shown.sent.form(board))) {
        Ok(parsed) => parsed,
        Err(AppError::Invalid(wrong)) => return again(&cx, post, shown, wrong, StatusCode::OK).await,
        Err(error) => return Err(error),
    };
    let new = New { post, version: shown.sent.version, edit, why };
    match cx.write(move |tx, me| suggestions::suggest(tx, &me.actor, &new, now)).await {
        Ok(Suggested::Done(id)) => Ok(cx.see_other_with(&format!("/suggestions/{id}"), "notice-suggestions-sent")),
        Ok(Suggested::Before(id)) => Ok(cx.see_other_with(&format!("/suggestions/{id}"), "notice-suggestions-before")),
        Ok(Suggested::Stale { source, version }) => {
            shown.theirs = Some(source);
            shown.sent.version = version;
            again(&cx, post, shown, Invalid::default(), StatusCode::CONFLICT).await
        }
        Err(AppError::Invalid(wrong)) => again(&cx, post, shown, wrong, StatusCode::OK).await,
        Err(error) => Err(error),
    }
}

async fn again(cx: &Cx, id: PostId, shown: Shown, wrong: Invalid, status: StatusCode) -> Result<HttpResponse> {
    cx.page(move |c, me| Ok(page(c, me, id, &shown)?.status(status).errors(wrong))).await
}
