//! The articles that wait to be looked through again.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::articles::{self, PAGE};
use crate::error::{AppError, Result};
use crate::ids::TopicId;
use crate::message::Message;
use crate::policy::{self, Action, visibility};
use crate::topics;
use crate::web::{Cx, Page};

/// Where the page begins.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Shown {
    after: Option<String>,
}

#[derive(Debug, Serialize)]
struct DueView {
    id: TopicId,
    url: String,
    title: String,
    lang: String,
    owner: String,
    owner_url: String,
    review_at: i64,
    can_keep: bool,
}

/// `GET /articles/due`
///
/// # Errors
/// By the policy; 400 for a cursor that is not one of ours.
pub async fn due(cx: Cx, shown: web::Query<Shown>) -> Result<HttpResponse> {
    let (after, now) = (shown.into_inner().after, cx.now);
    cx.page(move |c, me| {
        policy::check(&me.actor, Action::KeepArticles)?;
        let start = match after.as_deref().filter(|text| !text.is_empty()) {
            None => (i64::MIN, 0),
            Some(text) => text
                .rsplit_once('.')
                .and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)))
                .ok_or(AppError::BadRequest(Message::new("error-400-text")))?,
        };
        let mut rows = articles::due(c, &visibility(&me.actor).audiences(), now, start)?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let older =
            rows.last().filter(|_| more).map(|row| format!("/articles/due?after={}.{}", row.review_at, row.topic));
        let ids: Vec<i64> = rows.iter().map(|row| row.topic.0).collect();
        let mut titled = topics::titled(c, &ids)?;
        let views: Vec<DueView> = rows
            .into_iter()
            .filter_map(|row| {
                let topic = titled.remove(&row.topic)?;
                Some(DueView {
                    id: row.topic,
                    url: topic.path(row.topic),
                    owner_url: format!(
                        "/members/{}",
                        url::form_urlencoded::byte_serialize(row.owner_handle.as_bytes()).collect::<String>()
                    ),
                    owner: row.owner_name,
                    review_at: row.review_at,
                    can_keep: policy::check(&me.actor, Action::KeepArticle(topic.facts)).is_ok(),
                    title: topic.title,
                    lang: topic.lang,
                })
            })
            .collect();
        Ok(Page::new("pages/articles/due.html")
            .title_key(Message::new("articles-due-title"))
            .section("articles")
            .noindex()
            .set("due", &views)
            .set("newest", if after.is_some() { "/articles/due" } else { "" })
            .set("older", &older.unwrap_or_default()))
    })
    .await
}
