//! `GET` and `POST /reset-password`, and the same with the mailed link.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::link_is_spent;
use crate::accounts::letters::Letters;
use crate::accounts::names::Email;
use crate::accounts::password::{Hasher, Password};
use crate::accounts::reset;
use crate::error::{Invalid, Result};
use crate::message::Message;
use crate::web::{Cx, Form, Page, Refusal};

/// Whose password.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    email: String,
}

/// `GET /reset-password`
///
/// # Errors
/// When the database refuses.
pub async fn show(cx: Cx) -> Result<HttpResponse> {
    ask_form(&cx, Ask::default(), Refusal::none(), false).await
}

/// `POST /reset-password`: the answer is the same for any address (R6).
///
/// # Errors
/// When the database refuses.
pub async fn ask(cx: Cx, Form(form): Form<Ask>) -> Result<HttpResponse> {
    let asked = async {
        let email = Email::parse(&form.email).map_err(|error| Invalid::field("email", error.into()))?;
        let (letters, subject, now) = (Letters::of(&cx), cx.subject.clone(), cx.now);
        cx.write(move |tx, _| reset::ask(tx, &email, &letters, &subject, now)).await
    }
    .await;
    match asked {
        Ok(()) => ask_form(&cx, form, Refusal::none(), true).await,
        Err(error) => ask_form(&cx, form, Refusal::of(error)?, false).await,
    }
}

async fn ask_form(cx: &Cx, form: Ask, refusal: Refusal, sent: bool) -> Result<HttpResponse> {
    let show = refusal.clone();
    let response = cx
        .page(move |_, _| {
            let page = Page::new("pages/accounts/reset_ask.html")
                .title_key(Message::new("accounts-reset"))
                .canonical("/reset-password")
                .forms()
                .no_store()
                .set("email", form.email.trim())
                .set("sent", &sent);
            Ok(show.on(page))
        })
        .await?;
    Ok(refusal.finish(response))
}

/// The new password.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct New {
    password: String,
}

/// `GET /reset-password/{token}`: spends nothing.
///
/// # Errors
/// When the database refuses.
pub async fn open(cx: Cx, secret: web::Path<String>) -> Result<HttpResponse> {
    let (secret, now) = (secret.into_inner(), cx.now);
    let look = secret.clone();
    match cx.read(move |c, _| reset::whose(c, &look, now)).await? {
        Some(_) => new_form(&cx, secret, Refusal::none()).await,
        None => link_is_spent(&cx, &secret).await,
    }
}

/// `POST /reset-password/{token}`: spends the link and signs this browser in.
///
/// # Errors
/// When too many passwords are being hashed.
pub async fn finish(
    cx: Cx,
    hasher: web::Data<Hasher>,
    secret: web::Path<String>,
    Form(form): Form<New>,
) -> Result<HttpResponse> {
    let secret = secret.into_inner();
    match take(&cx, &hasher, &secret, &form.password).await {
        Ok(Some(session)) => {
            let mut response = cx.see_other_with("/", "notice-password-changed");
            cx.sign_in(&mut response, &session);
            Ok(response)
        }
        Ok(None) => link_is_spent(&cx, &secret).await,
        Err(error) => new_form(&cx, secret, Refusal::of(error)?).await,
    }
}

async fn take(cx: &Cx, hasher: &Hasher, secret: &str, typed: &str) -> Result<Option<String>> {
    let (secret, now) = (secret.to_owned(), cx.now);
    let look = secret.clone();
    let Some(account) = cx.read(move |c, _| reset::whose(c, &look, now)).await? else { return Ok(None) };
    let password = reset::parse_password(&account, typed).map_err(|error| Invalid::field("password", error.into()))?;
    let phc = hasher.hash(password).await?;
    let (letters, client) = (Letters::of(cx), cx.client.clone());
    cx.write(move |tx, _| reset::finish(tx, &secret, &phc, &letters, &client, now)).await
}

async fn new_form(cx: &Cx, secret: String, refusal: Refusal) -> Result<HttpResponse> {
    let now = cx.now;
    cx.page(move |c, _| {
        let account = reset::whose(c, &secret, now)?;
        let page = Page::new("pages/accounts/reset_new.html")
            .title_key(Message::new("accounts-new-password"))
            .noindex()
            .forms()
            .no_store()
            .set("secret", &secret)
            .set("handle", &account.map(|account| account.handle))
            .set("password_min", &Password::MIN);
        Ok(refusal.on(page))
    })
    .await
}
