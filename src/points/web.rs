//! The wallet, the terms, and the form by which staff give points.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::grants::{self, Gift, Grant};
use super::lots;
use super::wallet::{self, PAGE};
use super::{rules, terms};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::{self, AwardId, UserId};
use crate::ledger::Month;
use crate::message::Message;
use crate::moderation::members::{self, Account};
use crate::moderation::web::invalid;
use crate::moderation::{By, Reason};
use crate::policy::{self, Action, Actor};
use crate::submissions::{self, Submission};
use crate::web::chart::Line;
use crate::web::{Cx, Form, Page};

/// Months in the chart.
const MONTHS: usize = 12;

/// Where in a list.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Place {
    after: Option<String>,
}

#[derive(Debug, Serialize)]
struct LineView {
    what: String,
    /// With its sign.
    amount: String,
    /// More than nothing.
    more: bool,
    pending: bool,
    note: String,
    url: String,
    title: String,
    lang: String,
    at: Timestamp,
}

#[derive(Debug, Serialize)]
struct MonthView {
    name: String,
    points: i64,
}

#[derive(Debug, Serialize)]
struct TermsView {
    version: i64,
    html: String,
    accepted: bool,
    /// An older version was accepted.
    before: bool,
}

fn own(actor: &Actor) -> Result<UserId> {
    actor.id().ok_or(AppError::SignIn)
}

fn terms_of(c: &mut Conn, user: UserId) -> Result<Option<TermsView>> {
    let accepted = terms::accepted(c, user)?;
    Ok(terms::newest(c)?.map(|terms| TermsView {
        version: terms.version,
        html: terms.html,
        accepted: accepted == Some(terms.version),
        before: accepted.is_some(),
    }))
}

fn months(cx: &Cx, c: &mut Conn, user: UserId) -> Result<Vec<MonthView>> {
    let zone = cx.shared.site(c, cx.now)?.zone.clone();
    let months = cx.now.months_in(&zone, MONTHS);
    let first = Month(Month::of(cx.now, &zone).0 + 1 - i64::try_from(months.len()).unwrap_or(0));
    let earned = wallet::earned(c, user, first)?;
    let view = |(month, number): (&crate::clock::Month, i64)| {
        let name =
            Message::new("reputation-month").with("month", i64::from(month.month)).with("year", month.year.to_string());
        MonthView { name: cx.shared.texts.say(cx, &name), points: earned.get(&number).copied().unwrap_or(0) }
    };
    Ok(months.iter().zip(first.0..).map(view).collect())
}

/// A number with its sign.
fn signed(cx: &Cx, amount: i64) -> String {
    let sign = if amount > 0 { "gives" } else { "takes" };
    let message = Message::new("reputation-amount").with("sign", sign).with("amount", amount.abs());
    cx.shared.texts.say(cx, &message)
}

/// `GET /wallet`
///
/// # Errors
/// [`AppError::BadRequest`] for a cursor that there is not.
pub async fn show(cx: Cx, shown: web::Query<Place>) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, me| {
        let user = own(&me.actor)?;
        let (lines, next) = wallet::history(c, (&me.actor, user), wallet::place(shown.after.as_deref())?)?;
        let months = months(&inner, c, user)?;
        let line = Line::through(&months.iter().map(|month| month.points).collect::<Vec<_>>());
        let expiry = lots::next_to_expire(c, user)?;
        let lines: Vec<LineView> = lines
            .into_iter()
            .map(|line| LineView {
                what: line.what,
                amount: signed(&inner, line.amount),
                more: line.amount > 0,
                pending: line.pending,
                note: line.note,
                url: line.about.url,
                title: line.about.title,
                lang: line.about.lang,
                at: line.at,
            })
            .collect();
        Ok(Page::new("pages/points/wallet.html")
            .title_key(Message::new("wallet-title"))
            .section("rewards")
            .noindex()
            .no_store()
            .set("earns", &policy::check(&me.actor, Action::EarnPoints).is_ok())
            .set("terms", &terms_of(c, user)?)
            .set("balances", &wallet::balances(c, user)?)
            .set("expires", &expiry.map(|lot| (lot.remains, lot.expires_at.0)))
            .set("months", &months)
            .set("earned", &months.iter().map(|month| month.points).sum::<i64>())
            .set("line", &line)
            .set("names", &[months.first(), months.last()].map(|month| month.map(|month| month.name.as_str())))
            .set("lines", &lines)
            .set("newest", if shown.after.is_some() { "/wallet" } else { "" })
            .set("older", &next.map(|next| format!("/wallet?after={next}")).unwrap_or_default()))
    })
    .await
}

#[derive(Debug, Serialize)]
struct UnpaidView {
    kind: &'static str,
    why: &'static str,
    amount: i64,
    url: String,
    title: String,
    lang: String,
    at: Timestamp,
}

