//! A new account.

use super::kept::Kept;
use super::letters::{Letter, Letters, To};
use super::names::{DisplayName, Email, Handle};
use super::password::Password;
use super::tokens::{self, Purpose};
use super::{limits, store};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::message::Message;
use crate::policy::Denied;
use crate::settings::SignUp as WhoMay;

/// What a person typed, as it came.
#[derive(Debug, Clone, Copy)]
pub struct Typed<'a> {
    /// Mail address.
    pub email: &'a str,
    /// Unique name.
    pub handle: &'a str,
    /// Shown name.
    pub name: &'a str,
    /// New password.
    pub password: &'a str,
}

/// Who the new account is for; its type proves the rules of names and passwords.
#[derive(Debug, Clone)]
pub struct Person {
    /// Mail address.
    pub email: Email,
    /// Unique name.
    pub handle: Handle,
    /// Shown name.
    pub name: DisplayName,
    /// Password, not yet hashed.
    pub password: Password,
}

impl Person {
    /// Checks what was typed. `handle` is [`Handle::parse`], or its sibling where reserved words are allowed.
    ///
    /// # Errors
    /// Every field that breaks a rule, by the names `email`, `display_name`, `handle` and `password`.
    pub fn parse(
        typed: Typed<'_>,
        handle: fn(&str) -> Result<Handle, super::names::HandleError>,
    ) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let email = note(&mut invalid, "email", Email::parse(typed.email));
        let name = note(&mut invalid, "display_name", DisplayName::parse(typed.name));
        let handle = note(&mut invalid, "handle", handle(typed.handle));
        let own: Vec<&str> =
            [email.as_ref().map(Email::as_str), email.as_ref().map(Email::local), handle.as_ref().map(Handle::as_str)]
                .into_iter()
                .flatten()
                .collect();
        let password = note(&mut invalid, "password", Password::parse(typed.password, &own));
        match (email, handle, name, password) {
            (Some(email), Some(handle), Some(name), Some(password)) => Ok(Self { email, handle, name, password }),
            _ => Err(invalid),
        }
    }
}

/// Takes a parsed value, or notes beside its field why there is none.
pub(super) fn note<T, E: Into<Message>>(invalid: &mut Invalid, field: &'static str, parsed: Result<T, E>) -> Option<T> {
    parsed.map_err(|error| invalid.push(field, error.into())).ok()
}

/// A sign-up with its password hashed.
#[derive(Debug, Clone)]
pub struct SignUp {
    /// Mail address.
    pub email: Email,
    /// Unique name.
    pub handle: Handle,
    /// Shown name.
    pub name: DisplayName,
    /// PHC string.
    pub password: String,
    /// What was typed before.
    pub kept: Option<Kept>,
    /// The form's own key: the same form sent again is the same sign-up.
    pub form_key: String,
    /// The address it is counted by.
    pub subject: String,
}

/// Makes an account whose address is to be proven, and sends the link. When the address has an account already, its
/// owner is told by mail instead; the handle is held all the same, and the answer is the same (R6).
///
/// # Errors
/// [`AppError::Denied`] when the site takes no sign-ups, [`AppError::Invalid`] when the handle is taken,
/// [`AppError::TooMany`] beyond the limit of an address.
pub fn sign_up(tx: &mut Conn, new: &SignUp, letters: &Letters, now: Timestamp) -> Result<()> {
    may(letters.site(tx, now)?.sign_up)?;
    if limits::form_is_noted(tx, &new.form_key, now)? {
        return Ok(());
    }
    limits::count(tx, &[(&limits::SIGN_UPS_FROM, &new.subject)], now)?;
    let (handle_key, email_key) = (new.handle.skeleton(), new.email.key());
    if store::by_handle(tx, &handle_key)?.is_some() {
        return Err(handle_taken());
    }
    limits::note_form(tx, &new.form_key, now)?;
    let known = store::by_email(tx, &email_key)?;
    // Its own limit, and a quiet one: whoever owns the address is not to be flooded, and who typed it learns nothing.
    let may_write = match limits::count(tx, &[(&limits::LINKS_TO, &email_key)], now) {
        Ok(_) => true,
        Err(AppError::TooMany { .. }) => false,
        Err(error) => return Err(error),
    };
    let row = store::New {
        handle: new.handle.as_str(),
        handle_key: &handle_key,
        name: new.name.as_str(),
        email: Some(new.email.as_str()),
        email_key: Some(&email_key),
        verified_at: None,
        password: Some(&new.password),
        admin: false,
    };
    if let Some(account) = known {
        // An account that nobody can enter holds the handle as an unproven one would: a free handle would tell.
        store::insert(tx, &store::New { email: None, email_key: None, password: None, ..row }, now)?;
        return match To::account(&account) {
            Some(to) if may_write => letters.queue(tx, Letter::AlreadyMember, to, now),
            Some(_) | None => Ok(()),
        };
    }
    let user = store::insert(tx, &row, now)?;
    if let Some(kept) = &new.kept {
        kept.keep(tx, user, true, now)?;
    }
    if may_write {
        let secret = tokens::issue(tx, Purpose::VerifyEmail, Some(user), new.email.as_str(), now)?;
        let to = To { email: new.email.as_str(), name: row.name, handle: row.handle };
        letters.queue(tx, Letter::VerifyEmail { secret: &secret }, to, now)?;
    }
    Ok(())
}

/// Whether the site takes new accounts.
///
/// # Errors
/// [`AppError::Denied`], with the rule, when it does not.
pub fn may(who: WhoMay) -> Result<()> {
    match who {
        WhoMay::Open => Ok(()),
        WhoMay::Closed => Err(Denied::because("accounts-sign-up-closed").into()),
    }
}

/// Handles are public: that one is taken may be said.
pub(super) fn handle_taken() -> AppError {
    Invalid::field("handle", Message::new("accounts-handle-taken")).into()
}

/// Two at once with the same handle: what the database refused, as a sentence beside the field.
#[must_use]
pub fn said_of_field(error: AppError) -> AppError {
    let of_handle = matches!(&error, AppError::Duplicate { what } if what.contains("handle_key"));
    if of_handle { handle_taken() } else { error }
}
