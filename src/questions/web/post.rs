//! What one does with a post: voting, accepting, taking back; and "I have this too".

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{Nothing, Switch};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::follows::{self, Subject, Why};
use crate::fraud::devices;
use crate::ids::{self, PostId, TopicId};
use crate::message::Message;
use crate::policy::{self, Action, Direction, PostKind};
use crate::questions::{self, Choice, MeToo};
use crate::topics;
use crate::votes::{self, Ballot};
use crate::web::{Cx, Form, Page};

/// A vote.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoteForm {
    value: i64,
}

/// `GET /posts/{id}`: the address of a post.
///
/// # Errors
/// 404 for a post that this reader may not see.
pub async fn permalink(cx: Cx, path: web::Path<PostId>) -> Result<HttpResponse> {
    let id = path.into_inner();
    let path = cx
        .read(move |c, me| {
            let (topic, post, _) = topics::readable_post(c, &me.actor, id)?;
            Ok(format!("{}#{}", topic.path(), topics::anchor(post.kind, id)))
        })
        .await?;
    Ok(cx.see_other(&path))
}

/// `POST /posts/{id}/vote`
///
/// # Errors
/// By the policy and the limits of votes.
pub async fn vote(cx: Cx, path: web::Path<PostId>, Form(form): Form<VoteForm>) -> Result<HttpResponse> {
    let (id, now) = (path.into_inner(), cx.now);
    let way = match form.value {
        1 => Direction::Up,
        -1 => Direction::Down,
        0 => Direction::None,
        _ => return Err(AppError::Unreadable),
    };
    let (browser, is_new) = cx.device().map_or_else(|| (ids::secret(), true), |key| (key.to_owned(), false));
    let (inner, device) = (cx.clone(), browser.clone());
    let place = cx
        .write(move |tx, me| {
            let (topic, post, facts) = topics::readable_post(tx, &me.actor, id)?;
            policy::check(&me.actor, Action::Vote(facts, way))?;
            let site = inner.shared.site(tx, now)?;
            let ballot = Ballot {
                on: id,
                receiver: post.author,
                edited_at: post.edited_at,
                giver: me.id()?,
                way,
                now,
                site: &site,
            };
            let stood = votes::cast(tx, &ballot)?;
            devices::seen(tx, (ballot.giver, &device), (now.day_in(&site.zone), now))?;
            if post.kind == PostKind::Idea {
                follow_voted(tx, &ballot, topic.id, stood)?;
            }
            Ok(format!("{}#{}", topic.path(), topics::anchor(post.kind, id)))
        })
        .await?;
    let mut response = if cx.fragment { vote_box(&cx, id).await? } else { cx.see_other(&place) };
    if is_new {
        cx.keep_device(&mut response, browser);
    }
    Ok(response)
}

/// Whoever votes on an idea follows it from then on, and no more when they take the vote back.
fn follow_voted(tx: &mut Conn, ballot: &Ballot<'_, PostId>, idea: TopicId, stood: i64) -> Result<()> {
    let (user, subject) = (ballot.giver, Subject::Topic(idea));
    match ballot.way {
        Direction::None => follows::unfollow_by(tx, user, subject, Why::Voted),
        Direction::Up | Direction::Down if stood == 0 => {
            follows::follow_by(tx, user, subject, (Why::Voted, ballot.now))
        }
        Direction::Up | Direction::Down => Ok(()),
    }
}

