//! Findings that are open, appeals that wait, and one finding with its evidence and the forms about it.

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::admin::web::{Tab, page};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::fraud::decide::{self, Decision, Outcome, pattern_key};
use crate::fraud::{self, Finding, Gift, PAGE, Person, SHOWN, State};
use crate::ids::{FindingId, TopicId, UserId};
use crate::message::Message;
use crate::moderation::web::invalid;
use crate::moderation::{By, Reason};
use crate::policy::{self, Action, Actor};
use crate::topics::{self, Titled};
use crate::web::{Cx, Form, MemberView, Page};

/// Which list, and where in it.
#[derive(Debug, Default, Deserialize)]
pub struct Place {
    show: Option<String>,
    after: Option<String>,
}

#[derive(Debug, Serialize)]
struct FindingView {
    id: FindingId,
    pattern_key: &'static str,
    pattern: &'static str,
    state: &'static str,
    receiver: Option<MemberView>,
    giver: Option<MemberView>,
    gifts: i64,
    percent: i64,
    usual: i64,
    found_at: i64,
    decided_at: i64,
    decider: Option<MemberView>,
    reason: String,
}

impl FindingView {
    fn of(finding: Finding, members: &HashMap<UserId, MemberView>) -> Self {
        let member = |user: Option<UserId>| user.and_then(|user| members.get(&user).cloned());
        Self {
            id: finding.id,
            pattern_key: pattern_key(finding.pattern),
            pattern: finding.pattern.as_str(),
            state: finding.state.as_str(),
            receiver: member(Some(finding.receiver)),
            giver: member(finding.giver),
            gifts: finding.gifts,
            percent: percent(finding.share),
            usual: percent(finding.usual),
            found_at: finding.found_at.0,
            decided_at: finding.decided_at.map_or(0, |at| at.0),
            decider: member(finding.decided_by),
            reason: finding.reason,
        }
    }
}

/// Thousandths as hundredths.
const fn percent(thousandths: i64) -> i64 {
    (thousandths + 5) / 10
}

#[derive(Debug, Serialize)]
struct AppealView {
    finding: FindingId,
    member: Option<MemberView>,
    at: i64,
    words: String,
}

fn tabs(appeals: bool) -> [Tab; 2] {
    [
        Tab { href: "/admin/fraud", key: "fraud-tab-open", current: !appeals, count: -1 },
        Tab { href: "/admin/fraud?show=appeals", key: "fraud-tab-appeals", current: appeals, count: -1 },
    ]
}

/// `GET /admin/fraud`
///
/// # Errors
/// [`AppError::BadRequest`] for a list or a cursor that there is not.
pub async fn index(cx: Cx, place: web::Query<Place>) -> Result<HttpResponse> {
    let Place { show, after } = place.into_inner();
    cx.page(move |c, _| match show.as_deref() {
        None => findings(c, after.as_deref()),
        Some("appeals") => appeals(c, after.as_deref()),
        Some(_) => Err(no_cursor()),
    })
    .await
}

fn no_cursor() -> AppError {
    AppError::BadRequest(Message::new("error-400-text"))
}

fn findings(c: &mut Conn, after: Option<&str>) -> Result<Page> {
    let before = match after {
        None | Some("") => FindingId(i64::MAX),
        Some(text) => text.parse().map_err(|_| no_cursor())?,
    };
    let mut listed = fraud::list(c, State::Open, before)?;
    let more = listed.len() > PAGE;
    listed.truncate(PAGE);
    let older = listed.last().filter(|_| more).map(|last| format!("/admin/fraud?after={}", last.id));
    let people: Vec<UserId> = listed.iter().flat_map(|one| [Some(one.receiver), one.giver]).flatten().collect();
    let members = fraud::members(c, &people)?;
    let views: Vec<FindingView> = listed.into_iter().map(|one| FindingView::of(one, &members)).collect();
    Ok(page("pages/admin/frauds.html", "fraud-title", "fraud")
        .set("tabs", &tabs(false))
        .set("findings", &views)
        .set("appeals", &Vec::<AppealView>::new())
        .set("older", &older.unwrap_or_default())
        .set("newest", if before.0 == i64::MAX { "" } else { "/admin/fraud" }))
}

