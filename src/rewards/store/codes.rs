//! The SQL of voucher codes.

use diesel::prelude::*;

use super::Number;
use crate::clock::Timestamp;
use crate::db::schema::reward_codes;
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{RedemptionId, RewardId};

/// Which of these digests are there already, of whichever reward.
pub(crate) fn known(c: &mut Conn, digests: &[String]) -> Result<Vec<String>> {
    Ok(reward_codes::table.filter(reward_codes::digest.eq_any(digests)).select(reward_codes::digest).load(c)?)
}

pub(crate) fn insert_code(
    tx: &mut Conn,
    reward: RewardId,
    (digest, sealed): (&str, &str),
    now: Timestamp,
) -> Result<()> {
    diesel::insert_into(reward_codes::table)
        .values((
            reward_codes::reward_id.eq(reward),
            reward_codes::digest.eq(digest),
            reward_codes::sealed.eq(sealed),
            reward_codes::loaded_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

/// So many more of a reward are there.
pub(crate) fn grow(tx: &mut Conn, reward: RewardId, by: i64) -> Result<()> {
    sql("UPDATE rewards SET stock = coalesce(stock, 0) + $2 WHERE id = $1").bind(reward.0).bind(by).execute(tx)?;
    Ok(())
}

/// Gives the oldest unused code to a redemption; false when there is none. Whoever hands out codes of this reward at the
/// same time waits for a name that the caller holds; the condition is there twice all the same.
pub(crate) fn hand_out(tx: &mut Conn, reward: RewardId, to: RedemptionId) -> Result<bool> {
    let given = sql("UPDATE reward_codes SET redemption_id = $2 WHERE redemption_id IS NULL AND id = \
         (SELECT id FROM reward_codes WHERE reward_id = $1 AND redemption_id IS NULL ORDER BY id LIMIT 1)")
    .bind(reward.0)
    .bind(to.0)
    .execute(tx)?;
    Ok(given == 1)
}

/// The code of a redemption as it is stored: digest and sealed text.
pub(crate) fn sealed_of(c: &mut Conn, redemption: RedemptionId) -> Result<Option<(String, String)>> {
    Ok(reward_codes::table
        .filter(reward_codes::redemption_id.eq(Some(redemption)))
        .select((reward_codes::digest, reward_codes::sealed))
        .get_result(c)
        .optional()?)
}

/// How many codes nobody has, counted up to this number.
///
/// # Errors
/// When the database refuses.
pub fn unused(c: &mut Conn, reward: RewardId, most: i64) -> Result<i64> {
    let number: Number = sql(
        "SELECT count(*) AS n FROM (SELECT 1 FROM reward_codes WHERE reward_id = $1 AND redemption_id IS NULL LIMIT $2) AS unused",
    )
    .bind(reward.0)
    .bind(most)
    .get_result(c)?;
    Ok(number.n)
}
