//! The boards that topics stand on.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::boards;
use crate::error::Result;
use crate::ids::BoardId;
use crate::policy::{BoardFacts, BoardKind};

/// The boards of a kind, in order: what the policy asks about each, and its name.
///
/// # Errors
/// When the database refuses.
pub fn boards(c: &mut Conn, kind: BoardKind) -> Result<Vec<(BoardFacts, String)>> {
    let rows: Vec<(BoardId, bool, Option<Timestamp>, String)> = boards::table
        .filter(boards::kind.eq(kind))
        .order((boards::position, boards::id))
        .select((boards::id, boards::restricted, boards::retired_at, boards::name))
        .load(c)?;
    Ok(rows
        .into_iter()
        .map(|(id, restricted, retired, name)| (BoardFacts { id, kind, restricted, retired: retired.is_some() }, name))
        .collect())
}

/// A board by its address.
#[derive(Debug)]
pub(super) struct BoardHead {
    pub facts: BoardFacts,
    pub name: String,
    pub description: String,
}

pub(super) fn board_by_slug(c: &mut Conn, slug: &str) -> Result<Option<BoardHead>> {
    type Row = (BoardId, BoardKind, bool, Option<Timestamp>, String, String);
    let row: Option<Row> = boards::table
        .filter(boards::slug.eq(slug))
        .select((boards::id, boards::kind, boards::restricted, boards::retired_at, boards::name, boards::description))
        .first(c)
        .optional()?;
    Ok(row.map(|(id, kind, restricted, retired, name, description)| BoardHead {
        facts: BoardFacts { id, kind, restricted, retired: retired.is_some() },
        name,
        description,
    }))
}
