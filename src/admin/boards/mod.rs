//! Boards made, changed, ordered, restricted to groups and retired.

pub mod web;

use super::{check, groups, note};
use crate::boards::{self, Board, BoardKind, Move, NewBoard, Readers};
use crate::db::{Conn, dialect};
use crate::error::{AppError, Invalid, Result};
use crate::ids::BoardId;
use crate::message::Message;
use crate::moderation::{By, Change, Deed, Subject};
use crate::topics::counters;

/// What an admin says of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardText {
    /// Its name on pages.
    pub name: String,
    /// What belongs there.
    pub description: String,
    /// What stands on it; as it is, or questions, when nothing was said.
    pub kind: Option<BoardKind>,
    /// Its colour, 1 to [`boards::HUES`].
    pub hue: i64,
    /// Who may read it.
    pub readers: Readers,
}

/// Makes a board, the last in the order.
///
/// # Errors
/// [`AppError::Denied`] for others than admins, [`AppError::Invalid`] for a group that is not there,
/// [`AppError::Duplicate`] when the address is taken.
pub fn create(tx: &mut Conn, by: By<'_>, slug: &str, text: &BoardText) -> Result<BoardId> {
    check(by)?;
    let readers = readers(tx, &text.readers)?;
    let kind = text.kind.unwrap_or(BoardKind::Questions);
    let new = NewBoard {
        slug: slug.to_owned(),
        name: text.name.clone(),
        description: text.description.clone(),
        kind,
        hue: text.hue,
    };
    let id = boards::create(tx, &new, by.now)?;
    boards::set_readers(tx, id, &text.readers)?;
    let changes: Vec<Change> = [
        Change::of("slug", "", slug),
        Change::of("name", "", &text.name),
        Change::of("description", "", &text.description),
        Change::of("kind", "", kind.as_str()),
        Change::of("colour", "", &text.hue),
        Change::of("readers", "", &readers),
    ]
    .into_iter()
    .flatten()
    .collect();
    note(tx, by, Deed::CreateBoard, Subject::Board(id), &changes)?;
    Ok(id)
}

/// Changes a board, its kind only while nothing stands on it. With its readers, what its questions count for changes too.
///
/// # Errors
/// As [`create`]; [`AppError::NotFound`] when there is no such board.
pub fn edit(tx: &mut Conn, by: By<'_>, id: BoardId, text: &BoardText) -> Result<()> {
    let board = held(tx, by, id)?;
    let before = boards::readers(tx, &board)?;
    let readers = Change::of("readers", &readers(tx, &before)?, &readers(tx, &text.readers)?);
    let kind = text.kind.unwrap_or(board.kind);
    if kind != board.kind {
        if boards::has_topics(tx, id)? {
            return Err(Invalid::field("kind", Message::new("admin-board-kind-fixed")).into());
        }
        boards::set_kind(tx, id, kind)?;
    }
    boards::update(tx, id, &text.name, &text.description, text.hue)?;
    if readers.is_some() {
        boards::set_readers(tx, id, &text.readers)?;
        counters::recount_board(tx, id, by.now)?;
    }
    let changes: Vec<Change> = [
        Change::of("name", &board.name, &text.name),
        Change::of("description", &board.description, &text.description),
        Change::of("kind", board.kind.as_str(), kind.as_str()),
        Change::of("colour", &board.hue, &text.hue),
        readers,
    ]
    .into_iter()
    .flatten()
    .collect();
    note(tx, by, Deed::EditBoard, Subject::Board(id), &changes)
}

/// Puts a board one place up or down.
///
/// # Errors
/// As [`edit`].
pub fn shift(tx: &mut Conn, by: By<'_>, id: BoardId, way: Move) -> Result<()> {
    held(tx, by, id)?;
    if !boards::shift(tx, id, way)? {
        return Ok(());
    }
    let after = match way {
        Move::Up => "up",
        Move::Down => "down",
    };
    let changes: Vec<Change> = Change::of("position", "", after).into_iter().collect();
    note(tx, by, Deed::MoveBoard, Subject::Board(id), &changes)
}

/// Whether a board takes new questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// Not any more; what stands there stays.
    Retire,
    /// Again.
    Revive,
}

/// Retires a board or revives it; nothing happens when it is so already.
///
/// # Errors
/// As [`edit`].
pub fn set_life(tx: &mut Conn, by: By<'_>, id: BoardId, life: Life) -> Result<()> {
    let board = held(tx, by, id)?;
    let (since, action) = match life {
        Life::Retire => (Some(by.now), Deed::RetireBoard),
        Life::Revive => (None, Deed::ReviveBoard),
    };
    if board.retired_at.is_some() == since.is_some() {
        return Ok(());
    }
    boards::set_retired(tx, id, since)?;
    let changes: Vec<Change> =
        Change::of("retired", &board.retired_at.is_some(), &since.is_some()).into_iter().collect();
    note(tx, by, action, Subject::Board(id), &changes)
}

/// The board, which nobody else changes until the transaction ends.
fn held(tx: &mut Conn, by: By<'_>, id: BoardId) -> Result<Board> {
    check(by)?;
    dialect::lock_boards(tx)?;
    boards::by_id(tx, id)?.ok_or(AppError::NotFound)
}

/// Who may read, for the audit table: names of groups.
fn readers(c: &mut Conn, readers: &Readers) -> Result<String> {
    let Readers::Groups(ids) = readers else { return Ok("everyone".into()) };
    let all = groups::all(c)?;
    let names: Option<Vec<&str>> =
        ids.iter().map(|id| all.iter().find(|group| group.id == *id).map(|group| group.slug.as_str())).collect();
    match names {
        Some(names) => Ok(names.join(", ")),
        None => Err(Invalid::field("groups", Message::new("admin-board-no-group")).into()),
    }
}
