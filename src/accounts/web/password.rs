//! `POST /settings/password`

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::confirm::confirm;
use super::settings::{self, Typed};
use crate::accounts::letters::Letters;
use crate::accounts::password::Hasher;
use crate::accounts::{change, reset};
use crate::error::{Invalid, Result};
use crate::web::{Cx, Form, Refusal};

/// The present password and the new one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    current_password: String,
    new_password: String,
}

/// `POST /settings/password`: ends every other session and every mailed link.
///
/// # Errors
/// When too many passwords are being checked.
pub async fn change(cx: Cx, hasher: web::Data<Hasher>, Form(fields): Form<Fields>) -> Result<HttpResponse> {
    match take(&cx, &hasher, &fields).await {
        Ok(secret) => {
            let mut response = cx.see_other_with("/settings", "notice-password-changed");
            cx.sign_in(&mut response, &secret);
            Ok(response)
        }
        Err(error) => settings::page(&cx, Typed::default(), Refusal::of(error)?).await,
    }
}

async fn take(cx: &Cx, hasher: &Hasher, fields: &Fields) -> Result<String> {
    let account = cx.read(|c, me| change::own(c, me.id()?)).await?;
    let new = reset::parse_password(&account, &fields.new_password)
        .map_err(|error| Invalid::field("new_password", error.into()))?;
    confirm(cx, hasher, &fields.current_password, "current_password").await?;
    let phc = hasher.hash(new).await?;
    let (letters, client, now) = (Letters::of(cx), cx.client.clone(), cx.now);
    cx.write(move |tx, me| change::password(tx, me.id()?, &phc, &letters, &client, now)).await
}
