//! Forgetting what was read long ago.

mod store;

use std::time::Duration;

use crate::clock::{Timestamp, days};
use crate::db::Conn;
use crate::error::Result;

/// How long an entry that was read is kept.
pub const KEPT: Duration = days(180);
/// Rows that one [`tidy`] takes at most.
const TIDIED: i64 = 1_000;

/// Forgets entries that were read [`KEPT`] ago, a bounded number of them: true when there may be more.
///
/// # Errors
/// When the database refuses.
pub fn tidy(tx: &mut Conn, now: Timestamp) -> Result<bool> {
    let gone = store::forget(tx, now - KEPT, TIDIED)?;
    store::forget_empty(tx, &gone)?;
    Ok(i64::try_from(gone.len()).is_ok_and(|count| count == TIDIED))
}
