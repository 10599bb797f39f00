//! The job that looks after what runs out: a notice thirty and seven days before, and in the end the points go.

use std::sync::Arc;

use super::lots::{self, Lot};
use super::rules;
use crate::clock::{Timestamp, days};
use crate::db::{Conn, Db, dialect};
use crate::error::Result;
use crate::ids::UserId;
use crate::jobs::Handler;
use crate::ledger::{self, Account, Below, Kind, Month, Posting};
use crate::settings;

/// The kind of the job.
pub const EXPIRE: &str = "points.expire";
/// Lots in one transaction.
const LOTS: i64 = 50;

/// Tells somebody, in the transaction that notes it.
pub type OnNotice = Arc<dyn Fn(&mut Conn, Notice, Timestamp) -> Result<()> + Send + Sync>;

/// What the jobs of kind [`EXPIRE`] do.
#[must_use]
pub fn handler(db: &Db, on_notice: OnNotice) -> Handler {
    let db = db.clone();
    Handler::new(move |_, attempt| {
        let now = attempt.now;
        while db.write_now(move |tx| step(tx, now))? {}
        loop {
            let on_notice = Arc::clone(&on_notice);
            let told = db.write_now(move |tx| {
                let notices = notices(tx, now)?;
                notices.iter().try_for_each(|notice| on_notice(tx, *notice, now))?;
                Ok(!notices.is_empty())
            })?;
            if !told {
                return Ok(());
            }
        }
    })
}

/// Takes what has run out; whether there may be more.
///
/// # Errors
/// When the database refuses.
pub fn step(tx: &mut Conn, now: Timestamp) -> Result<bool> {
    let due = lots::due(tx, now, LOTS)?;
    let users: Vec<UserId> = due.iter().map(|lot| lot.user).collect();
    dialect::lock_users(tx, &users)?;
    let zone = settings::load(tx)?.zone;
    // Again, now that their owners are held.
    for lot in lots::due(tx, now, LOTS)?.iter().filter(|lot| users.contains(&lot.user)) {
        expire(tx, lot, (Month::of(now, &zone), now))?;
    }
    Ok(!due.is_empty())
}

fn expire(tx: &mut Conn, lot: &Lot, (month, now): (Month, Timestamp)) -> Result<()> {
    let entries = [(Account::available(lot.user), -lot.remains), (Account::EXPIRED, lot.remains)];
    let posting = Posting {
        // A lot that came back to life may run out again; by then more of it has.
        key: format!("expire:{}:{}", lot.id, lot.expires_at.0),
        kind: Kind::Expire,
        subject: lot.id.0,
        month,
        actor: None,
        reason: "expired",
        note: "",
        reverses: None,
        entries: &entries,
        below: Below::Never,
    };
    ledger::post(tx, &posting, now)?;
    lots::expire(tx, lot)
}

/// Somebody whose points run out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    /// Who.
    pub user: UserId,
    /// How many.
    pub points: i64,
    /// Within how many days.
    pub days: i64,
    /// When the first of them go.
    pub first: Timestamp,
}

/// The next members who have to be told that points of theirs run out, noted as told: at most once for each of
/// [`rules::TOLD_BEFORE`]. The caller tells them in the same transaction.
///
/// # Errors
/// When the database refuses.
pub fn notices(tx: &mut Conn, now: Timestamp) -> Result<Vec<Notice>> {
    let mut notices = Vec::new();
    // The nearest first, so that nobody is told of thirty days when there are six.
    let mut after = now;
    for within in rules::TOLD_BEFORE.iter().rev() {
        let by = now + days(u64::try_from(*within).unwrap_or(0));
        let due = lots::due_to_tell(tx, (after, by), *within, LOTS)?;
        let users: Vec<UserId> = due.iter().map(|lot| lot.user).collect();
        dialect::lock_users(tx, &users)?;
        let mut told: Vec<UserId> = Vec::new();
        for lot in due {
            if told.contains(&lot.user) {
                continue;
            }
            told.push(lot.user);
            let points = lots::told(tx, lot.user, (after, by), *within)?;
            if points > 0 {
                notices.push(Notice { user: lot.user, points, days: *within, first: lot.expires_at });
            }
        }
        after = by;
    }
    Ok(notices)
}
