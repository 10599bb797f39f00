//! Remarks that became part of the idea: marked by who proposed it, by staff, or by who moderates its board, and shown
//! under its text with credit to who wrote them (product.md, section 5).
//!
//! Invariant: a remark that is deleted or hidden is no part of what readers see; it is one again when it comes back.

mod store;
pub mod web;

use crate::clock::Timestamp;
use crate::comments::{self, Loaded};
use crate::db::{Conn, dialect};
use crate::error::{AppError, Result};
use crate::ids::{CommentId, TopicId};
use crate::message::Message;
use crate::notify::{self, Event, Kind};
use crate::policy::{self, Action, Actor, CommentFacts, State, TopicFacts};
use crate::topics;

pub use store::Extension;

/// Remarks that an idea is extended by, at most.
pub const MOST: usize = 20;

/// Makes a remark a part of its idea; one that is stays so. Its author is told, once.
///
/// # Errors
/// [`AppError::NotFound`] for a remark the actor may not see, [`AppError::Denied`] by the policy, [`AppError::Conflict`]
/// when the idea has [`MOST`] already.
pub fn extend(tx: &mut Conn, actor: &Actor, id: CommentId, now: Timestamp) -> Result<Loaded> {
    let by = actor.id().ok_or(AppError::SignIn)?;
    let loaded = held(tx, actor, id)?;
    if store::is_one(tx, id)? {
        return Ok(loaded);
    }
    if store::of_idea(tx, loaded.topic.id)?.len() >= MOST {
        return Err(AppError::Conflict(Message::new("ideas-extend-most").with("max", MOST)));
    }
    store::insert(tx, (id, loaded.topic.id), by, now)?;
    let author = loaded.comment.author;
    if author != by {
        let event = Event::new(Kind::Extended, loaded.topic.id).post(loaded.post.id).comment(id);
        notify::tell(tx, &event.by(Some(by)).only_for(author), now)?;
    }
    Ok(loaded)
}

/// The remark is a remark alone again; one that is no part stays so.
///
/// # Errors
/// As [`extend`].
pub fn take_back(tx: &mut Conn, actor: &Actor, id: CommentId) -> Result<Loaded> {
    let loaded = held(tx, actor, id)?;
    store::delete(tx, id)?;
    Ok(loaded)
}

/// A remark that this actor may mark. Its idea is held, so that the number of its extensions stands.
fn held(tx: &mut Conn, actor: &Actor, id: CommentId) -> Result<Loaded> {
    let seen = comments::load(tx, id)?.ok_or(AppError::NotFound)?;
    dialect::lock_topic(tx, seen.topic.id)?;
    dialect::lock_post(tx, seen.post.id)?;
    let loaded = comments::load(tx, id)?.ok_or(AppError::NotFound)?;
    policy::check(actor, Action::ExtendIdea(loaded.facts))?;
    Ok(loaded)
}

/// The remarks that extend an idea, the oldest first, as far as this actor may see them.
///
/// # Errors
/// When the database refuses.
pub fn of(c: &mut Conn, actor: &Actor, idea: TopicFacts, topic: TopicId) -> Result<Vec<Extension>> {
    let mut found = store::of_idea(c, topic)?;
    if found.is_empty() {
        return Ok(found);
    }
    let idea = topics::post_facts(idea, &topics::own_post(c, topic)?);
    found.retain(|one| {
        let comment = CommentFacts { post: idea, author: one.author_id, state: State::Visible };
        policy::check(actor, Action::ReadComment(comment)).is_ok()
    });
    Ok(found)
}
