//! The page of the changelog.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::Delivered;
use crate::error::Result;
use crate::ideas::list;
use crate::ideas::view;
use crate::ids::UpdateId;
use crate::markdown::Html;
use crate::message::Message;
use crate::statuses::StatusView;
use crate::topics::{self, Cursor};
use crate::web::{Cx, MemberView, Page};

/// Where the page begins.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Shown {
    after: Option<String>,
}

#[derive(Debug, Serialize)]
struct DeliveredView {
    url: String,
    title: String,
    lang: String,
    status: Option<StatusView>,
    score: i64,
    at: i64,
    word: Option<WordView>,
}

#[derive(Debug, Serialize)]
struct WordView {
    id: UpdateId,
    author: MemberView,
    html: Html,
}

/// What was delivered in one month of the site's calendar.
#[derive(Debug, Serialize)]
struct Month {
    name: String,
    delivered: Vec<DeliveredView>,
}

/// `GET /changelog`
///
/// # Errors
/// 400 for a cursor that is not one of ours.
pub async fn show(cx: Cx, shown: web::Query<Shown>) -> Result<HttpResponse> {
    let (after, inner) = (shown.into_inner().after, cx.clone());
    cx.page(move |c, me| {
        let boards = list::boards(c, &me.actor)?;
        let page = super::page(c, &boards, Cursor::parse(after.as_deref())?)?;
        let statuses = view::statuses(&inner, c)?;
        let zone = &inner.shared.site(c, inner.now)?.zone;
        let say = |message: Message| inner.shared.texts.say(&inner, &message);
        let mut months: Vec<Month> = Vec::new();
        for one in page.delivered {
            let day = jiff::Timestamp::from_microsecond(one.at.0).unwrap_or_default().to_zoned(zone.clone());
            let (month, year) = (i64::from(day.month()), day.year().to_string());
            let name = say(Message::new("ideas-changelog-month").with("month", month).with("year", year));
            let status = statuses.get(&one.idea.facts.status).cloned();
            match months.last_mut().filter(|last| last.name == name) {
                Some(last) => last.delivered.push(delivered(one, status)),
                None => months.push(Month { name, delivered: vec![delivered(one, status)] }),
            }
        }
        let first = after.as_deref().is_none_or(str::is_empty);
        let older = page.next.map(|next| format!("/changelog?after={next}")).unwrap_or_default();
        let page = Page::new("pages/ideas/changelog.html")
            .title_key(Message::new("ideas-changelog-title"))
            .description(say(Message::new("ideas-changelog-lede")))
            .section("ideas")
            .feed(say(Message::new("ideas-changelog-feed")), "/changelog")
            .set("months", &months)
            .set("newest", if first { "" } else { "/changelog" })
            .set("older", &older);
        Ok(if first { page.canonical("/changelog") } else { page.noindex() })
    })
    .await
}

fn delivered(one: Delivered, status: Option<StatusView>) -> DeliveredView {
    DeliveredView {
        url: topics::path(one.idea.topic.kind, one.idea.topic.id, &one.idea.topic.slug),
        title: one.idea.topic.title,
        lang: one.idea.topic.lang,
        status,
        score: one.idea.topic.score,
        at: one.at.0,
        word: one.word.map(|word| WordView { id: word.id, author: word.author, html: word.html }),
    }
}
