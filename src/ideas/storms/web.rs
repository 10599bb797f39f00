//! The pages of storm sessions.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{MAX_DAYS, Phase, Storm, StormForm, call};
use crate::boards;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ideas::{list, view};
use crate::ids::{BoardId, StormId};
use crate::markdown::{self, Html};
use crate::message::Message;
use crate::policy::{self, Action, BoardKind};
use crate::sessions::Me;
use crate::topics::{self, BoardView, Cursor};
use crate::web::{Cx, Form, Page};

/// Characters of the introduction for search engines.
const EXCERPT: usize = 200;

/// Where a list begins.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Shown {
    after: Option<String>,
}

/// A session as lists show it.
#[derive(Debug, Serialize)]
pub struct StormView {
    id: StormId,
    url: String,
    title: String,
    phase: Phase,
    /// Its first moment and its last one.
    starts_at: i64,
    ends_at: i64,
    /// Days that follow today, up to its last one; to its first one while it is to come.
    days: i64,
}

/// The sessions that run on these boards, which the reader may read: for the partial `partials/idea_storms.html`.
///
/// # Errors
/// When the database refuses.
pub fn running(cx: &Cx, c: &mut Conn, boards: &[BoardId]) -> Result<Vec<StormView>> {
    let storms = super::current(c, boards, cx.now)?;
    views(cx, c, storms.into_iter().filter(|storm| storm.phase(cx.now) == Phase::Running))
}

/// One session, if it is there for this reader.
///
/// # Errors
/// When the database refuses.
pub fn one(cx: &Cx, c: &mut Conn, me: &Me, id: StormId) -> Result<Option<StormView>> {
    match super::find(c, &me.actor, id) {
        Err(AppError::NotFound) => Ok(None),
        found => Ok(views(cx, c, [found?])?.pop()),
    }
}

fn views(cx: &Cx, c: &mut Conn, storms: impl IntoIterator<Item = Storm>) -> Result<Vec<StormView>> {
    let zone = &cx.shared.site(c, cx.now)?.zone;
    let today = call::day(cx.now, zone);
    let view = |storm: Storm| {
        let phase = storm.phase(cx.now);
        let until = if phase == Phase::Coming { storm.first(zone) } else { storm.last(zone) };
        StormView {
            id: storm.id,
            url: storm.path(),
            phase,
            starts_at: storm.starts_at.0,
            ends_at: (storm.ends_at.0 - 1).max(storm.starts_at.0),
            days: call::days_between(today, until),
            title: storm.title,
        }
    };
    Ok(storms.into_iter().map(view).collect())
}

/// `GET /storms`
///
/// # Errors
/// 400 for a cursor that is not one of ours.
pub async fn index(cx: Cx, shown: web::Query<Shown>) -> Result<HttpResponse> {
    let (after, inner) = (shown.into_inner().after, cx.clone());
    cx.page(move |c, me| {
        let boards = list::boards(c, &me.actor)?;
        let first = after.as_deref().is_none_or(str::is_empty);
        let current = if first { super::current(c, &boards, inner.now)? } else { Vec::new() };
        let (past, next) = super::past(c, &boards, inner.now, Cursor::parse(after.as_deref())?)?;
        let (running, coming): (Vec<Storm>, Vec<Storm>) =
            current.into_iter().partition(|storm| storm.phase(inner.now) == Phase::Running);
        let groups = [("running", running), ("coming", coming), ("past", past)];
        let mut shown = Vec::new();
        for (phase, storms) in groups {
            shown.push((phase, views(&inner, c, storms)?));
        }
        shown.retain(|(_, storms)| !storms.is_empty());
        let page = Page::new("pages/storms/index.html")
            .title_key(Message::new("ideas-storms-title"))
            .description(inner.shared.texts.say(&inner, &Message::new("ideas-storms-lede")))
            .section("ideas")
            .set("groups", &shown)
            .set("can_open", &policy::check(&me.actor, Action::KeepIdeas).is_ok())
            .set("newest", if first { "" } else { "/storms" })
            .set("older", &next.map(|next| format!("/storms?after={next}")).unwrap_or_default());
        Ok(if first { page.canonical("/storms") } else { page.noindex() })
    })
    .await
}

