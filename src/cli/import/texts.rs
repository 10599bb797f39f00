//! Where an import meets the modules that make text: one place for each kind of text, so that what is imported looks
//! like what is typed.

use pulldown_cmark::{Event, Options, Parser, html};

use crate::ids::{PostId, TopicId};

/// The HTML of a post or of a person's description.
pub fn html(markdown: &str) -> String {
    let mut out = String::new();
    html::push_html(&mut out, Parser::new_ext(markdown, options()));
    ammonia::clean(&out)
}

/// The HTML of a comment.
pub fn comment_html(markdown: &str) -> String {
    html(markdown)
}

/// The words of a text on one line, for lists.
pub fn excerpt(markdown: &str) -> String {
    let mut words = String::new();
    for event in Parser::new_ext(markdown, options()) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            _ => words.push(' '),
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect()
}

/// The readable part of an address.
pub fn slug(title: &str) -> String {
    let ascii = deunicode::deunicode(title).to_lowercase();
    ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// The code of the language that a text is written in; English when it cannot be told.
pub fn language(_title: &str, _markdown: &str) -> &'static str {
    "en"
}

/// The form of a handle by which look-alikes are found; none when nobody may have it.
pub fn handle_key(handle: &str) -> Option<String> {
    (2..=30).contains(&handle.len()).then(|| handle.to_lowercase())
}

/// The name of a tag; none when no tag can have it.
pub fn tag(name: &str) -> Option<String> {
    let name = name.trim().to_lowercase();
    (!name.is_empty()).then_some(name)
}

/// Which limit of typed text a post is beyond.
pub fn beyond_limits(markdown: &str) -> Option<String> {
    (markdown.len() > 64 * 1024).then(|| format!("{} bytes", markdown.len()))
}

/// Which limit of typed text a comment is beyond.
pub fn comment_beyond_limits(markdown: &str) -> Option<String> {
    let chars = markdown.chars().count();
    (chars > 600).then(|| format!("{chars} characters"))
}

/// Which limit of typed text a title is beyond.
pub fn title_beyond_limits(title: &str) -> Option<String> {
    let chars = title.chars().count();
    (chars > 150).then(|| format!("the title has {chars} characters"))
}

/// Which limit of typed text a question's tags are beyond.
pub fn tags_beyond_limits(tags: &[String]) -> Option<String> {
    (tags.len() > 5).then(|| format!("{} tags", tags.len()))
}

/// How a topic keeps the names of its tags.
pub fn tag_list(tags: &[String]) -> String {
    tags.join(" ")
}

/// The address of a question.
pub fn question_path(topic: TopicId, slug: &str) -> String {
    format!("/questions/{topic}/{slug}")
}

/// The address of an answer.
pub fn answer_path(topic: TopicId, slug: &str, post: PostId) -> String {
    format!("/questions/{topic}/{slug}#a{post}")
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}
