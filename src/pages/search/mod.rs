//! The page of search results, and what is suggested while one types.

mod misses;
mod store;
mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::boards;
use crate::db::Conn;
use crate::error::Result;
use crate::follows;
use crate::ideas::view::statuses_of;
use crate::ids::TopicId;
use crate::message::Message;
use crate::policy::{self, Action, TopicKind, Visibility};
use crate::search::find::{Found, MOST, Reader, Results, Sort, find};
use crate::search::query::{self, Query};
use crate::search::{spell, suggest};
use crate::sessions::Me;
use crate::topics;
use crate::web::{Asked, Cx, Page};

use view::{Link, ResultView, SuggestionView};

/// Results on a page.
const PAGE: usize = 20;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    q: String,
    sort: Option<String>,
    after: Option<String>,
}

impl Typed {
    fn sort(&self) -> Sort {
        self.sort.as_deref().and_then(Sort::parse).unwrap_or(Sort::Relevance)
    }
}

/// The address of a search.
fn address(q: &str, sort: Sort, after: Option<TopicId>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("q", q);
    if sort != Sort::Relevance {
        query.append_pair("sort", sort.as_str());
    }
    if let Some(after) = after {
        query.append_pair("after", &after.to_string());
    }
    format!("/search?{}", query.finish())
}

/// `GET /search`
///
/// # Errors
/// [`crate::error::AppError::TooMany`]; when the database refuses.
pub async fn show(cx: Cx, typed: web::Query<Typed>) -> Result<HttpResponse> {
    if !typed.q.is_empty() {
        cx.count(Asked::Search)?;
    }
    let (typed, inner) = (typed.into_inner(), cx.clone());
    let (report, missed) = std::sync::mpsc::channel();
    let answer = cx
        .page(move |c, me| {
            let query = query::parse(&typed.q);
            let page = page(&inner, c, me, &query, &typed)?;
            if page.missed {
                // The other end is held until the page is there.
                let _ = report.send(query.text);
            }
            Ok(page.page)
        })
        .await?;
    if let Ok(query) = missed.try_recv() {
        misses::count(&cx, &query);
    }
    Ok(answer)
}

struct Answer {
    page: Page,
    missed: bool,
}

fn page(cx: &Cx, c: &mut Conn, me: &Me, query: &Query, typed: &Typed) -> Result<Answer> {
    let (seen, sort) = (policy::visibility(&me.actor), typed.sort());
    let site = cx.shared.site(c, cx.now)?;
    let reader = Reader { seen: &seen, id: me.actor.id(), zone: &site.zone, now: cx.now };
    let results = find(c, query, &reader, sort)?;
    let nothing = results.topics.is_empty() && !query.is_empty();
    let meant = if nothing && query.has_words() { spell::did_you_mean(c, query, &reader)? } else { None };
    let start = place_after(&results.topics, typed.after.as_deref());
    let shown = &results.topics[start..results.topics.len().min(start + PAGE)];
    let more = start + shown.len() < results.topics.len();
    let older = shown.last().filter(|_| more).map(|last| address(&query.text, sort, Some(last.facts.id)));
    let say = |message: &Message| cx.shared.texts.say(cx, message);
    let notes: Vec<String> = query.notes.iter().map(say).collect();
    let tabs: Vec<Link> = Sort::ALL
        .iter()
        .map(|one| Link {
            href: address(&query.text, *one, None),
            label: say(&Message::new("search-sort").with("sort", one.as_str())),
            current: *one == sort,
            count: -1,
        })
        .collect();
    let count = i64::try_from(results.topics.len().min(MOST)).unwrap_or(i64::MAX);
    let ask = ask_address(&query.text);
    let views = views(cx, c, &results, shown)?;
    let title = match query.text.as_str() {
        "" => Message::new("search-title"),
        text => Message::new("search-title-of").with("query", text.to_owned()),
    };
    let page = Page::new("pages/search/show.html");
    let page = match query.is_empty() {
        true => page,
        false => page.feed(say(&title), address(&query.text, Sort::Relevance, None)),
    };
    let page = page
        .title_key(title)
        .section("search")
        .noindex()
        .set("q", &query.text)
        .set("sort", sort.as_str())
        .set("notes", &notes)
        .set("tabs", &tabs)
        .set("filters", &filters(c, me, query, &results, sort, &say)?)
        .set("results", &views)
        .set("count", &count)
        .set("more", &results.more)
        .set("asked", &!query.is_empty())
        .set("follow", follow(c, me, query)?)
        .set("meant", &meant.map(|text| Link::to(address(&text, sort, None), text)))
        .set("ask", &ask)
        .set("newest", &if start > 0 { address(&query.text, sort, None) } else { String::new() })
        .set("older", &older.unwrap_or_default());
    Ok(Answer { page, missed: nothing && query.has_words() && typed.after.is_none() })
}