fn appeals(c: &mut Conn, after: Option<&str>) -> Result<Page> {
    let start = match after {
        None | Some("") => (Timestamp(0), FindingId(0), UserId(0)),
        Some(text) => parse(text).ok_or_else(no_cursor)?,
    };
    let mut waiting = fraud::waiting(c, start)?;
    let more = waiting.len() > PAGE;
    waiting.truncate(PAGE);
    let older = waiting.last().filter(|_| more).map(|last| {
        let at = last.appealed_at.map_or(0, |at| at.0);
        format!("/admin/fraud?show=appeals&after={at}.{}.{}", last.finding_id, last.user_id)
    });
    let people: Vec<UserId> = waiting.iter().map(|one| one.user_id).collect();
    let members = fraud::members(c, &people)?;
    let views: Vec<AppealView> = waiting
        .into_iter()
        .map(|one| AppealView {
            finding: one.finding_id,
            member: members.get(&one.user_id).cloned(),
            at: one.appealed_at.map_or(0, |at| at.0),
            words: one.appeal,
        })
        .collect();
    Ok(page("pages/admin/frauds.html", "fraud-title", "fraud")
        .set("tabs", &tabs(true))
        .set("findings", &Vec::<FindingView>::new())
        .set("appeals", &views)
        .set("older", &older.unwrap_or_default())
        .set("newest", if start.0.0 == 0 { "" } else { "/admin/fraud?show=appeals" }))
}

fn parse(text: &str) -> Option<(Timestamp, FindingId, UserId)> {
    let mut parts = text.splitn(3, '.');
    let at = Timestamp(parts.next()?.parse().ok()?);
    Some((at, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[derive(Debug, Serialize)]
struct GiftView {
    giver: Option<MemberView>,
    receiver: Option<MemberView>,
    title: String,
    lang: String,
    url: String,
    at: i64,
    taken: bool,
}

#[derive(Debug, Serialize)]
struct PersonView {
    id: UserId,
    member: Option<MemberView>,
    appeal: String,
    appealed_at: i64,
    answered_at: i64,
    answer: String,
    answerer: Option<MemberView>,
}

/// What was typed into one of the forms.
#[derive(Debug, Default)]
struct Typed<'a> {
    decision: &'a str,
    outcome: &'a str,
    reason: &'a str,
}

fn shown(c: &mut Conn, actor: &Actor, id: FindingId, typed: &Typed<'_>, errors: Invalid) -> Result<Page> {
    let finding = fraud::find(c, id)?.ok_or(AppError::NotFound)?;
    let people = fraud::people(c, id)?;
    let concerned = fraud::concerned(c, id)?;
    let mut gifts = fraud::evidence(c, id)?;
    let more = gifts.len() > SHOWN;
    gifts.truncate(SHOWN);
    let mut named = people.clone();
    named.extend([finding.decided_by].into_iter().flatten());
    named.extend(concerned.iter().filter_map(|person| person.answered_by));
    named.extend([Some(finding.receiver), finding.giver].into_iter().flatten());
    let members = fraud::members(c, &named)?;
    let topics: Vec<i64> = gifts.iter().map(|gift| gift.topic.0).collect();
    let titles = topics::titled(c, &topics)?;
    let may = policy::check(actor, Action::DecideFraud(finding.facts(&people, actor.id())));
    let refused = may.err().map(|denied| denied.message.key).unwrap_or_default();
    let rows: Vec<GiftView> = gifts.iter().map(|gift| gift_view(actor, gift, &members, &titles)).collect();
    let persons: Vec<PersonView> =
        concerned.into_iter().filter(|one| one.appealed_at.is_some()).map(|one| person(one, &members)).collect();
    Ok(page("pages/admin/fraud.html", "fraud-one-title", "fraud")
        .set("f", &FindingView::of(finding, &members))
        .set("gifts", &rows)
        .set("more", &more)
        .set("people", &persons)
        .set("refused", refused)
        .set("decision", typed.decision)
        .set("outcome", typed.outcome)
        .set("reason", typed.reason)
        .set("decisions", &Decision::ALL.iter().map(|one| (one.as_str(), decision_key(*one))).collect::<Vec<_>>())
        .set("outcomes", &Outcome::ALL.iter().map(|one| (one.as_str(), outcome_key(*one))).collect::<Vec<_>>())
        .set("max", &Reason::MAX)
        .errors(errors))
}

fn gift_view(
    actor: &Actor,
    gift: &Gift,
    members: &HashMap<UserId, MemberView>,
    titles: &HashMap<TopicId, Titled>,
) -> GiftView {
    // What was moved to a restricted board since is not for every admin.
    let titled = titles.get(&gift.topic).filter(|topic| policy::check(actor, Action::ReadTopic(topic.facts)).is_ok());
    GiftView {
        giver: members.get(&gift.giver).cloned(),
        receiver: members.get(&gift.receiver).cloned(),
        title: titled.map(|topic| topic.title.clone()).unwrap_or_default(),
        lang: titled.map(|topic| topic.lang.clone()).unwrap_or_default(),
        url: titled.map(|_| format!("/posts/{}", gift.post)).unwrap_or_default(),
        at: gift.at.0,
        taken: gift.taken,
    }
}

fn person(one: Person, members: &HashMap<UserId, MemberView>) -> PersonView {
    PersonView {
        id: one.user,
        member: members.get(&one.user).cloned(),
        appeal: one.appeal,
        appealed_at: one.appealed_at.map_or(0, |at| at.0),
        answered_at: one.answered_at.map_or(0, |at| at.0),
        answer: one.answer,
        answerer: one.answered_by.and_then(|user| members.get(&user).cloned()),
    }
}

const fn decision_key(decision: Decision) -> &'static str {
    match decision {
        Decision::Dismiss => "fraud-dismiss",
        Decision::Void => "fraud-void",
    }
}

const fn outcome_key(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Uphold => "fraud-uphold",
        Outcome::Undo => "fraud-undo",
    }
}

