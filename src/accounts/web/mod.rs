//! The pages of accounts, one verb a file.

pub mod confirm;
pub mod email;
pub mod first_admin;
pub mod password;
pub mod photo;
pub mod profile;
pub mod reset;
pub mod sessions;
pub mod settings;
pub mod sign_in;
pub mod sign_up;

pub use confirm::confirm as confirm_password;

use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};

use super::sign_in::Browser;
use crate::error::{AppError, Invalid, Result};
use crate::ids;
use crate::message::Message;
use crate::web::{Cx, Page};

/// What a form's own page says when it was not taken, so that nothing typed is lost: what is wrong with it, or how long
/// to wait.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    errors: Invalid,
    status: StatusCode,
    retry_after: Option<Duration>,
}

impl Refusal {
    /// None: the page as it is first seen.
    pub(super) fn none() -> Self {
        Self { errors: Invalid::default(), status: StatusCode::OK, retry_after: None }
    }

    /// Of an error that a form's page can show.
    ///
    /// # Errors
    /// The error itself, when it is of another kind.
    #[expect(clippy::wildcard_enum_match_arm, reason = "every other kind of error has a page of its own")]
    pub(super) fn of(error: AppError) -> Result<Self> {
        let field = |status, message, retry_after| Self { errors: Invalid::field("", message), status, retry_after };
        Ok(match error {
            AppError::Invalid(errors) => Self { errors, status: StatusCode::UNPROCESSABLE_ENTITY, retry_after: None },
            AppError::TooMany { retry_after, message } => {
                field(StatusCode::TOO_MANY_REQUESTS, message, Some(retry_after))
            }
            AppError::Unsupported => {
                let errors = Invalid::field("file", Message::new("images-unsupported"));
                Self { errors, status: StatusCode::UNSUPPORTED_MEDIA_TYPE, retry_after: None }
            }
            other => return Err(other),
        })
    }

    /// Shows it on the page.
    pub(super) fn on(&self, page: Page) -> Page {
        page.errors(self.errors.clone()).status(self.status)
    }

    /// Says in the head how long to wait.
    pub(super) fn finish(&self, mut response: HttpResponse) -> HttpResponse {
        if let Some(wait) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, wait.as_secs().max(1).into());
        }
        response
    }
}

/// The browser that sent a request, to be signed in.
#[must_use]
pub fn browser(cx: &Cx) -> Browser {
    Browser { client: cx.client.clone(), old_session: cx.session_hash() }
}

/// A mailed link that holds no more: what that means, and how to get another.
///
/// # Errors
/// [`AppError::NotFound`] for what cannot have been a link; when the database refuses.
pub async fn link_is_spent(cx: &Cx, secret: &str) -> Result<HttpResponse> {
    if !ids::is_secret(secret) {
        return Err(AppError::NotFound);
    }
    cx.page(|_, _| {
        Ok(Page::new("pages/accounts/link_spent.html")
            .title_key(Message::new("accounts-link-spent"))
            .noindex()
            .no_store()
            .status(StatusCode::GONE))
    })
    .await
}
