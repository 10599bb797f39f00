//! Questions: asking, answering, accepting, editing, taking back.

mod accept;
mod answer;
mod ask;
mod delete;
pub mod drafts;
mod edit;
mod me_too;
mod store;
mod views;
pub mod web;

pub use accept::{Choice, accept};
pub use answer::{NewAnswer, answer};
pub use ask::{NewQuestion, QuestionForm, ask, publish_draft};
pub use delete::{delete, undelete};
pub use edit::{Edit, Edited, edit};
pub use me_too::{MeToo, is_mine, set_me_too};
pub use store::once;
pub use views::Views;

use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{PostId, TopicId};
use crate::policy::{self, Action, Actor, PostFacts, TopicFacts};
use crate::topics::{self, Post, Topic};

/// A topic the actor may read, with what the policy asks about it.
///
/// # Errors
/// [`AppError::NotFound`] when there is none, or none for this actor.
pub fn readable(c: &mut Conn, actor: &Actor, id: TopicId) -> Result<(Topic, TopicFacts)> {
    let topic = topics::load(c, id)?.ok_or(AppError::NotFound)?;
    let facts = topics::facts(c, &topic)?;
    policy::check(actor, Action::ReadTopic(facts))?;
    Ok((topic, facts))
}

/// A post the actor may read, with its topic.
///
/// # Errors
/// As [`readable`].
pub fn readable_post(c: &mut Conn, actor: &Actor, id: PostId) -> Result<(Topic, Post, PostFacts)> {
    let (topic, post) = topics::load_post(c, id)?.ok_or(AppError::NotFound)?;
    let topic_facts = topics::facts(c, &topic)?;
    let facts = topics::post_facts(topic_facts, &post);
    policy::check(actor, Action::ReadPost(facts))?;
    Ok((topic, post, facts))
}
