//! The SQL of follows and of the switches of the automatic ones.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::{Level, PAGE, Subject, SubjectKind, Why};
use crate::clock::Timestamp;
use crate::db::schema::{follows, users};
use crate::db::{Both, Conn, sql};
use crate::error::Result;
use crate::ids::UserId;

pub(super) fn set(tx: &mut Conn, (user, subject): (UserId, Subject), level: Level, now: Timestamp) -> Result<()> {
    Both(
        diesel::insert_into(follows::table)
            .values((
                follows::user_id.eq(user),
                follows::subject.eq(subject.kind()),
                follows::subject_id.eq(subject.id()),
                follows::level.eq(level),
                follows::why.eq(Why::Chosen),
                follows::created_at.eq(now),
            ))
            .on_conflict((follows::user_id, follows::subject, follows::subject_id))
            .do_update()
            .set((
                follows::level.eq(level),
                follows::why.eq(Why::Chosen),
                follows::merge_id.eq(None::<crate::ids::MergeId>),
            )),
    )
    .execute(tx)?;
    Ok(())
}

pub(super) fn add(tx: &mut Conn, (user, subject): (UserId, Subject), why: Why, now: Timestamp) -> Result<()> {
    // The switches are read in the same statement: what was switched off a moment ago stays off. Who followed because
    // of a merge has a reason of their own now, and keeps the level.
    sql("INSERT INTO follows (user_id, subject, subject_id, level, why, created_at) \
         SELECT u.id, $2, $3, $4, $5, $6 FROM users u WHERE u.id = $1 AND CASE $5 \
         WHEN 'asked' THEN u.follow_asked WHEN 'answered' THEN u.follow_answered \
         WHEN 'me_too' THEN u.follow_me_too WHEN 'voted' THEN u.follow_voted ELSE $7 END \
         ON CONFLICT (user_id, subject, subject_id) DO UPDATE SET why = excluded.why, merge_id = NULL \
         WHERE follows.merge_id IS NOT NULL")
    .bind(user.0)
    .bind(subject.kind().as_str())
    .bind(subject.id())
    .bind(subject.kind().default_level().as_str())
    .bind(why.as_str())
    .bind(now.0)
    .bind(true)
    .execute(tx)?;
    Ok(())
}

pub(super) fn remove(tx: &mut Conn, user: UserId, subject: Subject) -> Result<()> {
    diesel::delete(follows::table.find((user, subject.kind(), subject.id()))).execute(tx)?;
    Ok(())
}

pub(super) fn remove_automatic(tx: &mut Conn, (user, subject): (UserId, Subject), why: Why) -> Result<()> {
    diesel::delete(follows::table.find((user, subject.kind(), subject.id())).filter(follows::why.eq(why)))
        .execute(tx)?;
    Ok(())
}

/// How a person follows a subject, if they do.
///
/// # Errors
/// When the database refuses.
pub fn level(c: &mut Conn, user: UserId, subject: Subject) -> Result<Option<Level>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        level: Level,
    }
    let row: Option<Row> = sql("SELECT level FROM follows WHERE user_id = $1 AND subject = $2 AND subject_id = $3")
        .bind(user.0)
        .bind(subject.kind().as_str())
        .bind(subject.id())
        .get_result(c)
        .optional()?;
    Ok(row.map(|row| row.level))
}

/// One follower of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Follow {
    /// Who.
    pub user: UserId,
    /// What.
    pub subject: Subject,
    /// How much.
    pub level: Level,
}

/// Followers of a subject with numbers in `(after, until]`, in their order, at most `limit`.
///
/// # Errors
/// When the database refuses.
pub fn followers(
    c: &mut Conn,
    subject: Subject,
    (after, until): (UserId, UserId),
    limit: usize,
) -> Result<Vec<Follow>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        user_id: UserId,
        #[diesel(sql_type = Text)]
        level: Level,
    }
    let rows: Vec<Row> = sql(
        "SELECT user_id, level FROM follows WHERE subject = $1 AND subject_id = $2 AND user_id > $3 AND user_id <= $4 \
         ORDER BY user_id LIMIT $5",
    )
    .bind(subject.kind().as_str())
    .bind(subject.id())
    .bind(after.0)
    .bind(until.0)
    .bind(i64::try_from(limit).unwrap_or(i64::MAX))
    .load(c)?;
    Ok(rows.into_iter().map(|row| Follow { user: row.user_id, subject, level: row.level }).collect())
}

