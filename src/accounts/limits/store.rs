//! The SQL of counted attempts.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::attempts;
use crate::error::Result;

/// When the latest were, newest first, at most `max`.
pub(super) fn latest(c: &mut Conn, kind: &str, subject: &str, since: Timestamp, max: i64) -> Result<Vec<Timestamp>> {
    Ok(attempts::table
        .filter(attempts::kind.eq(kind))
        .filter(attempts::subject.eq(subject))
        .filter(attempts::at.gt(since))
        .order(attempts::at.desc())
        .limit(max)
        .select(attempts::at)
        .load(c)?)
}

pub(super) fn insert(tx: &mut Conn, kind: &str, subject: &str, now: Timestamp) -> Result<i64> {
    Ok(diesel::insert_into(attempts::table)
        .values((attempts::kind.eq(kind), attempts::subject.eq(subject), attempts::at.eq(now)))
        .returning(attempts::id)
        .get_result(tx)?)
}

pub(super) fn delete(tx: &mut Conn, ids: &[i64]) -> Result<()> {
    diesel::delete(attempts::table.filter(attempts::id.eq_any(ids))).execute(tx)?;
    Ok(())
}

pub(super) fn forget(tx: &mut Conn, before: Timestamp) -> Result<()> {
    diesel::delete(attempts::table.filter(attempts::at.lt(before))).execute(tx)?;
    Ok(())
}
