//! Headings as places: each gets an anchor, so that a part of a text has an address.
//!
//! An anchor is the heading's words as in an address, after [`PREFIX`]; a second one of the same words gets a number.
//! So it stays when other parts of the text change.

use std::collections::HashSet;

use pulldown_cmark::{Event, Tag, TagEnd};
use serde::Serialize;

use super::events::{self, Located};
use crate::slug;

/// What every anchor begins with: none can be taken for a part of the page around the text.
pub(super) const PREFIX: &str = "h-";

/// Levels of headings that a table of contents shows.
const SHOWN: usize = 2;

/// A heading in a table of contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// Its anchor in the page, without `#`.
    pub anchor: String,
    /// Its words.
    pub text: String,
    /// 1 for a part of the text, 2 for a part of that.
    pub level: usize,
}

/// The headings of a text that a table of contents shows, in order.
#[must_use]
pub fn headings(source: &str) -> Vec<Heading> {
    let events: Vec<Located<'_>> = events::parse(source).collect();
    of(&events).into_iter().filter(|heading| heading.level <= SHOWN).collect()
}

/// Every heading that has words or a picture, in order.
pub(super) fn of(events: &[Located<'_>]) -> Vec<Heading> {
    let (mut found, mut taken, mut open) = (Vec::new(), HashSet::new(), None);
    let mut levels = Vec::new();
    let mut ahead = events.iter().map(|(event, _)| event).peekable();
    while let Some(event) = ahead.next() {
        if let Event::Start(Tag::Heading { level, .. }) = event {
            let is_empty = matches!(ahead.peek(), Some(Event::End(TagEnd::Heading(_))));
            open = (!is_empty).then(String::new);
            if !is_empty {
                while levels.last().is_some_and(|above| above >= level) {
                    levels.pop();
                }
                levels.push(*level);
            }
        } else if let Event::End(TagEnd::Heading(_)) = event {
            if let Some(text) = open.take() {
                found.push(Heading { anchor: anchor(&text, &mut taken), text, level: levels.len() });
            }
        } else if let (Some(text), Event::Text(part) | Event::Code(part)) = (&mut open, event) {
            text.push_str(part);
        }
    }
    found
}

fn anchor(text: &str, taken: &mut HashSet<String>) -> String {
    let words = if text.chars().any(char::is_alphanumeric) { slug::of(text) } else { "part".to_owned() };
    let first = format!("{PREFIX}{words}");
    let mut anchor = first.clone();
    let mut number = 1;
    while !taken.insert(anchor.clone()) {
        number += 1;
        anchor = format!("{first}-{number}");
    }
    anchor
}

/// Whether this is one of ours.
pub(super) fn is_anchor(value: &str) -> bool {
    value.strip_prefix(PREFIX).is_some_and(|words| {
        !words.is_empty() && words.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::Body;
    use super::*;

    const TEXT: &str =
        "# Įjunkite eSIM\n\nA\n\n## Что `делать`\n\nB\n\n# Įjunkite eSIM\n\n#\n\n# ???\n\n### Deep\n\n#### Deeper";

    #[test]
    fn every_heading_has_an_anchor_of_its_own() {
        let found: Vec<(String, usize)> =
            headings(TEXT).into_iter().map(|heading| (heading.anchor, heading.level)).collect();
        let expected =
            [("h-ijunkite-esim", 1), ("h-chto-delat", 2), ("h-ijunkite-esim-2", 1), ("h-part", 1), ("h-deep", 2)];
        assert_eq!(found, expected.map(|(anchor, level)| (anchor.to_owned(), level)));
    }

    #[test]
    fn the_anchors_stand_in_the_html_of_an_article_and_in_no_other() {
        let html = Body::parse_with_anchors(TEXT).unwrap().html().as_str().to_owned();
        for heading in headings(TEXT) {
            assert!(html.contains(&format!(" id=\"{}\">", heading.anchor)), "{html}");
        }
        assert!(html.contains("<h3 id=\"h-ijunkite-esim\">"), "{html}");
        assert!(!Body::parse(TEXT).unwrap().html().as_str().contains(" id="));
    }

    #[test]
    fn an_anchor_that_is_not_ours_does_not_pass() {
        for wrong in ["h-", "q", "main", "h-A", "h-a b", "h-\"", "a12"] {
            assert!(!is_anchor(wrong), "{wrong}");
        }
    }
}
