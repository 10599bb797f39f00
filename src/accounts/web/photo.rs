//! `POST /settings/photo` and `POST /settings/photo/remove`

use actix_web::{HttpResponse, web};

use super::settings::{self, Typed};
use super::sign_in::Nothing;
use crate::accounts::profile;
use crate::error::Result;
use crate::images::{Purpose, Workshop};
use crate::web::{Cx, Form, Refusal, Upload};

/// `POST /settings/photo`
///
/// # Errors
/// For who may put nothing in public, and when too many pictures are being worked on.
pub async fn set(cx: Cx, workshop: web::Data<Workshop>, upload: Result<Upload>) -> Result<HttpResponse> {
    match take(&cx, &workshop, upload).await {
        Ok(()) => Ok(cx.see_other_with("/settings", "notice-photo-saved")),
        Err(error) => settings::page(&cx, Typed::default(), Refusal::of(error)?).await,
    }
}

async fn take(cx: &Cx, workshop: &Workshop, upload: Result<Upload>) -> Result<()> {
    let picture = workshop.process(upload?.file, Purpose::Photo).await?;
    let now = cx.now;
    cx.write(move |tx, me| profile::set_photo(tx, &me.actor, Some(&picture), now)).await
}

/// `POST /settings/photo/remove`
///
/// # Errors
/// For who may put nothing in public.
pub async fn remove(cx: Cx, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    let now = cx.now;
    cx.write(move |tx, me| profile::set_photo(tx, &me.actor, None, now)).await?;
    Ok(cx.see_other_with("/settings", "notice-photo-removed"))
}
