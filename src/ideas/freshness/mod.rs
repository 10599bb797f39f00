//! How soon staff answer: the ideas that lead, when each is due, and what was promised and has not come.
//!
//! The *top* is looked for every ten minutes by a job ([`settle_top`]): the most wanted ideas of the open boards that
//! are still to be decided or done. Who comes into it without a word of staff is due [`ANSWER_WITHIN`] later; a promised
//! date goes before that. The figures say how many of the top have been answered, and how many in time.

mod store;
pub mod web;

use std::collections::HashSet;
use std::time::Duration;

use serde::Serialize;

use super::list;
use crate::clock::{Timestamp, days};
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{BoardId, TopicId};
use crate::policy::Actor;
use crate::topics;

pub use store::DueRow;

/// The kind of the job that settles the top.
pub const TOP: &str = "ideas.top";
/// Ideas in the top.
pub const LEADING: usize = 20;
/// How long after it came into the top an idea may wait for the first word.
pub const ANSWER_WITHIN: Duration = days(14);
/// How long after its date a promise that was not kept is shown to everybody.
pub const LATE_AFTER: Duration = days(14);
/// Ideas on a page of what is due.
pub const PAGE: usize = 30;

/// How staff keep up with the top.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// Ideas in the top, [`LEADING`] at most.
    pub of: i64,
    /// Those of which staff have said something.
    pub answered: i64,
    /// Those of them of which they said it in time, and that wait for nothing promised.
    pub in_time: i64,
}

/// Finds the top anew: who comes into it, and who leaves it. What was promised stays due; what was due for being in the
/// top alone is so no more.
///
/// # Errors
/// When the database refuses.
pub fn settle_top(tx: &mut Conn, now: Timestamp) -> Result<()> {
    let mut leading: Vec<(i64, TopicId)> = Vec::new();
    // The boards that a visitor may read: what is for some is judged by some.
    for board in list::boards(tx, &Actor::Visitor)? {
        leading.extend(store::leading(tx, board)?);
    }
    leading.sort_unstable_by_key(|place| std::cmp::Reverse(*place));
    leading.truncate(LEADING);
    let leading: HashSet<TopicId> = leading.into_iter().map(|(_, id)| id).collect();
    let before: HashSet<TopicId> = store::in_top(tx)?.into_iter().collect();
    let sorted = |ids: std::collections::hash_set::Difference<'_, TopicId, _>| {
        let mut ids: Vec<TopicId> = ids.copied().collect();
        ids.sort_unstable();
        ids
    };
    store::leave(tx, &sorted(before.difference(&leading)))?;
    store::enter(tx, &sorted(leading.difference(&before)), now)
}

/// How staff keep up with the top.
///
/// # Errors
/// When the database refuses.
pub fn figures(c: &mut Conn, now: Timestamp) -> Result<Figures> {
    let top = store::top(c)?;
    let count = |holds: &dyn Fn(&store::TopRow) -> bool| {
        i64::try_from(top.iter().filter(|row| holds(row)).count()).unwrap_or(i64::MAX)
    };
    Ok(Figures {
        of: count(&|_| true),
        answered: count(&|row| row.updates_count > 0),
        in_time: count(&|row| row.is_in_time(now)),
    })
}

/// The ideas of these boards of which a word is due, the oldest date first; one more than a page where there are more.
///
/// # Errors
/// When the database refuses.
pub fn due(c: &mut Conn, boards: &[BoardId], after: (Timestamp, TopicId)) -> Result<Vec<DueRow>> {
    let mut keys = Vec::new();
    for board in boards {
        keys.extend(store::due(c, *board, after)?);
    }
    keys.sort_unstable();
    keys.truncate(PAGE + 1);
    let ids: Vec<TopicId> = keys.iter().map(|(_, id)| *id).collect();
    let mut rows = store::due_rows(c, &ids)?;
    rows.sort_unstable_by_key(|row| (row.due_at, row.topic));
    Ok(rows)
}

/// Where a page of the list begins, as it stands in an address.
///
/// # Errors
/// [`crate::error::AppError::BadRequest`] when it is not one of ours.
pub fn parse_cursor(text: Option<&str>) -> Result<(Timestamp, TopicId)> {
    let cursor = topics::Cursor::parse(text)?;
    Ok(match text {
        None | Some("") => (Timestamp(i64::MIN), TopicId(0)),
        Some(_) => (Timestamp(cursor.key), TopicId(cursor.id)),
    })
}
