//! What the forms for a question share: what is typed, what there is to choose from, and how it will look.

use serde::Serialize;

use crate::db::Conn;
use crate::error::Result;
use crate::language;
use crate::markdown::Body;
use crate::policy::{self, Action, Actor, BoardFacts, BoardKind, TopicFacts};
use crate::questions::QuestionForm;
use crate::sessions::Me;
use crate::topics;
use crate::web::Page;

/// An entry of a list to choose from.
#[derive(Debug, Serialize)]
struct Choice {
    value: String,
    label: String,
}

/// The boards this actor may choose, by name: for a new question, or for one that is there.
fn boards(c: &mut Conn, actor: &Actor, kind: BoardKind, moved: Option<TopicFacts>) -> Result<Vec<Choice>> {
    let may_stand_on = |board: BoardFacts| match moved {
        Some(topic) if topic.board.id == board.id => true,
        Some(topic) => !board.retired && policy::check(actor, Action::MoveTopic(topic, board)).is_ok(),
        None => !board.retired && policy::check(actor, Action::ReadBoard(board)).is_ok(),
    };
    let boards = topics::boards(c, kind)?.into_iter();
    Ok(boards
        .filter(|(facts, _)| may_stand_on(*facts))
        .map(|(facts, name)| Choice { value: facts.id.to_string(), label: name })
        .collect())
}

/// Gives a page the variables of the form's fields; `moved` is the question as it stands, if it does.
pub(super) fn fill(
    page: Page,
    c: &mut Conn,
    (me, moved): (&Me, Option<TopicFacts>),
    (typed, preview): (&QuestionForm, &str),
) -> Result<Page> {
    let languages: Vec<Choice> =
        language::all().map(|language| Choice { value: language.code.into(), label: language.name.into() }).collect();
    Ok(page
        .set("title", &typed.title)
        .set("board", &typed.board)
        .set("tags", &typed.tags)
        .set("lang", &typed.lang)
        .set("body", &typed.body)
        .set("boards", &boards(c, &me.actor, moved.map_or(BoardKind::Questions, |topic| topic.board.kind), moved)?)
        .set("languages", &languages)
        .set("preview", preview)
        .set("may_upload", &policy::check(&me.actor, Action::Upload).is_ok()))
}

/// A text as it will look; nothing, when it could not be posted.
pub(super) fn look(source: &str) -> String {
    Body::parse(source).map(|body| body.html().as_str().to_owned()).unwrap_or_default()
}
