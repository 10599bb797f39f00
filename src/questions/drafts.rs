//! Drafts of questions and answers: one of each kind and place a member, kept 180 days.

use serde::Serialize;

use super::QuestionForm;
use super::store;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{DraftId, TopicId, UserId};
use crate::policy::{self, Action, Actor, Limits};
use crate::text_enum;

/// A draft of a text may be as long as a text.
const MAX_BYTES: usize = crate::markdown::MAX_BODY_BYTES;

text_enum! {
    /// Of what.
    pub enum Kind {
        /// Of a question; there is one a member.
        Question = "question",
        /// Of an answer; there is one a question and member.
        Answer = "answer",
    }
}

/// A kept draft.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct Draft {
    pub id: DraftId,
    pub kind: Kind,
    pub topic: TopicId,
    pub board: Option<i64>,
    pub title: String,
    pub tags: String,
    pub lang: String,
    pub body: String,
    pub post_when_verified: bool,
    pub updated_at: Timestamp,
}

impl Draft {
    /// As the question's form takes it.
    #[must_use]
    pub fn form(&self) -> QuestionForm {
        QuestionForm {
            title: self.title.clone(),
            board: self.board.map(|id| id.to_string()).unwrap_or_default(),
            tags: self.tags.clone(),
            lang: self.lang.clone(),
            body: self.body.clone(),
        }
    }
}

/// A draft to keep, as typed: nothing is checked but its length.
#[derive(Debug, Clone)]
pub struct NewDraft {
    /// Of what.
    pub kind: Kind,
    /// The question it answers; 0 for a new question.
    pub topic: TopicId,
    /// As typed.
    pub form: QuestionForm,
    /// Post it when its author's address is confirmed.
    pub post_when_verified: bool,
}

/// Keeps a draft in place of the one that was there; an empty one discards it.
///
/// # Errors
/// [`AppError::SignIn`] for a visitor, [`AppError::TooLarge`] past the length of a text.
pub fn keep(tx: &mut Conn, actor: &Actor, draft: &NewDraft, now: Timestamp) -> Result<()> {
    policy::check(actor, Action::KeepDraft)?;
    let user = actor.id().ok_or(AppError::SignIn)?;
    keep_for(tx, user, draft, now)
}

/// Keeps a draft for an account that is just being made.
///
/// # Errors
/// As [`keep`].
pub fn keep_for(tx: &mut Conn, user: UserId, draft: &NewDraft, now: Timestamp) -> Result<()> {
    let form = &draft.form;
    let bytes = form.title.len() + form.tags.len() + form.body.len();
    if bytes > MAX_BYTES + 4_096 {
        return Err(AppError::TooLarge { max_bytes: MAX_BYTES });
    }
    if form.title.trim().is_empty() && form.tags.trim().is_empty() && form.body.trim().is_empty() {
        return discard(tx, user, draft.kind, draft.topic);
    }
    store::upsert_draft(tx, user, draft, now)
}

/// The draft for a place, if there is one.
///
/// # Errors
/// When the database refuses.
pub fn find(c: &mut Conn, user: UserId, kind: Kind, topic: TopicId) -> Result<Option<Draft>> {
    store::draft(c, user, kind, topic)
}

/// Discards a draft.
///
/// # Errors
/// When the database refuses.
pub fn discard(tx: &mut Conn, user: UserId, kind: Kind, topic: TopicId) -> Result<()> {
    store::delete_draft(tx, user, kind, topic)
}

/// Forgets drafts that were not touched for 180 days, and notes of submitted forms after a day; a thousand at a time.
///
/// # Errors
/// When the database refuses.
pub fn forget_old(tx: &mut Conn, now: Timestamp) -> Result<()> {
    store::forget(tx, now - Limits::DRAFT_KEPT, now - crate::clock::days(1))
}
