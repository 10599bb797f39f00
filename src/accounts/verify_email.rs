//! Proving that an account's address is its owner's.

use super::letters::{Letter, Letters, To};
use super::tokens::{self, Purpose};
use super::{Account, limits, store};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::UserId;
use crate::sessions::Client;

/// Whether a link still holds; it is not spent.
///
/// # Errors
/// When the database refuses.
pub fn holds(c: &mut Conn, secret: &str, now: Timestamp) -> Result<bool> {
    Ok(tokens::look(c, Purpose::VerifyEmail, secret, now)?.is_some())
}

/// Spends a mailed link: the address is proven, and the browser signed in. Answers the secret of its session; nothing
/// when the link holds no more.
///
/// # Errors
/// When the database refuses.
pub fn verify_email(
    tx: &mut Conn,
    secret: &str,
    client: &Client,
    old_session: Option<&str>,
    now: Timestamp,
) -> Result<Option<String>> {
    let Some(token) = tokens::spend(tx, Purpose::VerifyEmail, secret, now)? else { return Ok(None) };
    let Some(user) = token.user else { return Ok(None) };
    let account = store::by_id(tx, user)?;
    let Some(account) = account.filter(|account| account.email.as_deref() == Some(&token.email)) else {
        return Ok(None);
    };
    store::set_verified(tx, user, now)?;
    super::enter(tx, user, account.with_role(), client, old_session, now).map(Some)
}

/// Sends the link once more; the earlier one ends. Nothing is sent when the address is proven, or when one was sent
/// within the last minute.
///
/// # Errors
/// [`AppError::TooMany`] beyond three an hour to one address.
pub fn send_again(tx: &mut Conn, user: UserId, letters: &Letters, now: Timestamp) -> Result<()> {
    let account = store::by_id(tx, user)?.ok_or(AppError::NotFound)?;
    if account.verified_at.is_some() { Ok(()) } else { send(tx, &account, letters, now) }
}

/// The same for an address that was proven once and has refused mail since: opening the link proves that it takes mail
/// again.
///
/// # Errors
/// As [`send_again`].
pub fn prove_again(tx: &mut Conn, user: UserId, letters: &Letters, now: Timestamp) -> Result<()> {
    let account = store::by_id(tx, user)?.ok_or(AppError::NotFound)?;
    send(tx, &account, letters, now)
}

fn send(tx: &mut Conn, account: &Account, letters: &Letters, now: Timestamp) -> Result<()> {
    let Some(to) = To::account(account) else { return Ok(()) };
    if limits::count_once(tx, &[(&limits::LINKS_TO, &to.email.to_ascii_lowercase())], now)?.is_none() {
        return Ok(());
    }
    let secret = tokens::issue(tx, Purpose::VerifyEmail, Some(account.id), to.email, now)?;
    letters.queue(tx, Letter::VerifyEmail { secret: &secret }, to, now)
}
