//! The rules themselves. One arm an action; every refusal names its rule.

use super::curating::{merge_tag, review_solved, say_solved, see_stale};
use super::limits::Limits;
use super::people::{
    administer, block, cancel_redemption, decide_redemption, decide_super, earn_points, grant_points, moderator,
    read_redemption, suspend,
};
use super::reading::{read_board, read_comment, read_post, read_profile, read_topic, sees_deleted};
use super::reviewing::{decide_suggestion, read_suggestion, review, suggest_edit, vote_to_close};
use super::standing::privileged;
use super::{
    Action, Actor, BoardFacts, BoardKind, CommentFacts, Denied, Direction, Member, PostFacts, PostKind, Privilege,
    State, TopicFacts, TopicKind, Visibility,
};
use super::{articles, ideas};
use crate::clock::Timestamp;
use crate::ids::BoardId;
use crate::message::Message;

/// May this actor do this?
///
/// # Errors
/// [`Denied`], with the rule that stands in the way; hidden when the actor may not know that the thing exists.
pub fn check(actor: &Actor, action: Action) -> Result<(), Denied> {
    match action {
        Action::ReadBoard(board) => read_board(actor, board),
        Action::ReadTopic(topic) => read_topic(actor, topic),
        Action::SeeDeleted(board) => sees_deleted(actor, board),
        Action::ReadPost(post) => read_post(actor, post),
        Action::ReadComment(comment) => read_comment(actor, comment),
        Action::ReadProfile(profile) => read_profile(actor, profile),
        Action::KeepDraft | Action::Quieten => account(actor).map(drop),
        Action::CreateTag => create_tag(actor),
        Action::Links(board, links) => links_in(actor, board, links),
        Action::Upload | Action::EditProfile | Action::Follow | Action::BeTold | Action::Redeem => {
            active(actor).map(drop)
        }
        Action::Block(other) => block(actor, other),
        Action::Ask(board) => ask(actor, board),
        Action::WriteArticle(board) => articles::write(actor, board),
        Action::KeepArticle(topic) => articles::keep(actor, topic),
        Action::MakeArticle(topic) => articles::make(actor, topic),
        Action::KeepArticles => articles::keep_any(actor),
        Action::Propose(board) => ideas::propose(actor, board),
        Action::UpdateIdea(topic) => ideas::staff_on(actor, topic),
        Action::MergeIdea(topic) => ideas::merge(actor, topic),
        Action::ExtendIdea(comment) => ideas::extend(actor, comment),
        Action::KeepIdeas => ideas::staff(actor),
        Action::Answer(topic) => answer(actor, topic),
        Action::Comment(post) => comment(actor, post),
        Action::Vote(post, direction) => vote(actor, post, direction),
        Action::VoteFor(post) => ideas::judge_for(actor, post),
        Action::VoteComment(comment) => vote_comment(actor, comment),
        Action::MeToo(topic) => me_too(actor, topic),
        Action::Accept(post, now) => accept(actor, post, now),
        Action::EditPost(post) => edit_post(actor, post),
        Action::SuggestEdit(post) => suggest_edit(actor, post),
        Action::ReadSuggestion(post, suggester) => read_suggestion(actor, post, suggester),
        Action::DecideSuggestion(post, suggester) => decide_suggestion(actor, post, suggester),
        Action::MoveTopic(topic, to) => move_topic(actor, topic, to),
        Action::EditComment(comment) => edit_comment(actor, comment),
        Action::DeletePost(post) => delete_post(actor, post),
        Action::UndeletePost(post) => undelete_post(actor, post),
        Action::DeleteComment(comment) => delete_comment(actor, comment),
        Action::CloseTopic(topic) => close_topic(actor, topic),
        Action::VoteToClose(topic) => vote_to_close(actor, topic),
        Action::Review => review(actor),
        Action::HidePost(post) => hide_post(actor, post),
        Action::HideComment(comment) => hide_comment(actor, comment),
        Action::Moderate | Action::EditTag => moderator(actor),
        Action::MergeTag => merge_tag(actor),
        Action::SaySolved(facts) => say_solved(actor, facts),
        Action::ReviewSolved(topic) => review_solved(actor, topic),
        Action::SeeStale => see_stale(actor),
        Action::Suspend(other) => suspend(actor, other),
        Action::DecideSuper(other) => decide_super(actor, other),
        Action::EarnPoints => earn_points(actor),
        Action::GrantPoints(other) => grant_points(actor, other),
        Action::Administer => administer(actor),
        Action::ReadRedemption(of) => read_redemption(actor, of),
        Action::CancelRedemption(of) => cancel_redemption(actor, of),
        Action::DecideRedemption(of, first) => decide_redemption(actor, of, first),
    }
}

/// Which topics the actor's lists may hold.
#[must_use]
pub fn visibility(actor: &Actor) -> Visibility {
    match actor {
        Actor::Visitor | Actor::System => Visibility::public(),
        Actor::Member(member) => Visibility { boards: member.boards.clone() },
    }
}

