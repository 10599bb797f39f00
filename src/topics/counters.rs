//! Every counter, defined once: as the query that recounts it from its rows. `set_state` brings counters up to date
//! with these, and `talka verify` compares with them.

use diesel::RunQueryDsl;

use super::store;
use crate::clock::Timestamp;
use crate::db::{Conn, dialect, sql};
use crate::error::Result;
use crate::ids::{BoardId, TopicId, UserId};
use crate::reputation::walk;

/// A counter: the table and column it stands in, and what it should be for the row `x`.
#[derive(Debug, Clone, Copy)]
pub struct Counter {
    /// Table.
    pub table: &'static str,
    /// Column.
    pub column: &'static str,
    /// The same number from its rows, as an SQL expression about the row aliased `x`.
    pub recount: &'static str,
}

const fn counter(table: &'static str, column: &'static str, recount: &'static str) -> Counter {
    Counter { table, column, recount }
}

/// The counters of a topic that depend on its answers.
pub const OF_TOPICS: [Counter; 5] = [
    counter(
        "topics",
        "answers_count",
        "(SELECT count(*) FROM posts p WHERE p.topic_id = x.id AND p.kind = 'answer' AND p.state = 'visible')",
    ),
    counter(
        "topics",
        "accepted_count",
        "(SELECT count(*) FROM posts p WHERE p.topic_id = x.id AND p.kind = 'answer' AND p.state = 'visible' AND p.accepted)",
    ),
    counter(
        "topics",
        "first_answer_at",
        "(SELECT min(p.created_at) FROM posts p WHERE p.topic_id = x.id AND p.kind = 'answer' AND p.state = 'visible' \
          AND p.author_id <> x.author_id)",
    ),
    counter(
        "topics",
        "staff_replied",
        "EXISTS (SELECT 1 FROM posts p WHERE p.topic_id = x.id AND p.kind = 'answer' AND p.state = 'visible' AND p.by_staff)",
    ),
    counter("topics", "score", "(SELECT max(p.score) FROM posts p WHERE p.topic_id = x.id AND p.kind = x.kind)"),
];

/// The counters of a member: what stands in public.
pub const OF_USERS: [Counter; 3] = [
    counter(
        "users",
        "questions_count",
        "(SELECT count(*) FROM topics t WHERE t.author_id = x.id AND t.kind = 'question' AND t.state = 'visible' \
          AND t.audience = 0)",
    ),
    counter(
        "users",
        "answers_count",
        "(SELECT count(*) FROM posts p JOIN topics t ON t.id = p.topic_id WHERE p.author_id = x.id \
          AND p.kind = 'answer' AND p.state = 'visible' AND t.state = 'visible' AND t.audience = 0)",
    ),
    counter(
        "users",
        "accepted_count",
        "(SELECT count(*) FROM posts p JOIN topics t ON t.id = p.topic_id WHERE p.author_id = x.id \
          AND p.kind = 'answer' AND p.state = 'visible' AND p.accepted AND t.state = 'visible' AND t.audience = 0 \
          AND t.author_id <> x.id)",
    ),
];

/// How many standing votes have a value: the view `standing_votes` of one post. Spelt out, for SQLite would go through
/// the whole view for each row.
macro_rules! standing {
    ($value:literal) => {
        concat!(
            "(SELECT count(*) FROM votes v WHERE v.post_id = x.id AND v.value = ",
            $value,
            " AND NOT EXISTS (SELECT 1 FROM merged_votes m WHERE m.post_id = v.post_id AND m.user_id = v.user_id \
              AND m.cast_at > v.cast_at)) + (SELECT count(*) FROM merged_votes m WHERE m.post_id = x.id AND m.value = ",
            $value,
            " AND NOT EXISTS (SELECT 1 FROM votes v WHERE v.post_id = m.post_id AND v.user_id = m.user_id \
              AND v.cast_at >= m.cast_at) AND NOT EXISTS (SELECT 1 FROM merged_votes n WHERE n.post_id = m.post_id \
              AND n.user_id = m.user_id AND (n.cast_at > m.cast_at OR (n.cast_at = m.cast_at \
              AND n.merge_id > m.merge_id))))"
        )
    };
}

