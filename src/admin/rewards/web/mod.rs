//! The pages of rewards for admins.

pub mod batches;
pub mod codes;
mod form;
pub mod queue;

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::admin::boards::Life;
use crate::admin::boards::web::Nothing;
use crate::admin::web::{Tab, page};
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::RewardId;
use crate::images::{Purpose, Workshop};
use crate::moderation::By;
use crate::rewards::web::RewardView;
use crate::rewards::{self, PAGE, Reward, RewardKind};
use crate::web::{Cx, Form, MAX_UPLOAD, Page, Refusal, Upload};

use form::RewardForm;

/// The three lists of this room.
fn tabs(current: &str) -> Vec<Tab> {
    let tab = |href: &'static str, key: &'static str| Tab { href, key, current: href == current, count: -1 };
    vec![
        tab("/admin/rewards", "admin-rewards-list"),
        tab("/admin/redemptions", "admin-redemptions"),
        tab("/admin/batches", "admin-batches"),
    ]
}

/// Where in a list.
#[derive(Debug, Clone, Deserialize)]
pub struct Place {
    after: Option<RewardId>,
}

#[derive(Debug, Serialize)]
struct RowView {
    #[serde(flatten)]
    view: RewardView,
    taken: i64,
    withdrawn: bool,
}

/// `GET /admin/rewards`
///
/// # Errors
/// When the database refuses.
pub async fn index(cx: Cx, place: web::Query<Place>) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, _| {
        let mut all = rewards::all(c, place.after.unwrap_or(RewardId(i64::MAX)))?;
        let more = all.len() > PAGE;
        all.truncate(PAGE);
        let next = all.last().filter(|_| more).map(|last| format!("/admin/rewards?after={}", last.id));
        let row = |reward: &Reward| RowView {
            view: RewardView::of(&inner, reward, i64::MAX),
            taken: reward.taken,
            withdrawn: reward.withdrawn_at.is_some(),
        };
        let rows: Vec<RowView> = all.iter().map(row).collect();
        Ok(page("pages/admin/rewards.html", "admin-rewards", "rewards")
            .set("tabs", &tabs("/admin/rewards"))
            .set("rows", &rows)
            .set("next", &next.unwrap_or_default()))
    })
    .await
}

fn form_page(cx: &Cx, reward: Option<&Reward>, typed: &RewardForm) -> Page {
    let title = if reward.is_some() { "admin-reward-edit" } else { "admin-reward-new" };
    page("pages/admin/reward.html", title, "rewards")
        .set("reward", &reward.map(|reward| RewardView::of(cx, reward, i64::MAX)))
        .set("withdrawn", &reward.is_some_and(|reward| reward.withdrawn_at.is_some()))
        .set("voucher", &reward.is_some_and(|reward| reward.kind == RewardKind::Voucher))
        .set("megabytes", &(MAX_UPLOAD / (1024 * 1024)))
        .set("typed", typed)
}

fn edit_page(cx: &Cx, c: &mut Conn, id: RewardId, typed: Option<&RewardForm>) -> Result<Page> {
    let reward = rewards::reward(c, id)?.ok_or(AppError::NotFound)?;
    let zone = &cx.shared.site(c, cx.now)?.zone;
    Ok(form_page(cx, Some(&reward), typed.unwrap_or(&RewardForm::of(&reward, zone))))
}

/// `GET /admin/rewards/new`
///
/// # Errors
/// When the database refuses.
pub async fn new(cx: Cx) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |_, _| Ok(form_page(&inner, None, &RewardForm::empty()))).await
}

/// `POST /admin/rewards/new`
///
/// # Errors
/// As [`super::create`].
pub async fn create(cx: Cx, Form(form): Form<RewardForm>) -> Result<HttpResponse> {
    let (inner, sent) = (cx.clone(), form.clone());
    let made = cx
        .write(move |tx, me| {
            let zone = &inner.shared.site(tx, inner.now)?.zone;
            super::create(tx, By::of(&inner, me), &sent.parse(zone)?)
        })
        .await;
    match made {
        Ok(id) => Ok(cx.see_other_with(&format!("/admin/rewards/{id}"), "notice-admin-reward-made")),
        Err(AppError::Invalid(wrong)) => {
            let inner = cx.clone();
            cx.page(move |_, _| Ok(form_page(&inner, None, &form).errors(wrong))).await
        }
        Err(error) => Err(error),
    }
}

/// `GET /admin/rewards/{id}`
///
/// # Errors
/// [`AppError::NotFound`] when there is no such reward.
pub async fn edit(cx: Cx, id: web::Path<RewardId>) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, _| edit_page(&inner, c, *id, None)).await
}

/// `POST /admin/rewards/{id}`
///
/// # Errors
/// As [`super::edit`].
pub async fn save(cx: Cx, id: web::Path<RewardId>, Form(form): Form<RewardForm>) -> Result<HttpResponse> {
    let (id, inner, sent) = (id.into_inner(), cx.clone(), form.clone());
    let saved = cx
        .write(move |tx, me| {
            let zone = &inner.shared.site(tx, inner.now)?.zone;
            super::edit(tx, By::of(&inner, me), (id, &sent.parse(zone)?))
        })
        .await;
    match saved {
        Ok(()) => Ok(cx.see_other_with("/admin/rewards", "notice-admin-reward-saved")),
        Err(AppError::Invalid(wrong)) => with(&cx, id, (form, wrong)).await,
        Err(error) => Err(error),
    }
}

/// The form with what was typed, and what is wrong with it.
async fn with(cx: &Cx, id: RewardId, (form, wrong): (RewardForm, Invalid)) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, _| Ok(edit_page(&inner, c, id, Some(&form))?.errors(wrong))).await
}

/// `POST /admin/rewards/{id}/picture`
///
/// # Errors
/// As [`super::set_picture`]; when too many pictures are being worked on.
pub async fn picture(
    cx: Cx,
    id: web::Path<RewardId>,
    workshop: web::Data<Workshop>,
    upload: Result<Upload>,
) -> Result<HttpResponse> {
    let id = id.into_inner();
    match take(&cx, id, &workshop, upload).await {
        Ok(()) => Ok(cx.see_other_with(&format!("/admin/rewards/{id}"), "notice-admin-reward-saved")),
        Err(error) => {
            let (refusal, inner) = (Refusal::of(error)?, cx.clone());
            let on = refusal.clone();
            let response = cx.page(move |c, _| Ok(on.on(edit_page(&inner, c, id, None)?))).await?;
            Ok(refusal.finish(response))
        }
    }
}

async fn take(cx: &Cx, id: RewardId, workshop: &Workshop, upload: Result<Upload>) -> Result<()> {
    let picture = workshop.process(upload?.file, Purpose::Post).await?;
    let inner = cx.clone();
    cx.write(move |tx, me| super::set_picture(tx, By::of(&inner, me), id, &picture)).await
}

/// `POST /admin/rewards/{id}/withdraw`
///
/// # Errors
/// As [`super::set_life`].
pub async fn withdraw(cx: Cx, id: web::Path<RewardId>, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.write(move |tx, me| super::set_life(tx, By::of(&inner, me), *id, Life::Retire)).await?;
    Ok(cx.see_other_with("/admin/rewards", "notice-admin-reward-withdrawn"))
}

/// `POST /admin/rewards/{id}/offer`
///
/// # Errors
/// As [`super::set_life`].
pub async fn offer(cx: Cx, id: web::Path<RewardId>, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.write(move |tx, me| super::set_life(tx, By::of(&inner, me), *id, Life::Revive)).await?;
    Ok(cx.see_other_with("/admin/rewards", "notice-admin-reward-offered"))
}
