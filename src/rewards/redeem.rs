//! Asking for a reward, and cancelling that. The points go from what is available to what is held.

use jiff::tz::TimeZone;

use super::store::{self, Redemption, Reward};
use super::{CANCEL_WITHIN, RedemptionState, RewardKind, hold};
use crate::clock::Timestamp;
use crate::db::{Conn, dialect};
use crate::error::{AppError, Invalid, Result};
use crate::ids::{RedemptionId, RewardId, UserId};
use crate::ledger::{self, Account, Below, Kind, Month, Posting};
use crate::message::Message;
use crate::points::{lots, terms};
use crate::policy::{self, Action, Actor};

/// Characters of a customer number, at most.
pub const CUSTOMER_MAX: usize = 40;

/// What a member asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Which reward.
    pub reward: RewardId,
    /// What it cost when they looked.
    pub cost: i64,
    /// Where a credit goes; empty for other kinds.
    pub customer: String,
}

/// Checks a customer number as typed, for a reward of this kind.
///
/// # Errors
/// [`AppError::Invalid`] on the field `customer`.
pub fn customer(kind: RewardKind, typed: &str) -> Result<String> {
    match kind {
        RewardKind::Voucher | RewardKind::Charity => return Ok(String::new()),
        RewardKind::Credit => {}
    }
    let number = typed.trim();
    let is_one = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | ' ');
    if number.is_empty() || number.len() > CUSTOMER_MAX || !number.chars().all(is_one) {
        let message = Message::new("rewards-customer-wrong").with("max", CUSTOMER_MAX);
        return Err(Invalid::field("customer", message).into());
    }
    Ok(number.to_owned())
}

/// Asks for a reward: the points are held from now on.
///
/// # Errors
/// By the policy; [`AppError::NotFound`] when there is no such reward; [`AppError::Conflict`] when it cannot be had, costs
/// something else by now, or the points are too few; [`AppError::Invalid`] for a customer number that is none.
pub fn redeem(tx: &mut Conn, actor: &Actor, wish: &Wish, (now, zone): (Timestamp, &TimeZone)) -> Result<RedemptionId> {
    policy::check(actor, Action::Redeem)?;
    let user = actor.id().ok_or(AppError::SignIn)?;
    dialect::lock_users(tx, &[user])?;
    let reward = store::reward(tx, wish.reward)?.ok_or(AppError::NotFound)?;
    if let Some(why) = why_not(tx, (user, &reward), wish.cost, now)? {
        return Err(AppError::Conflict(why));
    }
    let wish = Wish { customer: customer(reward.kind, &wish.customer)?, ..wish.clone() };
    if !store::take_one(tx, &reward)? {
        // Somebody was faster, or it was changed while this waited.
        let now_so = store::reward(tx, wish.reward)?.and_then(|reward| reward.closed(now));
        return Err(AppError::Conflict(now_so.unwrap_or(Message::new("rewards-cost-changed"))));
    }
    let id = store::insert_redemption(tx, user, &wish, now)?;
    let taken = lots::take(tx, user, wish.cost, now)?;
    store::keep_lots(tx, id, &taken)?;
    let booking = Booking { id, cost: wish.cost, by: Some(user) };
    booking.book(tx, Kind::Reserve, (Account::available(user), Account::reserved(user)), (now, zone))?;
    Ok(id)
}

/// Why a member cannot have a reward at this cost, besides too few points; none when they can.
///
/// # Errors
/// When the database refuses.
pub fn why_not(c: &mut Conn, (user, reward): (UserId, &Reward), cost: i64, now: Timestamp) -> Result<Option<Message>> {
    if let Some(why) = reward.closed(now) {
        return Ok(Some(why));
    }
    if reward.cost != cost {
        return Ok(Some(Message::new("rewards-cost-changed")));
    }
    if !terms::has_newest(c, user)? {
        return Ok(Some(Message::new("rewards-terms-first")));
    }
    let most = reward.per_member;
    if most > 0 && store::live_of(c, reward.id, user, most)? >= most {
        return Ok(Some(Message::new("rewards-limit").with("max", most)));
    }
    Ok(None)
}

