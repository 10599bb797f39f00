//! Where an import meets the modules that make text: what is imported looks like what is typed. What is beyond the
//! limits of typed text is kept whole.

use crate::accounts::names::{DisplayName, Handle};
use crate::language;
use crate::markdown::{self, Body, BodyError, CommentBody, Html};
use crate::slug::{self, TagSlug, Title};
use crate::topics;

/// Markdown as it is stored, and the HTML that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The Markdown.
    pub source: String,
    /// Safe HTML.
    pub html: String,
    /// Which limit of typed text it is beyond, in a few words.
    pub beyond: Option<String>,
}

/// The text of a post or of a person's description.
pub fn body(markdown: &str) -> Text {
    match Body::parse(markdown) {
        Ok(body) => Text::within(body.into_parts()),
        Err(error) => Text::beyond(markdown, &error),
    }
}

/// The text of a comment.
pub fn comment(markdown: &str) -> Text {
    match CommentBody::parse(markdown) {
        Ok(body) => Text::within(body.into_parts()),
        Err(error) => Text::beyond(markdown, &error),
    }
}

impl Text {
    fn within((source, html): (String, Html)) -> Self {
        Self { source, html: html.into_string(), beyond: None }
    }

    /// The limits keep a page from costing its readers too much, so a text beyond them is shown as it is written.
    fn beyond(markdown: &str, error: &BodyError) -> Self {
        if *error == BodyError::Empty {
            return Self { source: String::new(), html: String::new(), beyond: None };
        }
        let escaped = markdown.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        Self { source: markdown.to_owned(), html: format!("<pre>{escaped}</pre>"), beyond: Some(error.to_string()) }
    }
}

/// The words of a text on one line, for lists.
pub fn excerpt(markdown: &str) -> String {
    markdown::excerpt(markdown, topics::EXCERPT)
}

/// The readable part of an address.
pub fn slug(title: &str) -> String {
    slug::of(title)
}

/// The code of the language that a text is written in; English when it cannot be told: so are the sites that publish
/// dumps, but for a few.
pub fn language(title: &str, markdown: &str) -> &'static str {
    language::guess(title, &markdown::prose(markdown)).unwrap_or("en")
}

/// A title in the form of typed ones; as it is, on one line, when it is beyond their limits.
pub fn title(given: &str) -> String {
    Title::parse(given).map_or_else(|_| one_line(given), Title::into_string)
}

/// A display name in the form of chosen ones; as it is, on one line, when nobody could choose it here.
pub fn display_name(given: &str) -> String {
    DisplayName::parse(given).map_or_else(|_| one_line(given), |name| name.as_str().to_owned())
}

/// A handle that somebody may have, and what makes it unique.
pub fn handle(text: &str) -> Option<(String, String)> {
    let handle = Handle::parse(text).ok()?;
    Some((handle.as_str().to_owned(), handle.skeleton()))
}

/// The name of a tag; none when no tag can have it.
pub fn tag(name: &str) -> Option<String> {
    TagSlug::parse(name).map(TagSlug::into_string).ok()
}

/// Which limit of typed text a question's title or its tags are beyond.
pub fn head_beyond(title: &str, tags: &[String]) -> Vec<String> {
    let mut beyond = Vec::new();
    let chars = title.chars().count();
    if chars > slug::MAX_TITLE_CHARS {
        beyond.push(format!("the title has {chars} characters, allowed are {}", slug::MAX_TITLE_CHARS));
    }
    if tags.len() > 5 {
        beyond.push(format!("it has {} tags, allowed are 5", tags.len()));
    }
    beyond
}

fn one_line(text: &str) -> String {
    let visible: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}
