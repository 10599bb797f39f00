//! The pages of statuses for admins.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::admin::boards::Life;
use crate::admin::boards::web::Nothing;
use crate::admin::web::page;
use crate::admin::{Length, line};
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::i18n::Lang;
use crate::ids::StatusId;
use crate::language;
use crate::message::Message;
use crate::moderation::By;
use crate::statuses::{self, ICONS, NewStatus, Status, StatusKind, StatusView, Tone, Way};
use crate::web::{Cx, Form, Page};

const NAME: Length = Length { min: 2, max: 40 };
const OWN_NAME: Length = Length { min: 0, max: 40 };
/// Names in other languages that a status can have.
const MAX_NAMES: usize = 40;
/// Empty lines for further languages.
const FURTHER: usize = 2;

/// A status as typed. Each name comes with the code of its language.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct StatusForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    tone: String,
    #[serde(default)]
    icon: String,
    #[serde(default)]
    lang: Vec<String>,
    #[serde(default)]
    translation: Vec<String>,
}

impl StatusForm {
    fn of(status: &Status) -> Self {
        let (lang, translation) = status.names.iter().cloned().unzip();
        Self {
            name: status.name.clone(),
            kind: status.kind.as_str().into(),
            tone: status.tone.as_str().into(),
            icon: status.icon.clone(),
            lang,
            translation,
        }
    }

    fn parse(&self) -> Result<NewStatus> {
        let mut wrong = Invalid::default();
        // Whether it may be empty depends on the status.
        let length = if self.name.trim().is_empty() { OWN_NAME } else { NAME };
        let name = line(&mut wrong, "name", &self.name, length);
        let kind = StatusKind::parse(&self.kind);
        if kind.is_none() {
            wrong.push("kind", Message::new("admin-status-choose-kind"));
        }
        let tone = Tone::parse(&self.tone);
        if tone.is_none() {
            wrong.push("tone", Message::new("admin-status-choose-tone"));
        }
        if !ICONS.contains(&self.icon.as_str()) {
            wrong.push("icon", Message::new("admin-status-choose-icon"));
        }
        let names = self.names(&mut wrong)?;
        match (kind, tone) {
            (Some(kind), Some(tone)) if wrong.fields.is_empty() => {
                Ok(NewStatus { name, names, kind, tone, icon: self.icon.clone() })
            }
            _ => Err(wrong.into()),
        }
    }

    /// The lines that were filled in.
    fn names(&self, wrong: &mut Invalid) -> Result<Vec<(String, String)>> {
        if self.lang.len() != self.translation.len() || self.lang.len() > MAX_NAMES {
            return Err(AppError::Unreadable);
        }
        let mut names: Vec<(String, String)> = Vec::new();
        for (typed, name) in self.lang.iter().zip(&self.translation).filter(|(_, name)| !name.trim().is_empty()) {
            let code = typed.trim().to_lowercase();
            if !is_code(&code) {
                wrong.push("names", Message::new("admin-status-no-language").with("code", typed.clone()));
            } else if names.iter().any(|(of, _)| *of == code) {
                wrong.push("names", Message::new("admin-status-language-twice").with("code", code));
            } else {
                names.push((code, line(wrong, "names", name, NAME)));
            }
        }
        names.sort_unstable();
        Ok(names)
    }
}

/// A language of two or three letters, and a script or region after it: `lt`, `pt-br`.
fn is_code(code: &str) -> bool {
    let mut parts = code.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.chars().all(|c| c.is_ascii_lowercase())
        && code.len() <= 12
        && parts.all(|part| (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}

#[derive(Debug, Serialize)]
struct RowView {
    #[serde(flatten)]
    view: StatusView,
    retired: bool,
    given: bool,
}

/// A name in a language: code, what the language calls itself, name.
type NameView = (String, &'static str, String);

/// The lines for names: those that were typed, those of the languages that pages are in, and some more.
fn names(cx: &Cx, typed: &StatusForm) -> Vec<NameView> {
    let own_name = |code: &str| language::all().find(|one| one.code == code).map_or("", |one| one.name);
    let mut names: Vec<NameView> = typed
        .lang
        .iter()
        .zip(&typed.translation)
        .filter(|(_, name)| !name.is_empty())
        .map(|(code, name)| (code.clone(), own_name(code), name.clone()))
        .collect();
    for lang in cx.shared.texts.i18n.languages().filter(|lang| *lang != Lang::PSEUDO) {
        if !names.iter().any(|(code, ..)| code == lang.code()) {
            names.push((lang.code().to_owned(), lang.own_name(), String::new()));
        }
    }
    names.extend(std::iter::repeat_n((String::new(), "", String::new()), FURTHER));
    names.truncate(MAX_NAMES);
    names
}

fn form_page(cx: &Cx, c: &mut Conn, status: Option<&Status>, typed: &StatusForm, wrong: Invalid) -> Result<Page> {
    let title = if status.is_some() { "admin-status-edit" } else { "admin-status-new" };
    let (fixed, deletable) = match status {
        Some(status) => (status.is_fixed() || statuses::is_given(c, status.id)?, super::can_be_deleted(c, status)?),
        None => (false, false),
    };
    let tones: Vec<(&str, &str)> = Tone::ALL.iter().map(|tone| (tone.as_str(), tone.pill())).collect();
    let codes: Vec<(&str, &str)> = language::all().map(|one| (one.code, one.name)).collect();
    Ok(page("pages/admin/status.html", title, "statuses")
        .set("status", &status.map(|status| StatusView::of(status, &cx.shared.texts.i18n, cx.lang)))
        .set("own", &status.is_some_and(|status| !status.key.is_empty()))
        .set("stays", &status.is_some_and(Status::is_fixed))
        .set("retired", &status.is_some_and(|status| status.retired))
        .set("kind_fixed", &fixed)
        .set("deletable", &deletable)
        .set("typed", typed)
        .set("names", &names(cx, typed))
        .set("tones", &tones)
        .set("icons", &ICONS)
        .set("codes", &codes)
        .errors(wrong))
}

/// `GET /admin/statuses`
///
/// # Errors
/// When the database refuses.
pub async fn index(cx: Cx) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, _| {
        let mut rows = Vec::new();
        for status in statuses::all(c)? {
            rows.push(RowView {
                given: statuses::is_given(c, status.id)?,
                retired: status.retired,
                view: StatusView::of(&status, &inner.shared.texts.i18n, inner.lang),
            });
        }
        Ok(page("pages/admin/statuses.html", "admin-statuses", "statuses").set("statuses", &rows))
    })
    .await
}

/// `GET /admin/statuses/new`
///
/// # Errors
/// When the database refuses.
pub async fn new(cx: Cx) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, _| {
        let empty = StatusForm {
            kind: StatusKind::Open.as_str().into(),
            tone: Tone::Plain.as_str().into(),
            icon: ICONS[0].into(),
            ..StatusForm::default()
        };
        form_page(&inner, c, None, &empty, Invalid::default())
    })
    .await
}

