//! What is like a topic: shown to who types a question before they post it, and beside each question and article.
//!
//! - [`while_writing`] answers at once, for the one who asks or proposes.
//! - [`related`] reads a list that [`make_missing`] has stored; a new topic waits for it, and puts the lists of what it
//!   is like in the queue too, so that it stands in them.
//! - [`Deflections`] counts who opened a topic from the form for a question, and who asked all the same.
//!
//! Invariant: a stored list says what is alike, never who may see it: that is asked each time it is read.

mod deflections;
mod lists;
mod store;
pub mod web;

use jiff::tz::TimeZone;
use serde::Serialize;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::TopicId;
use crate::policy::{Actor, TopicKind, visibility};
use crate::search::find::{Facts, Reader};
use crate::search::words::words;
use crate::search::{self, Wanted};
use crate::topics;

pub use deflections::{Deflections, deflected};
pub use lists::{MAKE, handler, make_missing};

/// Topics that are shown at most, while asking and beside a topic.
pub const SHOWN: usize = 5;
/// Words of a title before it says what it is about.
const MIN_WORDS: usize = 3;
/// Who asks is shown what shares at least this much of the title's weight: one word in common is no likeness, and a
/// list that is always there is read by nobody.
const ALIKE: f64 = 0.45;
/// And at least so many words.
const COMMON: usize = 2;

/// A topic that is like another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SimilarView {
    /// Its page.
    pub url: String,
    /// Its title.
    pub title: String,
    /// The language it is written in.
    pub lang: String,
    /// What it is: a question, an article or an idea.
    pub kind: &'static str,
    /// An answer is accepted.
    pub solved: bool,
    /// Its answers.
    pub answers: i64,
}

impl SimilarView {
    fn new((id, kind, slug): (TopicId, TopicKind, &str), (title, lang): (String, String), counts: (i64, i64)) -> Self {
        let (answers, accepted) = counts;
        let url = topics::path(kind, id, slug);
        Self { url, title, lang, kind: kind.as_str(), solved: accepted > 0, answers }
    }
}

impl From<Facts> for SimilarView {
    fn from(facts: Facts) -> Self {
        let kind = TopicKind::parse(&facts.kind).unwrap_or(TopicKind::Question);
        let counts = (facts.answers_count, facts.accepted_count);
        Self::new((facts.id, kind, &facts.slug), (facts.title, facts.lang), counts)
    }
}

/// Topics like the title of one that is being written, solved ones first; none for a title of less than three words.
/// Who asks may find their answer in anything; who proposes an idea is shown ideas.
///
/// # Errors
/// When the database refuses.
pub fn while_writing(
    c: &mut Conn,
    actor: &Actor,
    (kind, title): (TopicKind, &str),
    (zone, now): (&TimeZone, Timestamp),
) -> Result<Vec<SimilarView>> {
    if words(title).nth(MIN_WORDS - 1).is_none() {
        return Ok(Vec::new());
    }
    let seen = visibility(actor);
    let reader = Reader { seen: &seen, id: actor.id(), zone, now };
    let of = match kind {
        TopicKind::Question | TopicKind::Article => None,
        TopicKind::Idea => Some(TopicKind::Idea),
    };
    let mut found: Vec<SimilarView> =
        search::similar(c, &reader, title, Wanted { most: SHOWN, words: COMMON, share: ALIKE, kind: of })?
            .into_iter()
            .map(SimilarView::from)
            .collect();
    found.sort_by_key(|one| !one.solved);
    Ok(found)
}

/// What is like a topic, of what this actor may see.
///
/// # Errors
/// When the database refuses.
pub fn related(c: &mut Conn, actor: &Actor, topic: TopicId) -> Result<Vec<SimilarView>> {
    store::related(c, topic, &visibility(actor))
}
