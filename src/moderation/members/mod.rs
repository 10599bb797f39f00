//! Members who are suspended and restored. A suspended member reads and exports, and puts nothing in public.

mod store;
pub mod web;

use std::time::Duration;

use super::{By, Change, Deed, Entry, Reason, Subject, record};
use crate::accounts::names::Handle;
use crate::clock::{Timestamp, days, hours};
use crate::db::{Conn, dialect};
use crate::error::{AppError, Result};
use crate::i18n::rfc3339;
use crate::ids::UserId;
use crate::message::Message;
use crate::policy::{self, Action, MemberFacts};
use crate::text_enum;
use crate::web::{MemberView, member_view};

pub use store::{Account, by_id};

text_enum! {
    /// How long a suspension lasts.
    pub enum Length {
        /// 24 hours.
        Day = "24h",
        /// 72 hours.
        ThreeDays = "72h",
        /// 7 days.
        Week = "7d",
        /// 30 days.
        Month = "30d",
        /// Until somebody ends it.
        ForGood = "for-good",
    }
}

impl Length {
    /// When a suspension of this length ends that begins now.
    #[must_use]
    pub fn until(self, now: Timestamp) -> Timestamp {
        let lasts: Duration = match self {
            Self::Day => hours(24),
            Self::ThreeDays => hours(72),
            Self::Week => days(7),
            Self::Month => days(30),
            Self::ForGood => return Timestamp::FOREVER,
        };
        now + lasts
    }
}

impl Account {
    /// What the policy asks about it.
    #[must_use]
    pub const fn facts(&self) -> MemberFacts {
        MemberFacts { id: self.id, has_role: self.moderator || self.staff || self.admin, admin: self.admin }
    }

    /// As pages show it.
    #[must_use]
    pub fn view(&self) -> MemberView {
        let (handle, name) = (self.handle.clone(), self.name.clone());
        member_view(self.id, handle, name, &self.photo, self.staff, self.job_title.clone()).super_user(self.is_super)
    }
}

/// The account of this handle, as it is typed or stands in an address.
///
/// # Errors
/// When the database refuses.
pub fn find(c: &mut Conn, typed: &str) -> Result<Option<Account>> {
    // A handle that looks like another's is not that one: both the look and the letters have to fit.
    let Ok(handle) = Handle::parse_official(typed) else { return Ok(None) };
    let account = store::by_key(c, &handle.skeleton())?;
    Ok(account.filter(|account| account.handle == handle.as_str()))
}

/// The account of this number, and it stays as it is until the transaction ends.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub fn hold(tx: &mut Conn, id: UserId) -> Result<Account> {
    dialect::lock_users(tx, &[id])?;
    by_id(tx, id)?.ok_or(AppError::NotFound)
}

/// Suspends a member from now on; a suspension that is running is replaced.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such member, [`AppError::Denied`] by the policy.
pub fn suspend(tx: &mut Conn, by: By<'_>, id: UserId, length: Length, reason: &Reason) -> Result<()> {
    let account = hold(tx, id)?;
    policy::check(by.actor, Action::Suspend(account.facts()))?;
    let until = length.until(by.now);
    store::set_suspended(tx, id, Some(until), reason.as_str())?;
    let change = Change::of("suspended_until", &moment(account.suspended_until), &moment(Some(until)));
    note(tx, by, Deed::SuspendMember, id, reason, change)
}

/// Ends a suspension.
///
/// # Errors
/// As [`suspend`]; [`AppError::Conflict`] when the member is not suspended.
pub fn restore(tx: &mut Conn, by: By<'_>, id: UserId, reason: &Reason) -> Result<()> {
    let account = hold(tx, id)?;
    policy::check(by.actor, Action::Suspend(account.facts()))?;
    if account.suspended_until.is_none_or(|until| until <= by.now) {
        return Err(AppError::Conflict(Message::new("moderation-not-suspended")));
    }
    store::set_suspended(tx, id, None, "")?;
    let change = Change::of("suspended_until", &moment(account.suspended_until), "");
    note(tx, by, Deed::RestoreMember, id, reason, change)
}

fn moment(at: Option<Timestamp>) -> String {
    at.map(|at| rfc3339(at.0)).unwrap_or_default()
}

fn note(tx: &mut Conn, by: By<'_>, action: Deed, id: UserId, reason: &Reason, change: Option<Change>) -> Result<()> {
    let changes: Vec<Change> = change.into_iter().collect();
    let entry = Entry {
        actor: by.actor.id(),
        action,
        subject: Subject::Member(id),
        board: None,
        reason: Some(reason),
        changes: &changes,
        ip: by.ip,
    };
    record(tx, entry, by.now).map(drop)
}
