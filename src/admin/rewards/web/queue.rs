//! What members ask for: the queue by state, and one of it to be decided.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{RewardView, tabs};
use crate::admin::boards::web::Nothing;
use crate::admin::web::{Tab, page};
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::RedemptionId;
use crate::message::Message;
use crate::moderation::web::Why;
use crate::moderation::{By, Reason};
use crate::policy::{self, Action, Actor};
use crate::rewards::decide::{self, Approved};
use crate::rewards::{self, PAGE, RedemptionState, Row, TWO_APPROVE_ABOVE};
use crate::web::{Cx, Form, MemberView, Page};

/// Which list, and where in it.
#[derive(Debug, Clone, Deserialize)]
pub struct Place {
    state: Option<String>,
    after: Option<RedemptionId>,
}

/// The address of a list, and the key of its name.
const fn list(state: RedemptionState) -> (&'static str, &'static str) {
    match state {
        RedemptionState::Requested => ("/admin/redemptions?state=requested", "admin-redemptions-requested"),
        RedemptionState::Approved => ("/admin/redemptions?state=approved", "admin-redemptions-approved"),
        RedemptionState::Exported => ("/admin/redemptions?state=exported", "admin-redemptions-exported"),
        RedemptionState::Paid => ("/admin/redemptions?state=paid", "admin-redemptions-paid"),
        RedemptionState::Rejected => ("/admin/redemptions?state=rejected", "admin-redemptions-rejected"),
        RedemptionState::Cancelled => ("/admin/redemptions?state=cancelled", "admin-redemptions-cancelled"),
        RedemptionState::Failed => ("/admin/redemptions?state=failed", "admin-redemptions-failed"),
    }
}

#[derive(Debug, Serialize)]
struct RowView {
    id: RedemptionId,
    name: String,
    cost: i64,
    at: i64,
    member: MemberView,
}

impl From<Row> for RowView {
    fn from(row: Row) -> Self {
        Self { id: row.id, cost: row.cost, at: row.made_at.0, member: row.member(), name: row.name }
    }
}

/// `GET /admin/redemptions`
///
/// # Errors
/// [`AppError::BadRequest`] for a state that is none.
pub async fn index(cx: Cx, place: web::Query<Place>) -> Result<HttpResponse> {
    let state = match place.state.as_deref() {
        None | Some("") => RedemptionState::Requested,
        Some(state) => RedemptionState::parse(state).ok_or(AppError::BadRequest(Message::new("error-400-text")))?,
    };
    cx.page(move |c, _| {
        let mut rows = rewards::queue(c, state, place.after.unwrap_or(RedemptionId(0)))?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|last| format!("{}&after={}", list(state).0, last.id));
        let states: Vec<Tab> = RedemptionState::ALL
            .iter()
            .map(|one| Tab { href: list(*one).0, key: list(*one).1, current: *one == state, count: -1 })
            .collect();
        let rows: Vec<RowView> = rows.into_iter().map(RowView::from).collect();
        Ok(page("pages/admin/redemptions.html", "admin-redemptions", "rewards")
            .set("tabs", &tabs("/admin/redemptions"))
            .set("states", &states)
            .set("rows", &rows)
            .set("next", &next.unwrap_or_default()))
    })
    .await
}

fn one_page(cx: &Cx, c: &mut Conn, actor: &Actor, id: RedemptionId) -> Result<Page> {
    let one = rewards::redemption(c, id)?.ok_or(AppError::NotFound)?;
    let reward = rewards::reward(c, one.reward)?.ok_or(AppError::NotFound)?;
    let undecided = matches!(one.state, RedemptionState::Requested | RedemptionState::Approved);
    let may = |first| policy::check(actor, Action::DecideRedemption(one.user, first)).is_ok();
    let can_approve = one.state == RedemptionState::Requested && may(one.first_by);
    let member = rewards::row(c, id)?.map(|row| row.member());
    Ok(page("pages/admin/redemption.html", "admin-redemption", "rewards")
        .set("id", &one.id)
        .set("reward", &RewardView::of(cx, &reward, i64::MAX))
        .set("member", &member)
        .set("cost", &one.cost)
        .set("state", one.state.as_str())
        .set("customer", &one.customer)
        .set("at", &one.made_at.0)
        .set("why", &one.reason)
        .set("takes_two", &(one.cost > TWO_APPROVE_ABOVE))
        .set("first", &one.first_by.is_some())
        .set("own", &actor.is(one.user))
        .set("can_approve", &can_approve)
        .set("can_reject", &(undecided && may(None)))
        .set("max", &Reason::MAX))
}

/// `GET /admin/redemptions/{id}`
///
/// # Errors
/// [`AppError::NotFound`] when there is none of this number.
pub async fn show(cx: Cx, id: web::Path<RedemptionId>) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, me| Ok(one_page(&inner, c, &me.actor, *id)?.set("reason", ""))).await
}

/// `POST /admin/redemptions/{id}/approve`
///
/// # Errors
/// As [`decide::approve`].
pub async fn approve(cx: Cx, id: web::Path<RedemptionId>, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    let inner = cx.clone();
    let approved = cx
        .write(move |tx, me| {
            let site = inner.shared.site(tx, inner.now)?;
            decide::approve(tx, By::of(&inner, me), *id, &site.zone)
        })
        .await?;
    let notice = match approved {
        Approved::First => "notice-admin-redemption-first",
        Approved::Whole => "notice-admin-redemption-approved",
        Approved::Given => "notice-admin-redemption-given",
    };
    Ok(cx.see_other_with("/admin/redemptions", notice))
}

/// `POST /admin/redemptions/{id}/reject`
///
/// # Errors
/// As [`decide::reject`].
pub async fn reject(cx: Cx, id: web::Path<RedemptionId>, Form(why): Form<Why>) -> Result<HttpResponse> {
    let (id, inner) = (id.into_inner(), cx.clone());
    let rejected = match Reason::parse(&why.reason) {
        Ok(reason) => {
            cx.write(move |tx, me| {
                let site = inner.shared.site(tx, inner.now)?;
                decide::reject(tx, By::of(&inner, me), id, (&reason, &site.zone))
            })
            .await
        }
        Err(error) => Err(error),
    };
    match rejected {
        Ok(()) => Ok(cx.see_other_with("/admin/redemptions", "notice-admin-redemption-rejected")),
        Err(AppError::Invalid(wrong)) => again(&cx, id, (why.reason, wrong)).await,
        Err(error) => Err(error),
    }
}

async fn again(cx: &Cx, id: RedemptionId, (typed, wrong): (String, Invalid)) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, me| Ok(one_page(&inner, c, &me.actor, id)?.set("reason", &typed).errors(wrong))).await
}
