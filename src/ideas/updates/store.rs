//! The SQL of updates.

use diesel::prelude::*;

use super::{Entry, PAGE, UpdateRow};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{idea_updates, ideas, statuses, topics, users};
use crate::error::Result;
use crate::ideas::{Idea, StatusKind};
use crate::ids::{TopicId, UpdateId, UserId};
use crate::statuses::MERGED;

/// Adds an update; it notes when it was due.
pub(super) fn insert(
    tx: &mut Conn,
    (author, now): (UserId, Timestamp),
    idea: &Idea,
    (entry, key): (&Entry<'_>, &str),
) -> Result<UpdateId> {
    Ok(diesel::insert_into(idea_updates::table)
        .values((
            idea_updates::topic_id.eq(idea.topic),
            idea_updates::status_id.eq(entry.status.id),
            idea_updates::author_id.eq(author),
            idea_updates::owner_id.eq(entry.owner),
            idea_updates::source.eq(entry.body.source()),
            idea_updates::html.eq(entry.body.html().as_str()),
            idea_updates::text_key.eq(key),
            idea_updates::next_word_at.eq(entry.next_word_at),
            idea_updates::due_at.eq(idea.due_at),
            idea_updates::corrects_id.eq(entry.corrects),
            idea_updates::created_at.eq(now),
        ))
        .returning(idea_updates::id)
        .get_result(tx)?)
}

/// Puts an idea where its newest update says.
pub(super) fn set_said(
    tx: &mut Conn,
    (idea, update): (&Idea, UpdateId),
    entry: &Entry<'_>,
    now: Timestamp,
) -> Result<()> {
    let done_at = match entry.status.kind {
        StatusKind::Done => Some(idea.done_at.unwrap_or(now)),
        StatusKind::Open | StatusKind::Accepted | StatusKind::Refused => None,
    };
    diesel::update(ideas::table.find(idea.topic))
        .set((
            ideas::status_id.eq(entry.status.id),
            ideas::status_kind.eq(entry.status.kind),
            ideas::update_id.eq(Some(update)),
            ideas::updates_count.eq(ideas::updates_count + 1),
            ideas::said_at.eq(now),
            ideas::owner_id.eq(entry.owner),
            ideas::next_word_at.eq(entry.next_word_at),
            ideas::due_at.eq(entry.next_word_at),
            ideas::done_at.eq(done_at),
        ))
        .execute(tx)?;
    if idea.kind != entry.status.kind {
        // The place that staff gave it on the roadmap was one in another column.
        diesel::update(ideas::table.find(idea.topic)).set(ideas::roadmap_rank.eq(0)).execute(tx)?;
    }
    Ok(())
}

/// Says since when an idea takes no votes; one that took none already keeps its moment. None: it takes them.
pub(super) fn set_closed(tx: &mut Conn, id: TopicId, since: Option<Timestamp>) -> Result<()> {
    let topic = topics::table.find(id);
    match since {
        Some(at) => {
            diesel::update(topic.filter(topics::closed_at.is_null())).set(topics::closed_at.eq(Some(at))).execute(tx)?
        }
        None => diesel::update(topic.filter(topics::closed_at.is_not_null()))
            .set(topics::closed_at.eq(None::<Timestamp>))
            .execute(tx)?,
    };
    Ok(())
}

/// The key of an idea's newest text.
pub(super) fn last_key(c: &mut Conn, idea: &Idea) -> Result<Option<String>> {
    let Some(newest) = idea.update else { return Ok(None) };
    Ok(idea_updates::table.find(newest).select(idea_updates::text_key).first(c).optional()?)
}

/// Whether an idea was refused with this text before.
pub(super) fn is_canned(c: &mut Conn, key: &str) -> Result<bool> {
    let refusals = idea_updates::table
        .inner_join(statuses::table)
        .filter(idea_updates::text_key.eq(key))
        .filter(statuses::kind.eq(StatusKind::Refused))
        .filter(statuses::key.ne(MERGED));
    Ok(diesel::select(diesel::dsl::exists(refusals)).get_result(c)?)
}

/// Whether an update is this idea's.
pub(super) fn belongs(c: &mut Conn, update: UpdateId, topic: TopicId) -> Result<bool> {
    let own = idea_updates::table.find(update).filter(idea_updates::topic_id.eq(topic));
    Ok(diesel::select(diesel::dsl::exists(own)).get_result(c)?)
}

macro_rules! rows {
    ($query:expr) => {
        $query.inner_join(users::table.on(users::id.eq(idea_updates::author_id))).select((
            idea_updates::id,
            idea_updates::topic_id,
            idea_updates::status_id,
            idea_updates::author_id,
            users::handle,
            users::display_name,
            users::photo,
            users::job_title,
            idea_updates::source,
            idea_updates::html,
            idea_updates::text_key,
            idea_updates::next_word_at,
            idea_updates::due_at,
            idea_updates::corrects_id,
            idea_updates::created_at,
        ))
    };
}

/// These updates, in no order. Whether the reader may see them is the policy's question, asked of their ideas.
///
/// # Errors
/// When the database refuses.
pub fn by_ids(c: &mut Conn, ids: &[UpdateId]) -> Result<Vec<UpdateRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(rows!(idea_updates::table.filter(idea_updates::id.eq_any(ids))).load(c)?)
}

/// The latest updates of an idea before this one, newest first; one more than a page where there are more.
///
/// # Errors
/// When the database refuses.
pub fn timeline(c: &mut Conn, topic: TopicId, before: UpdateId) -> Result<Vec<UpdateRow>> {
    let query = idea_updates::table
        .filter(idea_updates::topic_id.eq(topic))
        .filter(idea_updates::id.lt(before))
        .order(idea_updates::id.desc())
        .limit(i64::try_from(PAGE + 1).unwrap_or(i64::MAX));
    Ok(rows!(query).load(c)?)
}
