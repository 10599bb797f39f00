//! The forms that give a tag another name and take it away.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::error::{AppError, Result};
use crate::moderation::By;
use crate::tags;
use crate::tags::web::{Typed, edit_page};
use crate::web::{Cx, Form};

/// Another name.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Synonym {
    synonym: String,
}

fn edit_path(slug: &str) -> String {
    tags::url(slug) + "/edit#synonyms"
}

/// `POST /tags/{slug}/synonyms`
///
/// # Errors
/// As [`super::add`].
pub async fn add(cx: Cx, slug: web::Path<String>, Form(form): Form<Synonym>) -> Result<HttpResponse> {
    let (inner, name, typed) = (cx.clone(), slug.clone(), form.synonym.clone());
    match cx.write(move |tx, me| super::add(tx, By::of(&inner, me), &name, &typed)).await {
        Ok(tag) => Ok(cx.see_other_with(&edit_path(&tag.slug), "notice-tags-synonym-added")),
        Err(AppError::Invalid(errors)) => {
            let typed = Typed { synonym: form.synonym, errors, ..Typed::default() };
            cx.page(move |c, me| edit_page(c, me, &slug, typed)).await
        }
        Err(error) => Err(error),
    }
}

/// `POST /tags/{slug}/synonyms/remove`
///
/// # Errors
/// As [`super::remove`].
pub async fn remove(cx: Cx, slug: web::Path<String>, Form(form): Form<Synonym>) -> Result<HttpResponse> {
    let inner = cx.clone();
    let tag = cx.write(move |tx, me| super::remove(tx, By::of(&inner, me), &slug, &form.synonym)).await?;
    Ok(cx.see_other_with(&edit_path(&tag.slug), "notice-tags-synonym-removed"))
}
