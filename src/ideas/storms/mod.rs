//! Storm sessions: dated calls for ideas on one theme.
//!
//! A session runs from the beginning of its first day to the end of its last one, by the site's calendar, and closes by
//! the clock alone: whoever asks compares its dates with the time.

mod call;
mod store;
pub mod web;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::PAGE;
use super::list::{self, IdeaPage};
use crate::boards;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::{BoardId, StormId, TopicId};
use crate::message::Message;
use crate::policy::{self, Action, Actor, BoardKind};
use crate::text_enum;
use crate::topics::Cursor;

pub use call::{Call, StormForm};

/// Days that a session runs at most.
pub const MAX_DAYS: i64 = 90;
/// Days from today within which a session begins.
pub const MAX_AHEAD: i64 = 365;
/// Sessions of a board that have not ended, at most.
pub const MAX_OPEN: usize = 20;

text_enum! {
    /// Where the time is, seen from a session.
    pub enum Phase {
        /// It has not begun.
        Coming = "coming",
        /// It takes ideas.
        Running = "running",
        /// It has ended.
        Past = "past",
    }
}

/// A storm session.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct Storm {
    pub id: StormId,
    pub board: BoardId,
    pub title: String,
    pub slug: String,
    pub source: String,
    pub html: String,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
}

impl Storm {
    /// Its path.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/storms/{}/{}", self.id, self.slug)
    }

    /// Where a moment is, seen from it.
    #[must_use]
    pub fn phase(&self, now: Timestamp) -> Phase {
        if self.ends_at <= now {
            Phase::Past
        } else if self.starts_at <= now {
            Phase::Running
        } else {
            Phase::Coming
        }
    }

    /// Its first day.
    #[must_use]
    pub fn first(&self, zone: &TimeZone) -> Date {
        call::day(self.starts_at, zone)
    }

    /// Its last day: that of its last moment.
    #[must_use]
    pub fn last(&self, zone: &TimeZone) -> Date {
        call::day(Timestamp((self.ends_at.0 - 1).max(self.starts_at.0)), zone)
    }
}

/// Sessions that have ended, and where the next page begins, if there is one.
pub type PastPage = (Vec<Storm>, Option<Cursor>);

/// A session on a board that the actor may read.
///
/// # Errors
/// [`AppError::NotFound`] when there is none for this actor.
pub fn find(c: &mut Conn, actor: &Actor, id: StormId) -> Result<Storm> {
    let storm = store::by_id(c, id)?.ok_or(AppError::NotFound)?;
    let board = boards::facts(c, storm.board)?.ok_or(AppError::NotFound)?;
    policy::check(actor, Action::ReadBoard(board))?;
    Ok(storm)
}

/// The sessions on these boards that run or are to come: those that end first come first.
///
/// # Errors
/// When the database refuses.
pub fn current(c: &mut Conn, boards: &[BoardId], now: Timestamp) -> Result<Vec<Storm>> {
    let mut storms = Vec::new();
    for board in boards {
        storms.extend(store::unfinished(c, *board, now)?);
    }
    storms.sort_by_key(|storm| (storm.ends_at, storm.id));
    Ok(storms)
}

/// The sessions on these boards that have ended, the latest first.
///
/// # Errors
/// When the database refuses.
pub fn past(c: &mut Conn, boards: &[BoardId], now: Timestamp, after: Cursor) -> Result<PastPage> {
    let after = if after.key > now.0 { Cursor { key: now.0, id: i64::MAX } } else { after };
    let mut storms = Vec::new();
    for board in boards {
        storms.extend(store::ended(c, *board, after, PAGE + 1)?);
    }
    storms.sort_by_key(|storm| std::cmp::Reverse((storm.ends_at, storm.id)));
    let more = storms.len() > PAGE;
    storms.truncate(PAGE);
    let next = storms.last().filter(|_| more).map(|storm| Cursor { key: storm.ends_at.0, id: storm.id.0 });
    Ok((storms, next))
}

/// A page of the ideas that came in a session whose board the reader may read: the highest score first.
///
/// # Errors
/// When the database refuses.
pub fn ideas(c: &mut Conn, storm: &Storm, after: Cursor) -> Result<IdeaPage> {
    let keys = store::ideas(c, storm, after, PAGE + 1)?;
    list::page(c, keys)
}

