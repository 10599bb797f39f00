//! Rewards: what points are given for (product.md, section 7).
//!
//! - [`redeem`] takes a member's wish, with the points held for it, and lets it be cancelled for a while.
//! - [`decide`] approves or rejects; vouchers are given with the last approval.
//! - [`batches`] hands what is approved to the billing system, [`answers`] takes what that says.
//! - [`codes`] keeps voucher codes sealed, and opens one for whom it was given to.
//!
//! Invariants: the points of a redemption are held while it is under way, and are given or come back once; its member's
//! guard row is held by whoever moves it on.

pub mod answers;
pub mod batches;
pub mod codes;
pub mod decide;
pub mod redeem;
mod store;
pub mod web;

use std::time::Duration;

use crate::clock::{Timestamp, minutes};
use crate::db::{Conn, dialect};
use crate::error::{AppError, Result};
use crate::ids::RedemptionId;
use crate::message::Message;
use crate::text_enum;

pub use store::{
    Batch, Redemption, Reward, Row, all, batch, batches as list_batches, insert, of_user, offered, queue, redemption,
    reward, row, set_picture, set_withdrawn, unused, update,
};

/// Above so many points, two approve.
pub const TWO_APPROVE_ABOVE: i64 = 10_000;
/// For so long, a member cancels what they asked for.
pub const CANCEL_WITHIN: Duration = minutes(10);
/// Rows on a page.
pub const PAGE: usize = 30;
/// Rewards that are offered at once, at most.
pub const MOST: i64 = 100;

text_enum! {
    /// What one gets.
    pub enum RewardKind {
        /// Money on a customer's account.
        Credit = "credit",
        /// A code of a list.
        Voucher = "voucher",
        /// Others get it.
        Charity = "charity",
    }
}

text_enum! {
    /// How far a redemption is.
    pub enum RedemptionState {
        /// Asked for; the points are held.
        Requested = "requested",
        /// Approved by everybody it takes.
        Approved = "approved",
        /// Handed to the billing system.
        Exported = "exported",
        /// Given.
        Paid = "paid",
        /// Not approved; the points came back.
        Rejected = "rejected",
        /// Cancelled by the member; the points came back.
        Cancelled = "cancelled",
        /// Billing could not give it; the points came back.
        Failed = "failed",
    }
}

/// A reward as an admin typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReward {
    /// What it is called.
    pub name: String,
    /// What one gets, in a sentence or two.
    pub description: String,
    /// What kind of thing; it stays so.
    pub kind: RewardKind,
    /// In points.
    pub cost: i64,
    /// How many there are in all; as many as are asked for when none. Of vouchers: the codes.
    pub stock: Option<i64>,
    /// At most for one member, 0 for no limit.
    pub per_member: i64,
    /// Its first moment.
    pub starts_at: Option<Timestamp>,
    /// Its last moment.
    pub ends_at: Option<Timestamp>,
}

impl Reward {
    /// How many are left, where that is counted.
    #[must_use]
    pub fn left(&self) -> Option<i64> {
        self.stock.map(|stock| stock - self.taken)
    }

    /// Why it cannot be had now, whoever asks; none when it can.
    #[must_use]
    pub fn closed(&self, now: Timestamp) -> Option<Message> {
        if self.withdrawn_at.is_some() {
            return Some(Message::new("rewards-withdrawn"));
        }
        if let Some(at) = self.starts_at.filter(|at| *at > now) {
            return Some(Message::new("rewards-coming").with("until", at.0));
        }
        if self.ends_at.is_some_and(|at| at < now) {
            return Some(Message::new("rewards-over"));
        }
        (self.left() == Some(0)).then(|| Message::new("rewards-gone"))
    }
}

/// A redemption that nobody else moves on until the transaction ends.
///
/// # Errors
/// [`AppError::NotFound`] when there is none of this number.
fn hold(tx: &mut Conn, id: RedemptionId) -> Result<Redemption> {
    let seen = redemption(tx, id)?.ok_or(AppError::NotFound)?;
    dialect::lock_users(tx, &[seen.user])?;
    // Somebody may have moved it while this waited.
    redemption(tx, id)?.ok_or(AppError::NotFound)
}
