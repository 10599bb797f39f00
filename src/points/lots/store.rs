//! The SQL of lots.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use super::super::Award;
use crate::clock::Timestamp;
use crate::db::schema::point_lots;
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{AwardId, LedgerId, LotId, UserId};

/// Lots that are read at once.
const SOME: i64 = 50;

/// A lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct Lot {
    /// Its row.
    pub id: LotId,
    /// Whose.
    pub user: UserId,
    /// What is neither spent nor expired of it.
    pub remains: i64,
    /// What has expired of it before.
    pub expired: i64,
    /// When it runs out.
    pub expires_at: Timestamp,
}

type Columns = (point_lots::id, point_lots::user_id, point_lots::remains, point_lots::expired, point_lots::expires_at);
const COLUMNS: Columns =
    (point_lots::id, point_lots::user_id, point_lots::remains, point_lots::expired, point_lots::expires_at);

/// Spelt out, as the indexes name it.
fn is_left() -> diesel::expression::SqlLiteral<Bool> {
    diesel::dsl::sql::<Bool>("point_lots.remains > 0")
}

pub(super) fn insert(tx: &mut Conn, award: &Award, transaction: LedgerId, expires_at: Timestamp) -> Result<()> {
    diesel::insert_into(point_lots::table)
        .values((
            point_lots::user_id.eq(award.user),
            point_lots::transaction_id.eq(transaction),
            point_lots::award_id.eq(award.id),
            point_lots::amount.eq(award.kept),
            point_lots::remains.eq(award.kept),
            point_lots::expired.eq(0),
            point_lots::expires_at.eq(expires_at),
            point_lots::told.eq(0),
        ))
        .execute(tx)?;
    Ok(())
}

/// The next lots of a member behind this one that have not run out by then.
pub(super) fn of_user(c: &mut Conn, user: UserId, (after, now): ((Timestamp, LotId), Timestamp)) -> Result<Vec<Lot>> {
    let (at, id) = after;
    let behind = point_lots::expires_at.gt(at).or(point_lots::expires_at.eq(at).and(point_lots::id.gt(id)));
    Ok(point_lots::table
        .filter(point_lots::user_id.eq(user))
        .filter(is_left())
        .filter(point_lots::expires_at.ge(at))
        .filter(point_lots::expires_at.gt(now))
        .filter(behind)
        .order((point_lots::expires_at, point_lots::id))
        .limit(SOME)
        .select(COLUMNS)
        .load(c)?)
}

pub(super) fn spend(tx: &mut Conn, lot: LotId, amount: i64) -> Result<()> {
    diesel::update(point_lots::table.find(lot))
        .set(point_lots::remains.eq(point_lots::remains - amount))
        .execute(tx)?;
    Ok(())
}

pub(super) fn give_back(tx: &mut Conn, lot: LotId, amount: i64, at_least: Timestamp) -> Result<()> {
    sql("UPDATE point_lots SET remains = remains + $1, told = CASE WHEN expires_at < $2 THEN 0 ELSE told END, \
         expires_at = CASE WHEN expires_at < $2 THEN $2 ELSE expires_at END WHERE id = $3")
    .bind(amount)
    .bind(at_least.0)
    .bind(lot.0)
    .execute(tx)?;
    Ok(())
}

#[derive(QueryableByName)]
struct Sum {
    #[diesel(sql_type = BigInt)]
    total: i64,
}

/// What has become of an award's lot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::points) struct OfAward {
    /// What remained of it.
    pub(in crate::points) remained: i64,
    /// What had expired.
    pub(in crate::points) expired: i64,
}

/// Takes what remains of an award's lot.
///
/// # Errors
/// When the database refuses.
pub(in crate::points) fn reduce_of_award(tx: &mut Conn, award: AwardId) -> Result<OfAward> {
    let lot: Option<Lot> = point_lots::table
        .filter(point_lots::award_id.eq(award))
        .order(point_lots::id.desc())
        .select(COLUMNS)
        .first(tx)
        .optional()?;
    let Some(lot) = lot else { return Ok(OfAward::default()) };
    diesel::update(point_lots::table.find(lot.id))
        .set((point_lots::remains.eq(0), point_lots::expired.eq(0)))
        .execute(tx)?;
    Ok(OfAward { remained: lot.remains, expired: lot.expired })
}

/// Lots that have run out, the oldest first.
///
/// # Errors
/// When the database refuses.
pub(in crate::points) fn due(c: &mut Conn, now: Timestamp, most: i64) -> Result<Vec<Lot>> {
    Ok(point_lots::table
        .filter(is_left())
        .filter(point_lots::expires_at.le(now))
        .order((point_lots::expires_at, point_lots::id))
        .limit(most)
        .select(COLUMNS)
        .load(c)?)
}

/// Notes that what remained of a lot has run out.
///
/// # Errors
/// When the database refuses.
pub(in crate::points) fn expire(tx: &mut Conn, lot: &Lot) -> Result<()> {
    diesel::update(point_lots::table.find(lot.id))
        .set((point_lots::remains.eq(0), point_lots::expired.eq(point_lots::expired + lot.remains)))
        .execute(tx)?;
    Ok(())
}

/// Lots that run out between two moments and whose owner was not told of these days yet.
///
/// # Errors
/// When the database refuses.
pub(in crate::points) fn due_to_tell(
    c: &mut Conn,
    (after, by): (Timestamp, Timestamp),
    days: i64,
    most: i64,
) -> Result<Vec<Lot>> {
    Ok(point_lots::table
        .filter(is_left())
        .filter(point_lots::expires_at.gt(after))
        .filter(point_lots::expires_at.le(by))
        .filter(point_lots::told.eq(0).or(point_lots::told.gt(days)))
        .order((point_lots::expires_at, point_lots::id))
        .limit(most)
        .select(COLUMNS)
        .load(c)?)
}

/// Notes that a member was told of everything that runs out between two moments; answers how much that is.
///
/// # Errors
/// When the database refuses.
pub(in crate::points) fn told(
    tx: &mut Conn,
    user: UserId,
    (after, by): (Timestamp, Timestamp),
    days: i64,
) -> Result<i64> {
    let sum: Sum = sql("SELECT CAST(coalesce(sum(remains), 0) AS BIGINT) AS total FROM point_lots \
         WHERE user_id = $1 AND remains > 0 AND expires_at > $2 AND expires_at <= $3")
    .bind(user.0)
    .bind(after.0)
    .bind(by.0)
    .get_result(tx)?;
    sql("UPDATE point_lots SET told = $1 WHERE user_id = $2 AND remains > 0 AND expires_at > $3 AND expires_at <= $4")
        .bind(days)
        .bind(user.0)
        .bind(after.0)
        .bind(by.0)
        .execute(tx)?;
    Ok(sum.total)
}

/// When a member's points run out next, and how many then; none when there are none.
///
/// # Errors
/// When the database refuses.
pub fn next_to_expire(c: &mut Conn, user: UserId) -> Result<Option<Lot>> {
    Ok(point_lots::table
        .filter(point_lots::user_id.eq(user))
        .filter(is_left())
        .order((point_lots::expires_at, point_lots::id))
        .limit(1)
        .select(COLUMNS)
        .get_result(c)
        .optional()?)
}
