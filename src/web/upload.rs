//! An uploaded file: who may send it is asked first, then it is read under a limit and a deadline.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_multipart::MultipartError;
use actix_multipart::form::bytes::Bytes;
use actix_multipart::form::text::Text;
use actix_multipart::form::{MultipartForm, MultipartFormConfig};
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, web};

use super::Cx;
use crate::error::{AppError, Result};
use crate::message::Message;

/// Most bytes of a file.
pub const MAX_UPLOAD: usize = 5 * 1024 * 1024;
/// What stands around the file: boundaries, names, the token.
const AROUND: usize = 16 * 1024;
/// An upload that takes longer to arrive is not waited for (R31).
const DEADLINE: Duration = Duration::from_secs(20);

/// The file of a form (`enctype="multipart/form-data"`, fields `csrf` and `file`), its token checked. The token may
/// come in the header `X-CSRF` instead.
#[derive(Debug, Clone)]
pub struct Upload {
    /// At most [`MAX_UPLOAD`] bytes; its kind is told from them, never from what the browser says.
    pub file: web::Bytes,
}

#[derive(MultipartForm)]
#[multipart(deny_unknown_fields, duplicate_field = "deny")]
struct Fields {
    #[multipart(limit = "4KiB")]
    csrf: Option<Text<String>>,
    #[multipart(limit = "5MiB")]
    file: Option<Bytes>,
}

impl FromRequest for Upload {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let mut payload = payload.take();
        Box::pin(async move {
            let cx = Cx::of(&request)?;
            let declared = request
                .headers()
                .get(header::CONTENT_LENGTH)
                .and_then(|value| value.to_str().ok())
                .and_then(|value| value.parse::<usize>().ok());
            if declared.is_some_and(|bytes| bytes > MAX_UPLOAD + AROUND) {
                return Err(AppError::TooLarge { max_bytes: MAX_UPLOAD });
            }
            if !request.content_type().eq_ignore_ascii_case("multipart/form-data") {
                return Err(AppError::Unsupported);
            }
            // Five megabytes are not taken from somebody who may not send them.
            cx.read(|_, _| Ok(())).await?;
            let header = request.headers().get("x-csrf").and_then(|value| value.to_str().ok());
            let known = header.is_some_and(|token| cx.token_is_mine(token));
            let fields = match read(&request, &mut payload).await {
                // What cannot be read holds no token either.
                Err(AppError::Unreadable) if !known => return Err(AppError::Forged),
                other => other?,
            };
            if !known && !fields.csrf.is_some_and(|token| cx.token_is_mine(&token.0)) {
                return Err(AppError::Forged);
            }
            let file = fields.file.ok_or(AppError::Unreadable)?;
            Ok(Self { file: file.data })
        })
    }
}

async fn read(request: &HttpRequest, payload: &mut Payload) -> Result<Fields> {
    match tokio::time::timeout(DEADLINE, MultipartForm::<Fields>::from_request(request, payload)).await {
        Ok(Ok(form)) => Ok(form.into_inner()),
        Ok(Err(error)) => Err(refusal(&error)),
        Err(_) => Err(AppError::BadRequest(Message::new("error-slow"))),
    }
}

fn refusal(error: &actix_web::Error) -> AppError {
    match error.as_error::<MultipartError>() {
        Some(MultipartError::Payload(PayloadError::Overflow)) => AppError::TooLarge { max_bytes: MAX_UPLOAD },
        _ => {
            tracing::debug!(%error, "an upload did not fit");
            AppError::Unreadable
        }
    }
}

/// The limits of uploads, as the application has to be told them: without, actix takes 2 MiB.
#[must_use]
pub fn upload_limits() -> MultipartFormConfig {
    MultipartFormConfig::default().total_limit(MAX_UPLOAD + AROUND).memory_limit(MAX_UPLOAD + AROUND)
}
