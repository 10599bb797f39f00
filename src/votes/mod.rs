//! Votes on posts and on comments, and their limits (product.md, section 4).
//!
//! One vote a person a post. Limits are counted under the guard rows of giver and receiver, always locked in the order
//! of their ids, so fifty parallel requests pass exactly as many as the rule says.
//!
//! On ideas (section 5) a vote may be changed and taken back as long as the idea is open, and who is for an idea spends
//! one of a budget until it closes. A vote on an idea that became part of another counts there: what a voter's vote
//! stands at is the newest of all ([`standing`]).

pub mod heat;
mod ideas;
mod store;

use jiff::tz::TimeZone;

use crate::clock::Timestamp;
use crate::db::{Conn, dialect};
use crate::error::{AppError, Result};
use crate::ids::{CommentId, PostId, UserId};
use crate::message::Message;
use crate::policy::{Denied, Direction, Limits, PostKind};

pub use ideas::{Budget, Keys, budget, cast_for, reckon, reckoned, standing, stored_keys};
pub use store::{mine, mine_on_comments};

/// Who votes on what, and when.
#[derive(Debug, Clone)]
pub struct Ballot<'a, Target> {
    /// The post or comment.
    pub on: Target,
    /// Its author.
    pub receiver: UserId,
    /// When it was last edited: a vote from before may be changed.
    pub edited_at: Option<Timestamp>,
    /// Who votes.
    pub giver: UserId,
    /// Which way.
    pub way: Direction,
    /// Now.
    pub now: Timestamp,
    /// Days begin in this zone.
    pub zone: &'a TimeZone,
    /// How many open ideas a person may be for at once; 0 when as many as they like.
    pub budget: i64,
}

/// A vote as it stands.
#[derive(Debug, Clone, Copy)]
struct Cast {
    value: i64,
    at: Timestamp,
    /// The site day whose vote it is.
    day: i64,
}

impl<T> Ballot<'_, T> {
    fn day(&self) -> i64 {
        self.now.day_in(self.zone)
    }

    /// A limit that clears when the next site day begins.
    fn spent(&self, key: &'static str, limit: i64) -> AppError {
        let until = self.now.next_day_in(self.zone);
        AppError::TooMany {
            retry_after: until.since(self.now),
            message: Message::new(key).with("limit", limit).with("until", until.0),
        }
    }

    /// A vote may be changed for ten minutes, and again after an edit.
    fn may_change(&self, cast: Cast) -> Result<()> {
        let edited_since = self.edited_at.is_some_and(|edited| edited > cast.at);
        if self.now.since(cast.at) <= Limits::VOTE_CHANGE || edited_since {
            return Ok(());
        }
        Err(refused(Message::new("votes-fixed").with("minutes", 10_i64)))
    }
}

/// Casts, changes or takes back a vote on a post; the same vote again changes nothing. Answers what the vote stood at
/// before: 1, -1 or 0. The caller has asked the policy.
///
/// # Errors
/// [`AppError::TooMany`] past a limit, [`AppError::Denied`] when the vote can no longer be changed, or the budget is
/// spent.
pub fn cast(tx: &mut Conn, ballot: &Ballot<'_, PostId>) -> Result<i64> {
    dialect::lock_users(tx, &[ballot.giver, ballot.receiver])?;
    let (topic, kind) = store::lock(tx, ballot.on)?;
    let idea = (kind == PostKind::Idea).then_some(topic);
    if let Some(idea) = idea {
        ideas::still_open(tx, idea)?;
    }
    let before = store::find(tx, ballot.on, ballot.giver)?;
    let stood = match idea {
        Some(_) => standing(tx, ballot.on, ballot.giver)?,
        None => before.map_or(0, |cast| cast.value),
    };
    let value = ballot.way.value();
    if stood == value {
        return Ok(stood);
    }
    // A vote of their own that a newer one from a merge stands over is spent already.
    if idea.is_some() && value == 1 && before.is_none_or(|cast| cast.value != 1) {
        ideas::within_budget(tx, ballot.giver, ballot.budget)?;
    }
    match before {
        None => {
            if value != 0 {
                limits(tx, ballot)?;
            }
            store::insert(tx, ballot, idea, None)?;
        }
        Some(cast) => {
            if idea.is_none() {
                ballot.may_change(cast)?;
            }
            if ballot.way == Direction::Down {
                downs(tx, ballot, cast.day)?;
            }
            store::update(tx, ballot)?;
        }
    }
    store::count(tx, ballot.on, stood, value)?;
    match idea {
        // The first word of this voter; whatever replaces another one changes what was there before.
        Some(topic) if before.is_none() && stood == 0 => ideas::add(tx, topic, ballot.on, (value, ballot.now))?,
        Some(topic) => reckon(tx, topic)?,
        None => {}
    }
    Ok(stood)
}

fn refused(message: Message) -> AppError {
    AppError::Denied(Denied { message, hidden: false, sign_in: false })
}

fn limits(tx: &mut Conn, ballot: &Ballot<'_, PostId>) -> Result<()> {
    let day = store::given(tx, ballot.giver, ballot.day())?;
    if day >= Limits::VOTES_A_DAY {
        return Err(ballot.spent("votes-day", Limits::VOTES_A_DAY));
    }
    let for_author = store::given_to(tx, ballot)?;
    if for_author >= Limits::VOTES_FOR_ONE_AUTHOR {
        return Err(ballot.spent("votes-author", Limits::VOTES_FOR_ONE_AUTHOR));
    }
    if ballot.way == Direction::Down {
        downs(tx, ballot, ballot.day())?;
    }
    Ok(())
}

/// A vote that is changed counts for the day on which it was first cast.
fn downs(tx: &mut Conn, ballot: &Ballot<'_, PostId>, day: i64) -> Result<()> {
    if store::downs_to(tx, ballot, day)? >= Limits::DOWNS_FOR_ONE_AUTHOR {
        return Err(ballot.spent("votes-downs", Limits::DOWNS_FOR_ONE_AUTHOR));
    }
    Ok(())
}

/// Votes a comment up, or takes that back.
///
/// # Errors
/// As [`cast`].
pub fn cast_on_comment(tx: &mut Conn, ballot: &Ballot<'_, CommentId>) -> Result<()> {
    dialect::lock_users(tx, &[ballot.giver])?;
    let before = store::find_on_comment(tx, ballot.on, ballot.giver)?;
    // Comments are voted up or not at all.
    let value = ballot.way.value().max(0);
    match before {
        None if value == 0 => return Ok(()),
        Some(cast) if cast.value == value => return Ok(()),
        None => {
            if store::given_on_comments(tx, ballot.giver, ballot.day())? >= Limits::COMMENT_VOTES_A_DAY {
                return Err(ballot.spent("votes-comments-day", Limits::COMMENT_VOTES_A_DAY));
            }
            store::insert_on_comment(tx, ballot, value)?;
        }
        Some(cast) => {
            ballot.may_change(cast)?;
            store::update_on_comment(tx, ballot, value)?;
        }
    }
    store::count_comment(tx, ballot.on, value - before.map_or(0, |cast| cast.value))
}
