//! The form for an article: from scratch, or of a solved question.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::articles::{self, NewArticle};
use crate::db::Conn;
use crate::drafts;
use crate::error::{AppError, Invalid, Result};
use crate::i18n::Lang;
use crate::ids::{self, TopicId};
use crate::message::Message;
use crate::policy::{self, Action, BoardKind};
use crate::sessions::Me;
use crate::submissions::{Submission, once};
use crate::topics::web::fields::{self, For};
use crate::topics::{self, TopicForm};
use crate::web::{Cx, Form, Page};

/// What another page suggests.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Suggested {
    board: Option<String>,
    question: Option<TopicId>,
}

/// An article as sent.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    #[serde(flatten)]
    article: TopicForm,
    /// The question it is made of, or nothing.
    #[serde(default)]
    source: String,
    /// The writer knows that the question is not for everybody.
    #[serde(default)]
    knows_readers: String,
    /// One form is taken once.
    #[serde(default)]
    form_key: String,
    /// The button that shows instead of publishing.
    preview: Option<String>,
}

impl Sent {
    fn question(&self) -> Result<Option<TopicId>> {
        match self.source.as_str() {
            "" => Ok(None),
            typed => typed.parse().map(Some).map_err(|_| AppError::Unreadable),
        }
    }
}

/// What the form shows.
struct Shown<'a> {
    form: &'a TopicForm,
    question: Option<TopicId>,
    knows_readers: bool,
    kept_at: Option<i64>,
    preview: &'a str,
}

/// `GET /articles/new`
///
/// # Errors
/// By the policy.
pub async fn form(cx: Cx, suggested: web::Query<Suggested>) -> Result<HttpResponse> {
    let (suggested, inner) = (suggested.into_inner(), cx.clone());
    cx.page(move |c, me| {
        policy::check(&me.actor, Action::KeepArticles)?;
        let place = suggested.question.unwrap_or(TopicId(0));
        let kept = drafts::find(c, me.id()?, drafts::Kind::Article, place)?;
        let mut form = match (&kept, suggested.question) {
            (Some((draft, _)), _) => TopicForm::from(draft),
            (None, Some(question)) => {
                articles::suggestion(c, &me.actor, question, |lang, key| words(&inner, lang, key))?
            }
            (None, None) => TopicForm::default(),
        };
        if let Some(board) = suggested.board.filter(|board| !board.is_empty()) {
            form.board = board.chars().take(20).collect();
        }
        if form.board.is_empty() {
            form.board = only_board(c, me)?;
        }
        let shown = Shown {
            form: &form,
            question: suggested.question,
            knows_readers: false,
            kept_at: kept.as_ref().map(|(_, at)| at.0),
            preview: "",
        };
        build(c, me, &shown)
    })
    .await
}

/// Where there is one board to write on, there is nothing to choose.
fn only_board(c: &mut Conn, me: &Me) -> Result<String> {
    let mut boards = topics::boards(c, BoardKind::Articles)?;
    boards.retain(|(board, _)| policy::check(&me.actor, Action::WriteArticle(*board)).is_ok());
    Ok(match boards.as_slice() {
        [(board, _)] => board.id.to_string(),
        _ => String::new(),
    })
}

/// A heading in the language of the text, if the site speaks it.
fn words(cx: &Cx, lang: &str, key: &str) -> String {
    let i18n = &cx.shared.texts.i18n;
    i18n.text(i18n.language(lang).unwrap_or(Lang::EN), key, &[]).into_owned()
}

fn build(c: &mut Conn, me: &Me, shown: &Shown<'_>) -> Result<Page> {
    policy::check(&me.actor, Action::KeepArticles)?;
    let question = match shown.question {
        Some(id) => {
            let (topic, facts) = topics::readable(c, &me.actor, id)?;
            policy::check(&me.actor, Action::MakeArticle(facts))?;
            Some(topic)
        }
        None => None,
    };
    let page = Page::new("pages/articles/new.html")
        .title_key(Message::new("articles-new-title"))
        .section("articles")
        .noindex()
        .set("source", &question.as_ref().map(|topic| (topic.id, topic.path(), &topic.title)))
        .set("is_restricted", &question.as_ref().is_some_and(|topic| topic.audience != 0))
        .set("knows_readers", &shown.knows_readers)
        .set("kept_at", &shown.kept_at)
        .set("form_key", &ids::random_key());
    fields::fill(page, c, (me, For::New(BoardKind::Articles)), (shown.form, shown.preview))
}

/// `POST /articles/new`
///
/// # Errors
/// By the policy.
pub async fn create(cx: Cx, Form(sent): Form<Sent>) -> Result<HttpResponse> {
    let (question, now) = (sent.question()?, cx.now);
    if sent.preview.is_some() {
        let preview = fields::look(&sent.article.body);
        return again(&cx, sent, Invalid::default(), preview).await;
    }
    let wording = match sent.article.parse_article() {
        Ok(wording) => wording,
        Err(AppError::Invalid(wrong)) => return again(&cx, sent, wrong, String::new()).await,
        Err(error) => return Err(error),
    };
    let submission = Submission::of(&sent.form_key, &format!("article/{}", sent.source), &sent.article.typed())?;
    let new = NewArticle { wording, question, knows_readers: sent.knows_readers == "true" };
    let done = cx
        .write(move |tx, me| {
            once(tx, (me.id()?, &submission, now), |tx| Ok(articles::write(tx, &me.actor, &new, now)?.1))
        })
        .await;
    match done {
        Ok(path) => Ok(cx.see_other_with(&path, "notice-article-published")),
        Err(AppError::Invalid(wrong)) => again(&cx, sent, wrong, String::new()).await,
        Err(error) => Err(error),
    }
}

async fn again(cx: &Cx, sent: Sent, wrong: Invalid, preview: String) -> Result<HttpResponse> {
    let question = sent.question()?;
    cx.page(move |c, me| {
        let shown = Shown {
            form: &sent.article,
            question,
            knows_readers: sent.knows_readers == "true",
            kept_at: None,
            preview: &preview,
        };
        Ok(build(c, me, &shown)?.errors(wrong))
    })
    .await
}
