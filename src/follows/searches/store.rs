//! The SQL of kept searches.

use diesel::prelude::*;

use super::MAX_SEARCHES;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::saved_searches;
use crate::error::Result;
use crate::ids::{SearchId, UserId};

/// A search somebody keeps.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct SavedSearch {
    /// Its row.
    pub id: SearchId,
    /// What its owner calls it.
    pub name: String,
    /// As typed into the search box.
    pub query: String,
}

pub(super) fn count(c: &mut Conn, user: UserId) -> Result<usize> {
    let ids: Vec<SearchId> = saved_searches::table
        .filter(saved_searches::user_id.eq(user))
        .order(saved_searches::id)
        .limit(i64::try_from(MAX_SEARCHES).unwrap_or(i64::MAX))
        .select(saved_searches::id)
        .load(c)?;
    Ok(ids.len())
}

pub(super) fn insert(tx: &mut Conn, user: UserId, (name, query): (&str, &str), now: Timestamp) -> Result<SearchId> {
    Ok(diesel::insert_into(saved_searches::table)
        .values((
            saved_searches::user_id.eq(user),
            saved_searches::name.eq(name),
            saved_searches::query.eq(query),
            saved_searches::created_at.eq(now),
        ))
        .returning(saved_searches::id)
        .get_result(tx)?)
}

pub(super) fn find(c: &mut Conn, user: UserId, id: SearchId) -> Result<Option<SavedSearch>> {
    Ok(saved_searches::table
        .filter(saved_searches::id.eq(id))
        .filter(saved_searches::user_id.eq(user))
        .select((saved_searches::id, saved_searches::name, saved_searches::query))
        .first(c)
        .optional()?)
}

pub(super) fn remove(tx: &mut Conn, id: SearchId) -> Result<()> {
    diesel::delete(saved_searches::table.find(id)).execute(tx)?;
    Ok(())
}
