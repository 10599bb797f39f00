//! Series: articles in an order, to be read one after another.

use super::{MAX_SERIES, store};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::{SeriesId, TopicId};
use crate::message::Message;
use crate::policy::{self, Action, Actor, State, visibility};
use crate::slug;
use crate::topics;

/// Characters of a series' title.
const TITLE: std::ops::RangeInclusive<usize> = 3..=100;
/// Characters of its description at most.
const MAX_DESCRIPTION: usize = 500;

/// A series.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct Series {
    pub id: SeriesId,
    pub slug: String,
    pub title: String,
    pub description: String,
    /// How many of its parts the reader may see.
    pub parts: i64,
}

impl Series {
    /// The address of its page.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/series/{}", self.slug)
    }
}

/// An article in a series.
#[derive(Debug, Clone, serde::Serialize)]
#[expect(missing_docs, reason = "as the names say")]
pub struct Part {
    pub id: TopicId,
    pub url: String,
    pub title: String,
    pub lang: String,
    pub excerpt: String,
}

/// What is said of a series, as typed and as it keeps the rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeriesWords {
    /// Its title.
    pub title: String,
    /// What it is about; may be empty.
    pub description: String,
}

impl SeriesWords {
    /// Checks both.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn parse(title: &str, description: &str) -> Result<Self> {
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (title, description) = (line(title), line(description));
        let mut wrong = Invalid::default();
        if !TITLE.contains(&title.chars().count()) {
            wrong.push(
                "title",
                Message::new("articles-series-title-length").with("min", *TITLE.start()).with("max", *TITLE.end()),
            );
        }
        if description.chars().count() > MAX_DESCRIPTION {
            wrong.push("description", Message::new("articles-series-description-long").with("max", MAX_DESCRIPTION));
        }
        wrong.into_result()?;
        Ok(Self { title, description })
    }
}

/// The series this reader knows of: those with a part for them; for those who put series together, empty ones too.
///
/// # Errors
/// When the database refuses.
pub fn series(c: &mut Conn, actor: &Actor) -> Result<Vec<Series>> {
    let keeps = policy::check(actor, Action::KeepArticles).is_ok();
    let all = store::all_series(c, &visibility(actor), None)?;
    Ok(all.into_iter().filter(|(series, all)| series.parts > 0 || (keeps && *all == 0)).map(|(one, _)| one).collect())
}

/// The series of this address.
///
/// # Errors
/// [`AppError::NotFound`] when there is none for this reader.
pub fn by_slug(c: &mut Conn, actor: &Actor, slug: &str) -> Result<Series> {
    let keeps = policy::check(actor, Action::KeepArticles).is_ok();
    let found = store::all_series(c, &visibility(actor), Some(slug))?.pop();
    found
        .filter(|(series, all)| series.parts > 0 || (keeps && *all == 0))
        .map(|(series, _)| series)
        .ok_or(AppError::NotFound)
}

/// Its parts that are there for this reader, in order.
///
/// # Errors
/// When the database refuses.
pub fn parts(c: &mut Conn, actor: &Actor, series: SeriesId) -> Result<Vec<Part>> {
    let ids = store::part_ids(c, series)?;
    let raw: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let mut found = topics::titled(c, &raw)?;
    Ok(ids
        .into_iter()
        .filter_map(|id| Some((id, found.remove(&id)?)))
        .filter(|(_, part)| {
            part.facts.state == State::Visible && policy::check(actor, Action::ReadTopic(part.facts)).is_ok()
        })
        .map(|(id, part)| Part { id, url: part.path(id), title: part.title, lang: part.lang, excerpt: part.excerpt })
        .collect())
}

/// Makes a series without parts, and answers its path.
///
/// # Errors
/// By the policy; [`AppError::Invalid`] when there are too many already; [`AppError::Duplicate`] when there is one of
/// that address.
pub fn make_series(tx: &mut Conn, actor: &Actor, words: &SeriesWords, now: Timestamp) -> Result<String> {
    policy::check(actor, Action::KeepArticles)?;
    if store::count_series(tx)? >= MAX_SERIES as i64 {
        return Err(Invalid::field("title", Message::new("articles-series-many").with("max", MAX_SERIES)).into());
    }
    let slug = slug::of(&words.title);
    store::insert_series(tx, &slug, words, now)?;
    Ok(format!("/series/{slug}"))
}

/// Changes what is said of a series. Its address stays.
///
/// # Errors
/// By the policy; [`AppError::NotFound`].
pub fn word_series(tx: &mut Conn, actor: &Actor, slug: &str, words: &SeriesWords) -> Result<Series> {
    let series = kept(tx, actor, slug)?;
    store::update_series(tx, series.id, words)?;
    Ok(series)
}

/// Puts the parts of a series into this order; those that the actor does not see come behind, as they were.
///
/// # Errors
/// As [`word_series`].
pub fn set_parts(tx: &mut Conn, actor: &Actor, slug: &str, order: &[TopicId]) -> Result<()> {
    let series = kept(tx, actor, slug)?;
    let all = store::part_ids(tx, series.id)?;
    let known = order.iter().filter(|id| all.contains(id)).copied();
    let mut sorted: Vec<TopicId> = Vec::with_capacity(all.len());
    for id in known.chain(all.iter().copied()) {
        if !sorted.contains(&id) {
            sorted.push(id);
        }
    }
    store::set_positions(tx, &sorted)
}

fn kept(tx: &mut Conn, actor: &Actor, slug: &str) -> Result<Series> {
    policy::check(actor, Action::KeepArticles)?;
    by_slug(tx, actor, slug)
}
