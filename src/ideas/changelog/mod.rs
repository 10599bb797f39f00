//! The changelog: the ideas that were delivered, the latest first, with the word of staff that delivered each.

mod store;
pub mod web;

use std::collections::HashMap;

use super::PAGE;
use super::list::{self, IdeaRow};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{BoardId, TopicId};
use crate::topics::Cursor;

pub use store::Word;

/// An idea that was delivered.
#[derive(Debug, Clone)]
pub struct Delivered {
    /// The idea as lists show it.
    pub idea: IdeaRow,
    /// When it was delivered.
    pub at: Timestamp,
    /// What staff said then.
    pub word: Option<Word>,
}

/// One page of the changelog.
#[derive(Debug)]
pub struct ChangelogPage {
    /// What was delivered, the latest first.
    pub delivered: Vec<Delivered>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

/// A page of what was delivered of ideas on these boards, which the reader may read.
///
/// # Errors
/// When the database refuses.
pub fn page(c: &mut Conn, boards: &[BoardId], after: Cursor) -> Result<ChangelogPage> {
    let mut keys: Vec<(Timestamp, TopicId)> = Vec::new();
    for board in boards {
        keys.extend(store::keys(c, *board, after, PAGE + 1)?);
    }
    keys.sort_unstable_by_key(|key| std::cmp::Reverse(*key));
    let more = keys.len() > PAGE;
    keys.truncate(PAGE);
    let next = keys.last().filter(|_| more).map(|(at, id)| Cursor { key: at.0, id: id.0 });
    let ids: Vec<TopicId> = keys.iter().map(|(_, id)| *id).collect();
    let mut words = store::words(c, &ids)?;
    let mut rows: HashMap<TopicId, IdeaRow> =
        list::rows(c, &ids)?.into_iter().map(|row| (row.facts.topic, row)).collect();
    let delivered = keys
        .into_iter()
        .filter_map(|(at, id)| Some(Delivered { idea: rows.remove(&id)?, at, word: words.remove(&id) }))
        .collect();
    Ok(ChangelogPage { delivered, next })
}
