//! Points that became available together are a lot. Lots are spent the one first that runs out first, and what comes
//! back from a redemption comes back to its lot.
//!
//! Invariant: what remains of a member's lots is what the ledger says is available, and nothing when that is below 0.

mod store;

use jiff::tz::TimeZone;

use super::{Award, rules};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{LedgerId, LotId, UserId};
use crate::ledger::{self, Account};
use crate::message::Message;

pub use store::{Lot, next_to_expire};
pub(super) use store::{OfAward, due, due_to_tell, expire, reduce_of_award, told};

/// So much of a lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// The lot.
    pub lot: LotId,
    /// Points.
    pub amount: i64,
}

/// Takes points to spend, the oldest first. The caller holds the member, and writes the ledger's transaction.
///
/// # Errors
/// [`AppError::Conflict`] when there are too few.
pub fn take(tx: &mut Conn, user: UserId, amount: i64, now: Timestamp) -> Result<Vec<Taken>> {
    let taken = from_oldest(tx, user, amount, now)?;
    let sum: i64 = taken.iter().map(|taken| taken.amount).sum();
    if sum == amount { Ok(taken) } else { Err(AppError::Conflict(Message::new("points-too-few"))) }
}

/// Up to so many points.
fn from_oldest(tx: &mut Conn, user: UserId, amount: i64, now: Timestamp) -> Result<Vec<Taken>> {
    let mut taken = Vec::new();
    let mut left = amount;
    let mut after = (Timestamp(i64::MIN), LotId(0));
    while left > 0 {
        let lots = store::of_user(tx, user, (after, now))?;
        let Some(last) = lots.last() else { break };
        after = (last.expires_at, last.id);
        for lot in lots {
            let amount = lot.remains.min(left);
            if amount > 0 {
                store::spend(tx, lot.id, amount)?;
                taken.push(Taken { lot: lot.id, amount });
                left -= amount;
            }
        }
    }
    Ok(taken)
}

/// Gives taken points back to their lots, which live at least thirty days more. The caller holds the member, and has
/// written the ledger's transaction: when a balance was below 0, that much is not to spend.
///
/// # Errors
/// When the database refuses.
pub fn give_back(tx: &mut Conn, user: UserId, taken: &[Taken], now: Timestamp) -> Result<()> {
    for Taken { lot, amount } in taken {
        store::give_back(tx, *lot, *amount, now + rules::LIVES_AGAIN)?;
    }
    level_after(tx, user, taken.iter().map(|taken| taken.amount).sum())
}

/// Makes a lot of an award that has just become final.
pub(super) fn open(
    tx: &mut Conn,
    award: &Award,
    transaction: LedgerId,
    (now, zone): (Timestamp, &TimeZone),
) -> Result<()> {
    store::insert(tx, award, transaction, a_year_after(now, zone))?;
    level_after(tx, award.user, award.kept)
}

/// What remains of the lots, and is so much now, comes down to what is available, the oldest first: a debt is paid before
/// anything is spent.
fn level(tx: &mut Conn, user: UserId, remaining: i64) -> Result<()> {
    let over = remaining - ledger::balance(tx, Account::available(user))?.max(0);
    if over > 0 {
        // Lots that have run out and wait for their job count too.
        from_oldest(tx, user, over, Timestamp(i64::MIN)).map(drop)?;
    }
    Ok(())
}

/// The same after the available points became so many more, which stand in lots now.
fn level_after(tx: &mut Conn, user: UserId, more: i64) -> Result<()> {
    // Before, the lots held what was available then, or nothing: so they need not be summed up.
    let before = (ledger::balance(tx, Account::available(user))? - more).max(0);
    level(tx, user, before + more)
}

/// Takes an award out of its lot, after so many points less are available; what was spent of it comes out of other lots.
pub(super) fn take_out(tx: &mut Conn, award: &Award, (less, remained): (i64, i64)) -> Result<()> {
    let before = (ledger::balance(tx, Account::available(award.user))? + less).max(0);
    level(tx, award.user, before - remained)
}

/// The same day and time twelve months later, or the last day of a month that is shorter.
fn a_year_after(now: Timestamp, zone: &TimeZone) -> Timestamp {
    let moment = jiff::Timestamp::from_microsecond(now.0).unwrap_or_default().to_zoned(zone.clone());
    let later =
        jiff::Span::new().try_months(rules::MONTHS_TO_LIVE).ok().and_then(|months| moment.checked_add(months).ok());
    later.map_or(Timestamp::FOREVER, |later| Timestamp(later.timestamp().as_microsecond()))
}
