//! Voucher codes of a reward: how many nobody has, and the form that loads more. Those that are there are not shown.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::RewardView;
use crate::admin::web::page;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::RewardId;
use crate::moderation::By;
use crate::rewards::codes::{self, Codes, MOST};
use crate::rewards::{self, RewardKind};
use crate::web::{Cx, Form, Page};

/// Unused codes are counted up to this.
const COUNTED: i64 = 1_000;

/// A list as typed.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    #[serde(default)]
    codes: String,
}

fn form_page(cx: &Cx, c: &mut Conn, id: RewardId, (typed, wrong): (&str, Invalid)) -> Result<Page> {
    let reward = rewards::reward(c, id)?.filter(|reward| reward.kind == RewardKind::Voucher);
    let reward = reward.ok_or(AppError::NotFound)?;
    Ok(page("pages/admin/reward_codes.html", "admin-reward-codes", "rewards")
        .set("reward", &RewardView::of(cx, &reward, i64::MAX))
        .set("unused", &rewards::unused(c, id, COUNTED)?)
        .set("max", &MOST)
        .set("typed", typed)
        .errors(wrong))
}

/// `GET /admin/rewards/{id}/codes`
///
/// # Errors
/// [`AppError::NotFound`] when there is no such voucher.
pub async fn form(cx: Cx, id: web::Path<RewardId>) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, _| form_page(&inner, c, *id, ("", Invalid::default()))).await
}

/// `POST /admin/rewards/{id}/codes`
///
/// # Errors
/// As [`codes::load`].
pub async fn load(cx: Cx, id: web::Path<RewardId>, Form(sent): Form<Sent>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let loaded = match Codes::parse(&sent.codes) {
        Ok(list) => {
            let inner = cx.clone();
            cx.write(move |tx, me| codes::load(tx, By::of(&inner, me), id, &list)).await
        }
        Err(error) => Err(error),
    };
    match loaded {
        Ok(_) => Ok(cx.see_other_with(&format!("/admin/rewards/{id}/codes"), "notice-admin-reward-codes")),
        Err(AppError::Invalid(wrong)) => {
            let inner = cx.clone();
            cx.page(move |c, _| form_page(&inner, c, id, (&sent.codes, wrong))).await
        }
        Err(error) => Err(error),
    }
}
