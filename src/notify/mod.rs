//! Telling people: what happened, who hears of it, and their inbox.
//!
//! 1. A feature writes *one* row of `events` in the transaction of the fact ([`tell`]), with one job beside it.
//! 2. The job ([`handler`]) walks all who may want to hear, in the order of their ids and a batch a transaction, and
//!    gives each at most one entry: the strongest reason wins, a mute wins over all, and the policy is asked for each.
//!    A second run finds what is there already (the entry's key is event and person).
//! 3. Whoever reads asks the policy again: what was hidden or restricted since is in no list and no count.
//!
//! How much of an event reaches a follower of what is written in [`Kind::reaches`], once.

mod event;
mod expand;
pub mod feed;
pub mod inbox;
mod store;
pub mod web;

use std::sync::Arc;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::follows::{Level, Subject, SubjectKind};
use crate::ids::{CommentId, EntryId, EventId, PostId, SuggestionId, TopicId, UpdateId, UserId};
use crate::text_enum;

pub use event::{Event, MENTIONS, mentioned, tell, tell_newly_named};
pub use expand::{BATCH, EXPAND, expand_waiting, handler};

text_enum! {
    /// What happened.
    pub enum Kind {
        /// A new question.
        Question = "question",
        /// A new article.
        Article = "article",
        /// A new idea.
        Idea = "idea",
        /// Staff say what becomes of an idea.
        Status = "status",
        /// A new answer.
        Answer = "answer",
        /// A new comment.
        Comment = "comment",
        /// A text names a person.
        Mention = "mention",
        /// An answer was accepted.
        Accepted = "accepted",
        /// A topic was closed.
        Closed = "closed",
        /// A topic was opened again.
        Reopened = "reopened",
        /// Somebody else edited a person's post.
        Edited = "edited",
        /// A person's question became an article.
        Credited = "credited",
        /// A person's remark became part of an idea.
        Extended = "extended",
        /// Somebody suggests an edit of a person's post.
        Suggested = "suggested",
        /// What a person suggested became part of a post.
        SuggestionApproved = "suggestion_approved",
        /// What a person suggested did not.
        SuggestionRejected = "suggestion_rejected",
        /// A person's article is due for a look.
        ReviewDue = "review_due",
        /// A person earned a badge: which one stands in [`Event::badge`].
        Badge = "badge",
        /// A person became a super-user.
        Super = "super",
        /// It was decided about votes that a person gave or got, or about an appeal against that.
        Fraud = "fraud",
    }
}

impl Kind {
    /// Whether a follow of this kind of subject at this level hears of it (product.md, section 9).
    #[must_use]
    pub const fn reaches(self, level: Level, subject: SubjectKind) -> bool {
        match (self, level) {
            (_, Level::Muted)
            // These are for one person, who needs no follow for it.
            | (
                Self::Mention
                | Self::Edited
                | Self::Credited
                | Self::Extended
                | Self::Suggested
                | Self::SuggestionApproved
                | Self::SuggestionRejected
                | Self::ReviewDue
                | Self::Badge
                | Self::Super
                | Self::Fraud,
                _,
            ) => false,
            // Who follows the topic itself has seen it, though the job comes after them.
            (Self::Question | Self::Article | Self::Idea, Level::All | Level::Topics) => {
                !matches!(subject, SubjectKind::Topic)
            }
            (Self::Question | Self::Article | Self::Idea, Level::Answers) => false,
            (
                Self::Answer | Self::Accepted | Self::Closed | Self::Reopened | Self::Status,
                Level::All | Level::Answers,
            ) => true,
            (Self::Answer | Self::Accepted | Self::Closed | Self::Reopened | Self::Status, Level::Topics) => false,
            (Self::Comment, Level::All) => matches!(subject, SubjectKind::Topic),
            (Self::Comment, Level::Topics | Level::Answers) => false,
        }
    }

