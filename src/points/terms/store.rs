//! The SQL of terms.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::{reward_consents, reward_terms};
use crate::db::{Both, Conn};
use crate::error::Result;
use crate::ids::UserId;

/// A version of the terms.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Terms {
    /// Its number.
    pub version: i64,
    /// As written.
    pub source: String,
    /// As shown; sanitised.
    pub html: String,
    /// Since when.
    pub published_at: Timestamp,
}

/// The version in force, if there is one.
///
/// # Errors
/// When the database refuses.
pub fn newest(c: &mut Conn) -> Result<Option<Terms>> {
    Ok(reward_terms::table
        .order(reward_terms::version.desc())
        .select((reward_terms::version, reward_terms::source, reward_terms::html, reward_terms::published_at))
        .first(c)
        .optional()?)
}

/// The newest version that a member has accepted, if any.
///
/// # Errors
/// When the database refuses.
pub fn accepted(c: &mut Conn, user: UserId) -> Result<Option<i64>> {
    Ok(reward_consents::table
        .filter(reward_consents::user_id.eq(user))
        .order(reward_consents::version.desc())
        .select(reward_consents::version)
        .first(c)
        .optional()?)
}

/// When a member accepted terms first.
///
/// # Errors
/// When the database refuses.
pub fn accepted_since(c: &mut Conn, user: UserId) -> Result<Option<Timestamp>> {
    Ok(reward_consents::table
        .filter(reward_consents::user_id.eq(user))
        .order(reward_consents::version)
        .select(reward_consents::at)
        .first(c)
        .optional()?)
}

pub(super) fn insert(
    tx: &mut Conn,
    version: i64,
    (source, html): (&str, &str),
    (by, now): (Option<UserId>, Timestamp),
) -> Result<()> {
    diesel::insert_into(reward_terms::table)
        .values((
            reward_terms::version.eq(version),
            reward_terms::source.eq(source),
            reward_terms::html.eq(html),
            reward_terms::by_id.eq(by.map(|by| by.0)),
            reward_terms::published_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

pub(super) fn consent(tx: &mut Conn, user: UserId, version: i64, now: Timestamp) -> Result<()> {
    let values = (reward_consents::user_id.eq(user), reward_consents::version.eq(version), reward_consents::at.eq(now));
    let insert = diesel::insert_into(reward_consents::table).values(values);
    Both(insert.on_conflict((reward_consents::user_id, reward_consents::version)).do_nothing()).execute(tx)?;
    Ok(())
}
