//! The articles of the sample community: written by the commands that a person's requests go through.

use std::collections::HashMap;

use serde::Deserialize;

use super::content::parse;
use super::play::ago;
use super::proposed::seconds;
use super::store;
use super::voters::Ago;
use crate::articles::{self, Keeping, NewArticle, SeriesWords};
use crate::clock::{Timestamp, hours};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::BoardId;
use crate::policy::{self, Action, Actor, Direction};
use crate::settings::Site;
use crate::topics::{self, TopicForm};
use crate::votes::{self, Ballot};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Series {
    title: String,
    description: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Article {
    title: String,
    board: String,
    tags: Vec<String>,
    lang: String,
    author: String,
    days_ago: f64,
    views: i64,
    /// Title of the series it is the next part of.
    series: Option<String>,
    /// Title of the solved question it is made of.
    question: Option<String>,
    /// Handles of those who vote it up.
    liked_by: Vec<String>,
    body: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Articles {
    #[serde(rename = "series")]
    series: Vec<Series>,
    #[serde(rename = "article")]
    articles: Vec<Article>,
}

/// Who and what the articles find there.
pub(super) struct Place<'a> {
    pub actors: HashMap<&'a str, &'a Actor>,
    pub boards: &'a HashMap<&'a str, BoardId>,
    pub site: &'a Site,
    pub now: Timestamp,
}

/// The articles as they are written down.
///
/// # Errors
/// When the file does not fit.
pub(super) fn load() -> Result<Articles> {
    parse("articles.toml", include_str!("articles.toml"))
}

/// What is there while they are written.
pub(super) struct Stage<'a> {
    place: &'a Place<'a>,
    articles: &'a [Article],
    /// The numbers of the series, by title.
    numbers: HashMap<String, String>,
}

impl<'a> Stage<'a> {
    /// Makes the series.
    ///
    /// # Errors
    /// When the database refuses.
    pub(super) fn set(tx: &mut Conn, place: &'a Place<'a>, library: &'a Articles) -> Result<Self> {
        let Articles { series, articles } = library;
        let mut numbers: HashMap<String, String> = HashMap::new();
        for one in series {
            let words = SeriesWords::parse(&one.title, &one.description)?;
            let maker = articles.first().and_then(|article| place.actors.get(article.author.as_str()));
            let maker = maker.ok_or_else(|| AppError::internal("the series of the sample community have no maker"))?;
            let path = articles::make_series(tx, maker, &words, place.now)?;
            let made = articles::by_slug(tx, maker, path.trim_start_matches("/series/"))?;
            numbers.insert(one.title.clone(), made.id.to_string());
        }
        Ok(Self { place, articles, numbers })
    }

    /// When each is written.
    pub(super) fn times(&self) -> impl Iterator<Item = (Ago, usize)> {
        self.articles.iter().enumerate().map(|(number, article)| (seconds(article.days_ago), number))
    }

    /// Writes one.
    ///
    /// # Errors
    /// When it breaks a rule or names what is not there, or the database refuses.
    pub(super) fn write(&self, tx: &mut Conn, number: usize) -> Result<()> {
        let article = &self.articles[number];
        write(tx, self.place, article, &self.numbers)
            .map_err(|error| AppError::internal(format!("the sample article {:?}: {error}", article.title)))
    }
}

fn write(tx: &mut Conn, place: &Place<'_>, article: &Article, numbers: &HashMap<String, String>) -> Result<()> {
    let at = ago(place.now, seconds(article.days_ago));
    let somebody = |handle: &str| place.actors.get(handle).copied().ok_or(AppError::NotFound);
    let author = somebody(&article.author)?;
    let form = TopicForm {
        title: article.title.clone(),
        board: place.boards.get(article.board.as_str()).map(ToString::to_string).unwrap_or_default(),
        tags: article.tags.join(" "),
        lang: article.lang.clone(),
        body: article.body.clone(),
    };
    let question = article.question.as_deref().map(|title| store::topic(tx, title)).transpose()?;
    let new = NewArticle { wording: form.parse_article()?, question, knows_readers: false };
    let (topic, _) = articles::write(tx, author, &new, at)?;
    if let Some(series) = &article.series {
        let keeping = Keeping {
            wiki: false,
            owner: article.author.clone(),
            days: articles::REVIEW_DAYS.to_string(),
            series: numbers.get(series).cloned().ok_or(AppError::NotFound)?,
        };
        articles::keep(tx, author, topic, &keeping, at)?;
    }
    for handle in &article.liked_by {
        let reader = somebody(handle)?;
        let post = topics::own_post(tx, topic)?;
        let (_, _, facts) = topics::readable_post(tx, reader, post.id)?;
        policy::check(reader, Action::Vote(facts, Direction::Up))?;
        let ballot = Ballot {
            on: post.id,
            receiver: post.author,
            edited_at: None,
            giver: reader.id().ok_or(AppError::SignIn)?,
            way: Direction::Up,
            now: at + hours(1),
            site: place.site,
        };
        votes::cast(tx, &ballot)?;
    }
    topics::add_views(tx, &[(topic, article.views)])
}
