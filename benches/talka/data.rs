//! The filled database: 2,000 members, 10,000 questions, 50,000 answers, 20,000 comments, 20,000 votes.
//!
//! Written by one statement a table, the same on both databases, with the counters as the program would keep them.

use diesel::RunQueryDsl;
use diesel::sql_types::{BigInt, Text};
use talka::clock::Clock;
use talka::config::DatabaseUrl;
use talka::db::{Conn, Db};
use talka::error::{AppError, Result};
use talka::ids;
use talka::markdown::Body;

/// Accounts, each with a session.
pub const MEMBERS: usize = 2_000;
/// The questions with ten answers each, from number 1 on.
pub const WITH_TEN_ANSWERS: usize = 4_000;
/// Texts of answers, about 1 KiB of HTML each.
const TEXTS: usize = 50;

/// The secret in the cookie of a member (from 1).
pub fn secret(member: usize) -> String {
    format!("benchmark-session-of-member-{member:05}")
}

/// The path of a question (from 1).
pub fn question(number: usize) -> String {
    format!("/questions/{number}/how-to-keep-number-{number}")
}

/// Makes the schema and fills it.
///
/// # Errors
/// When there is something in it already, or the database refuses.
pub fn fill(url: &DatabaseUrl) -> Result<()> {
    let db = Db::open(url)?;
    if db.migrate()?.applied.iter().any(|_| true) {
        return Err(AppError::Internal(format!("{url:?} is in use: the benchmark fills an empty database")));
    }
    let now = Clock::System.now().0;
    db.write_now(move |tx| {
        texts(tx)?;
        for statement in STATEMENTS {
            let sql = statement.replace(":now", &now.to_string());
            diesel::sql_query(&sql).execute(tx).map_err(|e| AppError::Internal(format!("{e} in {sql}")))?;
        }
        for member in 1..=MEMBERS {
            diesel::sql_query(
                "INSERT INTO sessions (token_hash, user_id, created_at, seen_at, expires_at, reauth_at, ip, agent) \
                 SELECT $1, $2, v.n, v.n, v.n + 86400000000, v.n, '127.0.0.1', 'wrk' FROM (SELECT $3 AS n) v",
            )
            .bind::<Text, _>(ids::digest(&secret(member)))
            .bind::<BigInt, _>(member as i64)
            .bind::<BigInt, _>(now)
            .execute(tx)?;
        }
        crate::crowd::fill(tx, now)
    })?;
    if matches!(url, DatabaseUrl::Postgres(_)) {
        // What autovacuum would do in a minute. SQLite's planner works without statistics in Talka, so it gets none.
        db.write_now(|tx| Ok(diesel::sql_query("ANALYZE").execute(tx)?))?;
    }
    Ok(())
}

/// The texts of posts, as the program makes them of Markdown.
///
/// # Errors
/// When the database refuses.
pub fn texts(tx: &mut Conn) -> Result<()> {
    diesel::sql_query("CREATE TEMPORARY TABLE texts (id BIGINT PRIMARY KEY, source TEXT, html TEXT)").execute(tx)?;
    for number in 0..TEXTS {
        let source = text(number);
        let body = Body::parse(&source).map_err(|e| AppError::Internal(e.to_string()))?;
        diesel::sql_query("INSERT INTO texts (id, source, html) VALUES ($1, $2, $3)")
            .bind::<BigInt, _>(number as i64)
            .bind::<Text, _>(body.source())
            .bind::<Text, _>(body.html().as_str())
            .execute(tx)?;
    }
    Ok(())
}

/// An answer of some paragraphs, with a list, a quote and code as answers have them.
pub fn text(number: usize) -> String {
    const SENTENCES: [&str; 6] = [
        "Open the settings of the phone, then *Mobile network*, and look for the name of the operator.",
        "After the restart it takes up to two minutes until the new profile is there.",
        "If the bar shows no signal, take the card out, wait ten seconds and put it back.",
        "The number moves within one working day, and calls reach the old card until then.",
        "With `*100#` you see what is left of the month, and when it renews.",
        "It worked for me on two phones of different makers, so the phone is not what matters.",
    ];
    let sentences = |from: usize, count: usize| {
        (from..from + count).map(|at| SENTENCES[at % SENTENCES.len()]).collect::<Vec<_>>().join(" ")
    };
    format!(
        "{}\n\n> {}\n\n1. {}\n2. {}\n3. {}\n\n```\nAPN: internet\nMCC: {}\n```\n\n{} See **the help page** on this.",
        sentences(number, 2 + number % 3),
        sentences(number + 1, 1),
        sentences(number + 2, 1),
        sentences(number + 3, 1),
        sentences(number + 4, 1),
        200 + number,
        sentences(number + 5, 1 + number % 4),
    )
}

