//! The buttons under a suggested edit.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::show::page;
use super::{Nothing, conflict};
use crate::error::{AppError, Invalid, Result};
use crate::ids::SuggestionId;
use crate::policy::{self, Action};
use crate::suggestions::{self, Decided, Why};
use crate::web::{Cx, Form};

/// `POST /suggestions/{id}/approve`
///
/// # Errors
/// By the policy; 409 when somebody has decided, and with both texts when the post was changed.
pub async fn approve(cx: Cx, path: web::Path<SuggestionId>, Form(Nothing {}): Form<Nothing>) -> Result<HttpResponse> {
    let (id, now) = (path.into_inner(), cx.now);
    match cx.write(move |tx, me| suggestions::approve(tx, &me.actor, id, now)).await {
        Ok(Decided::Done(path)) => onward(&cx, path, "notice-suggestions-approved").await,
        Ok(Decided::Stale) => again(&cx, id, "", conflict(), Some(StatusCode::CONFLICT)).await,
        // What is wrong with it is mended where it has fields: it can be improved.
        Err(AppError::Invalid(wrong)) => {
            let fields = wrong.fields.into_iter().map(|(_, message)| ("", message)).collect();
            again(&cx, id, "", Invalid { fields }, None).await
        }
        Err(error) => Err(error),
    }
}

/// Why a suggestion is rejected, as sent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    reason: String,
}

/// `POST /suggestions/{id}/reject`
///
/// # Errors
/// By the policy; 409 when somebody has decided.
pub async fn reject(cx: Cx, path: web::Path<SuggestionId>, Form(Sent { reason }): Form<Sent>) -> Result<HttpResponse> {
    let (id, now) = (path.into_inner(), cx.now);
    let why = match Why::parse(&reason) {
        Ok(why) => why,
        Err(AppError::Invalid(wrong)) => return again(&cx, id, &reason, wrong, None).await,
        Err(error) => return Err(error),
    };
    let path = cx.write(move |tx, me| suggestions::reject(tx, &me.actor, id, &why, now)).await?;
    onward(&cx, path, "notice-suggestions-rejected").await
}

/// `POST /suggestions/{id}/withdraw`
///
/// # Errors
/// 404 for what somebody else suggested; 409 when somebody has decided.
pub async fn withdraw(cx: Cx, path: web::Path<SuggestionId>, Form(Nothing {}): Form<Nothing>) -> Result<HttpResponse> {
    let (id, now) = (path.into_inner(), cx.now);
    let path = cx.write(move |tx, me| suggestions::withdraw(tx, &me.actor, id, now)).await?;
    Ok(cx.see_other_with(&path, "notice-suggestions-withdrawn"))
}

/// Whoever goes through what waits goes on with that, others read the post.
pub(super) async fn onward(cx: &Cx, post: String, notice: &'static str) -> Result<HttpResponse> {
    let reviews = cx.read(|_, me| Ok(policy::check(&me.actor, Action::Review).is_ok())).await?;
    Ok(cx.see_other_with(if reviews { "/review" } else { &post }, notice))
}

async fn again(
    cx: &Cx,
    id: SuggestionId,
    reason: &str,
    wrong: Invalid,
    status: Option<StatusCode>,
) -> Result<HttpResponse> {
    let reason = reason.to_owned();
    cx.page(move |c, me| {
        let read = suggestions::read(c, &me.actor, id)?;
        policy::check(&me.actor, Action::DecideSuggestion(read.facts, read.suggestion.author))?;
        let page = page(c, me, &read, &reason)?.errors(wrong);
        Ok(match status {
            Some(status) => page.status(status).set("refused", &true),
            None => page,
        })
    })
    .await
}