    /// The sentence that says so (a Fluent key), with `name`, `count` and `others`; it is another one about something
    /// of the reader's own.
    #[must_use]
    pub const fn sentence(self, own: bool) -> &'static str {
        match (self, own) {
            (Self::Question, _) => "notify-question",
            (Self::Article, _) => "notify-article",
            (Self::Idea, _) => "notify-idea",
            (Self::Status, true) => "notify-status-own",
            (Self::Status, false) => "notify-status",
            (Self::Answer, _) => "notify-answer",
            (Self::Comment, _) => "notify-comment",
            (Self::Mention, _) => "notify-mention",
            (Self::Accepted, true) => "notify-accepted-own",
            (Self::Accepted, false) => "notify-accepted",
            (Self::Closed, true) => "notify-closed-own",
            (Self::Closed, false) => "notify-closed",
            (Self::Reopened, true) => "notify-reopened-own",
            (Self::Reopened, false) => "notify-reopened",
            (Self::Edited, _) => "notify-edited",
            (Self::Credited, _) => "notify-credited",
            (Self::Extended, _) => "notify-extended",
            (Self::Suggested, _) => "notify-suggested",
            (Self::SuggestionApproved, _) => "notify-suggestion-approved",
            (Self::SuggestionRejected, _) => "notify-suggestion-rejected",
            (Self::ReviewDue, _) => "notify-review-due",
            (Self::Badge, _) => "notify-badge",
            (Self::Super, _) => "notify-super",
            (Self::Fraud, _) => "notify-fraud",
        }
    }

    /// Done by virtue of an office: told although one has blocked whoever did it.
    const fn is_office(self) -> bool {
        match self {
            Self::Closed
            | Self::Reopened
            | Self::Edited
            | Self::Credited
            | Self::SuggestionApproved
            | Self::SuggestionRejected
            | Self::ReviewDue
            | Self::Fraud
            | Self::Status => true,
            Self::Question
            | Self::Article
            | Self::Idea
            | Self::Answer
            | Self::Comment
            | Self::Mention
            | Self::Extended
            | Self::Badge
            | Self::Super
            | Self::Suggested
            | Self::Accepted => false,
        }
    }
}

text_enum! {
    /// Why a person is told; the strongest first.
    pub enum Reason {
        /// The text names them.
        Mentioned = "mentioned",
        /// It is about something of their own.
        Own = "own",
        /// They follow the topic.
        Topic = "topic",
        /// They follow the member.
        Member = "member",
        /// A search they keep finds it.
        Search = "search",
        /// They follow a tag.
        Tag = "tag",
        /// They follow the board.
        Board = "board",
    }
}

impl Reason {
    /// Lower is stronger.
    const fn rank(self) -> u8 {
        match self {
            Self::Mentioned => 0,
            Self::Own => 1,
            Self::Topic => 2,
            Self::Member => 3,
            Self::Search => 4,
            Self::Tag => 5,
            Self::Board => 6,
        }
    }

    const fn of(subject: Subject) -> Self {
        match subject {
            Subject::Topic(_) => Self::Topic,
            Subject::Board(_) => Self::Board,
            Subject::Tag(_) => Self::Tag,
            Subject::Member(_) => Self::Member,
            Subject::Search(_) => Self::Search,
        }
    }
}

/// An entry that has just come into somebody's inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivery {
    /// Its row in the inbox.
    pub entry: EntryId,
    /// The event.
    pub event: EventId,
    /// Whose inbox.
    pub person: UserId,
    /// What it is to this person: a mention, though to others it may be an answer.
    pub kind: Kind,
    /// Why they hear of it.
    pub reason: Reason,
    /// The topic.
    pub topic: TopicId,
    /// The post, if it is about one.
    pub post: Option<PostId>,
    /// The comment, if it is about one.
    pub comment: Option<CommentId>,
    /// The word of staff on an idea, if it is about one.
    pub update: Option<UpdateId>,
    /// The suggested edit, if it is about one.
    pub suggestion: Option<SuggestionId>,
    /// Who did it, if it was a person.
    pub actor: Option<UserId>,
    /// When it happened.
    pub at: Timestamp,
    /// When it is told.
    pub now: Timestamp,
}

/// What else is written in the transaction of a delivery (a mail, say). Called once an event and person.
pub type OnDelivered = Arc<dyn Fn(&mut Conn, &Delivery) -> Result<()> + Send + Sync>;
