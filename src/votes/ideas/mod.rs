//! What is particular to votes on ideas: the budget, votes that came with a merge, and the keys of their lists.

mod store;

use serde::Serialize;

use super::heat::{Heat, split};
use super::{Ballot, earn, refused, store as votes};
use crate::clock::Timestamp;
use crate::db::{Conn, dialect};
use crate::error::Result;
use crate::ids::{PostId, TopicId, UserId};
use crate::message::Message;

pub use store::{standing, stored_keys};

/// Gives a customer's vote for them, as staff `by`: once a person. It counts against no limit and spends no budget.
/// The caller has asked the policy.
///
/// # Errors
/// [`crate::error::AppError::Denied`] when the idea is decided, or the person has a say in it already: a vote, or one
/// that they took back.
pub fn cast_for(tx: &mut Conn, ballot: &Ballot<'_, PostId>, by: UserId) -> Result<()> {
    dialect::lock_users(tx, &[ballot.giver, ballot.receiver])?;
    let held = votes::lock(tx, ballot.on)?;
    let topic = held.topic;
    still_open(tx, topic)?;
    if ballot.giver == ballot.receiver {
        return Err(refused(Message::new("votes-for-own")));
    }
    if votes::find(tx, ballot.on, ballot.giver)?.is_some() || standing(tx, ballot.on, ballot.giver)? != 0 {
        return Err(refused(Message::new("votes-for-given")));
    }
    votes::insert(tx, ballot, Some(topic), Some(by))?;
    votes::count(tx, (ballot.on, held), 0, ballot.way.value())?;
    earn(tx, ballot, (held, None), ballot.way.value())?;
    add(tx, topic, ballot.on, (ballot.way.value(), ballot.now))
}

/// How many open ideas a person is for, of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Budget {
    /// Still to give.
    pub left: i64,
    /// In all.
    pub of: i64,
}

/// What is left of a person's budget; none when there is no limit.
///
/// # Errors
/// When the database refuses.
pub fn budget(c: &mut Conn, user: UserId, of: i64) -> Result<Option<Budget>> {
    if of <= 0 {
        return Ok(None);
    }
    // Ideas that are open again may bring somebody past the limit.
    Ok(Some(Budget { left: (of - store::spent(c, user, of)?).max(0), of }))
}

/// An idea that was decided, or became part of another, while the voter's request waited takes no vote any more. The
/// topic is held.
pub(super) fn still_open(tx: &mut Conn, topic: TopicId) -> Result<()> {
    if store::takes_votes(tx, topic)? { Ok(()) } else { Err(refused(Message::new("policy-idea-closed"))) }
}

/// The voter's row is held, so that of two votes at once only one is the last.
pub(super) fn within_budget(tx: &mut Conn, user: UserId, of: i64) -> Result<()> {
    match budget(tx, user, of)? {
        Some(Budget { left: 0, of }) => Err(refused(Message::new("votes-budget").with("limit", of))),
        Some(_) | None => Ok(()),
    }
}

/// One more vote has been counted: the keys follow. The topic is held.
pub(super) fn add(tx: &mut Conn, topic: TopicId, post: PostId, (value, now): (i64, Timestamp)) -> Result<()> {
    match store::heat(tx, topic)?.with(value, now) {
        Some(heat) => {
            let (ups, downs) = store::counts(tx, post)?;
            store::set_keys(tx, topic, heat, split(ups, downs))
        }
        None => reckon(tx, topic),
    }
}

/// The keys of an idea's lists, as its votes give them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keys {
    /// Of the order "trending".
    pub heat: Heat,
    /// Of the order "controversial".
    pub split: i64,
}

/// Reckons the keys of an idea from its votes as they stand. The topic is held, and its counters are right.
///
/// # Errors
/// When the database refuses, or the idea is not there.
pub fn reckon(tx: &mut Conn, topic: TopicId) -> Result<()> {
    let Keys { heat, split } = reckoned(tx, topic)?;
    store::set_keys(tx, topic, heat, split)
}

/// What [`reckon`] stores.
///
/// # Errors
/// As [`reckon`].
pub fn reckoned(c: &mut Conn, topic: TopicId) -> Result<Keys> {
    let (post, proposed_at) = store::begin(c, topic)?;
    let heat = Heat::of_votes(proposed_at, &store::standing_votes(c, post)?);
    let (ups, downs) = store::counts(c, post)?;
    Ok(Keys { heat, split: split(ups, downs) })
}
