//! The SQL of rewards and redemptions.

mod batches;
mod codes;
mod lists;

use diesel::prelude::*;

use super::redeem::Wish;
use super::{NewReward, RedemptionState, RewardKind};
use crate::clock::Timestamp;
use crate::db::schema::{redemption_lots, redemptions, rewards};
use crate::db::{Conn, sql};
use crate::error::{AppError, Result};
use crate::ids::{LotId, RedemptionId, RewardId, UserId};
use crate::points::lots::Taken;

pub use batches::{Batch, batch, batches, lines};
pub use codes::unused;
pub use lists::{Row, all, of_user, offered, queue, row};

pub(super) use batches::{approved, insert_batch, insert_line};
pub(super) use codes::{grow, hand_out, insert_code, known, sealed_of};

/// What points are given for; its columns are described by their migration.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct Reward {
    pub id: RewardId,
    pub name: String,
    pub description: String,
    pub picture: String,
    pub kind: RewardKind,
    pub cost: i64,
    pub stock: Option<i64>,
    pub taken: i64,
    pub per_member: i64,
    pub starts_at: Option<Timestamp>,
    pub ends_at: Option<Timestamp>,
    pub withdrawn_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

/// What a member asked for; its columns are described by their migration.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct Redemption {
    pub id: RedemptionId,
    pub user: UserId,
    pub reward: RewardId,
    pub cost: i64,
    pub state: RedemptionState,
    pub customer: String,
    pub first_by: Option<UserId>,
    pub decided_by: Option<UserId>,
    pub decided_at: Option<Timestamp>,
    pub settled_at: Option<Timestamp>,
    pub reason: String,
    pub made_at: Timestamp,
}

/// A reward, if there is one of this number.
///
/// # Errors
/// When the database refuses.
pub fn reward(c: &mut Conn, id: RewardId) -> Result<Option<Reward>> {
    Ok(rewards::table.find(id).first(c).optional()?)
}

/// A redemption, if there is one of this number; whoever asks.
///
/// # Errors
/// When the database refuses.
pub fn redemption(c: &mut Conn, id: RedemptionId) -> Result<Option<Redemption>> {
    Ok(redemptions::table.find(id).first(c).optional()?)
}

/// These redemptions, in the order of their numbers; those that there are.
pub(super) fn redemptions_of(c: &mut Conn, ids: &[RedemptionId]) -> Result<Vec<Redemption>> {
    Ok(redemptions::table.filter(redemptions::id.eq_any(ids)).order(redemptions::id).load(c)?)
}

/// Adds a reward.
///
/// # Errors
/// When the database refuses.
pub fn insert(tx: &mut Conn, new: &NewReward, now: Timestamp) -> Result<RewardId> {
    Ok(diesel::insert_into(rewards::table)
        .values((
            rewards::name.eq(&new.name),
            rewards::description.eq(&new.description),
            rewards::kind.eq(new.kind),
            rewards::cost.eq(new.cost),
            rewards::stock.eq(new.stock),
            rewards::per_member.eq(new.per_member),
            rewards::starts_at.eq(new.starts_at),
            rewards::ends_at.eq(new.ends_at),
            rewards::created_at.eq(now),
        ))
        .returning(rewards::id)
        .get_result(tx)?)
}

/// Changes a reward, of the same kind. Of vouchers, the stock is as many as there are codes. Answers false when more
/// are taken than there would be.
///
/// # Errors
/// When the database refuses.
pub fn update(tx: &mut Conn, id: RewardId, new: &NewReward) -> Result<bool> {
    let row = rewards::table.find(id);
    let common = (
        rewards::name.eq(&new.name),
        rewards::description.eq(&new.description),
        rewards::cost.eq(new.cost),
        rewards::per_member.eq(new.per_member),
        rewards::starts_at.eq(new.starts_at),
        rewards::ends_at.eq(new.ends_at),
    );
    let changed = match (new.kind, new.stock) {
        (RewardKind::Voucher, _) => diesel::update(row).set(common).execute(tx)?,
        (RewardKind::Credit | RewardKind::Charity, None) => {
            diesel::update(row).set((common, rewards::stock.eq(None::<i64>))).execute(tx)?
        }
        (RewardKind::Credit | RewardKind::Charity, Some(stock)) => diesel::update(row.filter(rewards::taken.le(stock)))
            .set((common, rewards::stock.eq(Some(stock))))
            .execute(tx)?,
    };
    Ok(changed == 1)
}

/// Withdraws a reward, or offers it again.
///
/// # Errors
/// When the database refuses.
pub fn set_withdrawn(tx: &mut Conn, id: RewardId, at: Option<Timestamp>) -> Result<()> {
    diesel::update(rewards::table.find(id)).set(rewards::withdrawn_at.eq(at)).execute(tx)?;
    Ok(())
}

