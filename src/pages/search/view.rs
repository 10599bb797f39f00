//! What was found, as the pages show it.

use serde::Serialize;

use crate::policy::TopicKind;
use crate::search::find::{Facts, Hit};
use crate::search::rank::Terms;
use crate::search::snippet::{Piece, highlight, snippet};
use crate::search::words::Stemmer;
use crate::statuses::StatusView;
use crate::topics::{self, TopicRow, TopicView};

/// A link of a list of them.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    /// Where to.
    pub href: String,
    /// Its words.
    pub label: String,
    /// It is where one is.
    pub current: bool,
    /// How many there are; -1 when that is not said.
    pub count: i64,
}

impl Link {
    /// A single one.
    pub fn to(href: String, label: String) -> Self {
        Self { href, label, current: false, count: -1 }
    }
}

/// A topic that was found.
#[derive(Debug, Serialize)]
pub struct ResultView {
    #[serde(flatten)]
    topic: TopicView,
    /// The very text that was found.
    href: String,
    /// `question`, `article`, `answer` or `comment`.
    what: &'static str,
    /// The title with the words marked.
    heading: Vec<Piece>,
    /// The place where the words are.
    snippet: Vec<Piece>,
    /// Of an idea.
    status: Option<StatusView>,
}

/// Of a topic, what was found of it and that text.
pub fn result(
    (row, status): (TopicRow, Option<StatusView>),
    hit: Option<&Hit>,
    source: Option<&str>,
    terms: &Terms,
) -> ResultView {
    let mut stemmer = Stemmer::new(&row.lang);
    let heading = highlight(&row.title, &mut stemmer, terms);
    let text = source.map(crate::markdown::plain_text);
    let snippet = match &text {
        Some(text) => snippet(text, &mut stemmer, terms),
        None => vec![Piece { text: row.excerpt.clone(), mark: false }],
    };
    let topic = TopicView::from(row);
    let (href, what) = match hit {
        Some(Hit { comment: Some(comment), .. }) => (format!("/comments/{comment}"), "comment"),
        Some(hit) if !hit.is_question => (format!("/posts/{}", hit.post), "answer"),
        Some(_) | None => (topic.url.clone(), "topic"),
    };
    ResultView { topic, href, what, heading, snippet, status }
}

/// A title that fits what is being typed.
#[derive(Debug, Serialize)]
pub struct SuggestionView {
    kind: &'static str,
    url: String,
    title: String,
    lang: String,
    answers: i64,
    solved: bool,
}

impl From<Facts> for SuggestionView {
    fn from(facts: Facts) -> Self {
        let kind = TopicKind::parse(&facts.kind).unwrap_or(TopicKind::Question);
        Self {
            kind: kind.as_str(),
            url: topics::path(kind, facts.id, &facts.slug),
            title: facts.title,
            lang: facts.lang,
            answers: facts.answers_count,
            solved: facts.accepted_count > 0,
        }
    }
}

/// A query without one of its operators.
pub fn without(text: &str, operator: &str) -> String {
    text.split_whitespace().filter(|piece| !piece.eq_ignore_ascii_case(operator)).collect::<Vec<_>>().join(" ")
}
