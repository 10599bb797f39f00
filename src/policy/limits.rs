//! The numbers of the rules.

use std::time::Duration;

use crate::clock::{days, minutes};

/// The numbers of the rules (product.md, sections 2 to 4).
pub struct Limits;

impl Limits {
    /// Votes on posts a site day.
    pub const VOTES_A_DAY: i64 = 40;
    /// Votes for one author a site day.
    pub const VOTES_FOR_ONE_AUTHOR: i64 = 6;
    /// Votes down for one author a site day.
    pub const DOWNS_FOR_ONE_AUTHOR: i64 = 3;
    /// Votes on comments a site day; they count apart.
    pub const COMMENT_VOTES_A_DAY: i64 = 40;
    /// How long a vote may be changed (and again after an edit).
    pub const VOTE_CHANGE: Duration = minutes(10);
    /// Without a choice by the asker for this long, moderators and staff may accept.
    pub const ACCEPT_BY_OTHERS_AFTER: Duration = days(7);
    /// An edit within this time of one's own last version replaces it.
    pub const EDIT_GRACE: Duration = minutes(5);
    /// How long an account is new, unless it earns something before.
    pub const NEWCOMER: Duration = days(1);
    /// With so much reputation nobody is new any more.
    pub const NEWCOMER_REPUTATION: i64 = 5;
    /// Topics that somebody new may begin.
    pub const NEWCOMER_TOPICS: i64 = 3;
    /// Replies to others that somebody new may write.
    pub const NEWCOMER_REPLIES: i64 = 10;
    /// From one topic of somebody new to the next.
    pub const NEWCOMER_TOPIC_GAP: Duration = minutes(2);
    /// From one reply of somebody new to the next.
    pub const NEWCOMER_REPLY_GAP: Duration = Duration::from_secs(30);
    /// Pictures in a text of somebody new.
    pub const NEWCOMER_PICTURES: usize = 1;
    /// Members that a text of somebody new may name.
    pub const NEWCOMER_MENTIONS: usize = 2;
    /// Links in a text that need no standing.
    pub const LINKS: usize = 2;
    /// How long a draft is kept.
    pub const DRAFT_KEPT: Duration = days(180);
}
