//! The SQL of votes.

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::{Ballot, Cast};
use crate::clock::Timestamp;
use crate::db::schema::{comment_votes, comments, posts, topics, users, votes};
use crate::db::{Conn, dialect, sql};
use crate::error::Result;
use crate::ids::{BoardId, CommentId, PostId, TopicId, UserId};
use crate::policy::{PostKind, State};

/// A post that is voted on, as it stands while it is held.
#[derive(Debug, Clone, Copy, Queryable)]
pub(super) struct Held {
    pub(super) topic: TopicId,
    pub(super) kind: PostKind,
    pub(super) board: BoardId,
    audience: i64,
    topic_state: State,
    state: State,
}

impl Held {
    /// Whether everybody may read it: only then a vote gives reputation.
    pub(super) fn is_public(&self) -> bool {
        let topic_stands = matches!(self.topic_state, State::Visible | State::Merged);
        self.audience == 0 && topic_stands && self.state == State::Visible
    }
}

/// Holds a post, and before a topic's own the topic, whose score changes with it.
pub(super) fn lock(tx: &mut Conn, post: PostId) -> Result<Held> {
    let held = look(tx, post)?;
    if !dialect::rows_are_locked(tx) {
        return Ok(held);
    }
    if held.kind.is_own() {
        dialect::lock_topic(tx, held.topic)?;
    }
    dialect::lock_post(tx, post)?;
    look(tx, post)
}

fn look(c: &mut Conn, post: PostId) -> Result<Held> {
    Ok(posts::table
        .inner_join(topics::table.on(topics::id.eq(posts::topic_id)))
        .filter(posts::id.eq(post))
        .select((posts::topic_id, posts::kind, topics::board_id, topics::audience, topics::state, posts::state))
        .first(c)?)
}

pub(super) fn find(tx: &mut Conn, post: PostId, giver: UserId) -> Result<Option<Cast>> {
    let row: Option<(i64, Timestamp, i64, Option<Timestamp>)> = votes::table
        .find((post, giver))
        .select((votes::value, votes::cast_at, votes::day, votes::voided_at))
        .first(tx)
        .optional()?;
    Ok(row.map(|(value, at, day, voided)| Cast { value, at, day, voided: voided.is_some() }))
}

/// Votes of a day count even when they were taken back; those that staff gave for somebody do not.
pub(super) fn given(tx: &mut Conn, giver: UserId, day: i64) -> Result<i64> {
    Ok(votes::table
        .filter(votes::user_id.eq(giver))
        .filter(votes::day.eq(day))
        .filter(votes::by_id.is_null())
        .count()
        .get_result(tx)?)
}

pub(super) fn is_super(c: &mut Conn, user: UserId) -> Result<bool> {
    Ok(users::table.find(user).select(users::is_super).first(c)?)
}

pub(super) fn given_to(tx: &mut Conn, ballot: &Ballot<'_, PostId>) -> Result<i64> {
    Ok(votes::table
        .filter(votes::user_id.eq(ballot.giver))
        .filter(votes::day.eq(ballot.day()))
        .filter(votes::receiver_id.eq(ballot.receiver))
        .filter(votes::by_id.is_null())
        .count()
        .get_result(tx)?)
}

/// Votes down of a day for the same author on other posts.
pub(super) fn downs_to(tx: &mut Conn, ballot: &Ballot<'_, PostId>, day: i64) -> Result<i64> {
    Ok(votes::table
        .filter(votes::user_id.eq(ballot.giver))
        .filter(votes::day.eq(day))
        .filter(votes::receiver_id.eq(ballot.receiver))
        .filter(votes::value.eq(-1))
        .filter(votes::post_id.ne(ballot.on))
        .count()
        .get_result(tx)?)
}

/// Writes a vote; `by` gave it for the giver.
pub(super) fn insert(
    tx: &mut Conn,
    ballot: &Ballot<'_, PostId>,
    idea: Option<TopicId>,
    by: Option<UserId>,
) -> Result<()> {
    diesel::insert_into(votes::table)
        .values((
            votes::post_id.eq(ballot.on),
            votes::user_id.eq(ballot.giver),
            votes::receiver_id.eq(ballot.receiver),
            votes::value.eq(ballot.way.value()),
            votes::day.eq(ballot.day()),
            votes::cast_at.eq(ballot.now),
            votes::idea_id.eq(idea),
            votes::by_id.eq(by),
        ))
        .execute(tx)?;
    Ok(())
}

/// The day stays that of the first vote, or a change would give a vote of today back to yesterday. Who changes what was
/// given for them makes it their own.
pub(super) fn update(tx: &mut Conn, ballot: &Ballot<'_, PostId>) -> Result<()> {
    diesel::update(votes::table.find((ballot.on, ballot.giver)))
        .set((votes::value.eq(ballot.way.value()), votes::cast_at.eq(ballot.now), votes::by_id.eq(None::<UserId>)))
        .execute(tx)?;
    Ok(())
}

