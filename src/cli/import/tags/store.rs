//! The SQL of tags.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::both;
use crate::cli::import::store::ROWS;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{tag_synonyms, tags, topic_tags};
use crate::error::Result;
use crate::ids::{TagId, TopicId};
use crate::policy::State;

/// The ids of tags by their names.
pub fn tags(conn: &mut Conn, slugs: &[String]) -> Result<HashMap<String, TagId>> {
    let rows: Vec<(String, TagId)> =
        tags::table.filter(tags::slug.eq_any(slugs)).select((tags::slug, tags::id)).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Makes a tag.
pub fn insert_tag(conn: &mut Conn, slug: &str, now: Timestamp) -> Result<TagId> {
    Ok(diesel::insert_into(tags::table)
        .values((tags::slug.eq(slug), tags::created_at.eq(now)))
        .returning(tags::id)
        .get_result(conn)?)
}

/// What those of these names that are synonyms stand for.
pub fn synonyms(conn: &mut Conn, slugs: &[String]) -> Result<HashMap<String, String>> {
    let rows: Vec<(String, String)> = tag_synonyms::table
        .inner_join(tags::table)
        .filter(tag_synonyms::slug.eq_any(slugs))
        .select((tag_synonyms::slug, tags::slug))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// A topic under a tag, with the topic's sort keys.
#[derive(Debug, Insertable)]
#[diesel(table_name = topic_tags)]
pub struct NewTopicTag {
    pub tag_id: TagId,
    pub topic_id: TopicId,
    pub audience: i64,
    pub state: State,
    pub closed_at: Option<Timestamp>,
    pub active_at: Timestamp,
    pub created_at: Timestamp,
    pub answers_count: i64,
    pub score: i64,
}

/// Puts topics under their tags.
pub fn insert_topic_tags(conn: &mut Conn, rows: &[NewTopicTag]) -> Result<()> {
    for rows in rows.chunks(ROWS) {
        both!(conn, c => diesel::insert_into(topic_tags::table).values(rows).execute(c))?;
    }
    Ok(())
}
