//! The SQL of merged tags.

use diesel::prelude::*;

use super::Renamed;
use crate::db::schema::{tag_synonyms, tags, topic_tags, topics};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{TagId, TopicId};

/// Some of the topics that carry a tag, in the order of ids.
pub(super) fn carrying(c: &mut Conn, tag: TagId, most: usize) -> Result<Vec<TopicId>> {
    Ok(topic_tags::table
        .filter(topic_tags::tag_id.eq(tag))
        .order(topic_tags::topic_id)
        .limit(i64::try_from(most).unwrap_or(i64::MAX))
        .select(topic_tags::topic_id)
        .load(c)?)
}

/// The name of a tag that has become a synonym, and what it stands for.
pub(super) fn renamed(c: &mut Conn, from: TagId) -> Result<Option<Renamed>> {
    let Some(old) = tags::table.find(from).select(tags::slug).first::<String>(c).optional()? else { return Ok(None) };
    let target: Option<(TagId, String)> = tag_synonyms::table
        .inner_join(tags::table)
        .filter(tag_synonyms::slug.eq(&old))
        .select((tags::id, tags::slug))
        .first(c)
        .optional()?;
    Ok(target.map(|(id, new)| Renamed { id, old, new }))
}

/// The names of the tags of those of these topics that carry a tag still.
pub(super) fn tags_of(c: &mut Conn, carried: TagId, of: &[TopicId]) -> Result<Vec<(TopicId, String)>> {
    Ok(topic_tags::table
        .inner_join(topics::table)
        .filter(topic_tags::tag_id.eq(carried))
        .filter(topic_tags::topic_id.eq_any(of))
        .select((topics::id, topics::tags))
        .load(c)?)
}

/// Sets a topic's names of tags alone: for its readers nothing has happened.
pub(super) fn set_tags(tx: &mut Conn, topic: TopicId, names: &str) -> Result<()> {
    diesel::update(topics::table.find(topic)).set(topics::tags.eq(names)).execute(tx)?;
    Ok(())
}

/// Those of these topics that carry one tag carry another instead.
pub(super) fn move_rows(tx: &mut Conn, from: TagId, to: TagId, of: &[TopicId]) -> Result<()> {
    let ids: Vec<i64> = of.iter().map(|id| id.0).collect();
    sql("INSERT INTO topic_tags \
         (tag_id, topic_id, audience, state, closed_at, active_at, created_at, answers_count, score) \
         SELECT $1, g.topic_id, g.audience, g.state, g.closed_at, g.active_at, g.created_at, g.answers_count, g.score \
         FROM topic_tags g WHERE g.tag_id = $2 AND g.topic_id IN ($3) ON CONFLICT (tag_id, topic_id) DO NOTHING")
    .bind(to.0)
    .bind(from.0)
    .bind(ids.clone())
    .execute(tx)?;
    sql("DELETE FROM topic_tags WHERE tag_id = $1 AND topic_id IN ($2)").bind(from.0).bind(ids).execute(tx)?;
    Ok(())
}

/// A tag without a description gets the one of a tag that becomes a part of it.
pub(super) fn inherit_description(tx: &mut Conn, from: TagId, to: TagId) -> Result<()> {
    let text: (String, String, String) =
        tags::table.find(from).select((tags::description, tags::source, tags::html)).first(tx)?;
    let (description, source, html) = text;
    diesel::update(tags::table.find(to).filter(tags::source.eq("")))
        .set((tags::description.eq(description), tags::source.eq(source), tags::html.eq(html)))
        .execute(tx)?;
    Ok(())
}
