//! Reputation: what gave it, append-only, and what that sums up to (product.md, section 6).
//!
//! - What gives reputation has a name: post, cause, person, and whom or what it came from. The events of a name count
//!   up: odd ones give, even ones take back what the one before gave, by the amount that was in force then. So the same
//!   cause counts once, whoever says so and how often.
//! - A day's votes give so much at most (`reputation_caps`); what is taken is taken besides. As the sum is made of
//!   events and not of what was shown, a vote that is taken back makes room for one that the cap had cut off.
//! - Only what everybody may read counts, so that nobody's reputation tells of a restricted board.
//! - [`settle`] compares what should stand for some posts with what does, and writes the difference: called whenever
//!   something else than a vote changes, and by the walk that goes through a whole site ([`walk`]).

pub mod listed;
mod settle;
mod store;
pub mod tail;
pub mod walk;

use crate::clock::Timestamp;
use crate::db::{Conn, dialect};
use crate::error::Result;
use crate::ids::{BoardId, PostId, UserId};
use crate::policy::PostKind;
pub use crate::settings::{Amounts, Cause};

pub use settle::{Differs, Part, differences, settle, settle_topic};
pub use store::{EARNED, cap_on, last_member, recompute, set_cap};

/// What gives or takes reputation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    /// The post it is about.
    pub post: PostId,
    /// How.
    pub cause: Cause,
    /// Whose reputation.
    pub user: UserId,
    /// Whom or what it came from: the voter, the author of the question that was answered, the suggestion; 0 when there
    /// is only one.
    pub from: i64,
}

/// Something that gives reputation, with its amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// What.
    pub name: Name,
    /// The board it stood on.
    pub board: BoardId,
    /// The site day that it counts for.
    pub day: i64,
    /// How much, below 0 when it takes.
    pub amount: i64,
}

/// Gives what does not stand yet; what stands is left as it is.
///
/// # Errors
/// When the database refuses.
pub fn give(tx: &mut Conn, given: &[Given], now: Timestamp) -> Result<()> {
    hold(tx, given.iter().map(|given| given.name.user))?;
    let mut rows = Vec::new();
    for given in given {
        let last = store::last(tx, given.name)?;
        if last.is_none_or(|last| !last.stands()) {
            rows.push(store::Row::of(*given, last.map_or(1, |last| last.number + 1), now));
        }
    }
    store::write(tx, &rows)
}

/// Takes back what stands of these.
///
/// # Errors
/// When the database refuses.
pub fn take_back(tx: &mut Conn, names: &[Name], now: Timestamp) -> Result<()> {
    hold(tx, names.iter().map(|name| name.user))?;
    let mut rows = Vec::new();
    for name in names {
        rows.extend(store::last(tx, *name)?.filter(store::Last::stands).map(|last| last.taken_back(*name, now)));
    }
    store::write(tx, &rows)
}

/// A vote that has just become another one.
#[derive(Debug, Clone, Copy)]
pub struct Voted {
    /// On what.
    pub post: PostId,
    /// What that is.
    pub kind: PostKind,
    /// Where it stands.
    pub board: BoardId,
    /// By whom.
    pub giver: UserId,
    /// On whose post.
    pub receiver: UserId,
    /// The site day that it counts for.
    pub day: i64,
    /// What it was: 1, -1 or 0.
    pub before: i64,
    /// What it is.
    pub value: i64,
    /// Nobody has voted so on this before: there is no event of it.
    pub first: bool,
}

impl Voted {
    /// What a vote of this value gives, and to whom. An idea's author hears of votes up apart: they count so many times
    /// only.
    fn gives(&self, value: i64, amounts: &Amounts) -> Vec<Given> {
        let given = |cause, user, from: UserId| Given {
            name: Name { post: self.post, cause, user, from: from.0 },
            board: self.board,
            day: self.day,
            amount: amounts.of(cause),
        };
        let received = |cause| given(cause, self.receiver, self.giver);
        match (value, self.kind) {
            (1, kind) => vec![received(up(kind))],
            // Saying that an answer is wrong costs something, so that nobody does it lightly.
            (-1, PostKind::Answer) => {
                vec![received(Cause::Down), given(Cause::Downvoting, self.giver, self.receiver)]
            }
            (-1, PostKind::Question | PostKind::Article | PostKind::Idea) => vec![received(Cause::Down)],
            _ => Vec::new(),
        }
    }
}

/// The cause of a vote up.
const fn up(kind: PostKind) -> Cause {
    match kind {
        PostKind::Question => Cause::QuestionUp,
        PostKind::Answer => Cause::AnswerUp,
        PostKind::Article => Cause::ArticleUp,
        PostKind::Idea => Cause::IdeaUp,
    }
}

/// Gives and takes what a vote on something public gives and takes. The caller holds giver, receiver and post.
///
/// # Errors
/// When the database refuses.
pub fn voted(tx: &mut Conn, vote: &Voted, amounts: &Amounts, now: Timestamp) -> Result<()> {
    if vote.before != 0 {
        let names: Vec<Name> = vote.gives(vote.before, amounts).iter().map(|given| given.name).collect();
        take_back(tx, &names, now)?;
    }
    if vote.kind == PostKind::Idea && (vote.value == 1 || vote.before == 1) {
        return settle::idea_ups(tx, vote, amounts, now);
    }
    let given = vote.gives(vote.value, amounts);
    if vote.first {
        // The usual vote: nothing has to be looked up.
        let rows: Vec<store::Row> = given.into_iter().map(|given| store::Row::of(given, 1, now)).collect();
        return store::write(tx, &rows);
    }
    give(tx, &given, now)
}

/// Whose reputation changes is held, in the order of ids: what a day has given is read before more is added.
fn hold(tx: &mut Conn, users: impl Iterator<Item = UserId>) -> Result<()> {
    let users: Vec<UserId> = users.collect();
    if users.is_empty() { Ok(()) } else { dialect::lock_users(tx, &users) }
}

/// What is shown of what was earned: everybody has 1, and nobody less.
#[must_use]
pub const fn shown(earned: i64) -> i64 {
    if earned > 0 { 1 + earned } else { 1 }
}
