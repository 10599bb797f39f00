//! The stored lists: made by a job, for topics that have none yet.

use jiff::tz::TimeZone;

use super::COMMON;
use super::store::{self, Waiting};
use crate::clock::Timestamp;
use crate::db::{Conn, Db};
use crate::error::Result;
use crate::ids::{BoardId, TopicId};
use crate::jobs::Handler;
use crate::policy::Visibility;
use crate::search::find::Reader;
use crate::search::{self, Wanted};

/// The kind of the job that makes the lists that are missing.
pub const MAKE: &str = "similar.make";
/// Topics that a list holds: more than are shown, for some are hidden, or not for everybody.
pub const STORED: usize = 8;
/// Lists that one job makes: an old site's are made over some hours, and nobody waits for that.
const AT_ONCE: usize = 50;
/// What stands beside a topic may be further from it than what is shown to who asks.
const RELATED: f64 = 0.25;

/// Makes some of the lists that are missing, the newest topics' first. True when there may be more.
///
/// # Errors
/// When the database refuses.
pub fn make_missing(db: &Db, now: Timestamp) -> Result<bool> {
    for topic in db.read_now(|c| store::waiting(c, AT_ONCE))? {
        let like = db.read_now(|c| like(c, &topic, now))?;
        db.write_now(move |tx| store::keep(tx, &topic, &like, now))?;
    }
    db.read_now(|c| Ok(!store::waiting(c, 1)?.is_empty()))
}

/// What is like a topic, of what all its readers may see: what is public, and what is on the same board.
fn like(c: &mut Conn, topic: &Waiting, now: Timestamp) -> Result<Vec<TopicId>> {
    let boards = if topic.audience == 0 { Vec::new() } else { vec![BoardId(topic.audience)] };
    let reader = Reader { seen: &Visibility { boards }, id: None, zone: &TimeZone::UTC, now };
    let wanted = Wanted { most: STORED + 1, words: COMMON, share: RELATED, kind: None };
    let found = search::similar(c, &reader, &topic.title, wanted)?;
    Ok(found.into_iter().map(|one| one.id).filter(|id| *id != topic.id).take(STORED).collect())
}

/// What the jobs of kind [`MAKE`] do.
#[must_use]
pub fn handler(db: &Db) -> Handler {
    let db = db.clone();
    Handler::new(move |_, attempt| Ok(make_missing(&db, attempt.now).map(|_| ())?))
}
