//! The SQL of the preview.

use diesel::RunQueryDsl;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::preview::COUNTED;
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::settings::Cause;

/// Members who have so much reputation and less than that, as far as they are counted; by the roll-up of all time, which
/// may be a minute old. Whoever has never earned anything is not among them.
pub(super) fn members_between(c: &mut Conn, from: i64, below: i64) -> Result<i64> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        members: i64,
    }
    let count: Count = sql("SELECT count(*) AS members FROM (SELECT 1 AS one FROM leaders WHERE period = 'all' \
         AND starts = 0 AND board_id = 0 AND is_staff = FALSE AND gained >= $1 AND gained < $2 LIMIT $3) m")
    // What is shown is one more than what was earned.
    .bind(from - 1)
    .bind(below - 1)
    .bind(COUNTED + 1)
    .get_result(c)?;
    Ok(count.members)
}

/// How often each cause gave among the newest events; what was taken back counts against it.
pub(super) fn newest(c: &mut Conn, most: i64) -> Result<Vec<(Cause, i64)>> {
    #[derive(QueryableByName)]
    struct Times {
        #[diesel(sql_type = Text)]
        kind: Cause,
        #[diesel(sql_type = BigInt)]
        times: i64,
    }
    let rows: Vec<Times> = sql("SELECT e.kind AS kind, \
         CAST(sum(CASE WHEN e.number % 2 = 1 THEN 1 ELSE -1 END) AS BIGINT) AS times \
         FROM (SELECT kind, number FROM reputation_events ORDER BY id DESC LIMIT $1) e GROUP BY e.kind")
    .bind(most)
    .load(c)?;
    Ok(rows.into_iter().map(|row| (row.kind, row.times)).collect())
}
