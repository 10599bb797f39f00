//! The SQL of the keys of secret feeds.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::inbox_feeds;
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::UserId;

pub(super) fn set(tx: &mut Conn, user: UserId, key_hash: &str, now: Timestamp) -> Result<()> {
    sql("INSERT INTO inbox_feeds (user_id, key_hash, created_at) VALUES ($1, $2, $3) \
         ON CONFLICT (user_id) DO UPDATE SET key_hash = excluded.key_hash, created_at = excluded.created_at")
    .bind(user.0)
    .bind(key_hash)
    .bind(now.0)
    .execute(tx)?;
    Ok(())
}

pub(super) fn remove(tx: &mut Conn, user: UserId) -> Result<()> {
    diesel::delete(inbox_feeds::table.find(user)).execute(tx)?;
    Ok(())
}

pub(super) fn since(c: &mut Conn, user: UserId) -> Result<Option<Timestamp>> {
    Ok(inbox_feeds::table.find(user).select(inbox_feeds::created_at).first(c).optional()?)
}

pub(super) fn owner(c: &mut Conn, key_hash: &str) -> Result<Option<UserId>> {
    Ok(inbox_feeds::table
        .filter(inbox_feeds::key_hash.eq(key_hash))
        .select(inbox_feeds::user_id)
        .first(c)
        .optional()?)
}
