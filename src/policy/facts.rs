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
        /// Became part of another topic, by everybody who may read the board; it takes nothing more. Only topics are.
        Merged = "merged",
    }
}

text_enum! {
    /// What a topic is.
    pub enum TopicKind {
        /// A question, with answers.
        Question = "question",
        /// An article: a text that staff stand by, with remarks and no answers.
        Article = "article",
        /// An idea: what the company should do next, with what staff say of it.
        Idea = "idea",
    }
}

text_enum! {
    /// What a post is in its topic.
    pub enum PostKind {
        /// The text of the question itself.
        Question = "question",
        /// An answer.
        Answer = "answer",
        /// The text of the article itself.
        Article = "article",
        /// The text of the idea itself.
        Idea = "idea",
    }
}

impl PostKind {
    /// The kinds of posts that are their topic's own text; a topic has one of them.
    pub const OWN: &[Self] = &[Self::Question, Self::Article, Self::Idea];

    /// Whether it is the text of its topic, whose score and state are the topic's too.
    #[must_use]
    pub const fn is_own(self) -> bool {
        match self {
            Self::Question | Self::Article | Self::Idea => true,
            Self::Answer => false,
        }
    }
}

impl TopicKind {
    /// The kind of its own post; it is stored by the same word.
    #[must_use]
    pub const fn post(self) -> PostKind {
        match self {
            Self::Question => PostKind::Question,
            Self::Article => PostKind::Article,
            Self::Idea => PostKind::Idea,
        }
    }
}

text_enum! {
    /// What stands on a board.
    pub enum BoardKind {
        /// Questions and their answers.
        Questions = "questions",
        /// Articles.
        Articles = "articles",
        /// Ideas.
        Ideas = "ideas",
    }
}

impl BoardKind {
    /// The kind of the topics that stand there.
    #[must_use]
    pub const fn holds(self) -> TopicKind {
        match self {
            Self::Questions => TopicKind::Question,
            Self::Articles => TopicKind::Article,
            Self::Ideas => TopicKind::Idea,
        }
    }
}

/// A board, as the rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BoardFacts {
    /// The board.
    pub id: BoardId,
    /// What stands on it.
    pub kind: BoardKind,
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
    /// What it is.
    pub kind: TopicKind,
    /// Who asked, or wrote it.
    pub author: UserId,
    /// Seen by whom.
    pub state: State,
    /// Takes no answers any more; an idea: no votes.
    pub closed: bool,
    /// When it was asked.
    pub created_at: Timestamp,
    /// How many answers can be seen.
    pub answers: i64,
    /// How many of its answers are accepted.
    pub accepted: i64,
    /// One of its answers was voted up, or the idea itself; whoever voted it down besides.
    pub has_upvotes: bool,
    /// An article that members with the standing may edit.
    pub wiki: bool,
}

/// A post, as the rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PostFacts {
    /// The topic it belongs to.
    pub topic: TopicFacts,
    /// What it is in its topic.
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

/// Votes that a nightly look found unusual, as the rules see them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FraudFacts {
    /// Who asks gave or got one of them.
    pub part: bool,
    /// Who has decided about them.
    pub decided_by: Option<UserId>,
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
