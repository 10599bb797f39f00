//! The SQL of boards.

use diesel::prelude::*;

use super::{Board, BoardKind, Readers};
use crate::clock::Timestamp;
use crate::db::schema::{board_groups, boards, topics};
use crate::db::{self, Conn, Folded, dialect};
use crate::error::Result;
use crate::ids::{BoardId, GroupId};
use crate::policy::BoardFacts;

type Row = (BoardId, String, String, String, BoardKind, i64, bool, Option<Timestamp>, i64);

type Columns = (
    boards::id,
    boards::slug,
    boards::name,
    boards::description,
    boards::kind,
    boards::hue,
    boards::restricted,
    boards::retired_at,
    boards::topics_count,
);

const COLUMNS: Columns = (
    boards::id,
    boards::slug,
    boards::name,
    boards::description,
    boards::kind,
    boards::hue,
    boards::restricted,
    boards::retired_at,
    boards::topics_count,
);

fn board((id, slug, name, description, kind, hue, restricted, retired_at, topics_count): Row) -> Board {
    Board { id, slug, name, description, kind, hue, restricted, retired_at, topics_count }
}

/// Every board, in order.
pub(super) fn all(c: &mut Conn) -> Result<Vec<Board>> {
    let rows: Vec<Row> = boards::table.order((boards::position, boards::id)).select(COLUMNS).load(c)?;
    Ok(rows.into_iter().map(board).collect())
}

/// The board of this address. Whether the actor may read it is for the policy to say.
///
/// # Errors
/// When the database refuses.
pub fn by_slug(c: &mut Conn, slug: &str) -> Result<Option<Board>> {
    Ok(boards::table.filter(boards::slug.eq(slug)).select(COLUMNS).first::<Row>(c).optional()?.map(board))
}

/// The board of this number. Whether the actor may read it is for the policy to say.
///
/// # Errors
/// When the database refuses.
pub fn by_id(c: &mut Conn, id: BoardId) -> Result<Option<Board>> {
    Ok(boards::table.filter(boards::id.eq(id)).select(COLUMNS).first::<Row>(c).optional()?.map(board))
}

/// What the policy asks about a board.
///
/// # Errors
/// When the database refuses.
pub fn facts(c: &mut Conn, id: BoardId) -> Result<Option<BoardFacts>> {
    let row: Option<(BoardId, BoardKind, bool, Option<Timestamp>)> = boards::table
        .filter(boards::id.eq(id))
        .select((boards::id, boards::kind, boards::restricted, boards::retired_at))
        .first(c)
        .optional()?;
    Ok(row.map(|(id, kind, restricted, retired_at)| BoardFacts { id, kind, restricted, retired: retired_at.is_some() }))
}

/// The same, and the board stays as it is until the transaction ends. Whoever puts a topic on a board asks here:
/// otherwise a board could be closed to the public in between, and the topic would stand in public lists.
///
/// # Errors
/// When the database refuses.
pub fn hold(tx: &mut Conn, id: BoardId) -> Result<Option<BoardFacts>> {
    dialect::hold_board(tx, id)?;
    facts(tx, id)
}

/// What an admin says of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBoard {
    /// Its name in addresses.
    pub slug: String,
    /// Its name on pages.
    pub name: String,
    /// What belongs there.
    pub description: String,
    /// What stands on it.
    pub kind: BoardKind,
    /// Its colour, 1 to [`super::HUES`].
    pub hue: i64,
}

/// Makes an open board, the last in the order.
///
/// # Errors
/// [`crate::error::AppError::Duplicate`] when the address is taken.
pub fn create(tx: &mut Conn, new: &NewBoard, now: Timestamp) -> Result<BoardId> {
    let last: Option<i64> = boards::table.select(diesel::dsl::max(boards::position)).first(tx)?;
    Ok(diesel::insert_into(boards::table)
        .values((
            boards::slug.eq(&new.slug),
            boards::name.eq(&new.name),
            boards::description.eq(&new.description),
            boards::kind.eq(new.kind),
            boards::hue.eq(new.hue),
            boards::position.eq(last.map_or(0, |last| last + 1)),
            boards::created_at.eq(now),
        ))
        .returning(boards::id)
        .get_result(tx)?)
}

