//! The SQL of verifying: the same text on both databases.

use diesel::RunQueryDsl;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::Difference;
use super::checks::{Check, Table};
use crate::db::schema::{audit, audit_texts};
use crate::db::{Conn, sql};
use crate::error::Result;

/// Rows that one statement looks at.
const PAGE: i64 = 1_000;

#[derive(QueryableByName)]
struct End {
    #[diesel(sql_type = Nullable<BigInt>)]
    last: Option<i64>,
}

/// The last key of the page behind `after`; none at the end of the table.
pub(super) fn page_end(c: &mut Conn, table: &Table, after: i64) -> Result<Option<i64>> {
    let Table { name, key, .. } = table;
    let end: End = sql(format!(
        "SELECT max(k) AS last FROM \
         (SELECT DISTINCT {key} AS k FROM {name} WHERE {key} > $1 ORDER BY {key} LIMIT {PAGE}) AS page"
    ))
    .bind(after)
    .get_result(c)?;
    Ok(end.last)
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Nullable<Text>)]
    stored: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    recounted: Option<String>,
}

/// The rows of a page (keys behind the first number, up to the second) that a check finds wrong.
pub(super) fn differing(
    c: &mut Conn,
    table: &Table,
    check: &Check,
    (after, last): (i64, i64),
) -> Result<Vec<Difference>> {
    let Table { name, key, id, .. } = table;
    let Check { column, stored, recount } = check;
    let rows: Vec<Row> = sql(format!(
        "SELECT CAST(id AS TEXT) AS id, CAST(stored AS TEXT) AS stored, CAST(recounted AS TEXT) AS recounted FROM \
         (SELECT {id} AS id, {stored} AS stored, {recount} AS recounted FROM {name} AS x \
          WHERE x.{key} > $1 AND x.{key} <= $2) AS compared \
         WHERE stored IS DISTINCT FROM recounted ORDER BY id"
    ))
    .bind(after)
    .bind(last)
    .load(c)?;
    let shown = |value: Option<String>| value.unwrap_or_else(|| "nothing".into());
    Ok(rows
        .into_iter()
        .map(|row| Difference {
            table: (*name).to_owned(),
            id: row.id,
            column: (*column).to_owned(),
            stored: shown(row.stored),
            recounted: shown(row.recounted),
        })
        .collect())
}

/// A line of the audit table whose words have not been erased.
#[derive(Queryable)]
pub(super) struct AuditLine {
    pub(super) id: i64,
    pub(super) text_digest: String,
    pub(super) reason: String,
    pub(super) detail: String,
}

/// The next lines with their words.
pub(super) fn audit(c: &mut Conn, after: i64) -> Result<Vec<AuditLine>> {
    Ok(audit::table
        .inner_join(audit_texts::table)
        .filter(audit::id.gt(after))
        .order(audit::id)
        .limit(PAGE)
        .select((audit::id, audit::text_digest, audit_texts::reason, audit_texts::detail))
        .load(c)?)
}
