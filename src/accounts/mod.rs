//! People: what they are called, how they prove who they are, and what they show of themselves.
//!
//! - Getting in: [`sign_up`], [`sign_in`], [`verify_email`], [`reset`], [`first_admin`].
//! - Standing in for those who are not here: [`customers`].
//! - Changing it: [`change`] (address and password), [`profile`].
//! - What stands behind them: [`names`] and [`password`] parse, `tokens` are the mailed links, `limits` count attempts
//!   over all nodes, `letters` writes the mails.
//!
//! Invariant: no answer tells whether a mail address has an account here (R6). What is done for one that has is done
//! by mail; both cases take the same time, because the password is hashed first and always.

pub mod change;
pub mod customers;
pub mod first_admin;
pub mod kept;
pub mod letters;
mod limits;
pub mod names;
pub mod password;
pub mod profile;
pub mod reset;
pub mod sign_in;
pub mod sign_up;
mod store;
mod tokens;
pub mod verify_email;
pub mod web;

#[cfg(test)]
mod tests;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::UserId;
use crate::sessions::{self, Client};

pub use limits::count_reply;
pub use store::Account;

/// Forgets sessions, links and attempts that have run out; called now and then.
///
/// # Errors
/// When the database refuses.
pub fn tidy(tx: &mut Conn, now: Timestamp) -> Result<()> {
    sessions::forget_ended(tx, now)?;
    limits::tidy(tx, now)?;
    tokens::tidy(tx, now)
}

/// Signs a browser in, in place of whatever session it had (R4): the secret for its cookie.
fn enter(
    tx: &mut Conn,
    user: UserId,
    with_role: bool,
    client: &Client,
    old_session: Option<&str>,
    now: Timestamp,
) -> Result<String> {
    if let Some(old) = old_session {
        sessions::end(tx, old)?;
    }
    sessions::start(tx, user, with_role, client, now)
}
