//! `GET` and `POST /rewards/{id}/redeem`

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{Purse, RewardView};
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::{self, RewardId};
use crate::message::Message;
use crate::policy::{self, Action};
use crate::rewards::redeem::{self, CUSTOMER_MAX, Wish};
use crate::rewards::{self, RewardKind};
use crate::sessions::Me;
use crate::submissions::{Submission, once};
use crate::web::{Cx, Form, Page};

/// A wish as sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    /// What the page said it costs.
    #[serde(default)]
    cost: String,
    #[serde(default)]
    customer: String,
    /// One form is taken once.
    #[serde(default)]
    form_key: String,
}

fn page(cx: &Cx, c: &mut Conn, me: &Me, id: RewardId, (customer, errors): (&str, Invalid)) -> Result<Page> {
    let reward = rewards::reward(c, id)?.ok_or(AppError::NotFound)?;
    policy::check(&me.actor, Action::Redeem)?;
    let user = me.id()?;
    let purse = Purse::of(c, user)?;
    let why_not = redeem::why_not(c, (user, &reward), reward.cost, cx.now)?;
    Ok(Page::new("pages/rewards/redeem.html")
        .title_key(Message::new("rewards-redeem-title"))
        .section("rewards")
        .noindex()
        .no_store()
        .set("reward", &RewardView::of(cx, &reward, purse.available))
        .set("available", &purse.available)
        .set("rest", &(purse.available - reward.cost))
        .set("why_not", &why_not.map(|why| cx.shared.texts.say(cx, &why)).unwrap_or_default())
        .set("wants_customer", &(reward.kind == RewardKind::Credit))
        .set("max", &CUSTOMER_MAX)
        .set("customer", customer)
        .set("form_key", &ids::random_key())
        .errors(errors))
}

/// `GET /rewards/{id}/redeem`
///
/// # Errors
/// [`AppError::NotFound`] when there is no such reward; by the policy.
pub async fn form(cx: Cx, id: web::Path<RewardId>) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, me| page(&inner, c, me, *id, ("", Invalid::default()))).await
}

/// `POST /rewards/{id}/redeem`
///
/// # Errors
/// As [`redeem::redeem`]; [`AppError::Unreadable`] for a cost that is no whole number.
pub async fn send(cx: Cx, id: web::Path<RewardId>, Form(sent): Form<Sent>) -> Result<HttpResponse> {
    let (id, inner) = (id.into_inner(), cx.clone());
    let cost = sent.cost.parse().map_err(|_| AppError::Unreadable)?;
    let submission = Submission::of(&sent.form_key, &format!("rewards/{id}"), &[&sent.cost, &sent.customer])?;
    let wish = Wish { reward: id, cost, customer: sent.customer.clone() };
    let made = cx
        .write(move |tx, me| {
            // Before the form is noted: nobody learns from it what is there.
            policy::check(&me.actor, Action::Redeem)?;
            let site = inner.shared.site(tx, inner.now)?;
            once(tx, (me.id()?, &submission, inner.now), |tx| {
                let made = redeem::redeem(tx, &me.actor, &wish, (inner.now, &site.zone))?;
                Ok(format!("/rewards/redemptions/{made}"))
            })
        })
        .await;
    let (errors, status) = match made {
        Ok(path) => return Ok(cx.see_other_with(&path, "notice-rewards-requested")),
        Err(AppError::Invalid(errors)) => (errors, StatusCode::UNPROCESSABLE_ENTITY),
        Err(AppError::Conflict(why)) => (Invalid::field("", why), StatusCode::CONFLICT),
        Err(error) => return Err(error),
    };
    let inner = cx.clone();
    cx.page(move |c, me| Ok(page(&inner, c, me, id, (&sent.customer, errors))?.status(status))).await
}
