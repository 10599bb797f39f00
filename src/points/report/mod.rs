//! What points come to, month by month: what is owed, what accepted answers cost, and who earned most.
//!
//! A job makes the present month's numbers anew each hour, and the last one's until it is closed; pages read these.

mod store;

use super::{MonthState, store as awards};
use crate::clock::Timestamp;
use crate::db::{Conn, Db};
use crate::error::Result;
use crate::ids::UserId;
use crate::jobs::Handler;
use crate::ledger::Month;
use crate::settings;

pub use store::{Earner, Totals, earners, totals};

/// The kind of the job.
pub const REPORT: &str = "points.report";
/// Members who stand among those who earned most.
pub const EARNERS: i64 = 20;

/// What the jobs of kind [`REPORT`] do.
#[must_use]
pub fn handler(db: &Db) -> Handler {
    let db = db.clone();
    Handler::new(move |_, attempt| {
        let now = attempt.now;
        db.write_now(move |tx| make(tx, now))?;
        Ok(())
    })
}

/// Makes the numbers of the months that are not closed.
///
/// # Errors
/// When the database refuses.
pub fn make(tx: &mut Conn, now: Timestamp) -> Result<()> {
    let zone = settings::load(tx)?.zone;
    let present = Month::of(now, &zone);
    let last = Month(present.0 - 1);
    if awards::month_state(tx, last)?.state == MonthState::Closing {
        month(tx, last, now)?;
    }
    month(tx, present, now)
}

fn month(tx: &mut Conn, month: Month, now: Timestamp) -> Result<()> {
    let known = store::totals_of(tx, month)?;
    let owed = store::owed(tx)?;
    let sums = store::sums(tx, month)?;
    // What was owed at the end of a month that is over is what was noted in it last.
    let over = month < Month::of(now, &settings::load(tx)?.zone);
    let (pending, available, reserved) = match known {
        Some(known) if over => (known.pending, known.available, known.reserved),
        Some(_) | None => owed,
    };
    let totals = Totals { month: month.0, pending, available, reserved, at: now, ..sums };
    store::put(tx, &totals)?;
    let best: Vec<(UserId, i64)> = store::best(tx, month, EARNERS)?;
    store::put_earners(tx, month, &best)
}

/// What points are worth, in hundredths of the currency's unit, at so many hundredths for a hundred points.
#[must_use]
pub fn worth(points: i64, rate: i64) -> i64 {
    i64::try_from(i128::from(points) * i128::from(rate) / 100).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_points_are_worth_the_rate() {
        assert_eq!(worth(100, 100), 100);
        assert_eq!(worth(14_960, 100), 14_960);
        assert_eq!(worth(150, 95), 142);
        assert_eq!(worth(0, 95), 0);
    }
}
