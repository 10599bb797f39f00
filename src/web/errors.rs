//! Errors as pages: what happened, what to do next, and the request's id.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use serde::Serialize;

use super::form::Sent;
use super::routes::Access;
use super::{Cx, Page};
use crate::error::AppError;
use crate::message::Message;
use crate::sessions::Me;

/// The HTTP status of an error.
#[must_use]
pub fn status_of(error: &AppError) -> StatusCode {
    match error {
        AppError::NotFound => StatusCode::NOT_FOUND,
        AppError::Gone => StatusCode::GONE,
        AppError::Denied(_) | AppError::Forged | AppError::Reauthenticate => StatusCode::FORBIDDEN,
        AppError::SignIn => StatusCode::UNAUTHORIZED,
        AppError::Invalid(_) | AppError::Unreadable => StatusCode::UNPROCESSABLE_ENTITY,
        AppError::BadRequest(_) => StatusCode::BAD_REQUEST,
        AppError::Conflict(_) | AppError::Duplicate { .. } => StatusCode::CONFLICT,
        AppError::TooLarge { .. } | AppError::FileTooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        AppError::Slow => StatusCode::REQUEST_TIMEOUT,
        AppError::Unsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        AppError::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        AppError::Unavailable { .. } | AppError::Retry { .. } => StatusCode::SERVICE_UNAVAILABLE,
        AppError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl ResponseError for AppError {
    fn status_code(&self) -> StatusCode {
        status_of(self)
    }

    /// Only the status: the guard puts the page in, where it knows the reader.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(status_of(self))
    }
}

/// What to tell about an error: a heading and a text.
struct Told {
    title: Message,
    text: Message,
}

fn told(error: &AppError) -> Told {
    let of = |title, text| Told { title: Message::new(title), text: Message::new(text) };
    match error {
        AppError::NotFound => of("error-404-title", "error-404-text"),
        AppError::Gone => of("error-410-title", "error-410-text"),
        AppError::Denied(denied) => Told { title: Message::new("error-403-title"), text: denied.message.clone() },
        AppError::Forged => of("error-403-title", "error-forged"),
        AppError::Reauthenticate => of("error-403-title", "error-reauthenticate"),
        AppError::SignIn => of("error-401-title", "policy-sign-in"),
        AppError::Invalid(invalid) => Told {
            title: Message::new("error-422-title"),
            text: invalid.fields.first().map_or_else(|| Message::new("error-422-text"), |(_, text)| text.clone()),
        },
        AppError::Unreadable => of("error-422-title", "error-422-text"),
        AppError::BadRequest(text) => Told { title: Message::new("error-400-title"), text: text.clone() },
        AppError::Conflict(text) => Told { title: Message::new("error-409-title"), text: text.clone() },
        AppError::Duplicate { .. } => of("error-409-title", "error-409-text"),
        AppError::TooLarge { max_bytes } => Told {
            title: Message::new("error-413-title"),
            text: Message::new("error-413-text").with("kib", i64::try_from(max_bytes / 1024).unwrap_or(i64::MAX)),
        },
        AppError::FileTooLarge { max_bytes } => Told {
            title: Message::new("error-413-title"),
            text: Message::new("error-413-file").with("mb", max_bytes / (1024 * 1024)),
        },
        AppError::Slow => of("error-408-title", "error-408-text"),
        AppError::Unsupported => of("error-415-title", "error-415-text"),
        AppError::TooMany { message, .. } => Told { title: Message::new("error-429-title"), text: message.clone() },
        AppError::Unavailable { .. } | AppError::Retry { .. } => of("error-503-title", "error-503-text"),
        AppError::Internal(_) => of("error-500-title", "error-500-text"),
    }
}

/// For a status that came without an error of ours (an unknown method, a malformed request).
pub(super) fn of_status(status: StatusCode) -> AppError {
    match status {
        StatusCode::NOT_FOUND => AppError::NotFound,
        StatusCode::REQUEST_TIMEOUT => AppError::Slow,
        StatusCode::PAYLOAD_TOO_LARGE => AppError::TooLarge { max_bytes: super::MAX_FORM },
        StatusCode::UNSUPPORTED_MEDIA_TYPE => AppError::Unsupported,
        status if status.is_server_error() => AppError::Internal(format!("status {status}")),
        _ => AppError::BadRequest(Message::new("error-400-text")),
    }
}

/// A field of a form that could not be taken yet.
#[derive(Debug, Serialize)]
struct Carried<'a> {
    name: &'a str,
    value: &'a str,
}

