//! The form for an idea.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::accounts::customers::Customer;
use crate::db::Conn;
use crate::drafts;
use crate::error::{AppError, Invalid, Result};
use crate::ideas::{behalf, propose, storms};
use crate::ids::{self, StormId, TopicId};
use crate::message::Message;
use crate::moderation::By;
use crate::policy::{self, Action, BoardKind, TopicKind};
use crate::sessions::Me;
use crate::similar::web::{Unposted, review};
use crate::submissions::{Submission, once};
use crate::topics::web::fields::{self, For};
use crate::topics::{self, TopicForm};
use crate::web::{Cx, Form, Page};

/// What another page suggests.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Suggested {
    title: Option<String>,
    board: Option<String>,
    storm: Option<StormId>,
    /// The customer for whom staff propose it; empty to be typed.
    r#for: Option<String>,
}

/// An idea as sent.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    #[serde(flatten)]
    idea: TopicForm,
    /// One form is taken once.
    #[serde(default)]
    form_key: String,
    /// Set when what is like the idea has been shown.
    #[serde(default)]
    reviewed: String,
    /// The session it is proposed for, or nothing.
    #[serde(default)]
    storm: String,
    /// For whom staff propose it, and what to call them; nothing when it is their own.
    #[serde(default)]
    customer: String,
    #[serde(default)]
    name: String,
    /// The button that shows instead of posting.
    preview: Option<String>,
    /// The button that leads from what is like it back to the text.
    back: Option<String>,
}

/// What the form shows.
struct Shown<'a> {
    form: &'a TopicForm,
    reviewed: &'a str,
    storm: &'a str,
    /// For whom, and what to call them, as typed; none when it is one's own.
    customer: Option<(&'a str, &'a str)>,
    kept_at: Option<i64>,
    preview: &'a str,
}

/// `GET /ideas/new`
///
/// # Errors
/// When the database is away.
pub async fn form(cx: Cx, suggested: web::Query<Suggested>) -> Result<HttpResponse> {
    let (suggested, inner) = (suggested.into_inner(), cx.clone());
    cx.page(move |c, me| {
        let kept = drafts::find(c, me.id()?, drafts::Kind::Idea, TopicId(0))?;
        let mut form = kept.as_ref().map(|(draft, _)| TopicForm::from(draft)).unwrap_or_default();
        // What was just typed elsewhere goes over a draft's field, never over its text.
        for (field, value) in [(&mut form.title, suggested.title), (&mut form.board, suggested.board)] {
            if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
                *field = value.chars().take(300).collect();
            }
        }
        let called = suggested.storm.map(|id| storms::find(c, &me.actor, id)).transpose()?;
        if let Some(storm) = &called {
            form.board = storm.board.to_string();
        }
        if form.board.is_empty() {
            form.board = only_board(c, me)?;
        }
        let storm = called.map(|storm| storm.id.to_string()).unwrap_or_default();
        let kept_at = kept.map(|(_, at)| at.0);
        let customer = suggested.r#for.as_deref().map(|typed| (typed, ""));
        build(&inner, c, me, &Shown { form: &form, reviewed: "", storm: &storm, customer, kept_at, preview: "" })
    })
    .await
}

/// Where there is one board for ideas, there is nothing to choose.
fn only_board(c: &mut Conn, me: &Me) -> Result<String> {
    let mut boards = topics::boards(c, BoardKind::Ideas)?;
    boards.retain(|(board, _)| policy::check(&me.actor, Action::Propose(*board)).is_ok());
    Ok(match boards.as_slice() {
        [(board, _)] => board.id.to_string(),
        _ => String::new(),
    })
}

