//! The pages of jobs and mails.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::admin::boards::web::Nothing;
use crate::admin::web::{Tab, page};
use crate::error::{AppError, Result};
use crate::ids::{JobId, MailId};
use crate::jobs::{self, Job};
use crate::letters::{self, Off, OffAddress};
use crate::mail::{self, OutboxMail};
use crate::message::Message;
use crate::moderation::By;
use crate::web::{Cx, Form};

/// Which list, and which page of it.
#[derive(Debug, Clone, Deserialize)]
pub struct Place<Id> {
    state: Option<String>,
    after: Option<Id>,
}

fn unknown() -> AppError {
    AppError::BadRequest(Message::new("error-400-text"))
}

#[derive(Debug, Serialize)]
struct JobView {
    id: JobId,
    kind: String,
    payload: String,
    attempts: i64,
    run_at: i64,
    created_at: i64,
    last_error: String,
}

impl From<Job> for JobView {
    fn from(job: Job) -> Self {
        Self {
            id: job.id,
            kind: job.kind,
            payload: job.payload,
            attempts: job.attempts,
            run_at: job.run_at.0,
            created_at: job.created_at.0,
            last_error: job.last_error,
        }
    }
}

/// The address of the next page, when this one is full.
fn next(path: &str, state: &str, last: Option<i64>, rows: usize) -> String {
    match last {
        Some(last) if i64::try_from(rows) == Ok(jobs::PAGE) => format!("{path}?state={state}&after={last}"),
        Some(_) | None => String::new(),
    }
}

/// `GET /admin/jobs`
///
/// # Errors
/// [`AppError::BadRequest`] for a state that is none; when the database refuses.
pub async fn jobs(cx: Cx, place: web::Query<Place<JobId>>) -> Result<HttpResponse> {
    let state = match &place.state {
        None => jobs::State::Waiting,
        Some(state) => jobs::State::parse(state).ok_or_else(unknown)?,
    };
    cx.page(move |c, _| {
        let rows = match state {
            jobs::State::Waiting => jobs::list_waiting(c, place.after)?,
            jobs::State::Dead => jobs::list_dead(c, place.after)?,
        };
        let next = next("/admin/jobs", state.as_str(), rows.last().map(|job| job.id.0), rows.len());
        let counts = jobs::counts(c)?;
        let waiting = state == jobs::State::Waiting;
        let tabs = [
            Tab { href: "/admin/jobs", key: "admin-jobs-waiting", current: waiting, count: counts.waiting },
            Tab { href: "/admin/jobs?state=dead", key: "admin-jobs-dead", current: !waiting, count: counts.dead },
        ];
        let rows: Vec<JobView> = rows.into_iter().map(JobView::from).collect();
        Ok(page("pages/admin/jobs.html", "admin-jobs", "jobs")
            .set("jobs", &rows)
            .set("dead", &!waiting)
            .set("tabs", &tabs)
            .set("next", &next))
    })
    .await
}

/// `POST /admin/jobs/{id}/retry`
///
/// # Errors
/// As [`super::retry_job`].
pub async fn retry_job(cx: Cx, id: web::Path<JobId>, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    let cx2 = cx.clone();
    cx.write(move |tx, me| super::retry_job(tx, By::of(&cx2, me), *id)).await?;
    Ok(cx.see_other_with("/admin/jobs?state=dead", "notice-admin-job-retried"))
}

#[derive(Debug, Serialize)]
struct MailView {
    id: MailId,
    kind: String,
    to_name: String,
    to_address: String,
    subject: String,
    created_at: i64,
    sent_at: Option<i64>,
}

impl From<OutboxMail> for MailView {
    fn from(mail: OutboxMail) -> Self {
        Self {
            id: mail.id,
            kind: mail.kind,
            to_name: mail.to_name,
            to_address: mail.to_address,
            subject: mail.subject,
            created_at: mail.created_at.0,
            sent_at: mail.sent_at.map(|at| at.0),
        }
    }
}

/// An address that the mail relay reported.
#[derive(Debug, Serialize)]
struct OffView {
    url: String,
    name: String,
    address: String,
    since: i64,
    complained: bool,
}

impl From<OffAddress> for OffView {
    fn from(off: OffAddress) -> Self {
        Self {
            url: format!("/members/{}", off.handle),
            name: off.name,
            address: off.email.unwrap_or_default(),
            since: off.since.unwrap_or_default().0,
            complained: off.why == Off::Complained,
        }
    }
}

/// `GET /admin/mail`
///
/// # Errors
/// [`AppError::BadRequest`] for a state that is none; when the database refuses.
pub async fn mails(cx: Cx, place: web::Query<Place<MailId>>) -> Result<HttpResponse> {
    let state = match &place.state {
        None => mail::State::Queued,
        Some(state) => mail::State::parse(state).ok_or_else(unknown)?,
    };
    cx.page(move |c, _| {
        let rows = mail::list(c, state, place.after)?;
        let next = next("/admin/mail", state.as_str(), rows.last().map(|mail| mail.id.0), rows.len());
        let tab = |href, key, of| Tab { href, key, current: state == of, count: -1 };
        let tabs = [
            tab("/admin/mail", "admin-mail-queued", mail::State::Queued),
            tab("/admin/mail?state=dead", "admin-mail-dead", mail::State::Dead),
            tab("/admin/mail?state=sent", "admin-mail-sent", mail::State::Sent),
            tab("/admin/mail?state=dropped", "admin-mail-dropped", mail::State::Dropped),
        ];
        let off: Vec<OffView> = letters::off_addresses(c)?.into_iter().map(OffView::from).collect();
        let rows: Vec<MailView> = rows.into_iter().map(MailView::from).collect();
        Ok(page("pages/admin/mail.html", "admin-mail", "mail")
            .set("mails", &rows)
            .set("dead", &(state == mail::State::Dead))
            .set("off", &off)
            .set("tabs", &tabs)
            .set("next", &next))
    })
    .await
}

/// `POST /admin/mail/{id}/retry`
///
/// # Errors
/// As [`super::retry_mail`].
pub async fn retry_mail(cx: Cx, id: web::Path<MailId>, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    let cx2 = cx.clone();
    cx.write(move |tx, me| super::retry_mail(tx, By::of(&cx2, me), *id)).await?;
    Ok(cx.see_other_with("/admin/mail?state=dead", "notice-admin-mail-retried"))
}
