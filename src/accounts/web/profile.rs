//! `POST /settings/profile`

use actix_web::HttpResponse;
use serde::Deserialize;

use super::settings::{self, Typed};
use crate::accounts::profile::{self, Profile};
use crate::error::Result;
use crate::web::{Cx, Form, Refusal};

/// What one shows of oneself.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    pub(super) display_name: String,
    #[serde(default)]
    pub(super) bio: String,
    #[serde(default)]
    pub(super) job_title: String,
}

/// `POST /settings/profile`
///
/// # Errors
/// For who may put nothing in public.
pub async fn edit(cx: Cx, Form(fields): Form<Fields>) -> Result<HttpResponse> {
    let typed = profile::Typed { name: &fields.display_name, bio: &fields.bio, job_title: &fields.job_title };
    let done = match Profile::parse(typed) {
        Ok(new) => cx.write(move |tx, me| profile::edit(tx, &me.actor, &new)).await,
        Err(invalid) => Err(invalid.into()),
    };
    match done {
        Ok(()) => Ok(cx.see_other_with("/settings", "notice-profile-saved")),
        Err(error) => {
            let refusal = Refusal::of(error)?;
            settings::page(&cx, Typed { profile: Some(fields), ..Typed::default() }, refusal).await
        }
    }
}
