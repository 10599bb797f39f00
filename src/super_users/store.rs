//! The SQL of super-users.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::{Listed, Record, SCORE, State};
use crate::clock::Timestamp;
use crate::db::schema::{super_users, users, walks};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{TopicId, UserId};
use crate::web::member_view;

/// Answers that are counted at most.
const COUNTED: i64 = 1_000;

/// An answer that counts.
#[derive(Debug, QueryableByName)]
pub(super) struct Answer {
    #[diesel(sql_type = BigInt)]
    pub(super) topic: TopicId,
    #[diesel(sql_type = BigInt)]
    pub(super) asker: UserId,
}

/// Public answers to others since then that somebody else accepted or that are at [`SCORE`] or more, the newest first.
pub(super) fn answers(c: &mut Conn, user: UserId, since: Timestamp) -> Result<Vec<Answer>> {
    Ok(sql("SELECT t.id AS topic, t.author_id AS asker FROM posts p JOIN topics t ON t.id = p.topic_id \
         WHERE p.author_id = $1 AND p.kind = 'answer' AND p.state = 'visible' AND p.audience = 0 AND p.created_at >= $2 \
         AND t.state = 'visible' AND t.author_id <> $1 AND (p.score >= $3 \
         OR (p.accepted AND coalesce(p.accepted_by, t.author_id) <> $1)) \
         ORDER BY p.created_at DESC, p.id DESC LIMIT $4")
    .bind(user.0)
    .bind(since.0)
    .bind(SCORE)
    .bind(COUNTED)
    .load(c)?)
}

/// Whether a removal as spam or abuse stands that was since this site day. The causes are spelt out, as the index names
/// them.
pub(super) fn was_abused(c: &mut Conn, user: UserId, since: i64) -> Result<bool> {
    #[derive(QueryableByName)]
    struct One {
        #[diesel(sql_type = BigInt)]
        #[expect(dead_code, reason = "that there is one is all that is asked")]
        id: i64,
    }
    let found: Option<One> = sql("SELECT e.id FROM reputation_events e WHERE e.user_id = $1 AND e.kind = 'abuse' \
         AND e.kind IN ('accepted', 'accepting', 'delivered', 'suggestion', 'abuse') AND e.day >= $2 \
         AND e.number % 2 = 1 AND NOT EXISTS (SELECT 1 FROM reputation_events l WHERE l.post_id = e.post_id \
         AND l.kind = e.kind AND l.user_id = e.user_id AND l.cause_id = e.cause_id AND l.number = e.number + 1) LIMIT 1")
    .bind(user.0)
    .bind(since)
    .get_result(c)
    .optional()?;
    Ok(found.is_some())
}

/// What is noted of a member.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Row {
    /// How it stands.
    pub state: State,
    /// Since when.
    pub since: Timestamp,
    /// Why an employee decided so, or empty.
    pub reason: String,
}

/// What is noted of a member, if anything is.
///
/// # Errors
/// When the database refuses.
pub fn of(c: &mut Conn, user: UserId) -> Result<Option<Row>> {
    Ok(super_users::table
        .find(user)
        .select((super_users::state, super_users::since, super_users::reason))
        .first(c)
        .optional()?)
}

/// A member whom the job looks at.
#[derive(Debug, Clone, Copy, Queryable)]
pub(super) struct Judged {
    pub(super) id: UserId,
    pub(super) staff: bool,
    pub(super) suspended_until: Option<Timestamp>,
    pub(super) state: Option<State>,
}

pub(super) fn members_after(c: &mut Conn, after: UserId, most: i64) -> Result<Vec<UserId>> {
    Ok(users::table.filter(users::id.gt(after)).order(users::id).limit(most).select(users::id).load(c)?)
}

pub(super) fn judged(c: &mut Conn, ids: &[UserId]) -> Result<Vec<Judged>> {
    Ok(users::table
        .left_join(super_users::table.on(super_users::user_id.eq(users::id)))
        .filter(users::id.eq_any(ids))
        .select((users::id, users::is_staff, users::suspended_until, super_users::state.nullable()))
        .load(c)?)
}

/// Notes what was counted of a member for whom nothing changes.
pub(super) fn count(tx: &mut Conn, user: UserId, record: &Record, now: Timestamp) -> Result<()> {
    diesel::update(super_users::table.find(user))
        .set((
            super_users::answers.eq(record.answers),
            super_users::people.eq(record.people),
            super_users::counted_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

/// Notes how it stands with a member from now on, and who decided so, if it was not the numbers.
pub(super) fn set(
    tx: &mut Conn,
    user: UserId,
    (before, after): (Option<State>, State),
    (by, reason): (Option<UserId>, &str),
    record: &Record,
    now: Timestamp,
) -> Result<()> {
    let values = (
        super_users::state.eq(after),
        super_users::answers.eq(record.answers),
        super_users::people.eq(record.people),
        super_users::since.eq(now),
        super_users::counted_at.eq(now),
        super_users::by_id.eq(by.map(|by| by.0)),
        super_users::reason.eq(reason),
    );
    match before {
        None => {
            diesel::insert_into(super_users::table).values((super_users::user_id.eq(user), values)).execute(tx)?;
        }
        Some(_) => {
            diesel::update(super_users::table.find(user)).set(values).execute(tx)?;
        }
    }
    diesel::update(users::table.find(user)).set(users::is_super.eq(after.holds())).execute(tx)?;
    Ok(())
}

/// Super-users of a state, the newest first.
pub(super) fn listed(
    c: &mut Conn,
    state: State,
    (since, user): (Timestamp, UserId),
    most: usize,
) -> Result<Vec<Listed>> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = BigInt)]
        id: UserId,
        #[diesel(sql_type = Text)]
        handle: String,
        #[diesel(sql_type = Text)]
        display_name: String,
        #[diesel(sql_type = Text)]
        photo: String,
        #[diesel(sql_type = BigInt)]
        since: Timestamp,
    }
    let rows: Vec<Found> = sql("SELECT u.id, u.handle, u.display_name, u.photo, s.since FROM super_users s \
         JOIN users u ON u.id = s.user_id WHERE s.state = $1 AND (s.since, s.user_id) < ($2, $3) \
         ORDER BY s.since DESC, s.user_id DESC LIMIT $4")
    .bind(state.as_str())
    .bind(since.0)
    .bind(user.0)
    .bind(i64::try_from(most).unwrap_or(i64::MAX))
    .load(c)?;
    let listed = |row: Found| Listed {
        user: row.id,
        member: member_view(row.id, row.handle, row.display_name, &row.photo, false, String::new()).super_user(true),
        since: row.since,
        granted: state == State::Granted,
    };
    Ok(rows.into_iter().map(listed).collect())
}

/// Where the walk goes on: after this member.
pub(super) fn position(c: &mut Conn, walk: &str) -> Result<UserId> {
    let position: Option<i64> = walks::table.find((walk, 0_i64)).select(walks::position).first(c).optional()?;
    Ok(UserId(position.unwrap_or(0)))
}

/// Notes after whom the walk goes on; none is before the first one.
pub(super) fn go_on(tx: &mut Conn, walk: &str, after: Option<UserId>, now: Timestamp) -> Result<()> {
    sql("INSERT INTO walks (name, subject, position, done, total, started_at) VALUES ($1, 0, $2, 0, 0, $3) \
         ON CONFLICT (name, subject) DO UPDATE SET position = excluded.position")
    .bind(walk)
    .bind(after.map_or(0, |after| after.0))
    .bind(now.0)
    .execute(tx)?;
    Ok(())
}
