//! Asking.

use serde::Deserialize;

use crate::boards;
use crate::clock::Timestamp;
use crate::db::{Conn, dialect};
use crate::drafts::{self, Draft};
use crate::error::{AppError, Invalid, Result};
use crate::follows::{self, Subject, Why};
use crate::ids::{BoardId, TopicId, UserId};
use crate::language;
use crate::markdown::{self, Body};
use crate::message::Message;
use crate::notify::{self, Event, Kind};
use crate::policy::{self, Action, Actor, PostKind, TopicKind};
use crate::search;
use crate::slug::{TagSlug, Title};
use crate::topics::{self, EXCERPT, NewPost, NewTopic, tagging};

/// Tags of a question at most.
pub const MAX_TAGS: usize = 5;

/// A question as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields of the form")]
pub struct QuestionForm {
    pub title: String,
    pub board: String,
    pub tags: String,
    pub lang: String,
    pub body: String,
}

impl From<&Draft> for QuestionForm {
    fn from(draft: &Draft) -> Self {
        Self {
            title: draft.title.clone(),
            board: draft.board.map(|id| id.to_string()).unwrap_or_default(),
            tags: draft.tags.clone(),
            lang: draft.lang.clone(),
            body: draft.body.clone(),
        }
    }
}

impl QuestionForm {
    /// The same as a draft.
    #[must_use]
    pub fn draft(self, kind: drafts::Kind, topic: TopicId) -> Draft {
        Draft {
            kind,
            topic,
            board: self.board.parse().ok(),
            title: self.title,
            tags: self.tags,
            lang: self.lang,
            body: self.body,
            post_when_verified: false,
        }
    }
}

/// A question that keeps the rules of its fields.
#[derive(Debug, Clone)]
pub struct NewQuestion {
    title: Title,
    board: BoardId,
    tags: Vec<String>,
    lang: &'static str,
    body: Body,
}

impl QuestionForm {
    /// Checks every field, so that all that is wrong is said at once.
    ///
    /// # Errors
    /// [`AppError::Invalid`] with a sentence for each wrong field.
    pub fn parse(&self) -> Result<NewQuestion> {
        let mut wrong = Invalid::default();
        let title = Title::parse(&self.title).map_err(|e| wrong.push("title", e.into())).ok();
        let board = self.board.parse::<BoardId>().ok();
        if board.is_none() {
            wrong.push("board", Message::new("questions-board-missing"));
        }
        let tags = parse_tags(&self.tags).map_err(|message| wrong.push("tags", message)).ok();
        let body = Body::parse(&self.body).map_err(|e| wrong.push("body", e.into())).ok();
        let lang = match self.lang.as_str() {
            "" => language::guess(&self.title, &markdown::prose(&self.body)).unwrap_or("en"),
            code => match language::find(code) {
                Some(language) => language.code,
                None => {
                    wrong.push("lang", Message::new("questions-lang-unknown"));
                    "en"
                }
            },
        };
        match (title, board, tags, body) {
            (Some(title), Some(board), Some(tags), Some(body)) if wrong.fields.is_empty() => {
                Ok(NewQuestion { title, board, tags, lang, body })
            }
            _ => Err(AppError::Invalid(wrong)),
        }
    }
}

/// Tags as typed, with commas or spaces between; each once.
fn parse_tags(typed: &str) -> Result<Vec<String>, Message> {
    let mut tags: Vec<String> = Vec::new();
    for part in typed.split([',', ' ', '\u{3000}', '\n', '\t', '\r']).filter(|part| !part.is_empty()) {
        let slug = TagSlug::parse(part).map_err(Message::from)?.into_string();
        if !tags.contains(&slug) {
            tags.push(slug);
        }
    }
    match tags.len() {
        0 => Err(Message::new("questions-tags-missing").with("max", MAX_TAGS)),
        count if count > MAX_TAGS => {
            Err(Message::new("questions-tags-many").with("max", MAX_TAGS).with("count", count))
        }
        _ => Ok(tags),
    }
}

impl NewQuestion {
    /// The parts that an edit needs.
    pub(super) fn parts(&self) -> (&Title, BoardId, &[String], &'static str, &Body) {
        (&self.title, self.board, &self.tags, self.lang, &self.body)
    }
}

/// Asks a question and answers its id and path. Its draft goes.
///
/// # Errors
/// [`AppError::Denied`] by the policy; [`AppError::Invalid`] when the board is not there for this actor, or is
/// retired.
pub fn ask(tx: &mut Conn, actor: &Actor, new: &NewQuestion, now: Timestamp) -> Result<(TopicId, String)> {
    let author = actor.id().ok_or(AppError::SignIn)?;
    ask_as(tx, actor, author, new, now)
}

fn ask_as(
    tx: &mut Conn,
    actor: &Actor,
    author: UserId,
    new: &NewQuestion,
    now: Timestamp,
) -> Result<(TopicId, String)> {
    let board = boards::hold(tx, new.board)?
        .filter(|board| policy::check(actor, Action::ReadBoard(*board)).is_ok())
        .ok_or_else(|| Invalid::field("board", Message::new("questions-board-missing")))?;
    // It may have been retired while the question was being written.
    if board.retired {
        return Err(Invalid::field("board", Message::new("policy-board-retired")).into());
    }
    policy::check(actor, Action::Ask(board))?;
    dialect::lock_users(tx, &[author])?;
    let slug = new.title.slug();
    let excerpt = markdown::excerpt(new.body.source(), EXCERPT);
    let topic = topics::insert_topic(
        tx,
        &NewTopic {
            kind: TopicKind::Question,
            board,
            author,
            title: new.title.as_str(),
            slug: &slug,
            lang: new.lang,
            tags: &new.tags,
            excerpt: &excerpt,
            at: now,
        },
    )?;
    let post = topics::insert_post(
        tx,
        &NewPost {
            topic,
            kind: PostKind::Question,
            author,
            by_staff: actor.is_staff(),
            source: new.body.source(),
            html: new.body.html().as_str(),
            at: now,
        },
    )?;
    tagging::set(tx, actor, topic, &new.tags, now)?;
    search::index_post(tx, post)?;
    let named = notify::mentioned(tx, new.body.source())?;
    notify::tell(tx, &Event::new(Kind::Question, topic).post(post).by(Some(author)).naming(named), now)?;
    follows::follow_by(tx, author, Subject::Topic(topic), (Why::Asked, now))?;
    drafts::discard(tx, author, drafts::Kind::Question, TopicId(0))?;
    Ok((topic, topics::path(TopicKind::Question, topic, &slug)))
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
    let Ok(question) = QuestionForm::from(&draft).parse() else { return Ok(None) };
    match ask_as(tx, actor, author, &question, now) {
        Ok((_, path)) => Ok(Some(path)),
        Err(AppError::Invalid(_) | AppError::Denied(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_split_folded_and_counted_once() {
        assert_eq!(parse_tags("eSIM, roaming  esim").ok(), Some(vec!["esim".into(), "roaming".into()]));
        assert_eq!(parse_tags(" , ").map_err(|m| m.key), Err("questions-tags-missing"));
        assert_eq!(parse_tags("a b c d e f").map_err(|m| m.key), Err("questions-tags-many"));
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let Err(AppError::Invalid(wrong)) = QuestionForm::default().parse() else { panic!("an empty form fits") };
        let fields: Vec<&str> = wrong.fields.iter().map(|(name, _)| *name).collect();
        assert_eq!(fields, ["title", "board", "tags", "body"]);
    }
}
