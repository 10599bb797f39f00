//! The SQL of what was handed to billing.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::clock::Timestamp;
use crate::db::schema::{redemption_batches, redemption_lines};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{BatchId, RedemptionId, UserId};
use crate::rewards::PAGE;

/// Redemptions that were handed to billing at once.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Batch {
    /// Its number.
    pub id: BatchId,
    /// Who made it.
    pub by: Option<UserId>,
    /// How many redemptions.
    pub count: i64,
    /// When.
    pub made_at: Timestamp,
}

/// A redemption that is approved.
#[derive(Debug, QueryableByName)]
pub(crate) struct Approved {
    #[diesel(sql_type = BigInt)]
    pub(crate) id: RedemptionId,
    #[diesel(sql_type = BigInt)]
    pub(crate) user: UserId,
    #[diesel(sql_type = Text)]
    pub(crate) handle: String,
}

/// The oldest approved redemptions with their members; so many at most.
pub(crate) fn approved(c: &mut Conn, most: i64) -> Result<Vec<Approved>> {
    Ok(sql("SELECT d.id, d.user_id AS \"user\", u.handle FROM redemptions d JOIN users u ON u.id = d.user_id \
         WHERE d.state = 'approved' ORDER BY d.id LIMIT $1")
    .bind(most)
    .load(c)?)
}

pub(crate) fn insert_batch(tx: &mut Conn, by: Option<UserId>, count: i64, now: Timestamp) -> Result<BatchId> {
    Ok(diesel::insert_into(redemption_batches::table)
        .values((
            redemption_batches::by_id.eq(by),
            redemption_batches::redemptions_count.eq(count),
            redemption_batches::made_at.eq(now),
        ))
        .returning(redemption_batches::id)
        .get_result(tx)?)
}

pub(crate) fn insert_line(tx: &mut Conn, batch: BatchId, redemption: RedemptionId, line: &str) -> Result<()> {
    diesel::insert_into(redemption_lines::table)
        .values((
            redemption_lines::redemption_id.eq(redemption),
            redemption_lines::batch_id.eq(batch),
            redemption_lines::line.eq(line),
        ))
        .execute(tx)?;
    Ok(())
}

/// A batch, if there is one of this number.
///
/// # Errors
/// When the database refuses.
pub fn batch(c: &mut Conn, id: BatchId) -> Result<Option<Batch>> {
    Ok(redemption_batches::table.find(id).first(c).optional()?)
}

/// The batches before this one, the newest first.
///
/// # Errors
/// When the database refuses.
pub fn batches(c: &mut Conn, before: BatchId) -> Result<Vec<Batch>> {
    Ok(redemption_batches::table
        .filter(redemption_batches::id.lt(before))
        .order(redemption_batches::id.desc())
        .limit(i64::try_from(PAGE).map_or(i64::MAX, |page| page + 1))
        .load(c)?)
}

/// The lines of a batch after this redemption, as they were written; so many at most.
///
/// # Errors
/// When the database refuses.
pub fn lines(c: &mut Conn, batch: BatchId, after: RedemptionId, most: i64) -> Result<Vec<(RedemptionId, String)>> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = BigInt)]
        redemption_id: RedemptionId,
        #[diesel(sql_type = Text)]
        line: String,
    }
    // The batch stands in the order, and not only in a condition: else PostgreSQL walks the key of all batches.
    let rows: Vec<Found> = sql("SELECT redemption_id, line FROM redemption_lines \
         WHERE (batch_id, redemption_id) > ($1, $2) AND batch_id <= $1 ORDER BY batch_id, redemption_id LIMIT $3")
    .bind(batch.0)
    .bind(after.0)
    .bind(most)
    .load(c)?;
    Ok(rows.into_iter().map(|row| (row.redemption_id, row.line)).collect())
}
