//! Redemptions by state.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::db::schema::redemption_totals;
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::rewards::RedemptionState;

/// The redemptions of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, QueryableByName, Insertable)]
#[diesel(table_name = redemption_totals)]
pub struct Total {
    /// Which.
    #[diesel(sql_type = Text)]
    pub state: RedemptionState,
    /// How many.
    #[diesel(sql_type = BigInt, column_name = redemptions_count)]
    pub redemptions_count: i64,
    /// For how many points.
    #[diesel(sql_type = BigInt)]
    pub points: i64,
}

pub(crate) fn count_totals(c: &mut Conn) -> Result<Vec<Total>> {
    Ok(sql("SELECT state, count(*) AS redemptions_count, CAST(sum(cost) AS BIGINT) AS points FROM redemptions \
         GROUP BY state")
    .load(c)?)
}

pub(crate) fn put_totals(tx: &mut Conn, totals: &[Total]) -> Result<()> {
    diesel::delete(redemption_totals::table).execute(tx)?;
    for total in totals {
        diesel::insert_into(redemption_totals::table).values(total).execute(tx)?;
    }
    Ok(())
}

pub(crate) fn totals(c: &mut Conn) -> Result<Vec<Total>> {
    Ok(redemption_totals::table.order(redemption_totals::state).load(c)?)
}
