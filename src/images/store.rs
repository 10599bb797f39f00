//! The SQL of pictures.

use diesel::prelude::*;

use super::{Processed, Stored};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::images;
use crate::error::Result;
use crate::ids::UserId;

pub(super) fn insert(tx: &mut Conn, owner: UserId, key: &str, picture: &Processed, now: Timestamp) -> Result<()> {
    diesel::insert_into(images::table)
        .values((
            images::image_key.eq(key),
            images::owner_id.eq(Some(owner)),
            images::mime.eq(picture.mime),
            images::width.eq(i64::from(picture.width)),
            images::height.eq(i64::from(picture.height)),
            images::bytes.eq(&picture.bytes),
            images::created_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

pub(super) fn find(c: &mut Conn, key: &str) -> Result<Option<Stored>> {
    let row: Option<(String, Vec<u8>)> =
        images::table.filter(images::image_key.eq(key)).select((images::mime, images::bytes)).first(c).optional()?;
    Ok(row.map(|(mime, bytes)| Stored { mime, bytes }))
}

pub(super) fn delete(tx: &mut Conn, owner: UserId, key: &str) -> Result<()> {
    diesel::delete(images::table.filter(images::image_key.eq(key)).filter(images::owner_id.eq(Some(owner))))
        .execute(tx)?;
    Ok(())
}

/// When an owner's latest pictures since then were added, newest first, at most `max`.
pub(super) fn latest(c: &mut Conn, owner: UserId, since: Timestamp, max: i64) -> Result<Vec<Timestamp>> {
    Ok(images::table
        .filter(images::owner_id.eq(Some(owner)))
        .filter(images::created_at.gt(since))
        .order(images::created_at.desc())
        .limit(max)
        .select(images::created_at)
        .load(c)?)
}
