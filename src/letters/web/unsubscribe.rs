//! `/unsubscribe/{token}`: what is mailed, changed from a mail without signing in. The address is the permission: it was
//! signed for one account and changes nothing but its mails.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::{ChoiceView, choice_views, timings};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::UserId;
use crate::letters::links::{self, Ends};
use crate::letters::{self, About, Choices, Reader};
use crate::message::Message;
use crate::web::{Cx, Page, Raw};

/// Bytes of a form: a few short fields.
const MAX: usize = 8 * 1024;

#[derive(Debug, Serialize)]
struct View {
    path: String,
    address: String,
    /// What the link ends: the field of a choice, or `digests`.
    ends: &'static str,
    choices: Vec<ChoiceView>,
    timings: Vec<(&'static str, &'static str)>,
    /// `asked`, `bounced`, `complained` or nothing.
    off: &'static str,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Ask {
    /// By a mail program: end what the link is for.
    OneClick,
    /// The same by the page's button.
    Kind,
    /// No letters at all.
    All,
    /// Letters again, as chosen.
    On,
    /// These choices.
    Save(Vec<(About, String)>),
}

/// `GET /unsubscribe/{token}`: changes nothing.
///
/// # Errors
/// When the database refuses.
pub async fn show(cx: Cx, token: web::Path<String>) -> Result<HttpResponse> {
    let now = cx.now;
    cx.page(move |c, _| {
        let page = match load(c, &token, now)? {
            Some((reader, ends)) => {
                let choices = letters::choices(c, reader.id)?;
                Page::new("pages/letters/unsubscribe.html")
                    .title_key(Message::new("letters-unsubscribe"))
                    .set("mail", &view(&token, &reader, ends, choices))
            }
            None => unknown(),
        };
        Ok(page.noindex().no_store())
    })
    .await
}

fn unknown() -> Page {
    Page::new("pages/letters/unknown_link.html")
        .title_key(Message::new("letters-unknown-link"))
        .status(StatusCode::NOT_FOUND)
}

fn load(c: &mut Conn, token: &str, now: crate::clock::Timestamp) -> Result<Option<(Reader, Ends)>> {
    let Some((user, ends)) = links::open(c, token)? else { return Ok(None) };
    Ok(letters::reader(c, user, now)?.map(|reader| (reader, ends)))
}

fn view(token: &str, reader: &Reader, ends: Ends, choices: Choices) -> View {
    View {
        path: format!("/unsubscribe/{token}"),
        address: masked(reader.email.as_deref().unwrap_or_default()),
        ends: match ends {
            Ends::About(about) => about.as_str(),
            Ends::Digests => "digests",
        },
        choices: choice_views(choices),
        timings: timings(),
        off: reader.off.map_or("", |(_, why)| why.as_str()),
    }
}

/// Enough of an address to know it by, too little to learn it: `a•••@e•••.org`.
fn masked(address: &str) -> String {
    let Some((name, host)) = address.rsplit_once('@') else { return "•••".into() };
    let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
    let ending = host.rsplit_once('.').map_or("", |(_, ending)| ending);
    format!("{}•••@{}•••.{ending}", first(name), first(host))
}

/// `POST /unsubscribe/{token}`: by a mail program (answered 200, without a redirect) or by the page's buttons.
///
/// # Errors
/// [`AppError::Unreadable`] when it asks for nothing that is known.
pub async fn send(cx: Cx, token: web::Path<String>, body: Raw<MAX>) -> Result<HttpResponse> {
    let (token, now) = (token.into_inner(), cx.now);
    let ask = parse(&body)?;
    let (signed, asked) = (token.clone(), ask.clone());
    let done = cx
        .write(move |tx, _| {
            let Some((reader, ends)) = load(tx, &signed, now)? else { return Ok(None) };
            change(tx, reader.id, ends, &asked, now)?;
            Ok(Some(()))
        })
        .await?;
    match (done, ask) {
        (None, _) => cx.page(|_, _| Ok(unknown().noindex().no_store())).await,
        (Some(()), Ask::OneClick) => {
            let text = cx.shared.texts.say(&cx, &Message::new("letters-unsubscribed"));
            Ok(cx.plain(StatusCode::OK, "text/plain; charset=utf-8", text))
        }
        (Some(()), Ask::Kind | Ask::All | Ask::On | Ask::Save(_)) => {
            Ok(cx.see_other_with(&format!("/unsubscribe/{token}"), "notice-letters-saved"))
        }
    }
}

fn change(tx: &mut Conn, user: UserId, ends: Ends, ask: &Ask, now: crate::clock::Timestamp) -> Result<()> {
    match ask {
        Ask::OneClick | Ask::Kind => letters::end(tx, user, ends),
        Ask::All => letters::end_all(tx, user, true, now),
        Ask::On => letters::end_all(tx, user, false, now),
        Ask::Save(typed) => {
            let chosen = letters::choices(tx, user)?.parse(|about| {
                let found = typed.iter().find(|(one, _)| *one == about);
                found.map(|(_, timing)| timing.as_str())
            })?;
            letters::choose(tx, user, chosen)
        }
    }
}

/// RFC 8058 has mail programs send `multipart/form-data` or a plain form.
fn parse(body: &Raw<MAX>) -> Result<Ask> {
    if body.content_type == "multipart/form-data" {
        let text = String::from_utf8_lossy(&body.bytes);
        let one_click = text.contains("name=\"List-Unsubscribe\"") && text.contains("One-Click");
        return if one_click { Ok(Ask::OneClick) } else { Err(AppError::Unreadable) };
    }
    if body.content_type != "application/x-www-form-urlencoded" {
        return Err(AppError::Unsupported);
    }
    let pairs: Vec<(String, String)> = serde_html_form::from_bytes(&body.bytes).map_err(|_| AppError::Unreadable)?;
    let value = |name: &str| pairs.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str());
    match (value("List-Unsubscribe"), value("do")) {
        (Some("One-Click"), None) => Ok(Ask::OneClick),
        (None, Some("kind")) => Ok(Ask::Kind),
        (None, Some("all")) => Ok(Ask::All),
        (None, Some("on")) => Ok(Ask::On),
        (None, Some("save")) => {
            let typed = pairs.iter().filter_map(|(name, value)| Some((About::parse(name)?, value.clone())));
            Ok(Ask::Save(typed.collect()))
        }
        (Some(_) | None, Some(_) | None) => Err(AppError::Unreadable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_known_by_its_ends_only() {
        for (address, shown) in [
            ("anna@example.org", "a•••@e•••.org"),
            ("x@y", "x•••@y•••."),
            ("žilvinas@paštas.example.lt", "ž•••@p•••.lt"),
            ("", "•••"),
        ] {
            assert_eq!(masked(address), shown);
        }
    }
}
