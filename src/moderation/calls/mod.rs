//! Votes to close a question or to open it again, by those who may not do that at once: [`NEEDED`] that agree do it.
//!
//! A question has one call at a time, for what it is not: an open one for closing, a closed one for opening. A call runs
//! out [`OPEN_FOR`] after its first vote; then it is as if it had never been, and the next vote or the tidy job clears
//! it. Whatever closes or opens a question ends its call.
//!
//! Nobody opens again what they closed: who closed a question stays noted as long as it is closed.
//!
//! Invariant: calls change while their question is held, so that one of many last votes is the last.

mod list;
mod store;
pub mod web;

use std::time::Duration;

use serde::Serialize;

use super::closing::{self, CloseReason};
use super::{By, Change, Deed};
use crate::clock::{Timestamp, days};
use crate::db::{Conn, dialect};
use crate::error::{AppError, Invalid, Result};
use crate::ids::{TopicId, UserId};
use crate::message::Message;
use crate::policy::{self, Action, Actor, TopicFacts, TopicKind};
use crate::text_enum;
use crate::topics::{self, Topic};

pub use list::{Cursor, Listed, list, tally};

/// Votes that it takes.
pub const NEEDED: usize = 3;
/// How long a call is open.
pub const OPEN_FOR: Duration = days(14);
/// Calls that one [`tidy`] clears at most.
const TIDIED: i64 = 500;

text_enum! {
    /// What a vote is for.
    pub enum Wish {
        /// That the question takes no answers any more.
        Close = "close",
        /// That it takes them again.
        Reopen = "reopen",
    }
}

impl Wish {
    /// What can be wished for.
    const fn about(closed: bool) -> Self {
        if closed { Self::Reopen } else { Self::Close }
    }
}

/// A vote that stands.
#[derive(Debug, Clone)]
pub struct Vote {
    /// Whose.
    pub user: UserId,
    /// Their handle.
    pub handle: String,
    /// Why it is to be closed; none for opening again.
    pub reason: Option<CloseReason>,
}

/// What came of a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voted {
    /// It counts, and more are needed.
    Counted,
    /// It was the last that was needed.
    Done,
}

/// Votes for a wish; the same member's vote again changes its reason. Answers the question as it was.
///
/// # Errors
/// By the policy; [`AppError::Conflict`] when the question is so already, or the actor closed it;
/// [`AppError::Invalid`] for closing without a reason that there is.
pub fn vote(tx: &mut Conn, by: By<'_>, id: TopicId, wish: Wish, reason: Option<CloseReason>) -> Result<(Topic, Voted)> {
    let (topic, _) = held(tx, by.actor, id)?;
    let user = by.actor.id().ok_or(AppError::SignIn)?;
    if wish != Wish::about(topic.closed_at.is_some()) {
        return Err(AppError::Conflict(Message::new(match wish {
            Wish::Close => "moderation-closed-already",
            Wish::Reopen => "moderation-open-already",
        })));
    }
    if wish == Wish::Reopen && store::closed_by(tx, id, user)? {
        return Err(AppError::Conflict(Message::new("moderation-call-own")));
    }
    let reason = match wish {
        Wish::Close => {
            let of_kind = reason.filter(|reason| CloseReason::of(topic.kind).contains(reason));
            Some(of_kind.ok_or_else(|| Invalid::field("close_reason", Message::new("moderation-close-choose")))?)
        }
        Wish::Reopen => None,
    };
    if open_call(tx, id, by.now)?.is_none_or(|call| call.wish != wish) {
        store::end(tx, id)?;
        store::begin(tx, &topic, wish, by.now)?;
    }
    store::vote(tx, id, user, (wish, reason), by.now)?;
    let votes = store::votes(tx, id, wish)?;
    store::set_votes(tx, id, votes.len())?;
    if votes.len() < NEEDED {
        return Ok((topic, Voted::Counted));
    }
    decide(tx, by, &topic, (wish, &votes))?;
    Ok((topic, Voted::Done))
}

/// Takes one's vote back as long as the call is open. Answers the question.
///
/// # Errors
/// [`AppError::NotFound`] for a question the actor may not see; [`AppError::Conflict`] when there is no vote to take back.
pub fn take_back(tx: &mut Conn, by: By<'_>, id: TopicId) -> Result<Topic> {
    let (topic, _) = topics::held(tx, by.actor, id, &[])?;
    let user = by.actor.id().ok_or(AppError::SignIn)?;
    let none = || AppError::Conflict(Message::new("moderation-call-none"));
    let call = open_call(tx, id, by.now)?.ok_or_else(none)?;
    if store::unvote(tx, id, call.wish, user)? == 0 {
        return Err(none());
    }
    match store::votes(tx, id, call.wish)?.len() {
        0 => store::end(tx, id)?,
        left => store::set_votes(tx, id, left)?,
    }
    Ok(topic)
}

/// The question, which nobody else closes, opens or votes about until the transaction ends.
fn held(tx: &mut Conn, actor: &Actor, id: TopicId) -> Result<(Topic, TopicFacts)> {
    dialect::lock_topic(tx, id)?;
    let (topic, facts) = topics::readable(tx, actor, id)?;
    policy::check(actor, Action::VoteToClose(facts))?;
    Ok((topic, facts))
}

