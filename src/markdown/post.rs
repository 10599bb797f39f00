//! The blocks of a post: everything CommonMark has, tables and task lists.

use std::iter::Peekable;

use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, Tag, TagEnd, html};

use super::events::Located;
use super::inline::{Images, Inline};

/// The page owns `h1` and `h2`.
const FIRST_HEADING: usize = 3;

/// HTML of a post, not yet sanitised; with an anchor for each heading, in order, if there are any.
pub(super) fn render(events: Vec<Located<'_>>, anchors: Vec<String>) -> String {
    let mut writer = Writer::new(anchors);
    let mut events = events.into_iter().map(|(event, _)| event).peekable();
    while let Some(event) = events.next() {
        writer.event(event, &mut events);
    }
    let mut text = String::new();
    html::push_html(&mut text, writer.inline.out.into_iter());
    text
}

struct Writer<'a> {
    inline: Inline<'a>,
    in_code: bool,
    /// Levels of the headings above the present place, as written.
    headings: Vec<HeadingLevel>,
    anchors: std::vec::IntoIter<String>,
    table: Option<Table>,
}

struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    cell: &'static str,
}

impl<'a> Writer<'a> {
    fn new(anchors: Vec<String>) -> Self {
        Self {
            inline: Inline::new(Images::Shown),
            in_code: false,
            headings: Vec::new(),
            anchors: anchors.into_iter(),
            table: None,
        }
    }

    fn event(&mut self, event: Event<'a>, rest: &mut Peekable<impl Iterator<Item = Event<'a>>>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                // An empty heading is a landmark that leads nowhere.
                if rest.next_if(|next| matches!(next, Event::End(TagEnd::Heading(_)))).is_none() {
                    let level = self.shifted(level);
                    let id = self.anchors.next().map(|anchor| format!(" id=\"{anchor}\"")).unwrap_or_default();
                    self.push_html(format!("<h{level}{id}>"));
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let level = self.heading_level();
                self.push_html(format!("</h{level}>\n"));
            }
            Event::Start(Tag::TableCell) => {
                let is_empty = matches!(rest.peek(), Some(Event::End(TagEnd::TableCell)));
                self.start_cell(is_empty);
            }
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_code => self.inline.out.push(Event::Text(text)),
            Event::Text(text) => self.inline.text(text),
            Event::Code(code) => self.inline.code(code),
            Event::SoftBreak | Event::HardBreak => self.inline.line_break(event),
            Event::Rule => self.inline.out.push(event),
            // Characters, not check boxes: a form control in a text would need a label of its own.
            Event::TaskListMarker(done) => {
                let mark = if done { "☑ " } else { "☐ " };
                self.inline.text(CowStr::Borrowed(mark));
            }
            Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.inline.text(text),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "every other tag is written by the parser's own writer")]
    fn start(&mut self, tag: Tag<'a>) {
        match tag {
            Tag::Link { link_type, dest_url, title, .. } => self.inline.start_link(link_type, dest_url, title),
            Tag::Image { dest_url, title, .. } => self.inline.start_image(dest_url, title),
            _ if self.inline.is_in_image() => {}
            Tag::CodeBlock(_) => {
                self.in_code = true;
                self.inline.out.push(Event::Start(tag));
            }
            Tag::Table(alignments) => {
                // Wide tables scroll in their own box, which the keyboard must reach.
                self.push_html("<div class=\"scroll\" tabindex=\"0\">".to_owned());
                self.inline.out.push(Event::Start(Tag::Table(Vec::new())));
                self.table = Some(Table { alignments, column: 0, in_head: false, cell: "td" });
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.column = 0;
                    table.in_head = tag == Tag::TableHead;
                }
                self.inline.out.push(Event::Start(tag));
            }
            other => self.inline.out.push(Event::Start(other)),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "every other tag is written by the parser's own writer")]
    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => self.inline.end_link(),
            TagEnd::Image => self.inline.end_image(),
            _ if self.inline.is_in_image() => {}
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.inline.out.push(Event::End(tag));
            }
            TagEnd::Table => {
                self.table = None;
                self.inline.out.push(Event::End(tag));
                self.push_html("</div>\n".to_owned());
            }
            TagEnd::TableCell => {
                if let Some(table) = &mut self.table {
                    table.column += 1;
                    let html = format!("</{}>", table.cell);
                    self.push_html(html);
                }
            }
            other => self.inline.out.push(Event::End(other)),
        }
    }

    fn start_cell(&mut self, is_empty: bool) {
        let Some(table) = &mut self.table else { return };
        // A header cell without a word heads nothing.
        table.cell = if table.in_head && !is_empty { "th" } else { "td" };
        // By class: the content security policy forbids style attributes.
        let class = match table.alignments.get(table.column) {
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"end\"",
            Some(Alignment::Left | Alignment::None) | None => "",
        };
        let html = format!("<{}{class}>", table.cell);
        self.push_html(html);
    }

    /// Headings keep their order and start below the page's own; a level that a writer skipped is closed up, since
    /// a gap reads as something missing to those who walk a page by its headings.
    fn shifted(&mut self, level: HeadingLevel) -> usize {
        while self.headings.last().is_some_and(|above| *above >= level) {
            self.headings.pop();
        }
        self.headings.push(level);
        self.heading_level()
    }

    fn heading_level(&self) -> usize {
        (FIRST_HEADING - 1 + self.headings.len()).min(6)
    }

    fn push_html(&mut self, html: String) {
        self.inline.out.push(Event::Html(CowStr::from(html)));
    }
}
