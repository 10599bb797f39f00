//! Votes that are no opinions: what the nights find, and what people decide about it (product.md, section 7).
//!
//! - [`detect`] is the look itself, a pure function over rows; [`night`] is the job that reads those and keeps what was
//!   found; [`devices`] knows which accounts vote from one browser.
//! - [`decide`] is what an admin does about a finding: nothing, or the votes are none. Whom that concerns is told and can
//!   appeal once, and somebody else answers.
//!
//! Invariants: nothing happens to a vote without a person's decision and its line in the audit table; who is part of a
//! finding decides nothing about it.

pub mod decide;
pub mod detect;
pub mod devices;
pub mod night;
mod store;
pub mod web;

use crate::clock::Timestamp;
use crate::ids::{FindingId, PostId, TopicId, UserId};
use crate::policy::FraudFacts;
use crate::text_enum;

pub use detect::Pattern;
pub use store::{Person, Waiting, concerned, evidence, find, list, members, people, waiting};

/// Findings on a page.
pub const PAGE: usize = 30;
/// Votes that are shown as evidence.
pub const SHOWN: usize = 200;

text_enum! {
    /// What has become of a finding.
    pub enum State {
        /// Nobody has decided yet.
        Open = "open",
        /// It is nothing.
        Dismissed = "dismissed",
        /// The votes are none.
        Voided = "voided",
        /// They were, and count again.
        Undone = "undone",
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its number.
    pub id: FindingId,
    /// What it looks like.
    pub pattern: Pattern,
    /// Who got it.
    pub receiver: UserId,
    /// Who gave it; none where there are many.
    pub giver: Option<UserId>,
    /// What has become of it.
    pub state: State,
    /// For how many posts there was something.
    pub gifts: i64,
    /// The share that was found, in thousandths.
    pub share: i64,
    /// The usual one, in thousandths.
    pub usual: i64,
    /// When.
    pub found_at: Timestamp,
    /// Who decided.
    pub decided_by: Option<UserId>,
    /// When that was.
    pub decided_at: Option<Timestamp>,
    /// Why; empty before.
    pub reason: String,
}

impl Finding {
    /// As the policy sees it; `people` are those who gave or got something in it.
    #[must_use]
    pub fn facts(&self, people: &[UserId], reader: Option<UserId>) -> FraudFacts {
        FraudFacts { part: reader.is_some_and(|reader| people.contains(&reader)), decided_by: self.decided_by }
    }
}

/// Something that was given, as a page shows it.
#[derive(Debug, Clone)]
pub struct Gift {
    /// By whom.
    pub giver: UserId,
    /// To whom.
    pub receiver: UserId,
    /// For what.
    pub post: PostId,
    /// Where that stands.
    pub topic: TopicId,
    /// When.
    pub at: Timestamp,
    /// The decision took a vote.
    pub taken: bool,
}
