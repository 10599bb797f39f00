//! The audit table: who did what to whom and when. Lines are added, never changed.
//!
//! What may be personal (the reason, what was before and after, the address) lives beside the line and can be erased;
//! the line keeps the digest of reason and changes, so that a text which is still there can be proven unchanged. The
//! address is not part of it: it is cut after thirty days.

use serde::{Deserialize, Serialize};

use super::store;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::{
    self, AuditId, BatchId, BoardId, CommentId, GroupId, JobId, MailId, PostId, RedemptionId, RewardId, StatusId,
    TagId, TopicId, UserId,
};
use crate::message::Message;
use crate::text_enum;

/// Lines on a page.
pub const PAGE: usize = 30;

text_enum! {
    /// What was done.
    pub enum Deed {
        /// A question or an answer was taken from view.
        HidePost = "post-hide",
        /// It came back.
        RestorePost = "post-restore",
        /// A comment was taken from view.
        HideComment = "comment-hide",
        /// It came back.
        RestoreComment = "comment-restore",
        /// A question takes no answers any more.
        CloseTopic = "topic-close",
        /// It takes them again.
        ReopenTopic = "topic-reopen",
        /// A tag got another name beside its own.
        AddSynonym = "tag-synonym-add",
        /// It lost it.
        RemoveSynonym = "tag-synonym-remove",
        /// A tag became a part of another.
        MergeTag = "tag-merge",
        /// An idea became part of another.
        MergeIdea = "idea-merge",
        /// It is one of its own again.
        UnmergeIdea = "idea-unmerge",
        /// An idea was proposed for a customer.
        ProposeFor = "idea-propose-for",
        /// A customer's vote was given for them.
        VoteFor = "idea-vote-for",
        /// An answer that did not help some was found to be right still.
        CheckTopic = "topic-check",
        /// Staff said what becomes of an idea.
        UpdateIdea = "idea-update",
        /// A member reads only, for a time or for good.
        SuspendMember = "member-suspend",
        /// A suspension was ended.
        RestoreMember = "member-restore",
        /// An employee named a super-user, or kept somebody from being one.
        DecideSuper = "member-super",
        /// An employee accepted an answer for whoever asked, and its author was paid beyond the limits of a pair.
        AcceptForPoints = "award-accept",
        /// An employee gave points for quality.
        AwardQuality = "award-quality",
        /// An employee gave points out of goodwill.
        GiveGoodwill = "award-goodwill",
        /// New terms of the rewards were published.
        PublishTerms = "terms-publish",
        /// A month's budget of points was set.
        SetPointBudget = "budget-set",
        /// Moderator, staff, admin: given or taken.
        ChangeRoles = "member-roles",
        /// A board was made.
        CreateBoard = "board-create",
        /// A board's name, description, colour or readers were changed.
        EditBoard = "board-edit",
        /// A board went up or down in the list.
        MoveBoard = "board-move",
        /// A board takes no new questions.
        RetireBoard = "board-retire",
        /// It takes them again.
        ReviveBoard = "board-revive",
        /// A status for ideas was made.
        CreateStatus = "status-create",
        /// A status's name, meaning, colour or icon were changed.
        EditStatus = "status-edit",
        /// A status went up or down in the list.
        MoveStatus = "status-move",
        /// A status is given to no idea any more.
        RetireStatus = "status-retire",
        /// It is given again.
        ReviveStatus = "status-revive",
        /// A status that no idea ever had was deleted.
        DeleteStatus = "status-delete",
        /// A group was made.
        CreateGroup = "group-create",
        /// A group's name or description was changed.
        EditGroup = "group-edit",
        /// A member was put into a group.
        AddToGroup = "group-add",
        /// A member was taken out of a group.
        RemoveFromGroup = "group-remove",
        /// The site's settings were changed.
        ChangeSettings = "site-settings",
        /// A reward was made.
        CreateReward = "reward-create",
        /// A reward was changed, or got another picture.
        EditReward = "reward-edit",
        /// A reward is not offered any more.
        WithdrawReward = "reward-withdraw",
        /// It is offered again.
        OfferReward = "reward-offer",
        /// Voucher codes were loaded.
        LoadCodes = "reward-codes",
        /// What a member asked for was approved.
        ApproveRedemption = "redemption-approve",
        /// It was rejected.
        RejectRedemption = "redemption-reject",
        /// What was approved was handed to billing.
        ExportRedemptions = "redemption-export",
        /// Billing gave it, or could not.
        SettleRedemption = "redemption-settle",
        /// A dead job was given another round.
        RetryJob = "job-retry",
        /// A mail that could not be sent was given another round.
        RetryMail = "mail-retry",
    }
}

