//! The SQL of statuses.

use diesel::prelude::*;

use super::{Status, StatusKind, Tone};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{status_names, statuses};
use crate::error::{AppError, Result};
use crate::ids::StatusId;

type Row = (StatusId, String, String, StatusKind, Tone, String, Option<Timestamp>);

type Columns =
    (statuses::id, statuses::key, statuses::name, statuses::kind, statuses::tone, statuses::icon, statuses::retired_at);

const COLUMNS: Columns =
    (statuses::id, statuses::key, statuses::name, statuses::kind, statuses::tone, statuses::icon, statuses::retired_at);

/// Every status, in the order the admins gave them; retired ones are among them. They are few.
///
/// # Errors
/// When the database refuses.
pub fn all(c: &mut Conn) -> Result<Vec<Status>> {
    let rows: Vec<Row> = statuses::table.order((statuses::position, statuses::id)).select(COLUMNS).load(c)?;
    let mut names: Vec<(StatusId, String, String)> =
        status_names::table.select((status_names::status_id, status_names::lang, status_names::name)).load(c)?;
    Ok(rows
        .into_iter()
        .map(|(id, key, name, kind, tone, icon, retired_at)| {
            let names = names.extract_if(.., |(of, ..)| *of == id).map(|(_, lang, name)| (lang, name)).collect();
            Status { id, key, name, names, kind, tone, icon, retired: retired_at.is_some() }
        })
        .collect())
}

/// The status of this number.
///
/// # Errors
/// When the database refuses.
pub fn by_id(c: &mut Conn, id: StatusId) -> Result<Option<Status>> {
    Ok(all(c)?.into_iter().find(|status| status.id == id))
}

/// The status that the program knows by this key. It is always there: such a one is never deleted.
///
/// # Errors
/// When the database refuses, or the status is gone.
pub fn by_key(c: &mut Conn, key: &str) -> Result<Status> {
    let found = all(c)?.into_iter().find(|status| status.key == key);
    found.ok_or_else(|| AppError::internal(format!("the status {key} is gone: put it back into the table statuses")))
}
