//! The SQL of these tests: what must hold in a site after an import.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::db::Db;
use crate::topics::counters::{Counter, OF_TOPICS, OF_USERS, OTHERS};

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    t: String,
}

/// The number that a query calls `n`.
pub fn number(db: &Db, sql: &str) -> i64 {
    db.read_now(|conn| Ok(diesel::sql_query(sql).get_result::<Number>(conn)?.n)).expect(sql)
}

/// The texts that a query calls `t`.
pub fn texts(db: &Db, sql: &str) -> Vec<String> {
    db.read_now(|conn| Ok(diesel::sql_query(sql).load::<Line>(conn)?.into_iter().map(|line| line.t).collect()))
        .expect(sql)
}

/// Changes the site behind the import's back.
pub fn execute(db: &Db, sql: &'static str) {
    db.write_now(move |conn| Ok(diesel::sql_query(sql).execute(conn)?)).expect(sql);
}

/// Rows of all tables that an import writes.
pub fn rows(db: &Db) -> Vec<i64> {
    const TABLES: [&str; 9] =
        ["users", "boards", "tags", "topics", "topic_tags", "posts", "comments", "votes", "comment_votes"];
    TABLES.iter().map(|table| number(db, &format!("SELECT count(*) AS n FROM {table}"))).collect()
}

/// Each counts rows that are wrong; the counters come besides.
const WRONG: [(&str, &str); 10] = [
    (
        "own votes",
        "SELECT count(*) AS n FROM votes v JOIN posts p ON p.id = v.post_id WHERE v.user_id = p.author_id OR v.receiver_id <> p.author_id OR v.cast_at < p.created_at OR v.day <> v.cast_at / 86400000000",
    ),
    (
        "voters without a row in the dump",
        "SELECT count(*) AS n FROM votes v JOIN users u ON u.id = v.user_id WHERE u.display_name IN ('Community', 'former member') OR NOT u.imported",
    ),
    (
        "own comment votes",
        "SELECT count(*) AS n FROM comment_votes v JOIN comments c ON c.id = v.comment_id WHERE v.user_id = c.author_id OR v.receiver_id <> c.author_id",
    ),
    (
        "comments' topics",
        "SELECT count(*) AS n FROM comments c JOIN posts p ON p.id = c.post_id WHERE p.topic_id <> c.topic_id",
    ),
    (
        "topics' texts",
        "SELECT count(*) AS n FROM topics t WHERE 1 <> (SELECT count(*) FROM posts p WHERE p.topic_id = t.id AND p.kind = 'question' AND p.author_id = t.author_id AND p.score = t.score AND p.created_at = t.created_at)",
    ),
    (
        "accepted texts",
        "SELECT count(*) AS n FROM posts p JOIN topics t ON t.id = p.topic_id WHERE p.accepted AND (p.kind <> 'answer' OR p.accepted_by <> t.author_id OR p.accepted_at < p.created_at)",
    ),
    (
        "half-accepted texts",
        "SELECT count(*) AS n FROM posts WHERE accepted <> (accepted_at IS NOT NULL) OR accepted <> (accepted_by IS NOT NULL)",
    ),
    (
        "claimed or odd accounts",
        "SELECT count(*) AS n FROM users WHERE password_hash IS NOT NULL OR email IS NOT NULL OR NOT imported OR length(handle) < 2 OR length(handle) > 30 OR display_name = ''",
    ),
    (
        "boards' and tags' topics",
        "SELECT (SELECT count(*) FROM boards b WHERE b.topics_count <> (SELECT count(*) FROM topics t WHERE t.board_id = b.id)) + (SELECT count(*) FROM tags g WHERE g.topics_count <> (SELECT count(*) FROM topic_tags x WHERE x.tag_id = g.id AND x.audience = 0)) AS n",
    ),
    ("staff", "SELECT count(*) AS n FROM topics WHERE staff_replied OR NOT imported"),
];

/// Panics with the name of the first thing that does not add up.
pub fn assert_sound(db: &Db) {
    for Counter { table, column, recount } in OF_TOPICS.iter().chain(&OF_USERS).chain(OTHERS) {
        let sql = format!("SELECT count(*) AS n FROM {table} x WHERE x.{column} IS DISTINCT FROM {recount}");
        assert_eq!(number(db, &sql), 0, "{table}.{column}");
    }
    for (what, sql) in WRONG {
        assert_eq!(number(db, sql), 0, "{what}");
    }
}
