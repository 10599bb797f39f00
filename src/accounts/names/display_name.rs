//! The display name: what a person is called beside their posts. It may repeat.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::unicode::{is_unseen, mixes_scripts, piles_marks};
use crate::i18n::Arg;

/// A display name, in NFKC, on one line, with single spaces.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DisplayName(String);

/// Why a display name is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.key())]
#[expect(missing_docs, reason = "each variant is the sentence of its key in names.ftl")]
pub enum DisplayNameError {
    Empty,
    TooLong { length: usize },
    Unseen { code_point: u32 },
    Marks,
    MixedScripts { word: String },
    Link,
    Markup,
}

impl DisplayNameError {
    /// The Fluent key of the sentence for the person.
    pub fn key(&self) -> &'static str {
        match self {
            DisplayNameError::Empty => "accounts-name-empty",
            DisplayNameError::TooLong { .. } => "accounts-name-too-long",
            DisplayNameError::Unseen { .. } => "accounts-name-unseen",
            DisplayNameError::Marks => "accounts-name-marks",
            DisplayNameError::MixedScripts { .. } => "accounts-name-mixed-scripts",
            DisplayNameError::Link => "accounts-name-link",
            DisplayNameError::Markup => "accounts-name-markup",
        }
    }

    /// The arguments of that sentence.
    pub fn args(&self) -> Vec<(&'static str, Arg<'static>)> {
        match self {
            DisplayNameError::TooLong { length } => {
                vec![("max", DisplayName::MAX.into()), ("length", (*length).into())]
            }
            DisplayNameError::Unseen { code_point } => {
                vec![("code", format!("U+{code_point:04X}").into())]
            }
            DisplayNameError::MixedScripts { word } => vec![("word", word.clone().into())],
            DisplayNameError::Empty | DisplayNameError::Marks | DisplayNameError::Link | DisplayNameError::Markup => {
                vec![]
            }
        }
    }
}

impl DisplayName {
    /// Most characters.
    pub const MAX: usize = 50;

    /// Parses what a person typed. Compatibility forms become plain letters (so that screen
    /// readers read 𝓑𝓸𝓫 as Bob), and spaces are trimmed and joined.
    ///
    /// # Errors
    ///
    /// The first rule that the name breaks. Names go into mails, so what a mail program turns
    /// into a link is refused, not escaped.
    pub fn parse(typed: &str) -> Result<DisplayName, DisplayNameError> {
        let typed = typed.trim();
        // No 50 characters come from more bytes: a letter is composed of at most four, of four bytes.
        if typed.len() > DisplayName::MAX * 20 {
            let length = typed.chars().count();
            return Err(DisplayNameError::TooLong { length });
        }
        let plain: String = typed.nfkc().collect();
        // Before spaces are joined: a line break is a space too.
        if let Some(unseen) = plain.chars().find(|&c| is_unseen(c)) {
            let code_point = unseen.into();
            return Err(DisplayNameError::Unseen { code_point });
        }
        let name = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        let length = name.chars().count();
        if length > DisplayName::MAX {
            return Err(DisplayNameError::TooLong { length });
        }
        if !name.chars().any(char::is_alphanumeric) {
            return Err(DisplayNameError::Empty);
        }
        if name.contains(['<', '>']) {
            return Err(DisplayNameError::Markup);
        }
        if is_link(&name) {
            return Err(DisplayNameError::Link);
        }
        if piles_marks(&name) {
            return Err(DisplayNameError::Marks);
        }
        if let Some(word) = words(&name).find(|word| mixes_scripts(word)) {
            let word = word.to_owned();
            return Err(DisplayNameError::MixedScripts { word });
        }
        Ok(DisplayName(name))
    }

    /// The name as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DisplayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// "Anna (Анна)" is two words of one script each; hyphens and brackets part words as well.
fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| c.is_whitespace() || "-–—/|·,;()[]{}".contains(c))
}

