//! Light or dark.

use actix_web::HttpResponse;
use serde::Deserialize;

use crate::error::Result;
use crate::web::{Cx, Form, Theme, local_path};

/// The reader's choice and where to go on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    theme: Option<String>,
    return_to: Option<String>,
}

/// `POST /theme`
///
/// # Errors
/// When the form does not fit.
pub async fn keep(cx: Cx, Form(choice): Form<Choice>) -> Result<HttpResponse> {
    let theme = match choice.theme.as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    };
    let mut response = cx.see_other(&local_path(choice.return_to.as_deref()));
    cx.keep_theme(&mut response, theme);
    Ok(response)
}
