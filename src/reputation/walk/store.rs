//! The SQL of walks.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::{posts, topics, walks};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{BoardId, PostId, TopicId};

/// A walk that is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct Walk {
    /// The board; 0 for the whole site.
    pub subject: i64,
    /// The number of the last topic that was done.
    pub position: i64,
    /// That of the last one there was when it began.
    pub total: i64,
}

impl Walk {
    /// How far it is, in hundredths, as the numbers of topics go.
    #[must_use]
    pub const fn percent(&self) -> i64 {
        if self.position >= self.total { 100 } else { self.position * 100 / self.total }
    }
}

pub(super) fn begin(tx: &mut Conn, name: &str, subject: i64, now: Timestamp) -> Result<()> {
    sql("INSERT INTO walks (name, subject, position, done, total, started_at) \
         VALUES ($1, $2, 0, 0, (SELECT coalesce(max(id), 0) FROM topics), $3) ON CONFLICT (name, subject) \
         DO UPDATE SET position = 0, done = 0, total = excluded.total, started_at = $3, finished_at = NULL")
    .bind(name)
    .bind(subject)
    .bind(now.0)
    .execute(tx)?;
    Ok(())
}

pub(super) fn under_way(c: &mut Conn, name: &str) -> Result<Vec<Walk>> {
    Ok(walks::table
        .filter(walks::name.eq(name))
        .filter(walks::finished_at.is_null())
        .order(walks::subject)
        .select((walks::subject, walks::position, walks::total))
        .load(c)?)
}

pub(super) fn topics_after(c: &mut Conn, after: i64, most: i64) -> Result<Vec<(TopicId, BoardId)>> {
    Ok(topics::table
        .filter(topics::id.gt(TopicId(after)))
        .order(topics::id)
        .limit(most)
        .select((topics::id, topics::board_id))
        .load(c)?)
}

pub(super) fn posts_of(c: &mut Conn, of: &[TopicId]) -> Result<Vec<PostId>> {
    Ok(posts::table.filter(posts::topic_id.eq_any(of)).order(posts::id).select(posts::id).load(c)?)
}

pub(super) fn go_on(tx: &mut Conn, name: &str, subject: i64, (position, done): (i64, i64)) -> Result<()> {
    diesel::update(walks::table.find((name, subject)))
        .set((walks::position.eq(position), walks::done.eq(walks::done + done)))
        .execute(tx)?;
    Ok(())
}

pub(super) fn finish(tx: &mut Conn, name: &str, subject: i64, now: Timestamp) -> Result<()> {
    diesel::update(walks::table.find((name, subject))).set(walks::finished_at.eq(now)).execute(tx)?;
    Ok(())
}
