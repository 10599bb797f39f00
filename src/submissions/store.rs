//! The SQL of submitted forms.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::submissions;
use crate::db::{Both, Conn};
use crate::error::Result;
use crate::ids::UserId;

pub(super) fn once(
    tx: &mut Conn,
    (user, key, now): (UserId, &str, Timestamp),
    f: impl FnOnce(&mut Conn) -> Result<String>,
) -> Result<String> {
    if key.is_empty() {
        return f(tx);
    }
    // The row is taken before the work: whoever sends the same form meanwhile waits here, and then finds it.
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
    if taken == 0 {
        return Ok(submissions::table.find((user, key)).select(submissions::location).first(tx)?);
    }
    let location = f(tx)?;
    diesel::update(submissions::table.find((user, key))).set(submissions::location.eq(&location)).execute(tx)?;
    Ok(location)
}

pub(super) fn forget(tx: &mut Conn, before: Timestamp) -> Result<()> {
    diesel::delete(submissions::table.filter(submissions::created_at.lt(before))).execute(tx)?;
    Ok(())
}
