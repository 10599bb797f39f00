//! The SQL of statuses.

use diesel::prelude::*;

use super::{Status, StatusKind, Tone};
use crate::clock::Timestamp;
use crate::db::schema::{idea_counts, idea_updates, ideas, status_names, statuses};
use crate::db::{Conn, sql};
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

/// What admins say of a status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStatus {
    /// Its name; empty for the program's own.
    pub name: String,
    /// Its names in other languages: code and name.
    pub names: Vec<(String, String)>,
    /// What it means.
    pub kind: StatusKind,
    /// Its colour.
    pub tone: Tone,
    /// One of [`super::ICONS`].
    pub icon: String,
}

/// Makes a status, the last in the order.
///
/// # Errors
/// When the database refuses.
pub fn create(tx: &mut Conn, new: &NewStatus, now: Timestamp) -> Result<StatusId> {
    let last: Option<i64> = statuses::table.select(diesel::dsl::max(statuses::position)).first(tx)?;
    let id = diesel::insert_into(statuses::table)
        .values((
            statuses::name.eq(&new.name),
            statuses::kind.eq(new.kind),
            statuses::tone.eq(new.tone),
            statuses::icon.eq(&new.icon),
            statuses::position.eq(last.unwrap_or(0) + 1),
            statuses::created_at.eq(now),
        ))
        .returning(statuses::id)
        .get_result(tx)?;
    set_names(tx, id, &new.names)?;
    Ok(id)
}

/// Changes a status. Its kind may change only while no idea has it.
///
/// # Errors
/// When the database refuses.
pub fn update(tx: &mut Conn, id: StatusId, new: &NewStatus) -> Result<()> {
    diesel::update(statuses::table.find(id))
        .set((
            statuses::name.eq(&new.name),
            statuses::kind.eq(new.kind),
            statuses::tone.eq(new.tone),
            statuses::icon.eq(&new.icon),
        ))
        .execute(tx)?;
    set_names(tx, id, &new.names)
}

fn set_names(tx: &mut Conn, id: StatusId, names: &[(String, String)]) -> Result<()> {
    diesel::delete(status_names::table.filter(status_names::status_id.eq(id))).execute(tx)?;
    for (lang, name) in names {
        diesel::insert_into(status_names::table)
            .values((status_names::status_id.eq(id), status_names::lang.eq(lang), status_names::name.eq(name)))
            .execute(tx)?;
    }
    Ok(())
}

/// Says since when a status is given to no idea any more; none: it is given again.
///
/// # Errors
/// When the database refuses.
pub fn set_retired(tx: &mut Conn, id: StatusId, since: Option<Timestamp>) -> Result<()> {
    diesel::update(statuses::table.find(id)).set(statuses::retired_at.eq(since)).execute(tx)?;
    Ok(())
}

pub(super) fn set_order(tx: &mut Conn, order: &[StatusId]) -> Result<()> {
    for (position, id) in (1_i64..).zip(order) {
        diesel::update(statuses::table.find(id).filter(statuses::position.ne(position)))
            .set(statuses::position.eq(position))
            .execute(tx)?;
    }
    Ok(())
}

/// Whether an idea has this status, seen or not.
///
/// # Errors
/// When the database refuses.
pub fn is_given(c: &mut Conn, id: StatusId) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(ideas::table.filter(ideas::status_id.eq(id)))).get_result(c)?)
}

/// The statuses that some idea has.
///
/// # Errors
/// When the database refuses.
pub fn given(c: &mut Conn) -> Result<Vec<StatusId>> {
    #[derive(QueryableByName)]
    struct Id {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        id: StatusId,
    }
    // One step along the index for each, for the sake of its order; asked whether there is one, or for any, PostgreSQL
    // would read all ideas.
    let rows: Vec<Id> = sql("SELECT s.id FROM statuses s WHERE s.id = \
         (SELECT i.status_id FROM ideas i WHERE i.status_id >= s.id ORDER BY i.status_id LIMIT 1)")
    .load(c)?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Whether an update gave this status to an idea, some time or other.
///
/// # Errors
/// When the database refuses.
pub fn was_given(c: &mut Conn, id: StatusId) -> Result<bool> {
    let updates = idea_updates::table.filter(idea_updates::status_id.eq(id));
    Ok(diesel::select(diesel::dsl::exists(updates)).get_result(c)?)
}

/// Deletes a status that no idea has and none ever had.
///
/// # Errors
/// When the database refuses: something still names it.
pub fn delete(tx: &mut Conn, id: StatusId) -> Result<()> {
    diesel::delete(status_names::table.filter(status_names::status_id.eq(id))).execute(tx)?;
    diesel::delete(idea_counts::table.filter(idea_counts::status_id.eq(id))).execute(tx)?;
    diesel::delete(statuses::table.find(id)).execute(tx)?;
    Ok(())
}
