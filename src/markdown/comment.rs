//! Comments: paragraphs, links and code. What else Markdown knows stays as it was typed, as far as it carries sense.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd, html};

use super::events::Located;
use super::inline::{Images, Inline};

/// HTML of a comment, not yet sanitised.
pub(super) fn render(source: &str, events: Vec<Located<'_>>) -> String {
    let mut writer = Writer {
        source,
        inline: Inline::new(Images::Linked),
        in_code: false,
        in_paragraph: false,
        lists: Vec::new(),
        marker: String::new(),
        emphasis: Vec::new(),
    };
    for (event, range) in events {
        writer.event(event, range);
    }
    writer.end_paragraph();
    let mut text = String::new();
    html::push_html(&mut text, writer.inline.out.into_iter());
    text
}

struct Writer<'a> {
    source: &'a str,
    inline: Inline<'a>,
    in_code: bool,
    in_paragraph: bool,
    /// The next number of each open list, `None` for bullets.
    lists: Vec<Option<u64>>,
    /// What the next paragraph begins with: `- `, `2. ` or `> `.
    marker: String,
    /// The signs that opened the emphasis around the present place.
    emphasis: Vec<&'a str>,
}

impl<'a> Writer<'a> {
    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_code => self.inline.out.push(Event::Text(text)),
            Event::Code(code) => {
                self.begin_paragraph();
                self.inline.code(code);
            }
            Event::SoftBreak | Event::HardBreak => self.inline.line_break(event),
            Event::Rule => self.end_paragraph(),
            Event::TaskListMarker(done) => {
                self.text(CowStr::Borrowed(if done { "☑ " } else { "☐ " }));
            }
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.text(text),
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "every other tag begins a block, and blocks are paragraphs here"
    )]
    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Link { link_type, dest_url, title, .. } => {
                self.begin_paragraph();
                self.inline.start_link(link_type, dest_url, title);
            }
            Tag::Image { dest_url, title, .. } => {
                self.begin_paragraph();
                self.inline.start_image(dest_url, title);
            }
            Tag::Emphasis => self.start_emphasis(range, "*", "_"),
            Tag::Strong => self.start_emphasis(range, "**", "__"),
            Tag::Strikethrough => self.start_emphasis(range, "~~", "~"),
            Tag::CodeBlock(_) => {
                self.end_paragraph();
                self.in_code = true;
                self.inline.out.push(Event::Start(tag));
            }
            Tag::List(first) => {
                self.end_paragraph();
                self.lists.push(first);
            }
            Tag::Item => {
                self.end_paragraph();
                self.marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    Some(None) | None => "- ".to_owned(),
                };
            }
            Tag::BlockQuote(_) => {
                self.end_paragraph();
                self.marker = "> ".to_owned();
            }
            _ => self.end_paragraph(),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "every other tag ends a block, and blocks are paragraphs here")]
    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => self.inline.end_link(),
            TagEnd::Image => self.inline.end_image(),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                if let Some(sign) = self.emphasis.pop() {
                    self.text(CowStr::Borrowed(sign));
                }
            }
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.inline.out.push(Event::End(tag));
            }
            TagEnd::List(_) => {
                self.end_paragraph();
                self.lists.pop();
            }
            _ => self.end_paragraph(),
        }
    }

    fn start_emphasis(&mut self, range: Range<usize>, first: &'a str, second: &'a str) {
        let written = &self.source[range];
        let sign = if written.starts_with(first) { first } else { second };
        self.emphasis.push(sign);
        self.text(CowStr::Borrowed(sign));
    }

    fn text(&mut self, text: CowStr<'a>) {
        self.begin_paragraph();
        self.inline.text(text);
    }

    fn begin_paragraph(&mut self) {
        if self.in_paragraph {
            return;
        }
        self.in_paragraph = true;
        self.inline.out.push(Event::Start(Tag::Paragraph));
        let marker = std::mem::take(&mut self.marker);
        if !marker.is_empty() {
            self.inline.out.push(Event::Text(CowStr::from(marker)));
        }
    }

    fn end_paragraph(&mut self) {
        if self.in_paragraph {
            self.in_paragraph = false;
            self.inline.out.push(Event::End(TagEnd::Paragraph));
        }
    }
}
