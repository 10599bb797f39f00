//! The SQL of keeping the index. What differs between the databases is the form in which they take tokens.

use std::collections::{BTreeMap, BTreeSet};

use diesel::RunQueryDsl;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};

use super::{BATCH, Row};
use crate::db::schema::{comments, posts, search_docs};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{BoardId, CommentId, PostId, TopicId, UserId};
use crate::search::document::{Document, Source, is_stem};

#[derive(QueryableByName)]
struct Stored {
    #[diesel(sql_type = BigInt)]
    topic_id: TopicId,
    #[diesel(sql_type = BigInt)]
    post_id: PostId,
    #[diesel(sql_type = Nullable<BigInt>)]
    comment_id: Option<CommentId>,
    #[diesel(sql_type = Bool)]
    is_question: bool,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Text)]
    tags: String,
    #[diesel(sql_type = Text)]
    lang: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = BigInt)]
    board_id: BoardId,
    #[diesel(sql_type = BigInt)]
    author_id: UserId,
    #[diesel(sql_type = Text)]
    source: String,
    #[diesel(sql_type = BigInt)]
    created_at: i64,
    #[diesel(sql_type = Bool)]
    visible: bool,
}

impl From<Stored> for Row {
    fn from(row: Stored) -> Self {
        Self {
            visible: row.visible,
            source: Source {
                topic: row.topic_id,
                post: row.post_id,
                comment: row.comment_id,
                is_question: row.is_question,
                title: row.title,
                tags: row.tags,
                lang: row.lang,
                kind: row.kind,
                board: row.board_id,
                author: row.author_id,
                text: row.source,
                created_at: row.created_at,
            },
        }
    }
}

macro_rules! posts_where {
    ($condition:literal) => {
        sql(concat!(
            "SELECT p.topic_id, p.id AS post_id, CAST(NULL AS BIGINT) AS comment_id, p.kind <> 'answer' AS is_question, \
             t.title, t.tags, t.lang, t.kind, t.board_id, p.author_id, p.source, p.created_at, p.state = 'visible' AS visible \
             FROM posts p JOIN topics t ON t.id = p.topic_id WHERE ",
            $condition
        ))
    };
}

macro_rules! comments_where {
    ($condition:literal) => {
        sql(concat!(
            "SELECT c.topic_id, c.post_id, c.id AS comment_id, 1 = 0 AS is_question, t.title, t.tags, t.lang, t.kind, \
             t.board_id, c.author_id, c.source, c.created_at, \
             (c.state = 'visible' AND p.state = 'visible') AS visible \
             FROM comments c JOIN posts p ON p.id = c.post_id JOIN topics t ON t.id = c.topic_id WHERE ",
            $condition
        ))
    };
}

fn rows(c: &mut Conn, query: crate::db::Sql) -> Result<Vec<Row>> {
    Ok(query.load::<Stored>(c)?.into_iter().map(Row::from).collect())
}

pub(super) fn post(c: &mut Conn, id: PostId) -> Result<Vec<Row>> {
    rows(c, posts_where!("p.id = $1").bind(id.0))
}

pub(super) fn posts_of_topic(c: &mut Conn, id: TopicId) -> Result<Vec<Row>> {
    rows(c, posts_where!("p.topic_id = $1").bind(id.0))
}

pub(super) fn comment(c: &mut Conn, id: CommentId) -> Result<Vec<Row>> {
    rows(c, comments_where!("c.id = $1").bind(id.0))
}

pub(super) fn comments_of(c: &mut Conn, post: PostId) -> Result<Vec<Row>> {
    rows(c, comments_where!("c.post_id = $1").bind(post.0))
}

pub(super) fn comments_of_topic(c: &mut Conn, topic: TopicId) -> Result<Vec<Row>> {
    rows(c, comments_where!("p.topic_id = $1").bind(topic.0))
}

/// The next posts after this one, in order.
pub(super) fn next_posts(c: &mut Conn, after: i64) -> Result<Vec<Row>> {
    rows(c, posts_where!("p.id > $1 ORDER BY p.id LIMIT $2").bind(after).bind(batch()))
}

/// The next comments after this one, in order.
pub(super) fn next_comments(c: &mut Conn, after: i64) -> Result<Vec<Row>> {
    rows(c, comments_where!("c.id > $1 ORDER BY c.id LIMIT $2").bind(after).bind(batch()))
}

fn batch() -> i64 {
    i64::try_from(BATCH).unwrap_or(i64::MAX)
}

pub(super) fn is_there(c: &mut Conn, id: i64) -> Result<bool> {
    Ok(search_docs::table.find(id).select(search_docs::id).first::<i64>(c).optional()?.is_some())
}

pub(super) fn has_documents(c: &mut Conn) -> Result<bool> {
    Ok(search_docs::table.select(search_docs::id).first::<i64>(c).optional()?.is_some())
}

pub(super) fn has_posts(c: &mut Conn) -> Result<bool> {
    Ok(posts::table.select(posts::id).first::<PostId>(c).optional()?.is_some())
}

pub(super) fn texts(c: &mut Conn) -> Result<u64> {
    let posts: i64 = posts::table.count().get_result(c)?;
    let comments: i64 = comments::table.count().get_result(c)?;
    Ok(u64::try_from(posts + comments).unwrap_or(0))
}

/// A literal of PostgreSQL's for an array.
fn array(numbers: &BTreeSet<i16>) -> String {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    format!("{{{}}}", numbers.join(","))
}

