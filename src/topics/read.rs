//! Loading for somebody: what the actor may not read is not there.

use super::{Post, Topic, facts, load, load_post, post_facts, store};
use crate::db::{Conn, dialect};
use crate::error::{AppError, Result};
use crate::ids::{PostId, TopicId, UserId};
use crate::policy::{self, Action, Actor, PostFacts, PostKind, TopicFacts};

/// A topic the actor may read, with what the policy asks about it.
///
/// # Errors
/// [`AppError::NotFound`] when there is none, or none for this actor.
pub fn readable(c: &mut Conn, actor: &Actor, id: TopicId) -> Result<(Topic, TopicFacts)> {
    let topic = load(c, id)?.ok_or(AppError::NotFound)?;
    let facts = facts(c, &topic)?;
    policy::check(actor, Action::ReadTopic(facts))?;
    Ok((topic, facts))
}

/// A post the actor may read, with its topic.
///
/// # Errors
/// As [`readable`].
pub fn readable_post(c: &mut Conn, actor: &Actor, id: PostId) -> Result<(Topic, Post, PostFacts)> {
    let (topic, post) = load_post(c, id)?.ok_or(AppError::NotFound)?;
    let topic_facts = facts(c, &topic)?;
    let facts = post_facts(topic_facts, &post);
    policy::check(actor, Action::ReadPost(facts))?;
    Ok((topic, post, facts))
}

/// As [`readable`], and the topic stays as it is until the transaction ends. Whose counters will change is held first.
///
/// # Errors
/// As [`readable`].
pub fn held(tx: &mut Conn, actor: &Actor, id: TopicId, users: &[UserId]) -> Result<(Topic, TopicFacts)> {
    dialect::lock_users(tx, users)?;
    dialect::lock_topic(tx, id)?;
    readable(tx, actor, id)
}

/// As [`readable_post`], and the post and its topic stay as they are until the transaction ends.
///
/// # Errors
/// As [`readable`].
pub fn held_post(tx: &mut Conn, actor: &Actor, id: PostId) -> Result<(Topic, Post, PostFacts)> {
    hold_post(tx, id)?;
    readable_post(tx, actor, id)
}

/// Holds a post with its topic, and before both everybody whose counters hang on it. What is read before is not what
/// stands afterwards: read again.
///
/// # Errors
/// When the database refuses.
pub fn hold_post(tx: &mut Conn, id: PostId) -> Result<()> {
    hold_post_and(tx, id, &[])
}

/// As [`hold_post`], with more people whose counters will change.
///
/// # Errors
/// When the database refuses.
pub fn hold_post_and(tx: &mut Conn, id: PostId, more: &[UserId]) -> Result<()> {
    let Some((topic, kind, author)) = store::place(tx, id)? else { return Ok(()) };
    let mut users = match kind {
        PostKind::Question | PostKind::Article | PostKind::Idea => store::writers(tx, topic)?,
        PostKind::Answer => vec![author],
    };
    users.extend_from_slice(more);
    dialect::lock_users(tx, &users)?;
    dialect::lock_topic(tx, topic)?;
    dialect::lock_post(tx, id)
}
