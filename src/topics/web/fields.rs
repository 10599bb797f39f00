//! What the forms for a topic share: what is typed, what there is to choose from, and how it will look.

use serde::Serialize;

use crate::db::Conn;
use crate::error::Result;
use crate::language;
use crate::markdown::Body;
use crate::policy::{self, Action, Actor, BoardFacts, BoardKind, TopicFacts};
use crate::sessions::Me;
use crate::topics::{self, TopicForm};
use crate::web::Page;

/// An entry of a list to choose from.
#[derive(Debug, Serialize)]
struct Choice {
    value: String,
    label: String,
}

/// Which topic the form is for.
#[derive(Debug, Clone, Copy)]
pub enum For {
    /// A new one, on a board of this kind.
    New(BoardKind),
    /// One that is there.
    Old(TopicFacts),
}

/// The boards this actor may choose, by name.
fn boards(c: &mut Conn, actor: &Actor, of: For) -> Result<Vec<Choice>> {
    let may = |action| policy::check(actor, action).is_ok();
    let may_stand_on = |board: BoardFacts| match of {
        For::Old(topic) if topic.board.id == board.id => true,
        For::Old(topic) => !board.retired && may(Action::MoveTopic(topic, board)),
        // Who cannot ask now (yet, or for a while) hears why when they try.
        For::New(BoardKind::Questions | BoardKind::Ideas) => !board.retired && may(Action::ReadBoard(board)),
        For::New(BoardKind::Articles) => may(Action::WriteArticle(board)),
    };
    let kind = match of {
        For::New(kind) => kind,
        For::Old(topic) => topic.board.kind,
    };
    let boards = topics::boards(c, kind)?.into_iter();
    Ok(boards
        .filter(|(facts, _)| may_stand_on(*facts))
        .map(|(facts, name)| Choice { value: facts.id.to_string(), label: name })
        .collect())
}

/// Gives a page the variables of the form's fields.
///
/// # Errors
/// When the database refuses.
pub fn fill(page: Page, c: &mut Conn, (me, of): (&Me, For), (typed, preview): (&TopicForm, &str)) -> Result<Page> {
    let languages: Vec<Choice> =
        language::all().map(|language| Choice { value: language.code.into(), label: language.name.into() }).collect();
    Ok(page
        .set("title", &typed.title)
        .set("board", &typed.board)
        .set("tags", &typed.tags)
        .set("lang", &typed.lang)
        .set("body", &typed.body)
        .set("boards", &boards(c, &me.actor, of)?)
        .set("languages", &languages)
        .set("preview", preview)
        .set("may_upload", &policy::check(&me.actor, Action::Upload).is_ok()))
}

/// A text as it will look; nothing, when it could not be posted.
#[must_use]
pub fn look(source: &str) -> String {
    Body::parse(source).map(|body| body.html().as_str().to_owned()).unwrap_or_default()
}
