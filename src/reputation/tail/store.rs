//! The SQL of following events.

use diesel::prelude::*;

use super::{Stands, Touched};
use crate::clock::Timestamp;
use crate::db::schema::{reputation_events, walks};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{BoardId, PostId, UserId};
use crate::reputation::Name;
use crate::settings::Cause;

/// An event as a job sees it.
#[derive(Debug, Queryable)]
pub(super) struct Event {
    pub(super) id: i64,
    user: UserId,
    day: i64,
    board: BoardId,
    cause: Cause,
    pub(super) at: Timestamp,
    post: PostId,
    from: i64,
}

impl Event {
    pub(super) const fn touched(self) -> Touched {
        let Self { user, day, board, cause, post, from, .. } = self;
        Touched { user, day, board, cause, post, from }
    }
}

pub(super) fn events_after(c: &mut Conn, after: i64, most: i64) -> Result<Vec<Event>> {
    Ok(reputation_events::table
        .filter(reputation_events::id.gt(after))
        .order(reputation_events::id)
        .limit(most)
        .select((
            reputation_events::id,
            reputation_events::user_id,
            reputation_events::day,
            reputation_events::board_id,
            reputation_events::kind,
            reputation_events::at,
            reputation_events::post_id,
            reputation_events::cause_id,
        ))
        .load(c)?)
}

/// The last event of a name, when it is one that gives.
pub(super) fn standing(c: &mut Conn, name: Name) -> Result<Option<Stands>> {
    let last: Option<(i64, Timestamp, i64, i64)> = reputation_events::table
        .filter(reputation_events::post_id.eq(name.post))
        .filter(reputation_events::kind.eq(name.cause))
        .filter(reputation_events::user_id.eq(name.user))
        .filter(reputation_events::cause_id.eq(name.from))
        .order(reputation_events::number.desc())
        .select((reputation_events::number, reputation_events::at, reputation_events::day, reputation_events::amount))
        .first(c)
        .optional()?;
    Ok(last.filter(|(number, ..)| number % 2 == 1).map(|(_, at, day, amount)| Stands { at, day, amount }))
}

pub(super) fn position(c: &mut Conn, job: &str) -> Result<i64> {
    let position: Option<i64> = walks::table.find((job, 0_i64)).select(walks::position).first(c).optional()?;
    Ok(position.unwrap_or(0))
}

/// Never backwards, though two nodes may be at it.
pub(super) fn note(tx: &mut Conn, job: &str, position: i64, now: Timestamp) -> Result<()> {
    sql("INSERT INTO walks (name, subject, position, done, total, started_at) VALUES ($1, 0, $2, 0, 0, $3) \
         ON CONFLICT (name, subject) DO UPDATE SET position = excluded.position WHERE walks.position < excluded.position")
    .bind(job)
    .bind(position)
    .bind(now.0)
    .execute(tx)?;
    Ok(())
}
