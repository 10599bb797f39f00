//! What goes to the billing system, and what it answers.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::tabs;
use crate::admin::boards::web::Nothing;
use crate::admin::web::page;
use crate::error::{AppError, Invalid, Result};
use crate::ids::{BatchId, RedemptionId};
use crate::moderation::By;
use crate::rewards::answers::{self, Line, Outcome};
use crate::rewards::{self, PAGE, batches};
use crate::web::{Cx, Form, Page, Part};

const CSV: &str = "text/csv; charset=utf-8";
/// Answers in one transaction.
const AT_ONCE: usize = 100;

/// Where in the list.
#[derive(Debug, Clone, Deserialize)]
pub struct Place {
    after: Option<BatchId>,
}

#[derive(Debug, Serialize)]
struct BatchView {
    id: BatchId,
    at: i64,
    count: i64,
}

/// `GET /admin/batches`
///
/// # Errors
/// When the database refuses.
pub async fn index(cx: Cx, place: web::Query<Place>) -> Result<HttpResponse> {
    list(&cx, place.after, (String::new(), Invalid::default())).await
}

async fn list(cx: &Cx, after: Option<BatchId>, (typed, wrong): (String, Invalid)) -> Result<HttpResponse> {
    cx.page(move |c, _| {
        let mut made = rewards::list_batches(c, after.unwrap_or(BatchId(i64::MAX)))?;
        let more = made.len() > PAGE;
        made.truncate(PAGE);
        let next = made.last().filter(|_| more).map(|last| format!("/admin/batches?after={}", last.id));
        let rows: Vec<BatchView> =
            made.into_iter().map(|one| BatchView { id: one.id, at: one.made_at.0, count: one.count }).collect();
        Ok(page("pages/admin/batches.html", "admin-batches", "rewards")
            .set("tabs", &tabs("/admin/batches"))
            .set("rows", &rows)
            .set("next", &next.unwrap_or_default())
            .set("typed", &typed)
            .set("max", &answers::MOST)
            .errors(wrong))
    })
    .await
}

/// `POST /admin/batches`
///
/// # Errors
/// As [`batches::make`].
pub async fn make(cx: Cx, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.write(move |tx, me| batches::make(tx, By::of(&inner, me))).await?;
    Ok(cx.see_other_with("/admin/batches", "notice-admin-batch-made"))
}

/// `GET /admin/batches/{id}/file`
///
/// # Errors
/// As [`batches::file`].
pub async fn file(cx: Cx, id: web::Path<BatchId>) -> Result<HttpResponse> {
    let id = id.into_inner();
    cx.file(CSV, &format!("redemptions-{id}.csv"), RedemptionId(0), move |c, me, after| {
        let (text, next) = batches::file(c, &me.actor, id, after)?;
        Ok(Part { text, next })
    })
    .await
}

/// A list of answers as typed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    #[serde(default)]
    answers: String,
}

#[derive(Debug, Serialize)]
struct OutcomeView {
    line: usize,
    text: String,
    outcome: &'static str,
}

/// `POST /admin/batches/answers`: some lines a transaction, so a list that broke off is sent again as it is.
///
/// # Errors
/// As [`answers::settle`].
pub async fn answer(cx: Cx, Form(sent): Form<Sent>) -> Result<HttpResponse> {
    let lines = match answers::parse(&sent.answers) {
        Ok(lines) => lines,
        Err(AppError::Invalid(wrong)) => return list(&cx, None, (sent.answers, wrong)).await,
        Err(error) => return Err(error),
    };
    let mut outcomes = Vec::new();
    for some in lines.chunks(AT_ONCE) {
        let (inner, some) = (cx.clone(), some.to_vec());
        let settled = cx.write(move |tx, me| {
            let site = inner.shared.site(tx, inner.now)?;
            answers::settle(tx, By::of(&inner, me), &some, &site.zone)
        });
        outcomes.extend(settled.await?);
    }
    cx.page(move |_, _| Ok(outcome_page(lines, &outcomes))).await
}

fn outcome_page(lines: Vec<Line>, outcomes: &[Outcome]) -> Page {
    let count = |wanted: Outcome| outcomes.iter().filter(|outcome| **outcome == wanted).count();
    let (paid, failed) = (count(Outcome::Paid), count(Outcome::Failed));
    let view = |(line, outcome): (Line, &Outcome)| OutcomeView {
        line: line.number,
        text: line.text,
        outcome: outcome.as_str(),
    };
    let done = |outcome: &Outcome| matches!(outcome, Outcome::Paid | Outcome::Failed);
    let left: Vec<OutcomeView> =
        lines.into_iter().zip(outcomes).filter(|(_, outcome)| !done(outcome)).map(view).collect();
    page("pages/admin/answers.html", "admin-answers", "rewards")
        .set("paid", &paid)
        .set("failed", &failed)
        .set("left", &left)
}
