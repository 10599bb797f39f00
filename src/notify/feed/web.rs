//! Making and ending the secret feed of one's inbox.

use actix_web::HttpResponse;
use serde::Deserialize;

use crate::error::Result;
use crate::message::Message;
use crate::web::{Cx, Form, Page};

/// A form that says nothing but that it was sent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {}

/// `POST /inbox/feed`: makes the feed, or makes it anew. The answer is the only page that ever shows its addresses.
///
/// # Errors
/// When the database refuses.
pub async fn make(cx: Cx, Form(_): Form<Sent>) -> Result<HttpResponse> {
    let now = cx.now;
    let key = cx.write(move |tx, me| super::make(tx, &me.actor, now)).await?;
    let path = cx.shared.config.absolute(&super::path(&key));
    cx.page(move |_, _| {
        Ok(Page::new("pages/notify/feed.html")
            .title_key(Message::new("notify-feed-made"))
            .section("inbox")
            .noindex()
            .no_store()
            .set("atom", &format!("{path}.atom"))
            .set("rss", &format!("{path}.rss")))
    })
    .await
}

/// `POST /inbox/feed/revoke`: its addresses lead nowhere from now on.
///
/// # Errors
/// When the database refuses.
pub async fn revoke(cx: Cx, Form(_): Form<Sent>) -> Result<HttpResponse> {
    cx.write(|tx, me| super::revoke(tx, &me.actor)).await?;
    Ok(cx.see_other_with("/inbox", "notice-notify-feed-revoked"))
}
