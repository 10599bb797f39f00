//! What the rules ask about things. Loaded by the features; the policy reads nothing by itself.

use crate::clock::Timestamp;
use crate::ids::{BoardId, UserId};
use crate::text_enum;

text_enum! {
    /// Whether a topic, a post or a comment can be seen.
    pub enum State {
        /// By everybody who may read the board.
        Visible = "visible",
        /// Taken back by its author: seen by them and by moderators.
        Deleted = "deleted",
        /// Taken away by a moderator: seen by its author and by moderators.
        Hidden = "hidden",
    }
}

text_enum! {
    /// What a post is in its topic.
    pub enum PostKind {
        /// The text of the question itself.
        Question = "question",
        /// An answer.
        Answer = "answer",
    }
}

/// A board, as the rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BoardFacts {
    /// The board.
    pub id: BoardId,
    /// Read by some groups only.
    pub restricted: bool,
    /// Takes nothing new.
    pub retired: bool,
}

/// A topic, as the rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TopicFacts {
    /// The board it stands on.
    pub board: BoardFacts,
    /// Who asked.
    pub author: UserId,
    /// Seen by whom.
    pub state: State,
    /// Takes no answers any more.
    pub closed: bool,
    /// When it was asked.
    pub created_at: Timestamp,
    /// How many answers can be seen.
    pub answers: i64,
    /// How many of its answers are accepted.
    pub accepted: i64,
    /// One of its answers was voted up, whoever voted it down besides.
    pub has_upvoted_answer: bool,
}

/// A post, as the rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PostFacts {
    /// The topic it belongs to.
    pub topic: TopicFacts,
    /// Question or answer.
    pub kind: PostKind,
    /// Who wrote it.
    pub author: UserId,
    /// Seen by whom.
    pub state: State,
    /// Accepted, when it is an answer.
    pub accepted: bool,
    /// Who accepted it, where that is known.
    pub accepted_by: Option<UserId>,
}

/// An accepted answer of which somebody says whether it worked, as the rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SolvedFacts {
    /// The topic it stands in.
    pub topic: TopicFacts,
    /// Who says it wrote an accepted answer there.
    pub by_author: bool,
}

/// A comment, as the rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommentFacts {
    /// The post it stands under.
    pub post: PostFacts,
    /// Who wrote it.
    pub author: UserId,
    /// Seen by whom.
    pub state: State,
}

/// Another account, as the rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemberFacts {
    /// The account.
    pub id: UserId,
    /// It holds a role (moderator, staff or admin).
    pub has_role: bool,
    /// It is an admin.
    pub admin: bool,
}

/// What an account shows of itself, as the rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProfileFacts {
    /// The account.
    pub id: UserId,
    /// Its address is proven, or something by it stands in public.
    pub public: bool,
}
