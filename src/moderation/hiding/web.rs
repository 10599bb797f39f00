//! Forms to hide and to restore.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{Ground, Sight};
use crate::comments;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::{CommentId, PostId};
use crate::moderation::web::{Choice, Decision, Keys, Quote, Why, invalid};
use crate::moderation::{By, Reason, members};
use crate::policy::{self, Action, Actor};
use crate::topics::{self, Post, Topic};
use crate::web::{Cx, Form};

fn place_of(topic: &Topic, post: &Post) -> String {
    format!("{}#{}", topic.path(), topics::anchor(post.kind, post.id))
}

/// Why a post is hidden.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hiding {
    #[serde(default)]
    ground: String,
    reason: String,
}

/// The form of a decision about a post, with the ground that was chosen.
fn post_form(c: &mut Conn, actor: &Actor, id: PostId, (sight, ground): (Sight, Ground)) -> Result<Decision> {
    let (topic, post) = topics::load_post(c, id)?.ok_or(AppError::NotFound)?;
    let facts = topics::post_facts(topics::facts(c, &topic)?, &post);
    policy::check(actor, Action::HidePost(facts))?;
    sight.check(post.state)?;
    let (key, verb) = match sight {
        Sight::Hide => (
            Keys {
                title: "moderation-hide-post-title",
                text: "moderation-hide-post-text",
                button: "moderation-hide-post-do",
            },
            "hide",
        ),
        Sight::Restore => (
            Keys {
                title: "moderation-restore-post-title",
                text: "moderation-restore-post-text",
                button: "moderation-restore-post-do",
            },
            "restore",
        ),
    };
    Ok(Decision {
        key,
        action: format!("/mod/posts/{id}/{verb}"),
        back: place_of(&topic, &post),
        member: members::by_id(c, post.author)?.map(|account| account.view()),
        quote: Some(Quote { title: topic.title, lang: topic.lang, html: post.html }),
        choice: (sight == Sight::Hide).then(|| Choice {
            name: "ground",
            label: "moderation-hide-ground",
            options: Ground::ALL.iter().map(|ground| (ground.as_str(), label(*ground))).collect(),
            value: ground.as_str().to_owned(),
        }),
        words_optional: false,
    })
}

const fn label(ground: Ground) -> &'static str {
    match ground {
        Ground::Other => "moderation-hide-ground-other",
        Ground::Abuse => "moderation-hide-ground-abuse",
    }
}

async fn ask_post(cx: Cx, id: PostId, sight: Sight) -> Result<HttpResponse> {
    let what = (sight, Ground::Other);
    cx.page(move |c, me| Ok(post_form(c, &me.actor, id, what)?.page("", Invalid::default()))).await
}

async fn decide_post(cx: Cx, id: PostId, (sight, ground): (Sight, &str), why: Why) -> Result<HttpResponse> {
    let ground = if ground.is_empty() { Ground::Other } else { Ground::parse(ground).ok_or(AppError::Unreadable)? };
    let what = (sight, ground);
    let reason = match Reason::parse(&why.reason) {
        Ok(reason) => reason,
        Err(error) => {
            let errors = invalid(error)?;
            return cx.page(move |c, me| Ok(post_form(c, &me.actor, id, what)?.page(&why.reason, errors))).await;
        }
    };
    let cx2 = cx.clone();
    let (topic, post) = cx.write(move |tx, me| super::post(tx, By::of(&cx2, me), id, what, &reason)).await?;
    Ok(cx.see_other_with(&place_of(&topic, &post), notice(sight)))
}

const fn notice(sight: Sight) -> &'static str {
    match sight {
        Sight::Hide => "notice-moderation-hidden",
        Sight::Restore => "notice-moderation-restored",
    }
}

/// `GET /mod/posts/{id}/hide`
///
/// # Errors
/// [`AppError::NotFound`] for a post the reader may not see; [`AppError::Conflict`] when it is hidden already.
pub async fn hide_post_form(cx: Cx, id: web::Path<PostId>) -> Result<HttpResponse> {
    ask_post(cx, id.into_inner(), Sight::Hide).await
}

