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

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::sign_in::Browser;
use crate::error::{AppError, Result};
use crate::ids;
use crate::message::Message;
use crate::web::{Cx, Page};

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
