//! Points: how they are earned, and when they become one's own (product.md, section 7).
//!
//! - [`earn`] follows the events of reputation, beside them and not in their transactions: what gives reputation gives
//!   points, under the caps of [`rules`]. So nothing is paid that does not count, and a vote does not wait for it.
//! - What may give points is one row of `awards`, whatever became of it: pending, final, reversed, or unpaid with the
//!   reason, which its owner can read. The ledger is the truth about the points themselves.
//! - An award is pending for a while ([`release`]), then final: it is a lot ([`lots`]) that is spent oldest first, and
//!   runs out a year later ([`expire`]).
//! - Months are closed by [`close`]: a quarter at most from one giver, and the budget's factor.
//! - [`terms`]: nobody earns before accepting them. [`grants`]: what staff give. [`void`]: what a decision takes.

pub mod articles;
pub mod close;
pub mod earn;
pub mod expire;
pub mod grants;
pub mod lots;
pub mod release;
pub mod report;
pub mod rules;
mod store;
pub mod terms;
pub mod void;
pub mod wallet;
pub mod web;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{AwardId, LedgerId, PostId, UserId};
use crate::ledger::{self, Account, Below, Month, Posting};
use crate::text_enum;

pub use store::{Award, MonthRow, award, month_state};

text_enum! {
    /// What gives points.
    pub enum AwardKind {
        /// An answer was accepted.
        Accepted = "accepted",
        /// The first answer of a member that ever was.
        AcceptedFirst = "accepted_first",
        /// An answer was voted up.
        AnswerUp = "answer_up",
        /// An idea was delivered.
        Delivered = "delivered",
        /// An answer became part of an article.
        Article = "article",
        /// Staff reward quality.
        Quality = "quality",
        /// Staff give something out of goodwill.
        Goodwill = "goodwill",
    }
}

impl AwardKind {
    /// By the rules alone: under the month's cap.
    #[must_use]
    pub const fn is_automatic(self) -> bool {
        match self {
            Self::Accepted | Self::AcceptedFirst | Self::AnswerUp | Self::Delivered | Self::Article => true,
            Self::Quality | Self::Goodwill => false,
        }
    }

    /// From one member to another: under the caps of a pair.
    #[must_use]
    pub const fn is_given(self) -> bool {
        match self {
            Self::Accepted | Self::AcceptedFirst | Self::AnswerUp => true,
            Self::Delivered | Self::Article | Self::Quality | Self::Goodwill => false,
        }
    }

    /// Where its points come from.
    #[must_use]
    pub const fn source(self) -> Account {
        match self {
            Self::Goodwill => Account::GOODWILL,
            Self::Accepted | Self::AcceptedFirst | Self::AnswerUp | Self::Delivered | Self::Article | Self::Quality => {
                Account::ISSUANCE
            }
        }
    }

    const fn transaction(self) -> ledger::Kind {
        match self {
            Self::Quality => ledger::Kind::Quality,
            Self::Goodwill => ledger::Kind::Goodwill,
            Self::Accepted | Self::AcceptedFirst | Self::AnswerUp | Self::Delivered | Self::Article => {
                ledger::Kind::Award
            }
        }
    }
}

text_enum! {
    /// What became of what may give points.
    pub enum State {
        /// Given, and may still be taken back.
        Pending = "pending",
        /// Given for good.
        Final = "final",
        /// Taken back.
        Reversed = "reversed",
        /// Not given: a rule stood in the way.
        Unpaid = "unpaid",
    }
}

text_enum! {
    /// Why something was not given, or not kept.
    pub enum Why {
        /// There is nothing to explain.
        Nothing = "",
        /// The voter was new, unverified, or had not posted anything that stood.
        Giver = "giver",
        /// The answer has as many paid votes as it may.
        Post = "post",
        /// The question has as many paid answers as it may.
        Question = "question",
        /// There are as many paid events from this giver as there may be.
        Pair = "pair",
        /// The month has given as much as it may.
        Month = "month",
        /// More than a quarter of the month came from one giver.
        Quarter = "quarter",
        /// The month's budget was spent.
        Budget = "budget",
        /// What it was for is gone.
        Gone = "gone",
        /// Somebody decided so.
        Void = "void",
    }
}

impl Why {
    /// Room may come free for it, as long as its month is open.
    #[must_use]
    pub const fn is_cap(self) -> bool {
        match self {
            Self::Post | Self::Question | Self::Pair | Self::Month => true,
            Self::Nothing | Self::Giver | Self::Quarter | Self::Budget | Self::Gone | Self::Void => false,
        }
    }
}

text_enum! {
    /// How far a month is.
    pub enum MonthState {
        /// It earns.
        Open = "open",
        /// It is over, and its statement is being made.
        Closing = "closing",
        /// Nothing of it changes any more.
        Closed = "closed",
    }
}

/// What may give points, by name: each counts once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cause {
    /// The post.
    pub post: PostId,
    /// How.
    pub kind: AwardKind,
    /// Whose points.
    pub user: UserId,
    /// From whom; 0 from nobody.
    pub giver: UserId,
}

/// Gives an award its points: they are pending from now on. Its owner is held.
fn give(tx: &mut Conn, award: &Award, (actor, note): (Option<UserId>, &str), now: Timestamp) -> Result<LedgerId> {
    let entries = [(award.kind.source(), -award.amount), (Account::pending(award.user), award.amount)];
    let posting = Posting {
        key: format!("award:{}:{}", award.id, award.number),
        kind: award.kind.transaction(),
        subject: award.id.0,
        month: award.month,
        actor,
        reason: award.kind.as_str(),
        note,
        reverses: None,
        entries: &entries,
        below: Below::Never,
    };
    let id = ledger::post(tx, &posting, now)?.id();
    store::given(tx, award.id, id)?;
    Ok(id)
}

/// Takes back what an award has given and not lost since; it is pending, and its owner is held.
fn take_back(tx: &mut Conn, award: &Award, (kind, why): (ledger::Kind, Why), now: Timestamp) -> Result<()> {
    let entries = [(Account::pending(award.user), -award.kept), (award.kind.source(), award.kept)];
    let posting = Posting {
        key: format!("reversal:{}:{}", award.id, award.number),
        kind,
        subject: award.id.0,
        month: award.month,
        actor: None,
        reason: why.as_str(),
        note: "",
        reverses: award.transaction,
        entries: &entries,
        below: Below::Never,
    };
    if award.kept != 0 {
        ledger::post(tx, &posting, now)?;
    }
    store::set_state(tx, award.id, (State::Reversed, why))
}

/// An award whose points are all there.
const fn whole(id: AwardId, cause: Cause, (number, amount): (i64, i64), month: Month) -> Award {
    Award {
        id,
        kind: cause.kind,
        post: Some(cause.post),
        user: cause.user,
        giver: cause.giver,
        number,
        amount,
        kept: amount,
        month,
        state: State::Pending,
        why: Why::Nothing,
        transaction: None,
        at: Timestamp(0),
        release_at: Timestamp(0),
    }
}
