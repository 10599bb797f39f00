//! Accepting an answer, and taking that back. A question may have several that worked.

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::PostId;
use crate::notify::{self, Event, Kind};
use crate::policy::{self, Action, Actor};
use crate::reputation::{self, Part};
use crate::solved;
use crate::topics::{self, counters};

use super::store;

/// What is wished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// It worked.
    Accept,
    /// It did not, after all.
    TakeBack,
}

/// Accepts an answer or takes that back; the same wish again changes nothing. Answers the path of the answer.
///
/// # Errors
/// By the policy.
pub fn accept(tx: &mut Conn, actor: &Actor, id: PostId, choice: Choice, now: Timestamp) -> Result<String> {
    let (topic, post, facts) = topics::held_post(tx, actor, id)?;
    policy::check(actor, Action::Accept(facts, now))?;
    store::set_accepted(tx, id, choice, actor.id(), now)?;
    counters::recount_topic(tx, topic.id)?;
    if post.accepted != (choice == Choice::Accept) {
        solved::begin_anew(tx, topic.id)?;
    }
    counters::recount_user(tx, post.author)?;
    reputation::settle(tx, &[id], Part::Acceptance, now)?;
    if choice == Choice::Accept && !post.accepted {
        notify::tell(tx, &Event::new(Kind::Accepted, topic.id).post(id).by(actor.id()), now)?;
    }
    Ok(format!("{}#a{id}", topic.path()))
}
