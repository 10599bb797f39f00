//! A text that was typed before its author was known: it travels through the forms and becomes a draft.

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::drafts::{self, Draft, Kind};
use crate::error::Result;
use crate::ids::{TopicId, UserId};

/// A question, or an answer, as it was typed. Nothing in it has been checked.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Kept {
    /// The question it answers; empty for a question.
    pub topic: String,
    /// Of a question.
    pub title: String,
    /// The board's number or slug.
    pub board: String,
    /// As typed.
    pub tags: String,
    /// Code of its language.
    pub lang: String,
    /// Markdown.
    pub body: String,
}

impl Kept {
    /// The text in a form that was sent to `path` (`/ask…` or `/questions/{id}/answers`), if it held one.
    #[must_use]
    pub fn of_form(path: &str, fields: &[(String, String)]) -> Option<Self> {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let field = |name: &str| -> String {
            let values: Vec<&str> =
                fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value.as_str()).collect();
            values.join(" ")
        };
        let topic = match path.strip_prefix("/questions/").and_then(|rest| rest.strip_suffix("/answers")) {
            Some(id) => id.parse::<TopicId>().ok()?.to_string(),
            None if path == "/ask" || path.starts_with("/ask/") => String::new(),
            None => return None,
        };
        Self {
            topic,
            title: field("title"),
            board: field("board"),
            tags: field("tags"),
            lang: field("lang"),
            body: field("body"),
        }
        .some()
    }

    /// Itself, unless nothing was typed.
    #[must_use]
    pub fn some(self) -> Option<Self> {
        let empty = [&self.title, &self.tags, &self.body].iter().all(|text| text.trim().is_empty());
        (!empty).then_some(self)
    }

    /// Where it will be seen again.
    #[must_use]
    pub fn page(&self) -> String {
        if self.topic.is_empty() { "/ask".into() } else { format!("/questions/{}", self.topic) }
    }

    /// Makes it a draft. A question may be posted by itself once its author's address is proven.
    ///
    /// # Errors
    /// When the database refuses.
    pub(super) fn keep(&self, tx: &mut Conn, user: UserId, post_when_verified: bool, now: Timestamp) -> Result<()> {
        let topic = self.topic.parse().unwrap_or(TopicId(0));
        let kind = if self.topic.is_empty() { Kind::Question } else { Kind::Answer };
        let board = if self.board.is_empty() { None } else { drafts::board(tx, &self.board)? };
        let draft = Draft {
            kind,
            topic,
            board,
            title: self.title.clone(),
            tags: self.tags.clone(),
            lang: self.lang.clone(),
            body: self.body.clone(),
            post_when_verified: post_when_verified && kind == Kind::Question,
        };
        drafts::keep(tx, user, &draft, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
    }

    #[test]
    fn questions_and_answers_are_told_by_where_they_were_sent() {
        let typed = fields(&[("title", "Why?"), ("tags", "a"), ("tags", "b"), ("body", "Because."), ("csrf2", "x")]);
        let question = Kept::of_form("/ask?from=home", &typed).unwrap();
        assert_eq!((question.topic.as_str(), question.tags.as_str()), ("", "a b"));
        assert_eq!(question.page(), "/ask");
        let answer = Kept::of_form("/questions/12/answers", &typed).unwrap();
        assert_eq!(answer.page(), "/questions/12");
        for other in ["/questions/x/answers", "/votes", "//evil/ask", "/asking", ""] {
            assert_eq!(Kept::of_form(other, &typed), None, "{other}");
        }
        assert_eq!(Kept::of_form("/ask", &fields(&[("body", " \n")])), None);
    }
}
