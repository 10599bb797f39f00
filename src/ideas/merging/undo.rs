//! Taking a merge back.

use super::{Merge, note, recount, say, store};
use crate::db::{Conn, dialect};
use crate::error::{AppError, Result};
use crate::ideas::{self, statuses};
use crate::ids::MergeId;
use crate::message::Message;
use crate::moderation::{By, Deed, Reason};
use crate::policy::{self, Action, Actor};
use crate::reputation::{self, Part};
use crate::topics::{self, Topic};

/// A merge that stands, with its two ideas, which this actor may take back now.
///
/// # Errors
/// [`AppError::NotFound`] when there is none for this actor, [`AppError::Denied`] by the policy, [`AppError::Conflict`]
/// when it was taken back already, or when the other idea has itself become part of a third: that one comes first, and
/// is named.
pub fn to_undo(c: &mut Conn, actor: &Actor, id: MergeId) -> Result<(Merge, Topic, Topic)> {
    let merge = store::find(c, id)?.ok_or(AppError::NotFound)?;
    let (from, from_facts) = topics::readable(c, actor, merge.from)?;
    let (into, into_facts) = topics::readable(c, actor, merge.into)?;
    for facts in [from_facts, into_facts] {
        policy::check(actor, Action::MergeIdea(facts))?;
    }
    if merge.undone_at.is_some() {
        return Err(AppError::Conflict(Message::new("ideas-undo-again")));
    }
    if let Some(next) = store::standing_from(c, merge.into)? {
        let message = Message::new("ideas-undo-first")
            .with("id", merge.into.0)
            .with("title", into.title)
            .with("third", next.into.0);
        return Err(AppError::Conflict(message));
    }
    Ok((merge, from, into))
}

/// Takes a merge back: the copies go, the idea has its status of before. Answers the path of the idea.
///
/// # Errors
/// As [`to_undo`].
pub fn undo(tx: &mut Conn, by: By<'_>, id: MergeId, reason: &Reason) -> Result<String> {
    let user = by.actor.id().ok_or(AppError::SignIn)?;
    let seen = store::find(tx, id)?.ok_or(AppError::NotFound)?;
    dialect::lock_topics(tx, &[seen.from, seen.into])?;
    let (merge, from, into) = to_undo(tx, by.actor, id)?;
    let from_idea = ideas::find(tx, from.id)?.ok_or(AppError::NotFound)?;
    let into_idea = ideas::find(tx, into.id)?.ok_or(AppError::NotFound)?;
    store::lock_posts(tx, &[from_idea.post, into_idea.post])?;
    store::end(tx, id, user, by.now)?;
    store::take_votes_back(tx, id)?;
    store::take_followers_back(tx, &merge)?;
    let status = statuses::by_id(tx, merge.status_before)?.ok_or(AppError::NotFound)?;
    // What was promised before stands again.
    let promised = store::promised_before(tx, from.id, from_idea.update)?;
    say(tx, by, (&from, &from_idea), (&status, promised), reason)?;
    store::bring_back(tx, from.id)?;
    reputation::settle(tx, &[from_idea.post, into_idea.post], Part::Delivery, by.now)?;
    recount(tx, &from_idea)?;
    recount(tx, &into_idea)?;
    note(tx, by, Deed::UnmergeIdea, (&from, &into), reason)?;
    Ok(from.path())
}