/// `GET /storms/{id}`
///
/// # Errors
/// 404 for a session that is not there for this reader.
pub async fn show_short(cx: Cx, id: web::Path<StormId>) -> Result<HttpResponse> {
    cx.page(move |c, me| Ok(Page::moved(super::find(c, &me.actor, *id)?.path()))).await
}

/// `GET /storms/{id}/{slug}`
///
/// # Errors
/// 404 for a session that is not there for this reader.
pub async fn show(cx: Cx, path: web::Path<(StormId, String)>, shown: web::Query<Shown>) -> Result<HttpResponse> {
    let ((id, slug), after, inner) = (path.into_inner(), shown.into_inner().after, cx.clone());
    cx.page(move |c, me| {
        let storm = super::find(c, &me.actor, id)?;
        if storm.slug != slug {
            return Ok(Page::moved(storm.path()));
        }
        let first = after.as_deref().is_none_or(str::is_empty);
        let found = super::ideas(c, &storm, Cursor::parse(after.as_deref())?)?;
        let ideas = view::views(&inner, c, me, found.ideas)?;
        let board = boards::by_id(c, storm.board)?.ok_or(AppError::NotFound)?;
        let path = storm.path();
        let page = Page::new("pages/storms/show.html")
            .title(storm.title.clone())
            .description(markdown::excerpt(&storm.source, EXCERPT))
            .section("ideas")
            .set("html", &Html::from_stored(storm.html.clone()))
            .set("board", &BoardView::of(&board.slug, &board.name, board.hue))
            .set("ideas", &ideas)
            .set("can_keep", &policy::check(&me.actor, Action::KeepIdeas).is_ok())
            .set("newest", if first { "" } else { path.as_str() })
            .set("older", &found.next.map(|next| format!("{path}?after={next}")).unwrap_or_default());
        let page = if first && !board.restricted { page.canonical(path) } else { page.noindex() };
        Ok(page.set("storm", &views(&inner, c, [storm])?.pop()))
    })
    .await
}

/// A session as sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sent {
    board: String,
    title: String,
    body: String,
    first: String,
    last: String,
}

impl Sent {
    fn form(&self) -> StormForm {
        let Self { title, body, first, last, .. } = self.clone();
        StormForm { title, body, first, last }
    }
}

#[derive(Debug, Serialize)]
struct Choice {
    value: String,
    label: String,
}

fn new_form(c: &mut Conn, me: &Me, sent: &Sent, wrong: Invalid) -> Result<Page> {
    policy::check(&me.actor, Action::KeepIdeas)?;
    let boards = topics::boards(c, BoardKind::Ideas)?.into_iter();
    let boards: Vec<Choice> = boards
        .filter(|(board, _)| !board.retired && policy::check(&me.actor, Action::ReadBoard(*board)).is_ok())
        .map(|(board, label)| Choice { value: board.id.to_string(), label })
        .collect();
    Ok(edit_page(sent, wrong)
        .title_key(Message::new("ideas-storm-new"))
        .set("action", "/storms/new")
        .set("back", "/storms")
        .set("boards", &boards))
}

fn edit_form(cx: &Cx, c: &mut Conn, me: &Me, id: StormId, sent: Option<&Sent>, wrong: Invalid) -> Result<Page> {
    policy::check(&me.actor, Action::KeepIdeas)?;
    let storm = super::find(c, &me.actor, id)?;
    let zone = &cx.shared.site(c, cx.now)?.zone;
    let as_it_is = Sent {
        board: String::new(),
        title: storm.title.clone(),
        body: storm.source.clone(),
        first: storm.first(zone).to_string(),
        last: storm.last(zone).to_string(),
    };
    let page = edit_page(sent.unwrap_or(&as_it_is), wrong)
        .title_key(Message::new("ideas-storm-edit"))
        .set("action", &format!("/storms/{id}/edit"))
        .set("back", &storm.path())
        .set("boards", &Vec::<Choice>::new());
    Ok(page)
}

