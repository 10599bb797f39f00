//! Titles and tags as they are typed, and the readable part of addresses.

mod tag;
mod title;

pub use tag::{MAX_TAG_CHARS, TagError, TagSlug};
pub use title::{MAX_TITLE_CHARS, MIN_TITLE_CHARS, Title, TitleError};

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

/// Embeddings, overrides and isolates: text after them can read as something else.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Joiners are not among these: Persian, Hindi and emoji need them.
fn is_shapeless(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

#[cfg(test)]
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

    proptest! {
        #[test]
        fn any_title_makes_a_slug(title in any::<String>()) {
            let slug = of(&title);
            prop_assert!((1..=MAX_SLUG_BYTES).contains(&slug.len()));
            prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
            prop_assert_eq!(of(&slug), slug);
        }
    }
}
