//! A form that was not taken, said on its own page.

use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};

use super::Page;
use super::errors::status_of;
use crate::error::{AppError, Invalid, Result};
use crate::message::Message;

/// What a form's own page says when it was not taken, so that nothing typed is lost: what is wrong with it, or how long
/// to wait.
#[derive(Debug, Clone)]
pub struct Refusal {
    errors: Invalid,
    status: StatusCode,
    retry_after: Option<Duration>,
}

impl Refusal {
    /// None: the page as it is first seen.
    #[must_use]
    pub fn none() -> Self {
        Self { errors: Invalid::default(), status: StatusCode::OK, retry_after: None }
    }

    /// Of an error that a form's page can show. What is wrong with a file is said at the field `file`.
    ///
    /// # Errors
    /// The error itself, when it is of another kind.
    #[expect(clippy::wildcard_enum_match_arm, reason = "every other kind of error has a page of its own")]
    pub fn of(error: AppError) -> Result<Self> {
        let status = status_of(&error);
        let (errors, retry_after) = match error {
            AppError::Invalid(errors) => (errors, None),
            AppError::TooMany { retry_after, message } => (Invalid::field("", message), Some(retry_after)),
            AppError::Unsupported => (Invalid::field("file", Message::new("images-unsupported")), None),
            AppError::FileTooLarge { max_bytes } => {
                let megabytes = max_bytes / (1024 * 1024);
                (Invalid::field("file", Message::new("images-too-many-bytes").with("megabytes", megabytes)), None)
            }
            other => return Err(other),
        };
        Ok(Self { errors, status, retry_after })
    }

    /// Says at this field what concerns the whole form: it has no other.
    #[must_use]
    pub fn at(mut self, field: &'static str) -> Self {
        for (name, _) in self.errors.fields.iter_mut().filter(|(name, _)| name.is_empty()) {
            *name = field;
        }
        self
    }

    /// Shows it on the page.
    #[must_use]
    pub fn on(&self, page: Page) -> Page {
        page.errors(self.errors.clone()).status(self.status)
    }

    /// Says in the head how long to wait.
    #[must_use]
    pub fn finish(&self, mut response: HttpResponse) -> HttpResponse {
        if let Some(wait) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, wait.as_secs().max(1).into());
        }
        response
    }
}