/// Gives a reward another picture, or none.
///
/// # Errors
/// When the database refuses.
pub fn set_picture(tx: &mut Conn, id: RewardId, file: &str) -> Result<()> {
    diesel::update(rewards::table.find(id)).set(rewards::picture.eq(file)).execute(tx)?;
    Ok(())
}

/// Takes one, if it is offered at this cost still and one is left: the row decides, whoever asks at the same time.
pub(super) fn take_one(tx: &mut Conn, reward: &Reward) -> Result<bool> {
    let taken = sql("UPDATE rewards SET taken = taken + 1 \
         WHERE id = $1 AND cost = $2 AND withdrawn_at IS NULL AND (stock IS NULL OR taken < stock)")
    .bind(reward.id.0)
    .bind(reward.cost)
    .execute(tx)?;
    Ok(taken == 1)
}

/// Puts one back.
pub(super) fn put_back(tx: &mut Conn, reward: RewardId) -> Result<()> {
    sql("UPDATE rewards SET taken = taken - 1 WHERE id = $1").bind(reward.0).execute(tx)?;
    Ok(())
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    n: i64,
}

/// How many of a reward a member has or waits for, as far as it matters: `most` at the most.
pub(super) fn live_of(c: &mut Conn, reward: RewardId, user: UserId, most: i64) -> Result<i64> {
    // The states are spelt out, as the index names them.
    let number: Number =
        sql("SELECT count(*) AS n FROM (SELECT 1 FROM redemptions WHERE reward_id = $1 AND user_id = $2 \
         AND state IN ('requested', 'approved', 'exported', 'paid') LIMIT $3) AS live")
        .bind(reward.0)
        .bind(user.0)
        .bind(most)
        .get_result(c)?;
    Ok(number.n)
}

pub(super) fn insert_redemption(tx: &mut Conn, user: UserId, wish: &Wish, now: Timestamp) -> Result<RedemptionId> {
    Ok(diesel::insert_into(redemptions::table)
        .values((
            redemptions::user_id.eq(user),
            redemptions::reward_id.eq(wish.reward),
            redemptions::cost.eq(wish.cost),
            redemptions::state.eq(RedemptionState::Requested),
            redemptions::customer.eq(&wish.customer),
            redemptions::made_at.eq(now),
        ))
        .returning(redemptions::id)
        .get_result(tx)?)
}

pub(super) fn keep_lots(tx: &mut Conn, id: RedemptionId, lots: &[Taken]) -> Result<()> {
    for one in lots {
        diesel::insert_into(redemption_lots::table)
            .values((
                redemption_lots::redemption_id.eq(id),
                redemption_lots::lot_id.eq(one.lot),
                redemption_lots::amount.eq(one.amount),
            ))
            .execute(tx)?;
    }
    Ok(())
}

pub(super) fn lots(c: &mut Conn, id: RedemptionId) -> Result<Vec<Taken>> {
    let rows: Vec<(LotId, i64)> = redemption_lots::table
        .filter(redemption_lots::redemption_id.eq(id))
        .order(redemption_lots::lot_id)
        .select((redemption_lots::lot_id, redemption_lots::amount))
        .load(c)?;
    Ok(rows.into_iter().map(|(lot, amount)| Taken { lot, amount }).collect())
}

/// Notes the first of two approvals.
pub(super) fn set_first(tx: &mut Conn, id: RedemptionId, by: Option<UserId>) -> Result<()> {
    diesel::update(redemptions::table.find(id)).set(redemptions::first_by.eq(by)).execute(tx)?;
    Ok(())
}

/// Moves a redemption on from where it is.
///
/// # Errors
/// [`AppError::Retry`] when somebody else has moved it.
pub(super) fn go(tx: &mut Conn, from: &Redemption, to: RedemptionState) -> Result<()> {
    let row = redemptions::table.find(from.id).filter(redemptions::state.eq(from.state));
    let moved = diesel::update(row).set(redemptions::state.eq(to)).execute(tx)?;
    if moved == 1 { Ok(()) } else { Err(AppError::Retry { reason: format!("redemption {} moved", from.id) }) }
}

/// Notes who decided.
pub(super) fn decided(tx: &mut Conn, id: RedemptionId, by: Option<UserId>, now: Timestamp) -> Result<()> {
    diesel::update(redemptions::table.find(id))
        .set((redemptions::decided_by.eq(by), redemptions::decided_at.eq(now)))
        .execute(tx)?;
    Ok(())
}

/// Notes when it ended, and why, if it was not given.
pub(super) fn settled(tx: &mut Conn, id: RedemptionId, reason: &str, now: Timestamp) -> Result<()> {
    diesel::update(redemptions::table.find(id))
        .set((redemptions::settled_at.eq(now), redemptions::reason.eq(reason)))
        .execute(tx)?;
    Ok(())
}
