//! The SQL of finding.

use std::cmp::Reverse;

use diesel::RunQueryDsl;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};

use super::ask::Ask;
use crate::db::schema::{search_words, tag_synonyms, tags, users};
use crate::db::{Conn, Sql, dialect, sql};
use crate::error::Result;
use crate::ids::{BoardId, CommentId, PostId, TopicId, UserId};
use crate::policy::TopicKind;
use crate::search::document::{kind_token, unfold_comment};
use crate::search::parts::Parts;
use crate::search::query::Clause;

/// A document that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Hit {
    /// Its number in the index.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// Its topic.
    #[diesel(sql_type = BigInt)]
    pub topic: TopicId,
    /// The post, or the one a comment stands under.
    #[diesel(sql_type = BigInt)]
    pub post: PostId,
    /// Set for a comment.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub comment: Option<CommentId>,
    /// It is the topic's own text.
    #[diesel(sql_type = Bool)]
    pub is_question: bool,
}

/// What must hold for a topic or a text beyond its tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conditions {
    /// Who may read it: values of `topics.audience`.
    pub audiences: Vec<i64>,
    /// A kind of topic, or "" for all.
    pub kind: &'static str,
    /// Accepted answers at least.
    pub accepted_answers: i64,
    /// Answers at most.
    pub answers: i64,
    /// The topic's score, from and to.
    pub score: (i64, i64),
    /// 0 all, 1 open, 2 closed.
    pub closed: i64,
    /// When it was written, from and before.
    pub written: (i64, i64),
    /// 1: an accepted answer.
    pub accepted: i64,
}

macro_rules! conditions {
    () => {
        "t.state = 'visible' AND t.audience IN ($2) AND ($3 = '' OR t.kind = $3) AND t.accepted_count >= $4 \
         AND t.answers_count <= $5 AND t.score >= $6 AND t.score <= $7 \
         AND ($8 = 0 OR ($8 = 2) = (t.closed_at IS NOT NULL)) AND d.created_at >= $9 AND d.created_at < $10 \
         AND ($11 = 0 OR (d.comment_id IS NULL AND EXISTS \
           (SELECT 1 FROM posts p WHERE p.id = d.post_id AND p.accepted)))"
    };
}

const SQLITE: &str = concat!(
    "SELECT d.id, d.topic_id AS topic, d.post_id AS post, d.comment_id AS comment, d.is_question FROM search_index \
     CROSS JOIN search_docs d ON d.id = search_index.rowid CROSS JOIN topics t ON t.id = d.topic_id \
     WHERE search_index MATCH $1 AND ",
    conditions!(),
    " ORDER BY search_index.rowid DESC LIMIT $12"
);

// For each that is asked, one group of parts after the other, until there are enough. The index apart from the rest, or
// the database may walk the newest documents and look into each; in their order before their topics are looked at, so
// that no more of them are than it takes.
macro_rules! postgres {
    ($tsv:literal, $pairs:literal, $exactly:literal) => {
        concat!(
            "SELECT asked.number, d.id, d.topic_id AS topic, d.post_id AS post, d.comment_id AS comment, d.is_question FROM \
             json_array_elements(CAST($1 AS JSON)) WITH ORDINALITY AS asked (ask, number) CROSS JOIN LATERAL ( \
             SELECT g.* FROM json_array_elements_text(asked.ask -> 'groups') AS part (tokens) CROSS JOIN LATERAL ( \
             WITH x AS MATERIALIZED (SELECT id, topic_id, post_id, comment_id, is_question, created_at",
            $tsv,
            " FROM search_docs WHERE tsv @@ CAST(part.tokens AS tsquery)",
            $pairs,
            ") SELECT d.id, d.topic_id, d.post_id, d.comment_id, d.is_question \
             FROM (SELECT x.* FROM x ORDER BY x.id DESC OFFSET 0) d JOIN topics t ON t.id = d.topic_id WHERE ",
            $exactly,
            conditions!(),
            " ORDER BY d.id DESC LIMIT CAST(asked.ask ->> 'limit' AS BIGINT)) g \
             LIMIT CAST(asked.ask ->> 'limit' AS BIGINT)) d"
        )
    };
}
const POSTGRES: &str = postgres!("", "", "");
// Apart: PostgreSQL reads all of an index for pairs that are none. Whether the words stand one after the other is looked
// up in each document, which takes long: of no more of them than are wanted, so not by the index.
const POSTGRES_PHRASES: &str = postgres!(
    ", tsv",
    " AND pairs @> CAST(asked.ask ->> 'pairs' AS SMALLINT[])",
    "d.tsv @@ CAST(asked.ask ->> 'exactly' AS tsquery) AND "
);

/// Posts and comments of a topic that are read to compare it.
const POSTS_OF_TOPIC: usize = 8;
const COMMENTS_OF_TOPIC: usize = 8;

