//! The secret feed of an inbox: who knows its key reads what its owner is told.
//!
//! Only the key's digest is kept, so its addresses are shown once. It stands apart from the password and from sessions:
//! neither a new password nor signing out everywhere ends it, only a new key does, or its owner.

mod store;
pub mod web;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{self, UserId};
use crate::policy::{self, Action, Actor};
use crate::sessions;

/// Makes a key and answers it; the one before it opens nothing from now on.
///
/// # Errors
/// [`AppError::SignIn`] for a visitor; when the database refuses.
pub fn make(tx: &mut Conn, actor: &Actor, now: Timestamp) -> Result<String> {
    policy::check(actor, Action::Quieten)?;
    let key = ids::secret();
    store::set(tx, actor.id().ok_or(AppError::SignIn)?, &ids::digest(&key), now)?;
    Ok(key)
}

/// Ends the feed; without one nothing changes.
///
/// # Errors
/// [`AppError::SignIn`] for a visitor; when the database refuses.
pub fn revoke(tx: &mut Conn, actor: &Actor) -> Result<()> {
    policy::check(actor, Action::Quieten)?;
    store::remove(tx, actor.id().ok_or(AppError::SignIn)?)
}

/// Since when somebody has had their key; none when they have none.
///
/// # Errors
/// When the database refuses.
pub fn since(c: &mut Conn, user: UserId) -> Result<Option<Timestamp>> {
    store::since(c, user)
}

/// Whose feed a key opens, as the policy sees them now.
///
/// # Errors
/// [`AppError::NotFound`] for a key that opens nothing, whatever it looks like; when the database refuses.
pub fn owner(c: &mut Conn, key: &str, now: Timestamp) -> Result<Actor> {
    if !ids::is_secret(key) {
        return Err(AppError::NotFound);
    }
    let user = store::owner(c, &ids::digest(key))?.ok_or(AppError::NotFound)?;
    let member = sessions::members(c, &[user], now)?.remove(&user).ok_or(AppError::NotFound)?;
    Ok(Actor::Member(member))
}

/// The path of the feed with this key, up to the end that tells the format.
#[must_use]
pub fn path(key: &str) -> String {
    format!("/inbox/feed/{key}")
}
