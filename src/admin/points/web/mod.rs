//! `/admin/points`

mod report;

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};

use crate::admin::web::{Choice, page};
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ledger::{Month, seal};
use crate::message::Message;
use crate::moderation::By;
use crate::moderation::web::invalid;
use crate::points::{close, month_state, terms};
use crate::web::{Cx, Form, Page};

pub use report::{report, worth};

/// Months in the table.
const MONTHS: i64 = 13;

#[derive(Debug, Serialize)]
struct MonthView {
    name: String,
    state: &'static str,
    /// A list of one, as 0 is something too.
    earned: Option<[i64; 1]>,
    budget: Option<[i64; 1]>,
    /// In percent, with two digits behind the point.
    factor: Option<(i64, String)>,
}

/// What was typed, when something is wrong with it.
#[derive(Debug, Default)]
struct Typed {
    source: Option<String>,
    month: i64,
    budget: String,
}

fn name_of(cx: &Cx, month: Month) -> String {
    let (year, number) = month.parts();
    let name = Message::new("reputation-month").with("month", number).with("year", year.to_string());
    cx.shared.texts.say(cx, &name)
}

fn form_page(cx: &Cx, c: &mut Conn, typed: &Typed, errors: Invalid) -> Result<Page> {
    let present = Month::of(cx.now, &cx.shared.site(c, cx.now)?.zone);
    let months: Vec<MonthView> = close::months(c, present.next(), MONTHS)?
        .into_iter()
        .map(|row| MonthView {
            name: name_of(cx, row.month),
            state: row.state.as_str(),
            earned: row.earned.map(|points| [points]),
            budget: row.budget.map(|points| [points]),
            factor: row.factor.map(|factor| (factor / 10_000, format!("{:02}", factor % 10_000 / 100))),
        })
        .collect();
    let choices: Vec<Choice> = [present, present.next()]
        .into_iter()
        .map(|month| Choice { value: month.0.to_string(), label: name_of(cx, month) })
        .collect();
    let terms = terms::newest(c)?;
    let head = seal::head(c)?;
    let budget = month_state(c, present)?.budget;
    let budget = if typed.month == 0 { budget.map(|budget| budget.to_string()) } else { Some(typed.budget.clone()) };
    let month = if typed.month == 0 { present.0 } else { typed.month };
    let written = terms.as_ref().map(|terms| terms.source.clone()).unwrap_or_default();
    Ok(page("pages/admin/points.html", "admin-points", "points")
        .set("version", &terms.as_ref().map_or(0, |terms| terms.version))
        .set("source", typed.source.as_ref().unwrap_or(&written))
        .set("max", &terms::MAX)
        .set("months", &months)
        .set("choices", &choices)
        .set("month", &month.to_string())
        .set("budget", &budget.unwrap_or_default())
        .set("head", &head.map(|head| (head.seq, head.hash)))
        .errors(errors))
}

/// `GET /admin/points`
///
/// # Errors
/// When the database refuses.
pub async fn show(cx: Cx) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, _| form_page(&inner, c, &Typed::default(), Invalid::default())).await
}

/// New terms as sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewTerms {
    source: String,
}

/// `POST /admin/points/terms`
///
/// # Errors
/// As [`terms::publish`].
pub async fn publish(cx: Cx, Form(sent): Form<NewTerms>) -> Result<HttpResponse> {
    let (inner, source) = (cx.clone(), sent.source.clone());
    match cx.write(move |tx, me| terms::publish(tx, By::of(&inner, me), &source)).await {
        Ok(_) => Ok(cx.see_other_with("/admin/points", "notice-points-terms-published")),
        Err(error) => {
            let (errors, inner) = (invalid(error)?, cx.clone());
            let typed = Typed { source: Some(sent.source), ..Typed::default() };
            cx.page(move |c, _| form_page(&inner, c, &typed, errors)).await
        }
    }
}

/// A budget as sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewBudget {
    month: i64,
    budget: String,
}

/// `POST /admin/points/budget`
///
/// # Errors
/// [`AppError::Unreadable`] for another month than this and the next; as [`super::set_budget`].
pub async fn budget(cx: Cx, Form(sent): Form<NewBudget>) -> Result<HttpResponse> {
    let budget = match super::parse_budget(&sent.budget) {
        Ok(budget) => budget,
        Err(error) => {
            let (errors, inner) = (invalid(error)?, cx.clone());
            let typed = Typed { month: sent.month, budget: sent.budget, ..Typed::default() };
            return cx.page(move |c, _| form_page(&inner, c, &typed, errors)).await;
        }
    };
    let (inner, month) = (cx.clone(), Month(sent.month));
    cx.write(move |tx, me| {
        let present = Month::of(inner.now, &inner.shared.site(tx, inner.now)?.zone);
        if month != present && month != present.next() {
            return Err(AppError::Unreadable);
        }
        super::set_budget(tx, By::of(&inner, me), month, budget)
    })
    .await?;
    Ok(cx.see_other_with("/admin/points", "notice-points-budget-set"))
}
