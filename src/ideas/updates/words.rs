//! How much a text says, and whether two say the same.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::ids;
use crate::markdown;

/// The letters and digits of a text, each with its marks, and every gap between words as one: marks upon marks, dots and
/// what nobody sees make it no longer.
pub(super) fn length(source: &str) -> usize {
    let text = seen(source);
    let is_word = |one: &&str| one.chars().any(char::is_alphanumeric);
    let letters = text.graphemes(true).filter(is_word).count();
    let words = text.graphemes(true).fold((0, false), |(words, in_word), one| {
        let letter = is_word(&one);
        (words + usize::from(letter && !in_word), letter)
    });
    letters + words.0.saturating_sub(1)
}

/// The digest of the letters and digits of a text, whatever their case, marks and form: two texts that differ in nothing
/// else are one. Without any letter, of the text as it is.
pub(super) fn key(source: &str) -> String {
    let letters: String = seen(source).nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    ids::digest(if letters.is_empty() { source } else { &letters })
}

/// The text without its markup and without what is drawn as nothing.
fn seen(source: &str) -> String {
    let is_seen = |c: &char| c.is_whitespace() || !markdown::has_no_shape(*c);
    markdown::plain_text(source).chars().filter(is_seen).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_counted_and_not_marks() {
        for (text, expected) in [
            ("No.", 2),
            ("No, thank you", 12),
            ("No ........................................", 2),
            ("**bold** _words_", 10),
            ("Z\u{337}\u{321}\u{315}a\u{300}\u{301}\u{302}\u{303}", 2),
            ("a\u{200b}\u{200b}\u{200b}b", 2),
            ("a\u{2060}\u{feff}\u{ad}b", 2),
            ("\u{3164}\u{3164}\u{115f}\u{ffa0}\u{2800}", 0),
            ("Мы этого не сделаем", 19),
            ("👍👍👍👍", 0),
            ("나라", 2),
            ("", 0),
            ("[a](https://example.org/a-very-long-address-that-says-nothing)", 1),
        ] {
            assert_eq!(length(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_text_is_the_same_in_other_signs() {
        let one = key("We will not do this: it costs too much.");
        for same in [
            "we will not do this; it costs TOO much",
            "**We** will not do this it costs too much!!!",
            "Wé will not do this: it costs too much",
        ] {
            assert_eq!(key(same), one, "{same}");
        }
        assert_ne!(key("We will do this: it costs too much."), one);
        assert_ne!(key("👍"), key("👎"));
    }
}
