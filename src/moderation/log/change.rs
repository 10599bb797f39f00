//! What was before and after, as pages show it: the program's own words and moments in the reader's language.

use serde::Serialize;

use crate::clock::Timestamp;
use crate::i18n::rfc3339;
use crate::moderation::Change;

/// A change.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ChangeView {
    what: String,
    before: Option<Value>,
    after: Option<Value>,
}

/// One side of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "value", rename_all = "lowercase")]
enum Value {
    /// What somebody typed, or names of things.
    Text(String),
    /// A variant of the text `moderation-value`.
    Word(String),
    /// Microseconds since the epoch.
    Moment(i64),
    /// A colour's number.
    Hue(i64),
}

impl From<Change> for ChangeView {
    fn from(change: Change) -> Self {
        let Change { what, before, after } = change;
        Self { before: value(&what, before), after: value(&what, after), what }
    }
}

/// A value as it is stored beside the line, empty for none.
fn value(what: &str, stored: String) -> Option<Value> {
    if stored.is_empty() {
        return None;
    }
    let word = |word: &str| Value::Word(format!("{what}-{word}"));
    Some(match (what, stored.as_str()) {
        ("suspended_until", until) if until == rfc3339(Timestamp::FOREVER.0) => word("for-good"),
        ("suspended_until" | "next_word_at" | "first_day" | "last_day", until) => match Timestamp::from_rfc3339(until) {
            Some(at) => Value::Moment(at.0),
            None => Value::Text(stored),
        },
        ("colour", hue) => hue.parse().map_or(Value::Text(stored), Value::Hue),
        ("moderator", "*") => word("everywhere"),
        ("readers", "everyone")
        // The program's own statuses; the others go by their names.
        | (
            "status",
            "new" | "under_review" | "planned" | "in_progress" | "delivered" | "partly_delivered"
            | "already_available" | "declined" | "merged",
        )
        | (
            "close_reason" | "ground" | "kind" | "state" | "sign_up" | "position" | "staff" | "admin" | "retired" | "meaning" | "super"
            | "tone" | "in_use" | "redemption",
            _,
        ) => word(&stored),
        _ => Value::Text(stored),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_programs_own_words_are_told_from_what_was_typed() {
        let shown = |what: &str, stored: &str| value(what, stored.to_owned());
        let word = |word: &str| Some(Value::Word(word.to_owned()));
        assert_eq!(shown("close_reason", "off_topic"), word("close_reason-off_topic"));
        assert_eq!(shown("moderator", "*"), word("moderator-everywhere"));
        assert_eq!(shown("suspended_until", &rfc3339(Timestamp::FOREVER.0)), word("suspended_until-for-good"));
        assert_eq!(shown("suspended_until", "1970-01-01T00:00:01Z"), Some(Value::Moment(1_000_000)));
        assert_eq!(shown("colour", "3"), Some(Value::Hue(3)));
        assert_eq!(shown("name", "everyone"), Some(Value::Text("everyone".into())));
        assert_eq!(shown("name", ""), None);
    }
}