/// `GET /admin/fraud/{id}`
///
/// # Errors
/// [`AppError::NotFound`] when there is no such finding.
pub async fn show(cx: Cx, id: web::Path<FindingId>) -> Result<HttpResponse> {
    cx.page(move |c, me| shown(c, &me.actor, *id, &Typed::default(), Invalid::default())).await
}

/// A decision as sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    #[serde(default)]
    decision: String,
    reason: String,
}

/// A choice and its reason; what is wrong with either.
fn checked<T>(choice: Option<T>, field: &'static str, reason: &str) -> Result<(T, Reason)> {
    match (choice, Reason::parse(reason)) {
        (Some(choice), Ok(reason)) => Ok((choice, reason)),
        (choice, parsed) => {
            let mut errors = Invalid::default();
            if choice.is_none() {
                errors.push(field, Message::new("fraud-choose"));
            }
            if let Err(error) = parsed {
                errors.fields.extend(invalid(error)?.fields);
            }
            Err(errors.into())
        }
    }
}

/// `POST /admin/fraud/{id}`
///
/// # Errors
/// As [`decide::decide`].
pub async fn judge(cx: Cx, id: web::Path<FindingId>, Form(sent): Form<Decided>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let (decision, reason) = match checked(Decision::parse(&sent.decision), "decision", &sent.reason) {
        Ok(checked) => checked,
        Err(error) => {
            let errors = invalid(error)?;
            let page = move |c: &mut Conn, actor: &Actor| {
                let typed = Typed { decision: &sent.decision, outcome: "", reason: &sent.reason };
                shown(c, actor, id, &typed, errors)
            };
            return cx.page(move |c, me| page(c, &me.actor)).await;
        }
    };
    let inner = cx.clone();
    cx.write(move |tx, me| {
        let site = inner.shared.site(tx, inner.now)?;
        decide::decide(tx, By::of(&inner, me), (id, decision), &reason, &site)
    })
    .await?;
    Ok(cx.see_other_with(&format!("/admin/fraud/{id}"), "notice-fraud-decided"))
}

/// An answer as sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    member: UserId,
    #[serde(default)]
    outcome: String,
    reason: String,
}

/// `POST /admin/fraud/{id}/appeal`
///
/// # Errors
/// As [`decide::answer`].
pub async fn answer(cx: Cx, id: web::Path<FindingId>, Form(sent): Form<Answered>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let (outcome, reason) = match checked(Outcome::parse(&sent.outcome), "outcome", &sent.reason) {
        Ok(checked) => checked,
        Err(error) => {
            let errors = invalid(error)?;
            let page = move |c: &mut Conn, actor: &Actor| {
                let typed = Typed { decision: "", outcome: &sent.outcome, reason: &sent.reason };
                shown(c, actor, id, &typed, errors)
            };
            return cx.page(move |c, me| page(c, &me.actor)).await;
        }
    };
    let (inner, member) = (cx.clone(), sent.member);
    cx.write(move |tx, me| {
        let site = inner.shared.site(tx, inner.now)?;
        decide::answer(tx, By::of(&inner, me), (id, member, outcome), &reason, &site)
    })
    .await?;
    Ok(cx.see_other_with(&format!("/admin/fraud/{id}"), "notice-fraud-answered"))
}