impl Deed {
    /// Decisions about content and people; the others are the administration's.
    pub const DECISIONS: &[Self] = &[
        Self::HidePost,
        Self::RestorePost,
        Self::HideComment,
        Self::RestoreComment,
        Self::CloseTopic,
        Self::ReopenTopic,
        Self::AddSynonym,
        Self::RemoveSynonym,
        Self::MergeTag,
        Self::MergeIdea,
        Self::UnmergeIdea,
        Self::CheckTopic,
        Self::UpdateIdea,
        Self::SuspendMember,
        Self::RestoreMember,
        Self::DecideSuper,
    ];
}

/// To what it was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A question or an answer.
    Post(PostId),
    /// A comment.
    Comment(CommentId),
    /// A question as a whole.
    Topic(TopicId),
    /// A tag.
    Tag(TagId),
    /// An account.
    Member(UserId),
    /// A board.
    Board(BoardId),
    /// A status for ideas.
    Status(StatusId),
    /// A group.
    Group(GroupId),
    /// A job.
    Job(JobId),
    /// A mail.
    Mail(MailId),
    /// What points are given for.
    Reward(RewardId),
    /// What a member asked for.
    Redemption(RedemptionId),
    /// What was handed to billing at once.
    Batch(BatchId),
    /// The site itself.
    Site,
}

impl Subject {
    /// As stored: the kind, and the number of its row.
    #[must_use]
    pub const fn columns(self) -> (&'static str, i64) {
        match self {
            Self::Post(id) => ("post", id.0),
            Self::Comment(id) => ("comment", id.0),
            Self::Topic(id) => ("topic", id.0),
            Self::Tag(id) => ("tag", id.0),
            Self::Member(id) => ("member", id.0),
            Self::Board(id) => ("board", id.0),
            Self::Status(id) => ("status", id.0),
            Self::Group(id) => ("group", id.0),
            Self::Job(id) => ("job", id.0),
            Self::Mail(id) => ("mail", id.0),
            Self::Reward(id) => ("reward", id.0),
            Self::Redemption(id) => ("redemption", id.0),
            Self::Batch(id) => ("batch", id.0),
            Self::Site => ("site", 0),
        }
    }
}

/// Why something was done, in the words of the one who did it: [`Reason::MIN`] to [`Reason::MAX`] characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(String);

impl Reason {
    /// Fewest characters.
    pub const MIN: usize = 5;
    /// Most characters.
    pub const MAX: usize = 500;

    /// Checks what was typed into the field `reason`.
    ///
    /// # Errors
    /// [`AppError::Invalid`] when it is too short or too long.
    pub fn parse(typed: &str) -> Result<Self> {
        let reason = typed.trim();
        let chars = reason.chars().count();
        let message = if chars < Self::MIN {
            Message::new("moderation-reason-too-short").with("min", Self::MIN)
        } else if chars > Self::MAX {
            Message::new("moderation-reason-too-long").with("max", Self::MAX).with("chars", chars)
        } else {
            return Ok(Self(reason.to_owned()));
        };
        Err(Invalid::field("reason", message).into())
    }

    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One thing that was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which: a word of the program's own, `name`.
    pub what: String,
    /// How it was.
    pub before: String,
    /// How it is.
    pub after: String,
}

impl Change {
    /// A change, or none when both are the same.
    pub fn of<A: ToString + ?Sized, B: ToString + ?Sized>(what: &str, before: &A, after: &B) -> Option<Self> {
        let (before, after) = (before.to_string(), after.to_string());
        (before != after).then(|| Self { what: what.to_owned(), before, after })
    }
}

