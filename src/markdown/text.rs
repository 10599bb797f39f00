//! What a text says without its markup.

use std::collections::HashSet;

use pulldown_cmark::{Event, Tag, TagEnd};
use unicode_segmentation::UnicodeSegmentation;

use super::events;
use super::pieces::{self, Piece};

/// At most this many people are told that a text mentions them.
pub const MAX_MENTIONS: usize = 20;

/// The words of a text, one line a block, for search and for mails in plain text. Images give their alternative
/// text; addresses behind links are left out.
pub fn plain_text(source: &str) -> String {
    write(source, CodeBlocks::Kept)
}

/// As [`plain_text`], without code blocks: what people wrote to people.
pub fn prose(source: &str) -> String {
    write(source, CodeBlocks::LeftOut)
}

/// The beginning of a text in one line of at most `max_chars` characters, whole words, with "…" where it was cut;
/// code blocks only when there is nothing else.
pub fn excerpt(source: &str, max_chars: usize) -> String {
    let prose = one_line(&prose(source));
    if prose.is_empty() { cut(&one_line(&plain_text(source)), max_chars) } else { cut(&prose, max_chars) }
}

/// The handles a text mentions, without `@`, as first written, each once whatever its case; the first
/// [`MAX_MENTIONS`]. Handles in code and inside links are not meant.
pub fn mentions(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut quiet = 0_usize;
    for (event, _) in events::parse(source) {
        if let Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) = event {
            quiet += 1;
        } else if let Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) = event {
            quiet -= 1;
        } else if let Event::Text(text) = event
            && quiet == 0
        {
            for piece in pieces::split(&text) {
                if let Piece::Mention(handle) = piece
                    && seen.insert(handle.to_lowercase())
                {
                    found.push(handle.to_owned());
                }
            }
        }
        if found.len() >= MAX_MENTIONS {
            found.truncate(MAX_MENTIONS);
            break;
        }
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CodeBlocks {
    Kept,
    LeftOut,
}

fn write(source: &str, code_blocks: CodeBlocks) -> String {
    let mut text = String::new();
    let mut skipping = false;
    for (event, _) in events::parse(source) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => skipping = code_blocks == CodeBlocks::LeftOut,
            Event::Start(_) => {}
            Event::End(tag) => {
                skipping &= tag != TagEnd::CodeBlock;
                end(tag, &mut text);
            }
            Event::Text(_) if skipping => {}
            Event::Text(words)
            | Event::Code(words)
            | Event::Html(words)
            | Event::InlineHtml(words)
            | Event::InlineMath(words)
            | Event::DisplayMath(words)
            | Event::FootnoteReference(words) => text.push_str(&words),
            Event::SoftBreak => text.push(' '),
            Event::HardBreak | Event::Rule => end_line(&mut text),
            Event::TaskListMarker(done) => text.push_str(if done { "☑ " } else { "☐ " }),
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn end(tag: TagEnd, text: &mut String) {
    match tag {
        TagEnd::TableCell => text.push(' '),
        TagEnd::Emphasis
        | TagEnd::Strong
        | TagEnd::Strikethrough
        | TagEnd::Superscript
        | TagEnd::Subscript
        | TagEnd::Link
        | TagEnd::Image => {}
        TagEnd::Paragraph
        | TagEnd::Heading(_)
        | TagEnd::BlockQuote(_)
        | TagEnd::CodeBlock
        | TagEnd::HtmlBlock
        | TagEnd::List(_)
        | TagEnd::Item
        | TagEnd::FootnoteDefinition
        | TagEnd::DefinitionList
        | TagEnd::DefinitionListTitle
        | TagEnd::DefinitionListDefinition
        | TagEnd::Table
        | TagEnd::TableHead
        | TagEnd::TableRow
        | TagEnd::MetadataBlock(_) => end_line(text),
    }
}

fn end_line(text: &mut String) {
    text.truncate(text.trim_end_matches(' ').len());
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cut(text: &str, max_chars: usize) -> String {
    if text.chars().count() <= max_chars {
        return text.to_owned();
    }
    let room = max_chars.saturating_sub(1);
    let mut kept = 0;
    let mut chars = 0;
    for word in text.split_word_bounds() {
        chars += word.chars().count();
        if chars > room {
            break;
        }
        kept += word.len();
    }
    if kept == 0 {
        // One word longer than the room: between letters then.
        chars = 0;
        for letter in text.graphemes(true) {
            chars += letter.chars().count();
            if chars > room {
                break;
            }
            kept += letter.len();
        }
    }
    let beginning =
        text[..kept].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '('));
    if max_chars == 0 { String::new() } else { format!("{beginning}…") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_has_a_line_a_block() {
        let source = "# Title\n\nSome *words*,\ngo [on](https://example.com).\n\n- one\n- two\n\n```\nlet x;\n```\n\n|a|b|\n|-|-|\n|1|2|\n";
        assert_eq!(plain_text(source), "Title\nSome words, go on.\none\ntwo\nlet x;\na b\n1 2");
        assert_eq!(prose(source), "Title\nSome words, go on.\none\ntwo\na b\n1 2");
        assert_eq!(plain_text("![a map](/images/a.png) <b>x</b>"), "a map <b>x</b>");
    }

    #[test]
    fn excerpts_end_at_words() {
        assert_eq!(excerpt("Short *text*.", 40), "Short text.");
        assert_eq!(excerpt("One two, three", 10), "One two…");
        assert_eq!(excerpt("# A\n\nsecond   line", 40), "A second line");
        assert_eq!(excerpt("Unbelievable", 5), "Unbe…");
        assert_eq!(excerpt("    let x = 1;", 40), "let x = 1;");
        assert_eq!(excerpt("", 40), "");
        assert_eq!(excerpt("anything", 0), "");
        assert_eq!(excerpt("你好世界和平", 4), "你好世…");
    }

    #[test]
    fn mentions_are_unique_and_outside_code_and_links() {
        assert_eq!(
            mentions(
                "@ann @Bob @ANN `@code` [@link](https://example.com) **@žygis** \\@not a@mail.example\n\n    @block\n"
            ),
            ["ann", "Bob", "žygis"]
        );
        let crowd: String = (10..60).map(|n| format!("@member{n} ")).collect();
        assert_eq!(mentions(&crowd).len(), MAX_MENTIONS);
    }

    proptest::proptest! {
        #[test]
        fn excerpts_keep_to_their_length(source in ".{0,300}", max in 0_usize..60) {
            let excerpt = excerpt(&source, max);
            proptest::prop_assert!(excerpt.chars().count() <= max);
            proptest::prop_assert!(!excerpt.contains('\n'));
        }
    }
}
