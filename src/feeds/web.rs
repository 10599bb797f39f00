//! The addresses of feeds, and the page that lists them.

use actix_web::http::header;
use actix_web::{HttpResponse, HttpResponseBuilder, web};
use serde::{Deserialize, Serialize};

use super::{Format, Found, Source, read};
use crate::boards;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{StatusId, TopicId};
use crate::message::Message;
use crate::policy::Actor;
use crate::web::{Asked, Cx, Page, Validators};

/// `GET /feed.{format}`
///
/// # Errors
/// Of the database.
pub async fn newest(cx: Cx, format: web::Path<Format>) -> Result<HttpResponse> {
    serve(cx, Source::Newest, *format).await
}

/// `GET /unanswered.{format}`
///
/// # Errors
/// Of the database.
pub async fn unanswered(cx: Cx, format: web::Path<Format>) -> Result<HttpResponse> {
    serve(cx, Source::Unanswered, *format).await
}

/// `GET /accepted.{format}`
///
/// # Errors
/// Of the database.
pub async fn accepted(cx: Cx, format: web::Path<Format>) -> Result<HttpResponse> {
    serve(cx, Source::Accepted, *format).await
}

/// `GET /articles.{format}`
///
/// # Errors
/// Of the database.
pub async fn articles(cx: Cx, format: web::Path<Format>) -> Result<HttpResponse> {
    serve(cx, Source::Articles, *format).await
}

/// `GET /ideas.{format}`
///
/// # Errors
/// Of the database.
pub async fn ideas(cx: Cx, format: web::Path<Format>) -> Result<HttpResponse> {
    serve(cx, Source::Ideas, *format).await
}

/// `GET /roadmap.{format}`
///
/// # Errors
/// Of the database.
pub async fn roadmap(cx: Cx, format: web::Path<Format>) -> Result<HttpResponse> {
    serve(cx, Source::Roadmap, *format).await
}

/// `GET /changelog.{format}`
///
/// # Errors
/// Of the database.
pub async fn changelog(cx: Cx, format: web::Path<Format>) -> Result<HttpResponse> {
    serve(cx, Source::Changelog, *format).await
}

/// `GET /ideas/status/{id}/feed.{format}`
///
/// # Errors
/// As [`super::read`].
pub async fn status(cx: Cx, path: web::Path<(StatusId, Format)>) -> Result<HttpResponse> {
    let (id, format) = path.into_inner();
    serve(cx, Source::Status(id), format).await
}

/// `GET /ideas/{id}/feed.{format}`
///
/// # Errors
/// As [`super::read`].
pub async fn idea(cx: Cx, path: web::Path<(TopicId, Format)>) -> Result<HttpResponse> {
    let (id, format) = path.into_inner();
    serve(cx, Source::Idea(id), format).await
}

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sought {
    q: String,
}

/// `GET /search.{format}`
///
/// # Errors
/// [`crate::error::AppError::TooMany`]: to know whether a copy still stands takes a search too.
pub async fn search(cx: Cx, format: web::Path<Format>, sought: web::Query<Sought>) -> Result<HttpResponse> {
    let Sought { q } = sought.into_inner();
    if !q.is_empty() {
        cx.count(Asked::Search)?;
    }
    serve(cx, Source::Search(q), *format).await
}

/// `GET /inbox/feed/{key}.{format}`
///
/// # Errors
/// As [`super::inbox`].
pub async fn inbox(cx: Cx, path: web::Path<(String, Format)>) -> Result<HttpResponse> {
    let (key, format) = path.into_inner();
    answer(cx, format, Cx::secret, move |c, cx| super::inbox(c, cx, &key, format)).await
}

/// `GET /boards/{slug}/feed.{format}`
///
/// # Errors
/// As [`super::read`].
pub async fn board(cx: Cx, path: web::Path<(String, Format)>) -> Result<HttpResponse> {
    let (slug, format) = path.into_inner();
    serve(cx, Source::Board(slug), format).await
}

/// `GET /tags/{slug}/feed.{format}`
///
/// # Errors
/// As [`super::read`].
pub async fn tag(cx: Cx, path: web::Path<(String, Format)>) -> Result<HttpResponse> {
    let (slug, format) = path.into_inner();
    serve(cx, Source::Tag(slug), format).await
}

/// `GET /questions/{id}/feed.{format}`
///
/// # Errors
/// As [`super::read`].
pub async fn question(cx: Cx, path: web::Path<(TopicId, Format)>) -> Result<HttpResponse> {
    let (id, format) = path.into_inner();
    serve(cx, Source::Question(id), format).await
}

