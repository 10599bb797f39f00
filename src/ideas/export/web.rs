//! The files.

use actix_web::HttpResponse;

use super::Pen;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::TopicId;
use crate::sessions::Me;
use crate::web::{Cx, Part};

const CSV: &str = "text/csv; charset=utf-8";

/// `GET /ideas.csv`
///
/// # Errors
/// By the policy.
pub async fn ideas(cx: Cx) -> Result<HttpResponse> {
    file(cx, "ideas", TopicId(0), |c, me, after, pen| super::ideas(c, &me.actor, after, pen)).await
}

/// `GET /ideas/updates.csv`
///
/// # Errors
/// By the policy.
pub async fn updates(cx: Cx) -> Result<HttpResponse> {
    file(cx, "idea-updates", 0, |c, me, after, pen| super::updates(c, &me.actor, after, pen)).await
}

type Batch<S> = fn(&mut Conn, &Me, S, Pen<'_>) -> Result<(String, Option<S>)>;

async fn file<S: Send + Unpin + 'static>(cx: Cx, name: &str, start: S, batch: Batch<S>) -> Result<HttpResponse> {
    let inner = cx.clone();
    let make = move |c: &mut Conn, me: &Me, from: S| {
        let site = inner.shared.site(c, inner.now)?;
        let absolute = |path: &str| inner.shared.config.absolute(path);
        let pen = Pen { i18n: &inner.shared.texts.i18n, lang: inner.lang, zone: &site.zone, absolute: &absolute };
        let (text, next) = batch(c, me, from, pen)?;
        Ok(Part { text, next })
    };
    // The day of the site, as the last known settings have it.
    let day = jiff::Timestamp::from_microsecond(cx.now.0).unwrap_or_default();
    let day = day.to_zoned(cx.shared.last_site().zone.clone()).date();
    cx.file(CSV, &format!("{name}-{day}.csv"), start, make).await
}