/// A line to add.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Who; none when it was the program, or whoever runs it.
    pub actor: Option<UserId>,
    /// What.
    pub action: Deed,
    /// To what.
    pub subject: Subject,
    /// Where content stands: that board's moderators see the line. None for what is about no content.
    pub board: Option<BoardId>,
    /// Why; a decision about content or people has one.
    pub reason: Option<&'a Reason>,
    /// What is different now.
    pub changes: &'a [Change],
    /// From which address; empty from the command line.
    pub ip: &'a str,
}

/// A line as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its row.
    pub id: AuditId,
    /// Who.
    pub actor: Option<UserId>,
    /// What; text, for a newer program may have written it.
    pub action: String,
    /// To what kind of thing.
    pub subject_kind: String,
    /// Which one.
    pub subject_id: i64,
    /// When.
    pub at: Timestamp,
    /// The words beside it; none when they were erased.
    pub words: Option<Words>,
}

/// What may be erased of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Why.
    pub reason: String,
    /// What is different since.
    pub changes: Vec<Change>,
    /// From which address.
    pub ip: String,
}

/// Whose lines are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every line, also of the administration.
    All,
    /// Every line of one action.
    Action(Deed),
    /// Decisions about content and members, of the whole site.
    Decisions,
    /// Decisions about content on these boards.
    Boards(Vec<BoardId>),
}

/// Adds a line, in the transaction of what it tells about.
///
/// # Errors
/// When the database refuses.
pub fn record(tx: &mut Conn, entry: Entry<'_>, now: Timestamp) -> Result<AuditId> {
    let reason = entry.reason.map_or("", Reason::as_str);
    let detail = serde_json::to_string(entry.changes).map_err(AppError::internal)?;
    let digest = text_digest(reason, &detail)?;
    let id = store::insert_line(tx, &entry, &digest, now)?;
    store::insert_words(tx, id, reason, &detail, entry.ip)?;
    Ok(id)
}

/// What a line keeps of its words: the digest of reason and changes (as stored, in JSON).
///
/// # Errors
/// When they cannot be written as JSON, which cannot be.
pub fn text_digest(reason: &str, detail: &str) -> Result<String> {
    Ok(ids::digest(&serde_json::to_string(&[reason, detail]).map_err(AppError::internal)?))
}

/// The latest lines of a scope before this one, and whether there are more.
///
/// # Errors
/// When the database refuses.
pub fn lines(c: &mut Conn, scope: &Scope, before: Option<AuditId>) -> Result<(Vec<Line>, bool)> {
    let before = before.unwrap_or(AuditId(i64::MAX));
    let mut lines = match scope {
        Scope::All => store::lines(c, before)?,
        Scope::Action(deed) => store::lines_of_action(c, *deed, before)?,
        Scope::Decisions => merged(Deed::DECISIONS, |deed| store::lines_of_action(c, *deed, before))?,
        Scope::Boards(boards) => merged(boards, |board| store::lines_of_board(c, *board, before))?,
    };
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    Ok((lines, more))
}

/// The latest of several lists: each of them is a walk along an index.
fn merged<T>(parts: &[T], mut lines: impl FnMut(&T) -> Result<Vec<Line>>) -> Result<Vec<Line>> {
    let mut merged = Vec::new();
    for part in parts {
        merged.extend(lines(part)?);
    }
    merged.sort_unstable_by_key(|line| std::cmp::Reverse(line.id));
    Ok(merged)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_five_to_five_hundred_characters() {
        assert_eq!(Reason::parse("  spam! ").unwrap().as_str(), "spam!");
        assert!(Reason::parse(&"ж".repeat(500)).is_ok());
        for typed in ["", "    ", "spam", " spam ", &"a".repeat(501)] {
            assert!(matches!(Reason::parse(typed), Err(AppError::Invalid(_))), "{typed}");
        }
    }

    #[test]
    fn what_stays_the_same_is_no_change() {
        assert_eq!(Change::of("name", "a", "a"), None);
        let change = Change::of("hue", &1, &2).unwrap();
        assert_eq!((change.before.as_str(), change.after.as_str()), ("1", "2"));
    }
}