/// `GET /members/{handle}/feed.{format}`
///
/// # Errors
/// As [`super::read`].
pub async fn member(cx: Cx, path: web::Path<(String, Format)>) -> Result<HttpResponse> {
    let (handle, format) = path.into_inner();
    serve(cx, Source::Member(handle), format).await
}

/// What the database had to say; an HTTP response cannot leave its thread.
enum Answer {
    Moved(String),
    Merged(String),
    Kept(Validators, Option<String>),
}

async fn serve(cx: Cx, source: Source, format: Format) -> Result<HttpResponse> {
    answer(cx, format, Cx::public, move |c, cx| read(c, cx, &source, format)).await
}

/// How a document is kept by whoever gets it.
type Keep = fn(&Cx, &'static str, &Validators, Option<String>) -> HttpResponse;

/// Straight from the database and not by [`Cx::read`]: a feed does not ask which cookie comes along.
async fn answer<F>(cx: Cx, format: Format, keep: Keep, find: F) -> Result<HttpResponse>
where
    F: FnOnce(&mut Conn, &Cx) -> Result<Found> + Send + 'static,
{
    if !cx.has_copy() {
        cx.count(Asked::WholeFeed)?;
    }
    let reader = cx.clone();
    let asked = move |c: &mut Conn| {
        Ok(match find(c, &reader)? {
            Found::Moved(path) => Answer::Moved(path),
            Found::Merged(path) => Answer::Merged(path),
            Found::Feed(feed) => {
                let modified = (!feed.entries.is_empty()).then_some(feed.updated);
                let validators = Validators::new(feed.version(), modified);
                // A copy that still stands costs no sanitising of texts.
                let body = match reader.has_current(&validators) {
                    true => None,
                    false => Some(format.write(&feed, &reader.shared.config.base_url)?),
                };
                Answer::Kept(validators, body)
            }
        })
    };
    Ok(match cx.shared.db.read(asked).await? {
        Answer::Moved(path) => elsewhere(HttpResponse::MovedPermanently(), path),
        Answer::Merged(path) => elsewhere(HttpResponse::Found(), path),
        Answer::Kept(validators, body) => {
            // A copy that is not the one before: a feed that changes, or a program that makes it up.
            if cx.has_copy() && body.is_some() {
                cx.count(Asked::WholeFeed)?;
            }
            keep(&cx, format.media_type(), &validators, body)
        }
    })
}

fn elsewhere(mut response: HttpResponseBuilder, path: String) -> HttpResponse {
    response.insert_header((header::LOCATION, path)).insert_header((header::CACHE_CONTROL, "no-cache")).finish()
}

/// A feed in the list.
#[derive(Debug, Serialize)]
struct Listed {
    title: String,
    text: String,
    #[serde(skip)]
    path: String,
    atom: String,
    rss: String,
}

/// `GET /feeds`: all feeds, with what they hold.
///
/// # Errors
/// Of the database.
pub async fn index(cx: Cx) -> Result<HttpResponse> {
    let reader = cx.clone();
    cx.page(move |c, me| {
        let say = |message: Message| reader.shared.texts.say(&reader, &message);
        let name = reader.shared.site(c, reader.now)?.name.clone();
        let about = |key| say(Message::new(key).with("site", name.clone()));
        let site = [
            Listed::new(about("feeds-newest"), about("feeds-newest-text"), "/feed"),
            Listed::new(about("feeds-unanswered"), about("feeds-unanswered-text"), "/unanswered"),
            Listed::new(about("feeds-accepted"), about("feeds-accepted-text"), "/accepted"),
            Listed::new(about("feeds-articles"), about("feeds-articles-text"), "/articles"),
            Listed::new(about("feeds-ideas"), about("feeds-ideas-text"), "/ideas"),
            Listed::new(about("feeds-roadmap"), about("feeds-roadmap-text"), "/roadmap"),
            Listed::new(about("feeds-changelog"), about("feeds-changelog-text"), "/changelog"),
        ];
        let boards: Vec<Listed> = boards::list(c, &Actor::Visitor)?
            .into_iter()
            .filter(|board| board.retired_at.is_none())
            .map(|board| {
                let path = board.feed();
                let text = say(Message::new("feeds-board-text").with("board", board.name.clone()));
                Listed::new(board.name, text, &path)
            })
            .collect();
        let page = Page::new("pages/feeds/index.html").title_key(Message::new("feeds-title")).canonical("/feeds");
        let page = site.iter().fold(page, |page, feed| page.feed(&feed.title, &feed.path));
        Ok(page.set("site_feeds", &site).set("board_feeds", &boards).set("member", &me.session.is_some()))
    })
    .await
}

impl Listed {
    fn new(title: String, text: String, path: &str) -> Self {
        Self { title, text, atom: format!("{path}.atom"), rss: format!("{path}.rss"), path: path.to_owned() }
    }
}
