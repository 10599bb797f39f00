//! Deleting, hiding and bringing back: the state of a post, with every counter that depends on it.

use diesel::prelude::*;

use super::{Post, Topic, counters};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{posts, topics};
use crate::error::Result;
use crate::ids::PostId;
use crate::policy::{PostKind, State};
use crate::reputation::{self, Part};
use crate::search;

/// Sets the state of a post; with a topic's own, its topic's. An answer that leaves loses nothing of its own: votes and
/// acceptance are there again when it comes back, and so is the reputation that they gave.
///
/// # Errors
/// When the database refuses.
pub fn set_state(tx: &mut Conn, topic: &Topic, post: &Post, state: State, now: Timestamp) -> Result<()> {
    super::hold_post(tx, post.id)?;
    diesel::update(posts::table.find(post.id)).set(posts::state.eq(state)).execute(tx)?;
    search::index_post_and_comments(tx, post.id)?;
    match post.kind {
        PostKind::Question | PostKind::Article | PostKind::Idea => {
            // What became part of another topic is that again when its text comes back.
            let merged = state == State::Visible && super::merges::into(tx, topic.id)?.is_some();
            let state = if merged { State::Merged } else { state };
            diesel::update(topics::table.find(topic.id)).set(topics::state.eq(state)).execute(tx)?;
            counters::recount_writers(tx, topic.id)?;
            reputation::settle_topic(tx, topic.id, now)
        }
        PostKind::Answer => {
            counters::recount_topic(tx, topic.id)?;
            counters::recount_user(tx, post.author)?;
            reputation::settle(tx, &[post.id], Part::Everything, now)
        }
    }
}

/// Notes that a post is removed as spam or abuse, or (`None`) that it is not: said before its state is set, for it costs
/// reputation as long as it is hidden.
///
/// # Errors
/// When the database refuses.
pub fn set_abuse(tx: &mut Conn, post: PostId, at: Option<Timestamp>) -> Result<()> {
    diesel::update(posts::table.find(post)).set(posts::abuse_at.eq(at)).execute(tx)?;
    Ok(())
}
