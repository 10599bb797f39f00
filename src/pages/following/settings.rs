//! `GET /settings/following`: what one follows without a further click.

use actix_web::HttpResponse;
use serde::Deserialize;

use crate::error::Result;
use crate::follows::{self, Switches};
use crate::message::Message;
use crate::policy::{self, Action};
use crate::web::{Cx, Form, Page};

/// `GET /settings/following`
///
/// # Errors
/// When the database refuses.
pub async fn switches(cx: Cx) -> Result<HttpResponse> {
    cx.page(|c, me| {
        Ok(Page::new("pages/follows/settings.html")
            .title_key(Message::new("follows-settings-title"))
            .noindex()
            .set("on", &follows::switches(c, me.id()?)?))
    })
    .await
}

/// The switches that are ticked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ticked {
    asked: Option<String>,
    answered: Option<String>,
    me_too: Option<String>,
    voted: Option<String>,
}

/// `POST /settings/following`
///
/// # Errors
/// When the database refuses.
pub async fn save(cx: Cx, Form(ticked): Form<Ticked>) -> Result<HttpResponse> {
    let on = Switches {
        asked: ticked.asked.is_some(),
        answered: ticked.answered.is_some(),
        me_too: ticked.me_too.is_some(),
        voted: ticked.voted.is_some(),
    };
    cx.write(move |tx, me| {
        policy::check(&me.actor, Action::Quieten)?;
        follows::set_switches(tx, me.id()?, on)
    })
    .await?;
    Ok(cx.see_other_with("/settings/following", "notice-follows-switches"))
}
