//! An article with what is around it: its contents, its series, whose words it was made of, and who looks after it.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::articles::{self, Part, Series, store};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::feeds::jsonld::{Article, article};
use crate::follows::{self, Subject};
use crate::ids::TopicId;
use crate::markdown;
use crate::message::Message;
use crate::notify::web::Opened;
use crate::policy::{self, Action, Actor, State, TopicFacts, TopicKind};
use crate::posts;
use crate::sessions::Me;
use crate::similar::{self, Deflections};
use crate::topics::{self, BoardView, PostRow, TagView, Topic, Views};
use crate::web::{Cx, MemberView, Page};

/// The article itself.
#[derive(Debug, Serialize)]
struct Head {
    id: TopicId,
    url: String,
    title: String,
    lang: String,
    board: BoardView,
    tags: Vec<TagView>,
    closed_at: Option<i64>,
    close_reason: String,
    state: &'static str,
    created_at: i64,
    edited_at: Option<i64>,
    views: i64,
    can_close: bool,
    can_reopen: bool,
}

/// Its place in a series.
#[derive(Debug, Serialize)]
struct InSeries {
    url: String,
    title: String,
    number: usize,
    parts: usize,
    previous: Option<Part>,
    next: Option<Part>,
}

/// Who looks after it, for those who may.
#[derive(Debug, Serialize)]
struct Kept {
    owner: Option<MemberView>,
    review_at: Timestamp,
    is_due: bool,
}

/// Where the link stood by which one came.
#[derive(Debug, Default, Deserialize)]
pub struct Came {
    from: Option<String>,
}

/// `GET /articles/{id}`: to the full address.
///
/// # Errors
/// 404 for an article that this reader may not see.
pub async fn show_short(cx: Cx, path: web::Path<TopicId>) -> Result<HttpResponse> {
    let id = path.into_inner();
    let path = cx.read(move |c, me| Ok(topics::readable(c, &me.actor, id)?.0.path())).await?;
    Ok(HttpResponse::MovedPermanently()
        .insert_header((header::LOCATION, path))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .finish())
}

/// `GET /articles/{id}/{slug}`
///
/// # Errors
/// 404 for an article that this reader may not see.
pub async fn show(
    cx: Cx,
    path: web::Path<(TopicId, String)>,
    came: web::Query<Came>,
    views: web::Data<Views>,
    deflections: web::Data<Deflections>,
) -> Result<HttpResponse> {
    let (id, slug) = path.into_inner();
    let (inner, opened) = (cx.clone(), Opened::default());
    let seen = opened.clone();
    let mut response = cx.page(move |c, me| build(&inner, c, me, (id, &slug), &seen)).await?;
    opened.note(&cx);
    similar::web::opened(&cx, &mut response, came.from.as_deref(), &deflections);
    if response.status().is_success() {
        views.count(id, &cx.client.agent);
    }
    Ok(response)
}

fn build(cx: &Cx, c: &mut Conn, me: &Me, (id, slug): (TopicId, &str), opened: &Opened) -> Result<Page> {
    let (topic, facts) = topics::readable(c, &me.actor, id)?;
    // A number names one topic, whatever it is.
    if topic.kind != TopicKind::Article || slug != topic.slug {
        return Ok(Page::moved(topic.path()));
    }
    let row = topics::own_row(c, &topic)?;
    let contents = markdown::headings(&row.source);
    let is_public = topic.audience == 0 && topic.state == State::Visible;
    // For search engines, who come without an account; nobody else pays for it.
    let data = (is_public && me.actor == Actor::Visitor).then(|| structured(cx, &topic, &row));
    let edited_at = row.edited_at;
    let post = posts::views(cx, c, me, (&topic, facts), vec![row])?.pop();
    opened.look(c, me, id)?;
    let kept = kept(cx, c, me, &topic, facts)?;
    let page = Page::new("pages/articles/show.html")
        .title(topic.title.clone())
        .description(topic.excerpt.clone())
        .canonical(topic.path())
        .section("articles")
        .set("article", &head(me, &topic, facts, edited_at))
        .set("post", &post)
        .set("contents", &contents)
        .set("related", &similar::related(c, &me.actor, id)?)
        .set("credit", &articles::credit(c, &me.actor, id)?)
        .set("series", &in_series(c, me, id)?)
        .set("follow", &follows::view(c, &me.actor, Subject::Topic(id))?)
        .set("kept", &kept);
    let listed = || cx.shared.texts.say(cx, &Message::new("articles-title"));
    let page = if is_public { page.feed(listed(), "/articles") } else { page.noindex() };
    Ok(match data {
        Some(data) => page.jsonld(data),
        None => page,
    })
}

fn head(me: &Me, topic: &Topic, facts: TopicFacts, edited_at: Option<i64>) -> Head {
    let may_close = policy::check(&me.actor, Action::CloseTopic(facts)).is_ok();
    Head {
        id: topic.id,
        url: topic.path(),
        title: topic.title.clone(),
        lang: topic.lang.clone(),
        board: BoardView::of(&topic.board_slug, &topic.board_name, topic.board_hue),
        tags: TagView::all(&topic.tags),
        closed_at: topic.closed_at.map(|at| at.0),
        close_reason: topic.close_reason.clone(),
        state: topic.state.as_str(),
        created_at: topic.created_at.0,
        edited_at,
        views: topic.views,
        can_close: may_close && topic.closed_at.is_none(),
        can_reopen: may_close && topic.closed_at.is_some(),
    }
}

fn in_series(c: &mut Conn, me: &Me, id: TopicId) -> Result<Option<InSeries>> {
    let Some(of) = store::find(c, id)?.and_then(|article| article.series) else { return Ok(None) };
    let mut parts = articles::parts(c, &me.actor, of)?;
    // A part that is hidden is no part of what others read.
    let Some(place) = parts.iter().position(|part| part.id == id) else { return Ok(None) };
    let Some(Series { slug, title, .. }) = store::series_by_id(c, of)? else { return Ok(None) };
    let count = parts.len();
    let next = (place + 1 < count).then(|| parts.remove(place + 1));
    let previous = place.checked_sub(1).map(|before| parts.remove(before));
    Ok(Some(InSeries { url: format!("/series/{slug}"), title, number: place + 1, parts: count, previous, next }))
}

fn kept(cx: &Cx, c: &mut Conn, me: &Me, topic: &Topic, facts: TopicFacts) -> Result<Option<Kept>> {
    if policy::check(&me.actor, Action::KeepArticle(facts)).is_err() {
        return Ok(None);
    }
    let Some(article) = store::find(c, topic.id)? else { return Ok(None) };
    let owner = store::member(c, article.owner)?;
    Ok(Some(Kept { owner, review_at: article.review_at, is_due: article.review_at <= cx.now }))
}

/// The page as schema.org's `TechArticle`.
fn structured(cx: &Cx, topic: &Topic, row: &PostRow) -> serde_json::Value {
    let config = &cx.shared.config;
    article(&Article {
        title: &topic.title,
        lang: &topic.lang,
        text: &markdown::plain_text(&row.source),
        excerpt: &topic.excerpt,
        url: &config.absolute(&topic.path()),
        author: &row.display_name,
        author_url: &config.absolute(&format!("/members/{}", row.handle)),
        publisher: &cx.shared.last_site().name,
        created_at: Timestamp(row.created_at),
        edited_at: row.edited_at.map(Timestamp),
    })
}
