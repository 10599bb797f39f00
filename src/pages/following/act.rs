//! What is done about following: one verb each.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{Shown, Typed, page};
use crate::accounts::profile;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::follows::{self, FollowView, Level, Subject, SubjectKind};
use crate::ids::SearchId;
use crate::message::Message;
use crate::policy::{self, Action, Actor, MemberFacts};
use crate::web::{Cx, Form, Page, local_path};
use crate::{boards, tags, topics};

/// How much one wishes to hear from now on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// A level; `none` ends the follow.
    level: String,
    return_to: Option<String>,
}

/// `POST /follow/{subject}/{id}`
///
/// # Errors
/// 404 for what the sender may not read; by the policy.
pub async fn follow(cx: Cx, path: web::Path<(String, i64)>, Form(wish): Form<Wish>) -> Result<HttpResponse> {
    let (kind, id) = path.into_inner();
    let subject = Subject::new(SubjectKind::parse(&kind).ok_or(AppError::NotFound)?, id);
    let level = match wish.level.as_str() {
        "none" => None,
        level => Some(Level::parse(level).ok_or(AppError::BadRequest(Message::new("error-400-text")))?),
    };
    let now = cx.now;
    let back = cx
        .write(move |tx, me| {
            let (actor, user) = (&me.actor, me.id()?);
            let Some(level) = level else {
                // Also of what one may not read any more.
                policy::check(actor, Action::Quieten)?;
                follows::unfollow(tx, user, subject)?;
                return match readable(tx, actor, subject) {
                    Err(AppError::NotFound) => Ok("/following".into()),
                    back => back,
                };
            };
            let back = readable(tx, actor, subject)?;
            policy::check(actor, if level == Level::Muted { Action::Quieten } else { Action::Follow })?;
            follows::follow(tx, user, subject, level, now)?;
            Ok(back)
        })
        .await?;
    if cx.fragment {
        return cx
            .page(move |_, me| {
                Ok(Page::new("partials/follow.html").set("follow", &FollowView::of(&me.actor, subject, level)))
            })
            .await;
    }
    let back = wish.return_to.as_deref().map_or(back, |path| local_path(Some(path)));
    Ok(cx.see_other_with(&back, if level.is_some() { "notice-follows-set" } else { "notice-follows-ended" }))
}

/// Where a subject stands, if the actor may read it, and may follow it.
fn readable(c: &mut Conn, actor: &Actor, subject: Subject) -> Result<String> {
    match subject {
        Subject::Topic(id) => Ok(topics::readable(c, actor, id)?.0.path()),
        Subject::Board(id) => {
            let board = boards::by_id(c, id)?.ok_or(AppError::NotFound)?;
            let facts = boards::facts(c, id)?.ok_or(AppError::NotFound)?;
            policy::check(actor, Action::ReadBoard(facts))?;
            Ok(format!("/boards/{}", board.slug))
        }
        Subject::Tag(id) => Ok(tags::url(&tags::by_id(c, actor, id)?.ok_or(AppError::NotFound)?.slug)),
        Subject::Member(id) => {
            let shown = profile::read_by_id(c, actor, id)?;
            if actor.is(id) {
                return Err(AppError::BadRequest(Message::new("follows-not-oneself")));
            }
            Ok(format!("/members/{}", shown.handle))
        }
        Subject::Search(id) => {
            follows::search(c, actor.id().ok_or(AppError::SignIn)?, id)?;
            Ok("/following?tab=search".into())
        }
    }
}

/// A switch as forms send it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    on: String,
    return_to: Option<String>,
}

/// `POST /members/{handle}/block`: `on=true` blocks a member, `on=false` ends that.
///
/// # Errors
/// 404 for a member who is not there for the sender; by the policy.
pub async fn block(cx: Cx, handle: web::Path<String>, Form(wish): Form<Switch>) -> Result<HttpResponse> {
    let (handle, on, now) = (handle.into_inner(), wish.on == "true", cx.now);
    let handle = cx
        .write(move |tx, me| {
            let other = profile::read(tx, &me.actor, &handle)?;
            let has_role = other.moderator || other.staff || other.admin;
            policy::check(&me.actor, Action::Block(MemberFacts { id: other.id, has_role, admin: other.admin }))?;
            if on {
                follows::block(tx, me.id()?, other.id, now)?;
                follows::unfollow(tx, me.id()?, Subject::Member(other.id))?;
            } else {
                follows::unblock(tx, me.id()?, other.id)?;
            }
            Ok(other.handle)
        })
        .await?;
    let back = wish.return_to.as_deref().map_or_else(|| format!("/members/{handle}"), |path| local_path(Some(path)));
    Ok(cx.see_other_with(&back, if on { "notice-follows-blocked" } else { "notice-follows-unblocked" }))
}

/// A search to be kept, as typed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Search {
    #[serde(default)]
    name: String,
    query: String,
}

/// `POST /searches`
///
/// # Errors
/// By the policy.
pub async fn keep_search(cx: Cx, Form(typed): Form<Search>) -> Result<HttpResponse> {
    let (Search { name, query }, now) = (typed.clone(), cx.now);
    let kept = cx
        .write(move |tx, me| {
            policy::check(&me.actor, Action::Follow)?;
            follows::keep_search(tx, me.id()?, (&name, &query), now)
        })
        .await;
    match kept {
        Ok(_) => Ok(cx.see_other_with("/following?tab=search", "notice-follows-search-kept")),
        Err(AppError::Invalid(wrong)) => {
            let shown = Shown { tab: Some(SubjectKind::Search.as_str().into()), after: None };
            page(&cx, shown, Typed { name: typed.name, query: typed.query, wrong }).await
        }
        Err(error) => Err(error),
    }
}

/// A form without fields.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// `POST /searches/{id}/remove`
///
/// # Errors
/// 404 for a search that is not the sender's.
pub async fn remove_search(cx: Cx, id: web::Path<SearchId>, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    let id = id.into_inner();
    cx.write(move |tx, me| {
        policy::check(&me.actor, Action::Quieten)?;
        follows::remove_search(tx, me.id()?, id)
    })
    .await?;
    Ok(cx.see_other_with("/following?tab=search", "notice-follows-search-removed"))
}