pub(super) fn account(actor: &Actor) -> Result<Option<&Member>, Denied> {
    match actor {
        Actor::Visitor => Err(Denied::sign_in()),
        Actor::Member(member) => Ok(Some(member)),
        Actor::System => Ok(None),
    }
}

/// An account that may put something in public: verified and not suspended; staff with a face.
pub(super) fn active(actor: &Actor) -> Result<Option<&Member>, Denied> {
    let Some(member) = account(actor)? else { return Ok(None) };
    if let Some(until) = member.suspended_until {
        return Err(if until == Timestamp::FOREVER {
            Denied::because("policy-suspended-for-good")
        } else {
            Denied {
                message: Message::new("policy-suspended").with("until", until.0),
                ..Denied::because("policy-suspended")
            }
        });
    }
    if !member.verified {
        return Err(Denied::because("policy-unverified"));
    }
    Ok(Some(member))
}

/// Like [`active`], and staff show who they are before they speak.
pub(super) fn speaks(actor: &Actor) -> Result<(), Denied> {
    match active(actor)? {
        Some(member) if member.staff && !member.presentable => Err(Denied::because("policy-staff-faceless")),
        Some(_) | None => Ok(()),
    }
}

pub(super) fn ok_if(allowed: bool, key: &'static str) -> Result<(), Denied> {
    if allowed { Ok(()) } else { Err(Denied::because(key)) }
}

pub(super) fn visible(topic: TopicFacts, state: State) -> Result<(), Denied> {
    ok_if(topic.state != State::Merged, "policy-merged")?;
    ok_if(topic.state == State::Visible && state == State::Visible, "policy-removed")
}

/// What is removed cannot be edited either; what is part of another topic says so.
pub(super) fn uneditable(denied: Denied) -> Denied {
    if denied.message.key == "policy-removed" { Denied::because("policy-edit-removed") } else { denied }
}

fn ask(actor: &Actor, board: BoardFacts) -> Result<(), Denied> {
    read_board(actor, board)?;
    speaks(actor)?;
    ok_if(board.kind == BoardKind::Questions, "policy-board-kind")?;
    ok_if(!board.retired, "policy-board-retired")
}

fn answer(actor: &Actor, topic: TopicFacts) -> Result<(), Denied> {
    read_topic(actor, topic)?;
    speaks(actor)?;
    visible(topic, State::Visible)?;
    ok_if(topic.kind == TopicKind::Question, "policy-answer-questions")?;
    ok_if(!topic.closed, "policy-closed")
}

fn comment(actor: &Actor, post: PostFacts) -> Result<(), Denied> {
    read_post(actor, post)?;
    speaks(actor)?;
    visible(post.topic, post.state)
}

fn vote(actor: &Actor, post: PostFacts, direction: Direction) -> Result<(), Denied> {
    read_post(actor, post)?;
    active(actor)?;
    visible(post.topic, post.state)?;
    if post.kind == PostKind::Idea {
        ideas::judge(post.topic)?;
    }
    ok_if(!actor.is(post.author), "policy-own-vote")?;
    match (direction, post.kind) {
        // Everybody judges ideas both ways, and takes back what was given.
        (Direction::Up | Direction::None, _) | (Direction::Down, PostKind::Idea) => Ok(()),
        (Direction::Down, PostKind::Question | PostKind::Answer | PostKind::Article) => {
            privileged(actor, Privilege::VoteDown, Some(post.topic.board.id))
        }
    }
}

fn create_tag(actor: &Actor) -> Result<(), Denied> {
    active(actor)?;
    privileged(actor, Privilege::CreateTags, None)
}

fn links_in(actor: &Actor, board: BoardId, links: usize) -> Result<(), Denied> {
    active(actor)?;
    if links <= Limits::LINKS { Ok(()) } else { privileged(actor, Privilege::Links, Some(board)) }
}

fn vote_comment(actor: &Actor, comment: CommentFacts) -> Result<(), Denied> {
    read_comment(actor, comment)?;
    active(actor)?;
    visible(comment.post.topic, comment.post.state)?;
    ok_if(comment.state == State::Visible, "policy-removed")?;
    ok_if(!actor.is(comment.author), "policy-own-vote")
}

fn me_too(actor: &Actor, topic: TopicFacts) -> Result<(), Denied> {
    read_topic(actor, topic)?;
    active(actor)?;
    visible(topic, State::Visible)?;
    ok_if(topic.kind == TopicKind::Question, "policy-answer-questions")?;
    ok_if(!actor.is(topic.author), "policy-own-metoo")
}

fn accept(actor: &Actor, post: PostFacts, now: Timestamp) -> Result<(), Denied> {
    read_post(actor, post)?;
    active(actor)?;
    visible(post.topic, post.state)?;
    ok_if(post.kind == PostKind::Answer, "policy-accept-answers")?;
    if actor.is(post.topic.author) {
        return Ok(());
    }
    ok_if(actor.moderates(post.topic.board.id) || actor.is_staff(), "policy-accept-asker")?;
    // The asker's own choice stands: others step in only where there is none, or correct what one of them chose.
    let of_others = post.accepted && post.accepted_by.is_some_and(|by| by != post.topic.author);
    ok_if(of_others || post.topic.accepted == 0, "policy-accept-chosen")?;
    let waited = now.since(post.topic.created_at) >= Limits::ACCEPT_BY_OTHERS_AFTER;
    if waited {
        return Ok(());
    }
    Err(Denied {
        message: Message::new("policy-accept-wait")
            .with("until", (post.topic.created_at + Limits::ACCEPT_BY_OTHERS_AFTER).0),
        ..Denied::because("policy-accept-wait")
    })
}

