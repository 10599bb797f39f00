//! Loading for somebody: what the actor may not read is not there.

use super::{Post, Topic, facts, load, load_post, post_facts};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{PostId, TopicId};
use crate::policy::{self, Action, Actor, PostFacts, TopicFacts};

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
