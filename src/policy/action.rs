//! Everything that can be asked for.

use super::{BoardFacts, CommentFacts, MemberFacts, PostFacts, ProfileFacts, SolvedFacts, TopicFacts};
use crate::clock::Timestamp;
use crate::ids::{BoardId, UserId};

/// Which way a vote goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// For it.
    Up,
    /// Against it.
    Down,
    /// Taking one's vote back.
    None,
}

impl Direction {
    /// 1, -1 or 0, as stored.
    #[must_use]
    pub const fn value(self) -> i64 {
        match self {
            Self::Up => 1,
            Self::Down => -1,
            Self::None => 0,
        }
    }
}

/// Everything that can be asked for. Facts, not ids: the policy loads nothing.
#[derive(Debug, Clone, Copy)]
pub enum Action {
    /// See that a board is there and what stands on it.
    ReadBoard(BoardFacts),
    /// Read a topic.
    ReadTopic(TopicFacts),
    /// See what authors on a board took back.
    SeeDeleted(BoardFacts),
    /// Read a post, its votes and its history.
    ReadPost(PostFacts),
    /// Read a comment.
    ReadComment(CommentFacts),
    /// Read what a member shows of themselves.
    ReadProfile(ProfileFacts),
    /// Change what one shows of oneself.
    EditProfile,
    /// Keep a draft.
    KeepDraft,
    /// Upload a picture.
    Upload,
    /// Ask a question on a board.
    Ask(BoardFacts),
    /// Write an article on a board.
    WriteArticle(BoardFacts),
    /// Say who looks after an article, when it is looked through again, and which series it is part of.
    KeepArticle(TopicFacts),
    /// Make an article of a solved question.
    MakeArticle(TopicFacts),
    /// See which articles are due, and put series together.
    KeepArticles,
    /// Propose an idea on a board.
    Propose(BoardFacts),
    /// Say for the company what becomes of an idea: its status, its owner, its place on the roadmap.
    UpdateIdea(TopicFacts),
    /// Make an idea a part of another, or take that back. Asked for both.
    MergeIdea(TopicFacts),
    /// Make a remark a part of the idea, or take that back.
    ExtendIdea(CommentFacts),
    /// See what is due to be said of ideas, put the roadmap in order, call for ideas, take them away as a file, and
    /// propose or vote for a customer.
    KeepIdeas,
    /// Answer a question.
    Answer(TopicFacts),
    /// Remark on a post.
    Comment(PostFacts),
    /// Vote on a question or an answer.
    Vote(PostFacts, Direction),
    /// Give a customer's vote on an idea for them.
    VoteFor(PostFacts),
    /// Vote a comment up, or take that back.
    VoteComment(CommentFacts),
    /// "I have this too", or not any more.
    MeToo(TopicFacts),
    /// Accept an answer, or take that back, at this time.
    Accept(PostFacts, Timestamp),
    /// Change a text; for a topic's own also its title, tags and board.
    EditPost(PostFacts),
    /// Suggest other words for what somebody else wrote.
    SuggestEdit(PostFacts),
    /// Read an edit that this member suggested, before it is part of the post.
    ReadSuggestion(PostFacts, UserId),
    /// Approve, improve or reject an edit that this member suggested.
    DecideSuggestion(PostFacts, UserId),
    /// Move a topic to another board, within an edit.
    MoveTopic(TopicFacts, BoardFacts),
    /// Change a remark.
    EditComment(CommentFacts),
    /// Take a post back.
    DeletePost(PostFacts),
    /// Bring one's deleted post back.
    UndeletePost(PostFacts),
    /// Take a remark back.
    DeleteComment(CommentFacts),
    /// Close or reopen a topic.
    CloseTopic(TopicFacts),
    /// Vote for closing a question or for opening it again; enough such votes do it.
    VoteToClose(TopicFacts),
    /// See which suggested edits and which votes to close wait for somebody.
    Review,
    /// Hide or restore somebody's post.
    HidePost(PostFacts),
    /// Hide or restore somebody's remark.
    HideComment(CommentFacts),
    /// See the moderators' pages.
    Moderate,
    /// Suspend or restore a member.
    Suspend(MemberFacts),
    /// Name somebody a super-user, or keep them from being one.
    DecideSuper(MemberFacts),
    /// Accept the terms of the rewards, and earn points from then on.
    EarnPoints,
    /// Give this member points, for quality or out of goodwill.
    GrantPoints(MemberFacts),
    /// Change boards, groups, tags, roles; see jobs, mail and the audit table.
    Administer,
    /// Make up a tag that is not there yet.
    CreateTag,
    /// Put a text with so many links on a board.
    Links(BoardId, usize),
    /// Change a tag's description and its synonyms.
    EditTag,
    /// Follow something that one may read, or follow it more or less.
    Follow,
    /// Hear less (end a follow, mute) or read and sort what one was told.
    Quieten,
    /// Not hear a member, or hear them again.
    Block(MemberFacts),
    /// Be told of what happens. Asked for the one who would hear, not by them.
    BeTold,
    /// Make a tag a part of another, which changes questions on every board.
    MergeTag,
    /// Say whether an accepted answer solved it.
    SaySolved(SolvedFacts),
    /// See what was said about that, and confirm that the answer is still right.
    ReviewSolved(TopicFacts),
    /// See which answers may be right no more.
    SeeStale,
    /// Ask for a reward.
    Redeem,
    /// See what this member asked for.
    ReadRedemption(UserId),
    /// Cancel what this member asked for.
    CancelRedemption(UserId),
    /// Approve what this member asked for, which another has approved, or reject it.
    DecideRedemption(UserId, Option<UserId>),
}
