//! Ideas: what the company should do next, judged by its customers and answered by its staff (product.md, section 5).
//!
//! The topic, its text, its history, votes and remarks are those of every topic; a row of `ideas` has the rest. What
//! becomes of an idea is its *status*; a *status update* says so, with the reason, and is never changed afterwards.
//!
//! Invariant: the keys of an idea's lists (`heat`, `score`, `split`) follow its votes in their transaction; see
//! [`crate::votes::heat`].

pub mod behalf;
pub mod changelog;
pub mod export;
pub mod extensions;
pub mod freshness;
pub mod list;
pub mod merging;
mod propose;
pub mod roadmap;
mod store;
pub mod storms;
pub mod updates;
pub mod view;
pub mod web;

use crate::clock::Timestamp;
use crate::ids::{PostId, StatusId, StormId, TopicId, UpdateId, UserId};
use crate::text_enum;

pub use crate::statuses::{self, Status, StatusKind};
pub use propose::{propose, propose_for};
pub use store::find;

/// Ideas on a page of a list.
pub const PAGE: usize = 30;

text_enum! {
    /// The order of a list of ideas.
    pub enum Order {
        /// What is wanted most now, see [`crate::votes::heat`].
        Trending = "trending",
        /// Most votes for, less those against.
        Top = "top",
        /// Newest first.
        Newest = "newest",
        /// The latest word of staff first.
        Updated = "updated",
        /// What divides people most.
        Controversial = "controversial",
    }
}

/// What is known of an idea besides its topic.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct Idea {
    pub topic: TopicId,
    pub post: PostId,
    pub status: StatusId,
    pub kind: StatusKind,
    pub update: Option<UpdateId>,
    pub updates_count: i64,
    pub owner: Option<UserId>,
    pub next_word_at: Option<Timestamp>,
    pub due_at: Option<Timestamp>,
    pub top_at: Option<Timestamp>,
    pub done_at: Option<Timestamp>,
    /// Year times four, and 0 to 3 for the quarter.
    pub quarter: Option<i64>,
    pub storm: Option<StormId>,
    /// Who of the staff proposed it for its author.
    pub submitted_by: Option<UserId>,
}
