//! `GET` and `POST /verify-email/{token}`: the mailed link proves the address, signs the browser in, and posts the
//! question that was typed before there was an account.

use actix_web::{HttpResponse, web};

use crate::accounts::verify_email;
use crate::accounts::web::sign_in::Nothing;
use crate::accounts::web::{browser, link_is_spent};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::drafts;
use crate::error::Result;
use crate::message::Message;
use crate::similar::{self, Deflections};
use crate::web::{Cx, Form, Page};
use crate::{questions, sessions, settings};

/// `GET /verify-email/{token}`: a page with one button; it spends nothing, so a mail program that opens links ahead does
/// no harm.
///
/// # Errors
/// When the database refuses.
pub async fn open(cx: Cx, secret: web::Path<String>) -> Result<HttpResponse> {
    let (secret, now) = (secret.into_inner(), cx.now);
    let look = secret.clone();
    if !cx.read(move |c, _| verify_email::holds(c, &look, now)).await? {
        return link_is_spent(&cx, &secret).await;
    }
    cx.page(move |_, _| {
        Ok(Page::new("pages/accounts/verify_email.html")
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
pub async fn verify(
    cx: Cx,
    secret: web::Path<String>,
    Form(_): Form<Nothing>,
    deflections: web::Data<Deflections>,
) -> Result<HttpResponse> {
    let (secret, browser, now) = (secret.into_inner(), browser(&cx), cx.now);
    let spent = secret.clone();
    let session = cx
        .write(move |tx, _| {
            verify_email::verify_email(tx, &spent, &browser.client, browser.old_session.as_deref(), now)
        })
        .await?;
    let Some(session) = session else { return link_is_spent(&cx, &secret).await };
    // A piece of its own: whatever becomes of the question, the address is proven.
    let own = session.clone();
    let next = match cx.shared.db.write(move |tx| publish(tx, &own, now)).await {
        Ok(next) => next,
        Err(error) => {
            tracing::error!(request = cx.id, %error, "a kept question was not posted and stays a draft");
            Next::Draft
        }
    };
    let mut response = match next {
        Next::Posted(path) => {
            let mut response = cx.see_other_with(&path, "notice-verified-posted");
            similar::web::asked(&cx, &mut response, &deflections);
            response
        }
        Next::Draft => cx.see_other_with("/ask", "notice-verified-draft"),
        Next::Nothing => cx.see_other_with("/", "notice-verified"),
    };
    cx.sign_in(&mut response, &session);
    Ok(response)
}

/// What has become of the question that was typed before there was an account.
enum Next {
    /// It is posted, here.
    Posted(String),
    /// It cannot be posted as it stands, and waits as a draft.
    Draft,
    /// There was none.
    Nothing,
}

fn publish(tx: &mut Conn, session: &str, now: Timestamp) -> Result<Next> {
    let thresholds = settings::load(tx)?.thresholds;
    let me = sessions::load(tx, Some(session), thresholds, now)?;
    if let Some(path) = questions::publish_draft(tx, &me.actor, now)? {
        return Ok(Next::Posted(path));
    }
    Ok(if drafts::waits_for_verification(tx, me.id()?)? { Next::Draft } else { Next::Nothing })
}