/// Changes what pages say of a board.
///
/// # Errors
/// When the database refuses.
pub fn update(tx: &mut Conn, id: BoardId, name: &str, description: &str, hue: i64) -> Result<()> {
    diesel::update(boards::table.filter(boards::id.eq(id)))
        .set((boards::name.eq(name), boards::description.eq(description), boards::hue.eq(hue)))
        .execute(tx)?;
    Ok(())
}

/// Whether anything stands on a board, seen or not.
///
/// # Errors
/// When the database refuses.
pub fn has_topics(c: &mut Conn, id: BoardId) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(topics::table.filter(topics::board_id.eq(id)))).get_result(c)?)
}

/// Says what stands on a board that is empty.
///
/// # Errors
/// When the database refuses.
pub fn set_kind(tx: &mut Conn, id: BoardId, kind: BoardKind) -> Result<()> {
    diesel::update(boards::table.filter(boards::id.eq(id))).set(boards::kind.eq(kind)).execute(tx)?;
    Ok(())
}

/// Closes a board to new questions, or opens it again (with none).
///
/// # Errors
/// When the database refuses.
pub fn set_retired(tx: &mut Conn, id: BoardId, since: Option<Timestamp>) -> Result<()> {
    diesel::update(boards::table.filter(boards::id.eq(id))).set(boards::retired_at.eq(since)).execute(tx)?;
    Ok(())
}

/// Every board's number in order; the order stays until the transaction ends.
pub(super) fn hold_order(tx: &mut Conn) -> Result<Vec<BoardId>> {
    dialect::lock_boards(tx)?;
    Ok(boards::table.order((boards::position, boards::id)).select(boards::id).load(tx)?)
}

pub(super) fn set_order(tx: &mut Conn, order: &[BoardId]) -> Result<()> {
    for (position, id) in (0_i64..).zip(order) {
        diesel::update(boards::table.filter(boards::id.eq(id)).filter(boards::position.ne(position)))
            .set(boards::position.eq(position))
            .execute(tx)?;
    }
    Ok(())
}

/// Who may read a board.
///
/// # Errors
/// When the database refuses.
pub fn readers(c: &mut Conn, board: &Board) -> Result<Readers> {
    if !board.restricted {
        return Ok(Readers::Everyone);
    }
    let groups = board_groups::table
        .filter(board_groups::board_id.eq(board.id))
        .order(board_groups::group_id)
        .select(board_groups::group_id)
        .load(c)?;
    Ok(Readers::Groups(groups))
}

pub(super) fn set_groups(tx: &mut Conn, board: BoardId, restricted: bool, groups: &[GroupId]) -> Result<()> {
    // The board first: who puts a topic on it waits here, or has committed, and then its topic is among those below.
    diesel::update(boards::table.filter(boards::id.eq(board))).set(boards::restricted.eq(restricted)).execute(tx)?;
    diesel::delete(board_groups::table.filter(board_groups::board_id.eq(board))).execute(tx)?;
    for group in groups {
        diesel::insert_into(board_groups::table)
            .values((board_groups::board_id.eq(board), board_groups::group_id.eq(group)))
            .execute(tx)?;
    }
    let audience = if restricted { board.0 } else { 0 };
    diesel::update(topics::table.filter(topics::board_id.eq(board)).filter(topics::audience.ne(audience)))
        .set(topics::audience.eq(audience))
        .execute(tx)?;
    Ok(())
}

/// The number of visible topics on a board.
const COUNTED: Folded = Folded { table: "boards", changes: "board_changes", key: "board_id" };

/// Adds what has changed since the last time to each board's number of visible topics. Run seconds after the fact by a
/// job; true when there may be more.
///
/// # Errors
/// When the database refuses.
pub fn fold_counts(tx: &mut Conn) -> Result<bool> {
    db::fold_counts(tx, &COUNTED)
}
