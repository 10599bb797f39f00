//! "Did this solve it?" under a question with an accepted answer: yes or no, with or without an account, once a browser
//! and once an account.
//!
//! Replies count by rounds: a new one begins when another answer is accepted or somebody has checked the one that
//! stands there. When three members say no within 30 days, the question goes on the list of what may be right no more.
//!
//! Invariant: a reply and what the row of its question says of it commit together.

pub mod stale;
mod store;
pub mod web;

use serde::Serialize;

use crate::clock::{Timestamp, days};
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{TopicId, UserId};
use crate::policy::{self, Action, Actor, SolvedFacts, State, TopicFacts};
use crate::text_enum;
use crate::topics::{self, Topic};

/// Members who say no before somebody should look at the answer.
pub const NOES: i64 = 3;
/// Within this time.
const WINDOW: std::time::Duration = days(30);

text_enum! {
    /// What somebody says.
    pub enum Verdict {
        /// It solved it.
        Yes = "yes",
        /// It did not.
        No = "no",
    }
}

/// What somebody says, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply<'a> {
    /// Of which question.
    pub topic: TopicId,
    /// The digest of the browser's key.
    pub browser: &'a str,
    /// What.
    pub verdict: Verdict,
}

/// How many said what in the present round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// Yes, of a hundred, rounded.
    pub percent: i64,
    /// All of them.
    pub total: i64,
}

impl Share {
    fn of(yes: i64, no: i64) -> Self {
        let total = yes + no;
        Self { percent: if total == 0 { 0 } else { (200 * yes + total) / (2 * total) }, total }
    }
}

/// What a reader finds under the accepted answer.
#[derive(Debug, Clone, Serialize)]
pub struct SolvedView {
    /// The question.
    pub topic: TopicId,
    /// Whether they are asked.
    pub can_say: bool,
    /// What they said; empty for nothing yet.
    pub mine: &'static str,
    /// What all said, for those who see to answers.
    pub share: Option<Share>,
}

/// What the policy asks about somebody who would say whether it worked.
fn facts(c: &mut Conn, actor: &Actor, topic: TopicId, facts: TopicFacts) -> Result<SolvedFacts> {
    let by_author = match actor.id() {
        Some(user) if facts.accepted > 0 => store::wrote_accepted(c, topic, user)?,
        Some(_) | None => false,
    };
    Ok(SolvedFacts { topic: facts, by_author })
}

/// Keeps what somebody says, in the place of what they or this browser said before. Answers the question's path.
///
/// # Errors
/// By the policy.
pub fn say(tx: &mut Conn, actor: &Actor, reply: Reply<'_>, now: Timestamp) -> Result<String> {
    let (topic, of_topic) = topics::held(tx, actor, reply.topic, &[])?;
    policy::check(actor, Action::SaySolved(facts(tx, actor, topic.id, of_topic)?))?;
    let round = store::begin(tx, &topic)?;
    let user = actor.id();
    let before = store::take_back(tx, topic.id, (reply.browser, user), round)?;
    store::insert(tx, reply, user, round, now)?;
    let (yes, no) = match reply.verdict {
        Verdict::Yes => (1, 0),
        Verdict::No => (0, 1),
    };
    store::count(tx, topic.id, yes - before.yes, no - before.no)?;
    if store::noes(tx, topic.id, round, now - WINDOW)? >= NOES {
        store::set_stale(tx, topic.id, now)?;
    } else if store::noes(tx, topic.id, round, Timestamp(0))? < NOES {
        store::set_fresh(tx, topic.id)?;
    }
    Ok(topic.path())
}

/// Another answer is accepted, or one no more: what was said was about what stood there before. The topic is held.
///
/// # Errors
/// When the database refuses.
pub fn begin_anew(tx: &mut Conn, topic: TopicId) -> Result<()> {
    store::begin_anew(tx, topic)
}

/// What this reader finds under the accepted answer; none where there is none. `browser` is the digest of the key of
/// theirs, if it has one.
///
/// # Errors
/// When the database refuses.
pub fn view(
    c: &mut Conn,
    actor: &Actor,
    (topic, of_topic): (&Topic, TopicFacts),
    browser: Option<&str>,
) -> Result<Option<SolvedView>> {
    if topic.accepted_count == 0 || topic.state != State::Visible {
        return Ok(None);
    }
    let can_say = policy::check(actor, Action::SaySolved(facts(c, actor, topic.id, of_topic)?)).is_ok();
    let reviews = policy::check(actor, Action::ReviewSolved(of_topic)).is_ok();
    let mut view = SolvedView { topic: topic.id, can_say, mine: "", share: None };
    let user: Option<UserId> = actor.id();
    // Most readers are neither known nor curious: nothing is read for them.
    if (can_say && (user.is_some() || browser.is_some())) || reviews {
        let counted = store::counted(c, topic.id)?;
        if let Some(counted) = &counted
            && can_say
        {
            view.mine = store::mine(c, topic.id, (browser.unwrap_or_default(), user), counted.round)?;
        }
        view.share = reviews.then(|| counted.map_or_else(Share::default, |of| Share::of(of.yes, of.no)));
    }
    Ok(Some(view))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded() {
        let percent = |yes, no| Share::of(yes, no).percent;
        assert_eq!(
            [percent(0, 0), percent(0, 3), percent(20, 4), percent(1, 2), percent(2, 1), percent(1, 1), percent(7, 0)],
            [0, 0, 83, 33, 67, 50, 100]
        );
    }
}
