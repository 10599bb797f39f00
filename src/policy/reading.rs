//! Who may read what. Everything else that one may do with a thing begins with that.

use super::rules::active;
use super::standing::privileged;
use super::{Actor, BoardFacts, CommentFacts, Denied, PostFacts, Privilege, ProfileFacts, State, TopicFacts};
use crate::ids::UserId;

pub(super) fn read_board(actor: &Actor, board: BoardFacts) -> Result<(), Denied> {
    let may = !board.restricted
        || actor.moderates(board.id)
        || actor.member().is_some_and(|member| member.boards.contains(&board.id));
    if may { Ok(()) } else { Err(Denied::hidden()) }
}

/// Beyond the board: what is deleted or hidden is seen by its author and by the board's moderators; a topic or post that
/// its author took back by those who may see that, too.
fn read_removed(actor: &Actor, board: BoardFacts, author: UserId, state: State) -> Result<(), Denied> {
    if state == State::Deleted && sees_deleted(actor, board).is_ok() {
        Ok(())
    } else {
        read_state(actor, board, author, state)
    }
}

pub(super) fn sees_deleted(actor: &Actor, board: BoardFacts) -> Result<(), Denied> {
    read_board(actor, board)?;
    active(actor)?;
    privileged(actor, Privilege::SeeDeleted, Some(board.id))
}

fn read_state(actor: &Actor, board: BoardFacts, author: UserId, state: State) -> Result<(), Denied> {
    match state {
        State::Visible | State::Merged => Ok(()),
        State::Deleted | State::Hidden if actor.is(author) || actor.moderates(board.id) => Ok(()),
        State::Deleted | State::Hidden => Err(Denied::hidden()),
    }
}

pub(super) fn read_topic(actor: &Actor, topic: TopicFacts) -> Result<(), Denied> {
    read_board(actor, topic.board)?;
    read_removed(actor, topic.board, topic.author, topic.state)
}

pub(super) fn read_post(actor: &Actor, post: PostFacts) -> Result<(), Denied> {
    read_topic(actor, post.topic)?;
    read_removed(actor, post.topic.board, post.author, post.state)
}

pub(super) fn read_comment(actor: &Actor, comment: CommentFacts) -> Result<(), Denied> {
    read_post(actor, comment.post)?;
    read_state(actor, comment.post.topic.board, comment.author, comment.state)
}

/// An account that has put nothing in public yet is seen by its owner and by moderators.
pub(super) fn read_profile(actor: &Actor, profile: ProfileFacts) -> Result<(), Denied> {
    if profile.public || actor.is(profile.id) || actor.is_moderator() { Ok(()) } else { Err(Denied::hidden()) }
}