/// `POST /admin/statuses/new`
///
/// # Errors
/// As [`super::create`].
pub async fn create(cx: Cx, Form(form): Form<StatusForm>) -> Result<HttpResponse> {
    let made = match form.parse() {
        Ok(new) => {
            let inner = cx.clone();
            cx.write(move |tx, me| super::create(tx, By::of(&inner, me), &inner.shared.texts.i18n, &new)).await
        }
        Err(error) => Err(error),
    };
    match made {
        Ok(_) => Ok(cx.see_other_with("/admin/statuses", "notice-admin-status-made")),
        Err(AppError::Invalid(wrong)) => {
            let inner = cx.clone();
            cx.page(move |c, _| form_page(&inner, c, None, &form, wrong)).await
        }
        Err(error) => Err(error),
    }
}

/// `GET /admin/statuses/{id}`
///
/// # Errors
/// [`AppError::NotFound`] when there is no such status.
pub async fn edit(cx: Cx, id: web::Path<StatusId>) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, _| {
        let status = statuses::by_id(c, *id)?.ok_or(AppError::NotFound)?;
        form_page(&inner, c, Some(&status), &StatusForm::of(&status), Invalid::default())
    })
    .await
}

/// `POST /admin/statuses/{id}`
///
/// # Errors
/// As [`super::edit`].
pub async fn save(cx: Cx, id: web::Path<StatusId>, Form(form): Form<StatusForm>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let saved = match form.parse() {
        Ok(new) => {
            let inner = cx.clone();
            cx.write(move |tx, me| super::edit(tx, By::of(&inner, me), &inner.shared.texts.i18n, (id, &new))).await
        }
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => Ok(cx.see_other_with("/admin/statuses", "notice-admin-status-saved")),
        Err(AppError::Invalid(wrong)) => {
            let inner = cx.clone();
            cx.page(move |c, _| {
                let status = statuses::by_id(c, id)?.ok_or(AppError::NotFound)?;
                form_page(&inner, c, Some(&status), &form, wrong)
            })
            .await
        }
        Err(error) => Err(error),
    }
}

/// Which way.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    way: String,
}

/// `POST /admin/statuses/{id}/move`
///
/// # Errors
/// As [`super::shift`]; [`AppError::Unreadable`] for a way that is none.
pub async fn shift(cx: Cx, id: web::Path<StatusId>, Form(form): Form<Moved>) -> Result<HttpResponse> {
    let way = Way::parse(&form.way).ok_or(AppError::Unreadable)?;
    let inner = cx.clone();
    cx.write(move |tx, me| super::shift(tx, By::of(&inner, me), *id, way)).await?;
    Ok(cx.see_other("/admin/statuses"))
}

/// `POST /admin/statuses/{id}/retire`
///
/// # Errors
/// As [`super::set_life`].
pub async fn retire(cx: Cx, id: web::Path<StatusId>, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.write(move |tx, me| super::set_life(tx, By::of(&inner, me), *id, Life::Retire)).await?;
    Ok(cx.see_other_with("/admin/statuses", "notice-admin-status-retired"))
}

/// `POST /admin/statuses/{id}/revive`
///
/// # Errors
/// As [`super::set_life`].
pub async fn revive(cx: Cx, id: web::Path<StatusId>, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.write(move |tx, me| super::set_life(tx, By::of(&inner, me), *id, Life::Revive)).await?;
    Ok(cx.see_other_with("/admin/statuses", "notice-admin-status-revived"))
}

/// `POST /admin/statuses/{id}/delete`
///
/// # Errors
/// As [`super::delete`].
pub async fn delete(cx: Cx, id: web::Path<StatusId>, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.write(move |tx, me| super::delete(tx, By::of(&inner, me), *id)).await?;
    Ok(cx.see_other_with("/admin/statuses", "notice-admin-status-deleted"))
}
