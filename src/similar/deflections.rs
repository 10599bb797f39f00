//! Questions that were not asked because the answer was there: counted in memory and written in batches, by days, and
//! without a word of who it was.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::store;
use crate::db::{Conn, Db};
use crate::error::Result;

/// Days that are summed up for the administration.
const DAYS: i64 = 30;

/// What was counted since the last flush: by day, the clicks and how many of those readers asked all the same.
#[derive(Debug, Default)]
pub struct Deflections(Mutex<BTreeMap<i64, (i64, i64)>>);

impl Deflections {
    /// Somebody opened a similar topic from the form for a question.
    pub fn count_click(&self, day: i64) {
        self.add(day, (1, 0));
    }

    /// Somebody who had done so asked their question.
    pub fn count_asked(&self, day: i64) {
        self.add(day, (0, 1));
    }

    fn add(&self, day: i64, (clicks, asked): (i64, i64)) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_day = counted.entry(day).or_default();
        of_day.0 += clicks;
        of_day.1 += asked;
    }

    /// Writes what was counted.
    ///
    /// # Errors
    /// When the database refuses; what was not written is lost, which an estimate may be.
    pub fn flush(&self, db: &Db) -> Result<()> {
        let counted = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        for (day, counts) in counted {
            db.write_now(move |tx| store::add(tx, day, counts))?;
        }
        Ok(())
    }
}

/// How many similar topics were opened instead of asking within 30 days, `today` (a day of the site) included.
///
/// # Errors
/// When the database refuses.
pub fn deflected(c: &mut Conn, today: i64) -> Result<i64> {
    store::deflected(c, today - DAYS + 1)
}
