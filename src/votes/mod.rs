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

use crate::clock::Timestamp;
use crate::db::{Conn, dialect};
use crate::error::{AppError, Result};
use crate::ids::{CommentId, PostId, UserId};
use crate::message::Message;
use crate::policy::{Denied, Direction, Limits, PostKind};
use crate::reputation::{self, Voted};
use crate::settings::Site;

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
    /// The site's zone, in which days begin, its budget for ideas, and what a vote gives.
    pub site: &'a Site,
}

/// A vote as it stands.
#[derive(Debug, Clone, Copy)]
struct Cast {
    value: i64,
    at: Timestamp,
    /// The site day whose vote it is.
    day: i64,
    /// It was found to be none.
    voided: bool,
}

impl<T> Ballot<'_, T> {
    fn day(&self) -> i64 {
        self.now.day_in(&self.site.zone)
    }

    /// A limit that clears when the next site day begins.
    fn spent(&self, key: &'static str, limit: i64) -> AppError {
        let until = self.now.next_day_in(&self.site.zone);
        AppError::TooMany {
            retry_after: until.since(self.now),
            message: Message::new(key).with("limit", limit).with("until", until.0),
        }
    }

    /// A vote may be changed for ten minutes, and again after an edit.
    fn may_change(&self, cast: Cast) -> Result<()> {
        still_counts(cast)?;
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
    let held = store::lock(tx, ballot.on)?;
    let idea = (held.kind == PostKind::Idea).then_some(held.topic);
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
        ideas::within_budget(tx, ballot.giver, ballot.site.idea_budget)?;
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
            } else {
                still_counts(cast)?;
            }
            if ballot.way == Direction::Down {
                downs(tx, ballot, cast.day)?;
            }
            store::update(tx, ballot)?;
        }
    }
    store::count(tx, (ballot.on, held), stood, value)?;
    earn(tx, ballot, (held, before), value)?;
    match idea {
        // The first word of this voter; whatever replaces another one changes what was there before.
        Some(topic) if before.is_none() && stood == 0 => ideas::add(tx, topic, ballot.on, (value, ballot.now))?,
        Some(topic) => reckon(tx, topic)?,
        None => {}
    }
    Ok(stood)
}

/// A vote that was found to be none stays none.
fn still_counts(cast: Cast) -> Result<()> {
    if cast.voided { Err(refused(Message::new("votes-voided"))) } else { Ok(()) }
}

/// The reputation that goes with a vote of one's own: what came with a merge was given where it came from.
fn earn(
    tx: &mut Conn,
    ballot: &Ballot<'_, PostId>,
    (held, before): (store::Held, Option<Cast>),
    value: i64,
) -> Result<()> {
    let was = before.map_or(0, |cast| cast.value);
    if was == value || !held.is_public() {
        return Ok(());
    }
    let vote = Voted {
        post: ballot.on,
        kind: held.kind,
        board: held.board,
        giver: ballot.giver,
        receiver: ballot.receiver,
        day: before.map_or_else(|| ballot.day(), |cast| cast.day),
        before: was,
        value,
        first: before.is_none(),
    };
    reputation::voted(tx, &vote, &ballot.site.amounts, ballot.now)
}

/// Finds a vote to be none: it counts nowhere any more, gives nothing, and is not given back to its voter. Whether it
/// counted until now; a second time changes nothing.
///
/// # Errors
/// When the database refuses.
pub fn void(tx: &mut Conn, ballot: &Ballot<'_, PostId>) -> Result<bool> {
    dialect::lock_users(tx, &[ballot.giver, ballot.receiver])?;
    let held = store::lock(tx, ballot.on)?;
    let Some(cast) = store::find(tx, ballot.on, ballot.giver)?.filter(|cast| !cast.voided) else { return Ok(false) };
    let idea = held.kind == PostKind::Idea;
    let stood = if idea { standing(tx, ballot.on, ballot.giver)? } else { cast.value };
    store::void(tx, ballot.on, ballot.giver, ballot.now)?;
    let stands = if idea { standing(tx, ballot.on, ballot.giver)? } else { 0 };
    store::count(tx, (ballot.on, held), stood, stands)?;
    earn(tx, ballot, (held, Some(cast)), 0)?;
    if idea {
        reckon(tx, held.topic)?;
    }
    Ok(cast.value != 0)
}

/// Lets a vote that was found to be none count again, the way it went before. Whether it was found to be none; a second
/// time changes nothing.
///
/// # Errors
/// When the database refuses.
pub fn unvoid(tx: &mut Conn, ballot: &Ballot<'_, PostId>) -> Result<bool> {
    dialect::lock_users(tx, &[ballot.giver, ballot.receiver])?;
    let held = store::lock(tx, ballot.on)?;
    let Some(cast) = store::find(tx, ballot.on, ballot.giver)?.filter(|cast| cast.voided) else { return Ok(false) };
    let (idea, value) = (held.kind == PostKind::Idea, ballot.way.value());
    let stood = if idea { standing(tx, ballot.on, ballot.giver)? } else { 0 };
    store::unvoid(tx, ballot.on, ballot.giver, value)?;
    let stands = if idea { standing(tx, ballot.on, ballot.giver)? } else { value };
    store::count(tx, (ballot.on, held), stood, stands)?;
    earn(tx, ballot, (held, Some(cast)), value)?;
    if idea {
        reckon(tx, held.topic)?;
    }
    Ok(true)
}

fn refused(message: Message) -> AppError {
    AppError::Denied(Denied { message, hidden: false, sign_in: false })
}

fn limits(tx: &mut Conn, ballot: &Ballot<'_, PostId>) -> Result<()> {
    let day = store::given(tx, ballot.giver, ballot.day())?;
    if let Some(limit) = reached(tx, ballot.giver, day, Limits::VOTES_A_DAY)? {
        return Err(ballot.spent("votes-day", limit));
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

/// The limit of a day's votes, when this many have reached it. Super-users have a higher one: who they are is asked only
/// where the usual one is reached.
fn reached(tx: &mut Conn, giver: UserId, given: i64, usual: i64) -> Result<Option<i64>> {
    if given < usual {
        return Ok(None);
    }
    let limit = if store::is_super(tx, giver)? { usual * Limits::SUPER_USERS } else { usual };
    Ok((given >= limit).then_some(limit))
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
            let given = store::given_on_comments(tx, ballot.giver, ballot.day())?;
            if let Some(limit) = reached(tx, ballot.giver, given, Limits::COMMENT_VOTES_A_DAY)? {
                return Err(ballot.spent("votes-comments-day", limit));
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
