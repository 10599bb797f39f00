//! `POST /mail/bounces`: reports of the mail relay, signed with the key of the configuration.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use crate::error::{AppError, Result};
use crate::letters::bounces::{self, MAX_BYTES};
use crate::web::{Cx, Raw};

/// `POST /mail/bounces`
///
/// # Errors
/// [`AppError::NotFound`] without a key, [`AppError::Forged`] for a signature that is not of this body and moment,
/// [`AppError::BadRequest`] for a report that is none.
pub async fn take(cx: Cx, body: Raw<MAX_BYTES>) -> Result<HttpResponse> {
    let key = cx.shared.config.bounce_key.as_deref().ok_or(AppError::NotFound)?;
    let signature = cx.headers.get("x-talka-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !bounces::is_signed(key, signature, &body.bytes, cx.now) {
        return Err(AppError::Forged);
    }
    let (events, now) = (bounces::parse(&body.bytes)?, cx.now);
    let taken = events.len();
    cx.write(move |tx, _| events.iter().try_for_each(|(event, at)| bounces::take(tx, event, *at, now))).await?;
    Ok(cx.plain(StatusCode::OK, "application/json", format!("{{\"taken\":{taken}}}")))
}
