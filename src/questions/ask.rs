//! Asking.

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::drafts;
use crate::error::{AppError, Result};
use crate::follows::{self, Subject, Why};
use crate::ids::{TopicId, UserId};
use crate::notify::{self, Event, Kind};
use crate::policy::{Actor, TopicKind};
use crate::topics::{self, TopicForm, Wording};

/// Asks a question and answers its id and path. Its draft goes.
///
/// # Errors
/// As [`topics::open`].
pub fn ask(tx: &mut Conn, actor: &Actor, new: &Wording, now: Timestamp) -> Result<(TopicId, String)> {
    let author = actor.id().ok_or(AppError::SignIn)?;
    ask_as(tx, (actor, author), new, now)
}

fn ask_as(
    tx: &mut Conn,
    (actor, author): (&Actor, UserId),
    new: &Wording,
    now: Timestamp,
) -> Result<(TopicId, String)> {
    let (topic, post, path) = topics::open(tx, (actor, author), (TopicKind::Question, new), now)?;
    let named = notify::mentioned(tx, new.body.source())?;
    notify::tell(tx, &Event::new(Kind::Question, topic).post(post).by(Some(author)).naming(named), now)?;
    follows::follow_by(tx, author, Subject::Topic(topic), (Why::Asked, now))?;
    drafts::discard(tx, author, drafts::Kind::Question, TopicId(0))?;
    Ok((topic, path))
}

/// Posts the question that its author typed before having an account; answers its path. What cannot be posted as it
/// stands (a board that has gone since, a text past a limit) stays a draft.
///
/// # Errors
/// When the database refuses.
pub fn publish_draft(tx: &mut Conn, actor: &Actor, now: Timestamp) -> Result<Option<String>> {
    let Some(author) = actor.id() else { return Ok(None) };
    let Some((draft, _)) = drafts::find(tx, author, drafts::Kind::Question, TopicId(0))? else { return Ok(None) };
    if !draft.post_when_verified {
        return Ok(None);
    }
    let Ok(question) = TopicForm::from(&draft).parse() else { return Ok(None) };
    match ask_as(tx, (actor, author), &question, now) {
        Ok((_, path)) => Ok(Some(path)),
        Err(AppError::Invalid(_) | AppError::Denied(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
