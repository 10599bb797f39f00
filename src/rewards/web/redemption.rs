//! What a member asked for: the list, and one of it with its code.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::RewardView;
use crate::error::{AppError, Result};
use crate::ids::RedemptionId;
use crate::message::Message;
use crate::policy::{self, Action};
use crate::rewards::{self, CANCEL_WITHIN, PAGE, Row, TWO_APPROVE_ABOVE, codes, redeem};
use crate::web::{Cx, Form, Page};

/// Where in the list.
#[derive(Debug, Default, Deserialize)]
pub struct Place {
    after: Option<RedemptionId>,
}

#[derive(Debug, Serialize)]
struct RowView {
    id: RedemptionId,
    name: String,
    cost: i64,
    state: &'static str,
    at: i64,
}

impl From<Row> for RowView {
    fn from(row: Row) -> Self {
        Self { id: row.id, cost: row.cost, state: row.state.as_str(), at: row.made_at.0, name: row.name }
    }
}

/// `GET /rewards/redemptions`
///
/// # Errors
/// When the database refuses.
pub async fn list(cx: Cx, place: web::Query<Place>) -> Result<HttpResponse> {
    cx.page(move |c, me| {
        let mut rows = rewards::of_user(c, me.id()?, place.after.unwrap_or(RedemptionId(i64::MAX)))?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let older = rows.last().filter(|_| more).map(|last| format!("/rewards/redemptions?after={}", last.id));
        let rows: Vec<RowView> = rows.into_iter().map(RowView::from).collect();
        Ok(Page::new("pages/rewards/redemptions.html")
            .title_key(Message::new("rewards-own-title"))
            .section("rewards")
            .noindex()
            .no_store()
            .set("rows", &rows)
            .set("newest", if place.after.is_some() { "/rewards/redemptions" } else { "" })
            .set("older", &older.unwrap_or_default()))
    })
    .await
}

/// `GET /rewards/redemptions/{id}`
///
/// # Errors
/// [`AppError::NotFound`] for what the reader may not see.
pub async fn show(cx: Cx, id: web::Path<RedemptionId>) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, me| {
        let own = rewards::redemption(c, *id)?.ok_or(AppError::NotFound)?;
        policy::check(&me.actor, Action::ReadRedemption(own.user))?;
        let reward = rewards::reward(c, own.reward)?.ok_or(AppError::NotFound)?;
        let can_cancel = me.actor.is(own.user) && own.can_cancel(inner.now);
        Ok(Page::new("pages/rewards/redemption.html")
            .title_key(Message::new("rewards-redemption-title"))
            .section("rewards")
            .noindex()
            .no_store()
            .set("reward", &RewardView::of(&inner, &reward, i64::MAX))
            .set("id", &own.id)
            .set("state", own.state.as_str())
            .set("cost", &own.cost)
            .set("customer", &own.customer)
            .set("reason", &own.reason)
            .set("at", &own.made_at.0)
            .set("settled_at", &own.settled_at.map(|at| at.0))
            .set("takes_two", &(own.cost > TWO_APPROVE_ABOVE))
            .set("code", &codes::reveal(c, &me.actor, &own)?)
            .set("can_cancel", &can_cancel)
            .set("cancel_until", &(own.made_at + CANCEL_WITHIN).0))
    })
    .await
}

/// Nothing but the token.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// `POST /rewards/redemptions/{id}/cancel`
///
/// # Errors
/// As [`redeem::cancel`].
pub async fn cancel(cx: Cx, id: web::Path<RedemptionId>, Form(Nothing {}): Form<Nothing>) -> Result<HttpResponse> {
    let (id, inner) = (id.into_inner(), cx.clone());
    cx.write(move |tx, me| {
        let site = inner.shared.site(tx, inner.now)?;
        redeem::cancel(tx, &me.actor, id, (inner.now, &site.zone))
    })
    .await?;
    Ok(cx.see_other_with(&format!("/rewards/redemptions/{id}"), "notice-rewards-cancelled"))
}