/// The newest documents that fit, posts before comments.
///
/// # Errors
/// When the database refuses.
pub fn hits(c: &mut Conn, ask: Ask, conditions: &Conditions) -> Result<Vec<Hit>> {
    Ok(hits_of_each(c, &[ask], conditions)?.pop().unwrap_or_default())
}

/// The same for each that is asked.
///
/// # Errors
/// When the database refuses.
pub fn hits_of_each(c: &mut Conn, asks: &[Ask], conditions: &Conditions) -> Result<Vec<Vec<Hit>>> {
    #[derive(QueryableByName)]
    struct Numbered {
        #[diesel(sql_type = BigInt)]
        number: i64,
        #[diesel(embed)]
        hit: Hit,
    }
    // Of the others the index has as many as it likes, and each would be looked at.
    let of_kind = (!conditions.kind.is_empty()).then(|| Clause::Any(vec![kind_token(conditions.kind)]));
    let asks: Vec<Ask> = asks.iter().map(|ask| ask.with(of_kind.clone())).collect();
    if let Conn::Sqlite(_) = c {
        let limit = |ask: &Ask| i64::try_from(ask.limit).unwrap_or(i64::MAX);
        let one = |ask: &Ask| Ok(bound(SQLITE, ask.tokens.fts5(), conditions).bind(limit(ask)).load(c)?);
        return asks.iter().map(one).collect();
    }
    let (posts, comments) = newest(c)?;
    let parts = Parts::down_from(posts, comments);
    let asked: serde_json::Value = asks.iter().map(|ask| ask.json(&parts)).collect();
    let with_phrases = asks.iter().all(|ask| !ask.tokens.pairs().is_empty());
    let text = if with_phrases { POSTGRES_PHRASES } else { POSTGRES };
    let found: Vec<Numbered> = bound(text, asked.to_string(), conditions).load(c)?;
    let of = |number: usize| {
        let of = found.iter().filter(|row| usize::try_from(row.number) == Ok(number + 1));
        let mut hits: Vec<Hit> = of.map(|row| row.hit).collect();
        hits.sort_unstable_by_key(|hit| Reverse(hit.id));
        hits
    };
    Ok((0..asks.len()).map(of).collect())
}

fn bound(text: &'static str, tokens: String, conditions: &Conditions) -> Sql {
    sql(text)
        .bind(tokens)
        .bind(conditions.audiences.clone())
        .bind(conditions.kind)
        .bind(conditions.accepted_answers)
        .bind(conditions.answers)
        .bind(conditions.score.0)
        .bind(conditions.score.1)
        .bind(conditions.closed)
        .bind(conditions.written.0)
        .bind(conditions.written.1)
        .bind(conditions.accepted)
}

/// The ids of the newest post and the newest comment that are indexed.
///
/// # Errors
/// When the database refuses.
pub fn newest(c: &mut Conn) -> Result<(i64, i64)> {
    #[derive(QueryableByName)]
    struct Newest {
        #[diesel(sql_type = Nullable<BigInt>)]
        posts: Option<i64>,
        #[diesel(sql_type = Nullable<BigInt>)]
        comments: Option<i64>,
    }
    let newest: Newest = sql("SELECT (SELECT max(p.id) FROM search_docs p WHERE p.id > 0) AS posts, \
         (SELECT max(q.id) FROM search_docs q WHERE q.id < 0) AS comments")
    .get_result(c)?;
    Ok((newest.posts.unwrap_or(0), newest.comments.map_or(0, unfold_comment)))
}

/// The name of the tag that a name stands for.
pub(super) fn main_name(c: &mut Conn, slug: String) -> Result<String> {
    let target = tag_synonyms::table
        .inner_join(tags::table)
        .filter(tag_synonyms::slug.eq(&slug))
        .select(tags::slug)
        .first(c)
        .optional()?;
    Ok(target.unwrap_or(slug))
}

/// The account with this handle.
pub(super) fn author(c: &mut Conn, handle_key: &str) -> Result<Option<UserId>> {
    Ok(users::table.filter(users::handle_key.eq(handle_key)).select(users::id).first(c).optional()?)
}

/// The newest topics of a kind and an audience, along the index that has both, each after its time.
pub(super) fn newest_topics(c: &mut Conn, audience: i64, kind: TopicKind, limit: usize) -> Result<Vec<(i64, TopicId)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        id: TopicId,
        #[diesel(sql_type = BigInt)]
        created_at: i64,
    }
    let rows: Vec<Row> =
        sql("SELECT t.id, t.created_at FROM topics t WHERE t.audience = $1 AND t.kind = $2 AND t.state = 'visible' \
         ORDER BY t.created_at DESC, t.id DESC LIMIT $3")
        .bind(audience)
        .bind(kind.as_str())
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .load(c)?;
    Ok(rows.into_iter().map(|row| (row.created_at, row.id)).collect())
}

/// In how many documents each of these tokens is; those that are in none are missing.
///
/// # Errors
/// When the database refuses.
pub fn counts(c: &mut Conn, tokens: &[String]) -> Result<std::collections::HashMap<String, i64>> {
    let rows: Vec<(String, i64)> = search_words::table
        .filter(search_words::word.eq_any(tokens))
        .select((search_words::word, search_words::docs))
        .load(c)?;
    Ok(rows.into_iter().collect())
}

