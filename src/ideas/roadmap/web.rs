//! The pages of the roadmap.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{Column, MOVABLE, Place, Planned, Quarter, Way};
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ideas::view;
use crate::ideas::{self, Idea, StatusKind, list};
use crate::ids::TopicId;
use crate::message::Message;
use crate::policy::{self, Action, TopicFacts};
use crate::sessions::Me;
use crate::statuses::StatusView;
use crate::topics;
use crate::web::{Cx, Form, Page};

/// What of the roadmap is asked for.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Shown {
    column: Option<StatusKind>,
    after: Option<String>,
}

/// An idea on the roadmap.
#[derive(Debug, Serialize)]
struct PlannedView {
    id: TopicId,
    url: String,
    title: String,
    lang: String,
    status: Option<StatusView>,
    score: i64,
    quarter: String,
    /// May be moved by a place; by whoever may move it at all.
    near: bool,
}

#[derive(Debug, Serialize)]
struct ColumnView {
    kind: StatusKind,
    /// Staff put it in order.
    ordered: bool,
    ideas: Vec<PlannedView>,
    more: String,
}

/// `GET /roadmap`: the beginning of all columns, or a page of one.
///
/// # Errors
/// 400 for a cursor that is not one of ours.
pub async fn show(cx: Cx, shown: web::Query<Shown>) -> Result<HttpResponse> {
    let (shown, inner) = (shown.into_inner(), cx.clone());
    cx.page(move |c, me| {
        let boards = list::boards(c, &me.actor)?;
        let statuses = view::statuses(&inner, c)?;
        let after = Place::parse(shown.after.as_deref())?;
        let column_view = |column: Column, near: usize| ColumnView {
            kind: column.kind,
            ordered: column.kind != StatusKind::Done,
            more: match (shown.column, column.next) {
                (_, None) => String::new(),
                (None, Some(_)) => format!("/roadmap?column={}", column.kind.as_str()),
                (Some(_), Some(next)) => format!("/roadmap?column={}&after={next}", column.kind.as_str()),
            },
            ideas: column
                .ideas
                .into_iter()
                .enumerate()
                .map(|(at, planned)| planned_view(&inner, &statuses, planned, at < near))
                .collect(),
        };
        let (template, columns) = match shown.column {
            None => {
                let columns = super::columns(c, &boards)?;
                (
                    "pages/ideas/roadmap.html",
                    columns.into_iter().map(|column| column_view(column, MOVABLE)).collect::<Vec<_>>(),
                )
            }
            Some(kind) => {
                // On later pages a place is too far down to be moved by one.
                let near = if after == Place::START { MOVABLE } else { 0 };
                ("pages/ideas/roadmap_column.html", vec![column_view(super::column(c, &boards, kind, after)?, near)])
            }
        };
        let say = |key| inner.shared.texts.say(&inner, &Message::new(key));
        let page = Page::new(template)
            .description(say("ideas-roadmap-lede"))
            .section("ideas")
            .feed(say("ideas-roadmap-feed"), "/roadmap")
            .set("columns", &columns)
            .set("first", &(after == Place::START))
            .set("can_move", &policy::check(&me.actor, Action::KeepIdeas).is_ok());
        Ok(match shown.column {
            None => page.title_key(Message::new("ideas-roadmap-title")).canonical("/roadmap"),
            Some(kind) => {
                page.title_key(Message::new("ideas-roadmap-column-title").with("kind", kind.as_str())).noindex()
            }
        })
    })
    .await
}

fn planned_view(
    cx: &Cx,
    statuses: &std::collections::HashMap<crate::ids::StatusId, StatusView>,
    Planned { idea, quarter }: Planned,
    near: bool,
) -> PlannedView {
    PlannedView {
        id: idea.topic.id,
        url: topics::path(idea.topic.kind, idea.topic.id, &idea.topic.slug),
        title: idea.topic.title,
        lang: idea.topic.lang,
        status: statuses.get(&idea.facts.status).cloned(),
        score: idea.topic.score,
        quarter: quarter.map(|quarter| cx.shared.texts.say(cx, &quarter.message())).unwrap_or_default(),
        near,
    }
}

/// What is planned for an idea, for the partial `partials/idea_plan.html`.
#[derive(Debug, Serialize)]
pub struct PlanView {
    quarter: String,
    /// Where the reader changes it, or nothing.
    url: String,
}

