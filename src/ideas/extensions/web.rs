//! Making a remark a part of its idea, and taking that back.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::comments::Loaded;
use crate::error::Result;
use crate::ids::CommentId;
use crate::web::{Cx, Form};

/// Nothing but the token.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

fn place(loaded: &Loaded) -> String {
    format!("{}#c{}", loaded.topic.path(), loaded.comment.id)
}

/// `POST /comments/{id}/extend`
///
/// # Errors
/// As [`super::extend`].
pub async fn extend(cx: Cx, id: web::Path<CommentId>, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    let (id, now) = (id.into_inner(), cx.now);
    let loaded = cx.write(move |tx, me| super::extend(tx, &me.actor, id, now)).await?;
    Ok(cx.see_other_with(&place(&loaded), "notice-ideas-extended"))
}

/// `POST /comments/{id}/unextend`
///
/// # Errors
/// As [`super::take_back`].
pub async fn take_back(cx: Cx, id: web::Path<CommentId>, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let loaded = cx.write(move |tx, me| super::take_back(tx, &me.actor, id)).await?;
    Ok(cx.see_other_with(&place(&loaded), "notice-ideas-unextended"))
}