/// `POST /mod/posts/{id}/hide`
///
/// # Errors
/// As [`super::post`].
pub async fn hide_post(cx: Cx, id: web::Path<PostId>, Form(sent): Form<Hiding>) -> Result<HttpResponse> {
    let why = Why { reason: sent.reason };
    decide_post(cx, id.into_inner(), (Sight::Hide, &sent.ground), why).await
}

/// `GET /mod/posts/{id}/restore`
///
/// # Errors
/// As [`hide_post_form`].
pub async fn restore_post_form(cx: Cx, id: web::Path<PostId>) -> Result<HttpResponse> {
    ask_post(cx, id.into_inner(), Sight::Restore).await
}

/// `POST /mod/posts/{id}/restore`
///
/// # Errors
/// As [`super::post`].
pub async fn restore_post(cx: Cx, id: web::Path<PostId>, Form(why): Form<Why>) -> Result<HttpResponse> {
    decide_post(cx, id.into_inner(), (Sight::Restore, ""), why).await
}

fn comment_form(c: &mut Conn, actor: &Actor, id: CommentId, sight: Sight) -> Result<Decision> {
    let loaded = comments::load(c, id)?.ok_or(AppError::NotFound)?;
    policy::check(actor, Action::HideComment(loaded.facts))?;
    sight.check(loaded.comment.state)?;
    let (key, verb) = match sight {
        Sight::Hide => (
            Keys {
                title: "moderation-hide-comment-title",
                text: "moderation-hide-comment-text",
                button: "moderation-hide-comment-do",
            },
            "hide",
        ),
        Sight::Restore => (
            Keys {
                title: "moderation-restore-comment-title",
                text: "moderation-restore-comment-text",
                button: "moderation-restore-comment-do",
            },
            "restore",
        ),
    };
    Ok(Decision {
        key,
        action: format!("/mod/comments/{id}/{verb}"),
        back: place_of(&loaded.topic, &loaded.post),
        member: members::by_id(c, loaded.comment.author)?.map(|account| account.view()),
        quote: Some(Quote { title: loaded.topic.title, lang: loaded.topic.lang, html: loaded.comment.html }),
        choice: None,
        words_optional: false,
    })
}

async fn ask_comment(cx: Cx, id: CommentId, sight: Sight) -> Result<HttpResponse> {
    cx.page(move |c, me| Ok(comment_form(c, &me.actor, id, sight)?.page("", Invalid::default()))).await
}

async fn decide_comment(cx: Cx, id: CommentId, sight: Sight, why: Why) -> Result<HttpResponse> {
    let reason = match Reason::parse(&why.reason) {
        Ok(reason) => reason,
        Err(error) => {
            let errors = invalid(error)?;
            return cx.page(move |c, me| Ok(comment_form(c, &me.actor, id, sight)?.page(&why.reason, errors))).await;
        }
    };
    let cx2 = cx.clone();
    let loaded = cx.write(move |tx, me| super::comment(tx, By::of(&cx2, me), id, sight, &reason)).await?;
    Ok(cx.see_other_with(&place_of(&loaded.topic, &loaded.post), notice(sight)))
}

/// `GET /mod/comments/{id}/hide`
///
/// # Errors
/// [`AppError::NotFound`] for a comment the reader may not see; [`AppError::Conflict`] when it is hidden already.
pub async fn hide_comment_form(cx: Cx, id: web::Path<CommentId>) -> Result<HttpResponse> {
    ask_comment(cx, id.into_inner(), Sight::Hide).await
}

/// `POST /mod/comments/{id}/hide`
///
/// # Errors
/// As [`super::comment`].
pub async fn hide_comment(cx: Cx, id: web::Path<CommentId>, Form(why): Form<Why>) -> Result<HttpResponse> {
    decide_comment(cx, id.into_inner(), Sight::Hide, why).await
}

/// `GET /mod/comments/{id}/restore`
///
/// # Errors
/// As [`hide_comment_form`].
pub async fn restore_comment_form(cx: Cx, id: web::Path<CommentId>) -> Result<HttpResponse> {
    ask_comment(cx, id.into_inner(), Sight::Restore).await
}

/// `POST /mod/comments/{id}/restore`
///
/// # Errors
/// As [`super::comment`].
pub async fn restore_comment(cx: Cx, id: web::Path<CommentId>, Form(why): Form<Why>) -> Result<HttpResponse> {
    decide_comment(cx, id.into_inner(), Sight::Restore, why).await
}
