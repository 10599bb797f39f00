//! Signing in, and typing one's password once more.

use super::kept::Kept;
use super::limits::{self, Counted};
use super::names::{Email, Handle};
use super::password::{Hasher, Password, Verified};
use super::{Account, store};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::{SessionId, UserId};
use crate::message::Message;
use crate::sessions::{self, Client};

/// A password that is about to be checked: counted already, so that parallel guesses count too.
#[derive(Debug, Clone)]
pub struct Begun {
    account: Option<Account>,
    counted: Counted,
}

impl Begun {
    /// The stored password, if there is an account and it has one.
    #[must_use]
    pub fn stored(&self) -> Option<String> {
        self.account.as_ref().and_then(|account| account.password.clone())
    }
}

/// Counts an attempt and finds the account by its address or its handle.
///
/// Attempts count by what was typed, known or not: a count by account would tell which address belongs to which
/// handle.
///
/// # Errors
/// [`AppError::TooMany`] when this address, or this name from everywhere, is used up.
pub fn begin(tx: &mut Conn, who: &str, subject: &str, now: Timestamp) -> Result<Begun> {
    let name = Name::parse(who);
    let key = name.as_ref().map_or_else(|| who.trim().to_lowercase(), Name::key);
    let counted = limits::count(tx, &[(&limits::PASSWORDS_FROM, subject), (&limits::PASSWORDS_FOR, &key)], now)?;
    let account = match name {
        Some(Name::Email(email)) => store::by_email(tx, &email.key())?,
        Some(Name::Handle(handle)) => {
            store::by_handle(tx, &handle.skeleton())?.filter(|account| account.handle == handle.as_str())
        }
        None => None,
    };
    Ok(Begun { account, counted })
}

/// The same for somebody who is signed in already.
///
/// # Errors
/// As [`begin`].
pub fn begin_again(tx: &mut Conn, user: UserId, subject: &str, now: Timestamp) -> Result<Begun> {
    let key = format!("account:{user}");
    let counted = limits::count(tx, &[(&limits::PASSWORDS_FROM, subject), (&limits::PASSWORDS_FOR, &key)], now)?;
    Ok(Begun { account: store::by_id(tx, user)?, counted })
}

/// What the hasher found, with the new hash when the stored one is outdated.
#[derive(Debug, Clone)]
pub enum Checked {
    /// It was the password.
    Right {
        /// The same password hashed with today's parameters, where they rose.
        rehashed: Option<String>,
    },
    /// It was not, or there is no such account.
    Wrong,
}

/// Checks a typed password off the async threads; as slow for an account that does not exist (R6).
///
/// # Errors
/// [`AppError::Unavailable`] when too many are being checked.
pub async fn check(hasher: &Hasher, begun: &Begun, typed: &str) -> Result<Checked> {
    Ok(match hasher.verify(begun.stored(), typed.to_owned()).await? {
        Verified::No => Checked::Wrong,
        Verified::Yes => Checked::Right { rehashed: None },
        // A password from before a rule cannot be hashed anew by the rules; it stays as it is until it is changed.
        Verified::YesRehash => match Password::parse(typed, &[]) {
            Ok(password) => Checked::Right { rehashed: Some(hasher.hash(password).await?) },
            Err(_) => Checked::Right { rehashed: None },
        },
    })
}

/// Takes back what was counted, when nothing was found out.
///
/// # Errors
/// When the database refuses.
pub fn give_up(tx: &mut Conn, begun: &Begun) -> Result<()> {
    limits::release(tx, &begun.counted)
}

/// The account whose password was typed rightly; nothing of it counts. Checked once more, because the password may have
/// been changed while it was being hashed.
///
/// # Errors
/// [`AppError::Invalid`] on the form as a whole when it was wrong: which half, is not said.
fn proven<'a>(tx: &mut Conn, begun: &'a Begun, checked: &Checked) -> Result<&'a Account> {
    let (Some(account), Checked::Right { rehashed }) = (&begun.account, checked) else { return Err(wrong()) };
    let now_stored = store::by_id(tx, account.id)?.and_then(|account| account.password);
    if now_stored != account.password {
        return Err(wrong());
    }
    limits::release(tx, &begun.counted)?;
    if let Some(phc) = rehashed {
        store::set_password(tx, account.id, phc)?;
    }
    Ok(account)
}

fn wrong() -> AppError {
    Invalid::field("", Message::new("accounts-sign-in-wrong")).into()
}

/// Where a browser signs in from.
#[derive(Debug, Clone)]
pub struct Browser {
    /// For the list of sessions.
    pub client: Client,
    /// The digest of the session it had, which ends.
    pub old_session: Option<String>,
}

/// Signs the browser in and keeps the text that travelled along as a draft. Answers the secret for its cookie.
///
/// # Errors
/// [`AppError::Invalid`] when name and password do not belong together.
pub fn sign_in(
    tx: &mut Conn,
    begun: &Begun,
    checked: &Checked,
    browser: &Browser,
    kept: Option<&Kept>,
    now: Timestamp,
) -> Result<String> {
    let account = proven(tx, begun, checked)?;
    if let Some(kept) = kept {
        kept.keep(tx, account.id, false, now)?;
    }
    super::enter(tx, account.id, account.with_role(), &browser.client, browser.old_session.as_deref(), now)
}

/// Notes that the one at this browser has just typed the password (R9).
///
/// # Errors
/// [`AppError::Invalid`] on the field `field` when it was wrong.
pub fn confirm(
    tx: &mut Conn,
    begun: &Begun,
    checked: &Checked,
    session: SessionId,
    field: &'static str,
    now: Timestamp,
) -> Result<()> {
    proven(tx, begun, checked).map_err(|error| on_field(error, field))?;
    sessions::refresh(tx, session, now)
}

fn on_field(error: AppError, field: &'static str) -> AppError {
    if matches!(error, AppError::Invalid(_)) {
        return Invalid::field(field, Message::new("accounts-password-wrong")).into();
    }
    error
}

/// What somebody types to say who they are.
enum Name {
    Email(Email),
    Handle(Handle),
}

impl Name {
    fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        if typed.strip_prefix('@').unwrap_or(typed).contains('@') {
            return Email::parse(typed).ok().map(Self::Email);
        }
        Handle::parse_official(typed).ok().map(Self::Handle)
    }

    fn key(&self) -> String {
        match self {
            Self::Email(email) => email.key(),
            Self::Handle(handle) => handle.as_str().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_or_a_handle_says_who() {
        let key = |typed: &str| Name::parse(typed).map(|name| name.key());
        assert_eq!(key(" Ada@Example.org "), Some("ada@example.org".into()));
        assert_eq!(key("@Ada"), Some("ada".into()));
        assert_eq!(key("admin"), Some("admin".into()), "reserved handles belong to somebody too");
        assert_eq!(key("a b"), None);
        assert_eq!(key("@"), None);
        assert_eq!(key(""), None);
    }
}
