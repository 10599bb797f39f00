//! The SQL of votes to close.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::list::{Cursor, LOOKED_AT};
use super::{Call, Vote, Wish};
use crate::clock::Timestamp;
use crate::db::schema::{closing_calls, closing_votes, users};
use crate::db::{Both, Conn, sql};
use crate::error::Result;
use crate::ids::{TopicId, UserId};
use crate::moderation::closing::CloseReason;
use crate::topics::{self, Topic};

pub(super) fn call(c: &mut Conn, topic: TopicId) -> Result<Option<Call>> {
    let row: Option<(Wish, Timestamp)> = closing_calls::table
        .find(topic)
        .select((closing_calls::wish, closing_calls::created_at))
        .first(c)
        .optional()?;
    Ok(row.map(|(wish, since)| Call { wish, since }))
}

pub(super) fn begin(tx: &mut Conn, topic: &Topic, wish: Wish, now: Timestamp) -> Result<()> {
    diesel::insert_into(closing_calls::table)
        .values((
            closing_calls::topic_id.eq(topic.id),
            closing_calls::audience.eq(topics::audience_of(topic.id)),
            closing_calls::wish.eq(wish),
            closing_calls::votes.eq(0),
            closing_calls::created_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

/// Ends the call of a topic, with its votes.
pub(super) fn end(tx: &mut Conn, topic: TopicId) -> Result<()> {
    let ended: Vec<Wish> = diesel::delete(closing_calls::table.find(topic)).returning(closing_calls::wish).load(tx)?;
    for wish in ended {
        diesel::delete(
            closing_votes::table.filter(closing_votes::topic_id.eq(topic)).filter(closing_votes::wish.eq(wish)),
        )
        .execute(tx)?;
    }
    Ok(())
}

/// Forgets who closed a topic.
pub(super) fn forget(tx: &mut Conn, topic: TopicId) -> Result<()> {
    diesel::delete(closing_votes::table.filter(closing_votes::topic_id.eq(topic))).execute(tx)?;
    Ok(())
}

/// Writes a vote, or gives it another reason.
pub(super) fn vote(
    tx: &mut Conn,
    topic: TopicId,
    user: UserId,
    (wish, reason): (Wish, Option<CloseReason>),
    now: Timestamp,
) -> Result<()> {
    let reason = reason.map_or("", CloseReason::as_str);
    Both(
        diesel::insert_into(closing_votes::table)
            .values((
                closing_votes::topic_id.eq(topic),
                closing_votes::user_id.eq(user),
                closing_votes::wish.eq(wish),
                closing_votes::reason.eq(reason),
                closing_votes::at.eq(now),
            ))
            .on_conflict((closing_votes::topic_id, closing_votes::wish, closing_votes::user_id))
            .do_update()
            .set(closing_votes::reason.eq(reason)),
    )
    .execute(tx)?;
    Ok(())
}

pub(super) fn unvote(tx: &mut Conn, topic: TopicId, wish: Wish, user: UserId) -> Result<usize> {
    Ok(diesel::delete(closing_votes::table.find((topic, wish, user))).execute(tx)?)
}

/// The votes for a wish, the first one first.
pub(super) fn votes(c: &mut Conn, topic: TopicId, wish: Wish) -> Result<Vec<Vote>> {
    let rows: Vec<(UserId, String, String, Timestamp)> = closing_votes::table
        .inner_join(users::table)
        .filter(closing_votes::topic_id.eq(topic))
        .filter(closing_votes::wish.eq(wish))
        .select((closing_votes::user_id, users::handle, closing_votes::reason, closing_votes::at))
        .load(c)?;
    let mut rows = rows;
    rows.sort_by_key(|(user, _, _, at)| (*at, *user));
    let vote = |(user, handle, reason, _): (UserId, String, String, Timestamp)| Vote {
        user,
        handle,
        reason: CloseReason::parse(&reason),
    };
    Ok(rows.into_iter().map(vote).collect())
}

pub(super) fn set_votes(tx: &mut Conn, topic: TopicId, votes: usize) -> Result<()> {
    let votes = i64::try_from(votes).unwrap_or(i64::MAX);
    diesel::update(closing_calls::table.find(topic)).set(closing_calls::votes.eq(votes)).execute(tx)?;
    Ok(())
}

/// Whether this member closed the topic, alone or with others.
pub(super) fn closed_by(c: &mut Conn, topic: TopicId, user: UserId) -> Result<bool> {
    let found: Option<UserId> =
        closing_votes::table.find((topic, Wish::Close, user)).select(closing_votes::user_id).first(c).optional()?;
    Ok(found.is_some())
}

/// Those of these topics that this member closed, alone or with others.
pub(super) fn closed_among(c: &mut Conn, among: &[TopicId], user: UserId) -> Result<Vec<TopicId>> {
    Ok(closing_votes::table
        .filter(closing_votes::topic_id.eq_any(among))
        .filter(closing_votes::wish.eq(Wish::Close))
        .filter(closing_votes::user_id.eq(user))
        .select(closing_votes::topic_id)
        .load(c)?)
}

/// Some calls that began before a time.
pub(super) fn run_out(c: &mut Conn, before: Timestamp, limit: i64) -> Result<Vec<TopicId>> {
    let mut topics: Vec<TopicId> = closing_calls::table
        .filter(closing_calls::created_at.le(before))
        .order(closing_calls::created_at)
        .limit(limit)
        .select(closing_calls::topic_id)
        .load(c)?;
    topics.sort_unstable();
    Ok(topics)
}

/// Those of these topics whose call began before a time.
pub(super) fn run_out_of(c: &mut Conn, before: Timestamp, among: &[TopicId]) -> Result<Vec<TopicId>> {
    Ok(closing_calls::table
        .filter(closing_calls::topic_id.eq_any(among))
        .filter(closing_calls::created_at.le(before))
        .select(closing_calls::topic_id)
        .load(c)?)
}

/// A call that is open.
#[derive(Debug, QueryableByName)]
pub(super) struct CallRow {
    #[diesel(sql_type = BigInt)]
    pub topic_id: TopicId,
    #[diesel(sql_type = BigInt)]
    pub votes: i64,
    #[diesel(sql_type = BigInt)]
    pub created_at: i64,
}

/// The next calls for a wish among those of one audience, as many as are looked at.
pub(super) fn open(
    c: &mut Conn,
    (audience, wish): (i64, Wish),
    since: Timestamp,
    after: Cursor,
) -> Result<Vec<CallRow>> {
    Ok(sql("SELECT topic_id, votes, created_at FROM closing_calls WHERE audience = $1 AND wish = $2 \
         AND created_at > $3 AND (created_at, topic_id) > ($4, $5) ORDER BY created_at, topic_id LIMIT $6")
    .bind(audience)
    .bind(wish.as_str())
    .bind(since.0)
    .bind(after.at)
    .bind(after.topic.0)
    .bind(i64::try_from(LOOKED_AT).unwrap_or(i64::MAX))
    .load(c)?)
}

/// The reasons of the votes to close these topics, in the order of the votes, with whether each is this member's.
pub(super) fn reasons(c: &mut Conn, topics: &[TopicId], wish: Wish) -> Result<Vec<(TopicId, Vote)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        topic_id: TopicId,
        #[diesel(sql_type = BigInt)]
        user_id: UserId,
        #[diesel(sql_type = Text)]
        reason: String,
        #[diesel(sql_type = BigInt)]
        at: i64,
    }
    let mut rows: Vec<Row> =
        sql("SELECT topic_id, user_id, reason, at FROM closing_votes WHERE topic_id IN ($1) AND wish = $2")
            .bind(topics.iter().map(|id| id.0).collect::<Vec<i64>>())
            .bind(wish.as_str())
            .load(c)?;
    rows.sort_by_key(|row| (row.at, row.user_id));
    let vote = |row: Row| {
        let reason = CloseReason::parse(&row.reason);
        (row.topic_id, Vote { user: row.user_id, handle: String::new(), reason })
    };
    Ok(rows.into_iter().map(vote).collect())
}