/// `n` counts from 1; `:now` is now. The author of answer `n` is member `n % 2000 + 1`, which `load.lua` knows.
const STATEMENTS: [&str; 16] = [
    "INSERT INTO boards (slug, name, kind, hue, position, topics_count, created_at) \
     WITH RECURSIVE c(n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM c WHERE n < 8) \
     SELECT 'board-' || n, 'Board ' || n, 'questions', n % 6 + 1, n, 0, :now FROM c ORDER BY n",
    "INSERT INTO tags (slug, description, topics_count, created_at) \
     WITH RECURSIVE c(n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM c WHERE n < 200) \
     SELECT 'topic-' || n, 'Questions about the subject number ' || n, 0, :now FROM c ORDER BY n",
    "INSERT INTO users (handle, handle_key, display_name, email, email_key, email_verified_at, job_title, is_staff, \
     photo, created_at) \
     WITH RECURSIVE c(n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM c WHERE n < 2000) \
     SELECT 'member' || n, 'member' || n, 'Member Number ' || n, 'm' || n || '@example.com', \
     'm' || n || '@example.com', :now, 'Support engineer', n % 100 = 0, CASE WHEN n % 100 = 0 THEN 'none.png' ELSE '' END, \
     :now - 86400000000 * (n % 900 + 2) \
     FROM c ORDER BY n",
    "INSERT INTO topics (kind, board_id, author_id, title, slug, lang, tags, excerpt, state, audience, views, \
     answers_count, accepted_count, metoo_count, first_answer_at, created_at, updated_at, active_at) \
     WITH RECURSIVE c(n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM c WHERE n < 10000) \
     SELECT 'question', n % 8 + 1, n * 7 % 2000 + 1, 'How do I keep my number when I change the plan, case ' || n || '?', \
     'how-to-keep-number-' || n, 'en', \
     'topic-' || (n % 200 + 1) || ' topic-' || ((n + 7) % 200 + 1) || ' topic-' || ((n + 31) % 200 + 1), \
     substr(x.source, 1, 180), 'visible', 0, n % 977, \
     CASE WHEN n <= 4000 THEN 10 WHEN n <= 9000 THEN 2 ELSE 0 END, CASE WHEN n % 3 = 0 AND n <= 9000 THEN 1 ELSE 0 END, \
     n % 5, CASE WHEN n <= 9000 THEN :now - 86400000000 * (n % 700) - 82800000000 END, \
     :now - 86400000000 * (n % 700) - 86400000000, :now - 86400000000 * (n % 300), \
     :now - 86400000000 * (n % 300) - n FROM c JOIN texts x ON x.id = n % 50 ORDER BY n",
    "INSERT INTO posts (topic_id, audience, kind, author_id, source, html, state, created_at) \
     SELECT t.id, 0, 'question', t.author_id, x.source, x.html, 'visible', t.created_at \
     FROM topics t JOIN texts x ON x.id = t.id % 50 ORDER BY t.id",
    "INSERT INTO posts (topic_id, audience, kind, author_id, by_staff, source, html, state, comments_count, accepted, \
     created_at) \
     WITH RECURSIVE c(n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM c WHERE n < 50000), \
     a AS (SELECT n, CASE WHEN n <= 40000 THEN (n - 1) / 10 + 1 ELSE 4000 + (n - 40001) / 2 + 1 END AS topic, \
     CASE WHEN n <= 40000 THEN n % 10 = 1 ELSE n % 2 = 1 END AS is_first FROM c) \
     SELECT a.topic, 0, 'answer', a.n % 2000 + 1, (a.n % 2000 + 1) % 100 = 0, x.source, x.html, 'visible', \
     CASE WHEN a.n % 5 = 0 THEN 2 ELSE 0 END, a.is_first AND a.topic % 3 = 0, \
     :now - 86400000000 * (a.topic % 700) + 1000000 * (a.n % 10) FROM a JOIN texts x ON x.id = a.n % 50 ORDER BY a.n",
    "UPDATE posts SET accepted_at = created_at, accepted_by = 1 WHERE accepted",
    "INSERT INTO comments (topic_id, post_id, author_id, source, html, state, created_at) \
     WITH k(i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT 1) \
     SELECT p.topic_id, p.id, (p.id * 3 + k.i) % 2000 + 1, 'Did you try it without the case as well?', \
     '<p>Did you try it without the case as well?</p>', 'visible', p.created_at + k.i \
     FROM posts p CROSS JOIN k WHERE p.comments_count > 0 ORDER BY p.id, k.i",
    "INSERT INTO votes (post_id, user_id, receiver_id, value, day, cast_at) \
     WITH k(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT 2) \
     SELECT p.id, (p.author_id - 1 + k.i * 11) % 2000 + 1, p.author_id, 1, 20000, p.created_at + k.i \
     FROM posts p CROSS JOIN k WHERE p.id <= 10000",
    "UPDATE posts SET ups = 2, score = 2 WHERE id <= 10000",
    "UPDATE topics SET score = 2",
    "INSERT INTO topic_tags (tag_id, topic_id, audience, state, active_at, created_at, answers_count, score) \
     WITH k(i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT 7 UNION ALL SELECT 31) \
     SELECT (t.id + k.i) % 200 + 1, t.id, t.audience, t.state, t.active_at, t.created_at, t.answers_count, t.score \
     FROM topics t CROSS JOIN k",
    "UPDATE boards SET topics_count = (SELECT count(*) FROM topics t WHERE t.board_id = boards.id)",
    "UPDATE tags SET topics_count = (SELECT count(*) FROM topic_tags g WHERE g.tag_id = tags.id)",
    // They are counted already.
    "DELETE FROM board_changes",
    "DELETE FROM tag_changes",
];