/// Calls for ideas on a board, and answers the path of the session.
///
/// # Errors
/// By the policy; [`AppError::Invalid`] when the board is none for ideas, takes nothing new or has [`MAX_OPEN`] sessions
/// already, or the days lie in the past or too far ahead.
pub fn open(
    tx: &mut Conn,
    actor: &Actor,
    board: BoardId,
    call: &Call,
    (now, zone): (Timestamp, &TimeZone),
) -> Result<String> {
    policy::check(actor, Action::KeepIdeas)?;
    let author = actor.id().ok_or(AppError::SignIn)?;
    let facts = boards::hold(tx, board)?
        .filter(|board| board.kind == BoardKind::Ideas && policy::check(actor, Action::ReadBoard(*board)).is_ok())
        .ok_or_else(|| Invalid::field("board", Message::new("questions-board-missing")))?;
    if facts.retired {
        return Err(Invalid::field("board", Message::new("policy-board-retired")).into());
    }
    if store::unfinished(tx, board, now)?.len() >= MAX_OPEN {
        return Err(Invalid::field("board", Message::new("ideas-storm-many").with("max", MAX_OPEN)).into());
    }
    call.begins_in_time(call::day(now, zone))?;
    let (starts_at, ends_at) = call.span(zone)?;
    let storm = store::insert(tx, (board, author), call, (starts_at, ends_at, now))?;
    Ok(format!("/storms/{storm}/{}", call.slug()))
}

/// Changes a session, and answers its path. Its board stays; so does the first day of one that has begun. A day that
/// stays as it was may lie in the past; with a later last day, one that was ended runs again.
///
/// # Errors
/// By the policy; [`AppError::Invalid`] as in [`open`].
pub fn edit(
    tx: &mut Conn,
    actor: &Actor,
    id: StormId,
    call: &Call,
    (now, zone): (Timestamp, &TimeZone),
) -> Result<String> {
    let storm = kept(tx, actor, id)?;
    let today = call::day(now, zone);
    let (mut starts_at, mut ends_at) = call.span(zone)?;
    if call.first == storm.first(zone) {
        starts_at = storm.starts_at;
    } else if storm.starts_at <= now {
        return Err(Invalid::field("first", Message::new("ideas-storm-begun")).into());
    } else {
        call.begins_in_time(today)?;
    }
    if call.last == storm.last(zone) {
        ends_at = storm.ends_at;
    } else if call.last < today {
        return Err(Invalid::field("last", Message::new("ideas-storm-last-past")).into());
    }
    store::update(tx, id, call, (starts_at, ends_at))?;
    Ok(format!("/storms/{id}/{}", call.slug()))
}

/// Ends a session now; one that has not begun never takes ideas. Answers its path.
///
/// # Errors
/// By the policy; [`AppError::Conflict`] when it has ended already.
pub fn end(tx: &mut Conn, actor: &Actor, id: StormId, now: Timestamp) -> Result<String> {
    let storm = kept(tx, actor, id)?;
    if storm.phase(now) == Phase::Past {
        return Err(AppError::Conflict(Message::new("ideas-storm-has-ended").with("until", storm.ends_at.0)));
    }
    store::set_span(tx, id, (storm.starts_at.min(now), now))?;
    Ok(storm.path())
}

/// Makes a new idea one of a session's.
///
/// # Errors
/// [`AppError::Invalid`] when the session does not run now, is not there for this actor, or is held on another board.
pub fn enter(tx: &mut Conn, actor: &Actor, id: StormId, topic: TopicId, now: Timestamp) -> Result<()> {
    let storm = match find(tx, actor, id) {
        Err(AppError::NotFound) => return Err(Invalid::field("storm", Message::new("ideas-storm-unknown")).into()),
        found => found?,
    };
    match storm.phase(now) {
        Phase::Running => {}
        Phase::Coming => {
            let message = Message::new("ideas-storm-not-begun").with("until", storm.starts_at.0);
            return Err(Invalid::field("storm", message).into());
        }
        Phase::Past => {
            let message = Message::new("ideas-storm-over").with("until", storm.ends_at.0);
            return Err(Invalid::field("storm", message).into());
        }
    }
    if store::enter(tx, &storm, topic)? == 0 {
        return Err(Invalid::field("board", Message::new("ideas-storm-board")).into());
    }
    Ok(())
}

/// A session that the actor may change, and nobody else meanwhile.
fn kept(tx: &mut Conn, actor: &Actor, id: StormId) -> Result<Storm> {
    policy::check(actor, Action::KeepIdeas)?;
    store::hold(tx, id)?;
    find(tx, actor, id)
}