/// Whether new topics that are found by this may be told of: "yes", "kept" when they are already, or "".
fn follow(c: &mut Conn, me: &Me, query: &Query) -> Result<&'static str> {
    match me.actor.id() {
        Some(user) if !query.is_empty() && policy::check(&me.actor, Action::Follow).is_ok() => {
            Ok(if follows::kept_as(c, user, &query.text)?.is_some() { "kept" } else { "yes" })
        }
        Some(_) | None => Ok(""),
    }
}

/// The place behind this topic; the beginning when it is not among what was found any more.
fn place_after(found: &[Found], after: Option<&str>) -> usize {
    let last = after.and_then(|text| text.parse::<TopicId>().ok());
    last.and_then(|last| found.iter().position(|one| one.facts.id == last)).map_or(0, |at| at + 1)
}

/// The form for a question with what was looked for.
fn ask_address(text: &str) -> String {
    let title: String = text.chars().take(crate::slug::MAX_TITLE_CHARS).collect();
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("title", &title).finish();
    format!("/ask?{query}")
}

fn views(cx: &Cx, c: &mut Conn, results: &Results, shown: &[Found]) -> Result<Vec<ResultView>> {
    let ids: Vec<TopicId> = shown.iter().map(|found| found.facts.id).collect();
    let mut rows = topics::rows(c, &ids)?;
    let ideas: Vec<TopicId> = rows.iter().filter(|row| row.kind == TopicKind::Idea).map(|row| row.id).collect();
    let mut statuses = statuses_of(cx, c, &ideas)?;
    let documents: Vec<i64> = shown.iter().filter_map(|found| Some(found.hits.first()?.id)).collect();
    let texts = crate::search::find::bodies(c, &documents)?;
    Ok(shown
        .iter()
        .filter_map(|found| {
            let row = rows.iter().position(|row| row.id == found.facts.id).map(|at| rows.swap_remove(at))?;
            let status = statuses.extract_if(.., |(of, _)| *of == row.id).next().map(|(_, status)| status);
            let hit = found.hits.first();
            let text = hit.and_then(|hit| texts.iter().find(|text| text.id == hit.id));
            Some(view::result((row, status), hit, text.map(|text| text.source.as_str()), &results.terms))
        })
        .collect())
}

/// Links that narrow what was found, each with how many would stay; those that are on take themselves away.
fn filters(
    c: &mut Conn,
    me: &Me,
    query: &Query,
    results: &Results,
    sort: Sort,
    say: &dyn Fn(&Message) -> String,
) -> Result<Vec<Link>> {
    let found = &results.topics;
    let count = |fits: &dyn Fn(&Found) -> bool| found.iter().filter(|one| fits(one)).count();
    let mut links = Vec::new();
    let mut add = |operator: String, label: String, count: usize| {
        let on = query.text.split_whitespace().any(|piece| piece.eq_ignore_ascii_case(&operator));
        if !on && (count == 0 || count == found.len()) {
            return;
        }
        let text = if on { view::without(&query.text, &operator) } else { format!("{} {operator}", query.text) };
        let count = if on { -1 } else { i64::try_from(count).unwrap_or(-1) };
        links.push(Link { href: address(text.trim(), sort, None), label, current: on, count });
    };
    let named = |name: &'static str| say(&Message::new("search-filter").with("name", name));
    add("is:solved".into(), named("solved"), count(&|one| one.facts.accepted_count > 0));
    add(
        "is:unanswered".into(),
        named("unanswered"),
        count(&|one| one.facts.kind == "question" && one.facts.answers_count == 0),
    );
    add("is:question".into(), named("question"), count(&|one| one.facts.kind == "question"));
    add("is:article".into(), named("article"), count(&|one| one.facts.kind == "article"));
    add("is:idea".into(), named("idea"), count(&|one| one.facts.kind == "idea"));
    for board in boards::list(c, &me.actor)? {
        let of_board = count(&|one| one.facts.board_id == board.id);
        add(format!("board:{}", board.slug), board.name, of_board);
    }
    Ok(links)
}

/// `GET /search/suggest`: titles that fit what is being typed, as a list for the script.
///
/// # Errors
/// As [`show`].
pub async fn suggestions(cx: Cx, typed: web::Query<Typed>) -> Result<HttpResponse> {
    cx.count(Asked::Search)?;
    let (typed, inner) = (typed.into_inner(), cx.clone());
    cx.page(move |c, me| {
        let seen: Visibility = policy::visibility(&me.actor);
        let site = inner.shared.site(c, inner.now)?;
        let reader = Reader { seen: &seen, id: me.actor.id(), zone: &site.zone, now: inner.now };
        let found = suggest(c, &typed.q, &reader)?;
        let found: Vec<SuggestionView> = found.into_iter().map(SuggestionView::from).collect();
        let text = query::parse(&typed.q).text;
        Ok(Page::new("pages/search/suggest.html")
            .noindex()
            .status(StatusCode::OK)
            .set("suggestions", &found)
            .set("q", &text)
            .set("all", &address(&text, Sort::Relevance, None)))
    })
    .await
}
