//! A topic as it is typed, and as it keeps the rules of its fields.

use serde::Deserialize;

use crate::drafts::{self, Draft};
use crate::error::{AppError, Invalid, Result};
use crate::ids::{BoardId, TopicId};
use crate::language;
use crate::markdown::{self, Body, BodyError};
use crate::message::Message;
use crate::slug::{TagSlug, Title};

/// Tags of a topic at most.
pub const MAX_TAGS: usize = 5;

/// A topic as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields of the form")]
pub struct TopicForm {
    pub title: String,
    pub board: String,
    pub tags: String,
    pub lang: String,
    pub body: String,
}

impl From<&Draft> for TopicForm {
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

/// A topic's words, which keep the rules of their fields.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "as in the form")]
pub struct Wording {
    pub title: Title,
    pub board: BoardId,
    pub tags: Vec<String>,
    pub lang: &'static str,
    pub body: Body,
}

impl TopicForm {
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

    /// What was typed, for telling one sending of the form from another.
    #[must_use]
    pub fn typed(&self) -> [&str; 5] {
        [&self.title, &self.board, &self.tags, &self.lang, &self.body].map(String::as_str)
    }

    /// Checks every field of a question, so that all that is wrong is said at once.
    ///
    /// # Errors
    /// [`AppError::Invalid`] with a sentence for each wrong field.
    pub fn parse(&self) -> Result<Wording> {
        self.check(Body::parse)
    }

    /// The same for an article, whose headings have anchors.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn parse_article(&self) -> Result<Wording> {
        self.check(Body::parse_with_anchors)
    }

    fn check(&self, body: fn(&str) -> Result<Body, BodyError>) -> Result<Wording> {
        let mut wrong = Invalid::default();
        let title = Title::parse(&self.title).map_err(|e| wrong.push("title", e.into())).ok();
        let board = self.board.parse::<BoardId>().ok();
        if board.is_none() {
            wrong.push("board", Message::new("questions-board-missing"));
        }
        let tags = parse_tags(&self.tags).map_err(|message| wrong.push("tags", message)).ok();
        let body = body(&self.body).map_err(|e| wrong.push("body", e.into())).ok();
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
                Ok(Wording { title, board, tags, lang, body })
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
        let Err(AppError::Invalid(wrong)) = TopicForm::default().parse() else { panic!("an empty form fits") };
        let fields: Vec<&str> = wrong.fields.iter().map(|(name, _)| *name).collect();
        assert_eq!(fields, ["title", "board", "tags", "body"]);
    }
}
