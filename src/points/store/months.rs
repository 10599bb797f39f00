//! The SQL of months.

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::super::{MonthState, rules};
use super::Number;
use crate::clock::Timestamp;
use crate::db::schema::{point_months, walks};
use crate::db::{Both, Conn, sql};
use crate::error::Result;
use crate::ids::UserId;
use crate::ledger::Month;

/// A month as it stands; open without a budget as long as nothing was noted of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthRow {
    /// Which.
    pub month: Month,
    /// How far it is.
    pub state: MonthState,
    /// The most that may become available of it.
    pub budget: Option<i64>,
    /// By how many millionths its awards were scaled.
    pub factor: Option<i64>,
    /// What was earned in it, before that.
    pub earned: Option<i64>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
}

type MonthColumns = (i64, MonthState, Option<i64>, Option<i64>, Option<i64>, Option<Timestamp>);

fn month_row((month, state, budget, factor, earned, closed_at): MonthColumns) -> MonthRow {
    MonthRow { month: Month(month), state, budget, factor, earned, closed_at }
}

/// How a month stands.
///
/// # Errors
/// When the database refuses.
pub fn month_state(c: &mut Conn, month: Month) -> Result<MonthRow> {
    let row: Option<MonthColumns> = point_months::table.find(month.0).first(c).optional()?;
    Ok(row.map_or(
        MonthRow { month, state: MonthState::Open, budget: None, factor: None, earned: None, closed_at: None },
        month_row,
    ))
}

/// The newest months up to this one.
pub(in crate::points) fn months(c: &mut Conn, up_to: Month, most: i64) -> Result<Vec<MonthRow>> {
    let rows: Vec<MonthColumns> = point_months::table
        .filter(point_months::month.le(up_to.0))
        .order(point_months::month.desc())
        .limit(most)
        .load(c)?;
    Ok(rows.into_iter().map(month_row).collect())
}

/// Months before this one that are not closed, the oldest first.
pub(in crate::points) fn unclosed_before(c: &mut Conn, month: Month) -> Result<Vec<MonthRow>> {
    let rows: Vec<MonthColumns> = point_months::table
        .filter(point_months::month.lt(month.0))
        .filter(point_months::state.ne(MonthState::Closed))
        .order(point_months::month)
        .load(c)?;
    Ok(rows.into_iter().map(month_row).collect())
}

/// Makes a month's row, open, when there is none.
pub(in crate::points) fn open_month(tx: &mut Conn, month: Month) -> Result<()> {
    let values = (point_months::month.eq(month.0), point_months::state.eq(MonthState::Open));
    Both(diesel::insert_into(point_months::table).values(values).on_conflict(point_months::month).do_nothing())
        .execute(tx)?;
    Ok(())
}

pub(in crate::points) fn set_month(tx: &mut Conn, row: &MonthRow) -> Result<()> {
    diesel::update(point_months::table.find(row.month.0))
        .set((
            point_months::state.eq(row.state),
            point_months::budget.eq(row.budget),
            point_months::factor.eq(row.factor),
            point_months::earned.eq(row.earned),
            point_months::closed_at.eq(row.closed_at),
        ))
        .execute(tx)?;
    Ok(())
}

/// The next members who have pending awards of a month.
pub(in crate::points) fn pending_members(c: &mut Conn, month: Month, after: UserId, most: i64) -> Result<Vec<UserId>> {
    let rows: Vec<Number> = sql("SELECT DISTINCT user_id AS n FROM awards WHERE month = $1 AND user_id > $2 \
         AND state = 'pending' ORDER BY user_id LIMIT $3")
    .bind(month.0)
    .bind(after.0)
    .bind(most)
    .load(c)?;
    Ok(rows.into_iter().map(|row| UserId(row.n)).collect())
}

/// What a month has given, goodwill aside: what is final already, and what is pending.
pub(in crate::points) fn total_of_month(c: &mut Conn, month: Month) -> Result<(i64, i64)> {
    #[derive(QueryableByName)]
    struct Totals {
        #[diesel(sql_type = BigInt)]
        done: i64,
        #[diesel(sql_type = BigInt)]
        pending: i64,
    }
    let totals: Totals =
        sql("SELECT CAST(coalesce(sum(CASE WHEN state = 'final' THEN kept ELSE 0 END), 0) AS BIGINT) \
         AS done, CAST(coalesce(sum(CASE WHEN state = 'pending' THEN kept ELSE 0 END), 0) AS BIGINT) AS pending \
         FROM awards WHERE month = $1 AND state IN ('pending', 'final') AND kind <> 'goodwill'")
        .bind(month.0)
        .get_result(c)?;
    Ok((totals.done, totals.pending))
}

/// From when on the pending awards of a month may become final.
pub(in crate::points) fn hold_month(tx: &mut Conn, month: Month, until: Option<Timestamp>) -> Result<()> {
    match until {
        Some(until) => sql("UPDATE awards SET release_at = $1 WHERE month = $2 AND state = 'pending' \
             AND kind <> 'goodwill' AND release_at < $1")
        .bind(until.0)
        .bind(month.0)
        .execute(tx)?,
        None => sql("UPDATE awards SET release_at = at + $1 WHERE month = $2 AND state = 'pending' \
             AND kind <> 'goodwill'")
        .bind(i64::try_from(rules::PENDING.as_micros()).unwrap_or(i64::MAX))
        .bind(month.0)
        .execute(tx)?,
    };
    Ok(())
}

/// After whom a walk through the members of a month goes on.
pub(in crate::points) fn walked(c: &mut Conn, walk: &str, month: Month) -> Result<UserId> {
    let position: Option<i64> = walks::table.find((walk, month.0)).select(walks::position).first(c).optional()?;
    Ok(UserId(position.unwrap_or(0)))
}

/// Notes after whom a walk through the members of a month goes on.
pub(in crate::points) fn walk_on(
    tx: &mut Conn,
    walk: &str,
    (month, after): (Month, UserId),
    now: Timestamp,
) -> Result<()> {
    sql("INSERT INTO walks (name, subject, position, done, total, started_at) VALUES ($1, $2, $3, 0, 0, $4) \
         ON CONFLICT (name, subject) DO UPDATE SET position = excluded.position")
    .bind(walk)
    .bind(month.0)
    .bind(after.0)
    .bind(now.0)
    .execute(tx)?;
    Ok(())
}
