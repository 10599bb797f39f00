//! The SQL of ideas.

use diesel::prelude::*;

use super::{Idea, Status, StatusKind};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{ideas, topics};
use crate::error::Result;
use crate::ids::{PostId, StatusId, StormId, TopicId, UpdateId, UserId};
use crate::policy::State;
use crate::votes::heat::Heat;

/// The row of a new idea.
pub(super) fn insert(tx: &mut Conn, (topic, post): (TopicId, PostId), status: &Status, now: Timestamp) -> Result<()> {
    diesel::insert_into(ideas::table)
        .values((
            ideas::topic_id.eq(topic),
            ideas::post_id.eq(post),
            ideas::board_id.eq(topics::table.find(topic).select(topics::board_id).single_value().assume_not_null()),
            ideas::state.eq(State::Visible),
            ideas::status_id.eq(status.id),
            ideas::status_kind.eq(status.kind),
            ideas::heat.eq(Heat::of_new(now).stored()),
            ideas::said_at.eq(now),
            ideas::created_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

/// Notes who of the staff proposed an idea for its author.
pub(super) fn set_submitted_by(tx: &mut Conn, topic: TopicId, staff: UserId) -> Result<()> {
    diesel::update(ideas::table.find(topic)).set(ideas::submitted_by.eq(Some(staff))).execute(tx)?;
    Ok(())
}

/// The statuses of those of these topics that are ideas.
pub(super) fn statuses_of(c: &mut Conn, ids: &[TopicId]) -> Result<Vec<(TopicId, StatusId)>> {
    Ok(ideas::table.filter(ideas::topic_id.eq_any(ids)).select((ideas::topic_id, ideas::status_id)).load(c)?)
}

#[derive(Queryable)]
struct Row {
    topic: TopicId,
    post: PostId,
    status: StatusId,
    kind: StatusKind,
    update: Option<UpdateId>,
    updates_count: i64,
    owner: Option<UserId>,
    next_word_at: Option<Timestamp>,
    due_at: Option<Timestamp>,
    top_at: Option<Timestamp>,
    done_at: Option<Timestamp>,
    quarter: Option<i64>,
    storm: Option<StormId>,
    submitted_by: Option<UserId>,
}

/// What is known of an idea. Whether the reader may see it is the policy's question, asked of its topic.
///
/// # Errors
/// When the database refuses.
pub fn find(c: &mut Conn, topic: TopicId) -> Result<Option<Idea>> {
    let row: Option<Row> = ideas::table
        .find(topic)
        .select((
            ideas::topic_id,
            ideas::post_id,
            ideas::status_id,
            ideas::status_kind,
            ideas::update_id,
            ideas::updates_count,
            ideas::owner_id,
            ideas::next_word_at,
            ideas::due_at,
            ideas::top_at,
            ideas::done_at,
            ideas::quarter,
            ideas::storm_id,
            ideas::submitted_by,
        ))
        .first(c)
        .optional()?;
    Ok(row.map(|row| Idea {
        topic: row.topic,
        post: row.post,
        status: row.status,
        kind: row.kind,
        update: row.update,
        updates_count: row.updates_count,
        owner: row.owner,
        next_word_at: row.next_word_at,
        due_at: row.due_at,
        top_at: row.top_at,
        done_at: row.done_at,
        quarter: row.quarter,
        storm: row.storm,
        submitted_by: row.submitted_by,
    }))
}