fn build(cx: &Cx, c: &mut Conn, me: &Me, shown: &Shown<'_>) -> Result<Page> {
    let storm = match shown.storm.parse() {
        Ok(id) => storms::web::one(cx, c, me, id)?,
        Err(_) => None,
    };
    let may_for = policy::check(&me.actor, Action::KeepIdeas).is_ok();
    let (customer, name) = shown.customer.unwrap_or_default();
    let page = Page::new("pages/ideas/new.html")
        .title_key(Message::new("ideas-new-title"))
        .section("ideas")
        .noindex()
        .set("kept_at", &shown.kept_at)
        .set("reviewed", shown.reviewed)
        .set("storm", &storm)
        .set("may_for", &may_for)
        .set("for_customer", &(may_for && shown.customer.is_some()))
        .set("customer", customer)
        .set("name", name)
        .set("form_key", &ids::random_key());
    fields::fill(page, c, (me, For::New(BoardKind::Ideas)), (shown.form, shown.preview))
}

/// `POST /ideas/new`
///
/// # Errors
/// By the policy.
pub async fn create(cx: Cx, Form(sent): Form<Sent>) -> Result<HttpResponse> {
    let now = cx.now;
    if sent.preview.is_some() || sent.back.is_some() {
        let preview = if sent.back.is_some() { String::new() } else { fields::look(&sent.idea.body) };
        return again(&cx, sent, Invalid::default(), preview).await;
    }
    let new = match sent.idea.parse() {
        Ok(new) => new,
        Err(AppError::Invalid(wrong)) => return again(&cx, sent, wrong, String::new()).await,
        Err(error) => return Err(error),
    };
    let (kind, form_key) = (TopicKind::Idea, sent.form_key.as_str());
    let customer = match sent.customer.trim() {
        "" => None,
        typed => match Customer::parse(typed, &sent.name) {
            Ok(customer) => Some(customer),
            Err(wrong) => return again(&cx, sent, wrong, String::new()).await,
        },
    };
    let fields = [("storm", sent.storm.clone()), ("customer", sent.customer.clone()), ("name", sent.name.clone())];
    let unposted = Unposted { kind, form: &sent.idea, board: new.board, form_key, fields: &fields };
    if sent.reviewed.is_empty()
        && let Some(step) = review(&cx, unposted).await?
    {
        return Ok(step);
    }
    let place = if customer.is_some() { format!("idea/{}", sent.customer.trim()) } else { "idea".to_owned() };
    let submission = Submission::of(form_key, &place, &sent.idea.typed())?;
    let storm = match sent.storm.as_str() {
        "" => None,
        typed => Some(typed.parse::<StormId>().map_err(|_| AppError::Unreadable)?),
    };
    let inner = cx.clone();
    let done = cx
        .write(move |tx, me| {
            once(tx, (me.id()?, &submission, now), |tx| {
                let (topic, path) = match &customer {
                    Some(customer) => behalf::propose(tx, By::of(&inner, me), &new, customer)?,
                    None => propose(tx, &me.actor, &new, now)?,
                };
                storm.map_or(Ok(()), |storm| storms::enter(tx, &me.actor, storm, topic, now))?;
                Ok(path)
            })
        })
        .await;
    match done {
        Ok(path) => Ok(cx.see_other_with(&path, "notice-idea-posted")),
        Err(AppError::Invalid(wrong)) => again(&cx, sent, wrong, String::new()).await,
        Err(error) => Err(error),
    }
}

async fn again(cx: &Cx, sent: Sent, wrong: Invalid, preview: String) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, me| {
        // What a session does not take can be sent again as it stands, without the session.
        let refused = wrong.fields.iter().any(|(field, _)| *field == "storm");
        let storm = if refused { "" } else { sent.storm.as_str() };
        let typed = (sent.customer.as_str(), sent.name.as_str());
        let said = wrong.fields.iter().any(|(field, _)| *field == "customer");
        let customer = (said || !sent.customer.trim().is_empty()).then_some(typed);
        let shown =
            Shown { form: &sent.idea, reviewed: &sent.reviewed, storm, customer, kept_at: None, preview: &preview };
        Ok(build(&inner, c, me, &shown)?.errors(wrong))
    })
    .await
}
