//! The SQL of searches without result.

use diesel::RunQueryDsl;

use crate::db::{Conn, sql};
use crate::error::Result;

/// Different searches of a day that are kept: a flood of nonsense is not.
const KEPT: i64 = 1_000;

/// Counts a search of a day.
pub(super) fn count_miss(tx: &mut Conn, day: i64, query: &str) -> Result<()> {
    let counted = sql("UPDATE search_misses SET count = count + 1 WHERE day = $1 AND query = $2")
        .bind(day)
        .bind(query)
        .execute(tx)?;
    if counted == 0 {
        sql("INSERT INTO search_misses (day, query, count) SELECT $1, $2, 1 \
             WHERE (SELECT count(*) FROM (SELECT 1 FROM search_misses m WHERE m.day = $1 LIMIT $3) AS n) < $3 \
             ON CONFLICT (day, query) DO UPDATE SET count = search_misses.count + 1")
        .bind(day)
        .bind(query)
        .bind(KEPT)
        .execute(tx)?;
    }
    Ok(())
}
