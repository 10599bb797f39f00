//! The SQL of one-time links.

use diesel::prelude::*;

use super::{Purpose, Token};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::tokens;
use crate::error::Result;
use crate::ids::UserId;

pub(super) fn insert(
    tx: &mut Conn,
    purpose: Purpose,
    user: Option<UserId>,
    hash: &str,
    email: &str,
    now: Timestamp,
    expires: Timestamp,
) -> Result<()> {
    diesel::insert_into(tokens::table)
        .values((
            tokens::purpose.eq(purpose),
            tokens::user_id.eq(user),
            tokens::hash.eq(hash),
            tokens::email.eq(Some(email)),
            tokens::created_at.eq(now),
            tokens::expires_at.eq(expires),
        ))
        .execute(tx)?;
    Ok(())
}

fn token((user, email): (Option<UserId>, Option<String>)) -> Token {
    Token { user, email: email.unwrap_or_default() }
}

pub(super) fn find(c: &mut Conn, purpose: Purpose, hash: &str, now: Timestamp) -> Result<Option<Token>> {
    Ok(tokens::table
        .filter(tokens::hash.eq(hash))
        .filter(tokens::purpose.eq(purpose))
        .filter(tokens::expires_at.gt(now))
        .select((tokens::user_id, tokens::email))
        .first(c)
        .optional()?
        .map(token))
}

pub(super) fn take(tx: &mut Conn, purpose: Purpose, hash: &str, now: Timestamp) -> Result<Option<Token>> {
    Ok(diesel::delete(
        tokens::table
            .filter(tokens::hash.eq(hash))
            .filter(tokens::purpose.eq(purpose))
            .filter(tokens::expires_at.gt(now)),
    )
    .returning((tokens::user_id, tokens::email))
    .get_result(tx)
    .optional()?
    .map(token))
}

pub(super) fn revoke(tx: &mut Conn, purpose: Purpose, user: Option<UserId>) -> Result<()> {
    let of_purpose = tokens::table.filter(tokens::purpose.eq(purpose));
    match user {
        Some(user) => diesel::delete(of_purpose.filter(tokens::user_id.eq(user))).execute(tx)?,
        None => diesel::delete(of_purpose.filter(tokens::user_id.is_null())).execute(tx)?,
    };
    Ok(())
}

/// Ends all of an account's links: after its password or its address has changed.
///
/// # Errors
/// When the database refuses.
pub fn revoke_all(tx: &mut Conn, user: UserId) -> Result<()> {
    diesel::delete(tokens::table.filter(tokens::user_id.eq(user))).execute(tx)?;
    Ok(())
}

/// The address that a link of this purpose waits to be opened at, if there is one.
///
/// # Errors
/// When the database refuses.
pub fn exists(c: &mut Conn, purpose: Purpose, user: UserId, now: Timestamp) -> Result<Option<String>> {
    Ok(tokens::table
        .filter(tokens::user_id.eq(user))
        .filter(tokens::purpose.eq(purpose))
        .filter(tokens::expires_at.gt(now))
        .select(tokens::email)
        .first::<Option<String>>(c)
        .optional()?
        .flatten())
}

pub(super) fn forget(tx: &mut Conn, now: Timestamp) -> Result<()> {
    diesel::delete(tokens::table.filter(tokens::expires_at.le(now))).execute(tx)?;
    Ok(())
}