/// Whether a mail program could make a link of it: an address, a scheme, or a dot with at least
/// two letters or digits right behind it (`evil.example`, `t.co`, but not `J. R. Smith`).
fn is_link(name: &str) -> bool {
    // Browsers take the ideographic full stop for a dot as well.
    let dots = ['.', '。'];
    name.contains('@')
        || name.contains("//")
        || name.split(dots).zip(name.split(dots).skip(1)).any(|(before, after)| {
            let joined = before.ends_with(char::is_alphanumeric);
            joined && after.chars().take_while(|c| c.is_alphanumeric()).count() >= 2
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(typed: &str) -> DisplayNameError {
        DisplayName::parse(typed).expect_err(typed)
    }

    #[test]
    fn names_of_the_world_are_welcome() {
        for (typed, name) in [
            ("Ada Lovelace", "Ada Lovelace"),
            ("  Ada \u{a0}  Lovelace\u{3000}", "Ada Lovelace"),
            ("J. R. R. Tolkien", "J. R. R. Tolkien"),
            ("J.R.R. Tolkien", "J.R.R. Tolkien"),
            ("Dr. Anna Maria d'Arc-Żółć", "Dr. Anna Maria d'Arc-Żółć"),
            ("Anna (Анна)", "Anna (Анна)"),
            ("山田太郎", "山田太郎"),
            ("नरेन्द्र मोदी", "नरेन्द्र मोदी"),
            ("عمر الخيام", "عمر الخيام"),
            ("Sinéad O’Connor", "Sinéad O’Connor"),
            ("𝓑𝓸𝓫", "Bob"),
            ("Ｂｏｂ", "Bob"),
            ("Bob 😀", "Bob 😀"),
            ("x", "x"),
            ("7", "7"),
        ] {
            assert_eq!(DisplayName::parse(typed).unwrap().as_str(), name, "{typed}");
        }
        assert!(DisplayName::parse(&"ж".repeat(50)).is_ok());
    }

    #[test]
    fn each_rule_has_its_error() {
        for typed in ["", "  ", "…", "😀", "-", "''"] {
            assert_eq!(error(typed), DisplayNameError::Empty, "{typed}");
        }
        assert_eq!(error(&"a".repeat(51)), DisplayNameError::TooLong { length: 51 });
        assert_eq!(error(&"a".repeat(99_999)), DisplayNameError::TooLong { length: 99_999 });
        assert_eq!(error(&"\u{fdfa}".repeat(3)), DisplayNameError::TooLong { length: 54 });
        for (typed, code_point) in [
            ("a\nb", 0x0a),
            ("a\r\nBcc: x", 0x0d),
            ("a\0b", 0),
            ("a\tb", 0x09),
            ("a\u{2028}b", 0x2028),
            ("\u{202e}adA", 0x202e),
            ("a\u{2067}b", 0x2067),
            ("a\u{200b}b", 0x200b),
            ("a\u{200d}b", 0x200d),
            ("a\u{e0041}", 0xe0041),
            ("a\u{f000}", 0xf000),
        ] {
            assert_eq!(error(typed), DisplayNameError::Unseen { code_point }, "{typed:?}");
        }
        assert_eq!(error("a\u{336}\u{336}b"), DisplayNameError::Marks);
        assert_eq!(error("Mr Аnna"), DisplayNameError::MixedScripts { word: "Аnna".into() });
    }

    #[test]
    fn nothing_becomes_a_link_in_a_mail() {
        for typed in [
            "evil.example",
            "Visit evil.example now",
            "www.evil.com",
            "t.co",
            "https://evil",
            "javascript://x",
            "ada@evil.example",
            "@ada",
            "evil．example",
            "evil。example",
            "пример.рф",
            "127.0.0.11",
        ] {
            assert_eq!(error(typed), DisplayNameError::Link, "{typed}");
        }
        for typed in ["<a href>", "<b>Bob</b>", "Bob <bob", "＜script＞"] {
            assert_eq!(error(typed), DisplayNameError::Markup, "{typed}");
        }
    }
}
