//! Super-users: members with a proven record (product.md, section 6).
//!
//! - [`Record`] is what counts, of the last hundred site days; [`judge`] is the job that looks at everybody's each night.
//! - Employees may name somebody, or keep somebody from being one, with a reason: the job leaves that as it is.
//! - `users.is_super` says who is one now, for whoever loads a member.

pub mod judge;
mod store;
pub mod web;

use jiff::tz::TimeZone;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{TopicId, UserId};
use crate::message::Message;
use crate::moderation::members::{self, Account};
use crate::moderation::{By, Change, Deed, Entry, Reason, Subject, record};
use crate::policy::{self, Action};
use crate::text_enum;
use crate::web::MemberView;

pub use store::{Row, of};

/// Site days that count, today among them.
pub const DAYS: i64 = 100;
/// Answers that helped, at least.
pub const ANSWERS: i64 = 20;
/// Different people whose questions these answered, at least.
pub const PEOPLE: i64 = 15;
/// The score from which on an answer helped that nobody accepted.
pub const SCORE: i64 = 2;
/// Who is one stays so down to this part of the numbers, in hundredths.
const KEPT: i64 = 90;
/// Super-users on a page.
pub const PAGE: usize = 30;

text_enum! {
    /// How somebody came to be a super-user, or not to be one any more.
    pub enum State {
        /// By the numbers.
        Earned = "earned",
        /// Was one, and the numbers are too low.
        Lost = "lost",
        /// Named by an employee.
        Granted = "granted",
        /// Kept from it by an employee.
        Withheld = "withheld",
    }
}

impl State {
    /// Whether that makes a super-user.
    #[must_use]
    pub const fn holds(self) -> bool {
        matches!(self, Self::Earned | Self::Granted)
    }

    /// Whether an employee decided so.
    const fn is_decided(self) -> bool {
        matches!(self, Self::Granted | Self::Withheld)
    }
}

/// What counts of a member.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Record {
    /// Answers to others that were accepted, or are at [`SCORE`] or more.
    pub answers: i64,
    /// Different people whose questions these answered.
    pub people: i64,
    /// A post was removed as spam or abuse.
    pub abused: bool,
    /// The topic of the newest of these answers.
    pub latest: Option<TopicId>,
}

impl Record {
    /// Whether it makes a super-user.
    #[must_use]
    pub const fn earns(&self) -> bool {
        self.answers >= ANSWERS && self.people >= PEOPLE && !self.abused
    }

    /// Whether who is one stays so.
    #[must_use]
    pub const fn keeps(&self) -> bool {
        self.answers * 100 >= ANSWERS * KEPT && self.people * 100 >= PEOPLE * KEPT && !self.abused
    }
}

/// What counts of a member on this day.
///
/// # Errors
/// When the database refuses.
pub fn record_of(c: &mut Conn, user: UserId, (now, zone): (Timestamp, &TimeZone)) -> Result<Record> {
    let first = now.day_in(zone) - (DAYS - 1);
    let since = Timestamp::start_of_day(first, zone);
    let answers = store::answers(c, user, since)?;
    let mut people: Vec<UserId> = answers.iter().map(|answer| answer.asker).collect();
    people.sort_unstable();
    people.dedup();
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Ok(Record {
        answers: count(answers.len()),
        people: count(people.len()),
        abused: store::was_abused(c, user, first)?,
        latest: answers.first().map(|answer| answer.topic),
    })
}

/// A super-user.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Who.
    pub user: UserId,
    /// As pages show them.
    pub member: MemberView,
    /// Since when.
    pub since: Timestamp,
    /// An employee named them.
    pub granted: bool,
}

/// Super-users after this one, the newest first; one more than a page where there are more.
///
/// # Errors
/// When the database refuses.
pub fn list(c: &mut Conn, after: (Timestamp, UserId)) -> Result<Vec<Listed>> {
    let mut listed = store::listed(c, State::Earned, after, PAGE + 1)?;
    listed.extend(store::listed(c, State::Granted, after, PAGE + 1)?);
    listed.sort_unstable_by_key(|one| std::cmp::Reverse((one.since, one.user)));
    listed.truncate(PAGE + 1);
    Ok(listed)
}

text_enum! {
    /// What an employee decides about somebody.
    pub enum Decision {
        /// They are one, whatever the numbers.
        Grant = "grant",
        /// They are none, whatever the numbers.
        Withhold = "withhold",
        /// The numbers say it.
        Formula = "formula",
    }
}

/// Decides about somebody, with the line in the audit table.
///
/// # Errors
/// By the policy; [`AppError::Conflict`] for who is an employee or suspended and cannot be one, or when it is so already;
/// [`AppError::NotFound`] when there is no such account.
pub fn decide(
    tx: &mut Conn,
    by: By<'_>,
    (id, decision): (UserId, Decision),
    reason: &Reason,
    zone: &TimeZone,
) -> Result<()> {
    let account = members::hold(tx, id)?;
    policy::check(by.actor, Action::DecideSuper(account.facts()))?;
    let state = of(tx, id)?.map(|row| row.state);
    let counted = record_of(tx, id, (by.now, zone))?;
    let after = match decision {
        Decision::Grant => State::Granted,
        Decision::Withhold => State::Withheld,
        Decision::Formula if counted.earns() && may_be(&account, by.now) => State::Earned,
        Decision::Formula => State::Lost,
    };
    if after.holds() && !may_be(&account, by.now) {
        return Err(AppError::Conflict(Message::new("super-cannot")));
    }
    let no_decision = decision == Decision::Formula && !state.is_some_and(State::is_decided);
    if state == Some(after) || no_decision {
        return Err(AppError::Conflict(Message::new("super-already")));
    }
    store::set(tx, id, (state, after), (by.actor.id(), reason.as_str()), &counted, by.now)?;
    let changes: Vec<Change> =
        Change::of("super", state.map_or("", State::as_str), after.as_str()).into_iter().collect();
    let entry = Entry {
        actor: by.actor.id(),
        action: Deed::DecideSuper,
        subject: Subject::Member(id),
        board: None,
        reason: Some(reason),
        changes: &changes,
        ip: by.ip,
    };
    record(tx, entry, by.now)?;
    if after.holds() && !state.is_some_and(State::holds) {
        judge::tell(tx, id, &counted, by.now)?;
    }
    Ok(())
}

/// Employees and the suspended are none.
fn may_be(account: &Account, now: Timestamp) -> bool {
    !account.staff && account.suspended_until.is_none_or(|until| until <= now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_lost_only_below_nine_tenths() {
        let record = |answers, people| Record { answers, people, ..Record::default() };
        assert!(record(20, 15).earns());
        assert!(!record(19, 15).earns() && !record(20, 14).earns());
        assert!(record(18, 14).keeps());
        assert!(!record(17, 15).keeps() && !record(20, 13).keeps());
        let abused = Record { abused: true, ..record(50, 50) };
        assert!(!abused.earns() && !abused.keeps());
    }
}
