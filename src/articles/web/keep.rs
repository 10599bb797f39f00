//! Owner, review and series of an article.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::articles::{self, Article, Keeping, MAX_REVIEW_DAYS, store};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::TopicId;
use crate::message::Message;
use crate::policy::{self, Action};
use crate::sessions::Me;
use crate::topics::{self, Topic};
use crate::web::{Cx, Form, Page};

/// What is set, as sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    #[serde(default)]
    owner: String,
    #[serde(default)]
    days: String,
    #[serde(default)]
    series: String,
    wiki: Option<String>,
}

#[derive(Debug, Serialize)]
struct Choice {
    value: String,
    label: String,
}

fn keeping(c: &mut Conn, (topic, article): (&Topic, &Article), now: Timestamp) -> Result<Keeping> {
    let left = article.review_at.since(now).as_secs().div_ceil(86_400);
    Ok(Keeping {
        owner: store::member(c, article.owner)?.map(|owner| owner.handle).unwrap_or_default(),
        days: if left == 0 { articles::REVIEW_DAYS } else { left.min(MAX_REVIEW_DAYS) }.to_string(),
        series: article.series.map(|id| id.to_string()).unwrap_or_default(),
        wiki: topic.wiki,
    })
}

fn build(c: &mut Conn, me: &Me, id: TopicId, now: Timestamp, typed: Option<Keeping>) -> Result<Page> {
    let (topic, facts) = topics::readable(c, &me.actor, id)?;
    policy::check(&me.actor, Action::KeepArticle(facts))?;
    let article = store::find(c, id)?.ok_or(AppError::NotFound)?;
    let shown = match typed {
        Some(typed) => typed,
        None => keeping(c, (&topic, &article), now)?,
    };
    let mut choices: Vec<Choice> = articles::series(c, &me.actor)?
        .into_iter()
        .map(|series| Choice { value: series.id.to_string(), label: series.title })
        .collect();
    choices.sort_by(|a, b| a.label.cmp(&b.label));
    Ok(Page::new("pages/articles/keep.html")
        .title_key(Message::new("articles-keep-title"))
        .section("articles")
        .noindex()
        .set("id", &id)
        .set("back", &topic.path())
        .set("topic_title", &topic.title)
        .set("owner", &shown.owner)
        .set("days", &shown.days)
        .set("series", &shown.series)
        .set("wiki", &shown.wiki)
        .set("choices", &choices)
        .set("max_days", &MAX_REVIEW_DAYS))
}

/// `GET /articles/{id}/keep`
///
/// # Errors
/// By the policy.
pub async fn form(cx: Cx, id: web::Path<TopicId>) -> Result<HttpResponse> {
    let now = cx.now;
    cx.page(move |c, me| build(c, me, *id, now, None)).await
}

/// `POST /articles/{id}/keep`
///
/// # Errors
/// By the policy.
pub async fn save(cx: Cx, id: web::Path<TopicId>, Form(sent): Form<Sent>) -> Result<HttpResponse> {
    let (id, now) = (id.into_inner(), cx.now);
    let typed = Keeping { owner: sent.owner, days: sent.days, series: sent.series, wiki: sent.wiki.is_some() };
    let wished = typed.clone();
    match cx.write(move |tx, me| articles::keep(tx, &me.actor, id, &wished, now)).await {
        Ok(topic) => Ok(cx.see_other_with(&topic.path(), "notice-saved")),
        Err(AppError::Invalid(wrong)) => again(&cx, id, typed, wrong).await,
        Err(error) => Err(error),
    }
}

async fn again(cx: &Cx, id: TopicId, typed: Keeping, wrong: Invalid) -> Result<HttpResponse> {
    let now = cx.now;
    cx.page(move |c, me| Ok(build(c, me, id, now, Some(typed))?.errors(wrong))).await
}

/// Where one goes on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FromWhere {
    /// `due`: back to the list.
    #[serde(default)]
    from: String,
}

/// `POST /articles/{id}/still-right`
///
/// # Errors
/// By the policy.
pub async fn still_right(cx: Cx, id: web::Path<TopicId>, Form(sent): Form<FromWhere>) -> Result<HttpResponse> {
    let (id, now) = (id.into_inner(), cx.now);
    let topic = cx.write(move |tx, me| articles::still_right(tx, &me.actor, id, now)).await?;
    let path = if sent.from == "due" { "/articles/due".to_owned() } else { topic.path() };
    Ok(cx.see_other_with(&path, "notice-article-still-right"))
}
