//! The terms of the rewards: texts by admins, numbered. Who accepted one earns from then on; the newest has to be
//! accepted before anything is spent.

mod store;

use jiff::tz::TimeZone;

use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::UserId;
use crate::markdown::Body;
use crate::message::Message;
use crate::moderation::{By, Change, Deed, Entry, Subject, record};
use crate::policy::{self, Action};
use crate::reputation::tail::Stands;

pub use store::{Terms, accepted, accepted_since, newest};

/// Fewest characters of a text.
pub const MIN: usize = 20;
/// Most characters of a text.
pub const MAX: usize = 20_000;

/// Whether something counts for a member: it came after they had accepted terms. What is written down late about the
/// time before does not.
///
/// # Errors
/// When the database refuses.
pub fn covers(c: &mut Conn, user: UserId, stands: Stands, zone: &TimeZone) -> Result<bool> {
    let since = accepted_since(c, user)?;
    Ok(since.is_some_and(|since| stands.at >= since && stands.day >= since.day_in(zone)))
}

/// Whether a member has accepted the newest terms.
///
/// # Errors
/// When the database refuses.
pub fn has_newest(c: &mut Conn, user: UserId) -> Result<bool> {
    let newest = newest(c)?.map(|terms| terms.version);
    Ok(newest.is_some() && accepted(c, user)? == newest)
}

/// Publishes a new version.
///
/// # Errors
/// [`AppError::Denied`] for others than admins; [`AppError::Invalid`] for a text that is too short or too long, or the
/// same as the one in force.
pub fn publish(tx: &mut Conn, by: By<'_>, source: &str) -> Result<i64> {
    policy::check(by.actor, Action::Administer)?;
    let source = source.trim();
    let chars = source.chars().count();
    let wrong = |message| AppError::from(Invalid::field("source", message));
    if chars < MIN {
        return Err(wrong(Message::new("admin-too-short").with("min", MIN)));
    }
    if chars > MAX {
        return Err(wrong(Message::new("admin-too-long").with("max", MAX).with("chars", chars)));
    }
    let before = newest(tx)?;
    if before.as_ref().is_some_and(|before| before.source == source) {
        return Err(wrong(Message::new("points-terms-same")));
    }
    let version = before.map_or(1, |before| before.version + 1);
    let html = Body::parse(source).map_err(|e| Invalid::field("source", e.into()))?.into_parts().1;
    store::insert(tx, version, (source, html.as_str()), (by.actor.id(), by.now))?;
    let changes: Vec<Change> = Change::of("version", &(version - 1), &version).into_iter().collect();
    let entry = Entry {
        actor: by.actor.id(),
        action: Deed::PublishTerms,
        subject: Subject::Site,
        board: None,
        reason: None,
        changes: &changes,
        ip: by.ip,
    };
    record(tx, entry, by.now)?;
    Ok(version)
}

/// Accepts a version for oneself; twice is once.
///
/// # Errors
/// [`AppError::Denied`] by the policy, [`AppError::Conflict`] when another version is in force by now.
pub fn accept(tx: &mut Conn, by: By<'_>, version: i64) -> Result<()> {
    policy::check(by.actor, Action::EarnPoints)?;
    let Some(user) = by.actor.id() else { return Err(AppError::SignIn) };
    if newest(tx)?.map(|terms| terms.version) != Some(version) {
        return Err(AppError::Conflict(Message::new("points-terms-newer")));
    }
    store::consent(tx, user, version, by.now)
}
