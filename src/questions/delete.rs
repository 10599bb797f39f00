//! Taking one's post back, and bringing it back again.

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::PostId;
use crate::policy::{self, Action, Actor, PostKind, State};
use crate::topics::{self, Topic};

/// Takes one's post back: it stays for its author and for moderators. Answers where to go on.
///
/// # Errors
/// By the policy.
pub fn delete(tx: &mut Conn, actor: &Actor, id: PostId, now: Timestamp) -> Result<String> {
    let (topic, post, facts) = topics::held_post(tx, actor, id)?;
    policy::check(actor, Action::DeletePost(facts))?;
    topics::set_state(tx, &topic, &post, State::Deleted, now)?;
    Ok(place(&topic, post.kind, id))
}

/// Brings one's deleted post back.
///
/// # Errors
/// By the policy.
pub fn undelete(tx: &mut Conn, actor: &Actor, id: PostId, now: Timestamp) -> Result<String> {
    let (topic, post, facts) = topics::held_post(tx, actor, id)?;
    policy::check(actor, Action::UndeletePost(facts))?;
    topics::set_state(tx, &topic, &post, State::Visible, now)?;
    Ok(place(&topic, post.kind, id))
}

fn place(topic: &Topic, kind: PostKind, id: PostId) -> String {
    format!("{}#{}", topic.path(), topics::anchor(kind, id))
}
