//! The SQL of kept searches.

use diesel::prelude::*;

use super::MAX_SEARCHES;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{saved_search_keys, saved_searches, tag_synonyms, topic_tags};
use crate::error::Result;
use crate::ids::{SearchId, TopicId, UserId};

/// A search somebody keeps.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct SavedSearch {
    /// Its row.
    pub id: SearchId,
    /// What its owner calls it.
    pub name: String,
    /// As typed into the search box.
    pub query: String,
}

pub(super) fn count(c: &mut Conn, user: UserId) -> Result<usize> {
    let ids: Vec<SearchId> = saved_searches::table
        .filter(saved_searches::user_id.eq(user))
        .order(saved_searches::id)
        .limit(i64::try_from(MAX_SEARCHES).unwrap_or(i64::MAX))
        .select(saved_searches::id)
        .load(c)?;
    Ok(ids.len())
}

pub(super) fn kept_as(c: &mut Conn, user: UserId, query: &str) -> Result<Option<SearchId>> {
    let kept: Vec<(SearchId, String)> = saved_searches::table
        .filter(saved_searches::user_id.eq(user))
        .order(saved_searches::id)
        .limit(i64::try_from(MAX_SEARCHES).unwrap_or(i64::MAX))
        .select((saved_searches::id, saved_searches::query))
        .load(c)?;
    Ok(kept.into_iter().find(|(_, kept)| kept == query).map(|(id, _)| id))
}

pub(super) fn insert(tx: &mut Conn, user: UserId, (name, query): (&str, &str), now: Timestamp) -> Result<SearchId> {
    Ok(diesel::insert_into(saved_searches::table)
        .values((
            saved_searches::user_id.eq(user),
            saved_searches::name.eq(name),
            saved_searches::query.eq(query),
            saved_searches::created_at.eq(now),
        ))
        .returning(saved_searches::id)
        .get_result(tx)?)
}

pub(super) fn find(c: &mut Conn, user: UserId, id: SearchId) -> Result<Option<SavedSearch>> {
    Ok(saved_searches::table
        .filter(saved_searches::id.eq(id))
        .filter(saved_searches::user_id.eq(user))
        .select((saved_searches::id, saved_searches::name, saved_searches::query))
        .first(c)
        .optional()?)
}

pub(super) fn remove(tx: &mut Conn, id: SearchId) -> Result<()> {
    diesel::delete(saved_search_keys::table.filter(saved_search_keys::search_id.eq(id))).execute(tx)?;
    diesel::delete(saved_searches::table.find(id)).execute(tx)?;
    Ok(())
}

/// Keeps the tokens by which a search is found when a topic is new.
pub(super) fn set_keys(tx: &mut Conn, id: SearchId, keys: &[String]) -> Result<()> {
    for key in keys {
        diesel::insert_into(saved_search_keys::table)
            .values((saved_search_keys::token.eq(key), saved_search_keys::search_id.eq(id)))
            .execute(tx)?;
    }
    Ok(())
}

/// Searches with one of these keys, in their order after `after`, with their owners and queries: `limit` at most.
pub(super) fn candidates(
    c: &mut Conn,
    keys: &[String],
    after: SearchId,
    limit: usize,
) -> Result<Vec<(SearchId, UserId, String)>> {
    let with_key = saved_search_keys::table
        .filter(saved_search_keys::token.eq_any(keys))
        .filter(saved_search_keys::search_id.gt(after))
        .select(saved_search_keys::search_id);
    Ok(saved_searches::table
        .filter(saved_searches::id.eq_any(with_key))
        .order(saved_searches::id)
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select((saved_searches::id, saved_searches::user_id, saved_searches::query))
        .load(c)?)
}

/// The other names of a topic's tags.
pub(super) fn other_names(c: &mut Conn, topic: TopicId) -> Result<Vec<String>> {
    Ok(tag_synonyms::table
        .inner_join(topic_tags::table.on(topic_tags::tag_id.eq(tag_synonyms::tag_id)))
        .filter(topic_tags::topic_id.eq(topic))
        .select(tag_synonyms::slug)
        .load(c)?)
}