/// Takes the value of a vote for good.
pub(super) fn void(tx: &mut Conn, post: PostId, giver: UserId, now: Timestamp) -> Result<()> {
    diesel::update(votes::table.find((post, giver))).set((votes::value.eq(0), votes::voided_at.eq(now))).execute(tx)?;
    Ok(())
}

/// Gives a vote its value back.
pub(super) fn unvoid(tx: &mut Conn, post: PostId, giver: UserId, value: i64) -> Result<()> {
    diesel::update(votes::table.find((post, giver)))
        .set((votes::value.eq(value), votes::voided_at.eq(None::<Timestamp>)))
        .execute(tx)?;
    Ok(())
}

/// Moves the counts of a post from one value of a vote to another; the score of a topic's own post stands in the topic too.
pub(super) fn count(tx: &mut Conn, (post, held): (PostId, Held), from: i64, to: i64) -> Result<()> {
    let up = i64::from(to == 1) - i64::from(from == 1);
    let down = i64::from(to == -1) - i64::from(from == -1);
    diesel::update(posts::table.find(post))
        .set((
            posts::ups.eq(posts::ups + up),
            posts::downs.eq(posts::downs + down),
            posts::score.eq(posts::score + (to - from)),
        ))
        .execute(tx)?;
    if held.kind.is_own() {
        diesel::update(topics::table.find(held.topic))
            .set(topics::score.eq(topics::score + (to - from)))
            .execute(tx)?;
    }
    Ok(())
}

/// This reader's votes on these posts: (post, value). What came with a merge counts, as it does in the score.
///
/// # Errors
/// When the database refuses.
pub fn mine(c: &mut Conn, user: UserId, on: &[PostId]) -> Result<Vec<(PostId, i64)>> {
    #[derive(QueryableByName)]
    struct Mine {
        #[diesel(sql_type = BigInt)]
        post_id: PostId,
        #[diesel(sql_type = BigInt)]
        value: i64,
    }
    let rows: Vec<Mine> =
        sql("SELECT post_id, value FROM standing_votes WHERE user_id = $1 AND post_id IN ($2) AND value <> 0")
            .bind(user.0)
            .bind(on.iter().map(|id| id.0).collect::<Vec<_>>())
            .load(c)?;
    Ok(rows.into_iter().map(|row| (row.post_id, row.value)).collect())
}

pub(super) fn find_on_comment(tx: &mut Conn, comment: CommentId, giver: UserId) -> Result<Option<Cast>> {
    let row: Option<(i64, Timestamp, i64)> = comment_votes::table
        .find((comment, giver))
        .select((comment_votes::value, comment_votes::cast_at, comment_votes::day))
        .first(tx)
        .optional()?;
    Ok(row.map(|(value, at, day)| Cast { value, at, day, voided: false }))
}

pub(super) fn given_on_comments(tx: &mut Conn, giver: UserId, day: i64) -> Result<i64> {
    Ok(comment_votes::table
        .filter(comment_votes::user_id.eq(giver))
        .filter(comment_votes::day.eq(day))
        .count()
        .get_result(tx)?)
}

pub(super) fn insert_on_comment(tx: &mut Conn, ballot: &Ballot<'_, CommentId>, value: i64) -> Result<()> {
    diesel::insert_into(comment_votes::table)
        .values((
            comment_votes::comment_id.eq(ballot.on),
            comment_votes::user_id.eq(ballot.giver),
            comment_votes::receiver_id.eq(ballot.receiver),
            comment_votes::value.eq(value),
            comment_votes::day.eq(ballot.day()),
            comment_votes::cast_at.eq(ballot.now),
        ))
        .execute(tx)?;
    Ok(())
}

pub(super) fn update_on_comment(tx: &mut Conn, ballot: &Ballot<'_, CommentId>, value: i64) -> Result<()> {
    diesel::update(comment_votes::table.find((ballot.on, ballot.giver)))
        .set((comment_votes::value.eq(value), comment_votes::cast_at.eq(ballot.now)))
        .execute(tx)?;
    Ok(())
}

pub(super) fn count_comment(tx: &mut Conn, comment: CommentId, by: i64) -> Result<()> {
    diesel::update(comments::table.find(comment)).set(comments::ups.eq(comments::ups + by)).execute(tx)?;
    Ok(())
}

/// This reader's votes on these comments.
///
/// # Errors
/// When the database refuses.
pub fn mine_on_comments(c: &mut Conn, user: UserId, on: &[CommentId]) -> Result<Vec<CommentId>> {
    #[derive(QueryableByName)]
    struct Mine {
        #[diesel(sql_type = BigInt)]
        comment_id: CommentId,
    }
    let rows: Vec<Mine> =
        sql("SELECT comment_id FROM comment_votes WHERE user_id = $1 AND comment_id IN ($2) AND value = 1")
            .bind(user.0)
            .bind(on.iter().map(|id| id.0).collect::<Vec<_>>())
            .load(c)?;
    Ok(rows.into_iter().map(|row| row.comment_id).collect())
}
