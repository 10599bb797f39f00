//! `GET /privileges`: what opens with reputation, how far the reader is, and what gives it.

use actix_web::HttpResponse;
use serde::Serialize;

use super::reputation::signed;
use crate::error::Result;
use crate::message::Message;
use crate::policy::{Actor, Privilege};
use crate::reputation::{Cause, cap_on};
use crate::settings::Site;
use crate::web::{Cx, Page};

#[derive(Debug, Serialize)]
struct Row {
    privilege: &'static str,
    needed: i64,
    /// It is open to the reader.
    open: bool,
    /// What the reader lacks; 0 for visitors.
    missing: i64,
    /// How far the reader is, in hundredths.
    percent: i64,
    super_users: bool,
}

#[derive(Debug, Serialize)]
struct Gives {
    cause: &'static str,
    amount: String,
}

fn row(privilege: Privilege, site: &Site, actor: &Actor) -> Row {
    let needed = site.thresholds.of(privilege);
    let standing = actor.member().map(|member| member.standing);
    let have = standing.map_or(0, |standing| standing.reputation);
    Row {
        privilege: privilege.as_str(),
        needed,
        open: actor.holds(privilege),
        missing: if standing.is_some() { (needed - have).max(0) } else { 0 },
        percent: (have.min(needed) * 100).checked_div(needed).unwrap_or(100),
        super_users: privilege.opens_to_super_users(),
    }
}

/// `GET /privileges`
///
/// # Errors
/// When the database refuses.
pub async fn show(cx: Cx) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, me| {
        let site = inner.shared.site(c, inner.now)?;
        let standing = me.actor.member().map(|member| member.standing);
        let rows: Vec<Row> = Privilege::ALL.iter().map(|privilege| row(*privilege, &site, &me.actor)).collect();
        let gives: Vec<Gives> = Cause::ALL
            .iter()
            .map(|cause| Gives { cause: cause.as_str(), amount: signed(&inner, site.amounts.of(*cause)) })
            .collect();
        let by_office = me.actor.is_staff() || me.actor.is_moderator();
        Ok(Page::new("pages/reputation/privileges.html")
            .title_key(Message::new("privileges-title"))
            .set("rows", &rows)
            .set("gives", &gives)
            .set("reputation", &standing.map(|standing| standing.reputation))
            .set("by_office", &by_office)
            .set("cap", &cap_on(c, inner.now.day_in(&site.zone))?)
            .set("ideas", &site.amounts.idea_ups))
    })
    .await
}
