//! The page of super-users, and the form by which employees decide about somebody.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{ANSWERS, DAYS, Decision, PAGE, PEOPLE, SCORE, State, record_of};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::UserId;
use crate::message::Message;
use crate::moderation::members::{self, Account};
use crate::moderation::web::{Choice, Decision as Decided, Keys, invalid};
use crate::moderation::{By, Reason};
use crate::policy::{self, Action, Actor};
use crate::web::{Cx, Form, MemberView, Page};

/// How far the reader is.
#[derive(Debug, Serialize)]
struct Progress {
    answers: i64,
    people: i64,
    abused: bool,
    /// Is one now.
    holds: bool,
    /// How that came, or empty.
    state: &'static str,
    /// Of whoever is kept from it: why.
    reason: String,
}

#[derive(Debug, Serialize)]
struct ListedView {
    member: MemberView,
    since: i64,
    granted: bool,
}

/// Where in the list.
#[derive(Debug, Default, Deserialize)]
pub struct Place {
    after: Option<String>,
}

impl Place {
    fn parse(&self) -> Result<(Timestamp, UserId)> {
        let Some(text) = self.after.as_deref().filter(|text| !text.is_empty()) else {
            return Ok((Timestamp(i64::MAX), UserId(i64::MAX)));
        };
        text.split_once('.')
            .and_then(|(at, user)| Some((Timestamp(at.parse().ok()?), user.parse().ok()?)))
            .ok_or(AppError::BadRequest(Message::new("error-400-text")))
    }
}

fn progress(cx: &Cx, c: &mut Conn, actor: &Actor) -> Result<Option<Progress>> {
    let Some(member) = actor.member().filter(|member| !member.staff) else { return Ok(None) };
    let site = cx.shared.site(c, cx.now)?;
    let record = record_of(c, member.id, (cx.now, &site.zone))?;
    let noted = super::of(c, member.id)?;
    let state = noted.as_ref().map(|row| row.state);
    Ok(Some(Progress {
        answers: record.answers,
        people: record.people,
        abused: record.abused,
        holds: state.is_some_and(State::holds),
        state: state.map_or("", State::as_str),
        reason: noted.filter(|row| row.state == State::Withheld).map(|row| row.reason).unwrap_or_default(),
    }))
}

/// `GET /super-users`
///
/// # Errors
/// [`AppError::BadRequest`] for a cursor that there is not.
pub async fn show(cx: Cx, place: web::Query<Place>) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, me| {
        let mut listed = super::list(c, place.parse()?)?;
        let more = listed.len() > PAGE;
        listed.truncate(PAGE);
        let older = listed.last().filter(|_| more);
        let older = older.map(|last| format!("/super-users?after={}.{}", last.since.0, last.user));
        let rows: Vec<ListedView> = listed
            .into_iter()
            .map(|one| ListedView { member: one.member, since: one.since.0, granted: one.granted })
            .collect();
        Ok(Page::new("pages/super_users/index.html")
            .title_key(Message::new("super-title"))
            .canonical("/super-users")
            .set("own", &progress(&inner, c, &me.actor)?)
            .set("answers", &ANSWERS)
            .set("people", &PEOPLE)
            .set("days", &DAYS)
            .set("score", &SCORE)
            .set("listed", &rows)
            .set("older", &older.unwrap_or_default())
            .set("newest", if place.after.is_some() { "/super-users" } else { "" }))
    })
    .await
}

/// A decision as sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    #[serde(default)]
    decision: String,
    reason: String,
}

impl Sent {
    fn parse(&self) -> Result<(Decision, Reason)> {
        let mut errors = Invalid::default();
        let decision = Decision::parse(&self.decision);
        if decision.is_none() {
            errors.push("decision", Message::new("super-choose"));
        }
        match (decision, Reason::parse(&self.reason)) {
            (Some(decision), Ok(reason)) => Ok((decision, reason)),
            (None, Ok(_)) => Err(errors.into()),
            (_, Err(error)) => {
                errors.fields.extend(invalid(error)?.fields);
                Err(errors.into())
            }
        }
    }
}

const fn label(decision: Decision) -> &'static str {
    match decision {
        Decision::Grant => "super-grant",
        Decision::Withhold => "super-withhold",
        Decision::Formula => "super-formula",
    }
}

fn account(c: &mut Conn, actor: &Actor, handle: &str) -> Result<Account> {
    let account = members::find(c, handle)?.ok_or(AppError::NotFound)?;
    policy::check(actor, Action::DecideSuper(account.facts()))?;
    Ok(account)
}

fn page(c: &mut Conn, actor: &Actor, handle: &str, (chosen, why): (&str, &str), errors: Invalid) -> Result<Page> {
    let account = account(c, actor, handle)?;
    let noted = super::of(c, account.id)?;
    let before = match noted.as_ref().map(|row| row.state) {
        Some(State::Granted) => Decision::Grant,
        Some(State::Withheld) => Decision::Withhold,
        Some(State::Earned | State::Lost) | None => Decision::Formula,
    };
    let member = account.view();
    let form = Decided {
        key: Keys { title: "super-decide-title", text: "super-decide-text", button: "super-decide-do" },
        action: format!("/members/{}/super", account.handle),
        back: member.url.clone(),
        member: Some(member),
        quote: None,
        choice: Some(Choice {
            name: "decision",
            label: "super-decision",
            options: Decision::ALL.iter().map(|decision| (decision.as_str(), label(*decision))).collect(),
            value: if errors.fields.is_empty() { before.as_str().to_owned() } else { chosen.to_owned() },
        }),
        words_optional: false,
    };
    Ok(form.page(why, errors))
}

/// `GET /members/{handle}/super`
///
/// # Errors
/// [`AppError::NotFound`] when there is no such member; by the policy.
pub async fn form(cx: Cx, handle: web::Path<String>) -> Result<HttpResponse> {
    cx.page(move |c, me| page(c, &me.actor, &handle, ("", ""), Invalid::default())).await
}

/// `POST /members/{handle}/super`
///
/// # Errors
/// As [`super::decide`].
pub async fn decide(cx: Cx, handle: web::Path<String>, Form(sent): Form<Sent>) -> Result<HttpResponse> {
    let (decision, reason) = match sent.parse() {
        Ok(parsed) => parsed,
        Err(error) => {
            let errors = invalid(error)?;
            return cx.page(move |c, me| page(c, &me.actor, &handle, (&sent.decision, &sent.reason), errors)).await;
        }
    };
    let inner = cx.clone();
    let url = cx
        .write(move |tx, me| {
            let account = account(tx, &me.actor, &handle)?;
            let site = inner.shared.site(tx, inner.now)?;
            super::decide(tx, By::of(&inner, me), (account.id, decision), &reason, &site.zone)?;
            Ok(account.view().url)
        })
        .await?;
    Ok(cx.see_other_with(&url, "notice-super-decided"))
}
