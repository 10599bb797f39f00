//! Following: what a person wants to hear of, and how much; whom they do not want to hear at all.
//!
//! A *follow* is a person, a subject and a level. One row a subject: a mute is a follow whose level is silence, and it
//! wins over every other. What happens to a follower is for `notify` to say; pages are in `pages/following`, for a
//! subject's name and whether it may be read belong to features above this one.
//!
//! *Blocking* a member: their mentions tell the blocker nothing, their posts and comments stand folded. Anybody can be
//! blocked, staff and moderators too, but not their office: what is posted as staff is shown as ever, and what a
//! moderator decides about one's own posts is told.

mod blocks;
mod button;
mod names;
mod searches;
mod store;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{BoardId, SearchId, TagId, TopicId, UserId};
use crate::message::Message;
use crate::text_enum;

pub use blocks::{Blocked, block, blocked_among, blocked_by, blockers_of, is_blocked, unblock};
pub use button::{FollowView, view};
pub use names::{Named, names};
pub use searches::{
    MAX_NAME, MAX_QUERY, MAX_SEARCHES, SavedSearch, keep_search, kept_as, matching, remove_search, search,
};
pub use store::{Follow, Following, Switches, followers, level, list, move_some, set_switches, switches};

/// Rows on a page of the list of what one follows.
pub const PAGE: usize = 30;

text_enum! {
    /// The kind of a subject.
    pub enum SubjectKind {
        /// A question, an idea or an article.
        Topic = "topic",
        /// A board.
        Board = "board",
        /// A tag.
        Tag = "tag",
        /// A member.
        Member = "member",
        /// A saved search.
        Search = "search",
    }
}

/// What is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A question, an idea or an article.
    Topic(TopicId),
    /// A board.
    Board(BoardId),
    /// A tag.
    Tag(TagId),
    /// A member.
    Member(UserId),
    /// A saved search.
    Search(SearchId),
}

impl Subject {
    /// The subject of this kind and number.
    #[must_use]
    pub const fn new(kind: SubjectKind, id: i64) -> Self {
        match kind {
            SubjectKind::Topic => Self::Topic(TopicId(id)),
            SubjectKind::Board => Self::Board(BoardId(id)),
            SubjectKind::Tag => Self::Tag(TagId(id)),
            SubjectKind::Member => Self::Member(UserId(id)),
            SubjectKind::Search => Self::Search(SearchId(id)),
        }
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(self) -> SubjectKind {
        match self {
            Self::Topic(_) => SubjectKind::Topic,
            Self::Board(_) => SubjectKind::Board,
            Self::Tag(_) => SubjectKind::Tag,
            Self::Member(_) => SubjectKind::Member,
            Self::Search(_) => SubjectKind::Search,
        }
    }

    /// Its number.
    #[must_use]
    pub const fn id(self) -> i64 {
        match self {
            Self::Topic(TopicId(id))
            | Self::Board(BoardId(id))
            | Self::Tag(TagId(id))
            | Self::Member(UserId(id))
            | Self::Search(SearchId(id)) => id,
        }
    }
}

text_enum! {
    /// How much one wants to hear of a subject.
    pub enum Level {
        /// New topics, answers and status; of a topic its comments too.
        All = "all",
        /// New topics only.
        Topics = "topics",
        /// Answers and status only.
        Answers = "answers",
        /// Nothing, whatever else would tell it.
        Muted = "muted",
    }
}

impl SubjectKind {
    /// The levels that a follow of this kind offers, the default first.
    #[must_use]
    pub const fn levels(self) -> &'static [Level] {
        match self {
            Self::Topic => &[Level::All, Level::Answers, Level::Muted],
            Self::Board | Self::Tag | Self::Member | Self::Search => {
                &[Level::Topics, Level::All, Level::Answers, Level::Muted]
            }
        }
    }

    /// The level of a follow by one click.
    #[must_use]
    pub const fn default_level(self) -> Level {
        match self {
            Self::Topic => Level::All,
            Self::Board | Self::Tag | Self::Member | Self::Search => Level::Topics,
        }
    }
}

text_enum! {
    /// How a follow came to be.
    pub enum Why {
        /// By a click.
        Chosen = "chosen",
        /// By asking.
        Asked = "asked",
        /// By answering.
        Answered = "answered",
        /// By "I have this too".
        MeToo = "me_too",
        /// By voting on an idea.
        Voted = "voted",
        /// Another topic that one followed became part of it.
        Merged = "merged",
    }
}

/// Follows at a level, whatever stood before. The caller has asked the policy.
///
/// # Errors
/// [`crate::error::AppError::Invalid`] for a level that the subject does not offer.
pub fn follow(tx: &mut Conn, user: UserId, subject: Subject, level: Level, now: Timestamp) -> Result<()> {
    if !subject.kind().levels().contains(&level) {
        return Err(crate::error::Invalid::field("level", Message::new("follows-level-unknown")).into());
    }
    store::set(tx, (user, subject), level, now)
}

/// Follows by what a person does (asking, answering, …): where their switch for it is on and no follow is there yet,
/// not even a mute.
///
/// # Errors
/// When the database refuses.
pub fn follow_by(tx: &mut Conn, user: UserId, subject: Subject, (why, now): (Why, Timestamp)) -> Result<()> {
    store::add(tx, (user, subject), why, now)
}

/// Ends a follow that came about in this way and was not changed since: what brought it was taken back.
///
/// # Errors
/// When the database refuses.
pub fn unfollow_by(tx: &mut Conn, user: UserId, subject: Subject, why: Why) -> Result<()> {
    store::remove_automatic(tx, (user, subject), why)
}

/// Ends a follow, or a mute; none is none.
///
/// # Errors
/// When the database refuses.
pub fn unfollow(tx: &mut Conn, user: UserId, subject: Subject) -> Result<()> {
    store::remove(tx, user, subject)
}
