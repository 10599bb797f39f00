//! Rewards in the sample: what is offered, who was thanked with points for it, and redemptions in every state.

use std::collections::HashMap;

use jiff::tz::TimeZone;

use super::articles::Place;
use super::voters::Ago;
use crate::admin::rewards as catalogue;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{RedemptionId, RewardId, UserId};
use crate::moderation::{By, Reason, members};
use crate::points::grants::{self, Gift, Grant};
use crate::policy::Actor;
use crate::rewards::redeem::{self, Wish};
use crate::rewards::{NewReward, RedemptionState, RewardKind, answers, batches, codes, decide, queue};
use crate::sessions;

const DAY: Ago = 86_400;

/// What is offered: name, description, kind, cost, at most for one member.
const OFFERS: [(&str, &str, RewardKind, i64, i64); 3] = [
    ("Airtime credit", "Goes straight to your Wren balance, and never runs out.", RewardKind::Credit, 500, 0),
    ("Cinema ticket", "A code for one seat in any cinema of our partners.", RewardKind::Voucher, 800, 2),
    ("A tree for the dunes", "We plant one on the Curonian Spit in your name.", RewardKind::Charity, 200, 0),
];

/// One thing that is done, by whom or for whom.
#[derive(Debug, Clone, Copy)]
pub(super) enum Act {
    /// Rewards are offered.
    Offer,
    /// Staff thank somebody with points.
    Thank(&'static str, i64),
    /// Somebody asks for the reward of this place.
    Redeem(&'static str, usize),
    /// Everything that was asked for is approved.
    Approve,
    /// The oldest that was asked for is not.
    Reject,
    /// What is approved goes to billing.
    Export,
    /// Billing says that it is paid.
    Pay,
}

/// When what is done.
pub(super) fn acts() -> impl Iterator<Item = (Ago, Act)> {
    [
        (300, Act::Offer),
        (60, Act::Thank("member", 3_000)),
        (60, Act::Thank("tom_ashdown", 1_000)),
        (59, Act::Thank("grace_kim", 900)),
        (59, Act::Thank("moderator", 600)),
        (20, Act::Redeem("member", 0)),
        (20, Act::Redeem("tom_ashdown", 1)),
        (20, Act::Redeem("grace_kim", 2)),
        (19, Act::Approve),
        (18, Act::Export),
        (16, Act::Pay),
        (9, Act::Redeem("member", 2)),
        (8, Act::Reject),
        (6, Act::Redeem("grace_kim", 2)),
        (5, Act::Approve),
        (5, Act::Export),
        (3, Act::Redeem("member", 2)),
        (2, Act::Approve),
        (1, Act::Redeem("grace_kim", 2)),
    ]
    .into_iter()
    .map(|(days, act)| (days * DAY, act))
}

/// Who does it.
pub(super) struct Shop<'a> {
    actors: &'a HashMap<&'a str, &'a Actor>,
    rewards: Vec<RewardId>,
}

impl<'a> Shop<'a> {
    pub(super) const fn new(place: &'a Place<'a>) -> Self {
        Self { actors: &place.actors, rewards: Vec::new() }
    }

    /// Does one thing.
    ///
    /// # Errors
    /// When a rule or the database refuses.
    pub(super) fn act(&mut self, tx: &mut Conn, act: Act, (zone, now): (&TimeZone, Timestamp)) -> Result<()> {
        match act {
            Act::Offer => self.offer(tx, now),
            Act::Thank(handle, points) => {
                let staff = self.actor(tx, "staff", now)?;
                let to = members::by_id(tx, self.id(handle)?)?.ok_or(AppError::NotFound)?;
                let reason = Reason::parse("Your answers about roaming helped hundreds of people.")?;
                grants::grant(tx, by(&staff, now), &to, &Grant { gift: Gift::Quality, points, reason })
            }
            Act::Redeem(handle, place) => {
                let actor = self.actor(tx, handle, now)?;
                let reward = *self.rewards.get(place).ok_or(AppError::NotFound)?;
                let Some((_, _, kind, cost, _)) = OFFERS.get(place).copied() else { return Err(AppError::NotFound) };
                let customer = redeem::customer(kind, "WR-204-118")?;
                redeem::redeem(tx, &actor, &Wish { reward, cost, customer }, (now, zone)).map(drop)
            }
            Act::Approve => {
                let admin = self.actor(tx, "admin", now)?;
                for id in of_state(tx, RedemptionState::Requested)? {
                    decide::approve(tx, by(&admin, now), id, zone)?;
                }
                Ok(())
            }
            Act::Reject => {
                let admin = self.actor(tx, "admin", now)?;
                let reason = Reason::parse("The dunes are full this year. Choose another reward.")?;
                let first = of_state(tx, RedemptionState::Requested)?.into_iter().next().ok_or(AppError::NotFound)?;
                decide::reject(tx, by(&admin, now), first, (&reason, zone))
            }
            Act::Export => {
                let admin = self.actor(tx, "admin", now)?;
                batches::make(tx, by(&admin, now)).map(drop)
            }
            Act::Pay => {
                let admin = self.actor(tx, "admin", now)?;
                let paid: String =
                    of_state(tx, RedemptionState::Exported)?.iter().map(|id| format!("{id},paid\n")).collect();
                answers::settle(tx, by(&admin, now), &answers::parse(&paid)?, zone).map(drop)
            }
        }
    }

    fn offer(&mut self, tx: &mut Conn, now: Timestamp) -> Result<()> {
        let admin = self.actor(tx, "admin", now)?;
        for (name, description, kind, cost, per_member) in OFFERS {
            let new = NewReward {
                name: name.to_owned(),
                description: description.to_owned(),
                kind,
                cost,
                stock: None,
                per_member,
                starts_at: None,
                ends_at: None,
            };
            let id = catalogue::create(tx, by(&admin, now), &new)?;
            if kind == RewardKind::Voucher {
                let list = "KINO-7Q2X-01\nKINO-7Q2X-02\nKINO-7Q2X-03\nKINO-7Q2X-04\nKINO-7Q2X-05\n";
                codes::load(tx, by(&admin, now), id, &codes::Codes::parse(list)?)?;
            }
            self.rewards.push(id);
        }
        Ok(())
    }

    fn id(&self, handle: &str) -> Result<UserId> {
        self.actors.get(handle).and_then(|actor| actor.id()).ok_or(AppError::NotFound)
    }

    /// As they are then.
    fn actor(&self, tx: &mut Conn, handle: &str, now: Timestamp) -> Result<Actor> {
        let id = self.id(handle)?;
        sessions::members(tx, &[id], now)?.remove(&id).map(Actor::Member).ok_or(AppError::NotFound)
    }
}

const fn by(actor: &Actor, now: Timestamp) -> By<'_> {
    By { actor, ip: "", now }
}

fn of_state(tx: &mut Conn, state: RedemptionState) -> Result<Vec<RedemptionId>> {
    Ok(queue(tx, state, RedemptionId(0))?.into_iter().map(|row| row.id).collect())
}
