//! The SQL of tags.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::{PAGE, Tag};
use crate::db::schema::{tags, topic_tags};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::TagId;
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
        .filter(tags::topics_count.gt(0))
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

/// Whether a visible topic of one of these audiences carries the tag.
pub(super) fn is_used(c: &mut Conn, tag: TagId, audiences: &[i64]) -> Result<bool> {
    let used = topic_tags::table
        .filter(topic_tags::tag_id.eq(tag))
        .filter(topic_tags::audience.eq_any(audiences))
        .filter(topic_tags::state.eq(State::Visible));
    Ok(diesel::select(exists(used)).get_result(c)?)
}

pub(super) fn describe(tx: &mut Conn, id: TagId, description: &str) -> Result<()> {
    diesel::update(tags::table.filter(tags::id.eq(id))).set(tags::description.eq(description)).execute(tx)?;
    Ok(())
}

/// Counts each tag's public, visible topics anew: questions on restricted boards must not show, not even as a number.
/// Run seconds after the fact by a job.
///
/// # Errors
/// When the database refuses.
pub fn fold_counts(tx: &mut Conn) -> Result<()> {
    sql("UPDATE tags SET topics_count = counted.n \
         FROM (SELECT g.id AS id, count(t.topic_id) AS n FROM tags AS g \
               LEFT JOIN topic_tags AS t ON t.tag_id = g.id AND t.audience = 0 AND t.state = 'visible' \
               GROUP BY g.id) AS counted \
         WHERE counted.id = tags.id AND tags.topics_count <> counted.n")
    .execute(tx)?;
    Ok(())
}