/// Lets the first followers of a subject, as many as `limit`, follow another one instead. Who follows that one already
/// keeps the level they chose there. Answers how many it moved: fewer than `limit` at the end.
///
/// # Errors
/// When the database refuses.
pub fn move_some(tx: &mut Conn, from: Subject, to: Subject, limit: usize) -> Result<usize> {
    let some = followers(tx, from, (UserId(0), UserId(i64::MAX)), limit)?;
    let users: Vec<i64> = some.iter().map(|follow| follow.user.0).collect();
    sql("INSERT INTO follows (user_id, subject, subject_id, level, why, created_at) \
         SELECT f.user_id, $1, $2, f.level, f.why, f.created_at FROM follows f \
         WHERE f.subject = $3 AND f.subject_id = $4 AND f.user_id IN ($5) \
         ON CONFLICT (user_id, subject, subject_id) DO NOTHING")
    .bind(to.kind().as_str())
    .bind(to.id())
    .bind(from.kind().as_str())
    .bind(from.id())
    .bind(users.clone())
    .execute(tx)?;
    sql("DELETE FROM follows WHERE subject = $1 AND subject_id = $2 AND user_id IN ($3)")
        .bind(from.kind().as_str())
        .bind(from.id())
        .bind(users)
        .execute(tx)?;
    Ok(some.len())
}

/// A row of the list of what one follows.
#[derive(Debug, Clone, Copy, QueryableByName)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct Following {
    #[diesel(sql_type = BigInt)]
    pub subject_id: i64,
    #[diesel(sql_type = Text)]
    pub level: Level,
    #[diesel(sql_type = Text)]
    pub why: Why,
    #[diesel(sql_type = BigInt)]
    pub created_at: i64,
}

/// What a person follows of a kind, the latest first, after `(created_at, subject_id)`: one more than a page.
///
/// # Errors
/// When the database refuses.
pub fn list(c: &mut Conn, user: UserId, kind: SubjectKind, after: (i64, i64)) -> Result<Vec<Following>> {
    Ok(sql("SELECT subject_id, level, why, created_at FROM follows WHERE user_id = $1 AND subject = $2 \
         AND (created_at, subject_id) < ($3, $4) ORDER BY created_at DESC, subject_id DESC LIMIT $5")
    .bind(user.0)
    .bind(kind.as_str())
    .bind(after.0)
    .bind(after.1)
    .bind(i64::try_from(PAGE + 1).unwrap_or(i64::MAX))
    .load(c)?)
}

/// What follows by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, serde::Serialize)]
pub struct Switches {
    /// What one asks.
    pub asked: bool,
    /// What one answers.
    pub answered: bool,
    /// What one has too.
    pub me_too: bool,
    /// Ideas one votes on.
    pub voted: bool,
}

/// A person's switches.
///
/// # Errors
/// When the database refuses.
pub fn switches(c: &mut Conn, user: UserId) -> Result<Switches> {
    Ok(users::table
        .find(user)
        .select((users::follow_asked, users::follow_answered, users::follow_me_too, users::follow_voted))
        .first(c)?)
}

/// Sets a person's switches.
///
/// # Errors
/// When the database refuses.
pub fn set_switches(tx: &mut Conn, user: UserId, on: Switches) -> Result<()> {
    diesel::update(users::table.find(user))
        .set((
            users::follow_asked.eq(on.asked),
            users::follow_answered.eq(on.answered),
            users::follow_me_too.eq(on.me_too),
            users::follow_voted.eq(on.voted),
        ))
        .execute(tx)?;
    Ok(())
}
