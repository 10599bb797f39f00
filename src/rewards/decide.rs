//! Approving and rejecting. Who asked decides nothing about it, and what costs much takes two.

use jiff::tz::TimeZone;

use super::store::{self, Redemption};
use super::{RedemptionState, RewardKind, TWO_APPROVE_ABOVE, codes, hold, redeem};
use crate::db::{Conn, dialect};
use crate::error::{AppError, Result};
use crate::ids::RedemptionId;
use crate::message::Message;
use crate::moderation::{By, Change, Deed, Entry, Reason, Subject, record};
use crate::policy::{self, Action};

/// What an approval came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Approved {
    /// Somebody else approves too, then it is done.
    First,
    /// It waits to be handed to billing.
    Whole,
    /// The voucher is given.
    Given,
}

/// Approves a redemption; a voucher is given at once, with the last approval it takes.
///
/// # Errors
/// By the policy; [`AppError::NotFound`] when there is none; [`AppError::Conflict`] when it is decided, or no code is left.
pub fn approve(tx: &mut Conn, by: By<'_>, id: RedemptionId, zone: &TimeZone) -> Result<Approved> {
    let seen = store::redemption(tx, id)?.ok_or(AppError::NotFound)?;
    // Names are held before rows: codes of a reward go to one after the other.
    dialect::lock_names(tx, &[codes::guard(seen.reward)])?;
    let held = hold(tx, id)?;
    policy::check(by.actor, Action::DecideRedemption(held.user, held.first_by))?;
    if held.state != RedemptionState::Requested {
        return Err(AppError::Conflict(Message::new("rewards-decided")));
    }
    if held.cost > TWO_APPROVE_ABOVE && held.first_by.is_none() {
        store::set_first(tx, id, by.actor.id())?;
        note(tx, by, (&held, Deed::ApproveRedemption, None), "approved-first")?;
        return Ok(Approved::First);
    }
    let reward = store::reward(tx, held.reward)?.ok_or(AppError::NotFound)?;
    store::decided(tx, id, by.actor.id(), by.now)?;
    match reward.kind {
        RewardKind::Voucher => {
            if !store::hand_out(tx, reward.id, id)? {
                return Err(AppError::Conflict(Message::new("rewards-no-code")));
            }
            redeem::pay(tx, &held, (reward.kind, by.actor.id()), (by.now, zone))?;
            note(tx, by, (&held, Deed::ApproveRedemption, None), "paid")?;
            Ok(Approved::Given)
        }
        RewardKind::Credit | RewardKind::Charity => {
            store::go(tx, &held, RedemptionState::Approved)?;
            note(tx, by, (&held, Deed::ApproveRedemption, None), "approved")?;
            Ok(Approved::Whole)
        }
    }
}

/// Rejects a redemption that was not handed to billing: the points come back. The member reads the reason.
///
/// # Errors
/// By the policy; [`AppError::NotFound`] when there is none; [`AppError::Conflict`] when it is too late for that.
pub fn reject(tx: &mut Conn, by: By<'_>, id: RedemptionId, (reason, zone): (&Reason, &TimeZone)) -> Result<()> {
    let held = hold(tx, id)?;
    policy::check(by.actor, Action::DecideRedemption(held.user, None))?;
    if !matches!(held.state, RedemptionState::Requested | RedemptionState::Approved) {
        return Err(AppError::Conflict(Message::new("rewards-decided")));
    }
    store::decided(tx, id, by.actor.id(), by.now)?;
    let to = (RedemptionState::Rejected, by.actor.id(), reason.as_str());
    redeem::give_back(tx, &held, to, (by.now, zone))?;
    note(tx, by, (&held, Deed::RejectRedemption, Some(reason)), "rejected")
}

/// Writes down what became of a redemption.
pub(super) fn note(
    tx: &mut Conn,
    by: By<'_>,
    (of, action, reason): (&Redemption, Deed, Option<&Reason>),
    after: &str,
) -> Result<()> {
    let changes: Vec<Change> = Change::of("redemption", of.state.as_str(), after).into_iter().collect();
    let subject = Subject::Redemption(of.id);
    let entry = Entry { actor: by.actor.id(), action, subject, board: None, reason, changes: &changes, ip: by.ip };
    record(tx, entry, by.now).map(drop)
}
