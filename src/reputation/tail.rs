//! Following the events as they come, for jobs that keep something besides them: what members gained in a period, which
//! badges they hold.
//!
//! Numbers are given before their transactions end, so that an event may come to be seen behind one with a greater
//! number. Therefore a job notes how far it is only up to events that are older than any transaction lasts, and takes
//! those behind them again the next time: whatever it does for an event must do no harm twice.

mod store;

use std::time::Duration;

use super::Name;
use crate::clock::{Timestamp, minutes};
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{BoardId, PostId, UserId};
use crate::settings::Cause;

/// Longer than any transaction that writes events lasts.
pub const SETTLED: Duration = minutes(2);

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Touched {
    /// Whose reputation.
    pub user: UserId,
    /// The site day that it counts for.
    pub day: i64,
    /// Where.
    pub board: BoardId,
    /// How.
    pub cause: Cause,
    /// The post it is about.
    pub post: PostId,
    /// Whom or what it came from: see [`super::Name::from`].
    pub from: i64,
}

impl Touched {
    /// What gave it, or took it.
    #[must_use]
    pub const fn name(&self) -> Name {
        Name { post: self.post, cause: self.cause, user: self.user, from: self.from }
    }
}

/// Something that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stands {
    /// When it was written down.
    pub at: Timestamp,
    /// The site day that it counts for.
    pub day: i64,
    /// How much reputation.
    pub amount: i64,
}

/// The next events of a run.
#[derive(Debug)]
pub struct Part {
    /// What they are about, in their order.
    pub touched: Vec<Touched>,
    /// Where the run goes on.
    pub next: i64,
}

/// What stands of a name: since when, the site day it counts for, and how much.
///
/// # Errors
/// When the database refuses.
pub fn standing(c: &mut Conn, name: Name) -> Result<Option<Stands>> {
    store::standing(c, name)
}

/// The next events for a job, at most so many; none when it has seen all. A run begins with `after: None`, and goes on
/// after [`Part::next`]. What the job does for them belongs into the same transaction, as the place from which its next
/// run begins is noted there.
///
/// # Errors
/// When the database refuses.
pub fn next(tx: &mut Conn, job: &str, after: Option<i64>, most: i64, now: Timestamp) -> Result<Option<Part>> {
    let noted = store::position(tx, job)?;
    let after = after.unwrap_or(noted);
    let rows = store::events_after(tx, after, most)?;
    let Some(next) = rows.last().map(|row| row.id) else { return Ok(None) };
    if after == noted {
        let settled = rows.iter().take_while(|row| row.at <= now - SETTLED).map(|row| row.id).last();
        if let Some(settled) = settled {
            store::note(tx, job, settled, now)?;
        }
    }
    Ok(Some(Part { touched: rows.into_iter().map(store::Event::touched).collect(), next }))
}
