//! The SQL of storm sessions.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::{Call, MAX_OPEN, Storm};
use crate::clock::Timestamp;
use crate::db::schema::{ideas, storms};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{BoardId, StormId, TopicId, UserId};
use crate::topics::Cursor;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: StormId,
    #[diesel(sql_type = BigInt)]
    board_id: BoardId,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    source: String,
    #[diesel(sql_type = Text)]
    html: String,
    #[diesel(sql_type = BigInt)]
    starts_at: Timestamp,
    #[diesel(sql_type = BigInt)]
    ends_at: Timestamp,
}

impl From<Row> for Storm {
    fn from(row: Row) -> Self {
        let Row { id, board_id: board, title, slug, source, html, starts_at, ends_at } = row;
        Self { id, board, title, slug, source, html, starts_at, ends_at }
    }
}

pub(super) fn by_id(c: &mut Conn, id: StormId) -> Result<Option<Storm>> {
    let row: Option<Row> =
        sql("SELECT id, board_id, title, slug, source, html, starts_at, ends_at FROM storms WHERE id = $1")
            .bind(id.0)
            .get_result(c)
            .optional()?;
    Ok(row.map(Storm::from))
}

/// Holds the row until the transaction ends, by a change that changes nothing.
pub(super) fn hold(tx: &mut Conn, id: StormId) -> Result<()> {
    diesel::update(storms::table.find(id)).set(storms::ends_at.eq(storms::ends_at)).execute(tx)?;
    Ok(())
}

/// A board's sessions that have not ended: the first to end comes first.
pub(super) fn unfinished(c: &mut Conn, board: BoardId, now: Timestamp) -> Result<Vec<Storm>> {
    let query = sql("SELECT id, board_id, title, slug, source, html, starts_at, ends_at FROM storms \
         WHERE board_id = $1 AND ends_at > $2 ORDER BY ends_at, id LIMIT $3");
    let query = query.bind(board.0).bind(now.0).bind(i64::try_from(MAX_OPEN).unwrap_or(i64::MAX));
    Ok(query.load::<Row>(c)?.into_iter().map(Storm::from).collect())
}

/// A board's sessions that ended before a place: the last to end comes first.
pub(super) fn ended(c: &mut Conn, board: BoardId, after: Cursor, limit: usize) -> Result<Vec<Storm>> {
    let query = sql("SELECT id, board_id, title, slug, source, html, starts_at, ends_at FROM storms \
         WHERE board_id = $1 AND (ends_at, id) < ($2, $3) ORDER BY ends_at DESC, id DESC LIMIT $4");
    let query = query.bind(board.0).bind(after.key).bind(after.id).bind(i64::try_from(limit).unwrap_or(i64::MAX));
    Ok(query.load::<Row>(c)?.into_iter().map(Storm::from).collect())
}

/// What came in a session and still stands on its board, by score: at most so many.
pub(super) fn ideas(c: &mut Conn, storm: &Storm, after: Cursor, limit: usize) -> Result<Vec<(i64, TopicId)>> {
    #[derive(QueryableByName)]
    struct Key {
        #[diesel(sql_type = BigInt)]
        score: i64,
        #[diesel(sql_type = BigInt)]
        topic_id: TopicId,
    }
    let rows: Vec<Key> = sql(
        "SELECT score, topic_id FROM ideas WHERE storm_id = $1 AND state = 'visible' AND (score, topic_id) < ($2, $3) \
         AND board_id = $4 ORDER BY score DESC, topic_id DESC LIMIT $5",
    )
    .bind(storm.id.0)
    .bind(after.key)
    .bind(after.id)
    .bind(storm.board.0)
    .bind(i64::try_from(limit).unwrap_or(i64::MAX))
    .load(c)?;
    Ok(rows.into_iter().map(|row| (row.score, row.topic_id)).collect())
}

/// Puts an idea into a session, if it stands on the session's board.
pub(super) fn enter(tx: &mut Conn, storm: &Storm, topic: TopicId) -> Result<usize> {
    Ok(diesel::update(ideas::table.find(topic))
        .filter(ideas::board_id.eq(storm.board))
        .set(ideas::storm_id.eq(storm.id))
        .execute(tx)?)
}

pub(super) fn insert(
    tx: &mut Conn,
    (board, author): (BoardId, UserId),
    call: &Call,
    (starts_at, ends_at, now): (Timestamp, Timestamp, Timestamp),
) -> Result<StormId> {
    Ok(diesel::insert_into(storms::table)
        .values((
            storms::board_id.eq(board),
            storms::title.eq(call.title.as_str()),
            storms::slug.eq(call.slug()),
            storms::source.eq(call.body.source()),
            storms::html.eq(call.body.html().as_str()),
            storms::starts_at.eq(starts_at),
            storms::ends_at.eq(ends_at),
            storms::author_id.eq(author),
            storms::created_at.eq(now),
        ))
        .returning(storms::id)
        .get_result(tx)?)
}

pub(super) fn update(
    tx: &mut Conn,
    id: StormId,
    call: &Call,
    (starts_at, ends_at): (Timestamp, Timestamp),
) -> Result<()> {
    diesel::update(storms::table.find(id))
        .set((
            storms::title.eq(call.title.as_str()),
            storms::slug.eq(call.slug()),
            storms::source.eq(call.body.source()),
            storms::html.eq(call.body.html().as_str()),
            storms::starts_at.eq(starts_at),
            storms::ends_at.eq(ends_at),
        ))
        .execute(tx)?;
    Ok(())
}

pub(super) fn set_span(tx: &mut Conn, id: StormId, (starts_at, ends_at): (Timestamp, Timestamp)) -> Result<()> {
    diesel::update(storms::table.find(id))
        .set((storms::starts_at.eq(starts_at), storms::ends_at.eq(ends_at)))
        .execute(tx)?;
    Ok(())
}
