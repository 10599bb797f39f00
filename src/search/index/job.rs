//! Filling the index of a database that is older than it, piece by piece in the background.

use super::{Fill, fill, is_missing};
use crate::clock::Timestamp;
use crate::db::{Conn, Db};
use crate::error::Result;
use crate::jobs::{self, Handler, JobError, NewJob};

/// Fills the index; its payload is a [`Fill`], how far it has come.
pub const REINDEX: &str = "search.reindex";
/// Batches of one job: a fraction of its lease.
const BATCHES: usize = 100;

/// Lets the index be filled, when nothing is in it though something could be.
///
/// # Errors
/// When the database refuses.
pub fn begin_if_missing(tx: &mut Conn, now: Timestamp) -> Result<()> {
    if is_missing(tx)? { enqueue(tx, Fill::default(), now) } else { Ok(()) }
}

fn enqueue(tx: &mut Conn, from: Fill, now: Timestamp) -> Result<()> {
    let payload = serde_json::to_string(&from).map_err(crate::error::AppError::internal)?;
    // Two nodes that start at once fill it once.
    let dedupe = Some(format!("{REINDEX}:{payload}"));
    jobs::enqueue(tx, &NewJob { kind: REINDEX, payload, dedupe, run_at: now }, now)
}

/// What the job does.
#[must_use]
pub fn handler(db: &Db) -> Handler {
    let db = db.clone();
    Handler::new(move |payload, attempt| {
        let mut from: Fill = serde_json::from_str(payload).map_err(|e| JobError::Dead(e.to_string()))?;
        for _ in 0..BATCHES {
            match db.write_now(move |tx| fill(tx, from))? {
                Some((next, _)) => from = next,
                None => return Ok(()),
            }
        }
        let now = attempt.now;
        Ok(db.write_now(move |tx| enqueue(tx, from, now))?)
    })
}
