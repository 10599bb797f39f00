//! Forms: read under a limit and a deadline, checked for the token, then parsed into the handler's own type.

use std::future::Future;
use std::pin::Pin;

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use serde::de::DeserializeOwned;

use super::routes::Access;
use super::{Cx, body};
use crate::error::{AppError, Result};

/// Bytes of a form. 64 KiB of text in a two-byte script are 192 KiB when percent-encoded.
pub const MAX_FORM: usize = 512 * 1024;

/// The fields of a form, its token checked. Unknown fields, repeated single fields and wrong types are refused by the
/// handler's type (`#[serde(deny_unknown_fields)]`).
#[derive(Debug, Clone)]
pub struct Form<T>(pub T);

/// What a form held, kept for the sign-in page when its session turns out to have ended.
#[derive(Debug, Clone)]
pub(super) struct Sent(pub Vec<(String, String)>);

impl<T: DeserializeOwned + 'static> FromRequest for Form<T> {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let pairs = pairs(&request, payload).await?;
            let text = serde_html_form::to_string(&pairs).map_err(AppError::internal)?;
            request.extensions_mut().insert(Sent(pairs));
            serde_html_form::from_str(&text).map(Form).map_err(|error| {
                tracing::debug!(%error, "a form did not fit");
                AppError::Unreadable
            })
        })
    }
}

/// Bytes that were no UTF-8 have been replaced while decoding: then more replacement characters stand there than were
/// sent as such.
fn is_mangled(sent: &str, pairs: &[(String, String)]) -> bool {
    let replaced = |text: &str| text.matches('\u{fffd}').count();
    let there: usize = pairs.iter().map(|(name, value)| replaced(name) + replaced(value)).sum();
    there > 0 && there > replaced(sent) + sent.to_ascii_uppercase().matches("%EF%BF%BD").count()
}

/// Reads the body and takes the token out of it.
async fn pairs(request: &HttpRequest, payload: Payload) -> Result<Vec<(String, String)>> {
    let cx = Cx::of(request)?;
    if !request.content_type().eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(AppError::Unsupported);
    }
    if body::declared(request).is_some_and(|bytes| bytes > MAX_FORM) {
        return Err(AppError::TooLarge { max_bytes: MAX_FORM });
    }
    let body = body::read(payload, MAX_FORM).await?;
    let text = std::str::from_utf8(&body).map_err(|_| AppError::Unreadable)?;
    let mut pairs: Vec<(String, String)> = serde_html_form::from_str(text).map_err(|_| AppError::Unreadable)?;
    // No text holds a NUL, and PostgreSQL refuses one in every value.
    if pairs.iter().any(|(name, value)| name.contains('\0') || value.contains('\0')) || is_mangled(text, &pairs) {
        return Err(AppError::Unreadable);
    }
    // Browsers send CR LF for a line that was typed as one character, and counted as one.
    for (_, value) in pairs.iter_mut().filter(|(_, value)| value.contains('\r')) {
        *value = value.replace("\r\n", "\n");
    }
    let token = pairs.iter().position(|(name, _)| name == "csrf").map(|at| pairs.remove(at).1);
    let token =
        token.or_else(|| request.headers().get("x-csrf").and_then(|value| value.to_str().ok()).map(ToOwned::to_owned));
    if cx.access != Access::Harmless && !token.as_deref().is_some_and(|token| cx.token_is_mine(token)) {
        request.extensions_mut().insert(Sent(pairs));
        // Without a session there is no token of a member's: signing in comes first, and the text is carried along.
        return Err(if cx.access.needs_account() && !cx.has_session_cookie() {
            AppError::SignIn
        } else {
            AppError::Forged
        });
    }
    Ok(pairs)
}
