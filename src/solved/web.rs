//! The form under an accepted answer, and the list of answers that may be right no more.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{Reply, Verdict, stale};
use crate::accounts;
use crate::error::Result;
use crate::ids::{self, TopicId};
use crate::message::Message;
use crate::moderation::By;
use crate::topics::{self, Cursor};
use crate::web::{Cx, Form, Page};

/// Yes or no.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    value: Verdict,
}

/// `POST /questions/{id}/solved`
///
/// # Errors
/// By the policy; `TooMany` when too many browsers of one address begin to speak.
pub async fn say(cx: Cx, path: web::Path<TopicId>, Form(Said { value }): Form<Said>) -> Result<HttpResponse> {
    let (topic, now) = (path.into_inner(), cx.now);
    let (key, is_new) = cx.browser().map_or_else(|| (ids::secret(), true), |key| (key.to_owned(), false));
    let browser = ids::digest(&key);
    let (hash, address) = (browser.clone(), cx.subject.clone());
    let path = cx
        .write(move |tx, me| {
            if is_new {
                accounts::count_reply(tx, &address, now)?;
            }
            super::say(tx, &me.actor, Reply { topic, browser: &hash, verdict: value }, now)
        })
        .await?;
    let mut response = if cx.fragment {
        widget(&cx, topic, browser).await?
    } else {
        cx.see_other_with(&format!("{path}#solved"), "notice-solved-thanks")
    };
    if is_new {
        cx.keep_browser(&mut response, key);
    }
    Ok(response)
}

/// The form as its page shows it.
async fn widget(cx: &Cx, topic: TopicId, browser: String) -> Result<HttpResponse> {
    cx.page(move |c, me| {
        let (topic, facts) = topics::readable(c, &me.actor, topic)?;
        let view = super::view(c, &me.actor, (&topic, facts), Some(&browser))?;
        Ok(Page::new("partials/solved.html").set("solved", &view))
    })
    .await
}

/// Which page of the list.
#[derive(Debug, Deserialize)]
pub struct Place {
    after: Option<String>,
}

/// `GET /mod/stale`
///
/// # Errors
/// By the policy.
pub async fn stale(cx: Cx, place: web::Query<Place>) -> Result<HttpResponse> {
    let after = Cursor::parse(place.after.as_deref())?;
    cx.page(move |c, me| {
        let (topics, next) = stale::list(c, &me.actor, after)?;
        let older = next.map(|next| format!("/mod/stale?after={next}")).unwrap_or_default();
        Ok(Page::new("pages/solved/stale.html")
            .title_key(Message::new("solved-stale-title"))
            .section("moderation")
            .noindex()
            .no_store()
            .set("topics", &topics)
            .set("older", &older))
    })
    .await
}

/// Nothing but the button.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// `POST /mod/topics/{id}/still-right`
///
/// # Errors
/// As [`stale::still_right`].
pub async fn still_right(cx: Cx, path: web::Path<TopicId>, Form(Nothing {}): Form<Nothing>) -> Result<HttpResponse> {
    let (id, inner) = (path.into_inner(), cx.clone());
    cx.write(move |tx, me| stale::still_right(tx, By::of(&inner, me), id)).await?;
    Ok(cx.see_other_with("/mod/stale", "notice-solved-checked"))
}
