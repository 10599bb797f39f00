//! The SQL of blocks.

use std::collections::HashSet;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use super::super::PAGE;
use crate::clock::Timestamp;
use crate::db::schema::blocks;
use crate::db::{Both, Conn, sql};
use crate::error::Result;
use crate::ids::UserId;

pub(super) fn add(tx: &mut Conn, user: UserId, blocked: UserId, now: Timestamp) -> Result<()> {
    Both(
        diesel::insert_into(blocks::table)
            .values((blocks::user_id.eq(user), blocks::blocked_id.eq(blocked), blocks::created_at.eq(now)))
            .on_conflict((blocks::user_id, blocks::blocked_id))
            .do_nothing(),
    )
    .execute(tx)?;
    Ok(())
}

pub(super) fn remove(tx: &mut Conn, user: UserId, blocked: UserId) -> Result<()> {
    diesel::delete(blocks::table.find((user, blocked))).execute(tx)?;
    Ok(())
}

#[derive(QueryableByName)]
struct One {
    #[diesel(sql_type = BigInt)]
    id: UserId,
}

fn set(rows: Vec<One>) -> HashSet<UserId> {
    rows.into_iter().map(|row| row.id).collect()
}

/// Whether a person has blocked another.
///
/// # Errors
/// When the database refuses.
pub fn is_blocked(c: &mut Conn, user: UserId, other: UserId) -> Result<bool> {
    Ok(blocked_among(c, user, &[other])?.contains(&other))
}

/// Which of these authors a person has blocked: their posts are folded.
///
/// # Errors
/// When the database refuses.
pub fn blocked_among(c: &mut Conn, user: UserId, authors: &[UserId]) -> Result<HashSet<UserId>> {
    let rows = sql("SELECT blocked_id AS id FROM blocks WHERE user_id = $1 AND blocked_id IN ($2)")
        .bind(user.0)
        .bind(authors.iter().map(|id| id.0).collect::<Vec<_>>())
        .load(c)?;
    Ok(set(rows))
}

/// Which of these people have blocked a member: they are not told.
///
/// # Errors
/// When the database refuses.
pub fn blockers_of(c: &mut Conn, blocked: UserId, people: &[UserId]) -> Result<HashSet<UserId>> {
    let rows = sql("SELECT user_id AS id FROM blocks WHERE blocked_id = $1 AND user_id IN ($2)")
        .bind(blocked.0)
        .bind(people.iter().map(|id| id.0).collect::<Vec<_>>())
        .load(c)?;
    Ok(set(rows))
}

/// A blocked member, for the list.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct Blocked {
    #[diesel(sql_type = BigInt)]
    pub id: UserId,
    #[diesel(sql_type = Text)]
    pub handle: String,
    #[diesel(sql_type = Text)]
    pub display_name: String,
    #[diesel(sql_type = Text)]
    pub photo: String,
    #[diesel(sql_type = Bool)]
    pub is_super: bool,
    #[diesel(sql_type = BigInt)]
    pub created_at: i64,
}

/// Whom a person has blocked, the latest first, after `(created_at, id)`: one more than a page.
///
/// # Errors
/// When the database refuses.
pub fn blocked_by(c: &mut Conn, user: UserId, after: (i64, i64)) -> Result<Vec<Blocked>> {
    Ok(sql("SELECT b.blocked_id AS id, u.handle, u.display_name, u.photo, u.is_super, b.created_at FROM blocks b \
         JOIN users u ON u.id = b.blocked_id WHERE b.user_id = $1 AND (b.created_at, b.blocked_id) < ($2, $3) \
         ORDER BY b.created_at DESC, b.blocked_id DESC LIMIT $4")
    .bind(user.0)
    .bind(after.0)
    .bind(after.1)
    .bind(i64::try_from(PAGE + 1).unwrap_or(i64::MAX))
    .load(c)?)
}
