//! Series: their pages and forms.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::articles::{self, SeriesWords};
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::TopicId;
use crate::message::Message;
use crate::policy::{self, Action};
use crate::sessions::Me;
use crate::web::{Cx, Form, Page};

/// `GET /series/{slug}`
///
/// # Errors
/// 404 for a series without a part for this reader.
pub async fn show(cx: Cx, slug: web::Path<String>) -> Result<HttpResponse> {
    cx.page(move |c, me| {
        let series = articles::by_slug(c, &me.actor, &slug)?;
        let parts = articles::parts(c, &me.actor, series.id)?;
        // What nobody sees without a group is nothing for search engines.
        let is_public = articles::by_slug(c, &policy::Actor::Visitor, &slug).is_ok();
        let page = Page::new("pages/articles/series.html")
            .title(series.title.clone())
            .description(series.description.clone())
            .canonical(series.path())
            .section("articles")
            .set("series", &series)
            .set("parts", &parts)
            .set("edit", &may_keep(me).then(|| format!("{}/edit", series.path())));
        Ok(if is_public { page } else { page.noindex() })
    })
    .await
}

fn may_keep(me: &Me) -> bool {
    policy::check(&me.actor, Action::KeepArticles).is_ok()
}

/// A series as sent. Each part comes with the number of its place.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    #[serde(default)]
    title: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    part: Vec<TopicId>,
    #[serde(default)]
    place: Vec<String>,
}

impl Sent {
    /// The parts by their numbers; one without a number comes last.
    fn order(&self) -> Vec<TopicId> {
        let place = |at: usize| self.place.get(at).and_then(|typed| typed.trim().parse::<u32>().ok());
        let mut parts: Vec<(u32, TopicId)> =
            self.part.iter().enumerate().map(|(at, id)| (place(at).unwrap_or(u32::MAX), *id)).collect();
        parts.sort_by_key(|(place, _)| *place);
        parts.into_iter().map(|(_, id)| id).collect()
    }
}

fn form(c: &mut Conn, me: &Me, slug: Option<&str>, typed: Option<&Sent>, wrong: Invalid) -> Result<Page> {
    policy::check(&me.actor, Action::KeepArticles)?;
    let series = slug.map(|slug| articles::by_slug(c, &me.actor, slug)).transpose()?;
    let parts = match &series {
        Some(series) => articles::parts(c, &me.actor, series.id)?,
        None => Vec::new(),
    };
    let (title, description) = match (typed, &series) {
        (Some(typed), _) => (typed.title.clone(), typed.description.clone()),
        (None, Some(series)) => (series.title.clone(), series.description.clone()),
        (None, None) => (String::new(), String::new()),
    };
    Ok(Page::new("pages/articles/series_edit.html")
        .title_key(Message::new(if slug.is_some() { "articles-series-edit" } else { "articles-series-new" }))
        .section("articles")
        .noindex()
        .set("action", &series.as_ref().map_or("/series/new".to_owned(), |series| format!("{}/edit", series.path())))
        .set("back", &series.as_ref().map_or("/articles".to_owned(), articles::Series::path))
        .set("title", &title)
        .set("description", &description)
        .set("parts", &parts)
        .errors(wrong))
}

/// `GET /series/new`
///
/// # Errors
/// By the policy.
pub async fn new(cx: Cx) -> Result<HttpResponse> {
    cx.page(|c, me| form(c, me, None, None, Invalid::default())).await
}

/// `POST /series/new`
///
/// # Errors
/// By the policy.
pub async fn create(cx: Cx, Form(sent): Form<Sent>) -> Result<HttpResponse> {
    let now = cx.now;
    let made = match SeriesWords::parse(&sent.title, &sent.description) {
        Ok(words) => cx.write(move |tx, me| articles::make_series(tx, &me.actor, &words, now)).await,
        Err(error) => Err(error),
    };
    let wrong = match made {
        Ok(path) => return Ok(cx.see_other_with(&path, "notice-series-made")),
        Err(AppError::Invalid(wrong)) => wrong,
        Err(AppError::Duplicate { .. }) => Invalid::field("title", Message::new("articles-series-taken")),
        Err(error) => return Err(error),
    };
    cx.page(move |c, me| form(c, me, None, Some(&sent), wrong)).await
}

/// `GET /series/{slug}/edit`
///
/// # Errors
/// By the policy.
pub async fn edit(cx: Cx, slug: web::Path<String>) -> Result<HttpResponse> {
    cx.page(move |c, me| form(c, me, Some(&slug), None, Invalid::default())).await
}

/// `POST /series/{slug}/edit`
///
/// # Errors
/// By the policy.
pub async fn save(cx: Cx, slug: web::Path<String>, Form(sent): Form<Sent>) -> Result<HttpResponse> {
    let slug = slug.into_inner();
    let saved = match SeriesWords::parse(&sent.title, &sent.description) {
        Ok(words) => {
            let (slug, order) = (slug.clone(), sent.order());
            cx.write(move |tx, me| {
                articles::set_parts(tx, &me.actor, &slug, &order)?;
                articles::word_series(tx, &me.actor, &slug, &words)
            })
            .await
        }
        Err(error) => Err(error),
    };
    match saved {
        Ok(series) => Ok(cx.see_other_with(&series.path(), "notice-saved")),
        Err(AppError::Invalid(wrong)) => cx.page(move |c, me| form(c, me, Some(&slug), Some(&sent), wrong)).await,
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_by_their_numbers_and_those_without_last() {
        let sent = Sent {
            part: vec![TopicId(1), TopicId(2), TopicId(3), TopicId(4)],
            place: vec!["3".into(), String::new(), " 1 ".into()],
            ..Sent::default()
        };
        assert_eq!(sent.order(), [TopicId(3), TopicId(1), TopicId(2), TopicId(4)]);
    }
}
