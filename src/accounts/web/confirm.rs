//! `GET` and `POST /confirm-password`: the password once more, before what needs it fresh (R9).

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::sign_in::check;
use crate::accounts::password::Hasher;
use crate::accounts::sign_in;
use crate::error::{AppError, Result};
use crate::message::Message;
use crate::web::{Cx, Form, Page, Refusal, local_path};

/// Where to go on.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Query {
    return_to: Option<String>,
}

/// The password, and where to go on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    password: String,
    return_to: Option<String>,
}

/// `GET /confirm-password`
///
/// # Errors
/// When the database refuses.
pub async fn show(cx: Cx, query: web::Query<Query>) -> Result<HttpResponse> {
    form(&cx, query.into_inner().return_to, Refusal::none()).await
}

/// `POST /confirm-password`
///
/// # Errors
/// When too many passwords are being checked.
pub async fn send(cx: Cx, hasher: web::Data<Hasher>, Form(fields): Form<Fields>) -> Result<HttpResponse> {
    match confirm(&cx, &hasher, &fields.password, "password").await {
        Ok(()) => Ok(cx.see_other(&local_path(fields.return_to.as_deref()))),
        Err(error) => form(&cx, fields.return_to, Refusal::of(error)?).await,
    }
}

/// Checks that who sits at this browser knows the password, and notes it. What is wrong stands at `field`.
///
/// # Errors
/// [`AppError::Invalid`] when it is another; [`AppError::TooMany`] after ten of them.
pub async fn confirm(cx: &Cx, hasher: &Hasher, typed: &str, field: &'static str) -> Result<()> {
    let (subject, now) = (cx.subject.clone(), cx.now);
    let begun = cx.write(move |tx, me| sign_in::begin_again(tx, me.id()?, &subject, now)).await?;
    let checked = check(cx, hasher, &begun, typed).await?;
    cx.write(move |tx, me| {
        let session = me.session.as_ref().ok_or(AppError::SignIn)?.id;
        sign_in::confirm(tx, &begun, &checked, session, field, now)
    })
    .await
}

async fn form(cx: &Cx, return_to: Option<String>, refusal: Refusal) -> Result<HttpResponse> {
    let show = refusal.clone();
    let response = cx
        .page(move |_, _| {
            let page = Page::new("pages/accounts/confirm_password.html")
                .title_key(Message::new("accounts-confirm-password"))
                .noindex()
                .no_store()
                .set("return_to", &local_path(return_to.as_deref()));
            Ok(show.on(page))
        })
        .await?;
    Ok(refusal.finish(response))
}
