//! Texts that are not posted yet, kept for their author: one of each kind and place a member, for 180 days.

mod store;

use crate::clock::Timestamp;
use crate::db::{Conn, dialect};
use crate::error::{AppError, Result};
use crate::ids::{BoardId, TopicId, UserId};
use crate::markdown::MAX_BODY_BYTES;
use crate::policy::{self, Action, Actor, Limits};
use crate::text_enum;

/// Bytes of a draft at most: a text, and some room for its title and tags.
const MAX_BYTES: usize = MAX_BODY_BYTES + 4_096;

/// Between two texts that became one.
const RULE: &str = "\n\n---\n\n";

/// Drafts of an account at most: past that the one that was left alone longest goes. Nobody writes a hundred texts at
/// once, and nobody shall fill the database with them.
pub const MAX_DRAFTS: usize = 100;

text_enum! {
    /// What it is to become.
    pub enum Kind {
        /// A question; an account has one such draft.
        Question = "question",
        /// An answer; one for each question.
        Answer = "answer",
        /// An article: one from scratch, and one for each question it is made of.
        Article = "article",
        /// An idea; an account has one such draft.
        Idea = "idea",
    }
}

/// A text as its author left it: nothing in it has been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What it is to become.
    pub kind: Kind,
    /// The question it answers, or is made of; [`TopicId`] 0 for a question, an idea, and an article from scratch.
    pub topic: TopicId,
    /// Where a question is to stand, if that was chosen.
    pub board: Option<BoardId>,
    /// Of a question.
    pub title: String,
    /// Of a question, as typed.
    pub tags: String,
    /// Code of its language, or empty.
    pub lang: String,
    /// Markdown.
    pub body: String,
    /// To be posted by itself as soon as its author's address is proven.
    pub post_when_verified: bool,
}

impl Draft {
    fn check_length(&self) -> Result<()> {
        let bytes = self.title.len() + self.tags.len() + self.lang.len() + self.body.len();
        if bytes > MAX_BYTES { Err(AppError::TooLarge { max_bytes: MAX_BODY_BYTES }) } else { Ok(()) }
    }

    fn is_empty(&self) -> bool {
        [&self.title, &self.tags, &self.body].into_iter().all(|text| text.trim().is_empty())
    }
}

/// Keeps a draft in place of the one that was there; an empty one discards it.
///
/// # Errors
/// [`AppError::SignIn`] for a visitor, [`AppError::TooLarge`] past the length of a text.
pub fn save(tx: &mut Conn, actor: &Actor, draft: &Draft, now: Timestamp) -> Result<()> {
    policy::check(actor, Action::KeepDraft)?;
    let user = actor.id().ok_or(AppError::SignIn)?;
    draft.check_length()?;
    if draft.is_empty() {
        return discard(tx, user, draft.kind, draft.topic);
    }
    // A question that waits for its author's address to be proven waits on when more of it is typed.
    let waits = draft.post_when_verified || (draft.kind == Kind::Question && store::waits(tx, user)?);
    store::put(tx, user, &Draft { post_when_verified: waits, ..draft.clone() }, now)
}

/// The draft for a place and when it was kept, if there is one.
///
/// # Errors
/// When the database refuses.
pub fn find(c: &mut Conn, user: UserId, kind: Kind, topic: TopicId) -> Result<Option<(Draft, Timestamp)>> {
    store::find(c, user, kind, topic)
}

/// Discards a draft: it was posted, or emptied.
///
/// # Errors
/// When the database refuses.
pub fn discard(tx: &mut Conn, user: UserId, kind: Kind, topic: TopicId) -> Result<()> {
    store::delete(tx, user, kind, topic)
}

/// Forgets drafts that nobody touched for 180 days, a thousand at a time.
///
/// # Errors
/// When the database refuses.
pub fn forget_old(tx: &mut Conn, now: Timestamp) -> Result<()> {
    store::forget(tx, now - Limits::DRAFT_KEPT)
}

/// Keeps a text that was typed before its author was known. A draft that is there already stays below it, so that
/// neither is lost.
///
/// # Errors
/// [`AppError::TooLarge`] past the length of a text; else when the database refuses.
pub fn keep(tx: &mut Conn, user: UserId, draft: &Draft, now: Timestamp) -> Result<()> {
    draft.check_length()?;
    dialect::lock_users(tx, &[user])?;
    let older = store::body(tx, user, draft.kind, draft.topic)?.unwrap_or_default();
    let body = joined(&draft.body, &older);
    store::put(tx, user, &Draft { body, ..draft.clone() }, now)
}

/// The board that a form named, by its number or its slug.
///
/// # Errors
/// When the database refuses.
pub fn board(c: &mut Conn, named: &str) -> Result<Option<BoardId>> {
    store::board(c, named)
}

/// Whether a question waits for its author's address to be proven.
///
/// # Errors
/// When the database refuses.
pub fn waits_for_verification(c: &mut Conn, user: UserId) -> Result<bool> {
    store::waits(c, user)
}

/// Nothing of this account is posted by itself any more.
///
/// # Errors
/// When the database refuses.
pub fn stop_waiting(tx: &mut Conn, user: UserId) -> Result<()> {
    store::stop_waiting(tx, user)
}

/// The newer text above the older; alone when both together were longer than a text can be.
fn joined(newer: &str, older: &str) -> String {
    let (new, old) = (newer.trim(), older.trim());
    if new.is_empty() {
        return older.to_owned();
    }
    if old.is_empty() || new.contains(old) || newer.len() + older.len() + RULE.len() > MAX_BODY_BYTES {
        return newer.to_owned();
    }
    format!("{newer}{RULE}{older}")
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn an_older_draft_stays_below_the_newer_text() {
        assert_eq!(joined("new", "old"), "new\n\n---\n\nold");
        assert_eq!(joined("new", ""), "new");
        assert_eq!(joined("  ", "old"), "old");
        assert_eq!(joined("old and more", "old\n"), "old and more");
        let long = "x".repeat(super::MAX_BODY_BYTES);
        assert_eq!(joined(&long, "old"), long);
    }
}
