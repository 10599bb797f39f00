//! Texts that are not posted yet, kept for their author.

mod store;

use crate::clock::Timestamp;
use crate::db::{Conn, dialect};
use crate::error::Result;
use crate::ids::{BoardId, TopicId, UserId};
use crate::text_enum;

text_enum! {
    /// What it is to become.
    pub enum Kind {
        /// A question; an account has one such draft.
        Question = "question",
        /// An answer; one for each question.
        Answer = "answer",
    }
}

/// A text as its author left it: nothing in it has been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What it is to become.
    pub kind: Kind,
    /// The question it answers; [`TopicId`] 0 for a question.
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

/// Keeps a text that was typed before its author was known. A draft that is there already stays below it, so that
/// neither is lost.
///
/// # Errors
/// When the database refuses.
pub fn keep(tx: &mut Conn, user: UserId, draft: &Draft, now: Timestamp) -> Result<()> {
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

fn joined(newer: &str, older: &str) -> String {
    match (newer.trim().is_empty(), older.trim().is_empty()) {
        (_, true) => newer.to_owned(),
        (true, false) => older.to_owned(),
        (false, false) if newer.contains(older.trim()) => newer.to_owned(),
        (false, false) => format!("{newer}\n\n---\n\n{older}"),
    }
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
    }
}
