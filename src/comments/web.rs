//! Pages of comments: all of a post, adding, changing, taking back, voting.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{CommentView, Loaded, PAGE, add, delete, edit, load, of_post, views};
use crate::error::{AppError, Invalid, Result};
use crate::ids::{self, CommentId, PostId};
use crate::markdown::CommentBody;
use crate::message::Message;
use crate::policy::{self, Action, Direction};
use crate::submissions::{Submission, once};
use crate::topics::{self, Post, Topic};
use crate::votes::{self, Ballot};
use crate::web::{Cx, Form, Page};

/// Which page of the comments.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Shown {
    after: Option<String>,
}

/// A remark as typed.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommentForm {
    #[serde(default)]
    body: String,
}

/// A new remark as typed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewComment {
    #[serde(default)]
    body: String,
    /// One form is taken once.
    #[serde(default)]
    form_key: String,
}

/// Nothing but the token.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A vote.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoteForm {
    value: i64,
}

/// Where a post stands, for the head of its comments' page.
#[derive(Debug, Serialize)]
struct Place {
    id: PostId,
    url: String,
    title: String,
    lang: String,
    excerpt: String,
}

impl Place {
    fn of(topic: &Topic, post: &Post) -> Self {
        Self {
            id: post.id,
            url: format!("{}#{}", topic.path(), topics::anchor(post.kind, post.id)),
            title: topic.title.clone(),
            lang: topic.lang.clone(),
            excerpt: crate::markdown::excerpt(&post.source, 300),
        }
    }
}

fn place_of(loaded: &Loaded) -> String {
    format!("{}#c{}", loaded.topic.path(), loaded.comment.id)
}

/// Few comments stand with their post; of many a new one stands on the page of all.
fn new_place_of(loaded: &Loaded) -> String {
    let (post, id) = (loaded.post.id, loaded.comment.id);
    if loaded.post.comments_count <= i64::try_from(super::SHOWN).unwrap_or(i64::MAX) {
        return place_of(loaded);
    }
    format!("/posts/{post}/comments?after={}#c{id}", id.0 - 1)
}

/// `GET /posts/{id}/comments`: all comments of a post, and the form for another.
///
/// # Errors
/// 404 for a post that this reader may not see.
pub async fn list(cx: Cx, path: web::Path<PostId>, shown: web::Query<Shown>) -> Result<HttpResponse> {
    page(&cx, path.into_inner(), shown.into_inner(), String::new(), Invalid::default()).await
}

async fn page(cx: &Cx, post: PostId, shown: Shown, typed: String, wrong: Invalid) -> Result<HttpResponse> {
    let after = match shown.after.as_deref() {
        None | Some("") => CommentId(0),
        Some(text) => text.parse().map_err(|_| AppError::BadRequest(Message::new("error-400-text")))?,
    };
    cx.page(move |c, me| {
        let (topic, post, facts) = topics::readable_post(c, &me.actor, post)?;
        let mut rows = of_post(c, post.id, after, me.actor.moderates(topic.board))?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|row| row.id);
        let comments: Vec<CommentView> = views(c, me, rows, |_| Some(facts))?;
        let can_comment = policy::check(&me.actor, Action::Comment(facts)).is_ok();
        Ok(Page::new("pages/comments/list.html")
            .title_key(Message::new("comments-title").with("title", topic.title.clone()))
            .section("questions")
            .noindex()
            .set("place", &Place::of(&topic, &post))
            .set("comments", &comments)
            .set("next", &next)
            .set("first", &(after == CommentId(0)))
            .set("can_comment", &can_comment)
            .set("body", &typed)
            .set("form_key", &ids::random_key())
            .errors(wrong))
    })
    .await
}

fn parse(body: &str) -> Result<CommentBody, Invalid> {
    CommentBody::parse(body).map_err(|e| Invalid::field("body", e.into()))
}

/// `POST /posts/{id}/comments`
///
/// # Errors
/// By the policy.
pub async fn create(cx: Cx, path: web::Path<PostId>, Form(form): Form<NewComment>) -> Result<HttpResponse> {
    let (post, now) = (path.into_inner(), cx.now);
    let body = match parse(&form.body) {
        Ok(body) => body,
        Err(wrong) => return page(&cx, post, Shown::default(), form.body, wrong).await,
    };
    let submission = Submission::of(&form.form_key, &format!("comments/{post}"), &[&form.body])?;
    let path = cx
        .write(move |tx, me| {
            once(tx, (me.id()?, &submission, now), |tx| Ok(new_place_of(&add(tx, &me.actor, post, &body, now)?)))
        })
        .await?;
    Ok(cx.see_other_with(&path, "notice-comment-posted"))
}

