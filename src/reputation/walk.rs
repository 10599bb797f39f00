//! Going through a whole site, or one board: what was there before reputation was, what was imported, and a board that
//! was opened or restricted. A job takes a few topics a transaction and notes where it stands, so it goes on after a
//! stop; what is settled twice is the same.

mod store;

use crate::clock::Timestamp;
use crate::db::{Conn, Db};
use crate::error::Result;
use crate::ids::{BoardId, PostId, TopicId};
use crate::jobs::Handler;

pub use store::Walk;

/// The kind of the job.
pub const WALK: &str = "reputation.walk";
/// Topics in one transaction.
const TOPICS: i64 = 20;
/// Which of the walks that a site knows.
const NAME: &str = "reputation";

/// Begins to go through the topics of a board, or of the whole site, from the first one on.
///
/// # Errors
/// When the database refuses.
pub fn begin(tx: &mut Conn, board: Option<BoardId>, now: Timestamp) -> Result<()> {
    store::begin(tx, NAME, board.map_or(0, |board| board.0), now)
}

/// Those that are under way, with how far they are.
///
/// # Errors
/// When the database refuses.
pub fn under_way(c: &mut Conn) -> Result<Vec<Walk>> {
    store::under_way(c, NAME)
}

/// The posts of the next topics and the last of these; none when there is none.
///
/// # Errors
/// When the database refuses.
pub fn posts_after(c: &mut Conn, after: TopicId, most: i64) -> Result<Option<(Vec<PostId>, TopicId)>> {
    let topics = store::topics_after(c, after.0, most)?;
    let Some((last, _)) = topics.last().copied() else { return Ok(None) };
    let topics: Vec<TopicId> = topics.into_iter().map(|(topic, _)| topic).collect();
    Ok(Some((store::posts_of(c, &topics)?, last)))
}

/// What the jobs of kind [`WALK`] do.
#[must_use]
pub fn handler(db: &Db) -> Handler {
    let db = db.clone();
    Handler::new(move |_, attempt| {
        let now = attempt.now;
        while db.write_now(move |tx| step(tx, now))? {}
        Ok(())
    })
}

/// The next topics of a walk; whether there is more to do.
///
/// # Errors
/// When the database refuses.
pub fn step(tx: &mut Conn, now: Timestamp) -> Result<bool> {
    let Some(walk) = store::under_way(tx, NAME)?.into_iter().next() else { return Ok(false) };
    let topics = store::topics_after(tx, walk.position, TOPICS)?;
    let Some((last, _)) = topics.last().copied() else {
        store::finish(tx, NAME, walk.subject, now)?;
        return Ok(true);
    };
    for (topic, board) in &topics {
        if walk.subject == 0 || walk.subject == board.0 {
            super::settle_topic(tx, *topic, now)?;
        }
    }
    store::go_on(tx, NAME, walk.subject, (last.0, i64::try_from(topics.len()).unwrap_or(0)))?;
    Ok(true)
}
