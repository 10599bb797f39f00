//! The pseudo-locale: English that is readable, and plainly not English.
//!
//! Every letter gets an accent, so a text that is hard-coded stands out; every text grows by
//! 40 %, so a place without room for a translation shows; every text stands in brackets, so one
//! that is cut off, or joined from pieces, shows too.

use std::borrow::Cow;

/// Accents the letters of a text element. Fluent calls it for literal text only, so placeholders
/// and selectors stay as they are; what stands inside `<…>` is markup and stays too.
pub(super) fn accent(text: &str) -> Cow<'_, str> {
    // An element that begins inside a tag continues one that a placeholder interrupted:
    // `<a href="{ $url }">` reaches us as `<a href="` and `">`.
    let mut in_tag = match (text.find('>'), text.find('<')) {
        (Some(close), Some(open)) => close < open,
        (Some(_), None) => true,
        (None, _) => false,
    };
    let mut accented = String::with_capacity(text.len() * 2);
    for letter in text.chars() {
        match letter {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ => {}
        }
        accented.push(if in_tag { letter } else { accented_letter(letter) });
    }
    Cow::Owned(accented)
}

/// Pads a whole text by 40 % and puts it into brackets.
pub(super) fn frame(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let padding: String = FILLER.chars().cycle().take((letters * 2).div_ceil(5)).collect();
    format!("[{text}{padding}]")
}

/// Begins with a space and has words, so that long texts can still be wrapped.
const FILLER: &str = " öñé ţŵö ţĥŕéé";

const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ACCENTED: &str = "áƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ";

fn accented_letter(letter: char) -> char {
    PLAIN
        .chars()
        .zip(ACCENTED.chars())
        .find_map(|(plain, accented)| (plain == letter).then_some(accented))
        .unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_is_accented() {
        assert_eq!(PLAIN.chars().count(), ACCENTED.chars().count());
        let text = accent(PLAIN);
        assert!(!text.chars().any(|c| c.is_ascii_alphabetic()), "{text}");
        assert_eq!(accent("Ask a question, 24/7!"), "Åšķ á ǫûéšţîöñ, 24/7!");
    }

    #[test]
    fn markup_stays_even_when_a_placeholder_cuts_it() {
        assert_eq!(accent("Read <b class=\"x\">this</b>"), "Ŕéáð <b class=\"x\">ţĥîš</b>");
        assert_eq!(accent("See <a href=\""), "Šéé <a href=\"");
        assert_eq!(accent("\">here</a>"), "\">ĥéŕé</a>");
    }

    #[test]
    fn a_text_grows_by_two_fifths() {
        let framed = frame(&"a".repeat(100));
        assert!(framed.starts_with('[') && framed.ends_with(']'));
        assert_eq!(framed.chars().count(), 142);
    }
}
