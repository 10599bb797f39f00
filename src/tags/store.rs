//! The SQL of tags.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use super::{Description, PAGE, Tag};
use crate::clock::Timestamp;
use crate::db::schema::{tags, topic_tags};
use crate::db::{self, Both, Conn, Folded, sql};
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

/// The tag that goes by this name, which may be a synonym.
pub(super) fn find(c: &mut Conn, slug: &str) -> Result<Option<Tag>> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = BigInt)]
        id: TagId,
        #[diesel(sql_type = Text)]
        slug: String,
        #[diesel(sql_type = Text)]
        description: String,
        #[diesel(sql_type = BigInt)]
        topics_count: i64,
    }
    // The synonym first: its name has a row of its own.
    let found: Option<Found> =
        sql("SELECT t.id, t.slug, t.description, t.topics_count FROM tags t WHERE t.id = coalesce(\
         (SELECT s.tag_id FROM tag_synonyms s WHERE s.slug = $1), (SELECT g.id FROM tags g WHERE g.slug = $1))")
        .bind(slug)
        .get_result(c)
        .optional()?;
    Ok(found.map(|Found { id, slug, description, topics_count }| tag((id, slug, description, topics_count))))
}

/// The row of exactly this name.
pub(super) fn row(c: &mut Conn, slug: &str) -> Result<Option<TagId>> {
    Ok(tags::table.filter(tags::slug.eq(slug)).select(tags::id).first(c).optional()?)
}

/// The row of this name, made when there is none. Of two who make it at once, the second waits for the first.
pub(super) fn find_or_create(tx: &mut Conn, slug: &str, now: Timestamp) -> Result<TagId> {
    Both(
        diesel::insert_into(tags::table)
            .values((tags::slug.eq(slug), tags::created_at.eq(now)))
            .on_conflict(tags::slug)
            .do_nothing(),
    )
    .execute(tx)?;
    Ok(tags::table.filter(tags::slug.eq(slug)).select(tags::id).first(tx)?)
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

/// Whether any topic carries the tag, whoever may see it.
pub(super) fn is_carried(c: &mut Conn, tag: TagId) -> Result<bool> {
    let found = topic_tags::table.filter(topic_tags::tag_id.eq(tag)).select(topic_tags::topic_id);
    Ok(found.order(topic_tags::topic_id).first::<TopicId>(c).optional()?.is_some())
}

pub(super) fn describe(tx: &mut Conn, id: TagId, description: &Description) -> Result<()> {
    diesel::update(tags::table.find(id))
        .set((
            tags::description.eq(description.excerpt()),
            tags::source.eq(&description.source),
            tags::html.eq(description.html.as_str()),
        ))
        .execute(tx)?;
    Ok(())
}

pub(super) fn description(c: &mut Conn, id: TagId) -> Result<(String, String)> {
    Ok(tags::table.find(id).select((tags::source, tags::html)).first(c)?)
}

/// The number of public, visible topics under a tag: questions on restricted boards must not show, not even as a
/// number.
const COUNTED: Folded = Folded { table: "tags", changes: "tag_changes", key: "tag_id" };

/// Adds what has changed since the last time to each tag's number of topics. Run seconds after the fact by a job; true
/// when there may be more.
///
/// # Errors
/// When the database refuses.
pub fn fold_counts(tx: &mut Conn) -> Result<bool> {
    db::fold_counts(tx, &COUNTED)
}
