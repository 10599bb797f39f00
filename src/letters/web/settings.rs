//! `/settings/mail`: when to be mailed what, in which language and time zone.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};

use super::{ChoiceView, choice_views, timings};
use crate::accounts::letters::Letters;
use crate::accounts::verify_email;
use crate::error::{AppError, Invalid, Result};
use crate::letters::{self, About, Choices, Off, Wishes};
use crate::message::Message;
use crate::web::{Cx, Form, Page, Refusal};

/// What is chosen.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    topics: Option<String>,
    answers: Option<String>,
    comments: Option<String>,
    mentions: Option<String>,
    status: Option<String>,
    #[serde(default)]
    lang: String,
    #[serde(default)]
    zone: String,
    off: Option<String>,
}

/// A form without fields.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

impl Fields {
    fn of(&self, about: About) -> Option<&str> {
        match about {
            About::Topics => self.topics.as_deref(),
            About::Answers => self.answers.as_deref(),
            About::Comments => self.comments.as_deref(),
            About::Mentions => self.mentions.as_deref(),
            About::Status => self.status.as_deref(),
        }
    }

    fn parse(&self, cx: &Cx) -> Result<Wishes> {
        let lang = match self.lang.as_str() {
            "" => None,
            code => Some(cx.shared.texts.i18n.language(code).ok_or_else(unknown_lang)?),
        };
        Ok(Wishes {
            choices: Choices::default().parse(|about| self.of(about))?,
            lang,
            zone: letters::parse_zone(&self.zone)?,
            off: self.off.as_deref() == Some("true"),
        })
    }
}

fn unknown_lang() -> AppError {
    Invalid::field("lang", Message::new("letters-lang-unknown")).into()
}

#[derive(Debug, Serialize)]
struct Choice {
    value: &'static str,
    label: &'static str,
}

#[derive(Debug, Serialize)]
struct View {
    choices: Vec<ChoiceView>,
    timings: Vec<(&'static str, &'static str)>,
    email: String,
    /// `asked`, `bounced`, `complained` or nothing.
    off: &'static str,
    off_checked: bool,
    lang: String,
    langs: Vec<Choice>,
    zone: String,
    site_zone: String,
    zones: Vec<String>,
}

/// `GET /settings/mail`
///
/// # Errors
/// When the database refuses.
pub async fn show(cx: Cx) -> Result<HttpResponse> {
    page(&cx, None, Refusal::none()).await
}

async fn page(cx: &Cx, typed: Option<Fields>, refusal: Refusal) -> Result<HttpResponse> {
    let (shared, now, shown) = (cx.shared.clone(), cx.now, refusal.clone());
    let response = cx
        .page(move |c, me| {
            let user = me.id()?;
            let reader = letters::reader(c, user, now)?.ok_or(AppError::NotFound)?;
            let site = shared.site(c, now)?;
            let off = reader.off.map(|(_, why)| why);
            let stored = letters::choices(c, user)?;
            let (choices, lang, zone, off_checked) = match &typed {
                Some(fields) => (
                    stored.parse(|about| fields.of(about)).unwrap_or(stored),
                    fields.lang.clone(),
                    fields.zone.clone(),
                    fields.off.is_some(),
                ),
                None => (
                    stored,
                    reader.lang.map_or_else(String::new, |lang| lang.code().to_owned()),
                    reader.zone.clone(),
                    off == Some(Off::Asked),
                ),
            };
            let view = View {
                choices: choice_views(choices),
                timings: timings(),
                email: reader.email.unwrap_or_default(),
                off: off.map_or("", Off::as_str),
                off_checked,
                lang,
                langs: shared
                    .texts
                    .i18n
                    .languages()
                    .map(|lang| Choice { value: lang.code(), label: lang.own_name() })
                    .collect(),
                zone,
                site_zone: site.zone.iana_name().unwrap_or("UTC").to_owned(),
                zones: jiff::tz::db().available().map(|name| name.to_string()).collect(),
            };
            let page = Page::new("pages/letters/settings.html")
                .title_key(Message::new("letters-settings"))
                .noindex()
                .no_store()
                .set("mail", &view);
            Ok(shown.on(page))
        })
        .await?;
    Ok(refusal.finish(response))
}

/// `POST /settings/mail`
///
/// # Errors
/// When the database refuses.
pub async fn save(cx: Cx, Form(fields): Form<Fields>) -> Result<HttpResponse> {
    let now = cx.now;
    let done = match fields.parse(&cx) {
        Ok(wishes) => cx.write(move |tx, me| letters::wish(tx, me.id()?, &wishes, now)).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(cx.see_other_with("/settings/mail", "notice-letters-saved")),
        Err(error) => page(&cx, Some(fields), Refusal::of(error)?).await,
    }
}

/// `POST /settings/mail/prove`: a link to an address that was switched off, to show that it takes mail again.
///
/// # Errors
/// When the database refuses.
pub async fn prove(cx: Cx, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    let (account, now) = (Letters::of(&cx), cx.now);
    let sent = cx
        .write(move |tx, me| {
            let user = me.id()?;
            match letters::why_off(tx, user)? {
                Some(Off::Bounced | Off::Complained) => verify_email::prove_again(tx, user, &account, now),
                Some(Off::Asked) | None => Ok(()),
            }
        })
        .await;
    match sent {
        Ok(()) => Ok(cx.see_other_with("/settings/mail", "notice-link-sent")),
        Err(error) => page(&cx, None, Refusal::of(error)?).await,
    }
}
