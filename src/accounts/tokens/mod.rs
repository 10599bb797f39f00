//! One-time links: 256 random bits, kept as a digest, bound to a purpose, the newest only, spent by being deleted (R5).

mod store;

use std::time::Duration;

use crate::clock::{Timestamp, hours};
use crate::db::{Conn, dialect};
use crate::error::Result;
use crate::ids::{self, UserId};
use crate::text_enum;

pub(super) use store::{exists, revoke_all};

text_enum! {
    /// What a link is for: it opens nothing else.
    pub enum Purpose {
        /// Proves that the account's address is its owner's.
        VerifyEmail = "verify_email",
        /// Sets a new password.
        ResetPassword = "reset_password",
        /// Moves the account to another address.
        ChangeEmail = "change_email",
        /// Makes the first admin.
        FirstAdmin = "first_admin",
    }
}

impl Purpose {
    /// How long a link holds.
    pub(super) const fn lasts(self) -> Duration {
        match self {
            Self::VerifyEmail | Self::FirstAdmin => hours(24),
            Self::ResetPassword | Self::ChangeEmail => hours(1),
        }
    }
}

/// What a link carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Whose it is; nobody's for the first admin's.
    pub user: Option<UserId>,
    /// The address it was sent to.
    pub email: String,
}

/// Makes a link's secret; earlier ones of the same account and purpose end.
///
/// # Errors
/// When the database refuses.
pub(super) fn issue(
    tx: &mut Conn,
    purpose: Purpose,
    user: Option<UserId>,
    email: &str,
    now: Timestamp,
) -> Result<String> {
    match user {
        Some(user) => dialect::lock_users(tx, &[user])?,
        None => dialect::lock_names(tx, &[format!("token:{}", purpose.as_str())])?,
    }
    store::revoke(tx, purpose, user)?;
    let secret = ids::secret();
    store::insert(tx, purpose, user, &ids::digest(&secret), email, now, now + purpose.lasts())?;
    Ok(secret)
}

/// What a link carries, without spending it.
///
/// # Errors
/// When the database refuses.
pub(super) fn look(c: &mut Conn, purpose: Purpose, secret: &str, now: Timestamp) -> Result<Option<Token>> {
    store::find(c, purpose, &ids::digest(secret), now)
}

/// Spends a link: of any number of parallel calls one is answered what it carries.
///
/// # Errors
/// When the database refuses.
pub(super) fn spend(tx: &mut Conn, purpose: Purpose, secret: &str, now: Timestamp) -> Result<Option<Token>> {
    store::take(tx, purpose, &ids::digest(secret), now)
}

/// Forgets what has run out.
///
/// # Errors
/// When the database refuses.
pub(super) fn tidy(tx: &mut Conn, now: Timestamp) -> Result<()> {
    store::forget(tx, now)
}