/// What is planned for this idea.
#[must_use]
pub fn planned(cx: &Cx, me: &Me, idea: &Idea, facts: TopicFacts) -> PlanView {
    let may_plan = policy::check(&me.actor, Action::UpdateIdea(facts)).is_ok();
    PlanView {
        quarter: idea.quarter.map(|at| cx.shared.texts.say(cx, &Quarter(at).message())).unwrap_or_default(),
        url: if may_plan { format!("/ideas/{}/plan", idea.topic) } else { String::new() },
    }
}

/// Where an idea goes, as sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    way: Way,
    /// The page it was sent from is that of its column.
    #[serde(default)]
    column: String,
}

/// `POST /roadmap/{id}/move`
///
/// # Errors
/// As [`super::shift`].
pub async fn shift(cx: Cx, id: web::Path<TopicId>, Form(sent): Form<Moved>) -> Result<HttpResponse> {
    let (id, way) = (id.into_inner(), sent.way);
    let kind = cx.write(move |tx, me| super::shift(tx, &me.actor, id, way)).await?;
    let column = if sent.column.is_empty() { String::new() } else { format!("?column={}", kind.as_str()) };
    Ok(cx.see_other_with(&format!("/roadmap{column}#i{id}"), "notice-roadmap-moved"))
}

/// What is planned for an idea, as sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The stored number of a quarter, or nothing.
    #[serde(default)]
    quarter: String,
}

#[derive(Debug, Serialize)]
struct Choice {
    value: String,
    label: String,
}

fn form(cx: &Cx, c: &mut Conn, me: &Me, id: TopicId) -> Result<Page> {
    let (topic, facts) = topics::readable(c, &me.actor, id)?;
    policy::check(&me.actor, Action::UpdateIdea(facts))?;
    let now = ideas::find(c, id)?.ok_or(AppError::NotFound)?.quarter.map(Quarter);
    let zone = &cx.shared.site(c, cx.now)?.zone;
    // What was planned stays a choice, though its time has passed.
    let mut quarters: Vec<Quarter> = Quarter::choices(cx.now, zone).chain(now).collect();
    quarters.sort_unstable();
    quarters.dedup();
    let choices: Vec<Choice> = quarters
        .into_iter()
        .map(|quarter| Choice { value: quarter.0.to_string(), label: cx.shared.texts.say(cx, &quarter.message()) })
        .collect();
    Ok(Page::new("pages/ideas/plan.html")
        .title_key(Message::new("ideas-plan-title"))
        .section("ideas")
        .noindex()
        .set("id", &id)
        .set("back", &topic.path())
        .set("topic_title", &topic.title)
        .set("choices", &choices)
        .set("quarter", &now.map(|quarter| quarter.0.to_string()).unwrap_or_default()))
}

/// `GET /ideas/{id}/plan`
///
/// # Errors
/// By the policy.
pub async fn plan_form(cx: Cx, id: web::Path<TopicId>) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, me| form(&inner, c, me, *id)).await
}

/// `POST /ideas/{id}/plan`
///
/// # Errors
/// By the policy.
pub async fn plan(cx: Cx, id: web::Path<TopicId>, Form(sent): Form<Plan>) -> Result<HttpResponse> {
    let (id, inner) = (id.into_inner(), cx.clone());
    let saved = match Some(sent.quarter).filter(|typed| !typed.is_empty()).map(|typed| typed.parse()).transpose() {
        Ok(chosen) => {
            let chosen = chosen.map(Quarter);
            cx.write(move |tx, me| {
                let site = inner.shared.site(tx, inner.now)?;
                super::plan(tx, &me.actor, id, chosen, (inner.now, &site.zone))
            })
            .await
        }
        Err(_) => Err(Invalid::field("quarter", Message::new("ideas-quarter-unknown")).into()),
    };
    match saved {
        Ok(topic) => Ok(cx.see_other_with(&topic.path(), "notice-saved")),
        Err(AppError::Invalid(wrong)) => {
            let inner = cx.clone();
            cx.page(move |c, me| Ok(form(&inner, c, me, id)?.errors(wrong))).await
        }
        Err(error) => Err(error),
    }
}
