//! Who proposes ideas, who judges them, and who speaks of them for the company.

use super::reading::{read_board, read_comment, read_post, read_topic};
use super::rules::{active, ok_if, speaks, visible};
use super::{Actor, BoardFacts, BoardKind, CommentFacts, Denied, PostFacts, PostKind, State, TopicFacts, TopicKind};

pub(super) fn propose(actor: &Actor, board: BoardFacts) -> Result<(), Denied> {
    read_board(actor, board)?;
    speaks(actor)?;
    ok_if(board.kind == BoardKind::Ideas, "policy-board-kind")?;
    ok_if(!board.retired, "policy-board-retired")
}

/// Ideas are judged as long as they are neither done nor refused.
pub(super) fn judge(topic: TopicFacts) -> Result<(), Denied> {
    ok_if(!topic.closed, "policy-idea-closed")
}

/// Staff give a customer's vote where the customer could.
pub(super) fn judge_for(actor: &Actor, post: PostFacts) -> Result<(), Denied> {
    read_post(actor, post)?;
    ok_if(post.kind == PostKind::Idea, "policy-board-kind")?;
    staff(actor)?;
    visible(post.topic, post.state)?;
    judge(post.topic)
}

/// The word of staff: a status, a date, an owner, a place on the roadmap; and what is given on behalf of a customer.
pub(super) fn staff(actor: &Actor) -> Result<(), Denied> {
    speaks(actor)?;
    ok_if(actor.is_staff() || actor.is_admin(), "policy-ideas-staff")
}

pub(super) fn staff_on(actor: &Actor, topic: TopicFacts) -> Result<(), Denied> {
    read_topic(actor, topic)?;
    ok_if(topic.kind == TopicKind::Idea, "policy-board-kind")?;
    staff(actor)?;
    visible(topic, State::Visible)
}

/// Staff, and whoever moderates its board.
pub(super) fn merge(actor: &Actor, topic: TopicFacts) -> Result<(), Denied> {
    read_topic(actor, topic)?;
    ok_if(topic.kind == TopicKind::Idea, "policy-board-kind")?;
    speaks(actor)?;
    ok_if(actor.is_staff() || actor.moderates(topic.board.id), "policy-staff-or-moderators")
}

/// A remark becomes part of the idea: by who proposed it, by staff, or by who moderates its board.
pub(super) fn extend(actor: &Actor, comment: CommentFacts) -> Result<(), Denied> {
    read_comment(actor, comment)?;
    let topic = comment.post.topic;
    ok_if(topic.kind == TopicKind::Idea, "policy-board-kind")?;
    active(actor)?;
    visible(topic, comment.state)?;
    ok_if(actor.is(topic.author) || actor.is_staff() || actor.moderates(topic.board.id), "policy-ideas-extend")
}
