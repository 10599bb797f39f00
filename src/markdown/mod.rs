//! Members' Markdown: checked, rendered and sanitised where it enters. Who holds a [`Body`] or a [`CommentBody`]
//! holds text within the limits and HTML that is safe to show.

mod address;
mod comment;
mod events;
mod headings;
mod inline;
mod pieces;
mod post;
mod sanitise;
mod text;

#[cfg(test)]
mod tests;

use std::fmt;

use serde::Serialize;
use url::Url;

use crate::message::Message;

pub use events::has_no_shape;
pub use headings::{Heading, headings};
pub use text::{MAX_MENTIONS, excerpt, mentions, plain_text, prose};

/// Bytes of UTF-8 a post may have, line ends as one byte.
pub const MAX_BODY_BYTES: usize = 64 * 1024;

/// Characters a comment may have.
pub const MAX_COMMENT_CHARS: usize = 600;

/// How deep quotes, lists, tables, emphasis and links may stand in one another; a list and its item are two.
pub const MAX_DEPTH: usize = 20;

/// Cells all tables of a text may have, with those that the head promises and a row leaves out.
pub const MAX_CELLS: usize = 5_000;

/// Why a text is refused. Carries the numbers that the refusal names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// Nothing to see: no text, or only link definitions and characters without a shape.
    #[error("the text is empty")]
    Empty,
    /// A post of too many bytes.
    #[error("the text has {bytes} bytes, allowed are {max_bytes}")]
    TooManyBytes {
        /// The limit.
        max_bytes: usize,
        /// What was sent.
        bytes: usize,
    },
    /// A comment of too many characters.
    #[error("the text has {chars} characters, allowed are {max_chars}")]
    TooManyChars {
        /// The limit.
        max_chars: usize,
        /// What was sent.
        chars: usize,
    },
    /// Quotes, lists or emphasis nested too deep.
    #[error("the text is nested deeper than {max} levels")]
    TooDeep {
        /// The limit.
        max: usize,
    },
    /// Tables too large.
    #[error("the tables have more than {max} cells")]
    TooManyCells {
        /// The limit.
        max: usize,
    },
}

impl From<BodyError> for Message {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::Empty => Self::new("text-empty"),
            BodyError::TooManyBytes { max_bytes, bytes } => {
                Self::new("text-too-many-bytes").with("max", max_bytes).with("bytes", bytes)
            }
            BodyError::TooManyChars { max_chars, chars } => {
                Self::new("text-too-many-chars").with("max", max_chars).with("chars", chars)
            }
            BodyError::TooDeep { max } => Self::new("text-too-deep").with("max", max),
            BodyError::TooManyCells { max } => Self::new("text-too-many-cells").with("max", max),
        }
    }
}

/// HTML that was sanitised when it was made: safe to show as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Html(String);

impl Html {
    /// HTML as it comes back from where it was stored. Only ever what [`Body`] or [`CommentBody`] made.
    pub fn from_stored(html: String) -> Self {
        Self(html)
    }

    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The HTML, given away.
    pub fn into_string(self) -> String {
        self.0
    }

    /// How many links lead somewhere by an address of their own: those to members and topics, which the text only names,
    /// are none.
    pub fn links(&self) -> usize {
        let links = self.0.matches("<a href=\"").count();
        links - self.0.matches("<a href=\"/").count()
    }

    /// How many pictures stand in it.
    pub fn pictures(&self) -> usize {
        self.0.matches("<img ").count()
    }

    /// For feeds and mails: links and images of this site with their full address. `base` is the site's address.
    pub fn with_base(&self, base: &Url) -> Html {
        Self(sanitise::clean_with_base(&self.0, base))
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text of a post: 1 to [`MAX_BODY_BYTES`] bytes, with its HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    source: String,
    html: Html,
}

impl Body {
    /// Checks the limits, renders and sanitises. Line ends become `\n`; control characters and the space around the
    /// text go.
    pub fn parse(text: &str) -> Result<Self, BodyError> {
        Self::rendered(text, |events| post::render(events, Vec::new()))
    }

    /// The same, and each heading has an anchor (see [`headings`]).
    pub fn parse_with_anchors(text: &str) -> Result<Self, BodyError> {
        Self::rendered(text, |events| {
            let anchors = headings::of(&events).into_iter().map(|heading| heading.anchor).collect();
            post::render(events, anchors)
        })
    }

    fn rendered(text: &str, render: impl FnOnce(Vec<events::Located<'_>>) -> String) -> Result<Self, BodyError> {
        let source = normalised(text);
        if source.len() > MAX_BODY_BYTES {
            return Err(BodyError::TooManyBytes { max_bytes: MAX_BODY_BYTES, bytes: source.len() });
        }
        let html = sanitise::clean(&render(events::parse_limited(&source)?));
        Ok(Self { source, html: Html(html) })
    }

    /// The Markdown.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The HTML.
    pub fn html(&self) -> &Html {
        &self.html
    }

    /// Markdown and HTML, given away.
    pub fn into_parts(self) -> (String, Html) {
        (self.source, self.html)
    }
}

/// The text of a comment: 1 to [`MAX_COMMENT_CHARS`] characters with links and code, and its HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentBody {
    source: String,
    html: Html,
}

impl CommentBody {
    /// As [`Body::parse`]; headings, lists, quotes, tables and images become plain paragraphs and links.
    pub fn parse(text: &str) -> Result<Self, BodyError> {
        let source = normalised(text);
        let chars = source.chars().count();
        if chars > MAX_COMMENT_CHARS {
            return Err(BodyError::TooManyChars { max_chars: MAX_COMMENT_CHARS, chars });
        }
        let events = events::parse_limited(&source)?;
        let html = sanitise::clean(&comment::render(&source, events));
        Ok(Self { source, html: Html(html) })
    }

    /// The Markdown.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The HTML.
    pub fn html(&self) -> &Html {
        &self.html
    }

    /// Markdown and HTML, given away.
    pub fn into_parts(self) -> (String, Html) {
        (self.source, self.html)
    }
}

/// Blank lines and the indent of the first line are kept apart: four spaces at the start make code.
fn normalised(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let start = text
        .find(|c: char| !c.is_whitespace())
        .and_then(|first| text[..first].rfind('\n'))
        .map_or(0, |line_end| line_end + 1);
    text[start..].trim_end().to_owned()
}
