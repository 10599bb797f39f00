//! The form of the numbers of reputation, and its preview.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};

use super::{CAP, IDEA_UPS, Numbers, preview};
use crate::admin::web::page;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::moderation::By;
use crate::policy::{Privilege, Thresholds};
use crate::reputation::{Cause, walk};
use crate::settings;
use crate::web::{Cx, Form, Page};

/// The fields as typed, with the button that was pressed.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Sent {
    #[serde(flatten)]
    fields: BTreeMap<String, String>,
}

/// What a press of a button asks for.
const SAVE: &str = "save";
const PRESET: &str = "preset";

#[derive(Debug, Serialize)]
struct Walk {
    percent: i64,
}

fn typed_of(numbers: &Numbers) -> BTreeMap<String, String> {
    numbers.fields().into_iter().map(|(name, number)| (name.to_owned(), number.to_string())).collect()
}

fn form_page(c: &mut Conn, typed: &BTreeMap<String, String>, wrong: Invalid) -> Result<Page> {
    let walks: Vec<Walk> = walk::under_way(c)?.iter().map(|walk| Walk { percent: walk.percent() }).collect();
    let value = |name: &&'static str| (*name, typed.get(*name).cloned().unwrap_or_default());
    let privileges: Vec<_> = Privilege::ALL.iter().map(|privilege| privilege.as_str()).collect();
    let causes: Vec<_> = Cause::ALL.iter().map(|cause| cause.as_str()).collect();
    Ok(page("pages/admin/standing.html", "admin-standing", "standing")
        .set("privileges", &privileges.iter().map(value).collect::<Vec<_>>())
        .set("causes", &causes.iter().map(value).collect::<Vec<_>>())
        .set("cap", &value(&CAP).1)
        .set("idea_ups", &value(&IDEA_UPS).1)
        .set("walks", &walks)
        .errors(wrong))
}

/// `GET /admin/standing`
///
/// # Errors
/// When the database refuses.
pub async fn edit(cx: Cx) -> Result<HttpResponse> {
    let now = cx.now;
    cx.page(move |c, _| {
        // Read anew: the kept ones may be seconds old.
        let site = settings::load(c)?;
        let numbers = Numbers::load(c, &site, now.day_in(&site.zone))?;
        form_page(c, &typed_of(&numbers), Invalid::default())
    })
    .await
}

/// `POST /admin/standing`: at first what it would do, then the change itself. A preset only fills the form.
///
/// # Errors
/// As [`super::change`]; [`AppError::Unreadable`] for a field that is none.
pub async fn save(cx: Cx, Form(mut sent): Form<Sent>) -> Result<HttpResponse> {
    let (saves, preset) = (sent.fields.remove(SAVE), sent.fields.remove(PRESET));
    let known = Numbers::names();
    if sent.fields.keys().any(|name| !known.contains(&name.as_str())) {
        return Err(AppError::Unreadable);
    }
    if let Some(preset) = preset {
        let thresholds = match preset.as_str() {
            "small" => Thresholds::SMALL,
            "growing" => Thresholds::GROWING,
            "large" => Thresholds::LARGE,
            _ => return Err(AppError::Unreadable),
        };
        for privilege in Privilege::ALL {
            sent.fields.insert(privilege.as_str().to_owned(), thresholds.of(*privilege).to_string());
        }
        return cx.page(move |c, _| form_page(c, &sent.fields, Invalid::default())).await;
    }
    let numbers = match Numbers::parse(&sent.fields) {
        Ok(numbers) => numbers,
        Err(AppError::Invalid(wrong)) => return cx.page(move |c, _| form_page(c, &sent.fields, wrong)).await,
        Err(error) => return Err(error),
    };
    if saves.is_none() {
        let now = cx.now;
        return cx
            .page(move |c, _| {
                let site = settings::load(c)?;
                let before = Numbers::load(c, &site, now.day_in(&site.zone))?;
                let preview = preview::of(c, &before, &numbers)?;
                Ok(page("pages/admin/standing_preview.html", "admin-standing-preview", "standing")
                    .set("fields", &typed_of(&numbers))
                    .set("nothing", &preview.is_nothing())
                    .set("preview", &preview))
            })
            .await;
    }
    let inner = cx.clone();
    cx.write(move |tx, me| super::change(tx, By::of(&inner, me), &numbers)).await?;
    cx.shared.site_changed();
    Ok(cx.see_other_with("/admin/standing", "notice-admin-settings-saved"))
}
