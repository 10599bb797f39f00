//! Editing a post; when somebody else was faster, both texts are shown.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::db::Conn;
use crate::diff;
use crate::error::{AppError, Invalid, Result};
use crate::ids::PostId;
use crate::markdown::Body;
use crate::message::Message;
use crate::policy::{self, Action, PostKind, TopicFacts};
use crate::questions::{Edit, Edited, QuestionForm, edit};
use crate::sessions::Me;
use crate::topics::web::fields::{self, For};
use crate::topics::{self, Post, Topic};
use crate::web::{Cx, Form, Page};

/// An edit as sent; an answer sends its text and reason only.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    #[serde(flatten)]
    question: QuestionForm,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    version: i64,
    preview: Option<String>,
}

/// What the form shows.
struct Shown {
    form: QuestionForm,
    reason: String,
    version: i64,
    preview: String,
    /// The text as somebody else has left it meanwhile.
    theirs: Option<String>,
}

impl Shown {
    fn of(topic: &Topic, post: &Post) -> Self {
        Self {
            form: QuestionForm {
                title: topic.title.clone(),
                board: topic.board.to_string(),
                tags: topic.tags.clone(),
                lang: topic.lang.clone(),
                body: post.source.clone(),
            },
            reason: String::new(),
            version: post.version,
            preview: String::new(),
            theirs: None,
        }
    }

    fn typed(sent: Sent) -> Self {
        Self { form: sent.question, reason: sent.reason, version: sent.version, preview: String::new(), theirs: None }
    }
}

/// `GET /posts/{id}/edit`
///
/// # Errors
/// By the policy.
pub async fn form(cx: Cx, path: web::Path<PostId>) -> Result<HttpResponse> {
    let id = path.into_inner();
    cx.page(move |c, me| {
        let (topic, post, facts) = topics::readable_post(c, &me.actor, id)?;
        policy::check(&me.actor, Action::EditPost(facts))?;
        let shown = Shown::of(&topic, &post);
        build(c, me, (&topic, facts.topic), &post, &shown)
    })
    .await
}

fn build(c: &mut Conn, me: &Me, (topic, facts): (&Topic, TopicFacts), post: &Post, shown: &Shown) -> Result<Page> {
    let chunks = shown.theirs.as_deref().map(|theirs| diff::words(theirs, &shown.form.body, diff::PATIENCE));
    let page = Page::new("pages/questions/edit.html")
        .title_key(Message::new("questions-edit-title").with("kind", post.kind.as_str()))
        .section("questions")
        .noindex()
        .set("id", &post.id)
        .set("kind", post.kind.as_str())
        .set("topic_title", &topic.title)
        .set("back", &format!("{}#{}", topic.path(), topics::anchor(post.kind, post.id)))
        .set("reason", &shown.reason)
        .set("version", &shown.version)
        .set("theirs", &shown.theirs)
        .set("chunks", &chunks);
    fields::fill(page, c, (me, For::Old(facts)), (&shown.form, &shown.preview))
}

/// `POST /posts/{id}/edit`
///
/// # Errors
/// By the policy. 409 with both texts when somebody else was faster.
pub async fn save(cx: Cx, path: web::Path<PostId>, Form(sent): Form<Sent>) -> Result<HttpResponse> {
    let (id, now) = (path.into_inner(), cx.now);
    let kind = cx.read(move |c, me| Ok(topics::readable_post(c, &me.actor, id)?.1.kind)).await?;
    let (wants_preview, reason, version) = (sent.preview.is_some(), sent.reason.trim().to_owned(), sent.version);
    let mut shown = Shown::typed(sent);
    if wants_preview {
        shown.preview = fields::look(&shown.form.body);
        return again(&cx, id, shown, Invalid::default(), StatusCode::OK).await;
    }
    let parsed = match kind {
        PostKind::Question | PostKind::Idea => shown.form.parse().map(Edit::Topic),
        PostKind::Article => shown.form.parse_article().map(Edit::Topic),
        PostKind::Answer => {
            Body::parse(&shown.form.body).map(Edit::Answer).map_err(|e| Invalid::field("body", e.into()).into())
        }
    };
    let new = match parsed {
        Ok(new) => new,
        Err(AppError::Invalid(wrong)) => return again(&cx, id, shown, wrong, StatusCode::OK).await,
        Err(error) => return Err(error),
    };
    match cx.write(move |tx, me| edit(tx, &me.actor, (id, version), &new, (&reason, now))).await {
        Ok(Edited::Done(path)) => Ok(cx.see_other_with(&path, "notice-saved")),
        Ok(Edited::Stale { source, version }) => {
            shown.theirs = Some(source);
            shown.version = version;
            again(&cx, id, shown, Invalid::default(), StatusCode::CONFLICT).await
        }
        Err(AppError::Invalid(wrong)) => again(&cx, id, shown, wrong, StatusCode::OK).await,
        Err(error) => Err(error),
    }
}

async fn again(cx: &Cx, id: PostId, shown: Shown, wrong: Invalid, status: StatusCode) -> Result<HttpResponse> {
    cx.page(move |c, me| {
        let (topic, post, facts) = topics::readable_post(c, &me.actor, id)?;
        policy::check(&me.actor, Action::EditPost(facts))?;
        Ok(build(c, me, (&topic, facts.topic), &post, &shown)?.status(status).errors(wrong))
    })
    .await
}
