//! The SQL of the tables.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use crate::clock::Timestamp;
use crate::db::schema::{ideas, merges};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ideas::StatusKind;
use crate::ids::{BoardId, StatusId, TopicId};
use crate::policy::State;

fn limit(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

/// The ideas after a number with their boards and states, whoever may read them: so many at most.
pub(super) fn idea_ids(c: &mut Conn, after: TopicId, rows: usize) -> Result<Vec<(TopicId, BoardId, State)>> {
    Ok(ideas::table
        .filter(ideas::topic_id.gt(after))
        .order(ideas::topic_id)
        .limit(limit(rows))
        .select((ideas::topic_id, ideas::board_id, ideas::state))
        .load(c)?)
}

/// An idea with the last word of staff.
#[derive(QueryableByName)]
pub(super) struct IdeaRow {
    #[diesel(sql_type = BigInt)]
    pub id: TopicId,
    #[diesel(sql_type = BigInt)]
    pub status: StatusId,
    #[diesel(sql_type = Text)]
    pub kind: StatusKind,
    #[diesel(sql_type = BigInt)]
    pub score: i64,
    #[diesel(sql_type = BigInt)]
    pub created_at: Timestamp,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub next_word_at: Option<Timestamp>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub quarter: Option<i64>,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Text)]
    pub board: String,
    #[diesel(sql_type = Text)]
    pub author: String,
    #[diesel(sql_type = BigInt)]
    pub ups: i64,
    #[diesel(sql_type = BigInt)]
    pub downs: i64,
    #[diesel(sql_type = BigInt)]
    pub comments: i64,
    #[diesel(sql_type = Nullable<Text>)]
    pub owner: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub said_at: Option<Timestamp>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub said_status: Option<StatusId>,
    #[diesel(sql_type = Nullable<Text>)]
    pub said: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub said_by: Option<String>,
}

/// These ideas, in the order of their numbers.
pub(super) fn ideas(c: &mut Conn, ids: &[TopicId]) -> Result<Vec<IdeaRow>> {
    Ok(sql(
        "SELECT i.topic_id AS id, i.status_id AS status, i.status_kind AS kind, i.score, i.created_at, i.next_word_at, \
         i.quarter, t.title, t.slug, b.name AS board, a.handle AS author, p.ups, p.downs, p.comments_count AS comments, \
         o.handle AS owner, u.created_at AS said_at, u.status_id AS said_status, u.source AS said, w.handle AS said_by \
         FROM ideas i JOIN topics t ON t.id = i.topic_id JOIN boards b ON b.id = i.board_id \
         JOIN users a ON a.id = t.author_id JOIN posts p ON p.id = i.post_id LEFT JOIN users o ON o.id = i.owner_id \
         LEFT JOIN idea_updates u ON u.id = i.update_id LEFT JOIN users w ON w.id = u.author_id \
         WHERE i.topic_id IN ($1) ORDER BY i.topic_id",
    )
    .bind(ids.iter().map(|id| id.0).collect::<Vec<_>>())
    .load(c)?)
}

/// Which of these are part of which others.
pub(super) fn merged(c: &mut Conn, ids: &[TopicId]) -> Result<Vec<(TopicId, TopicId)>> {
    // Spelt out, for the index has it in its condition.
    let stands = diesel::dsl::sql::<diesel::sql_types::Bool>("undone_at IS NULL");
    Ok(merges::table
        .filter(merges::from_id.eq_any(ids))
        .filter(stands)
        .select((merges::from_id, merges::into_id))
        .load(c)?)
}

/// A word of staff.
#[derive(QueryableByName)]
pub(super) struct UpdateRow {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = BigInt)]
    pub topic: TopicId,
    #[diesel(sql_type = BigInt)]
    pub board: BoardId,
    #[diesel(sql_type = Text)]
    pub state: State,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = BigInt)]
    pub status: StatusId,
    #[diesel(sql_type = Text)]
    pub author: String,
    #[diesel(sql_type = Text)]
    pub source: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub next_word_at: Option<Timestamp>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub corrects: Option<i64>,
    #[diesel(sql_type = BigInt)]
    pub created_at: Timestamp,
}

/// The updates after a number, of whichever idea: so many at most.
pub(super) fn updates(c: &mut Conn, after: i64, rows: usize) -> Result<Vec<UpdateRow>> {
    Ok(sql("SELECT u.id, u.topic_id AS topic, i.board_id AS board, i.state, t.slug, u.status_id AS status, \
         w.handle AS author, u.source, u.next_word_at, u.corrects_id AS corrects, u.created_at \
         FROM idea_updates u JOIN ideas i ON i.topic_id = u.topic_id JOIN topics t ON t.id = u.topic_id \
         JOIN users w ON w.id = u.author_id WHERE u.id > $1 ORDER BY u.id LIMIT $2")
    .bind(after)
    .bind(limit(rows))
    .load(c)?)
}
