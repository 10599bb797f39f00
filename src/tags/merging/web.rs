//! Merging a tag: which one it becomes a part of, and whether that is meant.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{COUNTED, Target};
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::message::Message;
use crate::moderation::{By, Reason};
use crate::policy::Action;
use crate::sessions::Me;
use crate::tags;
use crate::tags::web::TagView;
use crate::web::{Cx, Form, Page};

/// Into which tag; nothing typed yet without one.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Into {
    into: Option<String>,
}

/// The page: the first step asks for the other tag, the second says what will happen and asks why.
fn page(c: &mut Conn, me: &Me, slug: &str, typed: Option<&str>, (reason, errors): (&str, Invalid)) -> Result<Page> {
    let tag = tags::to_change(c, &me.actor, slug, Action::MergeTag)?;
    let (target, errors) = match typed.map(|typed| super::target(c, &tag, typed)).transpose() {
        Ok(target) => (target, errors),
        Err(AppError::Invalid(wrong)) => (None, wrong),
        Err(error) => return Err(error),
    };
    let count = super::count(c, tag.id)?;
    let (into, exists) = target.map_or((None, false), |Target { slug, exists }| (Some(slug), exists));
    Ok(Page::new("pages/tags/merge.html")
        .title_key(Message::new("tags-merge-title").with("tag", tag.slug.clone()))
        .section("tags")
        .noindex()
        .set("tag", &TagView::from(tag))
        .set("typed", typed.unwrap_or_default())
        .set("into", &into)
        .set("exists", &exists)
        .set("count", &count)
        .set("many", &(count >= COUNTED))
        .set("reason", reason)
        .set("max", &Reason::MAX)
        .errors(errors))
}

/// `GET /tags/{slug}/merge`
///
/// # Errors
/// As [`tags::to_change`].
pub async fn form(cx: Cx, slug: web::Path<String>, query: web::Query<Into>) -> Result<HttpResponse> {
    cx.page(move |c, me| page(c, me, &slug, query.into.as_deref(), ("", Invalid::default()))).await
}

/// Into which tag, and why.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    into: String,
    reason: String,
}

/// `POST /tags/{slug}/merge`
///
/// # Errors
/// As [`super::merge`].
pub async fn merge(cx: Cx, slug: web::Path<String>, Form(form): Form<Merge>) -> Result<HttpResponse> {
    let (inner, name, into) = (cx.clone(), slug.clone(), form.into.clone());
    let merged = match Reason::parse(&form.reason) {
        Ok(reason) => cx.write(move |tx, me| super::merge(tx, By::of(&inner, me), &name, &into, &reason)).await,
        Err(error) => Err(error),
    };
    match merged {
        Ok(into) => Ok(cx.see_other_with(&tags::url(&into), "notice-tags-merged")),
        Err(AppError::Invalid(errors)) => {
            cx.page(move |c, me| page(c, me, &slug, Some(&form.into), (&form.reason, errors))).await
        }
        Err(error) => Err(error),
    }
}