/// The vote box of a post, as its page shows it; of an idea with what else the vote changed there.
async fn vote_box(cx: &Cx, id: PostId) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, me| {
        let (topic, post, _) = topics::readable_post(c, &me.actor, id)?;
        let mine = votes::mine(c, me.id()?, &[id])?.first().map_or(0, |(_, value)| *value);
        let page = Page::new("partials/vote.html");
        let (page, author, look) = match post.kind {
            PostKind::Idea => {
                let of = inner.shared.site(c, inner.now)?.idea_budget;
                let page = page
                    .set("budget", &votes::budget(c, me.id()?, of)?)
                    .set("follow", &follows::view(c, &me.actor, Subject::Topic(topic.id))?);
                (page, topic.title, "vote--box")
            }
            PostKind::Question | PostKind::Article | PostKind::Answer => {
                (page, topics::author_name(c, post.author)?, "")
            }
        };
        Ok(page
            .set("id", &id)
            .set("url", &format!("/posts/{id}/vote"))
            .set("kind", post.kind.as_str())
            .set("author", &author)
            .set("score", &post.score)
            .set("up", &post.ups)
            .set("down", &post.downs)
            .set("mine", &mine)
            .set("look", look)
            .set("place", &topics::anchor(post.kind, id)))
    })
    .await
}

/// `POST /posts/{id}/accept`: `on=true` accepts an answer, `on=false` takes that back.
///
/// # Errors
/// By the policy.
pub async fn accept(cx: Cx, path: web::Path<PostId>, Form(wish): Form<Switch>) -> Result<HttpResponse> {
    let (id, now) = (path.into_inner(), cx.now);
    let choice = if wish.is_on() { Choice::Accept } else { Choice::TakeBack };
    let path = cx.write(move |tx, me| questions::accept(tx, &me.actor, id, choice, now)).await?;
    Ok(cx.see_other_with(&path, if wish.is_on() { "notice-accepted" } else { "notice-unaccepted" }))
}

/// `POST /questions/{id}/me-too`
///
/// # Errors
/// By the policy.
pub async fn me_too(cx: Cx, path: web::Path<TopicId>, Form(wish): Form<Switch>) -> Result<HttpResponse> {
    let (id, now) = (path.into_inner(), cx.now);
    let set = if wish.is_on() { MeToo::On } else { MeToo::Off };
    let (path, count) = cx.write(move |tx, me| questions::set_me_too(tx, &me.actor, id, set, now)).await?;
    if !cx.fragment {
        return Ok(cx.see_other(&path));
    }
    cx.page(move |_, _| {
        Ok(Page::new("partials/me_too.html").set("id", &id).set("on", &wish.is_on()).set("count", &count))
    })
    .await
}

/// `GET /posts/{id}/delete`: asks first.
///
/// # Errors
/// By the policy.
pub async fn confirm_delete(cx: Cx, path: web::Path<PostId>) -> Result<HttpResponse> {
    let id = path.into_inner();
    cx.page(move |c, me| {
        let (topic, post, facts) = topics::readable_post(c, &me.actor, id)?;
        policy::check(&me.actor, Action::DeletePost(facts))?;
        Ok(Page::new("pages/questions/delete.html")
            .title_key(Message::new("questions-delete-title").with("kind", post.kind.as_str()))
            .section("questions")
            .noindex()
            .set("id", &id)
            .set("kind", post.kind.as_str())
            .set("topic_title", &topic.title)
            .set("excerpt", &crate::markdown::excerpt(&post.source, 300))
            .set("back", &format!("{}#{}", topic.path(), topics::anchor(post.kind, id))))
    })
    .await
}

/// `POST /posts/{id}/delete`
///
/// # Errors
/// By the policy.
pub async fn delete(cx: Cx, path: web::Path<PostId>, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    let (id, now) = (path.into_inner(), cx.now);
    let path = cx.write(move |tx, me| questions::delete(tx, &me.actor, id, now)).await?;
    Ok(cx.see_other_with(&path, "notice-deleted"))
}

/// `POST /posts/{id}/undelete`
///
/// # Errors
/// By the policy.
pub async fn undelete(cx: Cx, path: web::Path<PostId>, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    let (id, now) = (path.into_inner(), cx.now);
    let path = cx.write(move |tx, me| questions::undelete(tx, &me.actor, id, now)).await?;
    Ok(cx.see_other_with(&path, "notice-undeleted"))
}
