//! The name of a tag.

use std::fmt;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{is_shapeless, turns_direction};
use crate::message::Message;

/// Characters a tag has at most.
pub const MAX_TAG_CHARS: usize = 35;

/// The name of a tag, as shown and as in its address: 1 to [`MAX_TAG_CHARS`] lower-case letters and digits of any
/// script, with `-`, `.`, `+` and `#` between them. It may begin with `.` (`.net`) and end in `+` or `#` (`c++`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct TagSlug(String);

/// Why a tag is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TagError {
    /// Nothing there.
    #[error("the tag is empty")]
    Empty,
    /// Too many characters.
    #[error("the tag has {chars} characters, allowed are {max}")]
    TooLong {
        /// The limit.
        max: usize,
        /// What was sent.
        chars: usize,
    },
    /// A character that no tag has.
    #[error("a tag cannot have {0:?}")]
    Character(char),
    /// Punctuation where a letter or digit must stand: at the start, at the end, or beside another.
    #[error("a tag cannot have {0:?} there")]
    Misplaced(char),
}

impl From<TagError> for Message {
    fn from(error: TagError) -> Self {
        match error {
            TagError::Empty => Self::new("text-tag-empty"),
            TagError::TooLong { max, chars } => Self::new("text-tag-too-long").with("max", max).with("chars", chars),
            TagError::Character(c) => Self::new("text-tag-character").with("character", shown(c)),
            TagError::Misplaced(c) => Self::new("text-tag-misplaced").with("character", shown(c)),
        }
    }
}

/// The character, or its code point when it would not be seen or would turn the sentence it stands in.
fn shown(c: char) -> String {
    if c == ' ' || !(c.is_control() || c.is_whitespace() || turns_direction(c) || is_shapeless(c)) {
        c.to_string()
    } else {
        format!("U+{:04X}", u32::from(c))
    }
}

impl TagSlug {
    /// Checks a tag; compatible characters become one and capitals small (NFKC, lower case).
    pub fn parse(text: &str) -> Result<Self, TagError> {
        let tag: String = text.trim().nfkc().collect::<String>().to_lowercase().nfkc().collect();
        let chars = tag.chars().count();
        if chars == 0 {
            return Err(TagError::Empty);
        }
        if chars > MAX_TAG_CHARS {
            return Err(TagError::TooLong { max: MAX_TAG_CHARS, chars });
        }
        let mut before = None;
        for c in tag.chars() {
            if !is_tag_char(c) {
                return Err(TagError::Character(c));
            }
            if !may_follow(before, c) {
                return Err(TagError::Misplaced(c));
            }
            before = Some(c);
        }
        match before {
            Some(c @ ('-' | '.')) => Err(TagError::Misplaced(c)),
            Some(_) | None => Ok(Self(tag)),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name, given away.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for TagSlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_tag_char(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '-' | '.' | '+' | '#')
}

fn may_follow(before: Option<char>, c: char) -> bool {
    match (before, c) {
        // An address that ends in `/.` or `/..` is another address.
        (None, '.') => true,
        (None, _) => c.is_alphanumeric(),
        (Some('.'), _) => c.is_alphanumeric(),
        (Some('-'), _) => c.is_alphanumeric(),
        (Some('+' | '#'), _) => !is_combining_mark(c),
        (Some(_), _) => true,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tags_take_any_script_and_a_little_punctuation() {
        for (typed, tag) in [
            ("Roaming", "roaming"),
            (" e-SIM ", "e-sim"),
            ("C++", "c++"),
            ("c#", "c#"),
            (".NET", ".net"),
            ("5g", "5g"),
            ("интернет", "интернет"),
            ("ＡＢＣ", "abc"),
            ("हिन्दी", "हिन्दी"),
            ("node.js", "node.js"),
        ] {
            assert_eq!(TagSlug::parse(typed).unwrap().as_str(), tag);
        }
    }

    #[test]
    fn tags_refuse_the_rest() {
        assert_eq!(TagSlug::parse(" "), Err(TagError::Empty));
        assert_eq!(TagSlug::parse(&"a".repeat(36)), Err(TagError::TooLong { max: 35, chars: 36 }));
        for typed in ["a b", "a/b", "a_b", "a?b", "a\0b", "a\u{202e}b", "<b>", "a,b", "🙂"] {
            assert!(matches!(TagSlug::parse(typed), Err(TagError::Character(_))), "{typed}");
        }
        for typed in [".", "..", "...", "-a", "a-", "a.", "a--b", "a..b", "+", "#1", ".+", "a-.b", "\u{301}a"] {
            assert!(matches!(TagSlug::parse(typed), Err(TagError::Misplaced(_))), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn parsing_again_changes_nothing(tag in "\\PC{0,8}") {
            if let Ok(tag) = TagSlug::parse(&tag) {
                prop_assert_eq!(TagSlug::parse(tag.as_str()), Ok(tag.clone()));
            }
        }
    }
}
