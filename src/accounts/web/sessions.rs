//! The browsers that are signed in to one's account: seen on the settings page, ended here.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};

use super::sign_in::Nothing;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{SessionId, UserId};
use crate::sessions;
use crate::web::{Cx, Form};

/// A browser in the list.
#[derive(Debug, Serialize)]
pub(super) struct SessionView {
    id: SessionId,
    browser: &'static str,
    system: &'static str,
    ip: String,
    created_at: Timestamp,
    seen_at: Timestamp,
    current: bool,
}

pub(super) fn session_views(
    c: &mut Conn,
    cx: &Cx,
    user: UserId,
    current: Option<SessionId>,
) -> Result<Vec<SessionView>> {
    let listed = sessions::list(c, user, cx.now)?;
    Ok(listed
        .into_iter()
        .map(|session| SessionView {
            id: session.id,
            browser: first_of(&session.agent, BROWSERS),
            system: first_of(&session.agent, SYSTEMS),
            ip: session.ip,
            created_at: session.created_at,
            seen_at: session.seen_at,
            current: Some(session.id) == current,
        })
        .collect())
}

/// What browsers write of themselves → what they are called. Most claim to be others too, so the order matters.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chromium", "Chromium"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
];
const SYSTEMS: &[(&str, &str)] = &[
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// Empty when none is known.
fn first_of(agent: &str, names: &[(&str, &'static str)]) -> &'static str {
    names.iter().find(|(sign, _)| agent.contains(sign)).map_or("", |(_, name)| name)
}

/// Which browser.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Which {
    session: SessionId,
}

/// `POST /settings/sessions/end`: one of one's own; another's is not there.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such session of one's own.
pub async fn end(cx: Cx, Form(which): Form<Which>) -> Result<HttpResponse> {
    let ended = cx.write(move |tx, me| sessions::end_own(tx, me.id()?, which.session)).await?;
    if ended { Ok(cx.see_other_with("/settings", "notice-session-ended")) } else { Err(AppError::NotFound) }
}

/// `POST /settings/sessions/end-others`
///
/// # Errors
/// When the database refuses.
pub async fn end_others(cx: Cx, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    cx.write(move |tx, me| sessions::end_others(tx, me.id()?, me.session.as_ref().map(|own| own.id))).await?;
    Ok(cx.see_other_with("/settings", "notice-sessions-ended"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_known_by_their_name() {
        let seen = |agent: &str| (first_of(agent, BROWSERS), first_of(agent, SYSTEMS));
        let chrome =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36";
        assert_eq!(seen(chrome), ("Chrome", "Linux"));
        assert_eq!(seen(&format!("{chrome} Edg/131.0")), ("Edge", "Linux"));
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1";
        assert_eq!(seen(iphone), ("Safari", "iPhone"));
        assert_eq!(seen("curl/8"), ("", ""));
    }
}
