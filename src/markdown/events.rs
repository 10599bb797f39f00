//! Markdown to parser events, with the limits that hold before anything is made of them.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, OffsetIter, Options, Parser, Tag, TagEnd};

use super::{BodyError, MAX_CELLS, MAX_DEPTH};

/// An event and the bytes of the source it came from.
pub(super) type Located<'a> = (Event<'a>, Range<usize>);

/// Parses with neighbouring texts joined, so that a bare link or a handle is seen whole. Raw HTML becomes text: it
/// is shown, never obeyed. A sign with a backslash before it stays a text of its own, so nothing is read into it.
pub(super) fn parse(source: &str) -> Joined<'_> {
    let syntax = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    Joined { source, events: Parser::new_ext(source, syntax).into_offset_iter(), ahead: None }
}

/// Parses what has something to show, within the limits of nesting and of table cells.
pub(super) fn parse_limited(source: &str) -> Result<Vec<Located<'_>>, BodyError> {
    let mut depth = 0_usize;
    let mut cells = 0_usize;
    let mut events = Vec::new();
    let mut visible = false;
    for (event, range) in parse(source) {
        if let Event::Start(tag) = &event {
            depth += 1;
            // The parser fills up rows that are shorter than the head: few bytes could make very many cells.
            cells += usize::from(matches!(tag, Tag::TableCell));
        } else if matches!(event, Event::End(_)) {
            depth = depth.saturating_sub(1);
        }
        if depth > MAX_DEPTH {
            return Err(BodyError::TooDeep { max: MAX_DEPTH });
        }
        if cells > MAX_CELLS {
            return Err(BodyError::TooManyCells { max: MAX_CELLS });
        }
        visible = visible || is_visible(&event);
        events.push((event, range));
    }
    if visible { Ok(events) } else { Err(BodyError::Empty) }
}

fn is_visible(event: &Event<'_>) -> bool {
    if let Event::Text(text) | Event::Code(text) = event {
        !text.chars().all(has_no_shape)
    } else if let Event::Start(Tag::Image { dest_url, .. }) = event {
        !dest_url.is_empty()
    } else {
        false
    }
}

/// White space and what Unicode draws as nothing: a text of these looks empty.
pub fn has_no_shape(c: char) -> bool {
    c.is_whitespace()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

/// See [`parse`].
pub(super) struct Joined<'a> {
    source: &'a str,
    events: OffsetIter<'a>,
    ahead: Option<Located<'a>>,
}

impl<'a> Iterator for Joined<'a> {
    type Item = Located<'a>;

    #[expect(clippy::wildcard_enum_match_arm, reason = "every other event passes as it is")]
    fn next(&mut self) -> Option<Located<'a>> {
        let (event, mut range) = self.advance()?;
        let Event::Text(mut text) = event else {
            return Some((event, range));
        };
        if self.is_escaped_sign(&text, &range) {
            let rest = CowStr::from(text[1..].to_owned());
            if !rest.is_empty() {
                self.ahead = Some((Event::Text(rest), range.start + 1..range.end));
            }
            return Some((Event::Text(CowStr::from(text[..1].to_owned())), range));
        }
        let mut joined = String::new();
        while let Some((event, next)) = self.advance() {
            match event {
                Event::Text(more) if !self.is_escaped_sign(&more, &next) => {
                    if joined.is_empty() {
                        joined.push_str(&text);
                    }
                    joined.push_str(&more);
                    range.end = next.end;
                }
                other => {
                    self.ahead = Some((other, next));
                    break;
                }
            }
        }
        if !joined.is_empty() {
            text = CowStr::from(joined);
        }
        Some((Event::Text(text), range))
    }
}

impl<'a> Joined<'a> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "every other event passes as it is")]
    fn advance(&mut self) -> Option<Located<'a>> {
        let (event, range) = self.ahead.take().or_else(|| self.events.next())?;
        let event = match event {
            Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            other => other,
        };
        Some((event, range))
    }

    fn is_escaped_sign(&self, text: &str, range: &Range<usize>) -> bool {
        text.starts_with(['@', '#']) && self.source[..range.start].ends_with('\\')
    }
}
