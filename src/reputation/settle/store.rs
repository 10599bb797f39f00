//! The SQL of what should stand.

use diesel::RunQueryDsl;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use crate::clock::Timestamp;
use crate::db::schema::{posts, votes};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{BoardId, PostId, TopicId, UserId};
use crate::policy::PostKind;

pub(super) fn posts_of(c: &mut Conn, topic: TopicId) -> Result<Vec<PostId>> {
    Ok(posts::table.filter(posts::topic_id.eq(topic)).order(posts::id).select(posts::id).load(c)?)
}

fn numbers(posts: &[PostId]) -> Vec<i64> {
    posts.iter().map(|post| post.0).collect()
}

#[derive(Debug, QueryableByName)]
pub(super) struct Vote {
    #[diesel(sql_type = BigInt)]
    pub(super) post: PostId,
    #[diesel(sql_type = Text)]
    pub(super) kind: PostKind,
    #[diesel(sql_type = BigInt)]
    pub(super) board: BoardId,
    #[diesel(sql_type = BigInt)]
    pub(super) giver: UserId,
    #[diesel(sql_type = BigInt)]
    pub(super) receiver: UserId,
    #[diesel(sql_type = BigInt)]
    pub(super) day: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) value: i64,
    /// By an import, which does not know whose it was.
    #[diesel(sql_type = Bool)]
    pub(super) imported: bool,
}

/// Votes on what stands in public, but those up on ideas.
pub(super) fn votes(c: &mut Conn, posts: &[PostId]) -> Result<Vec<Vote>> {
    Ok(sql("SELECT v.post_id AS post, p.kind AS kind, t.board_id AS board, v.user_id AS giver, \
         p.author_id AS receiver, v.day AS day, v.value AS value, v.imported AS imported \
         FROM votes v JOIN posts p ON p.id = v.post_id JOIN topics t ON t.id = p.topic_id \
         WHERE v.post_id IN ($1) AND v.value <> 0 AND NOT (p.kind = 'idea' AND v.value = 1) \
         AND p.state = 'visible' AND t.state IN ('visible', 'merged') AND t.audience = 0")
    .bind(numbers(posts))
    .load(c)?)
}

#[derive(Debug, QueryableByName)]
pub(super) struct Idea {
    #[diesel(sql_type = BigInt)]
    pub(super) post: PostId,
    #[diesel(sql_type = BigInt)]
    pub(super) author: UserId,
    #[diesel(sql_type = BigInt)]
    pub(super) board: BoardId,
}

/// Which of these are the texts of ideas that stand in public.
pub(super) fn ideas(c: &mut Conn, posts: &[PostId]) -> Result<Vec<Idea>> {
    Ok(sql("SELECT p.id AS post, p.author_id AS author, t.board_id AS board \
         FROM posts p JOIN topics t ON t.id = p.topic_id WHERE p.id IN ($1) AND p.kind = 'idea' \
         AND p.state = 'visible' AND t.state IN ('visible', 'merged') AND t.audience = 0")
    .bind(numbers(posts))
    .load(c)?)
}

/// Those of these voters who are for it, with the days of their votes.
pub(super) fn ups_of(c: &mut Conn, post: PostId, voters: &[i64]) -> Result<Vec<(i64, i64)>> {
    Ok(votes::table
        .filter(votes::post_id.eq(post))
        .filter(votes::user_id.eq_any(voters))
        .filter(votes::value.eq(1))
        .order(votes::user_id)
        .select((votes::user_id, votes::day))
        .load(c)?)
}

/// The first of those who are for it.
pub(super) fn ups(c: &mut Conn, post: PostId, most: usize) -> Result<Vec<(i64, i64)>> {
    Ok(votes::table
        .filter(votes::post_id.eq(post))
        .filter(votes::value.eq(1))
        .order(votes::user_id)
        .limit(i64::try_from(most).unwrap_or(i64::MAX))
        .select((votes::user_id, votes::day))
        .load(c)?)
}

/// Whose votes up count for an idea now.
pub(super) fn standing_ups(c: &mut Conn, post: PostId, author: UserId) -> Result<Vec<i64>> {
    #[derive(QueryableByName)]
    struct Voter {
        #[diesel(sql_type = BigInt)]
        cause_id: i64,
    }
    let voters: Vec<Voter> = sql("SELECT cause_id FROM reputation_events \
         WHERE post_id = $1 AND kind = 'idea_up' AND user_id = $2 GROUP BY cause_id HAVING max(number) % 2 = 1")
    .bind(post.0)
    .bind(author.0)
    .load(c)?;
    Ok(voters.into_iter().map(|voter| voter.cause_id).collect())
}

