//! The SQL of the settings.

use diesel::prelude::*;
use diesel::upsert::excluded;

use crate::clock::Timestamp;
use crate::db::schema::settings;
use crate::db::{Both, Conn};
use crate::error::Result;
use crate::ids;

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

/// A secret of this site: made at the first call, the same ever after, and shown nowhere.
///
/// # Errors
/// When the database refuses.
pub fn secret(tx: &mut Conn, key: &str, now: Timestamp) -> Result<String> {
    if let Some(known) = known_secret(tx, key)? {
        return Ok(known);
    }
    // Of two nodes that make one at once, the first one's stays.
    let new = (settings::key.eq(key), settings::value.eq(ids::secret()), settings::updated_at.eq(now));
    Both(diesel::insert_into(settings::table).values(new).on_conflict(settings::key).do_nothing()).execute(tx)?;
    Ok(settings::table.filter(settings::key.eq(key)).select(settings::value).first(tx)?)
}

/// The same, if it has been made.
///
/// # Errors
/// When the database refuses.
pub fn known_secret(c: &mut Conn, key: &str) -> Result<Option<String>> {
    Ok(settings::table.filter(settings::key.eq(key)).select(settings::value).first(c).optional()?)
}
