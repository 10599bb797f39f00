//! Boards: the places questions and articles stand on. Some are read by members of groups only; for everybody else those are not
//! there, in lists and in counts alike.

mod store;
pub mod web;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{BoardId, GroupId};
use crate::policy::{self, Action, Actor, BoardFacts};

pub use crate::policy::BoardKind;
pub use store::{
    NewBoard, by_id, by_slug, create, facts, fold_counts, has_topics, hold, readers, set_kind, set_retired, update,
};

/// The colours a board may have: 1 to this.
pub const HUES: i64 = 6;

/// A board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// Its row.
    pub id: BoardId,
    /// Its name in addresses; never changes.
    pub slug: String,
    /// Its name on pages.
    pub name: String,
    /// What belongs there, in a sentence or two.
    pub description: String,
    /// What stands on it.
    pub kind: BoardKind,
    /// Its colour, 1 to [`HUES`].
    pub hue: i64,
    /// Read by some groups only.
    pub restricted: bool,
    /// Since when it takes nothing new.
    pub retired_at: Option<Timestamp>,
    /// Topics that are to be seen there, as of the last [`fold_counts`].
    pub topics_count: i64,
}

impl Board {
    /// What the policy asks about it.
    #[must_use]
    pub const fn facts(&self) -> BoardFacts {
        BoardFacts { id: self.id, kind: self.kind, restricted: self.restricted, retired: self.retired_at.is_some() }
    }

    /// The address of its page.
    #[must_use]
    pub fn url(&self) -> String {
        match self.kind {
            BoardKind::Questions | BoardKind::Articles => format!("/boards/{}", self.slug),
            BoardKind::Ideas => format!("/ideas?board={}", self.slug),
        }
    }

    /// The address of its feed, without the end that tells the format.
    #[must_use]
    pub fn feed(&self) -> String {
        format!("/boards/{}/feed", self.slug)
    }
}

/// Which way a board goes in the list of boards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Before the one above it.
    Up,
    /// Behind the one below it.
    Down,
}

/// The boards the actor may read, in the order the admins gave them; retired ones are among them.
///
/// # Errors
/// When the database refuses.
pub fn list(c: &mut Conn, actor: &Actor) -> Result<Vec<Board>> {
    let mut boards = store::all(c)?;
    boards.retain(|board| policy::check(actor, Action::ReadBoard(board.facts())).is_ok());
    Ok(boards)
}

/// Puts a board one place up or down. At the end of the list it stays where it is, and the answer is false.
///
/// # Errors
/// When the database refuses.
pub fn shift(tx: &mut Conn, board: BoardId, way: Move) -> Result<bool> {
    let mut order: Vec<BoardId> = store::hold_order(tx)?;
    let Some(from) = order.iter().position(|id| *id == board) else { return Ok(false) };
    let to = match way {
        Move::Up => from.checked_sub(1),
        Move::Down => Some(from + 1).filter(|to| *to < order.len()),
    };
    let Some(to) = to else { return Ok(false) };
    order.swap(from, to);
    store::set_order(tx, &order)?;
    Ok(true)
}

/// Who may read a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Readers {
    /// Everybody, signed in or not.
    Everyone,
    /// Members of these groups, and the board's moderators.
    Groups(Vec<GroupId>),
}

/// Says who may read a board. Its questions follow in the same transaction: there is no moment at which a list shows
/// what its board no longer does.
///
/// # Errors
/// When the database refuses, or a group is not there.
pub fn set_readers(tx: &mut Conn, board: BoardId, readers: &Readers) -> Result<()> {
    match readers {
        Readers::Everyone => store::set_groups(tx, board, false, &[]),
        Readers::Groups(groups) => store::set_groups(tx, board, true, groups),
    }
}