#[derive(Debug, QueryableByName)]
pub(super) struct Removed {
    #[diesel(sql_type = BigInt)]
    pub(super) post: PostId,
    #[diesel(sql_type = BigInt)]
    pub(super) author: UserId,
    #[diesel(sql_type = BigInt)]
    pub(super) board: BoardId,
    #[diesel(sql_type = BigInt)]
    pub(super) at: Timestamp,
}

pub(super) fn removed_as_abuse(c: &mut Conn, posts: &[PostId]) -> Result<Vec<Removed>> {
    Ok(sql("SELECT p.id AS post, p.author_id AS author, t.board_id AS board, p.abuse_at AS at \
         FROM posts p JOIN topics t ON t.id = p.topic_id \
         WHERE p.id IN ($1) AND p.abuse_at IS NOT NULL AND p.state = 'hidden' AND t.audience = 0")
    .bind(numbers(posts))
    .load(c)?)
}

#[derive(Debug, QueryableByName)]
pub(super) struct Acceptance {
    #[diesel(sql_type = BigInt)]
    pub(super) post: PostId,
    #[diesel(sql_type = BigInt)]
    pub(super) author: UserId,
    #[diesel(sql_type = BigInt)]
    pub(super) asker: UserId,
    #[diesel(sql_type = BigInt)]
    pub(super) board: BoardId,
    #[diesel(sql_type = BigInt)]
    pub(super) at: Timestamp,
    #[diesel(sql_type = Bool)]
    pub(super) by_asker: bool,
}

/// Answers to others' questions that stand accepted, by somebody else than their authors. Who accepted what was
/// imported without a name was the asker.
pub(super) fn acceptances(c: &mut Conn, posts: &[PostId]) -> Result<Vec<Acceptance>> {
    Ok(sql("SELECT p.id AS post, p.author_id AS author, t.author_id AS asker, t.board_id AS board, \
         coalesce(p.accepted_at, p.created_at) AS at, coalesce(p.accepted_by, t.author_id) = t.author_id AS by_asker \
         FROM posts p JOIN topics t ON t.id = p.topic_id \
         WHERE p.id IN ($1) AND p.kind = 'answer' AND p.accepted AND p.state = 'visible' \
         AND t.state = 'visible' AND t.audience = 0 AND p.author_id <> t.author_id \
         AND coalesce(p.accepted_by, t.author_id) <> p.author_id")
    .bind(numbers(posts))
    .load(c)?)
}

#[derive(Debug, QueryableByName)]
pub(super) struct Delivery {
    #[diesel(sql_type = BigInt)]
    pub(super) post: PostId,
    #[diesel(sql_type = BigInt)]
    pub(super) topic: TopicId,
    #[diesel(sql_type = BigInt)]
    pub(super) author: UserId,
    #[diesel(sql_type = BigInt)]
    pub(super) board: BoardId,
    #[diesel(sql_type = BigInt)]
    pub(super) at: Timestamp,
    #[diesel(sql_type = Bool)]
    pub(super) wholly: bool,
}

/// Ideas that stand delivered, wholly or in part.
pub(super) fn deliveries(c: &mut Conn, posts: &[PostId]) -> Result<Vec<Delivery>> {
    Ok(sql("SELECT p.id AS post, t.id AS topic, p.author_id AS author, t.board_id AS board, \
         coalesce(i.done_at, i.said_at) AS at, s.key = 'delivered' AS wholly \
         FROM posts p JOIN topics t ON t.id = p.topic_id JOIN ideas i ON i.topic_id = t.id \
         JOIN statuses s ON s.id = i.status_id WHERE p.id IN ($1) AND p.kind = 'idea' \
         AND s.key IN ('delivered', 'partly_delivered') AND p.state = 'visible' AND t.state = 'visible' \
         AND t.audience = 0")
    .bind(numbers(posts))
    .load(c)?)
}

/// Whose ideas became part of this one, and of those, each once and without `author`.
pub(super) fn authors_merged_into(c: &mut Conn, topic: TopicId, author: UserId) -> Result<Vec<UserId>> {
    #[derive(QueryableByName)]
    struct Author {
        #[diesel(sql_type = BigInt)]
        author_id: UserId,
    }
    let authors: Vec<Author> = sql("WITH RECURSIVE parts (id) AS (SELECT m.from_id FROM merges m \
         WHERE m.into_id = $1 AND m.undone_at IS NULL \
         UNION SELECT m.from_id FROM merges m JOIN parts ON m.into_id = parts.id WHERE m.undone_at IS NULL) \
         SELECT DISTINCT t.author_id AS author_id FROM topics t JOIN parts ON parts.id = t.id \
         WHERE t.state = 'merged' AND t.author_id <> $2 ORDER BY author_id")
    .bind(topic.0)
    .bind(author.0)
    .load(c)?;
    Ok(authors.into_iter().map(|author| author.author_id).collect())
}
