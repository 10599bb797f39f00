//! The SQL of tags.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use super::{PAGE, Tag};
use crate::db::schema::{tags, topic_tags};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{TagId, TopicId};
use crate::policy::State;

type Row = (TagId, String, String, i64);

/// One more than a page: whether there is a next one.
const ROWS: i64 = PAGE as i64 + 1;

fn tag((id, slug, description, topics_count): Row) -> Tag {
    Tag { id, slug, description, topics_count }
}

pub(super) fn popular(c: &mut Conn, after: Option<(i64, TagId)>) -> Result<Vec<Tag>> {
    let (count, id) = after.unwrap_or((i64::MAX, TagId(i64::MAX)));
    let rows: Vec<Row> = tags::table
        .filter(tags::topics_count.gt(0))
        .filter(tags::topics_count.le(count))
        .filter(tags::topics_count.lt(count).or(tags::id.lt(id)))
        .order((tags::topics_count.desc(), tags::id.desc()))
        .limit(ROWS)
        .select((tags::id, tags::slug, tags::description, tags::topics_count))
        .load(c)?;
    Ok(rows.into_iter().map(tag).collect())
}

pub(super) fn by_name(c: &mut Conn, after: Option<&str>) -> Result<Vec<Tag>> {
    let rows: Vec<Row> = tags::table
        .filter(tags::slug.gt(after.unwrap_or_default()))
        // Spelt out, for the index of names has it in its condition.
        .filter(diesel::dsl::sql::<Bool>("topics_count > 0"))
        .order(tags::slug)
        .limit(ROWS)
        .select((tags::id, tags::slug, tags::description, tags::topics_count))
        .load(c)?;
    Ok(rows.into_iter().map(tag).collect())
}

pub(super) fn find(c: &mut Conn, slug: &str) -> Result<Option<Tag>> {
    let row: Option<Row> = tags::table
        .filter(tags::slug.eq(slug))
        .select((tags::id, tags::slug, tags::description, tags::topics_count))
        .first(c)
        .optional()?;
    Ok(row.map(tag))
}

pub(super) fn find_by_id(c: &mut Conn, id: TagId) -> Result<Option<Tag>> {
    let row: Option<Row> = tags::table
        .filter(tags::id.eq(id))
        .select((tags::id, tags::slug, tags::description, tags::topics_count))
        .first(c)
        .optional()?;
    Ok(row.map(tag))
}

/// Whether a visible topic of one of these audiences carries the tag.
pub(super) fn is_used(c: &mut Conn, tag: TagId, audiences: &[i64]) -> Result<bool> {
    for audience in audiences {
        // In an order that an index has: without one, PostgreSQL may look for the tag's rows in the whole table.
        let found = topic_tags::table
            .filter(topic_tags::tag_id.eq(tag))
            .filter(topic_tags::audience.eq(audience))
            .filter(topic_tags::state.eq(State::Visible))
            .order((topic_tags::active_at.desc(), topic_tags::topic_id.desc()))
            .select(topic_tags::topic_id)
            .first::<TopicId>(c)
            .optional()?;
        if found.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(super) fn describe(tx: &mut Conn, id: TagId, description: &str) -> Result<()> {
    diesel::update(tags::table.filter(tags::id.eq(id))).set(tags::description.eq(description)).execute(tx)?;
    Ok(())
}

/// Rows that one [`fold_counts`] takes at most.
const FOLDED: i64 = 1_000;

/// Adds what has changed since the last time to each tag's number of public, visible topics: questions on restricted
/// boards must not show, not even as a number. Run seconds after
/// the fact by a job. Takes a bounded number of them: true when it found as many, so that there may be more.
///
/// # Errors
/// When the database refuses.
pub fn fold_counts(tx: &mut Conn) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Change {
        #[diesel(sql_type = BigInt)]
        tag_id: TagId,
        #[diesel(sql_type = BigInt)]
        change: i64,
    }
    // From a number on, so that it is a walk along the key and no scan.
    let taken: Vec<Change> = sql(
        "DELETE FROM tag_changes WHERE id IN (SELECT n.id FROM tag_changes n WHERE n.id > 0 ORDER BY n.id LIMIT $1) \
         RETURNING tag_id, change",
    )
    .bind(FOLDED)
    .load(tx)?;
    let mut sums = BTreeMap::new();
    for row in &taken {
        *sums.entry(row.tag_id).or_insert(0) += row.change;
    }
    for (id, change) in sums {
        diesel::update(tags::table.find(id)).set(tags::topics_count.eq(tags::topics_count + change)).execute(tx)?;
    }
    Ok(i64::try_from(taken.len()) == Ok(FOLDED))
}
