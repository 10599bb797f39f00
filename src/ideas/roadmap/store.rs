//! The SQL of the roadmap.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use super::Quarter;
use super::order::{Key, Place};
use crate::db::schema::ideas;
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ideas::StatusKind;
use crate::ids::{BoardId, TopicId};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    first: i64,
    #[diesel(sql_type = BigInt)]
    second: i64,
    #[diesel(sql_type = BigInt)]
    topic_id: TopicId,
    #[diesel(sql_type = Nullable<BigInt>)]
    quarter: Option<i64>,
}

impl From<Row> for Key {
    fn from(row: Row) -> Self {
        Self { place: Place { first: row.first, second: row.second, topic: row.topic_id }, quarter: row.quarter }
    }
}

/// The first ideas of a column after a place: at most so many.
pub(super) fn merged(
    c: &mut Conn,
    boards: &[BoardId],
    kind: StatusKind,
    after: Place,
    limit: usize,
) -> Result<Vec<Key>> {
    let mut keys: Vec<Key> = Vec::new();
    for board in boards {
        let query = sql(column_sql(kind)).bind(board.0).bind(after.first).bind(after.second).bind(after.topic.0);
        let rows: Vec<Row> = query.bind(i64::try_from(limit).unwrap_or(i64::MAX)).load(c)?;
        keys.extend(rows.into_iter().map(Key::from));
    }
    keys.sort_unstable_by_key(|key| std::cmp::Reverse(key.place));
    keys.truncate(limit);
    Ok(keys)
}

/// The conditions of the partial indexes are spelt out.
fn column_sql(kind: StatusKind) -> &'static str {
    match kind {
        StatusKind::Open => {
            "SELECT roadmap_rank AS first, score AS second, topic_id, quarter FROM ideas \
             WHERE board_id = $1 AND state = 'visible' AND status_kind = 'open' \
             AND (update_id IS NOT NULL OR top_at IS NOT NULL) AND (roadmap_rank, score, topic_id) < ($2, $3, $4) \
             ORDER BY roadmap_rank DESC, score DESC, topic_id DESC LIMIT $5"
        }
        StatusKind::Accepted => {
            "SELECT roadmap_rank AS first, score AS second, topic_id, quarter FROM ideas \
             WHERE board_id = $1 AND state = 'visible' AND status_kind = 'accepted' \
             AND status_kind IN ('accepted', 'refused') AND (roadmap_rank, score, topic_id) < ($2, $3, $4) \
             ORDER BY roadmap_rank DESC, score DESC, topic_id DESC LIMIT $5"
        }
        StatusKind::Refused => {
            "SELECT roadmap_rank AS first, score AS second, topic_id, quarter FROM ideas \
             WHERE board_id = $1 AND state = 'visible' AND status_kind = 'refused' \
             AND status_kind IN ('accepted', 'refused') AND (roadmap_rank, score, topic_id) < ($2, $3, $4) \
             ORDER BY roadmap_rank DESC, score DESC, topic_id DESC LIMIT $5"
        }
        StatusKind::Done => {
            "SELECT done_at AS first, CAST(0 AS BIGINT) AS second, topic_id, quarter FROM ideas \
             WHERE board_id = $1 AND state = 'visible' AND done_at IS NOT NULL AND (done_at, topic_id) < ($2, $4) \
             ORDER BY done_at DESC, topic_id DESC LIMIT $5"
        }
    }
}

/// Where an idea stands by its rank and score.
pub(super) fn key(c: &mut Conn, id: TopicId) -> Result<Key> {
    let (first, second, quarter) =
        ideas::table.find(id).select((ideas::roadmap_rank, ideas::score, ideas::quarter)).first(c)?;
    Ok(Key { place: Place { first, second, topic: id }, quarter })
}

/// In the order of ids, so that two who move things at once do not wait for each other in a circle.
pub(super) fn set_ranks(tx: &mut Conn, ranks: &[(TopicId, i64)]) -> Result<()> {
    let mut ranks = ranks.to_vec();
    ranks.sort_unstable();
    for (id, rank) in ranks {
        diesel::update(ideas::table.find(id)).set(ideas::roadmap_rank.eq(rank)).execute(tx)?;
    }
    Ok(())
}

pub(super) fn set_quarter(tx: &mut Conn, id: TopicId, quarter: Option<Quarter>) -> Result<()> {
    diesel::update(ideas::table.find(id)).set(ideas::quarter.eq(quarter.map(|quarter| quarter.0))).execute(tx)?;
    Ok(())
}