pub(super) fn edit_post(actor: &Actor, post: PostFacts) -> Result<(), Denied> {
    read_post(actor, post)?;
    speaks(actor)?;
    if actor.moderates(post.topic.board.id) {
        return Ok(());
    }
    visible(post.topic, post.state).map_err(uneditable)?;
    match post.kind {
        PostKind::Question | PostKind::Answer if actor.is(post.author) => Ok(()),
        PostKind::Question | PostKind::Answer => privileged(actor, Privilege::EditPosts, Some(post.topic.board.id)),
        PostKind::Idea => ok_if(actor.is(post.author), "policy-edit-own"),
        PostKind::Article => articles::edit(actor, post.topic),
    }
}

/// Answers were written for those who read the board: whoever asked neither takes them from their authors' sight nor
/// shows them to others.
fn move_topic(actor: &Actor, topic: TopicFacts, to: BoardFacts) -> Result<(), Denied> {
    read_topic(actor, topic)?;
    read_board(actor, to)?;
    speaks(actor)?;
    ok_if(to.kind.holds() == topic.kind, "policy-board-kind")?;
    if actor.moderates(topic.board.id) {
        return Ok(());
    }
    match topic.kind {
        TopicKind::Question | TopicKind::Idea => ok_if(actor.is(topic.author), "policy-edit-own")?,
        TopicKind::Article => return articles::keep_on(actor, to),
    }
    let same_readers = topic.board.id == to.id || (!topic.board.restricted && !to.restricted);
    ok_if(topic.answers == 0 || same_readers, "policy-move-answered")
}

fn edit_comment(actor: &Actor, comment: CommentFacts) -> Result<(), Denied> {
    read_comment(actor, comment)?;
    speaks(actor)?;
    if actor.moderates(comment.post.topic.board.id) {
        return Ok(());
    }
    visible(comment.post.topic, comment.state).map_err(uneditable)?;
    ok_if(actor.is(comment.author), "policy-edit-own")
}

fn delete_post(actor: &Actor, post: PostFacts) -> Result<(), Denied> {
    read_post(actor, post)?;
    active(actor)?;
    ok_if(post.state == State::Visible, "policy-delete-removed")?;
    ok_if(actor.is(post.author), "policy-delete-own")?;
    match post.kind {
        PostKind::Question => ok_if(post.topic.accepted == 0 && !post.topic.has_upvotes, "policy-delete-answered"),
        PostKind::Answer => ok_if(!post.accepted, "policy-delete-accepted"),
        PostKind::Idea => ok_if(!post.topic.closed && !post.topic.has_upvotes, "policy-delete-judged"),
        // Who does not speak for the company any more does not take its word back either.
        PostKind::Article => articles::keep_on(actor, post.topic.board),
    }
}

fn undelete_post(actor: &Actor, post: PostFacts) -> Result<(), Denied> {
    read_post(actor, post)?;
    active(actor)?;
    ok_if(post.state == State::Deleted, "policy-not-deleted")?;
    ok_if(actor.is(post.author), "policy-delete-own")
}

fn delete_comment(actor: &Actor, comment: CommentFacts) -> Result<(), Denied> {
    read_comment(actor, comment)?;
    active(actor)?;
    ok_if(comment.state == State::Visible, "policy-delete-removed")?;
    ok_if(actor.is(comment.author), "policy-delete-own")
}

pub(super) fn close_topic(actor: &Actor, topic: TopicFacts) -> Result<(), Denied> {
    read_topic(actor, topic)?;
    active(actor)?;
    match topic.kind {
        // An idea ends by its status, with a reason, and nothing else.
        TopicKind::Idea => Err(Denied::because("policy-idea-status")),
        TopicKind::Question | TopicKind::Article if actor.moderates(topic.board.id) => Ok(()),
        // An asker may close the own question; opening again what a moderator closed needs a moderator.
        TopicKind::Question => ok_if(actor.is(topic.author) && !topic.closed, "policy-close"),
        TopicKind::Article => Err(Denied::because("policy-moderators")),
    }
}

fn hide_post(actor: &Actor, post: PostFacts) -> Result<(), Denied> {
    read_post(actor, post)?;
    active(actor)?;
    ok_if(actor.moderates(post.topic.board.id), "policy-moderators")
}

fn hide_comment(actor: &Actor, comment: CommentFacts) -> Result<(), Denied> {
    read_comment(actor, comment)?;
    active(actor)?;
    ok_if(actor.moderates(comment.post.topic.board.id), "policy-moderators")
}
