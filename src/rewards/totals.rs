//! How many redemptions there are of each state: counted by a job, for the admins' report.

use super::store;
pub use super::store::Total;
use crate::db::{Conn, Db};
use crate::error::Result;
use crate::jobs::Handler;

/// The kind of the job.
pub const TOTALS: &str = "rewards.totals";

/// What the jobs of kind [`TOTALS`] do.
#[must_use]
pub fn handler(db: &Db) -> Handler {
    let db = db.clone();
    Handler::new(move |_, _| Ok(db.write_now(count)?))
}

/// Counts them.
///
/// # Errors
/// When the database refuses.
pub fn count(tx: &mut Conn) -> Result<()> {
    let totals = store::count_totals(tx)?;
    store::put_totals(tx, &totals)
}

/// As they were counted last.
///
/// # Errors
/// When the database refuses.
pub fn totals(c: &mut Conn) -> Result<Vec<Total>> {
    store::totals(c)
}