fn decide(tx: &mut Conn, by: By<'_>, topic: &Topic, (wish, votes): (Wish, &[Vote])) -> Result<()> {
    let voters = votes.iter().filter_map(|vote| Change::of("vote", "", &vote.handle));
    let why = match wish {
        Wish::Close => leading(votes),
        Wish::Reopen => None,
    };
    let reason = Change::of("close_reason", &topic.close_reason, why.map_or("", CloseReason::as_str));
    let changes: Vec<Change> = reason.into_iter().chain(voters).collect();
    let deed = match wish {
        Wish::Close => Deed::CloseTopic,
        Wish::Reopen => Deed::ReopenTopic,
    };
    let users: Vec<UserId> = votes.iter().map(|vote| vote.user).collect();
    closing::set(tx, by, topic, (deed, why), (None, &changes), &users)
}

/// The reason that most have given, of several the first; none without votes.
fn leading(votes: &[Vote]) -> Option<CloseReason> {
    let times = |reason: CloseReason| votes.iter().filter(|vote| vote.reason == Some(reason)).count();
    let mut best: Option<CloseReason> = None;
    for reason in votes.iter().filter_map(|vote| vote.reason) {
        if best.is_none_or(|best| times(reason) > times(best)) {
            best = Some(reason);
        }
    }
    best
}

/// Ends the call of a topic that has just been closed by these people, or opened again.
///
/// # Errors
/// When the database refuses.
pub(super) fn settle(tx: &mut Conn, topic: TopicId, deed: Deed, by: &[UserId], now: Timestamp) -> Result<()> {
    store::end(tx, topic)?;
    store::forget(tx, topic)?;
    if deed == Deed::CloseTopic {
        for user in by {
            store::vote(tx, topic, *user, (Wish::Close, None), now)?;
        }
    }
    Ok(())
}

/// Clears calls that have run out, a bounded number of them: true when there may be more.
///
/// # Errors
/// When the database refuses.
pub fn tidy(tx: &mut Conn, now: Timestamp) -> Result<bool> {
    let old = store::run_out(tx, now - OPEN_FOR, TIDIED)?;
    dialect::lock_topics(tx, &old)?;
    // Another vote may have begun a new one before they were held.
    for topic in store::run_out_of(tx, now - OPEN_FOR, &old)? {
        store::end(tx, topic)?;
    }
    Ok(i64::try_from(old.len()).is_ok_and(|count| count == TIDIED))
}

/// A call as it stands.
#[derive(Debug, Clone, Copy)]
struct Call {
    wish: Wish,
    since: Timestamp,
}

/// The call of a topic, unless it has run out.
fn open_call(c: &mut Conn, topic: TopicId, now: Timestamp) -> Result<Option<Call>> {
    Ok(store::call(c, topic)?.filter(|call| call.since > now - OPEN_FOR))
}

/// What a question's page shows of votes to close or to open it.
#[derive(Debug, Clone, Serialize)]
pub struct CallView {
    /// The question.
    pub topic: TopicId,
    /// What can be wished for.
    pub wish: &'static str,
    /// Votes for it that stand.
    pub votes: usize,
    /// Votes that it takes.
    pub needed: usize,
    /// The reason that most have given, or empty.
    pub reason: &'static str,
    /// One of the votes is the reader's.
    pub mine: bool,
    /// Whether the reader may vote.
    pub can_vote: bool,
}

/// What a reader finds on a question's page; none for those who neither vote nor moderate there.
///
/// # Errors
/// When the database refuses.
pub fn view(
    c: &mut Conn,
    actor: &Actor,
    (topic, facts): (TopicId, TopicFacts),
    now: Timestamp,
) -> Result<Option<CallView>> {
    let votes = policy::check(actor, Action::VoteToClose(facts)).is_ok();
    let moderates = actor.moderates(facts.board.id) && facts.kind == TopicKind::Question;
    let Some(user) = actor.id().filter(|_| votes || moderates) else { return Ok(None) };
    let wish = Wish::about(facts.closed);
    let cast = match open_call(c, topic, now)?.filter(|call| call.wish == wish) {
        Some(call) => store::votes(c, topic, call.wish)?,
        None => Vec::new(),
    };
    let own_close = votes && wish == Wish::Reopen && store::closed_by(c, topic, user)?;
    Ok(Some(CallView {
        topic,
        wish: wish.as_str(),
        votes: cast.len(),
        needed: NEEDED,
        reason: leading(&cast).map_or("", CloseReason::as_str),
        mine: cast.iter().any(|vote| vote.user == user),
        can_vote: votes && !own_close,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_decide_why_and_of_as_many_the_first() {
        use CloseReason::{NotEnoughDetail, OffTopic, Outdated};
        let of = |reasons: &[CloseReason]| {
            let vote = |reason: &CloseReason| Vote { user: UserId(1), handle: String::new(), reason: Some(*reason) };
            leading(&reasons.iter().map(vote).collect::<Vec<Vote>>())
        };
        assert_eq!(of(&[OffTopic, Outdated, Outdated]), Some(Outdated));
        assert_eq!(of(&[Outdated, OffTopic, NotEnoughDetail]), Some(Outdated));
        assert_eq!(of(&[OffTopic, Outdated, OffTopic]), Some(OffTopic));
        assert_eq!(of(&[]), None);
    }
}
