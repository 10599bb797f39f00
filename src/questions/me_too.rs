//! "I have this too": counts, and raises a question.

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::follows::{self, Subject, Why};
use crate::ids::TopicId;
use crate::policy::{self, Action, Actor};
use crate::topics;

use super::store;
pub use super::store::is_me_too as is_mine;

/// What is wished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeToo {
    /// I have this too.
    On,
    /// Not any more.
    Off,
}

/// Sets it; the same wish again changes nothing. Answers the path of the question and how many have it now.
///
/// # Errors
/// By the policy.
pub fn set_me_too(tx: &mut Conn, actor: &Actor, id: TopicId, wish: MeToo, now: Timestamp) -> Result<(String, i64)> {
    let user = actor.id().ok_or(AppError::SignIn)?;
    let (topic, facts) = topics::held(tx, actor, id, &[])?;
    policy::check(actor, Action::MeToo(facts))?;
    let count = store::set_me_too(tx, &topic, user, wish, now)?;
    match wish {
        MeToo::On => follows::follow_by(tx, user, Subject::Topic(id), (Why::MeToo, now))?,
        MeToo::Off => follows::unfollow_by(tx, user, Subject::Topic(id), Why::MeToo)?,
    }
    Ok((topic.path(), count))
}