/// What is known of a topic that was found.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct Facts {
    #[diesel(sql_type = BigInt)]
    pub id: TopicId,
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = BigInt)]
    pub board_id: BoardId,
    #[diesel(sql_type = BigInt)]
    pub author_id: UserId,
    #[diesel(sql_type = Text)]
    pub title: String,
    /// The stems of the title, see [`crate::search::document::title_words`].
    #[diesel(sql_type = Text)]
    pub stems: String,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Text)]
    pub lang: String,
    #[diesel(sql_type = Text)]
    pub tags: String,
    #[diesel(sql_type = Bool)]
    pub closed: bool,
    #[diesel(sql_type = BigInt)]
    pub score: i64,
    #[diesel(sql_type = BigInt)]
    pub answers_count: i64,
    #[diesel(sql_type = BigInt)]
    pub accepted_count: i64,
    #[diesel(sql_type = BigInt)]
    pub created_at: i64,
    #[diesel(sql_type = BigInt)]
    pub active_at: i64,
}

/// The facts of these topics, in no order.
///
/// # Errors
/// When the database refuses.
pub fn facts(c: &mut Conn, topics: &[TopicId]) -> Result<Vec<Facts>> {
    if topics.is_empty() {
        return Ok(Vec::new());
    }
    // The stems one by one: a join may read all that there are.
    Ok(sql("SELECT t.id, t.kind, t.board_id, t.author_id, t.title, t.slug, t.lang, t.tags, \
         coalesce((SELECT w.stems FROM search_titles w WHERE w.topic_id = t.id), '') AS stems, \
         t.closed_at IS NOT NULL AS closed, t.score, t.answers_count, t.accepted_count, t.created_at, t.active_at \
         FROM topics t WHERE t.id IN ($1)")
    .bind(topics.iter().map(|id| id.0).collect::<Vec<_>>())
    .load(c)?)
}

/// A text by the number of its document.
#[derive(Debug, Clone, QueryableByName)]
pub struct Body {
    /// The document.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// Its topic.
    #[diesel(sql_type = BigInt)]
    pub topic: TopicId,
    /// Markdown.
    #[diesel(sql_type = Text)]
    pub source: String,
}

/// The first posts and the newest comments of each of these topics, with what each of them is.
///
/// # Errors
/// When the database refuses.
pub fn texts_of(c: &mut Conn, topics: &[TopicId]) -> Result<Vec<(Hit, String)>> {
    if topics.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = topics.iter().map(|id| id.0).collect();
    let posts = dialect::is_one_of(
        c,
        "d.id",
        "SELECT x.id FROM search_docs x WHERE x.topic_id = t.id AND x.id > 0 ORDER BY x.id",
        POSTS_OF_TOPIC,
    );
    let comments = dialect::is_one_of(
        c,
        "d.id",
        "SELECT x.id FROM search_docs x WHERE x.topic_id = t.id AND x.id < 0 ORDER BY x.id DESC",
        COMMENTS_OF_TOPIC,
    );
    let mut found: Vec<Hit> = Vec::new();
    for one_of in [posts, comments] {
        found.extend(
            sql(format!(
                "SELECT d.id, d.topic_id AS topic, d.post_id AS post, d.comment_id AS comment, d.is_question \
                 FROM topics t JOIN search_docs d ON {one_of} WHERE t.id IN ($1)"
            ))
            .bind(ids.clone())
            .load::<Hit>(c)?,
        );
    }
    let documents: Vec<i64> = found.iter().map(|hit| hit.id).collect();
    let hits: std::collections::HashMap<i64, Hit> = found.into_iter().map(|hit| (hit.id, hit)).collect();
    let texts = bodies(c, &documents)?;
    Ok(texts.into_iter().filter_map(|body| Some((*hits.get(&body.id)?, body.source))).collect())
}

/// The texts of these documents, in no order.
///
/// # Errors
/// When the database refuses.
pub fn bodies(c: &mut Conn, documents: &[i64]) -> Result<Vec<Body>> {
    let (posts, comments): (Vec<i64>, Vec<i64>) = documents.iter().partition(|id| **id > 0);
    let mut found: Vec<Body> = Vec::new();
    if !posts.is_empty() {
        found =
            sql("SELECT p.id, p.topic_id AS topic, p.source FROM posts p WHERE p.id IN ($1)").bind(posts).load(c)?;
    }
    if !comments.is_empty() {
        let ids: Vec<i64> = comments.into_iter().map(unfold_comment).collect();
        let rows: Vec<Body> =
            sql("SELECT c.id, c.topic_id AS topic, c.source FROM comments c WHERE c.id IN ($1)").bind(ids).load(c)?;
        found.extend(
            rows.into_iter().map(|row| Body { id: crate::search::document::of_comment(CommentId(row.id)), ..row }),
        );
    }
    Ok(found)
}
