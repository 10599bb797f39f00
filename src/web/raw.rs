//! Bodies that are no forms of this site: read under a limit and a deadline, as they were sent.

use std::future::Future;
use std::pin::Pin;

use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};

use super::routes::Access;
use super::{Cx, body};
use crate::error::{AppError, Result};

/// A body of at most `MAX` bytes, for the addresses of [`Access::Signed`] only: everywhere else a form's token is due.
#[derive(Debug, Clone)]
pub struct Raw<const MAX: usize> {
    /// The type it says it has, without parameters, in lower case.
    pub content_type: String,
    /// The body.
    pub bytes: Bytes,
}

impl<const MAX: usize> FromRequest for Raw<MAX> {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            if Cx::of(&request)?.access != Access::Signed {
                return Err(AppError::internal("a body without a token is taken at signed addresses only"));
            }
            if body::declared(&request).is_some_and(|bytes| bytes > MAX) {
                return Err(AppError::TooLarge { max_bytes: MAX });
            }
            let bytes = body::read(payload, MAX).await?;
            Ok(Self { content_type: request.content_type().to_ascii_lowercase(), bytes })
        })
    }
}
