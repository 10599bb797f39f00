//! `GET` and `POST /verify-email/{token}`: the mailed link proves the address, signs the browser in, and posts the
//! question that was typed before there was an account.

use actix_web::{HttpResponse, web};

use crate::accounts::verify_email;
use crate::accounts::web::sign_in::Nothing;
use crate::accounts::web::{browser, link_is_spent};
use crate::drafts;
use crate::error::Result;
use crate::message::Message;
use crate::web::{Cx, Form, Page};
use crate::{questions, sessions};

/// `GET /verify-email/{token}`: a page with one button; it spends nothing, so a mail program that opens links ahead does
/// no harm.
///
/// # Errors
/// When the database refuses.
pub async fn open(cx: Cx, secret: web::Path<String>) -> Result<HttpResponse> {
    let (secret, now) = (secret.into_inner(), cx.now);
    let look = secret.clone();
    if !cx.read(move |c, _| verify_email::holds(c, &look, now)).await? {
        return link_is_spent(&cx).await;
    }
    cx.page(move |_, _| {
        Ok(Page::new("accounts/verify_email.html")
            .title_key(Message::new("accounts-verify-email"))
            .noindex()
            .forms()
            .no_store()
            .set("secret", &secret))
    })
    .await
}

/// `POST /verify-email/{token}`
///
/// # Errors
/// When the database refuses.
pub async fn verify(cx: Cx, secret: web::Path<String>, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    let (secret, browser, now) = (secret.into_inner(), browser(&cx), cx.now);
    let verified = cx
        .write(move |tx, _| {
            verify_email::verify_email(tx, &secret, &browser.client, browser.old_session.as_deref(), now)
        })
        .await?;
    let Some(verified) = verified else { return link_is_spent(&cx).await };
    // A piece of its own: a question that cannot be posted as it is stays a draft, and the address is proven anyway.
    let secret = verified.secret.clone();
    let posted = cx.shared.db.write(move |tx| {
        let me = sessions::load(tx, Some(&secret), now)?;
        let path = questions::publish_draft(tx, &me.actor, now)?;
        let waits = path.is_none() && drafts::waits_for_verification(tx, me.id()?)?;
        Ok(path.or_else(|| waits.then(|| "/ask".into())))
    });
    let next = match posted.await {
        Ok(next) => next,
        Err(error) => {
            tracing::info!(request = cx.id, %error, "a kept question could not be posted and stays a draft");
            Some("/ask".into())
        }
    };
    let mut response = cx.see_other_with(next.as_deref().unwrap_or("/"), "notice-verified");
    cx.sign_in(&mut response, &verified.secret);
    Ok(response)
}
