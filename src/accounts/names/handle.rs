//! The handle: the unique name in addresses and mentions.

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::{GeneralSecurityProfile, RestrictionLevel, RestrictionLevelDetection, skeleton};

use super::reserved::is_reserved;
use super::unicode::piles_marks;
use crate::i18n::Arg;

/// A handle, in lower case.
///
/// Lower case because a capital `I` and a small `l` look alike while `i` and `l` do not: with
/// the case gone, one skeleton catches both look-alikes and spellings that differ in case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Handle(String);

/// Why a handle is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.key())]
#[expect(missing_docs, reason = "each variant is the sentence of its key in names.ftl")]
pub enum HandleError {
    TooShort,
    TooLong { length: usize },
    Character { character: char },
    Edge,
    OnlyDigits,
    MixedScripts,
    Reserved { handle: String },
}

impl HandleError {
    /// The Fluent key of the sentence for the person.
    pub fn key(&self) -> &'static str {
        match self {
            HandleError::TooShort => "accounts-handle-too-short",
            HandleError::TooLong { .. } => "accounts-handle-too-long",
            HandleError::Character { .. } => "accounts-handle-character",
            HandleError::Edge => "accounts-handle-edge",
            HandleError::OnlyDigits => "accounts-handle-only-digits",
            HandleError::MixedScripts => "accounts-handle-mixed-scripts",
            HandleError::Reserved { .. } => "accounts-handle-reserved",
        }
    }

    /// The arguments of that sentence.
    pub fn args(&self) -> Vec<(&'static str, Arg<'static>)> {
        match self {
            HandleError::TooShort => vec![("min", Handle::MIN.into())],
            HandleError::TooLong { length } => {
                vec![("max", Handle::MAX.into()), ("length", (*length).into())]
            }
            HandleError::Character { character } => {
                vec![("character", visible(*character).into())]
            }
            HandleError::Edge | HandleError::OnlyDigits | HandleError::MixedScripts => vec![],
            HandleError::Reserved { handle } => vec![("handle", handle.clone().into())],
        }
    }
}

impl Handle {
    /// Fewest characters.
    pub const MIN: usize = 2;
    /// Most characters.
    pub const MAX: usize = 30;

    /// Parses what a person typed: compatibility forms and case are folded, a leading `@` and
    /// spaces around are dropped.
    ///
    /// # Errors
    ///
    /// The first rule that the handle breaks.
    pub fn parse(typed: &str) -> Result<Handle, HandleError> {
        let handle = Handle::parse_official(typed)?;
        if is_reserved(&handle.0) {
            return Err(HandleError::Reserved { handle: handle.0 });
        }
        Ok(handle)
    }

    /// As [`parse`](Handle::parse), but reserved words are allowed: for accounts that whoever
    /// runs the server makes, such as its first admin.
    ///
    /// # Errors
    ///
    /// The first rule that the handle breaks.
    pub fn parse_official(typed: &str) -> Result<Handle, HandleError> {
        let typed = typed.trim();
        let typed = typed.strip_prefix('@').unwrap_or(typed);
        // No 30 characters come from more bytes: a letter is composed of at most four.
        if typed.len() > Handle::MAX * 64 {
            let length = typed.chars().count();
            return Err(HandleError::TooLong { length });
        }
        let handle = fold(typed);
        let length = handle.chars().count();
        if length < Handle::MIN {
            return Err(HandleError::TooShort);
        }
        if length > Handle::MAX {
            return Err(HandleError::TooLong { length });
        }
        if let Some(character) = handle.chars().find(|&c| !is_allowed(c)) {
            return Err(HandleError::Character { character });
        }
        if let Some(character) = handle.chars().find(|&c| is_combining_mark(c))
            && piles_marks(&handle)
        {
            return Err(HandleError::Character { character });
        }
        if !handle.starts_with(char::is_alphanumeric) || handle.ends_with(['-', '_']) {
            return Err(HandleError::Edge);
        }
        if !handle.chars().any(char::is_alphabetic) {
            return Err(HandleError::OnlyDigits);
        }
        if !handle.as_str().check_restriction_level(RestrictionLevel::HighlyRestrictive) {
            return Err(HandleError::MixedScripts);
        }
        Ok(Handle(handle))
    }

