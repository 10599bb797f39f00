//! `GET /review`: suggested edits, and votes to close and to open again, for those who may do something about them.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::SuggestionId;
use crate::message::Message;
use crate::moderation::calls::{self, Cursor, Wish};
use crate::policy::{self, Action};
use crate::sessions::Me;
use crate::suggestions::{self, Tally};
use crate::text_enum;
use crate::web::{Cx, Page};

text_enum! {
    /// What the page lists.
    enum Shown {
        /// Suggested edits.
        Edits = "edits",
        /// Questions with votes to close them.
        Close = "close",
        /// Questions with votes to open them again.
        Reopen = "reopen",
    }
}

/// Which list, and where in it.
#[derive(Debug, Default, Deserialize)]
pub struct Place {
    tab: Option<String>,
    after: Option<String>,
}

#[derive(Debug, Serialize)]
struct Tab {
    href: String,
    label: String,
    current: bool,
    count: usize,
    /// There may be more than that.
    more: bool,
}

fn href(shown: Shown) -> String {
    match shown {
        Shown::Edits => "/review".to_owned(),
        Shown::Close | Shown::Reopen => format!("/review?tab={}", shown.as_str()),
    }
}

fn tally(cx: &Cx, c: &mut Conn, me: &Me, shown: Shown) -> Result<Tally> {
    let wish = match shown {
        Shown::Edits => return suggestions::tally(c, &me.actor),
        Shown::Close => Wish::Close,
        Shown::Reopen => Wish::Reopen,
    };
    let (found, more) = calls::tally(c, &me.actor, wish, cx.now)?;
    Ok(Tally::of(found, more))
}

fn tabs(cx: &Cx, c: &mut Conn, me: &Me, current: Shown) -> Result<Vec<Tab>> {
    let tab = |shown: &Shown| {
        let Tally { count, more } = tally(cx, c, me, *shown)?;
        let label = cx.shared.texts.say(cx, &Message::new("review-tab").with("tab", shown.as_str()));
        Ok(Tab { href: href(*shown), label, current: *shown == current, count, more })
    };
    Shown::ALL.iter().map(tab).collect()
}

/// The list, and where its next page begins.
fn list(page: Page, cx: &Cx, c: &mut Conn, me: &Me, (shown, after): (Shown, Option<&str>)) -> Result<(Page, String)> {
    let wish = match shown {
        Shown::Edits => {
            let unknown = |_| AppError::BadRequest(Message::new("error-400-text"));
            let after = after.map_or(Ok(SuggestionId(0)), |after| after.parse().map_err(unknown))?;
            let (edits, next) = suggestions::list(c, &me.actor, after)?;
            return Ok((page.set("edits", &edits), next.map(|id| id.to_string()).unwrap_or_default()));
        }
        Shown::Close => Wish::Close,
        Shown::Reopen => Wish::Reopen,
    };
    let (calls, next) = calls::list(c, &me.actor, wish, Cursor::parse(after)?, cx.now)?;
    Ok((page.set("calls", &calls), next.map(|next| next.to_string()).unwrap_or_default()))
}

/// `GET /review`
///
/// # Errors
/// By the policy; [`AppError::BadRequest`] for a tab or a cursor that there is not.
pub async fn show(cx: Cx, place: web::Query<Place>) -> Result<HttpResponse> {
    let (inner, place) = (cx.clone(), place.into_inner());
    cx.page(move |c, me| {
        policy::check(&me.actor, Action::Review)?;
        let shown = match place.tab.as_deref() {
            None => Shown::Edits,
            Some(tab) => Shown::parse(tab).ok_or(AppError::BadRequest(Message::new("error-400-text")))?,
        };
        let page = Page::new("pages/review/show.html")
            .title_key(Message::new("review-title"))
            .section("review")
            .noindex()
            .no_store()
            .set("tabs", &tabs(&inner, c, me, shown)?)
            .set("shown", shown.as_str())
            .set("first", &if place.after.is_some() { href(shown) } else { String::new() });
        let (page, next) = list(page, &inner, c, me, (shown, place.after.as_deref()))?;
        let older = match (next.as_str(), shown) {
            ("", _) => String::new(),
            (next, Shown::Edits) => format!("/review?after={next}"),
            (next, Shown::Close | Shown::Reopen) => format!("{}&after={next}", href(shown)),
        };
        Ok(page.set("older", &older))
    })
    .await
}
