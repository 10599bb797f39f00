//! The SQL of submissions.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::submissions;
use crate::db::{Both, Conn};
use crate::error::Result;
use crate::ids::UserId;

/// Notes a submission; false when it was noted before.
pub(super) fn take(tx: &mut Conn, user: UserId, key: &str, now: Timestamp) -> Result<bool> {
    let taken = Both(
        diesel::insert_into(submissions::table)
            .values((
                submissions::user_id.eq(user),
                submissions::form_key.eq(key),
                submissions::location.eq(""),
                submissions::created_at.eq(now),
            ))
            .on_conflict((submissions::user_id, submissions::form_key))
            .do_nothing(),
    )
    .execute(tx)?;
    Ok(taken == 1)
}

/// Where it led.
pub(super) fn location(tx: &mut Conn, user: UserId, key: &str) -> Result<String> {
    Ok(submissions::table.find((user, key)).select(submissions::location).first(tx)?)
}

/// Keeps where it led.
pub(super) fn keep(tx: &mut Conn, user: UserId, key: &str, location: &str) -> Result<()> {
    diesel::update(submissions::table.find((user, key))).set(submissions::location.eq(location)).execute(tx)?;
    Ok(())
}

/// Forgets what was submitted before this time.
///
/// # Errors
/// When the database refuses.
pub fn forget(tx: &mut Conn, before: Timestamp) -> Result<()> {
    diesel::delete(submissions::table.filter(submissions::created_at.lt(before))).execute(tx)?;
    Ok(())
}
