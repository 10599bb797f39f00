//! The pages of rewards for members, a file for each thing one does.

mod catalogue;
mod redeem;
mod redemption;

pub use catalogue::show;
pub use redeem::{form as redeem_form, send as redeem};
pub use redemption::{cancel, list, show as redemption};

use serde::Serialize;

use super::Reward;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{RewardId, UserId};
use crate::ledger::{self, Account};
use crate::web::Cx;

/// A reward as pages show it.
#[derive(Debug, Clone, Serialize)]
pub struct RewardView {
    /// Its number.
    pub id: RewardId,
    name: String,
    description: String,
    /// Address of its picture, or empty.
    picture: String,
    kind: &'static str,
    cost: i64,
    /// How many are left, -1 where that is not counted.
    left: i64,
    per_member: i64,
    /// Why it cannot be had now, or empty.
    closed: String,
    /// What the reader lacks for it.
    missing: i64,
}

impl RewardView {
    /// A reward, for somebody who has so many points to spend.
    #[must_use]
    pub fn of(cx: &Cx, reward: &Reward, available: i64) -> Self {
        Self {
            id: reward.id,
            name: reward.name.clone(),
            description: reward.description.clone(),
            picture: if reward.picture.is_empty() { String::new() } else { format!("/images/{}", reward.picture) },
            kind: reward.kind.as_str(),
            cost: reward.cost,
            left: reward.left().unwrap_or(-1),
            per_member: reward.per_member,
            closed: reward.closed(cx.now).map(|why| cx.shared.texts.say(cx, &why)).unwrap_or_default(),
            missing: (reward.cost - available).max(0),
        }
    }
}

/// What a member has.
#[derive(Debug, Clone, Copy, Serialize)]
struct Purse {
    available: i64,
    pending: i64,
    reserved: i64,
}

impl Purse {
    fn of(c: &mut Conn, user: UserId) -> Result<Self> {
        Ok(Self {
            available: ledger::balance(c, Account::available(user))?,
            pending: ledger::balance(c, Account::pending(user))?,
            reserved: ledger::balance(c, Account::reserved(user))?,
        })
    }
}
