//! Titles and tags as they are typed, and the readable part of addresses.

use std::fmt;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Characters a title has at least.
pub const MIN_TITLE_CHARS: usize = 15;

/// Characters a title has at most.
pub const MAX_TITLE_CHARS: usize = 150;

/// Characters a tag has at most.
pub const MAX_TAG_CHARS: usize = 35;

/// Bytes a slug has at most.
pub const MAX_SLUG_BYTES: usize = 80;

/// What stands in the address when a title has nothing that can be spelled in ASCII.
const NAMELESS: &str = "topic";

/// The readable part of a topic's address: lower-case ASCII letters and digits with single hyphens between words,
/// 1 to [`MAX_SLUG_BYTES`] bytes, cut between words where there is one. Other scripts are spelled in Latin letters.
pub fn of(title: &str) -> String {
    let mut slug = String::new();
    for c in deunicode::deunicode_with_tofu(title, " ").chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if c != '\'' && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    if slug.len() > MAX_SLUG_BYTES {
        let end = match slug[..=MAX_SLUG_BYTES].rfind('-') {
            Some(between_words) if between_words > 0 => between_words,
            Some(_) | None => MAX_SLUG_BYTES,
        };
        slug.truncate(end);
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { NAMELESS.to_owned() } else { slug }
}

/// The title of a topic: one line of [`MIN_TITLE_CHARS`] to [`MAX_TITLE_CHARS`] characters in NFC, with at least one
/// letter or digit, without characters that turn the direction of the text around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Title(String);

/// Why a title is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TitleError {
    /// Shorter than a title that says something.
    #[error("the title has {chars} characters, needed are {min}")]
    TooShort {
        /// The limit.
        min: usize,
        /// What was sent.
        chars: usize,
    },
    /// Longer than a line in a list.
    #[error("the title has {chars} characters, allowed are {max}")]
    TooLong {
        /// The limit.
        max: usize,
        /// What was sent.
        chars: usize,
    },
    /// Only punctuation.
    #[error("the title has no letter or digit")]
    NoWords,
    /// A control character, or one that changes the direction of text.
    #[error("the title has the character U+{code:04X}")]
    Character {
        /// Its code point.
        code: u32,
    },
}

impl Title {
    /// Checks a title. White space, also line ends, becomes single spaces; characters without a shape go.
    pub fn parse(text: &str) -> Result<Self, TitleError> {
        let title: String = text.nfc().filter(|c| !is_shapeless(*c)).collect();
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let chars = title.chars().count();
        if let Some(refused) = title.chars().find(|c| c.is_control() || turns_direction(*c)) {
            Err(TitleError::Character { code: u32::from(refused) })
        } else if chars > MAX_TITLE_CHARS {
            Err(TitleError::TooLong { max: MAX_TITLE_CHARS, chars })
        } else if chars < MIN_TITLE_CHARS {
            Err(TitleError::TooShort { min: MIN_TITLE_CHARS, chars })
        } else if !title.contains(char::is_alphanumeric) {
            Err(TitleError::NoWords)
        } else {
            Ok(Self(title))
        }
    }

    /// The title.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The title, given away.
    pub fn into_string(self) -> String {
        self.0
    }

    /// See [`of`].
    pub fn slug(&self) -> String {
        of(&self.0)
    }
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

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

/// Embeddings, overrides and isolates: text after them can read as something else.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Joiners are not among these: Persian, Hindi and emoji need them.
fn is_shapeless(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn slugs_are_readable() {
        assert_eq!(of("Why can't I send MMS?"), "why-cant-i-send-mms");
        assert_eq!(of("Почему не работает интернет"), "pochemu-ne-rabotaet-internet");
        assert_eq!(of("Žalias ąžuolas – kur?"), "zalias-azuolas-kur");
        assert_eq!(of("C++ & C#: what's new"), "c-c-whats-new");
        assert_eq!(of("北京"), "bei-jing");
        assert_eq!(of("???"), "topic");
        assert_eq!(of(""), "topic");
    }

    #[test]
    fn slugs_end_between_words() {
        assert_eq!(of(&"word ".repeat(30)), ["word"; 16].join("-"));
        assert_eq!(of(&"a".repeat(200)), "a".repeat(80));
        assert_eq!(of(&("a".repeat(80) + " b")), "a".repeat(80));
    }

    #[test]
    fn titles_are_one_clean_line() {
        assert_eq!(
            Title::parse("  How do I\r\n switch \t off\u{200b} roaming? ").unwrap().as_str(),
            "How do I switch off roaming?"
        );
        assert_eq!(Title::parse("Cafe\u{301} with a free hotspot").unwrap().as_str(), "Café with a free hotspot");
        assert_eq!(Title::parse("short"), Err(TitleError::TooShort { min: 15, chars: 5 }));
        assert_eq!(Title::parse(&"\u{200b}".repeat(20)), Err(TitleError::TooShort { min: 15, chars: 0 }));
        assert!(Title::parse(&"ж".repeat(150)).is_ok());
        assert_eq!(Title::parse(&"ж".repeat(151)), Err(TitleError::TooLong { max: 150, chars: 151 }));
        assert_eq!(Title::parse(&"?".repeat(20)), Err(TitleError::NoWords));
        for refused in ['\0', '\u{7}', '\u{9b}', '\u{202e}', '\u{2066}'] {
            assert_eq!(
                Title::parse(&format!("A title with {refused} inside it")),
                Err(TitleError::Character { code: u32::from(refused) })
            );
        }
    }

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
        fn any_title_makes_a_slug(title in any::<String>()) {
            let slug = of(&title);
            prop_assert!((1..=MAX_SLUG_BYTES).contains(&slug.len()));
            prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
            prop_assert_eq!(of(&slug), slug);
        }

        #[test]
        fn parsing_again_changes_nothing(title in "\\PC{10,160}", tag in "\\PC{0,8}") {
            if let Ok(title) = Title::parse(&title) {
                prop_assert_eq!(Title::parse(title.as_str()), Ok(title.clone()));
            }
            if let Ok(tag) = TagSlug::parse(&tag) {
                prop_assert_eq!(TagSlug::parse(tag.as_str()), Ok(tag.clone()));
            }
        }
    }
}