/// `GET /comments/{id}`: the address of a comment.
///
/// # Errors
/// 404 for a comment that this reader may not see.
pub async fn show(cx: Cx, path: web::Path<CommentId>) -> Result<HttpResponse> {
    let id = path.into_inner();
    let loaded = cx
        .read(move |c, me| {
            let loaded = load(c, id)?.ok_or(AppError::NotFound)?;
            policy::check(&me.actor, Action::ReadComment(loaded.facts))?;
            Ok(loaded)
        })
        .await?;
    Ok(cx.see_other(&format!("/posts/{}/comments?after={}#c{id}", loaded.post.id, id.0 - 1)))
}

/// `GET /comments/{id}/edit`
///
/// # Errors
/// By the policy.
pub async fn edit_form(cx: Cx, path: web::Path<CommentId>) -> Result<HttpResponse> {
    edit_page(&cx, path.into_inner(), None, Invalid::default()).await
}

async fn edit_page(cx: &Cx, id: CommentId, typed: Option<String>, wrong: Invalid) -> Result<HttpResponse> {
    cx.page(move |c, me| {
        let loaded = load(c, id)?.ok_or(AppError::NotFound)?;
        policy::check(&me.actor, Action::EditComment(loaded.facts))?;
        Ok(Page::new("pages/comments/edit.html")
            .title_key(Message::new("comments-edit-title"))
            .section("questions")
            .noindex()
            .set("place", &Place::of(&loaded.topic, &loaded.post))
            .set("id", &id)
            .set("body", &typed.unwrap_or(loaded.comment.source))
            .errors(wrong))
    })
    .await
}

/// `POST /comments/{id}/edit`
///
/// # Errors
/// By the policy.
pub async fn edit_save(cx: Cx, path: web::Path<CommentId>, Form(form): Form<CommentForm>) -> Result<HttpResponse> {
    let (id, now) = (path.into_inner(), cx.now);
    let body = match parse(&form.body) {
        Ok(body) => body,
        Err(wrong) => return edit_page(&cx, id, Some(form.body), wrong).await,
    };
    let loaded = cx.write(move |tx, me| edit(tx, &me.actor, id, &body, now)).await?;
    Ok(cx.see_other_with(&place_of(&loaded), "notice-saved"))
}

/// `POST /comments/{id}/delete`
///
/// # Errors
/// By the policy.
pub async fn take_back(cx: Cx, path: web::Path<CommentId>, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    let id = path.into_inner();
    let loaded = cx.write(move |tx, me| delete(tx, &me.actor, id)).await?;
    let path = format!("{}#{}", loaded.topic.path(), topics::anchor(loaded.post.kind, loaded.post.id));
    Ok(cx.see_other_with(&path, "notice-deleted"))
}

/// `POST /comments/{id}/vote`
///
/// # Errors
/// By the policy and the limits of votes.
pub async fn vote(cx: Cx, path: web::Path<CommentId>, Form(form): Form<VoteForm>) -> Result<HttpResponse> {
    let (id, now) = (path.into_inner(), cx.now);
    let way = match form.value {
        1 => Direction::Up,
        0 => Direction::None,
        _ => return Err(AppError::Unreadable),
    };
    let shared = cx.clone();
    let (loaded, mine) = cx
        .write(move |tx, me| {
            let loaded = load(tx, id)?.ok_or(AppError::NotFound)?;
            policy::check(&me.actor, Action::VoteComment(loaded.facts))?;
            let site = shared.shared.site(tx, now)?;
            let ballot = Ballot {
                on: id,
                receiver: loaded.comment.author,
                edited_at: loaded.comment.edited_at,
                giver: me.id()?,
                way,
                now,
                site: &site,
            };
            votes::cast_on_comment(tx, &ballot)?;
            let loaded = load(tx, id)?.ok_or(AppError::NotFound)?;
            Ok((loaded, way.value()))
        })
        .await?;
    if !cx.fragment {
        return Ok(cx.see_other(&place_of(&loaded)));
    }
    cx.page(move |c, _| {
        let author = topics::author_name(c, loaded.comment.author)?;
        Ok(Page::new("partials/upvote.html")
            .set("url", &format!("/comments/{id}/vote"))
            .set("author", &author)
            .set("score", &loaded.comment.ups)
            .set("mine", &mine)
            .set("place", &format!("c{id}")))
    })
    .await
}