impl Redemption {
    /// Whether its member may cancel it at this time.
    #[must_use]
    pub fn can_cancel(&self, now: Timestamp) -> bool {
        let under_way = matches!(self.state, RedemptionState::Requested | RedemptionState::Approved);
        under_way && now <= self.made_at + CANCEL_WITHIN
    }
}

/// Cancels what one asked for; nothing happens when it is so already.
///
/// # Errors
/// [`AppError::NotFound`] for another's; [`AppError::Conflict`] when it is too late.
pub fn cancel(tx: &mut Conn, actor: &Actor, id: RedemptionId, (now, zone): (Timestamp, &TimeZone)) -> Result<()> {
    let held = hold(tx, id)?;
    policy::check(actor, Action::CancelRedemption(held.user))?;
    if held.state == RedemptionState::Cancelled {
        return Ok(());
    }
    if !held.can_cancel(now) {
        return Err(AppError::Conflict(Message::new("rewards-too-late")));
    }
    give_back(tx, &held, (RedemptionState::Cancelled, actor.id(), ""), (now, zone))
}

/// Ends a redemption without its reward: the points come back to the lots that they were taken from.
pub(super) fn give_back(
    tx: &mut Conn,
    held: &Redemption,
    (to, by, reason): (RedemptionState, Option<UserId>, &str),
    (now, zone): (Timestamp, &TimeZone),
) -> Result<()> {
    store::go(tx, held, to)?;
    store::settled(tx, held.id, reason, now)?;
    store::put_back(tx, held.reward)?;
    let ways = (Account::reserved(held.user), Account::available(held.user));
    Booking::of(held, by).book(tx, Kind::Return, ways, (now, zone))?;
    let taken = store::lots(tx, held.id)?;
    lots::give_back(tx, held.user, &taken, now)
}

/// Gives a reward: the points that were held are gone.
pub(super) fn pay(
    tx: &mut Conn,
    held: &Redemption,
    (kind, by): (RewardKind, Option<UserId>),
    (now, zone): (Timestamp, &TimeZone),
) -> Result<()> {
    store::go(tx, held, RedemptionState::Paid)?;
    store::settled(tx, held.id, "", now)?;
    let to = match kind {
        RewardKind::Charity => Account::charity(held.reward.0),
        RewardKind::Credit | RewardKind::Voucher => Account::redeemed(held.reward.0),
    };
    Booking::of(held, by).book(tx, Kind::Redeem, (Account::reserved(held.user), to), (now, zone))
}

/// What is booked for a redemption: each kind once.
struct Booking {
    id: RedemptionId,
    cost: i64,
    by: Option<UserId>,
}

impl Booking {
    const fn of(held: &Redemption, by: Option<UserId>) -> Self {
        Self { id: held.id, cost: held.cost, by }
    }

    fn book(
        &self,
        tx: &mut Conn,
        kind: Kind,
        (from, to): (Account, Account),
        (now, zone): (Timestamp, &TimeZone),
    ) -> Result<()> {
        let entries = [(from, -self.cost), (to, self.cost)];
        let posting = Posting {
            key: format!("{}:{}", kind.as_str(), self.id),
            kind,
            subject: self.id.0,
            month: Month::of(now, zone),
            actor: self.by,
            reason: "redemption",
            note: "",
            reverses: None,
            entries: &entries,
            below: Below::Never,
        };
        ledger::post(tx, &posting, now).map(drop)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn only_a_credit_has_a_customer_number() {
        assert_eq!(customer(RewardKind::Credit, " AB-12/3 ").unwrap(), "AB-12/3");
        assert_eq!(customer(RewardKind::Charity, "AB-12").unwrap(), "");
        for typed in ["", "  ", "=1+1", "a\"b", &"1".repeat(41)] {
            assert!(matches!(customer(RewardKind::Credit, typed), Err(AppError::Invalid(_))), "{typed}");
        }
    }
}