/// `GET /wallet/unpaid`
///
/// # Errors
/// [`AppError::BadRequest`] for a cursor that there is not.
pub async fn unpaid(cx: Cx, shown: web::Query<Place>) -> Result<HttpResponse> {
    cx.page(move |c, me| {
        let user = own(&me.actor)?;
        let before = AwardId(wallet::place(shown.after.as_deref())?);
        let (rows, next) = wallet::unpaid(c, (&me.actor, user), before)?;
        let rows: Vec<UnpaidView> = rows
            .into_iter()
            .map(|row| UnpaidView {
                kind: row.kind.as_str(),
                why: row.why.as_str(),
                amount: row.amount,
                url: row.about.url,
                title: row.about.title,
                lang: row.about.lang,
                at: row.at,
            })
            .collect();
        Ok(Page::new("pages/points/unpaid.html")
            .title_key(Message::new("wallet-unpaid-title"))
            .section("rewards")
            .noindex()
            .no_store()
            .set("rows", &rows)
            .set("page", &PAGE)
            .set("newest", if shown.after.is_some() { "/wallet/unpaid" } else { "" })
            .set("older", &next.map(|next| format!("/wallet/unpaid?after={}", next.0)).unwrap_or_default()))
    })
    .await
}

/// The version that was read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    version: i64,
}

/// `POST /wallet/terms`
///
/// # Errors
/// As [`terms::accept`].
pub async fn accept(cx: Cx, Form(sent): Form<Accepted>) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.write(move |tx, me| terms::accept(tx, By::of(&inner, me), sent.version)).await?;
    Ok(cx.see_other_with("/wallet", "notice-terms-accepted"))
}

/// A gift as sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    #[serde(default)]
    gift: String,
    points: String,
    reason: String,
    #[serde(default)]
    form_key: String,
}

fn account(c: &mut Conn, actor: &Actor, handle: &str) -> Result<Account> {
    let account = members::find(c, handle)?.ok_or(AppError::NotFound)?;
    policy::check(actor, Action::GrantPoints(account.facts()))?;
    Ok(account)
}

const fn label(gift: Gift) -> &'static str {
    match gift {
        Gift::Quality => "points-grant-quality",
        Gift::Goodwill => "points-grant-goodwill",
    }
}

fn grant_page(c: &mut Conn, actor: &Actor, handle: &str, sent: &Sent, errors: Invalid) -> Result<Page> {
    let account = account(c, actor, handle)?;
    let key = if sent.form_key.is_empty() { ids::random_key() } else { sent.form_key.clone() };
    let options: Vec<(&str, &str)> = Gift::ALL.iter().map(|gift| (gift.as_str(), label(*gift))).collect();
    Ok(Page::new("pages/points/grant.html")
        .title_key(Message::new("points-grant-title"))
        .section("moderation")
        .noindex()
        .no_store()
        .set("member", &account.view())
        .set("options", &options)
        .set("gift", &sent.gift)
        .set("points", &sent.points)
        .set("reason", &sent.reason)
        .set("form_key", &key)
        .set("max", &Reason::MAX)
        .set("quality_of_month", &rules::QUALITY_OF_MONTH)
        .set("goodwill_at_once", &rules::GOODWILL_AT_ONCE)
        .errors(errors))
}

/// `GET /members/{handle}/points`
///
/// # Errors
/// [`AppError::NotFound`] when there is no such member; by the policy.
pub async fn grant_form(cx: Cx, handle: web::Path<String>) -> Result<HttpResponse> {
    cx.page(move |c, me| grant_page(c, &me.actor, &handle, &Sent::default(), Invalid::default())).await
}

/// `POST /members/{handle}/points`
///
/// # Errors
/// As [`grants::grant`].
pub async fn give(cx: Cx, handle: web::Path<String>, Form(sent): Form<Sent>) -> Result<HttpResponse> {
    let outcome = match Grant::parse(&sent.gift, &sent.points, &sent.reason) {
        Ok(grant) => {
            let (inner, handle, sent) = (cx.clone(), handle.clone(), sent.clone());
            cx.write(move |tx, me| {
                let to = account(tx, &me.actor, &handle)?;
                let typed = [sent.gift.as_str(), sent.points.as_str(), sent.reason.as_str()];
                let form = Submission::of(&sent.form_key, &format!("points/{}", to.id), &typed)?;
                submissions::once(tx, (own(&me.actor)?, &form, inner.now), |tx| {
                    grants::grant(tx, By::of(&inner, me), &to, &grant)?;
                    Ok(to.view().url)
                })
            })
            .await
        }
        Err(error) => Err(error),
    };
    match outcome {
        Ok(url) => Ok(cx.see_other_with(&url, "notice-points-given")),
        Err(error) => {
            let errors = invalid(error)?;
            cx.page(move |c, me| grant_page(c, &me.actor, &handle, &sent, errors)).await
        }
    }
}
