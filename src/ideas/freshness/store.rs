//! The SQL of what leads and what is due.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::{ANSWER_WITHIN, LEADING, PAGE};
use crate::clock::Timestamp;
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{BoardId, StatusId, TopicId};

#[derive(QueryableByName)]
struct Key {
    #[diesel(sql_type = BigInt)]
    key: i64,
    #[diesel(sql_type = BigInt)]
    topic_id: TopicId,
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    topic_id: TopicId,
}

fn limit(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

fn numbers(ids: &[TopicId]) -> Vec<i64> {
    ids.iter().map(|id| id.0).collect()
}

/// The most wanted ideas of a board that are still to be decided or done, with their scores.
pub(super) fn leading(c: &mut Conn, board: BoardId) -> Result<Vec<(i64, TopicId)>> {
    let rows: Vec<Key> = sql("SELECT score AS key, topic_id FROM ideas WHERE board_id = $1 AND state = 'visible' \
         AND status_kind IN ('open', 'accepted') AND score >= 1 ORDER BY score DESC, topic_id DESC LIMIT $2")
    .bind(board.0)
    .bind(limit(LEADING))
    .load(c)?;
    Ok(rows.into_iter().map(|row| (row.key, row.topic_id)).collect())
}

pub(super) fn in_top(c: &mut Conn) -> Result<Vec<TopicId>> {
    let rows: Vec<Id> = sql("SELECT topic_id FROM ideas WHERE top_at IS NOT NULL").load(c)?;
    Ok(rows.into_iter().map(|row| row.topic_id).collect())
}

/// These come into the top. A promised date stays; who was never answered is due; the others wait for nothing.
pub(super) fn enter(tx: &mut Conn, ids: &[TopicId], now: Timestamp) -> Result<()> {
    sql("UPDATE ideas SET top_at = $1, due_at = CASE WHEN next_word_at IS NOT NULL THEN next_word_at \
         WHEN updates_count = 0 THEN $2 END WHERE topic_id IN ($3)")
    .bind(now.0)
    .bind((now + ANSWER_WITHIN).0)
    .bind(numbers(ids))
    .execute(tx)?;
    Ok(())
}

/// These leave the top, and are due only by what was promised.
pub(super) fn leave(tx: &mut Conn, ids: &[TopicId]) -> Result<()> {
    sql("UPDATE ideas SET top_at = NULL, due_at = next_word_at WHERE topic_id IN ($1)")
        .bind(numbers(ids))
        .execute(tx)?;
    Ok(())
}

/// An idea of the top, as its figures need it.
#[derive(Debug, QueryableByName)]
pub(super) struct TopRow {
    #[diesel(sql_type = BigInt)]
    pub updates_count: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    due_at: Option<Timestamp>,
    /// Of its newest update.
    #[diesel(sql_type = Nullable<BigInt>)]
    said_at: Option<Timestamp>,
    /// When that one was due.
    #[diesel(sql_type = Nullable<BigInt>)]
    was_due_at: Option<Timestamp>,
}

impl TopRow {
    pub fn is_in_time(&self, now: Timestamp) -> bool {
        let was_in_time = self.said_at.is_some_and(|said| self.was_due_at.is_none_or(|due| said <= due));
        was_in_time && self.due_at.is_none_or(|due| due >= now)
    }
}

pub(super) fn top(c: &mut Conn) -> Result<Vec<TopRow>> {
    Ok(sql("SELECT i.updates_count, i.due_at, u.created_at AS said_at, u.due_at AS was_due_at FROM ideas i \
         LEFT JOIN idea_updates u ON u.id = i.update_id WHERE i.top_at IS NOT NULL AND i.state = 'visible'")
    .load(c)?)
}

/// The keys of what is due on a board after this place.
pub(super) fn due(c: &mut Conn, board: BoardId, after: (Timestamp, TopicId)) -> Result<Vec<(Timestamp, TopicId)>> {
    let rows: Vec<Key> = sql("SELECT due_at AS key, topic_id FROM ideas WHERE board_id = $1 AND state = 'visible' \
         AND due_at IS NOT NULL AND (due_at, topic_id) > ($2, $3) ORDER BY due_at, topic_id LIMIT $4")
    .bind(board.0)
    .bind(after.0.0)
    .bind(after.1.0)
    .bind(limit(PAGE + 1))
    .load(c)?;
    Ok(rows.into_iter().map(|row| (Timestamp(row.key), row.topic_id)).collect())
}

/// An idea of which a word is due.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct DueRow {
    #[diesel(sql_type = BigInt)]
    pub topic: TopicId,
    #[diesel(sql_type = BigInt)]
    pub status: StatusId,
    #[diesel(sql_type = BigInt)]
    pub due_at: Timestamp,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub next_word_at: Option<Timestamp>,
    #[diesel(sql_type = BigInt)]
    pub score: i64,
    #[diesel(sql_type = Nullable<Text>)]
    pub owner_handle: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub owner_name: Option<String>,
}

pub(super) fn due_rows(c: &mut Conn, ids: &[TopicId]) -> Result<Vec<DueRow>> {
    Ok(sql("SELECT i.topic_id AS topic, i.status_id AS status, i.due_at, i.next_word_at, i.score, \
         u.handle AS owner_handle, u.display_name AS owner_name FROM ideas i LEFT JOIN users u ON u.id = i.owner_id \
         WHERE i.topic_id IN ($1) AND i.due_at IS NOT NULL")
    .bind(numbers(ids))
    .load(c)?)
}
