//! The SQL of one member's events.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::Listed;
use crate::clock::Timestamp;
use crate::db::schema::leaders;
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{PostId, TopicId, UserId};
use crate::policy::{PostKind, State};
use crate::settings::Cause;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    cause: Cause,
    #[diesel(sql_type = BigInt)]
    number: i64,
    #[diesel(sql_type = BigInt)]
    amount: i64,
    #[diesel(sql_type = BigInt)]
    day: i64,
    #[diesel(sql_type = BigInt)]
    at: Timestamp,
    #[diesel(sql_type = BigInt)]
    post: PostId,
    #[diesel(sql_type = Text)]
    kind: PostKind,
    #[diesel(sql_type = BigInt)]
    author: UserId,
    #[diesel(sql_type = Text)]
    state: State,
    #[diesel(sql_type = BigInt)]
    topic: TopicId,
}

pub(super) fn page(c: &mut Conn, user: UserId, (day, id): (i64, i64), most: i64) -> Result<Vec<Listed>> {
    let rows: Vec<Row> =
        sql("SELECT e.id AS id, e.kind AS cause, e.number AS number, e.amount AS amount, e.day AS day, \
         e.at AS at, e.post_id AS post, p.kind AS kind, p.author_id AS author, p.state AS state, p.topic_id AS topic \
         FROM reputation_events e JOIN posts p ON p.id = e.post_id \
         WHERE e.user_id = $1 AND (e.day, e.id) < ($2, $3) ORDER BY e.day DESC, e.id DESC LIMIT $4")
        .bind(user.0)
        .bind(day)
        .bind(id)
        .bind(most)
        .load(c)?;
    let listed = |row: Row| Listed {
        id: row.id,
        cause: row.cause,
        taken_back: row.number % 2 == 0,
        given_again: row.number % 2 == 1 && row.number > 1,
        amount: row.amount,
        day: row.day,
        at: row.at,
        post: row.post,
        kind: row.kind,
        author: row.author,
        state: row.state,
        topic: row.topic,
    };
    Ok(rows.into_iter().map(listed).collect())
}

pub(super) fn months(c: &mut Conn, user: UserId, starts: &[i64]) -> Result<Vec<(i64, i64)>> {
    Ok(leaders::table
        .filter(leaders::period.eq("month"))
        .filter(leaders::starts.eq_any(starts))
        .filter(leaders::board_id.eq(0))
        .filter(leaders::user_id.eq(user))
        .select((leaders::starts, leaders::gained))
        .load(c)?)
}
