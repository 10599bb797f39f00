//! Lists of ideas: by cursor, along an index, whatever the number of ideas.
//!
//! A list is read a board at a time, because only then is its order the order of an index, and the pages are merged
//! here: boards for ideas are few.

mod store;

pub use store::{ListFacts, counts, fold_counts};

use super::{Order, PAGE};
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{BoardId, StatusId, TopicId, UserId};
use crate::policy::{self, Action, Actor, BoardKind};
use crate::topics::{self, Cursor, TopicRow};

/// Which ideas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Only {
    /// All of them.
    Everything,
    /// Those with this status.
    Status(StatusId),
}

/// An idea in a list.
#[derive(Debug, Clone)]
pub struct IdeaRow {
    /// Its topic.
    pub topic: TopicRow,
    /// What it is besides.
    pub facts: ListFacts,
}

/// One page of a list.
#[derive(Debug)]
pub struct IdeaPage {
    /// The ideas, in order.
    pub ideas: Vec<IdeaRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

/// The boards for ideas that the actor may read, in order.
///
/// # Errors
/// When the database refuses.
pub fn boards(c: &mut Conn, actor: &Actor) -> Result<Vec<BoardId>> {
    let boards = topics::boards(c, BoardKind::Ideas)?.into_iter().map(|(facts, _)| facts);
    Ok(boards.filter(|facts| policy::check(actor, Action::ReadBoard(*facts)).is_ok()).map(|facts| facts.id).collect())
}

/// One page of the ideas of these boards, which the reader may read.
///
/// # Errors
/// When the database refuses.
pub fn list(c: &mut Conn, boards: &[BoardId], only: Only, order: Order, after: Cursor) -> Result<IdeaPage> {
    let mut keys = Vec::new();
    for board in boards {
        keys.extend(store::keys(c, *board, only, order, after)?);
    }
    page(c, keys)
}

/// The ideas that somebody voted on, among those of these boards: the latest vote first. What became part of another
/// idea since is there as that one.
///
/// # Errors
/// When the database refuses.
pub fn voted_by(c: &mut Conn, boards: &[BoardId], voter: UserId, after: Cursor) -> Result<IdeaPage> {
    let keys = store::voted_by(c, boards, voter, after)?;
    page(c, keys)
}

/// The first [`PAGE`] of these keys, with their rows.
pub(super) fn page(c: &mut Conn, mut keys: Vec<(i64, TopicId)>) -> Result<IdeaPage> {
    keys.sort_unstable_by_key(|key| std::cmp::Reverse(*key));
    let more = keys.len() > PAGE;
    keys.truncate(PAGE);
    let next = keys.last().filter(|_| more).map(|(key, id)| Cursor { key: *key, id: id.0 });
    let ids: Vec<TopicId> = keys.into_iter().map(|(_, id)| id).collect();
    Ok(IdeaPage { ideas: rows(c, &ids)?, next })
}

/// These ideas as lists show them, in this order. Whether the reader may see them was asked when they were found.
///
/// # Errors
/// When the database refuses.
pub fn rows(c: &mut Conn, ids: &[TopicId]) -> Result<Vec<IdeaRow>> {
    let mut topics = topics::rows(c, ids)?;
    let mut facts = store::facts(c, ids)?;
    let mut row = |id: &TopicId| {
        let topic = topics.extract_if(.., |row| row.id == *id).next()?;
        Some(IdeaRow { topic, facts: facts.extract_if(.., |row| row.topic == *id).next()? })
    };
    Ok(ids.iter().filter_map(&mut row).collect())
}
