//! Signed-in browsers: session rows, and the account behind a cookie as the policy sees it.
//!
//! The actor is loaded in the transaction that uses it, so a suspension or a lost role holds from the next statement
//! on, and nothing has to be invalidated.

mod members;
mod store;

use std::time::Duration;

use serde::Serialize;

use crate::clock::{Timestamp, days, hours, minutes};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{self, SessionId, UserId};
use crate::policy::{Actor, Thresholds};

pub use members::members;
pub use store::{end, end_others, end_own, forget_ended, list, refresh, touch};

/// Unused for this long, a session ends.
pub const IDLE: Duration = days(14);
/// However much it is used, a session ends.
pub const ABSOLUTE: Duration = days(90);
/// The same for those who hold a role.
pub const ABSOLUTE_WITH_ROLE: Duration = hours(12);
/// How long a typed password counts as fresh (R9).
pub const FRESH: Duration = minutes(15);
/// `seen_at` is written at most this often.
pub const TOUCH_EVERY: Duration = hours(1);

/// A signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its row.
    pub id: SessionId,
    /// Last noted use.
    pub seen_at: Timestamp,
    /// When the password was last typed.
    pub reauth_at: Timestamp,
}

impl Session {
    /// The password was typed a short while ago.
    #[must_use]
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        now.since(self.reauth_at) <= FRESH
    }
}

/// What a page shows of the account that is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The account.
    pub id: UserId,
    /// Unique name.
    pub handle: String,
    /// Shown name.
    pub name: String,
    /// File name of the photo, or empty.
    pub photo: String,
    /// The address mail goes to.
    pub email: String,
}

/// The one who asks: as the policy sees them, and as pages show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    /// For the policy.
    pub actor: Actor,
    /// For pages; none for a visitor.
    pub profile: Option<Profile>,
    /// The browser; none for a visitor.
    pub session: Option<Session>,
}

impl Me {
    /// Nobody is signed in.
    #[must_use]
    pub const fn visitor() -> Self {
        Self { actor: Actor::Visitor, profile: None, session: None }
    }

    /// The account's id.
    ///
    /// # Errors
    /// [`AppError::SignIn`] for a visitor.
    pub fn id(&self) -> Result<UserId> {
        self.actor.id().ok_or(AppError::SignIn)
    }
}

/// Where a session is started from: shown in the list of one's sessions.
#[derive(Debug, Clone, Default)]
pub struct Client {
    /// Address of the browser.
    pub ip: String,
    /// What the browser calls itself (cut to 200 characters).
    pub agent: String,
}

/// A session as its owner sees it in the list.
#[derive(Debug, Clone, Serialize)]
pub struct Listed {
    /// Its row.
    pub id: SessionId,
    /// Since when.
    pub created_at: Timestamp,
    /// Last noted use.
    pub seen_at: Timestamp,
    /// Address.
    pub ip: String,
    /// Browser.
    pub agent: String,
}

/// Starts a session and answers the secret for the cookie; only its digest is kept.
///
/// # Errors
/// When the database refuses.
pub fn start(tx: &mut Conn, user: UserId, with_role: bool, client: &Client, now: Timestamp) -> Result<String> {
    let secret = ids::secret();
    let lasts = if with_role { ABSOLUTE_WITH_ROLE } else { ABSOLUTE };
    store::insert(tx, user, &ids::digest(&secret), client, now, now + lasts)?;
    Ok(secret)
}

/// Who is behind a cookie's secret, and what their standing opens by these `thresholds`; a visitor when nobody (any
/// more).
///
/// # Errors
/// When the database refuses.
pub fn load(c: &mut Conn, secret: Option<&str>, thresholds: Thresholds, now: Timestamp) -> Result<Me> {
    match secret {
        None => Ok(Me::visitor()),
        Some(secret) => Ok(store::find(c, &ids::digest(secret), thresholds, now)?.unwrap_or_else(Me::visitor)),
    }
}
