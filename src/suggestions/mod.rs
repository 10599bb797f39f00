//! Edits that members suggest where they may not edit: who decides approves them as they are, improves them, or
//! rejects them with a reason; who suggested one may withdraw it.
//!
//! A suggestion holds the whole new text and the version that it changes. Whatever was changed since makes it stale: it
//! can be improved then, upon the new text, and not approved as it is. What is approved is a version of the post by who
//! suggested it, what is improved one by who improved it; both name the suggestion.
//!
//! Invariant: the version, the state of the suggestion, its reputation and its event commit together.

mod decide;
mod list;
mod store;
mod suggest;
pub mod web;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::{PostId, SuggestionId, TopicId, UserId};
use crate::markdown::Body;
use crate::message::Message;
use crate::policy::{self, Action, Actor, PostFacts, PostKind};
use crate::questions::Edit;
use crate::text_enum;
use crate::topics::{self, Post, Topic, TopicForm};

pub use decide::{Decided, approve, improve, reject, withdraw};
pub use list::{Tally, Waiting, list, tally};
pub use suggest::{New, Suggested, suggest};

text_enum! {
    /// What became of a suggestion.
    pub enum State {
        /// Nobody has decided yet.
        Waiting = "waiting",
        /// It is part of the post as it was suggested.
        Approved = "approved",
        /// It is part of the post with changes.
        Improved = "improved",
        /// It is not, with a reason.
        Rejected = "rejected",
        /// Who suggested it has taken it back.
        Withdrawn = "withdrawn",
    }
}

/// Why an edit is suggested, or rejected: [`Why::MIN`] to [`Why::MAX`] characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why(String);

impl Why {
    /// Fewest characters.
    pub const MIN: usize = 5;
    /// Most characters.
    pub const MAX: usize = 200;

    /// Checks what was typed into the field `reason`.
    ///
    /// # Errors
    /// [`AppError::Invalid`] when it is too short or too long.
    pub fn parse(typed: &str) -> Result<Self> {
        let why = typed.trim();
        let chars = why.chars().count();
        let message = if chars < Self::MIN {
            Message::new("suggestions-reason-short").with("min", Self::MIN)
        } else if chars > Self::MAX {
            Message::new("suggestions-reason-long").with("max", Self::MAX)
        } else {
            return Ok(Self(why.to_owned()));
        };
        Err(Invalid::field("reason", message).into())
    }

    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A suggested edit.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct Suggestion {
    pub id: SuggestionId,
    pub post: PostId,
    pub topic: TopicId,
    pub author: UserId,
    pub version: i64,
    /// Of a topic's own text.
    pub head: Option<Head>,
    pub source: String,
    pub reason: String,
    pub state: State,
    pub decided_by: Option<UserId>,
    pub decided_at: Option<Timestamp>,
    pub answer: String,
    pub created_at: Timestamp,
}

/// What a topic's own text has besides its words.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct Head {
    pub title: String,
    pub tags: String,
    pub lang: String,
}

/// A suggestion that its reader may see, with the post that it changes.
#[derive(Debug)]
pub struct Read {
    /// Itself.
    pub suggestion: Suggestion,
    /// The topic of its post.
    pub topic: Topic,
    /// Its post as it is.
    pub post: Post,
    /// What the policy asks about that.
    pub facts: PostFacts,
}

impl Read {
    /// Whether the post was changed since it was suggested.
    #[must_use]
    pub const fn is_stale(&self) -> bool {
        self.suggestion.version != self.post.version
    }

    /// Where the post stands.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}#{}", self.topic.path(), topics::anchor(self.post.kind, self.post.id))
    }

    /// The form as it was filled in.
    fn form(&self) -> TopicForm {
        let Suggestion { head, source, .. } = &self.suggestion;
        let mut form = TopicForm { board: self.topic.board.to_string(), body: source.clone(), ..TopicForm::default() };
        if let Some(Head { title, tags, lang }) = head.clone() {
            form = TopicForm { title, tags, lang, ..form };
        }
        form
    }
}

/// What a form for a post of this kind says.
///
/// # Errors
/// [`AppError::Invalid`] with a sentence for each wrong field.
pub fn parse(kind: PostKind, form: &TopicForm) -> Result<Edit> {
    match kind {
        PostKind::Question | PostKind::Idea => form.parse().map(Edit::Topic),
        PostKind::Article => form.parse_article().map(Edit::Topic),
        PostKind::Answer => {
            Body::parse(&form.body).map(Edit::Answer).map_err(|error| Invalid::field("body", error.into()).into())
        }
    }
}

/// A suggestion for who may see it.
///
/// # Errors
/// [`AppError::NotFound`] when there is none, or none for this actor.
pub fn read(c: &mut Conn, actor: &Actor, id: SuggestionId) -> Result<Read> {
    let suggestion = store::find(c, id)?.ok_or(AppError::NotFound)?;
    let (topic, post, facts) = topics::readable_post(c, actor, suggestion.post)?;
    policy::check(actor, Action::ReadSuggestion(facts, suggestion.author))?;
    Ok(Read { suggestion, topic, post, facts })
}

/// The suggestion of a member for a post that nobody has decided about.
///
/// # Errors
/// When the database refuses.
pub fn waiting_of(c: &mut Conn, post: PostId, author: UserId) -> Result<Option<SuggestionId>> {
    store::waiting_of(c, post, author)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_five_to_two_hundred_characters() {
        let (long, longest) = ("ы".repeat(201), "ы".repeat(200));
        for wrong in ["", "    ", "typo", " typo ", long.as_str()] {
            assert!(Why::parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(Why::parse(" A typo. ").ok(), Some(Why("A typo.".into())));
        assert_eq!(Why::parse(&longest).map(|why| why.0.chars().count()).ok(), Some(200));
    }
}
