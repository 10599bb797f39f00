//! A new password by a mailed link; also how an imported account is claimed.

use super::letters::{Letter, Letters, To};
use super::names::Email;
use super::password::{Password, PasswordError};
use super::tokens::{self, Purpose};
use super::{Account, limits, store};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::drafts;
use crate::error::Result;
use crate::sessions::{self, Client};

/// Sends a link to the address, if an account has it; the earlier one ends. What is answered does not depend on that.
///
/// # Errors
/// [`crate::error::AppError::TooMany`] beyond three an hour, for an address or from one.
pub fn ask(tx: &mut Conn, email: &Email, letters: &Letters, subject: &str, now: Timestamp) -> Result<()> {
    let key = email.key();
    if limits::count_once(tx, &[(&limits::RESETS_FROM, subject), (&limits::RESETS_FOR, &key)], now)?.is_none() {
        return Ok(());
    }
    let Some(account) = store::by_email(tx, &key)? else { return Ok(()) };
    let Some(to) = To::account(&account) else { return Ok(()) };
    let secret = tokens::issue(tx, Purpose::ResetPassword, Some(account.id), to.email, now)?;
    letters.queue(tx, Letter::ResetPassword { secret: &secret }, to, now)
}

/// Whose password a link sets; nobody's when it holds no more. It is not spent.
///
/// # Errors
/// When the database refuses.
pub fn whose(c: &mut Conn, secret: &str, now: Timestamp) -> Result<Option<Account>> {
    let user = tokens::look(c, Purpose::ResetPassword, secret, now)?.and_then(|token| token.user);
    match user {
        Some(user) => store::by_id(c, user),
        None => Ok(None),
    }
}

/// Parses an account's new password.
///
/// # Errors
/// The first rule it breaks.
pub fn parse_password(account: &Account, typed: &str) -> Result<Password, PasswordError> {
    let email = account.email.as_deref().unwrap_or_default();
    let local = email.split('@').next().unwrap_or_default();
    Password::parse(typed, &[&account.handle, email, local])
}

/// Spends a link: sets the password, ends every session and every other link, and signs this browser in. Answers the
/// secret of its session; nothing when the link holds no more.
///
/// The link came by mail, so it proves the address as well. What somebody else left in an account with a stranger's
/// address is not posted in the owner's name.
///
/// # Errors
/// When the database refuses.
pub fn finish(
    tx: &mut Conn,
    secret: &str,
    phc: &str,
    letters: &Letters,
    client: &Client,
    now: Timestamp,
) -> Result<Option<String>> {
    let Some(token) = tokens::spend(tx, Purpose::ResetPassword, secret, now)? else { return Ok(None) };
    let Some(user) = token.user else { return Ok(None) };
    let Some(account) = store::by_id(tx, user)? else { return Ok(None) };
    if account.email.as_deref() != Some(&token.email) {
        return Ok(None);
    }
    store::set_password(tx, user, phc)?;
    if account.verified_at.is_none() {
        store::set_verified(tx, user, now)?;
        drafts::stop_waiting(tx, user)?;
    }
    sessions::end_others(tx, user, None)?;
    tokens::revoke_all(tx, user)?;
    if let Some(to) = To::account(&account) {
        letters.queue(tx, Letter::PasswordChanged, to, now)?;
    }
    sessions::start(tx, user, account.with_role(), client, now).map(Some)
}
