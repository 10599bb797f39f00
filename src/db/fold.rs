//! Totals that are folded seconds later: a row that changes notes `+1` or `-1` in a table of changes, and a job adds these
//! up. A question then waits for no row that others write too, and nothing is ever counted from the start.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::{Conn, sql};
use crate::error::Result;

/// A column `topics_count` and the changes that it does not have yet.
#[derive(Debug, Clone, Copy)]
pub struct Folded {
    /// The table with the column, by its `id`.
    pub table: &'static str,
    /// The table of changes: `id`, the key below, `change`.
    pub changes: &'static str,
    /// Which row of the table a change is for.
    pub key: &'static str,
}

/// Changes that one [`fold_counts`] takes at most.
const FOLDED: i64 = 1_000;

/// Adds what has changed since the last time. Takes a bounded number of changes: true when it found as many, so that
/// there may be more.
///
/// # Errors
/// When the database refuses.
pub fn fold_counts(tx: &mut Conn, of: &Folded) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Change {
        #[diesel(sql_type = BigInt)]
        subject: i64,
        #[diesel(sql_type = BigInt)]
        change: i64,
    }
    let Folded { table, changes, key } = of;
    // From a number on, so that it is a walk along the key and no scan.
    let taken: Vec<Change> = sql(format!(
        "DELETE FROM {changes} WHERE id IN (SELECT n.id FROM {changes} n WHERE n.id > 0 ORDER BY n.id LIMIT $1) \
         RETURNING {key} AS subject, change"
    ))
    .bind(FOLDED)
    .load(tx)?;
    // In the order of ids, in which whoever holds several rows holds them.
    let mut sums = BTreeMap::new();
    for row in &taken {
        *sums.entry(row.subject).or_insert(0) += row.change;
    }
    let add = format!("UPDATE {table} SET topics_count = topics_count + $1 WHERE id = $2");
    for (id, change) in sums {
        sql(add.clone()).bind(change).bind(id).execute(tx)?;
    }
    Ok(i64::try_from(taken.len()) == Ok(FOLDED))
}
