//! What admins change: boards, groups, roles, statuses for ideas, rewards, settings; and what they look after: the audit table, jobs, mail.
//!
//! Invariant: every change stands in the audit table with what was before and after, in the same transaction.

pub mod boards;
pub mod groups;
pub mod points;
pub mod queue;
pub mod rewards;
pub mod roles;
pub mod site;
pub mod standing;
pub mod statuses;
pub mod web;

use crate::db::Conn;
use crate::error::{Invalid, Result};
use crate::message::Message;
use crate::moderation::{By, Change, Deed, Entry, Subject, record};
use crate::policy::{self, Action};

/// `Ok` for admins.
fn check(by: By<'_>) -> Result<()> {
    Ok(policy::check(by.actor, Action::Administer)?)
}

/// Writes down what an admin did; nothing when nothing is different.
fn note(tx: &mut Conn, by: By<'_>, action: Deed, subject: Subject, changes: &[Change]) -> Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let entry = Entry { actor: by.actor.id(), action, subject, board: None, reason: None, changes, ip: by.ip };
    record(tx, entry, by.now).map(drop)
}

/// How long a line of text may be, in characters.
#[derive(Debug, Clone, Copy)]
struct Length {
    min: usize,
    max: usize,
}

/// A field as one line with single spaces; notes when it is too short or too long, or holds what cannot be shown.
fn line(errors: &mut Invalid, field: &'static str, typed: &str, length: Length) -> String {
    let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let chars = text.chars().count();
    if chars < length.min {
        errors.push(field, Message::new("admin-too-short").with("min", length.min));
    } else if chars > length.max {
        errors.push(field, Message::new("admin-too-long").with("max", length.max).with("chars", chars));
    } else if text.chars().any(char::is_control) {
        errors.push(field, Message::new("admin-control"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_of_its_length() {
        let length = Length { min: 2, max: 5 };
        let mut errors = Invalid::default();
        assert_eq!(line(&mut errors, "name", " a \n b ", length), "a b");
        assert!(errors.fields.is_empty());
        for typed in ["", " a ", "abcdef", "a\u{7}b"] {
            let mut errors = Invalid::default();
            line(&mut errors, "name", typed, length);
            assert_eq!(errors.fields.len(), 1, "{typed:?}");
        }
    }
}
