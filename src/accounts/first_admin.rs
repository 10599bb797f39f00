//! The first admin: by a link that is printed once, or on the command line.

use super::sign_up::{Person, handle_taken};
use super::tokens::{self, Purpose};
use super::{store, store::New};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::UserId;
use crate::message::Message;
use crate::sessions::{self, Client};

/// While there is no admin: the secret of the one link at which one can be made. The link before it ends.
///
/// # Errors
/// When the database refuses.
pub fn link(tx: &mut Conn, now: Timestamp) -> Result<Option<String>> {
    if store::has_admin(tx)? {
        return Ok(None);
    }
    tokens::issue(tx, Purpose::FirstAdmin, None, "", now).map(Some)
}

/// Whether the link holds, and there is still no admin.
///
/// # Errors
/// When the database refuses.
pub fn holds(c: &mut Conn, secret: &str, now: Timestamp) -> Result<bool> {
    Ok(tokens::look(c, Purpose::FirstAdmin, secret, now)?.is_some() && !store::has_admin(c)?)
}

/// Spends the link, makes the admin and signs the browser in. Answers nothing when the link holds no more.
///
/// # Errors
/// [`AppError::Invalid`] when handle or address is taken.
pub fn make(
    tx: &mut Conn,
    secret: &str,
    person: &Person,
    phc: &str,
    client: &Client,
    now: Timestamp,
) -> Result<Option<String>> {
    let spent = tokens::spend(tx, Purpose::FirstAdmin, secret, now)?;
    if spent.is_none() || store::has_admin(tx)? {
        return Ok(None);
    }
    let user = create(tx, person, phc, now)?;
    sessions::start(tx, user, true, client, now).map(Some)
}

/// Makes an admin whose address counts as proven: who can do this runs the server.
///
/// # Errors
/// [`AppError::Invalid`] when handle or address is taken.
pub fn create(tx: &mut Conn, person: &Person, phc: &str, now: Timestamp) -> Result<UserId> {
    let (handle_key, email_key) = (person.handle.skeleton(), person.email.key());
    if store::by_handle(tx, &handle_key)?.is_some() {
        return Err(handle_taken());
    }
    if store::by_email(tx, &email_key)?.is_some() {
        return Err(AppError::Invalid(Invalid::field("email", Message::new("accounts-email-taken"))));
    }
    let new = New {
        handle: person.handle.as_str(),
        handle_key: &handle_key,
        name: person.name.as_str(),
        email: Some(person.email.as_str()),
        email_key: Some(&email_key),
        verified_at: Some(now),
        password: Some(phc),
        admin: true,
    };
    store::insert(tx, &new, now)
}