fn edit_page(typed: &Sent, wrong: Invalid) -> Page {
    Page::new("pages/storms/edit.html")
        .section("ideas")
        .noindex()
        .set("board", &typed.board)
        .set("title", &typed.title)
        .set("body", &typed.body)
        .set("first", &typed.first)
        .set("last", &typed.last)
        .set("max_days", &MAX_DAYS)
        .errors(wrong)
}

/// `GET /storms/new`
///
/// # Errors
/// By the policy.
pub async fn new(cx: Cx) -> Result<HttpResponse> {
    cx.page(|c, me| new_form(c, me, &Sent::default(), Invalid::default())).await
}

/// `POST /storms/new`
///
/// # Errors
/// By the policy.
pub async fn create(cx: Cx, Form(sent): Form<Sent>) -> Result<HttpResponse> {
    let board = sent.board.parse::<BoardId>().ok();
    let opened = match (sent.form().parse(), board) {
        (Ok(call), Some(board)) => {
            let inner = cx.clone();
            cx.write(move |tx, me| {
                let site = inner.shared.site(tx, inner.now)?;
                super::open(tx, &me.actor, board, &call, (inner.now, &site.zone))
            })
            .await
        }
        (parsed, board) => Err(all_wrong(parsed.err(), board)?),
    };
    match opened {
        Ok(path) => Ok(cx.see_other_with(&path, "notice-storm-opened")),
        Err(AppError::Invalid(wrong)) => cx.page(move |c, me| new_form(c, me, &sent, wrong)).await,
        Err(error) => Err(error),
    }
}

/// What is wrong with the fields, and that no board was chosen.
fn all_wrong(parsed: Option<AppError>, board: Option<BoardId>) -> Result<AppError> {
    let mut wrong = match parsed {
        None => Invalid::default(),
        Some(AppError::Invalid(wrong)) => wrong,
        Some(error) => return Err(error),
    };
    if board.is_none() {
        wrong.push("board", Message::new("questions-board-missing"));
    }
    Ok(wrong.into())
}

/// `GET /storms/{id}/edit`
///
/// # Errors
/// By the policy.
pub async fn edit(cx: Cx, id: web::Path<StormId>) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, me| edit_form(&inner, c, me, *id, None, Invalid::default())).await
}

/// `POST /storms/{id}/edit`
///
/// # Errors
/// By the policy.
pub async fn save(cx: Cx, id: web::Path<StormId>, Form(sent): Form<Sent>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let saved = match sent.form().parse() {
        Ok(call) => {
            let inner = cx.clone();
            cx.write(move |tx, me| {
                let site = inner.shared.site(tx, inner.now)?;
                super::edit(tx, &me.actor, id, &call, (inner.now, &site.zone))
            })
            .await
        }
        Err(error) => Err(error),
    };
    match saved {
        Ok(path) => Ok(cx.see_other_with(&path, "notice-saved")),
        Err(AppError::Invalid(wrong)) => {
            let inner = cx.clone();
            cx.page(move |c, me| edit_form(&inner, c, me, id, Some(&sent), wrong)).await
        }
        Err(error) => Err(error),
    }
}

/// Nothing but the token.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// `POST /storms/{id}/end`
///
/// # Errors
/// By the policy; a conflict when it has ended already.
pub async fn end(cx: Cx, id: web::Path<StormId>, Form(Nothing {}): Form<Nothing>) -> Result<HttpResponse> {
    let (id, now) = (id.into_inner(), cx.now);
    let path = cx.write(move |tx, me| super::end(tx, &me.actor, id, now)).await?;
    Ok(cx.see_other_with(&path, "notice-storm-ended"))
}
