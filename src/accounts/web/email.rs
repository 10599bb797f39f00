//! Another mail address, and the present one's link once more.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::confirm::confirm;
use super::link_is_spent;
use super::settings::{self, Typed};
use super::sign_in::Nothing;
use crate::accounts::letters::Letters;
use crate::accounts::names::Email;
use crate::accounts::password::Hasher;
use crate::accounts::{change, verify_email};
use crate::error::{AppError, Invalid, Result};
use crate::message::Message;
use crate::web::{Cx, Form, Page, Refusal};

/// The address to move to, and the present password.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    new_email: String,
    email_password: String,
}

/// `POST /settings/email`: sends a link to the new address.
///
/// # Errors
/// When too many passwords are being checked.
pub async fn change(cx: Cx, hasher: web::Data<Hasher>, Form(fields): Form<Fields>) -> Result<HttpResponse> {
    match take(&cx, &hasher, &fields).await {
        Ok(()) => Ok(cx.see_other_with("/settings", "notice-email-asked")),
        Err(error) => {
            let refusal = Refusal::of(error)?;
            settings::page(&cx, Typed { new_email: Some(fields.new_email), ..Typed::default() }, refusal).await
        }
    }
}

async fn take(cx: &Cx, hasher: &Hasher, fields: &Fields) -> Result<()> {
    let new = Email::parse(&fields.new_email).map_err(|error| Invalid::field("new_email", error.into()))?;
    confirm(cx, hasher, &fields.email_password, "email_password").await?;
    let (letters, now) = (Letters::of(cx), cx.now);
    cx.write(move |tx, me| change::ask_for_email(tx, me.id()?, &new, &letters, now)).await
}

/// `POST /settings/verify-email`: the link to the present address once more.
///
/// # Errors
/// When the database refuses.
pub async fn send_again(cx: Cx, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    let (letters, now) = (Letters::of(&cx), cx.now);
    match cx.write(move |tx, me| verify_email::send_again(tx, me.id()?, &letters, now)).await {
        Ok(()) => Ok(cx.see_other_with("/settings", "notice-link-sent")),
        Err(error) => settings::page(&cx, Typed::default(), Refusal::of(error)?).await,
    }
}

/// `GET /confirm-email/{token}`: spends nothing.
///
/// # Errors
/// When the database refuses.
pub async fn open(cx: Cx, secret: web::Path<String>) -> Result<HttpResponse> {
    let (secret, now) = (secret.into_inner(), cx.now);
    let look = secret.clone();
    if !cx.read(move |c, _| change::email_link_holds(c, &look, now)).await? {
        return link_is_spent(&cx, &secret).await;
    }
    cx.page(move |_, _| {
        Ok(Page::new("pages/accounts/confirm_email.html")
            .title_key(Message::new("accounts-confirm-email"))
            .noindex()
            .forms()
            .no_store()
            .set("secret", &secret))
    })
    .await
}

/// `POST /confirm-email/{token}`
///
/// # Errors
/// [`AppError::Conflict`] when the address belongs to another account by now.
pub async fn confirm_new(cx: Cx, secret: web::Path<String>, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    let (letters, secret, now) = (Letters::of(&cx), secret.into_inner(), cx.now);
    let spent = secret.clone();
    match cx.write(move |tx, _| change::confirm_email(tx, &spent, &letters, now)).await {
        Ok(true) => Ok(cx.see_other_with("/", "notice-email-changed")),
        Ok(false) => link_is_spent(&cx, &secret).await,
        Err(AppError::Duplicate { .. }) => Err(AppError::Conflict(Message::new("accounts-email-taken"))),
        Err(error) => Err(error),
    }
}
