//! Another password, another address: with the present password, and told to the address there was (R9).

use super::letters::{Letter, Letters, To};
use super::names::Email;
use super::tokens::{self, Purpose};
use super::{Account, limits, store};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::UserId;
use crate::message::Message;
use crate::sessions::{self, Client};

/// The account of somebody who is signed in.
///
/// # Errors
/// [`AppError::NotFound`] when it is gone.
pub fn own(c: &mut Conn, user: UserId) -> Result<Account> {
    store::by_id(c, user)?.ok_or(AppError::NotFound)
}

/// The address that waits to be confirmed, if there is one.
///
/// # Errors
/// When the database refuses.
pub fn waiting_address(c: &mut Conn, user: UserId, now: Timestamp) -> Result<Option<String>> {
    tokens::exists(c, Purpose::ChangeEmail, user, now)
}

/// Sets a password that has been hashed; every session and every mailed link ends, and this browser gets a new session.
/// The present password has been confirmed before.
///
/// # Errors
/// When the database refuses.
pub fn password(
    tx: &mut Conn,
    user: UserId,
    phc: &str,
    letters: &Letters,
    client: &Client,
    now: Timestamp,
) -> Result<String> {
    let account = own(tx, user)?;
    store::set_password(tx, user, phc)?;
    sessions::end_others(tx, user, None)?;
    tokens::revoke_all(tx, user)?;
    if let Some(to) = To::account(&account) {
        letters.queue(tx, Letter::PasswordChanged, to, now)?;
    }
    sessions::start(tx, user, account.with_role(), client, now)
}

/// Sends a link to the address an account wants to move to. An address that has an account is told so by mail, and the
/// answer is the same (R6). The present password has been confirmed before.
///
/// # Errors
/// [`AppError::Invalid`] when it is the present address, [`AppError::TooMany`] beyond three an hour.
pub fn ask_for_email(tx: &mut Conn, user: UserId, new: &Email, letters: &Letters, now: Timestamp) -> Result<()> {
    let account = own(tx, user)?;
    let key = new.key();
    if account.email.as_deref().is_some_and(|email| email.to_ascii_lowercase() == key) {
        return Err(Invalid::field("new_email", Message::new("accounts-email-same")).into());
    }
    let by = user.to_string();
    limits::count(tx, &[(&limits::MOVES_OF, &by), (&limits::LINKS_TO, &key)], now)?;
    let secret = tokens::issue(tx, Purpose::ChangeEmail, Some(user), new.as_str(), now)?;
    let taken = store::by_email(tx, &key)?;
    match taken.as_ref().map(To::account) {
        Some(Some(to)) => letters.queue(tx, Letter::AlreadyMember, to, now),
        Some(None) => Ok(()),
        None => {
            let to = To { email: new.as_str(), name: &account.name, handle: &account.handle };
            letters.queue(tx, Letter::ChangeEmail { secret: &secret }, to, now)
        }
    }
}

/// Whether a link to a new address still holds; it is not spent.
///
/// # Errors
/// When the database refuses.
pub fn email_link_holds(c: &mut Conn, secret: &str, now: Timestamp) -> Result<bool> {
    Ok(tokens::look(c, Purpose::ChangeEmail, secret, now)?.is_some())
}

/// Spends a link to a new address: the account moves, every other link ends, and the old address is told. Answers
/// whether the link held.
///
/// # Errors
/// When the database refuses; [`AppError::Duplicate`] when somebody else proved the address meanwhile.
pub fn confirm_email(tx: &mut Conn, secret: &str, letters: &Letters, now: Timestamp) -> Result<bool> {
    let Some(token) = tokens::spend(tx, Purpose::ChangeEmail, secret, now)? else { return Ok(false) };
    let (Some(user), Ok(new)) = (token.user, Email::parse(&token.email)) else { return Ok(false) };
    let Some(account) = store::by_id(tx, user)? else { return Ok(false) };
    store::set_email(tx, user, new.as_str(), &new.key(), now)?;
    tokens::revoke_all(tx, user)?;
    if let Some(to) = To::account(&account).filter(|_| account.verified_at.is_some()) {
        letters.queue(tx, Letter::EmailChanged { new: new.as_str() }, to, now)?;
    }
    Ok(true)
}
