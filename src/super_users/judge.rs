//! The job that looks at everybody's record each night, a few members a transaction. It notes after whom it goes on, so it
//! may stop anywhere and be run again; what employees decided it only counts for.

use jiff::tz::TimeZone;

use super::store::{self, Judged};
use super::{Record, State, record_of};
use crate::clock::Timestamp;
use crate::db::{Conn, Db, dialect};
use crate::error::Result;
use crate::ids::UserId;
use crate::jobs::Handler;
use crate::notify::{self, Event, Kind};
use crate::settings;

/// The kind of the job, and under which name it notes how far it is.
pub const JUDGE: &str = "super";
/// Members in one transaction.
const MEMBERS: i64 = 50;

/// What the jobs of kind [`JUDGE`] do.
#[must_use]
pub fn handler(db: &Db) -> Handler {
    let db = db.clone();
    Handler::new(move |_, attempt| {
        let now = attempt.now;
        while db.write_now(move |tx| step(tx, now))? {}
        Ok(())
    })
}

/// Looks at the next members; whether there are more. After the last one it begins anew.
///
/// # Errors
/// When the database refuses.
pub fn step(tx: &mut Conn, now: Timestamp) -> Result<bool> {
    let zone = settings::load(tx)?.zone;
    let after = store::position(tx, JUDGE)?;
    let ids = store::members_after(tx, after, MEMBERS)?;
    // Whoever decides about one of them at the same time comes before or after.
    dialect::lock_users(tx, &ids)?;
    for member in store::judged(tx, &ids)? {
        judge(tx, member, (now, &zone))?;
    }
    store::go_on(tx, JUDGE, ids.last().copied(), now)?;
    Ok(!ids.is_empty())
}

fn judge(tx: &mut Conn, member: Judged, (now, zone): (Timestamp, &TimeZone)) -> Result<()> {
    let record = record_of(tx, member.id, (now, zone))?;
    let may_be = !member.staff && member.suspended_until.is_none_or(|until| until <= now);
    let after = match member.state {
        None | Some(State::Lost) => {
            if may_be && record.earns() {
                State::Earned
            } else {
                State::Lost
            }
        }
        Some(State::Earned) => {
            if may_be && record.keeps() {
                State::Earned
            } else {
                State::Lost
            }
        }
        Some(decided @ (State::Granted | State::Withheld)) => decided,
    };
    match member.state {
        // Nobody has lost what they never had.
        None if after == State::Lost => Ok(()),
        Some(before) if before == after => store::count(tx, member.id, &record, now),
        before => {
            store::set(tx, member.id, (before, after), (None, ""), &record, now)?;
            if after == State::Earned { tell(tx, member.id, &record, now) } else { Ok(()) }
        }
    }
}

/// Tells somebody that they are one now: about the topic of the newest answer that counts. Without any there is nothing
/// to tell it about.
pub(super) fn tell(tx: &mut Conn, user: UserId, record: &Record, now: Timestamp) -> Result<()> {
    let Some(topic) = record.latest else { return Ok(()) };
    notify::tell(tx, &Event::new(Kind::Super, topic).only_for(user), now)
}
