//! The SQL of the settings.

use diesel::prelude::*;
use diesel::upsert::excluded;

use crate::clock::Timestamp;
use crate::db::schema::settings;
use crate::db::{Both, Conn};
use crate::error::Result;

pub(super) fn all(c: &mut Conn) -> Result<Vec<(String, String)>> {
    Ok(settings::table.select((settings::key, settings::value)).load(c)?)
}

/// Sets one.
///
/// # Errors
/// When the database refuses.
pub fn set(tx: &mut Conn, key: &str, value: &str, now: Timestamp) -> Result<()> {
    Both(
        diesel::insert_into(settings::table)
            .values((settings::key.eq(key), settings::value.eq(value), settings::updated_at.eq(now)))
            .on_conflict(settings::key)
            .do_update()
            .set((
                settings::value.eq(excluded(settings::value)),
                settings::updated_at.eq(excluded(settings::updated_at)),
            )),
    )
    .execute(tx)?;
    Ok(())
}
