//! The form of the site's settings.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};

use super::{SiteText, known_zone, zone_name};
use crate::admin::web::page;
use crate::admin::{Length, line};
use crate::error::{AppError, Invalid, Result};
use crate::message::Message;
use crate::moderation::By;
use crate::settings::{self, MAX_IDEA_BUDGET, SignUp};
use crate::web::{Cx, Form, Page};

const NAME: Length = Length { min: 1, max: 60 };
const TAGLINE: Length = Length { min: 0, max: 150 };

/// The settings as typed.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SiteForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    tagline: String,
    #[serde(default)]
    zone: String,
    #[serde(default)]
    sign_up: String,
    #[serde(default)]
    idea_budget: String,
    newcomers: Option<String>,
}

impl SiteForm {
    fn parse(&self) -> Result<SiteText> {
        let mut errors = Invalid::default();
        let name = line(&mut errors, "name", &self.name, NAME);
        let tagline = line(&mut errors, "tagline", &self.tagline, TAGLINE);
        let zone = known_zone(&self.zone).unwrap_or_else(|| {
            errors.push("zone", Message::new("admin-no-zone"));
            String::new()
        });
        let sign_up = SignUp::parse(&self.sign_up).unwrap_or_else(|| {
            errors.push("sign_up", Message::new("admin-choose-sign-up"));
            SignUp::Closed
        });
        let idea_budget = budget(&self.idea_budget).unwrap_or_else(|| {
            errors.push("idea_budget", Message::new("admin-idea-budget-range").with("max", MAX_IDEA_BUDGET));
            0
        });
        errors.into_result()?;
        Ok(SiteText { name, tagline, zone, sign_up, idea_budget, holds_newcomers: self.newcomers.is_some() })
    }
}

fn budget(typed: &str) -> Option<i64> {
    typed.trim().parse().ok().filter(|number| (0..=MAX_IDEA_BUDGET).contains(number))
}

fn form_page(typed: &SiteForm, errors: Invalid) -> Page {
    let choices = [(SignUp::Open.as_str(), "admin-sign-up-open"), (SignUp::Closed.as_str(), "admin-sign-up-closed")];
    page("pages/admin/settings.html", "admin-settings", "settings")
        .set("typed", typed)
        .set("sign_up_choices", &choices)
        .errors(errors)
}

/// `GET /admin/settings`
///
/// # Errors
/// When the database refuses.
pub async fn edit(cx: Cx) -> Result<HttpResponse> {
    cx.page(|c, _| {
        // Read anew: the kept ones may be seconds old.
        let site = settings::load(c)?;
        let typed = SiteForm {
            zone: zone_name(&site.zone).to_owned(),
            name: site.name,
            tagline: site.tagline,
            sign_up: site.sign_up.as_str().to_owned(),
            idea_budget: site.idea_budget.to_string(),
            newcomers: site.holds_newcomers.then(|| "true".to_owned()),
        };
        Ok(form_page(&typed, Invalid::default()))
    })
    .await
}

/// `POST /admin/settings`
///
/// # Errors
/// As [`super::change`].
pub async fn save(cx: Cx, Form(form): Form<SiteForm>) -> Result<HttpResponse> {
    let saved = match form.parse() {
        Ok(text) => {
            let cx2 = cx.clone();
            cx.write(move |tx, me| super::change(tx, By::of(&cx2, me), &text)).await
        }
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => {
            cx.shared.site_changed();
            Ok(cx.see_other_with("/admin/settings", "notice-admin-settings-saved"))
        }
        Err(AppError::Invalid(errors)) => cx.page(move |_, _| Ok(form_page(&form, errors))).await,
        Err(error) => Err(error),
    }
}
