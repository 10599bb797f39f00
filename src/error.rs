//! The one error of a request. It carries keys and numbers, never sentences; `web` turns it into a page.

use std::time::Duration;

use crate::message::Message;
use crate::policy::Denied;

/// What is wrong with a form, field by field; the page shows each beside its field and keeps what was typed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Invalid {
    /// The field's name and what to do about it, in the order of the form.
    pub fields: Vec<(&'static str, Message)>,
}

impl Invalid {
    /// One field, one message.
    #[must_use]
    pub fn field(name: &'static str, message: Message) -> Self {
        Self { fields: vec![(name, message)] }
    }

    /// Notes a message for a field.
    pub fn push(&mut self, name: &'static str, message: Message) {
        self.fields.push((name, message));
    }

    /// `Ok` when nothing was noted.
    ///
    /// # Errors
    /// Itself, as [`AppError::Invalid`], when at least one field is wrong.
    pub fn into_result(self) -> Result<(), AppError> {
        if self.fields.is_empty() { Ok(()) } else { Err(AppError::Invalid(self)) }
    }
}

/// Why a request did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// There is no such thing, or the reader may not know of it: the two look the same.
    #[error("not found")]
    NotFound,
    /// The content was there and is gone for good (HTTP 410).
    #[error("gone")]
    Gone,
    /// A rule forbids it; the rule, the number and when it clears are said.
    #[error("denied: {}", .0.message.key)]
    Denied(Denied),
    /// Signing in comes first.
    #[error("sign-in needed")]
    SignIn,
    /// The form's token is not this browser's: opened too long ago, or made by somebody else.
    #[error("the form's token is not this browser's")]
    Forged,
    /// The form's fields are not those that were asked for.
    #[error("the form does not fit")]
    Unreadable,
    /// The password has to be typed once more before this.
    #[error("re-authentication needed")]
    Reauthenticate,
    /// What was sent cannot be taken as it is; each field says why.
    #[error("invalid: {0:?}")]
    Invalid(Invalid),
    /// The request itself is malformed (400).
    #[error("bad request: {}", .0.key)]
    BadRequest(Message),
    /// Somebody else was faster; both versions are shown by the handler that knows them.
    #[error("conflict: {}", .0.key)]
    Conflict(Message),
    /// Larger than can be taken (413).
    #[error("too large: at most {max_bytes} bytes")]
    TooLarge {
        /// The limit in bytes.
        max_bytes: usize,
    },
    /// A file larger than can be taken (413).
    #[error("file too large: at most {max_bytes} bytes")]
    FileTooLarge {
        /// The limit in bytes.
        max_bytes: usize,
    },
    /// Its body came too slowly, and was not waited for (408).
    #[error("too slow")]
    Slow,
    /// Not a kind of content that is taken (415).
    #[error("unsupported media type")]
    Unsupported,
    /// Too often; may be tried again.
    #[error("too many: {}", .message.key)]
    TooMany {
        /// When it clears.
        retry_after: Duration,
        /// Which rule, and its number.
        message: Message,
    },
    /// Another transaction was in the way: run again by `db`, seen by nobody unless that fails five times.
    #[error("conflict in the database: {reason}")]
    Retry {
        /// For the log.
        reason: String,
    },
    /// A row with this key is there already; features turn it into a sentence where it can happen.
    #[error("duplicate: {what}")]
    Duplicate {
        /// The constraint.
        what: String,
    },
    /// The database is away or everything is busy; safe to try again.
    #[error("unavailable: {reason}")]
    Unavailable {
        /// For the log.
        reason: String,
    },
    /// A fault of ours. Logged once, at the edge, with the request id that the page shows.
    #[error("internal: {0}")]
    Internal(String),
}

impl AppError {
    /// A fault of ours, with what was being done.
    pub fn internal(what: impl std::fmt::Display) -> Self {
        Self::Internal(what.to_string())
    }
}

impl From<Invalid> for AppError {
    fn from(invalid: Invalid) -> Self {
        Self::Invalid(invalid)
    }
}

impl From<Denied> for AppError {
    fn from(denied: Denied) -> Self {
        if denied.hidden { Self::NotFound } else { Self::Denied(denied) }
    }
}

/// The result of a command or a page.
pub type Result<T, E = AppError> = std::result::Result<T, E>;