/// The answer to an error: a sentence for the script, else a page in the site's look.
pub(super) async fn answer(request: &HttpRequest, error: &AppError, status: StatusCode) -> HttpResponse {
    let cx = match Cx::of(request) {
        Ok(cx) => cx,
        Err(error) => {
            tracing::error!(%error, "no context for an error page");
            return HttpResponse::InternalServerError().finish();
        }
    };
    if status.is_server_error() {
        // Never the address itself: it may hold a link's secret.
        let path = request.match_pattern().unwrap_or_else(|| "-".into());
        tracing::error!(request = cx.id, method = %cx.method, path, %error, "a request failed");
    }
    let sent = actix_web::HttpMessage::extensions(request).get::<Sent>().cloned();
    let is_get = cx.method == actix_web::http::Method::GET;
    if matches!(error, AppError::SignIn) && is_get && !cx.fragment {
        return cx.see_other(&format!("/sign-in?return_to={}", encode(&cx.uri)));
    }
    if matches!(error, AppError::Reauthenticate) && !cx.fragment {
        let back = if is_get { cx.uri.clone() } else { "/settings".into() };
        return cx.see_other(&format!("/confirm-password?return_to={}", encode(&back)));
    }
    let mut response = if cx.fragment {
        let text = cx.shared.texts.say(&cx, &told(error).text);
        cx.plain(status, "text/plain; charset=utf-8", text)
    } else {
        page(&cx, error, status, sent).await
    };
    if let Some(seconds) = retry_after(error) {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    if status == StatusCode::METHOD_NOT_ALLOWED
        && let Some(Ok(allowed)) = Access::allowed(request).map(header::HeaderValue::try_from)
    {
        response.headers_mut().insert(header::ALLOW, allowed);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}

/// After how many seconds it may go better, where that is known.
fn retry_after(error: &AppError) -> Option<u64> {
    if let AppError::TooMany { retry_after, .. } = error {
        return Some(retry_after.as_secs().max(1));
    }
    matches!(error, AppError::Unavailable { .. } | AppError::Retry { .. }).then_some(2)
}

async fn page(cx: &Cx, error: &AppError, status: StatusCode, sent: Option<Sent>) -> HttpResponse {
    // The reader is loaded for the page's head, unless the database is what failed.
    let failed = matches!(error, AppError::Unavailable { .. } | AppError::Internal(_) | AppError::Retry { .. });
    let (me, unread) = if cx.has_session_cookie() && !failed {
        let (secret_cx, db) = (cx.clone(), cx.shared.db.clone());
        let loaded = db.read(move |c| {
            let me = secret_cx.who(c)?;
            let unread = secret_cx.unread(c, &me)?;
            Ok((me, unread))
        });
        loaded.await.unwrap_or_else(|_| (Me::visitor(), String::new()))
    } else {
        (Me::visitor(), String::new())
    };
    let told = told(error);
    let text = cx.shared.texts.say(cx, &told.text);
    let carried = sent.map(|sent| sent.0).unwrap_or_default();
    // A password is never shown again.
    let carried: Vec<Carried<'_>> = carried
        .iter()
        .filter(|(name, _)| !name.contains("password"))
        .map(|(name, value)| Carried { name, value })
        .collect();
    let page = if matches!(error, AppError::SignIn) {
        Page::new("pages/errors/sign_in.html").forms().set("action", cx.uri.as_str())
    } else {
        Page::new("pages/errors/error.html")
    };
    let page = page
        .title_key(told.title)
        .noindex()
        .no_store()
        .status(status)
        .set("code", &status.as_u16())
        .set("text", &text)
        .set("carried", &carried);
    match page.render(cx, &me, unread) {
        Ok(rendered) => cx.respond(rendered, me.session.is_some()),
        Err(error) => {
            tracing::error!(request = cx.id, %error, "the error page itself failed");
            HttpResponse::InternalServerError()
                .content_type("text/plain; charset=utf-8")
                .body(format!("{text}\n\n{}", cx.id))
        }
    }
}

/// A path as a value in a query.
fn encode(path: &str) -> String {
    url::form_urlencoded::byte_serialize(path.as_bytes()).collect()
}
