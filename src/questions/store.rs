//! The SQL of questions.

use diesel::prelude::*;

use super::{Choice, MeToo};
use crate::clock::Timestamp;
use crate::db::schema::{metoos, posts, topics, users};
use crate::db::{Both, Conn};
use crate::error::Result;
use crate::ids::{PostId, TopicId, UserId};
use crate::topics::Topic;

/// Counts an answer for its topic and, where it is public, for its author.
pub(super) fn count_answer(tx: &mut Conn, topic: &Topic, author: UserId, by_staff: bool, now: Timestamp) -> Result<()> {
    diesel::update(topics::table.find(topic.id))
        .set((
            topics::answers_count.eq(topics::answers_count + 1),
            topics::active_at.eq(now),
            topics::updated_at.eq(now),
        ))
        .execute(tx)?;
    if by_staff {
        diesel::update(topics::table.find(topic.id)).set(topics::staff_replied.eq(true)).execute(tx)?;
    }
    if author != topic.author {
        // Of two that come together, the earlier may be written later.
        let is_first = topics::first_answer_at.is_null().or(topics::first_answer_at.gt(now));
        diesel::update(topics::table.find(topic.id).filter(is_first))
            .set(topics::first_answer_at.eq(now))
            .execute(tx)?;
    }
    if topic.audience == 0 {
        diesel::update(users::table.find(author)).set(users::answers_count.eq(users::answers_count + 1)).execute(tx)?;
    }
    Ok(())
}

pub(super) fn set_accepted(
    tx: &mut Conn,
    post: PostId,
    choice: Choice,
    by: Option<UserId>,
    now: Timestamp,
) -> Result<()> {
    let on = choice == Choice::Accept;
    diesel::update(posts::table.find(post).filter(posts::accepted.ne(on)))
        .set((
            posts::accepted.eq(on),
            posts::accepted_at.eq(on.then_some(now)),
            posts::accepted_by.eq(by.filter(|_| on).map(|by| by.0)),
        ))
        .execute(tx)?;
    Ok(())
}

pub(super) fn set_me_too(tx: &mut Conn, topic: &Topic, user: UserId, wish: MeToo, now: Timestamp) -> Result<i64> {
    let changed = match wish {
        MeToo::On => Both(
            diesel::insert_into(metoos::table)
                .values((metoos::topic_id.eq(topic.id), metoos::user_id.eq(user), metoos::created_at.eq(now)))
                .on_conflict((metoos::topic_id, metoos::user_id))
                .do_nothing(),
        )
        .execute(tx)?,
        MeToo::Off => diesel::delete(metoos::table.find((topic.id, user))).execute(tx)?,
    };
    let by = match wish {
        MeToo::On => i64::try_from(changed).unwrap_or(0),
        MeToo::Off => -i64::try_from(changed).unwrap_or(0),
    };
    diesel::update(topics::table.find(topic.id)).set(topics::metoo_count.eq(topics::metoo_count + by)).execute(tx)?;
    // It raises the question in the lists by activity.
    if by > 0 {
        diesel::update(topics::table.find(topic.id)).set(topics::active_at.eq(now)).execute(tx)?;
    }
    Ok(topics::table.find(topic.id).select(topics::metoo_count).first(tx)?)
}

/// Whether a member said "I have this too".
///
/// # Errors
/// When the database refuses.
pub fn is_me_too(c: &mut Conn, topic: TopicId, user: UserId) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(
        metoos::table.filter(metoos::topic_id.eq(topic)).filter(metoos::user_id.eq(user)),
    ))
    .get_result(c)?)
}
