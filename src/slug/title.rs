//! The title of a topic.

use std::fmt;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use super::{is_shapeless, turns_direction};
use crate::message::Message;

/// Characters a title has at least.
pub const MIN_TITLE_CHARS: usize = 15;

/// Characters a title has at most.
pub const MAX_TITLE_CHARS: usize = 150;

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

impl From<TitleError> for Message {
    fn from(error: TitleError) -> Self {
        match error {
            TitleError::TooShort { chars: 0, .. } => Self::new("text-title-empty"),
            TitleError::TooShort { min, chars } => {
                Self::new("text-title-too-short").with("min", min).with("chars", chars)
            }
            TitleError::TooLong { max, chars } => {
                Self::new("text-title-too-long").with("max", max).with("chars", chars)
            }
            TitleError::NoWords => Self::new("text-title-no-words"),
            TitleError::Character { code } => {
                Self::new("text-title-character").with("character", format!("U+{code:04X}"))
            }
        }
    }
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

    /// See [`super::of`].
    pub fn slug(&self) -> String {
        super::of(&self.0)
    }
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

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

    proptest! {
        #[test]
        fn parsing_again_changes_nothing(title in "\\PC{10,160}") {
            if let Ok(title) = Title::parse(&title) {
                prop_assert_eq!(Title::parse(title.as_str()), Ok(title.clone()));
            }
        }
    }
}
