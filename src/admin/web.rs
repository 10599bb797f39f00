//! The overview, the audit table, and what all pages of the administration share.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::error::{AppError, Result};
use crate::ids::AuditId;
use crate::jobs;
use crate::message::Message;
use crate::moderation::audit::{self, Scope};
use crate::moderation::{Deed, log};
use crate::similar;
use crate::web::{Cx, Page};

/// A page of the administration: kept nowhere, found by nobody. `tab` names its place in the navigation.
pub(super) fn page(template: &'static str, title: &'static str, tab: &'static str) -> Page {
    Page::new(template).title_key(Message::new(title)).section("admin").noindex().no_store().set("tab", tab)
}

/// An entry of `ui.select` or `ui.checks`.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
}

/// A view of a list; its words are a Fluent key. No number is shown below zero.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Tab {
    pub(super) href: &'static str,
    pub(super) key: &'static str,
    pub(super) current: bool,
    pub(super) count: i64,
}

/// `GET /admin`
///
/// # Errors
/// When the database refuses.
pub async fn overview(cx: Cx) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, _| {
        let counts = jobs::counts(c)?;
        let today = inner.now.day_in(&inner.shared.site(c, inner.now)?.zone);
        Ok(page("pages/admin/index.html", "admin-title", "overview")
            .set("deflected", &similar::deflected(c, today)?)
            .set("waiting", &counts.waiting)
            .set("dead", &counts.dead))
    })
    .await
}

/// Which lines.
#[derive(Debug, Clone, Deserialize)]
pub struct Place {
    action: Option<String>,
    after: Option<AuditId>,
}

/// `GET /admin/audit`
///
/// # Errors
/// [`AppError::BadRequest`] for an action that is none; when the database refuses.
pub async fn lines(cx: Cx, place: web::Query<Place>) -> Result<HttpResponse> {
    let action = match place.action.as_deref() {
        None | Some("") => None,
        Some(action) => Some(Deed::parse(action).ok_or(AppError::BadRequest(Message::new("error-400-text")))?),
    };
    cx.page(move |c, me| {
        let scope = action.map_or(Scope::All, Scope::Action);
        let (lines, more) = audit::lines(c, &scope, place.after)?;
        let next = lines.last().filter(|_| more).map(|last| match action {
            Some(action) => format!("/admin/audit?action={}&after={}", action.as_str(), last.id),
            None => format!("/admin/audit?after={}", last.id),
        });
        let lines = log::views(c, &me.actor, lines)?;
        let actions: Vec<&str> = Deed::ALL.iter().map(|deed| deed.as_str()).collect();
        Ok(page("pages/admin/audit.html", "admin-audit", "audit")
            .set("lines", &lines)
            .set("actions", &actions)
            .set("action", action.map_or("", Deed::as_str))
            .set("next", &next.unwrap_or_default()))
    })
    .await
}