/// The counters that are changed one by one, with the row they count; and what a row repeats of another.
pub const OTHERS: &[Counter] = &[
    counter("topics", "metoo_count", "(SELECT count(*) FROM metoos m WHERE m.topic_id = x.id)"),
    counter("posts", "audience", "(SELECT t.audience FROM topics t WHERE t.id = x.topic_id)"),
    counter("posts", "ups", standing!("1")),
    counter("posts", "downs", standing!("-1")),
    counter("posts", "score", "x.ups - x.downs"),
    counter(
        "posts",
        "comments_count",
        "(SELECT count(*) FROM comments c WHERE c.post_id = x.id AND c.state = 'visible')",
    ),
    counter("posts", "revisions_count", "(SELECT count(*) FROM revisions r WHERE r.post_id = x.id)"),
    counter("comments", "ups", "(SELECT count(*) FROM comment_votes v WHERE v.comment_id = x.id AND v.value = 1)"),
    counter("ideas", "board_id", "(SELECT t.board_id FROM topics t WHERE t.id = x.topic_id)"),
    counter("ideas", "state", "(SELECT t.state FROM topics t WHERE t.id = x.topic_id)"),
    counter("ideas", "score", "(SELECT t.score FROM topics t WHERE t.id = x.topic_id)"),
    counter("ideas", "created_at", "(SELECT t.created_at FROM topics t WHERE t.id = x.topic_id)"),
    counter("ideas", "status_kind", "(SELECT s.kind FROM statuses s WHERE s.id = x.status_id)"),
    counter("ideas", "updates_count", "(SELECT count(*) FROM idea_updates u WHERE u.topic_id = x.topic_id)"),
    counter("topic_tags", "kind", "(SELECT t.kind FROM topics t WHERE t.id = x.topic_id)"),
    counter("topic_tags", "audience", "(SELECT t.audience FROM topics t WHERE t.id = x.topic_id)"),
    counter("topic_tags", "state", "(SELECT t.state FROM topics t WHERE t.id = x.topic_id)"),
    counter("topic_tags", "closed_at", "(SELECT t.closed_at FROM topics t WHERE t.id = x.topic_id)"),
    counter("topic_tags", "active_at", "(SELECT t.active_at FROM topics t WHERE t.id = x.topic_id)"),
    counter("topic_tags", "created_at", "(SELECT t.created_at FROM topics t WHERE t.id = x.topic_id)"),
    counter("topic_tags", "answers_count", "(SELECT t.answers_count FROM topics t WHERE t.id = x.topic_id)"),
    counter("topic_tags", "score", "(SELECT t.score FROM topics t WHERE t.id = x.topic_id)"),
];

fn update(counters: &[Counter]) -> String {
    let table = counters.first().map_or("", |counter| counter.table);
    let sets: Vec<String> =
        counters.iter().map(|c| format!("{} = {}", c.column, c.recount.replace("x.", &format!("{table}.")))).collect();
    format!("UPDATE {table} SET {}", sets.join(", "))
}

/// Brings a topic's counters up to its answers.
///
/// # Errors
/// When the database refuses.
pub fn recount_topic(tx: &mut Conn, topic: TopicId) -> Result<()> {
    sql(update(&OF_TOPICS) + " WHERE id = $1").bind(topic.0).execute(tx)?;
    Ok(())
}

/// Brings the counters of all who wrote in a topic up to what stands in public.
///
/// # Errors
/// When the database refuses.
pub fn recount_writers(tx: &mut Conn, topic: TopicId) -> Result<()> {
    // Held by a statement of its own: one that waits for a row counts by what it saw before it waited.
    let writers = store::writers(tx, topic)?;
    dialect::lock_users(tx, &writers)?;
    let of_topic = " WHERE id IN (SELECT p.author_id FROM posts p WHERE p.topic_id = $1)";
    sql(update(&OF_USERS) + of_topic).bind(topic.0).execute(tx)?;
    Ok(())
}

/// The same for one member.
///
/// # Errors
/// When the database refuses.
pub fn recount_user(tx: &mut Conn, user: UserId) -> Result<()> {
    dialect::lock_users(tx, &[user])?;
    sql(update(&OF_USERS) + " WHERE id = $1").bind(user.0).execute(tx)?;
    Ok(())
}

/// The same for all who wrote on a board: it was opened or restricted. What its votes give follows by a job.
///
/// # Errors
/// When the database refuses.
pub fn recount_board(tx: &mut Conn, board: BoardId, now: Timestamp) -> Result<()> {
    walk::begin(tx, Some(board), now)?;
    let writers = store::writers_on(tx, board)?;
    dialect::lock_users(tx, &writers)?;
    let of_board =
        " WHERE id IN (SELECT p.author_id FROM posts p JOIN topics t ON t.id = p.topic_id WHERE t.board_id = $1)";
    sql(update(&OF_USERS) + of_board).bind(board.0).execute(tx)?;
    Ok(())
}
