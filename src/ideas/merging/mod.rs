//! Making an idea a part of another, and taking that back (product.md, section 5).
//!
//! The votes of the first stay with it; copies of them, marked with the merge, enter the second, where each voter counts
//! once: the newest word wins ([`crate::votes`]). Followers come along, marked too. Remarks stay where they were
//! written, and are shown with the second ([`shown`]). Undoing takes the marked rows away and nothing else: what was
//! given to the second since stays there.
//!
//! Invariant: merges make trees. What is part of another takes no votes, no remarks and no merges, so that a chain is
//! undone from its end.

pub mod outlook;
pub mod shown;
mod store;
mod undo;
pub mod web;

use crate::clock::Timestamp;
use crate::db::{Conn, dialect};
use crate::error::{AppError, Invalid, Result};
use crate::ideas::updates::{self, Entry};
use crate::ideas::{self, Idea, Status, statuses};
use crate::ids::{MergeId, TopicId};
use crate::markdown::Body;
use crate::message::Message;
use crate::moderation::{self, By, Change, Deed, Reason, Subject, record};
use crate::policy::{self, Action, Actor, State, TopicKind};
use crate::reputation::{self, Part};
use crate::topics::{self, Topic, merges};
use crate::votes;

pub use store::{Merge, find};
pub use undo::{to_undo, undo};

/// Ideas that are looked at to find everything that is part of one: no merges come near.
const MOST_PARTS: usize = 200;

/// Two ideas of which one can become part of the other.
#[derive(Debug)]
#[expect(missing_docs, reason = "the two ideas with their topics")]
pub struct Pair {
    pub from: Topic,
    pub from_idea: Idea,
    pub into: Topic,
    pub into_idea: Idea,
}

/// An idea that this actor may make a part of another.
///
/// # Errors
/// [`AppError::NotFound`] when there is none for this actor, [`AppError::Denied`] by the policy, [`AppError::Conflict`]
/// when it is part of another already, or was removed.
pub fn to_merge(c: &mut Conn, actor: &Actor, from: TopicId) -> Result<(Topic, Idea)> {
    let (topic, facts) = topics::readable(c, actor, from)?;
    let idea = ideas::find(c, from)?.ok_or(AppError::NotFound)?;
    policy::check(actor, Action::MergeIdea(facts))?;
    match topic.state {
        State::Visible => Ok((topic, idea)),
        State::Merged => Err(AppError::Conflict(Message::new("ideas-merge-meanwhile"))),
        State::Deleted | State::Hidden => Err(AppError::Conflict(Message::new("ideas-merge-removed"))),
    }
}

/// The two ideas, if one can become part of the other now.
///
/// # Errors
/// As [`to_merge`]; [`AppError::Invalid`] on the field `into` when the other one is none to merge into.
pub fn pair(c: &mut Conn, actor: &Actor, from: TopicId, into: TopicId) -> Result<Pair> {
    let (from, from_idea) = to_merge(c, actor, from)?;
    let refused = |key: &'static str| AppError::from(Invalid::field("into", Message::new(key)));
    if from.id == into {
        return Err(refused("ideas-merge-itself"));
    }
    let unknown = |error| if matches!(error, AppError::NotFound) { refused("ideas-merge-unknown") } else { error };
    let (into, facts) = topics::readable(c, actor, into).map_err(unknown)?;
    if into.kind != TopicKind::Idea {
        return Err(refused("ideas-merge-unknown"));
    }
    policy::check(actor, Action::MergeIdea(facts))?;
    match into.state {
        State::Visible => {}
        State::Merged if end_of(c, into.id)? == from.id => return Err(refused("ideas-merge-circle")),
        State::Merged => {
            let end = end_of(c, into.id)?;
            return Err(Invalid::field("into", Message::new("ideas-merge-into-merged").with("id", end.0)).into());
        }
        State::Deleted | State::Hidden => return Err(refused("ideas-merge-into-removed")),
    }
    if from.audience != into.audience {
        return Err(refused("ideas-merge-readers"));
    }
    let into_idea = ideas::find(c, into.id)?.ok_or(AppError::NotFound)?;
    Ok(Pair { from, from_idea, into, into_idea })
}

/// Where an idea leads: to the one that all of its chain became part of; to itself when it is part of none.
///
/// # Errors
/// When the database refuses.
pub fn end_of(c: &mut Conn, idea: TopicId) -> Result<TopicId> {
    let mut end = idea;
    for _ in 0..MOST_PARTS {
        match merges::into(c, end)? {
            Some(next) => end = next,
            None => break,
        }
    }
    Ok(end)
}

/// Makes an idea a part of another. Answers the merge and the path of the other idea.
///
/// # Errors
/// As [`pair`].
pub fn merge(tx: &mut Conn, by: By<'_>, from: TopicId, into: TopicId, reason: &Reason) -> Result<(MergeId, String)> {
    let user = by.actor.id().ok_or(AppError::SignIn)?;
    dialect::lock_topics(tx, &[from, into])?;
    let pair = pair(tx, by.actor, from, into)?;
    store::lock_posts(tx, &[pair.from_idea.post, pair.into_idea.post])?;
    let outlook = outlook::of(tx, &pair)?;
    let id = store::insert(tx, (from, into), (user, pair.from_idea.status), by.now)?;
    let copied = store::copy_votes(tx, id, &pair)?;
    store::count_copied(tx, id, (copied, outlook.known))?;
    store::copy_followers(tx, id, (&pair.from, into), by.now)?;
    let status = statuses::by_key(tx, statuses::MERGED)?;
    say(tx, by, (&pair.from, &pair.from_idea), (&status, None), reason)?;
    store::put_under(tx, from)?;
    reputation::settle(tx, &[pair.from_idea.post, pair.into_idea.post], Part::Delivery, by.now)?;
    recount(tx, &pair.into_idea)?;
    note(tx, by, Deed::MergeIdea, (&pair.from, &pair.into), reason)?;
    Ok((id, pair.into.path()))
}

/// The word of staff that goes with it, in the history of the idea; whoever hears of its status hears of it.
fn say(
    tx: &mut Conn,
    by: By<'_>,
    (topic, idea): (&Topic, &Idea),
    (status, next_word_at): (&Status, Option<Timestamp>),
    reason: &Reason,
) -> Result<()> {
    let body = Body::parse(reason.as_str()).map_err(|error| Invalid::field("reason", error.into()))?;
    let entry = Entry { status, body: &body, owner: idea.owner, next_word_at, corrects: None };
    let facts = topics::facts(tx, topic)?;
    updates::append(tx, by, (topic, facts, idea), &entry).map(drop)
}

/// The counts of an idea and the keys of its lists, from its votes as they stand. The topic and its post are held.
fn recount(tx: &mut Conn, idea: &Idea) -> Result<()> {
    store::recount(tx, idea.topic, idea.post)?;
    votes::reckon(tx, idea.topic)
}

/// The line in the audit table, about the idea that became part of the other.
fn note(tx: &mut Conn, by: By<'_>, action: Deed, (from, into): (&Topic, &Topic), reason: &Reason) -> Result<()> {
    let name = format!("#{} {}", into.id, into.title);
    let (before, after) = if action == Deed::MergeIdea { ("", name.as_str()) } else { (name.as_str(), "") };
    let changes: Vec<Change> = Change::of("part_of", before, after).into_iter().collect();
    let entry = moderation::Entry {
        actor: by.actor.id(),
        action,
        subject: Subject::Topic(from.id),
        board: Some(from.board),
        reason: Some(reason),
        changes: &changes,
        ip: by.ip,
    };
    record(tx, entry, by.now).map(drop)
}
