//! `/admin/points/report`: what points come to.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};

use super::super::{Worth, set_worth};
use super::name_of;
use crate::admin::web::page;
use crate::db::Conn;
use crate::error::{Invalid, Result};
use crate::ledger::Month;
use crate::moderation::By;
use crate::moderation::web::invalid;
use crate::points::report::{self, Totals};
use crate::settings;
use crate::web::{Cx, Form, MemberView, Page};

/// Months in the table.
const MONTHS: i64 = 12;

#[derive(Debug, Serialize)]
struct MonthView {
    name: String,
    pending: i64,
    available: i64,
    reserved: i64,
    worth: String,
    awarded: i64,
    answers: i64,
    /// What an accepted answer costs, in points and in money; empty when there was none.
    per_answer: String,
    redeemed: i64,
    expired: i64,
}

#[derive(Debug, Serialize)]
struct EarnerView {
    member: MemberView,
    points: i64,
}

/// Hundredths as people write money.
fn money(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100)
}

fn view(cx: &Cx, totals: &Totals, rate: i64) -> MonthView {
    let owed = totals.pending + totals.available + totals.reserved;
    let per_answer = if totals.answers > 0 {
        money(report::worth(totals.answer_points, rate) / totals.answers)
    } else {
        String::new()
    };
    MonthView {
        name: name_of(cx, Month(totals.month)),
        pending: totals.pending,
        available: totals.available,
        reserved: totals.reserved,
        worth: money(report::worth(owed, rate)),
        awarded: totals.awarded,
        answers: totals.answers,
        per_answer,
        redeemed: totals.redeemed,
        expired: totals.expired,
    }
}

fn report_page(cx: &Cx, c: &mut Conn, typed: Option<(String, String)>, errors: Invalid) -> Result<Page> {
    let site = settings::load(c)?;
    let present = Month::of(cx.now, &site.zone);
    let totals = report::totals(c, present, MONTHS)?;
    let months: Vec<MonthView> = totals.iter().map(|totals| view(cx, totals, site.point_rate)).collect();
    let earners: Vec<EarnerView> = report::earners(c, present)?
        .into_iter()
        .map(|earner| EarnerView { member: earner.member, points: earner.points })
        .collect();
    let (rate, currency) = typed.unwrap_or_else(|| (money(site.point_rate), site.currency.clone()));
    Ok(page("pages/admin/points_report.html", "admin-points-report", "points")
        .set("months", &months)
        .set("at", &totals.first().map_or(0, |totals| totals.at.0))
        .set("currency_now", &site.currency)
        .set("earners", &earners)
        .set("rate", &rate)
        .set("currency", &currency)
        .errors(errors))
}

/// `GET /admin/points/report`
///
/// # Errors
/// When the database refuses.
pub async fn report(cx: Cx) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, _| report_page(&inner, c, None, Invalid::default())).await
}

/// What points are worth, as sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    rate: String,
    currency: String,
}

/// `POST /admin/points/worth`
///
/// # Errors
/// As [`set_worth`].
pub async fn worth(cx: Cx, Form(sent): Form<Sent>) -> Result<HttpResponse> {
    let worth = match Worth::parse(&sent.rate, &sent.currency) {
        Ok(worth) => worth,
        Err(error) => {
            let (errors, inner) = (invalid(error)?, cx.clone());
            return cx.page(move |c, _| report_page(&inner, c, Some((sent.rate, sent.currency)), errors)).await;
        }
    };
    let inner = cx.clone();
    cx.write(move |tx, me| set_worth(tx, By::of(&inner, me), &worth)).await?;
    cx.shared.site_changed();
    Ok(cx.see_other_with("/admin/points/report", "notice-admin-settings-saved"))
}
