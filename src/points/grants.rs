//! What staff give: for quality, within a month's limit, and out of goodwill, from an account of its own. Pending like
//! every award, with a reason, and a line in the audit table.

use super::store::{self, Award};
use super::{AwardKind, State, Why, give, rules, terms};
use crate::clock::Timestamp;
use crate::db::{Conn, dialect};
use crate::error::{AppError, Invalid, Result};
use crate::ids::{AwardId, UserId};
use crate::ledger::Month;
use crate::message::Message;
use crate::moderation::members::Account;
use crate::moderation::{By, Change, Deed, Entry, Reason, Subject, record};
use crate::policy::{self, Action};
use crate::settings;
use crate::text_enum;

text_enum! {
    /// Why staff give something.
    pub enum Gift {
        /// Something was done well.
        Quality = "quality",
        /// Something went wrong.
        Goodwill = "goodwill",
    }
}

impl Gift {
    const fn kind(self) -> AwardKind {
        match self {
            Self::Quality => AwardKind::Quality,
            Self::Goodwill => AwardKind::Goodwill,
        }
    }

    /// The most that may be given: in a month, or at once.
    #[must_use]
    pub const fn most(self) -> i64 {
        match self {
            Self::Quality => rules::QUALITY_OF_MONTH,
            Self::Goodwill => rules::GOODWILL_AT_ONCE,
        }
    }

    const fn deed(self) -> Deed {
        match self {
            Self::Quality => Deed::AwardQuality,
            Self::Goodwill => Deed::GiveGoodwill,
        }
    }
}

/// What is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Why.
    pub gift: Gift,
    /// How many points, from 1 on.
    pub points: i64,
    /// In the words of the one who gives; the receiver reads them.
    pub reason: Reason,
}

impl Grant {
    /// Reads the fields of a form.
    ///
    /// # Errors
    /// [`AppError::Invalid`] for every field that cannot be taken.
    pub fn parse(gift: &str, points: &str, reason: &str) -> Result<Self> {
        let mut wrong = Invalid::default();
        let gift = Gift::parse(gift);
        if gift.is_none() {
            wrong.push("gift", Message::new("points-grant-choose"));
        }
        let most = gift.map_or(rules::GOODWILL_AT_ONCE, Gift::most);
        let number = points.trim().parse().ok().filter(|points| (1..=most).contains(points));
        if number.is_none() {
            wrong.push("points", Message::new("points-grant-range").with("max", most));
        }
        match (gift, number, Reason::parse(reason)) {
            (Some(gift), Some(points), Ok(reason)) => Ok(Self { gift, points, reason }),
            (_, _, Err(AppError::Invalid(more))) => {
                wrong.fields.extend(more.fields);
                Err(wrong.into())
            }
            (_, _, Err(error)) => Err(error),
            (_, _, Ok(_)) => Err(wrong.into()),
        }
    }
}

/// Gives points to a member.
///
/// # Errors
/// By the policy; [`AppError::Conflict`] for who has not accepted the terms or is an employee;
/// [`AppError::Invalid`] when the month has no room for it.
pub fn grant(tx: &mut Conn, by: By<'_>, to: &Account, grant: &Grant) -> Result<()> {
    policy::check(by.actor, Action::GrantPoints(to.facts()))?;
    let Some(giver) = by.actor.id() else { return Err(AppError::SignIn) };
    dialect::lock_users(tx, &[to.id])?;
    if store::is_staff(tx, to.id)? {
        return Err(AppError::Conflict(Message::new("points-grant-staff")));
    }
    if terms::accepted(tx, to.id)?.is_none() {
        return Err(AppError::Conflict(Message::new("points-grant-terms")));
    }
    let site = settings::load(tx)?;
    let month = Month::of(by.now, &site.zone);
    store::open_month(tx, month)?;
    if grant.gift == Gift::Quality {
        let so_far = store::of_kind(tx, (to.id, month), AwardKind::Quality)?;
        if so_far + grant.points > rules::QUALITY_OF_MONTH {
            let room = (rules::QUALITY_OF_MONTH - so_far).max(0);
            return Err(Invalid::field("points", Message::new("points-grant-month").with("room", room)).into());
        }
    }
    let budgeted = store::month_state(tx, month)?.budget.is_some() && grant.gift == Gift::Quality;
    let award = Award {
        id: AwardId(0),
        kind: grant.gift.kind(),
        post: None,
        user: to.id,
        giver,
        number: 1,
        amount: grant.points,
        kept: grant.points,
        month,
        state: State::Pending,
        why: Why::Nothing,
        transaction: None,
        at: by.now,
        release_at: if budgeted { Timestamp::FOREVER } else { by.now + rules::PENDING },
    };
    let award = Award { id: store::put(tx, &award)?, ..award };
    give(tx, &award, (Some(giver), grant.reason.as_str()), by.now)?;
    note(tx, by, to.id, grant)
}

fn note(tx: &mut Conn, by: By<'_>, to: UserId, grant: &Grant) -> Result<()> {
    let changes: Vec<Change> = Change::of("points", "", &grant.points).into_iter().collect();
    let entry = Entry {
        actor: by.actor.id(),
        action: grant.gift.deed(),
        subject: Subject::Member(to),
        board: None,
        reason: Some(&grant.reason),
        changes: &changes,
        ip: by.ip,
    };
    record(tx, entry, by.now).map(drop)
}