/// Writes a document, whether it is there or not.
pub(super) fn write(tx: &mut Conn, source: &Source, document: &Document) -> Result<()> {
    let comment = source.comment.map_or(0, |id| id.0);
    let values = |text: &'static str| {
        sql(text)
            .bind(source.id())
            .bind(source.topic.0)
            .bind(source.post.0)
            .bind(comment)
            .bind(source.is_question)
            .bind(source.created_at)
    };
    match tx {
        Conn::Sqlite(_) => {
            values(
                "INSERT INTO search_docs (id, topic_id, post_id, comment_id, is_question, created_at) \
                 VALUES ($1, $2, $3, nullif($4, 0), $5, $6) ON CONFLICT (id) DO UPDATE SET created_at = excluded.created_at",
            )
            .execute(tx)?;
            sql("INSERT OR REPLACE INTO search_index (rowid, tokens) VALUES ($1, $2)")
                .bind(source.id())
                .bind(document.fts5())
                .execute(tx)?;
        }
        Conn::Pg(_) => {
            values(
                "INSERT INTO search_docs (id, topic_id, post_id, comment_id, is_question, created_at, tsv, pairs) \
                 VALUES ($1, $2, $3, nullif($4, 0), $5, $6, CAST($7 AS tsvector), CAST($8 AS smallint[])) \
                 ON CONFLICT (id) DO UPDATE SET tsv = excluded.tsv, pairs = excluded.pairs, filler = excluded.filler",
            )
            .bind(document.tsvector())
            .bind(array(&document.pairs()))
            .execute(tx)?;
        }
    }
    if source.is_question {
        sql("INSERT INTO search_titles (topic_id, stems) VALUES ($1, $2) \
             ON CONFLICT (topic_id) DO UPDATE SET stems = excluded.stems")
        .bind(source.topic.0)
        .bind(document.title.as_str())
        .execute(tx)?;
    }
    Ok(())
}

pub(super) fn remove(tx: &mut Conn, source: &Source) -> Result<()> {
    let id = source.id();
    if let Conn::Sqlite(_) = tx {
        sql("DELETE FROM search_index WHERE rowid = $1").bind(id).execute(tx)?;
    }
    diesel::delete(search_docs::table.find(id)).execute(tx)?;
    // In the order in which they are written, or two at once wait for each other.
    if source.is_question {
        sql("DELETE FROM search_titles WHERE topic_id = $1").bind(source.topic.0).execute(tx)?;
    }
    Ok(())
}

pub(super) fn clear(tx: &mut Conn) -> Result<()> {
    if let Conn::Sqlite(_) = tx {
        sql("INSERT INTO search_index (search_index) VALUES ('delete-all')").execute(tx)?;
    }
    let statements = [
        "DELETE FROM search_docs",
        "DELETE FROM search_titles",
        "DELETE FROM search_words",
        "DELETE FROM search_changes",
    ];
    for statement in statements {
        sql(statement).execute(tx)?;
    }
    Ok(())
}

pub(super) fn note_change(tx: &mut Conn, change: i64, words: &str) -> Result<()> {
    sql("INSERT INTO search_changes (change, words) VALUES ($1, $2)").bind(change).bind(words).execute(tx)?;
    Ok(())
}

/// Takes the oldest changes.
pub(super) fn take_changes(tx: &mut Conn, limit: i64) -> Result<Vec<(i64, String)>> {
    #[derive(QueryableByName)]
    struct Change {
        #[diesel(sql_type = BigInt)]
        change: i64,
        #[diesel(sql_type = Text)]
        words: String,
    }
    // From a number on, so that it is a walk along the key and no scan.
    let taken: Vec<Change> = sql("DELETE FROM search_changes WHERE id IN \
         (SELECT n.id FROM search_changes n WHERE n.id > 0 ORDER BY n.id LIMIT $1) RETURNING change, words")
    .bind(limit)
    .load(tx)?;
    Ok(taken.into_iter().map(|row| (row.change, row.words)).collect())
}

/// Adds to the counts of words, all in one statement and in their order, so that two who do it never wait in a circle.
pub(super) fn count(tx: &mut Conn, counts: &BTreeMap<String, i64>) -> Result<()> {
    if counts.is_empty() {
        return Ok(());
    }
    let lines: Vec<(&str, i64, i64)> =
        counts.iter().map(|(word, docs)| (word.as_str(), letters(word), *docs)).collect();
    let json = serde_json::to_string(&lines).map_err(crate::error::AppError::internal)?;
    let text = match tx {
        Conn::Sqlite(_) => {
            "INSERT INTO search_words (word, letters, docs) \
             SELECT n.value ->> 0, n.value ->> 1, n.value ->> 2 \
             FROM json_each($1) AS n WHERE 1 ON CONFLICT (word) DO UPDATE SET docs = max(0, docs + excluded.docs)"
        }
        Conn::Pg(_) => {
            "INSERT INTO search_words (word, letters, docs) \
             SELECT n.value ->> 0, CAST(n.value ->> 1 AS BIGINT), CAST(n.value ->> 2 AS BIGINT) \
             FROM json_array_elements(CAST($1 AS JSON)) AS n ON CONFLICT (word) \
             DO UPDATE SET docs = greatest(0, search_words.docs + excluded.docs)"
        }
    };
    sql(text).bind(json).execute(tx)?;
    Ok(())
}

/// Of a word as it is written; 0 for a stem.
fn letters(word: &str) -> i64 {
    if is_stem(word) { 0 } else { i64::try_from(word.chars().count()).unwrap_or(0) }
}
