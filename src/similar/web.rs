//! The panel under the title of a question, the step before posting without a script, and the count of what is opened
//! from there.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{Deflections, SimilarView, while_asking};
use crate::error::Result;
use crate::topics::is_robot;
use crate::web::{Asked, Cx, Page};

/// The value of `from` in the links of the panel.
const FROM: &str = "ask";

/// A title as far as it is typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    title: String,
}

/// `GET /similar`: topics like the title of a question that is being typed, as a part of a page.
///
/// # Errors
/// [`crate::error::AppError::TooMany`]; when the database refuses.
pub async fn panel(cx: Cx, typed: web::Query<Typed>) -> Result<HttpResponse> {
    cx.count(Asked::Search)?;
    let (title, inner) = (typed.into_inner().title, cx.clone());
    cx.page(move |c, me| {
        let site = inner.shared.site(c, inner.now)?;
        let similar: Vec<SimilarView> = while_asking(c, &me.actor, &title, (&site.zone, inner.now))?;
        Ok(Page::new("pages/similar/panel.html").noindex().set("similar", &similar))
    })
    .await
}

/// Counts that a topic's page was opened from the form for a question, once in half an hour and browser, unless it was
/// a robot. `from` is what the page's address says.
pub fn opened(cx: &Cx, response: &mut HttpResponse, from: Option<&str>, counted: &Deflections) {
    let is_click = from == Some(FROM) && response.status().is_success();
    if is_click && !cx.has_looked_before_asking() && !is_robot(&cx.client.agent) {
        counted.count_click(today(cx));
        cx.note_look_before_asking(response);
    }
}

/// Counts that a question was asked, when a similar topic was opened before.
pub fn asked(cx: &Cx, response: &mut HttpResponse, counted: &Deflections) {
    if cx.has_looked_before_asking() {
        counted.count_asked(today(cx));
        cx.forget_look_before_asking(response);
    }
}

fn today(cx: &Cx) -> i64 {
    cx.now.day_in(&cx.shared.last_site().zone)
}
