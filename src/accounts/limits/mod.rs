//! How often something may be tried, counted in the database, so that all nodes count together (R7).
//!
//! What is counted is written before the outcome is known, under a lock, and taken back when it turns out not to
//! count: of any number of parallel attempts exactly as many pass as the rule says.

mod store;

use std::time::Duration;

use crate::clock::{Timestamp, days, hours, minutes};
use crate::db::{Conn, dialect};
use crate::error::{AppError, Result};
use crate::ids;
use crate::message::Message;

/// A number of times within a time.
#[derive(Debug)]
pub(super) struct Rule {
    kind: &'static str,
    max: i64,
    within: Duration,
    /// The sentence for who meets it; `until` says when it clears.
    says: &'static str,
}

/// Wrong passwords from one address.
pub(super) const PASSWORDS_FROM: Rule =
    Rule { kind: "password-from", max: 10, within: minutes(15), says: "accounts-limit-passwords" };
/// Wrong passwords for one name from everywhere. Much higher: who guesses from many addresses is slowed, and the owner
/// still has the mailed link of a reset, which signs in.
pub(super) const PASSWORDS_FOR: Rule =
    Rule { kind: "password-for", max: 100, within: minutes(15), says: "accounts-limit-passwords" };
/// New accounts from one address: a classroom passes, a script does not.
pub(super) const SIGN_UPS_FROM: Rule =
    Rule { kind: "sign-up-from", max: 20, within: hours(1), says: "accounts-limit-sign-ups" };
/// Resets asked for from one address.
pub(super) const RESETS_FROM: Rule =
    Rule { kind: "reset-from", max: 3, within: hours(1), says: "accounts-limit-resets" };
/// Resets asked for one mail address.
pub(super) const RESETS_FOR: Rule = Rule { kind: "reset-for", max: 3, within: hours(1), says: "accounts-limit-resets" };
/// Mails that ask to confirm an address, or say that it has an account, to one address.
pub(super) const LINKS_TO: Rule = Rule { kind: "link-to", max: 3, within: hours(1), says: "accounts-limit-links" };
/// Changes of address that one account asks for.
pub(super) const MOVES_OF: Rule = Rule { kind: "move-of", max: 3, within: hours(1), says: "accounts-limit-links" };

/// Browsers of one address that say for the first time whether an answer solved it: an office passes, a script does not.
const REPLIES_FROM: Rule = Rule { kind: "reply-from", max: 60, within: hours(1), says: "solved-limit" };

/// Two requests for a mail within this time are one request, sent twice.
const DOUBLE: Duration = minutes(1);
/// Longer than any rule looks back.
const KEPT: Duration = days(1);

/// Attempts that have been counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Counted(Vec<i64>);

/// Counts one attempt under each rule, for its subject; none when one of them is used up. Takes its locks first: call
/// it before anything else is written.
///
/// # Errors
/// [`AppError::TooMany`] with when it clears.
pub(super) fn count(tx: &mut Conn, of: &[(&Rule, &str)], now: Timestamp) -> Result<Counted> {
    lock(tx, of)?;
    for (rule, subject) in of {
        let last = store::latest(tx, rule.kind, &key(subject), now - rule.within, rule.max)?;
        if let Some(first) = last.get(usize::try_from(rule.max - 1).unwrap_or(0)) {
            let clears = *first + rule.within;
            return Err(AppError::TooMany {
                retry_after: clears.since(now),
                message: Message::new(rule.says).with("max", rule.max).with("until", clears.0),
            });
        }
    }
    let mut counted = Counted::default();
    for (rule, subject) in of {
        counted.0.push(store::insert(tx, rule.kind, &key(subject), now)?);
    }
    Ok(counted)
}

/// As [`count`]; none are counted, and nothing is answered, when the last one under the last rule is less than a minute
/// old: a form that was sent twice.
///
/// # Errors
/// As [`count`].
pub(super) fn count_once(tx: &mut Conn, of: &[(&Rule, &str)], now: Timestamp) -> Result<Option<Counted>> {
    lock(tx, of)?;
    if let Some((rule, subject)) = of.last()
        && !store::latest(tx, rule.kind, &key(subject), now - DOUBLE, 1)?.is_empty()
    {
        return Ok(None);
    }
    count(tx, of, now).map(Some)
}

/// Takes back what was counted.
///
/// # Errors
/// When the database refuses.
pub(super) fn release(tx: &mut Conn, counted: &Counted) -> Result<()> {
    store::delete(tx, &counted.0)
}

/// Notes that a form was taken: its key is one that no other form has.
///
/// # Errors
/// When the database refuses.
pub(super) fn note_form(tx: &mut Conn, form_key: &str, now: Timestamp) -> Result<()> {
    store::insert(tx, FORM, &key(form_key), now).map(drop)
}

/// Whether a form was taken within the last hour.
///
/// # Errors
/// When the database refuses.
pub(super) fn form_is_noted(c: &mut Conn, form_key: &str, now: Timestamp) -> Result<bool> {
    Ok(!store::latest(c, FORM, &key(form_key), now - hours(1), 1)?.is_empty())
}

/// Counts a browser of this address that says for the first time whether an answer solved it. Call it before anything
/// else is written.
///
/// # Errors
/// [`AppError::TooMany`] with when it clears.
pub fn count_reply(tx: &mut Conn, address: &str, now: Timestamp) -> Result<()> {
    count(tx, &[(&REPLIES_FROM, address)], now).map(drop)
}

/// Forgets what no rule looks back on.
///
/// # Errors
/// When the database refuses.
pub(super) fn tidy(tx: &mut Conn, now: Timestamp) -> Result<()> {
    store::forget(tx, now - KEPT)
}

const FORM: &str = "form";

fn lock(tx: &mut Conn, of: &[(&Rule, &str)]) -> Result<()> {
    let names: Vec<String> = of.iter().map(|(rule, subject)| format!("{}:{}", rule.kind, key(subject))).collect();
    dialect::lock_names(tx, &names)
}

/// Addresses and names are compared, never read, so only their digest is kept.
fn key(subject: &str) -> String {
    ids::digest(subject)
}
