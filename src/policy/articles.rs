//! Who writes and looks after articles. They are the company's word: staff stand by them, and who moderates their board.

use super::reading::{read_board, read_topic};
use super::rules::{ok_if, speaks, visible};
use super::standing::privileged;
use super::{Actor, BoardFacts, BoardKind, Denied, Privilege, State, TopicFacts, TopicKind};

pub(super) fn write(actor: &Actor, board: BoardFacts) -> Result<(), Denied> {
    keep_on(actor, board)?;
    ok_if(!board.retired, "policy-board-retired")
}

/// What stands on a retired board is looked after like everything else.
pub(super) fn keep_on(actor: &Actor, board: BoardFacts) -> Result<(), Denied> {
    read_board(actor, board)?;
    speaks(actor)?;
    ok_if(board.kind == BoardKind::Articles, "policy-board-kind")?;
    ok_if(actor.is_staff() || actor.moderates(board.id), "policy-articles-staff")
}

/// Who keeps it, and members where it is open to them.
pub(super) fn edit(actor: &Actor, topic: TopicFacts) -> Result<(), Denied> {
    match keep_on(actor, topic.board) {
        Err(denied) if !topic.wiki => Err(denied),
        Err(_) => privileged(actor, Privilege::EditArticles, Some(topic.board.id)),
        Ok(()) => Ok(()),
    }
}

pub(super) fn keep(actor: &Actor, topic: TopicFacts) -> Result<(), Denied> {
    read_topic(actor, topic)?;
    ok_if(topic.kind == TopicKind::Article, "policy-board-kind")?;
    keep_on(actor, topic.board)
}

pub(super) fn keep_any(actor: &Actor) -> Result<(), Denied> {
    speaks(actor)?;
    ok_if(actor.is_staff() || actor.is_moderator(), "policy-articles-staff")
}

/// Of a question that is solved and stands; which board takes the article is asked besides.
pub(super) fn make(actor: &Actor, question: TopicFacts) -> Result<(), Denied> {
    read_topic(actor, question)?;
    keep_any(actor)?;
    visible(question, State::Visible)?;
    ok_if(question.kind == TopicKind::Question && question.accepted > 0, "policy-articles-solved")
}
