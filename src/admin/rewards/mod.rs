//! Rewards: made, changed, withdrawn, with their pictures and voucher codes; and what members ask for.
//!
//! A reward keeps its kind, and is withdrawn and not deleted: redemptions name it.

pub mod web;

use super::boards::Life;
use super::{check, note};
use crate::db::{Conn, dialect};
use crate::error::{AppError, Invalid, Result};
use crate::ids::RewardId;
use crate::images::{self, Processed};
use crate::message::Message;
use crate::moderation::{By, Change, Deed, Subject};
use crate::rewards::{self, NewReward, Reward, RewardKind};

/// Makes a reward. Of vouchers there are none until codes are loaded.
///
/// # Errors
/// [`AppError::Denied`] for others than admins; [`AppError::Conflict`] when as many are offered as may be.
pub fn create(tx: &mut Conn, by: By<'_>, new: &NewReward) -> Result<RewardId> {
    check(by)?;
    full(tx)?;
    let stock = if new.kind == RewardKind::Voucher { Some(0) } else { new.stock };
    let new = NewReward { stock, ..new.clone() };
    let id = rewards::insert(tx, &new, by.now)?;
    note(tx, by, Deed::CreateReward, Subject::Reward(id), &changes(None, &new))?;
    Ok(id)
}

/// A page shows as many as are offered.
fn full(tx: &mut Conn) -> Result<()> {
    let offered = i64::try_from(rewards::offered(tx)?.len()).map_err(AppError::internal)?;
    if offered < rewards::MOST {
        return Ok(());
    }
    Err(AppError::Conflict(Message::new("admin-reward-most").with("max", rewards::MOST)))
}

/// Changes a reward. What is under way keeps the points that it took.
///
/// # Errors
/// As [`create`]; [`AppError::NotFound`] when there is none of this number; [`AppError::Invalid`] when fewer would be there
/// than are taken.
pub fn edit(tx: &mut Conn, by: By<'_>, (id, new): (RewardId, &NewReward)) -> Result<()> {
    let before = held(tx, by, id)?;
    let new = NewReward { kind: before.kind, ..new.clone() };
    if !rewards::update(tx, id, &new)? {
        let message = Message::new("admin-reward-stock-taken").with("taken", before.taken);
        return Err(Invalid::field("stock", message).into());
    }
    let new = if before.kind == RewardKind::Voucher { NewReward { stock: before.stock, ..new } } else { new };
    note(tx, by, Deed::EditReward, Subject::Reward(id), &changes(Some(&before), &new))
}

/// Withdraws a reward, or offers it again; nothing happens when it is so already. What members have asked for goes on.
///
/// # Errors
/// As [`edit`].
pub fn set_life(tx: &mut Conn, by: By<'_>, id: RewardId, life: Life) -> Result<()> {
    let before = held(tx, by, id)?;
    let (at, action) = match life {
        Life::Retire => (Some(by.now), Deed::WithdrawReward),
        Life::Revive => (None, Deed::OfferReward),
    };
    if before.withdrawn_at.is_some() == at.is_some() {
        return Ok(());
    }
    if at.is_none() {
        full(tx)?;
    }
    rewards::set_withdrawn(tx, id, at)?;
    let changes: Vec<Change> = Change::of("name", "", &before.name).into_iter().collect();
    note(tx, by, action, Subject::Reward(id), &changes)
}

/// Gives a reward a picture.
///
/// # Errors
/// As [`edit`].
pub fn set_picture(tx: &mut Conn, by: By<'_>, id: RewardId, picture: &Processed) -> Result<()> {
    let before = held(tx, by, id)?;
    let owner = by.actor.id().ok_or(AppError::SignIn)?;
    let file = images::keep(tx, owner, picture, by.now)?;
    rewards::set_picture(tx, id, &file)?;
    if !before.picture.is_empty() {
        // One that another admin uploaded stays theirs.
        images::remove(tx, owner, &before.picture)?;
    }
    let changes: Vec<Change> = Change::of("picture", &before.picture, &file).into_iter().collect();
    note(tx, by, Deed::EditReward, Subject::Reward(id), &changes)
}

/// The reward, which no other admin changes until the transaction ends.
fn held(tx: &mut Conn, by: By<'_>, id: RewardId) -> Result<Reward> {
    check(by)?;
    dialect::lock_names(tx, &[format!("reward:{id}")])?;
    rewards::reward(tx, id)?.ok_or(AppError::NotFound)
}

/// What is different.
fn changes(before: Option<&Reward>, new: &NewReward) -> Vec<Change> {
    let number = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
    let moment = |at: Option<crate::clock::Timestamp>| at.map_or_else(String::new, |at| crate::i18n::rfc3339(at.0));
    [
        Change::of("name", before.map_or("", |old| &old.name), &new.name),
        Change::of("description", before.map_or("", |old| &old.description), &new.description),
        Change::of("cost", &number(before.map(|old| old.cost)), &new.cost.to_string()),
        Change::of("stock", &number(before.and_then(|old| old.stock)), &number(new.stock)),
        Change::of("per_member", &number(before.map(|old| old.per_member)), &new.per_member.to_string()),
        Change::of("first_day", &moment(before.and_then(|old| old.starts_at)), &moment(new.starts_at)),
        Change::of("last_day", &moment(before.and_then(|old| old.ends_at)), &moment(new.ends_at)),
    ]
    .into_iter()
    .flatten()
    .collect()
}
