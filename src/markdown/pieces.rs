//! What stands inside running text besides words: bare links, `@handle` and `#123`.

use linkify::{LinkFinder, LinkKind};

use super::address;

/// A stretch of running text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Words(&'t str),
    /// An address as written, to be linked.
    Link(&'t str),
    /// A handle without its `@`.
    Mention(&'t str),
    /// The number of a topic, digits only, without its `#`.
    Topic(&'t str),
}

/// Handles have this many characters.
const HANDLE: std::ops::RangeInclusive<usize> = 2..=30;

/// Topic numbers are at most this long, so that they fit an id.
const MAX_DIGITS: usize = 18;

/// Splits running text; the pieces, with their signs, add up to the text.
pub(super) fn split(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut done = 0;
    for found in finder().links(text) {
        if *found.kind() == LinkKind::Url && is_bare_link(found.as_str()) {
            signs(text, done..found.start(), &mut pieces);
            pieces.push(Piece::Link(found.as_str()));
            done = found.end();
        } else if *found.kind() == LinkKind::Email || found.as_str().contains("://") {
            signs(text, done..found.start(), &mut pieces);
            pieces.push(Piece::Words(found.as_str()));
            done = found.end();
        }
    }
    signs(text, done..text.len(), &mut pieces);
    pieces
}

fn finder() -> LinkFinder {
    let mut finder = LinkFinder::new();
    // Only `www.` is taken of what has no scheme, see `is_bare_link`: `file.txt` is no link.
    finder.url_must_have_scheme(false);
    finder
}

fn is_bare_link(found: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|prefix| address::starts_with_ignoring_case(found, prefix))
        && address::link(found).is_some()
}

/// Finds mentions and topic numbers in `range` of `text`; what stands around the range still counts as neighbour.
fn signs<'t>(text: &'t str, range: std::ops::Range<usize>, pieces: &mut Vec<Piece<'t>>) {
    let mut words = range.start;
    let mut at = range.start;
    while let Some(offset) = text[at..range.end].find(['@', '#']) {
        let sign = at + offset;
        at = sign + 1;
        let before = text[..sign].chars().next_back();
        let after = &text[at..range.end];
        let piece = if text[sign..].starts_with('@') {
            handle(before, after).map(Piece::Mention)
        } else {
            number(before, after).map(Piece::Topic)
        };
        if let Some(piece) = piece {
            if words < sign {
                pieces.push(Piece::Words(&text[words..sign]));
            }
            let (Piece::Mention(name) | Piece::Topic(name) | Piece::Words(name) | Piece::Link(name)) = piece;
            at += name.len();
            words = at;
            pieces.push(piece);
        }
    }
    if words < range.end {
        pieces.push(Piece::Words(&text[words..range.end]));
    }
}

fn handle(before: Option<char>, after: &str) -> Option<&str> {
    if before.is_some_and(|c| is_handle_char(c) || matches!(c, '.' | '+' | '/' | '@' | '%' | '&')) {
        return None;
    }
    let end = after.find(|c| !is_handle_char(c)).unwrap_or(after.len());
    let (name, rest) = after.split_at(end);
    // `@scope/package` and `@name@other.example` name things elsewhere.
    (HANDLE.contains(&name.chars().count()) && !rest.starts_with(['/', '@'])).then_some(name)
}

fn number(before: Option<char>, after: &str) -> Option<&str> {
    if before.is_some_and(|c| is_handle_char(c) || matches!(c, '#' | '&' | '/' | '@')) {
        return None;
    }
    let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    let (digits, rest) = after.split_at(end);
    let fits = (1..=MAX_DIGITS).contains(&digits.len()) && !digits.starts_with('0');
    (fits && !rest.starts_with(is_handle_char)).then_some(digits)
}

fn is_handle_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-'
}

#[cfg(test)]
mod tests {
    use super::{Piece::*, *};

    #[test]
    fn finds_handles_and_numbers() {
        assert_eq!(
            split("@ann and (@Žygis_2), see #12."),
            [Mention("ann"), Words(" and ("), Mention("Žygis_2"), Words("), see "), Topic("12"), Words(".")]
        );
    }

    #[test]
    fn leaves_other_signs_alone() {
        for text in [
            "mail ann@example.com",
            "x@ann",
            "@a",
            "@",
            "@@ann",
            "@types/node",
            "@ann@elsewhere.example",
            "#0",
            "#007",
            "##12",
            "a#12",
            "#12th",
            "#1234567890123456789",
            "#fff",
            "file.txt and example.com",
            "ftp://host/@ann",
            "user@www.example.com",
        ] {
            let pieces = split(text);
            assert!(pieces.iter().all(|p| matches!(p, Words(_))), "{pieces:?}");
        }
        let long = "@".to_owned() + &"a".repeat(31);
        assert_eq!(split(&long), [Words(&long)]);
    }

    #[test]
    fn finds_bare_links_without_the_full_stop() {
        assert_eq!(
            split("See https://example.com/@ann#12, or www.example.com."),
            [Words("See "), Link("https://example.com/@ann#12"), Words(", or "), Link("www.example.com"), Words(".")]
        );
    }
}
