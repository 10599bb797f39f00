//! The panel under the title of what is being written, the step before posting without a script, and the count of what
//! is opened from there.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{Deflections, SimilarView, while_writing};
use crate::boards;
use crate::drafts;
use crate::error::Result;
use crate::ids::{BoardId, TopicId};
use crate::message::Message;
use crate::policy::{self, Action, TopicKind};
use crate::topics::{TopicForm, is_robot};
use crate::web::{Asked, Cx, Page};

/// The value of `from` in the links of the panel of a question.
const FROM: &str = "ask";

/// A title as far as it is typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    title: String,
    kind: String,
}

/// What is opened from the form for a question is counted.
const fn from(kind: TopicKind) -> &'static str {
    match kind {
        TopicKind::Question => FROM,
        TopicKind::Article | TopicKind::Idea => "",
    }
}

/// `GET /similar`: topics like the title of one that is being typed, as a part of a page.
///
/// # Errors
/// [`crate::error::AppError::TooMany`]; when the database refuses.
pub async fn panel(cx: Cx, typed: web::Query<Typed>) -> Result<HttpResponse> {
    cx.count(Asked::Search)?;
    let (typed, inner) = (typed.into_inner(), cx.clone());
    let kind = TopicKind::parse(&typed.kind).unwrap_or(TopicKind::Question);
    cx.page(move |c, me| {
        let site = inner.shared.site(c, inner.now)?;
        let similar: Vec<SimilarView> = while_writing(c, &me.actor, (kind, &typed.title), (&site.zone, inner.now))?;
        Ok(Page::new("pages/similar/panel.html").noindex().set("similar", &similar).set("from", from(kind)))
    })
    .await
}

/// A topic that is about to be posted.
#[derive(Debug, Clone, Copy)]
pub struct Unposted<'a> {
    /// What it will be: a question or an idea.
    pub kind: TopicKind,
    /// As typed.
    pub form: &'a TopicForm,
    /// The board that is chosen in it.
    pub board: BoardId,
    /// The key of the form.
    pub form_key: &'a str,
    /// Further fields of the form, by name and value.
    pub fields: &'a [(&'static str, String)],
}

impl Unposted<'_> {
    const fn may(&self) -> fn(policy::BoardFacts) -> Action {
        match self.kind {
            TopicKind::Question => Action::Ask,
            TopicKind::Article => Action::WriteArticle,
            TopicKind::Idea => Action::Propose,
        }
    }

    const fn draft(&self) -> drafts::Kind {
        match self.kind {
            TopicKind::Question => drafts::Kind::Question,
            TopicKind::Article => drafts::Kind::Article,
            TopicKind::Idea => drafts::Kind::Idea,
        }
    }
}

/// The step between the form for a topic and posting it, for who may post and has not seen what is like it; none when
/// there is nothing like it. The text is kept as a draft, for one of these may be opened.
///
/// # Errors
/// When the database refuses.
pub async fn review(cx: &Cx, unposted: Unposted<'_>) -> Result<Option<HttpResponse>> {
    let Unposted { kind, form, board, form_key, fields } = unposted;
    let (title, may, inner) = (form.title.clone(), unposted.may(), cx.clone());
    let found = cx
        .read(move |c, me| {
            let may_post = match boards::facts(c, board)? {
                Some(board) => policy::check(&me.actor, may(board)).is_ok(),
                None => false,
            };
            if !may_post {
                return Ok(Vec::new());
            }
            let site = inner.shared.site(c, inner.now)?;
            while_writing(c, &me.actor, (kind, &title), (&site.zone, inner.now))
        })
        .await?;
    if found.is_empty() {
        return Ok(None);
    }
    let (draft, now) = (form.clone().draft(unposted.draft(), TopicId(0)), cx.now);
    cx.write(move |tx, me| drafts::save(tx, &me.actor, &draft, now)).await?;
    let (form, form_key, fields) = (form.clone(), form_key.to_owned(), fields.to_vec());
    let page = cx.page(move |_, _| {
        Ok(Page::new("pages/similar/review.html")
            .title_key(Message::new("similar-review-title"))
            .section(match kind {
                TopicKind::Question => "questions",
                TopicKind::Article => "articles",
                TopicKind::Idea => "ideas",
            })
            .noindex()
            .set("kind", kind.as_str())
            .set("from", from(kind))
            .set("similar", &found)
            .set("form_key", &form_key)
            .set("fields", &fields)
            .set("title", &form.title)
            .set("board", &form.board)
            .set("tags", &form.tags)
            .set("lang", &form.lang)
            .set("body", &form.body))
    });
    page.await.map(Some)
}

/// Counts that a topic's page was opened from the form for a question, once in half an hour and browser, unless it was
/// a robot. `from` is what the page's address says.
pub fn opened(cx: &Cx, response: &mut HttpResponse, from: Option<&str>, counted: &Deflections) {
    let is_click = from == Some(FROM) && response.status().is_success();
    if is_click && !cx.has_looked_before_asking() && !is_robot(&cx.client.agent) {
        counted.count_click(today(cx));
        cx.note_look_before_asking(response);
    }
}

/// Counts that a question was asked, when a similar topic was opened before.
pub fn asked(cx: &Cx, response: &mut HttpResponse, counted: &Deflections) {
    if cx.has_looked_before_asking() {
        counted.count_asked(today(cx));
        cx.forget_look_before_asking(response);
    }
}

fn today(cx: &Cx) -> i64 {
    cx.now.day_in(&cx.shared.last_site().zone)
}
