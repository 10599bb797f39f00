//! What a member sees of decisions about votes that they gave or got, and their appeal.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::decide::{self, Words};
use super::{Finding, PAGE, Person, State, store};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::{FindingId, UserId};
use crate::message::Message;
use crate::moderation::web::invalid;
use crate::web::{Cx, Form, Page};

/// Where in the list.
#[derive(Debug, Default, Deserialize)]
pub struct Place {
    after: Option<FindingId>,
}

/// A decision, as whom it concerns sees it.
#[derive(Debug, Serialize)]
struct DecisionView {
    id: FindingId,
    decided_at: i64,
    reason: String,
    undone: bool,
    appeal: String,
    appealed_at: i64,
    answered_at: i64,
    answer: String,
    can_appeal: bool,
}

impl DecisionView {
    fn of(finding: Finding, person: Person) -> Self {
        let micros = |at: Option<Timestamp>| at.map_or(0, |at| at.0);
        Self {
            id: finding.id,
            decided_at: micros(finding.decided_at),
            undone: finding.state == State::Undone,
            can_appeal: finding.state == State::Voided && person.appealed_at.is_none(),
            reason: finding.reason,
            appeal: person.appeal,
            appealed_at: micros(person.appealed_at),
            answered_at: micros(person.answered_at),
            answer: person.answer,
        }
    }
}

/// `GET /fraud`: the decisions that concern the reader.
///
/// # Errors
/// When the database refuses.
pub async fn index(cx: Cx, place: web::Query<Place>) -> Result<HttpResponse> {
    cx.page(move |c, me| {
        let mut people = store::decisions_about(c, me.id()?, place.after.unwrap_or(FindingId(i64::MAX)))?;
        let more = people.len() > PAGE;
        people.truncate(PAGE);
        let older = people.last().filter(|_| more).map(|last| format!("/fraud?after={}", last.finding));
        let ids: Vec<FindingId> = people.iter().map(|person| person.finding).collect();
        let mut findings = store::many(c, &ids)?;
        let decisions: Vec<DecisionView> = people
            .into_iter()
            .filter_map(|person| Some(DecisionView::of(findings.remove(&person.finding)?, person)))
            .collect();
        Ok(Page::new("pages/fraud/index.html")
            .title_key(Message::new("fraud-own-title"))
            .noindex()
            .no_store()
            .set("decisions", &decisions)
            .set("older", &older.unwrap_or_default())
            .set("newest", if place.after.is_some() { "/fraud" } else { "" }))
    })
    .await
}

fn appeal_page(c: &mut Conn, (user, id): (UserId, FindingId), typed: &str, errors: Invalid) -> Result<Page> {
    let person = store::person(c, user, id)?.ok_or(AppError::NotFound)?;
    let finding = store::find(c, id)?.ok_or(AppError::NotFound)?;
    Ok(Page::new("pages/fraud/appeal.html")
        .title_key(Message::new("fraud-appeal-title"))
        .noindex()
        .no_store()
        .set("one", &DecisionView::of(finding, person))
        .set("typed", typed)
        .set("max", &Words::MAX)
        .errors(errors))
}

/// `GET /fraud/{id}/appeal`
///
/// # Errors
/// [`AppError::NotFound`] for a decision that does not concern the reader.
pub async fn appeal_form(cx: Cx, id: web::Path<FindingId>) -> Result<HttpResponse> {
    cx.page(move |c, me| appeal_page(c, (me.id()?, *id), "", Invalid::default())).await
}

/// An appeal as typed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    appeal: String,
}

/// `POST /fraud/{id}/appeal`
///
/// # Errors
/// As [`decide::appeal`].
pub async fn appeal(cx: Cx, id: web::Path<FindingId>, Form(sent): Form<Sent>) -> Result<HttpResponse> {
    let (id, now) = (id.into_inner(), cx.now);
    let words = match Words::parse(&sent.appeal) {
        Ok(words) => words,
        Err(error) => {
            let errors = invalid(error)?;
            return cx.page(move |c, me| appeal_page(c, (me.id()?, id), &sent.appeal, errors)).await;
        }
    };
    cx.write(move |tx, me| decide::appeal(tx, &me.actor, id, &words, now)).await?;
    Ok(cx.see_other_with(&format!("/fraud/{id}/appeal"), "notice-fraud-appealed"))
}
