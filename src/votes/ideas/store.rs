//! The SQL of votes on ideas.

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::Keys;
use crate::clock::Timestamp;
use crate::db::schema::{ideas, posts};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{PostId, TopicId, UserId};
use crate::votes::heat::Heat;

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// What somebody's vote on an idea stands at: 1, -1 or 0.
///
/// # Errors
/// When the database refuses.
pub fn standing(c: &mut Conn, post: PostId, user: UserId) -> Result<i64> {
    let found: Vec<Number> = sql("SELECT value AS number FROM standing_votes WHERE post_id = $1 AND user_id = $2")
        .bind(post.0)
        .bind(user.0)
        .load(c)?;
    Ok(found.first().map_or(0, |found| found.number))
}

/// The votes of an idea as they stand, the oldest first.
pub(super) fn standing_votes(c: &mut Conn, post: PostId) -> Result<Vec<(i64, Timestamp)>> {
    #[derive(QueryableByName)]
    struct Standing {
        #[diesel(sql_type = BigInt)]
        value: i64,
        #[diesel(sql_type = BigInt)]
        cast_at: Timestamp,
        #[diesel(sql_type = BigInt)]
        user_id: UserId,
    }
    let mut votes: Vec<Standing> =
        sql("SELECT value, cast_at, user_id FROM standing_votes WHERE post_id = $1 AND value <> 0")
            .bind(post.0)
            .load(c)?;
    votes.sort_unstable_by_key(|vote| (vote.cast_at, vote.user_id));
    Ok(votes.into_iter().map(|vote| (vote.value, vote.cast_at)).collect())
}

/// Whether an idea takes votes: it is there, decided neither way, and part of no other.
pub(super) fn takes_votes(c: &mut Conn, topic: TopicId) -> Result<bool> {
    let found: Vec<Number> = sql("SELECT topic_id AS number FROM ideas WHERE topic_id = $1 AND state = 'visible' \
         AND status_kind IN ('open', 'accepted')")
    .bind(topic.0)
    .load(c)?;
    Ok(!found.is_empty())
}

/// For how many open ideas somebody is by votes of their own; counted up to the limit. What staff gave for them spends
/// nothing.
pub(super) fn spent(c: &mut Conn, user: UserId, limit: i64) -> Result<i64> {
    // In an order that only the index of their votes has, as PostgreSQL would read the votes of everybody otherwise.
    let found: Vec<Number> =
        sql("SELECT i.topic_id AS number FROM votes v JOIN ideas i ON i.topic_id = v.idea_id WHERE v.user_id = $1 \
         AND v.idea_id IS NOT NULL AND v.value = 1 AND v.by_id IS NULL AND i.state = 'visible' AND i.status_kind IN ('open', 'accepted') \
         ORDER BY v.cast_at DESC, v.idea_id DESC LIMIT $2")
        .bind(user.0)
        .bind(limit)
        .load(c)?;
    Ok(i64::try_from(found.len()).unwrap_or(i64::MAX))
}

pub(super) fn heat(c: &mut Conn, topic: TopicId) -> Result<Heat> {
    Ok(Heat::read(ideas::table.find(topic).select(ideas::heat).first(c)?))
}

/// The post of an idea, and when it was proposed.
pub(super) fn begin(c: &mut Conn, topic: TopicId) -> Result<(PostId, Timestamp)> {
    Ok(ideas::table.find(topic).select((ideas::post_id, ideas::created_at)).first(c)?)
}

/// Votes for and against, as counted.
pub(super) fn counts(c: &mut Conn, post: PostId) -> Result<(i64, i64)> {
    Ok(posts::table.find(post).select((posts::ups, posts::downs)).first(c)?)
}

pub(super) fn set_keys(tx: &mut Conn, topic: TopicId, heat: Heat, split: i64) -> Result<()> {
    diesel::update(ideas::table.find(topic))
        .set((ideas::heat.eq(heat.stored()), ideas::split.eq(split)))
        .execute(tx)?;
    Ok(())
}

/// The keys of the ideas behind a number as they are stored, at most `limit`, by their numbers.
///
/// # Errors
/// When the database refuses.
pub fn stored_keys(c: &mut Conn, after: TopicId, limit: i64) -> Result<Vec<(TopicId, Keys)>> {
    let rows: Vec<(TopicId, i64, i64)> = ideas::table
        .filter(ideas::topic_id.gt(after))
        .order(ideas::topic_id)
        .limit(limit)
        .select((ideas::topic_id, ideas::heat, ideas::split))
        .load(c)?;
    Ok(rows.into_iter().map(|(topic, heat, split)| (topic, Keys { heat: Heat::read(heat), split })).collect())
}
