//! The SQL of synonyms.

use diesel::prelude::*;

use super::MAX;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::tag_synonyms;
use crate::error::Result;
use crate::ids::{TagId, UserId};

/// More than a tag may have: merging tags with many gives one with more.
const ROWS: i64 = MAX as i64;

pub(super) fn of(c: &mut Conn, tag: TagId) -> Result<Vec<String>> {
    Ok(tag_synonyms::table
        .filter(tag_synonyms::tag_id.eq(tag))
        .order(tag_synonyms::slug)
        .limit(ROWS)
        .select(tag_synonyms::slug)
        .load(c)?)
}

/// The tag that a synonym stands for; none when the name is no synonym.
pub(in crate::tags) fn target(c: &mut Conn, slug: &str) -> Result<Option<TagId>> {
    Ok(tag_synonyms::table.find(slug).select(tag_synonyms::tag_id).first(c).optional()?)
}

pub(in crate::tags) fn insert(tx: &mut Conn, slug: &str, tag: TagId, by: Option<UserId>, now: Timestamp) -> Result<()> {
    diesel::insert_into(tag_synonyms::table)
        .values((
            tag_synonyms::slug.eq(slug),
            tag_synonyms::tag_id.eq(tag),
            tag_synonyms::created_by.eq(by),
            tag_synonyms::created_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

/// What stood for one tag stands for another from now on.
pub(in crate::tags) fn repoint(tx: &mut Conn, from: TagId, to: TagId) -> Result<()> {
    diesel::update(tag_synonyms::table.filter(tag_synonyms::tag_id.eq(from)))
        .set(tag_synonyms::tag_id.eq(to))
        .execute(tx)?;
    Ok(())
}

pub(super) fn delete(tx: &mut Conn, slug: &str) -> Result<()> {
    diesel::delete(tag_synonyms::table.find(slug)).execute(tx)?;
    Ok(())
}