    /// The handle as it is written in addresses and mentions, without `@`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The UTS 39 skeleton: equal for handles that look alike. Unique among accounts.
    pub fn skeleton(&self) -> String {
        skeleton_of(&self.0)
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub(super) fn skeleton_of(folded: &str) -> String {
    // The prototype of a zero is a capital O.
    skeleton(folded).collect::<String>().to_lowercase()
}

fn fold(typed: &str) -> String {
    let lower = typed.nfkc().collect::<String>().to_lowercase();
    // `İ` becomes an `i` with a second dot, which looks like a plain one.
    lower.replace("i\u{307}", "i").nfkc().collect()
}

fn is_allowed(character: char) -> bool {
    let shape = character.is_alphanumeric() || is_combining_mark(character) || character == '-' || character == '_';
    shape && character.identifier_allowed()
}

/// A character as it can be shown in a sentence: what cannot be seen, by its code point.
fn visible(character: char) -> String {
    if super::unicode::is_unseen(character) || character.is_whitespace() || is_combining_mark(character) {
        format!("U+{:04X}", u32::from(character))
    } else {
        character.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handle(typed: &str) -> String {
        Handle::parse(typed).unwrap_or_else(|e| panic!("{typed:?}: {e:?}")).0
    }

    fn error(typed: &str) -> HandleError {
        Handle::parse(typed).expect_err(typed)
    }

    #[test]
    fn handles_of_every_script_are_folded() {
        for (typed, parsed) in [
            ("Ada", "ada"),
            ("  @Ada_L-1 ", "ada_l-1"),
            ("Šarūnas", "šarūnas"),
            ("Вася2026", "вася2026"),
            ("山田タロウ", "山田タロウ"),
            ("tokyo東京", "tokyo東京"),
            ("홍길동", "홍길동"),
            ("हिन्दी", "हिन्दी"),
            ("ＡＤＡ", "ada"),
            ("İstanbul", "istanbul"),
            ("ada\u{301}x", "adáx"),
            ("4x4", "4x4"),
            (&"a".repeat(30), &"a".repeat(30)),
        ] {
            assert_eq!(handle(typed), parsed);
            assert_eq!(handle(parsed), parsed, "folding again changes nothing");
        }
    }

    #[test]
    fn each_rule_has_its_error() {
        for typed in ["", " ", "@", "a", "@a", "１"] {
            assert_eq!(error(typed), HandleError::TooShort, "{typed}");
        }
        assert_eq!(error(&"a".repeat(31)), HandleError::TooLong { length: 31 });
        assert_eq!(error(&"a".repeat(100_000)), HandleError::TooLong { length: 100_000 });
        // One character that folds to eighteen.
        assert_eq!(error("\u{fdfa}\u{fdfa}"), HandleError::TooLong { length: 36 });
        for (typed, character) in [
            ("a b", ' '),
            ("a.b", '.'),
            ("a@b", '@'),
            ("a/b", '/'),
            ("<b>", '<'),
            ("a\u{200b}b", '\u{200b}'),
            ("a\u{200d}b", '\u{200d}'),
            ("ab\u{202e}", '\u{202e}'),
            ("a\0b", '\0'),
            ("ab\u{3164}", '\u{1160}'),
            ("a😀b", '😀'),
            ("ab\u{fe0f}", '\u{fe0f}'),
            ("a\u{336}b", '\u{336}'),
        ] {
            assert_eq!(error(typed), HandleError::Character { character }, "{typed:?}");
        }
        for typed in ["-ab", "_ab", "ab-", "ab_", "--", "\u{301}ab"] {
            assert_eq!(error(typed), HandleError::Edge, "{typed}");
        }
        for typed in ["12", "1-2", "２０２６"] {
            assert_eq!(error(typed), HandleError::OnlyDigits, "{typed}");
        }
        for typed in ["аdа1x", "pаypal", "greekα", "東京анна", "abשלום"] {
            assert_eq!(error(typed), HandleError::MixedScripts, "{typed}");
        }
    }

    #[test]
    fn reserved_words_and_their_look_alikes_are_kept() {
        for typed in [
            "admin",
            "Admin",
            "ADMIN",
            "admin1",
            "admin_2026",
            "ad-min",
            "talka",
            "ta1ka",
            "moderat0r",
            "support24",
            "talka_help",
            "anna-support",
            "r00t",
            "арр",
            "me",
            "api",
            "www",
            "w-w-w",
        ] {
            let found = error(typed);
            assert!(matches!(found, HandleError::Reserved { .. }), "{typed}: {found:?}");
        }
        for typed in ["administrata", "supporter", "user123", "team-anna", "api2"] {
            assert_eq!(handle(typed), typed);
        }
        assert_eq!(Handle::parse_official("admin").unwrap().as_str(), "admin");
        assert!(Handle::parse_official("ad min").is_err());
    }

    #[test]
    fn look_alikes_have_one_skeleton() {
        let key = |typed: &str| Handle::parse_official(typed).unwrap().skeleton();
        for (one, other) in [
            ("paypal", "PayPal"),
            ("paypal", "paypa1"),
            ("cop", "сор"),
            ("bob", "b0b"),
            ("modern", "modem"),
            ("scope", "ѕсоре"),
        ] {
            assert_eq!(key(one), key(other), "{one} {other}");
        }
        for (one, other) in [("karl", "kari"), ("ana", "anna"), ("eva", "ева1")] {
            assert_ne!(key(one), key(other), "{one} {other}");
        }
    }

    /// Pairs that Unicode has parted since the list was made, as the list is older than the
    /// tables that we use.
    const PARTED: [(&str, &str); 5] = [("f\u{326}", "ƒ"), ("i", "ӏ"), ("എെ", "ഐ"), ("郎", "郞"), ("隷", "隸")];

    /// Every pair of Unicode's list that survives as a pair of handles has one skeleton.
    #[test]
    fn the_confusables_of_unicode_collide() {
        let Ok(data) = std::env::var("TALKA_TEST_DATA") else {
            return;
        };
        let file = std::path::Path::new(&data).join("corpora/unicode/confusables.json");
        let text = std::fs::read_to_string(file).unwrap();
        let list: serde_json::Value = serde_json::from_str(&text).unwrap();
        let mut pairs = 0;
        for (one, others) in list.as_object().unwrap() {
            for other in others.as_array().unwrap() {
                let other = other["c"].as_str().unwrap();
                let parted = PARTED.iter().any(|pair| [*pair, (pair.1, pair.0)].contains(&(one.as_str(), other)));
                // Twice, or a single character would be too short.
                let (twice, other_twice) = (one.repeat(2), other.repeat(2));
                let (Ok(a), Ok(b)) = (Handle::parse(&twice), Handle::parse(&other_twice)) else {
                    continue;
                };
                // Pairs that only look alike in upper case are no pairs here.
                if a.0 == twice && b.0 == other_twice && !parted {
                    assert_eq!(a.skeleton(), b.skeleton(), "{a} {b}");
                    pairs += 1;
                }
            }
        }
        assert!(pairs > 300, "only {pairs} pairs");
    }
}
