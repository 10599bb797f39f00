//! The SQL of lists of ideas.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::{Only, Order, PAGE};
use crate::clock::Timestamp;
use crate::db::schema::{idea_counts, ideas, posts};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{BoardId, PostId, StatusId, TopicId, UpdateId, UserId};
use crate::statuses::StatusKind;
use crate::topics::Cursor;

/// What a list shows of an idea besides its topic.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct ListFacts {
    pub topic: TopicId,
    pub board: BoardId,
    pub post: PostId,
    pub status: StatusId,
    pub kind: StatusKind,
    pub update: Option<UpdateId>,
    pub ups: i64,
    pub downs: i64,
    pub comments: i64,
    pub next_word_at: Option<Timestamp>,
}

#[derive(QueryableByName)]
struct Key {
    #[diesel(sql_type = BigInt)]
    key: i64,
    #[diesel(sql_type = BigInt)]
    topic_id: TopicId,
}

fn limit() -> i64 {
    i64::try_from(PAGE + 1).unwrap_or(i64::MAX)
}

fn pairs(keys: Vec<Key>) -> Vec<(i64, TopicId)> {
    keys.into_iter().map(|row| (row.key, row.topic_id)).collect()
}

/// The keys of a page of a board's list; one more than a page where there are more.
pub(super) fn keys(
    c: &mut Conn,
    board: BoardId,
    only: Only,
    order: Order,
    after: Cursor,
) -> Result<Vec<(i64, TopicId)>> {
    let key = match order {
        Order::Trending => "heat",
        Order::Top => "score",
        Order::Newest => "created_at",
        Order::Updated => "said_at",
        Order::Controversial => "split",
    };
    let (of_status, k, i, l) = match only {
        Only::Everything => ("", "$2", "$3", "$4"),
        Only::Status(_) => (" AND status_id = $2", "$3", "$4", "$5"),
    };
    let query = sql(format!(
        "SELECT {key} AS key, topic_id FROM ideas WHERE board_id = $1 AND state = 'visible'{of_status} \
         AND ({key}, topic_id) < ({k}, {i}) ORDER BY {key} DESC, topic_id DESC LIMIT {l}"
    ))
    .bind(board.0);
    let query = match only {
        Only::Everything => query,
        Only::Status(status) => query.bind(status.0),
    };
    Ok(pairs(query.bind(after.key).bind(after.id).bind(limit()).load(c)?))
}

/// The same of those in which somebody has a say, by when they said it: by a vote of their own, or by one that came
/// with a merge. The newest of them counts, so that each idea is there once.
pub(super) fn voted_by(c: &mut Conn, boards: &[BoardId], voter: UserId, after: Cursor) -> Result<Vec<(i64, TopicId)>> {
    const OWN: &str = "votes v JOIN ideas i ON i.topic_id = v.idea_id \
         WHERE v.user_id = $1 AND v.idea_id IS NOT NULL AND v.value <> 0 AND NOT EXISTS (SELECT 1 FROM merged_votes m \
         WHERE m.post_id = v.post_id AND m.user_id = v.user_id AND m.cast_at > v.cast_at)";
    const CAME: &str = "merged_votes v JOIN ideas i ON i.topic_id = v.idea_id \
         WHERE v.user_id = $1 AND NOT EXISTS (SELECT 1 FROM votes o \
         WHERE o.post_id = v.post_id AND o.user_id = v.user_id AND o.cast_at >= v.cast_at) \
         AND NOT EXISTS (SELECT 1 FROM merged_votes m WHERE m.post_id = v.post_id AND m.user_id = v.user_id \
         AND (m.cast_at > v.cast_at OR (m.cast_at = v.cast_at AND m.merge_id > v.merge_id)))";
    let boards: Vec<i64> = boards.iter().map(|board| board.0).collect();
    let mut keys = Vec::new();
    for from in [OWN, CAME] {
        let rows: Vec<Key> = sql(format!(
            "SELECT v.cast_at AS key, v.idea_id AS topic_id FROM {from} AND i.state = 'visible' AND i.board_id IN ($2) \
             AND (v.cast_at, v.idea_id) < ($3, $4) ORDER BY v.cast_at DESC, v.idea_id DESC LIMIT $5"
        ))
        .bind(voter.0)
        .bind(boards.clone())
        .bind(after.key)
        .bind(after.id)
        .bind(limit())
        .load(c)?;
        keys.extend(pairs(rows));
    }
    Ok(keys)
}

pub(super) fn facts(c: &mut Conn, ids: &[TopicId]) -> Result<Vec<ListFacts>> {
    Ok(ideas::table
        .inner_join(posts::table.on(posts::id.eq(ideas::post_id)))
        .filter(ideas::topic_id.eq_any(ids))
        .select((
            ideas::topic_id,
            ideas::board_id,
            ideas::post_id,
            ideas::status_id,
            ideas::status_kind,
            ideas::update_id,
            posts::ups,
            posts::downs,
            posts::comments_count,
            ideas::next_word_at,
        ))
        .load(c)?)
}

/// How many ideas of these boards have which status, as of the last [`super::fold_counts`].
///
/// # Errors
/// When the database refuses.
pub fn counts(c: &mut Conn, boards: &[BoardId]) -> Result<Vec<(StatusId, i64)>> {
    let rows: Vec<(StatusId, i64)> = idea_counts::table
        .filter(idea_counts::board_id.eq_any(boards))
        .order((idea_counts::status_id, idea_counts::board_id))
        .select((idea_counts::status_id, idea_counts::ideas_count))
        .load(c)?;
    let mut counts: Vec<(StatusId, i64)> = Vec::new();
    for (status, count) in rows {
        match counts.last_mut() {
            Some((last, sum)) if *last == status => *sum += count,
            Some(_) | None => counts.push((status, count)),
        }
    }
    Ok(counts)
}

/// Changes that one [`fold_counts`] takes at most.
const FOLDED: i64 = 1_000;

/// Adds what has changed since the last time to the numbers of ideas by board and status. Run seconds after the fact by
/// a job; true when there may be more.
///
/// # Errors
/// When the database refuses.
pub fn fold_counts(tx: &mut Conn) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Change {
        #[diesel(sql_type = BigInt)]
        board_id: i64,
        #[diesel(sql_type = BigInt)]
        status_id: i64,
        #[diesel(sql_type = BigInt)]
        change: i64,
    }
    // From a number on, so that it is a walk along the key and no scan.
    let taken: Vec<Change> = sql("DELETE FROM idea_changes WHERE id IN \
         (SELECT n.id FROM idea_changes n WHERE n.id > 0 ORDER BY n.id LIMIT $1) \
         RETURNING board_id, status_id, change")
    .bind(FOLDED)
    .load(tx)?;
    // In the order of keys, in which whoever holds several rows holds them.
    let mut sums = BTreeMap::new();
    for row in &taken {
        *sums.entry((row.board_id, row.status_id)).or_insert(0) += row.change;
    }
    for ((board, status), change) in sums {
        sql("INSERT INTO idea_counts (board_id, status_id, ideas_count) VALUES ($1, $2, $3) \
             ON CONFLICT (board_id, status_id) DO UPDATE \
             SET ideas_count = idea_counts.ideas_count + excluded.ideas_count")
        .bind(board)
        .bind(status)
        .bind(change)
        .execute(tx)?;
    }
    Ok(i64::try_from(taken.len()) == Ok(FOLDED))
}
