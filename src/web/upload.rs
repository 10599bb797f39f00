//! An uploaded file: who may send it is asked first, then it is read under a limit and a deadline.

use std::future::Future;
use std::pin::Pin;

use actix_multipart::MultipartError;
use actix_multipart::form::bytes::Bytes;
use actix_multipart::form::text::Text;
use actix_multipart::form::{MultipartForm, MultipartFormConfig};
use actix_web::error::PayloadError;
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, web};

use super::{Cx, body};
use crate::error::{AppError, Invalid, Result};
use crate::message::Message;

/// Most bytes of a file.
pub const MAX_UPLOAD: usize = 5 * 1024 * 1024;
/// The file and what stands around it: boundaries, names, the token.
const MAX_BODY: usize = MAX_UPLOAD + 16 * 1024;

/// The file of a form (`enctype="multipart/form-data"`, fields `csrf` and `file`), its token checked. The token may
/// come in the header `X-CSRF` instead. A handler takes `Result<Upload>` to say on the form's own page what is wrong.
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
        let payload = payload.take();
        Box::pin(async move {
            let cx = Cx::of(&request)?;
            if body::declared(&request).is_some_and(|bytes| bytes > MAX_BODY) {
                return Err(AppError::FileTooLarge { max_bytes: MAX_UPLOAD });
            }
            if !request.content_type().eq_ignore_ascii_case("multipart/form-data") {
                return Err(AppError::Unsupported);
            }
            // Five megabytes are not taken from somebody who may not send them.
            cx.read(|_, _| Ok(())).await?;
            let header = request.headers().get("x-csrf").and_then(|value| value.to_str().ok());
            let known = header.is_some_and(|token| cx.token_is_mine(token));
            let fields = match read(&request, payload).await {
                // What cannot be read holds no token either.
                Err(AppError::Unreadable) if !known => return Err(AppError::Forged),
                other => other?,
            };
            if !known && !fields.csrf.is_some_and(|token| cx.token_is_mine(&token.0)) {
                return Err(AppError::Forged);
            }
            // A browser sends an empty file when none was chosen.
            match fields.file {
                Some(file) if !file.data.is_empty() => Ok(Self { file: file.data }),
                _ => Err(Invalid::field("file", Message::new("uploads-none-chosen")).into()),
            }
        })
    }
}

async fn read(request: &HttpRequest, payload: Payload) -> Result<Fields> {
    let body = body::read(payload, MAX_BODY).await.map_err(|error| {
        let too_large = matches!(error, AppError::TooLarge { .. });
        if too_large { AppError::FileTooLarge { max_bytes: MAX_UPLOAD } } else { error }
    })?;
    let form = MultipartForm::<Fields>::from_request(request, &mut Payload::from(body)).await;
    form.map(MultipartForm::into_inner).map_err(|error| refusal(&error))
}

fn refusal(error: &actix_web::Error) -> AppError {
    match error.as_error::<MultipartError>() {
        Some(MultipartError::Payload(PayloadError::Overflow)) => AppError::FileTooLarge { max_bytes: MAX_UPLOAD },
        _ => {
            tracing::debug!(%error, "an upload did not fit");
            AppError::Unreadable
        }
    }
}

/// The limits of uploads, as the application has to be told them: without, actix takes 2 MiB.
#[must_use]
pub fn upload_limits() -> MultipartFormConfig {
    MultipartFormConfig::default().total_limit(MAX_BODY).memory_limit(MAX_BODY)
}
