//! Who holds a role, and the form that gives and takes roles.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{Cursor, Employee, Roles};
use crate::accounts::names::DisplayName;
use crate::accounts::password::Hasher;
use crate::accounts::web::confirm_password;
use crate::admin::web::{Choice, page};
use crate::admin::{Length, line};
use crate::boards;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::BoardId;
use crate::message::Message;
use crate::moderation::By;
use crate::moderation::members::{self, Account};
use crate::policy::ModeratorOf;
use crate::sessions::Me;
use crate::web::{Cx, Form, MemberView, Page};

/// Holders of a role on a page.
const PAGE: usize = 30;
const JOB_TITLE: Length = Length { min: 2, max: 80 };

#[derive(Debug, Serialize)]
struct HolderView {
    #[serde(flatten)]
    member: MemberView,
    moderator: bool,
    admin: bool,
    edit: String,
}

impl From<Account> for HolderView {
    fn from(account: Account) -> Self {
        let member = account.view();
        Self { edit: edit_url(&account), member, moderator: account.moderator, admin: account.admin }
    }
}

fn edit_url(account: &Account) -> String {
    format!("/admin/members/{}", account.handle)
}

/// Which page, or whom to look for.
#[derive(Debug, Clone, Deserialize)]
pub struct Place {
    after: Option<Cursor>,
    handle: Option<String>,
}

/// `GET /admin/members`: holders of a role; with `handle`, the way to that member's roles.
///
/// # Errors
/// When the database refuses.
pub async fn index(cx: Cx, place: web::Query<Place>) -> Result<HttpResponse> {
    let place = place.into_inner();
    if let Some(handle) = place.handle.clone()
        && let Some(found) = cx.read(move |c, _| members::find(c, &handle)).await?
    {
        return Ok(cx.see_other(&edit_url(&found)));
    }
    cx.page(move |c, _| {
        let mut errors = Invalid::default();
        if place.handle.is_some() {
            errors.push("handle", Message::new("admin-no-member"));
        }
        let mut holders = super::holders(c, place.after, PAGE as i64 + 1)?;
        let more = holders.len() > PAGE;
        holders.truncate(PAGE);
        let next = holders.last().filter(|_| more).map(|last| format!("/admin/members?after={}", last.id));
        let holders: Vec<HolderView> = holders.into_iter().map(HolderView::from).collect();
        Ok(page("pages/admin/members.html", "admin-members", "members")
            .set("holders", &holders)
            .set("handle", place.handle.as_deref().unwrap_or_default())
            .set("next", &next.unwrap_or_default())
            .errors(errors))
    })
    .await
}

/// Roles as typed.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RolesForm {
    #[serde(default)]
    moderator: Option<String>,
    #[serde(default)]
    boards: Vec<BoardId>,
    #[serde(default)]
    staff: Option<String>,
    #[serde(default)]
    real_name: String,
    #[serde(default)]
    job_title: String,
    #[serde(default)]
    admin: Option<String>,
    /// Asked for when the session's own is no longer fresh; shown to nobody.
    #[serde(default, skip_serializing)]
    password: Option<String>,
}

/// A ticked box sends its value; nothing else is one.
fn ticked(field: Option<&str>) -> Result<bool> {
    match field {
        None => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(AppError::Unreadable),
    }
}

impl RolesForm {
    fn parse(&self) -> Result<Roles> {
        let mut errors = Invalid::default();
        let moderates = if !ticked(self.moderator.as_deref())? {
            ModeratorOf::Nothing
        } else if self.boards.is_empty() {
            ModeratorOf::Everything
        } else {
            let mut boards = self.boards.clone();
            boards.sort_unstable();
            boards.dedup();
            ModeratorOf::Boards(boards)
        };
        let staff = if ticked(self.staff.as_deref())? { Some(self.employee(&mut errors)) } else { None };
        let admin = ticked(self.admin.as_deref())?;
        errors.into_result()?;
        Ok(Roles { moderates, staff, admin })
    }

    fn employee(&self, errors: &mut Invalid) -> Employee {
        let real_name = match DisplayName::parse(&self.real_name) {
            Ok(name) => name.to_string(),
            Err(error) => {
                errors.push("real_name", Message { key: error.key(), args: error.args() });
                String::new()
            }
        };
        Employee { real_name, job_title: line(errors, "job_title", &self.job_title, JOB_TITLE) }
    }

    fn of(roles: &Roles) -> Self {
        let yes = |held: bool| held.then(|| "true".to_owned());
        Self {
            moderator: yes(roles.moderates != ModeratorOf::Nothing),
            boards: match &roles.moderates {
                ModeratorOf::Boards(boards) => boards.clone(),
                ModeratorOf::Nothing | ModeratorOf::Everything => Vec::new(),
            },
            staff: yes(roles.staff.is_some()),
            real_name: roles.staff.as_ref().map(|staff| staff.real_name.clone()).unwrap_or_default(),
            job_title: roles.staff.as_ref().map(|staff| staff.job_title.clone()).unwrap_or_default(),
            admin: yes(roles.admin),
            password: None,
        }
    }
}

/// The password has to be typed anew for this, on opening the form and on sending it (R9).
fn fresh(cx: &Cx, me: &Me) -> Result<()> {
    match &me.session {
        Some(session) if session.is_fresh(cx.now) => Ok(()),
        Some(_) | None => Err(AppError::Reauthenticate),
    }
}

fn roles_page(
    c: &mut Conn,
    (cx, me): (&Cx, &Me),
    handle: &str,
    typed: Option<&RolesForm>,
    errors: Invalid,
) -> Result<Page> {
    let account = members::find(c, handle)?.ok_or(AppError::NotFound)?;
    let held = RolesForm::of(&super::of(c, &account)?);
    let typed = typed.unwrap_or(&held);
    let boards: Vec<Choice> = boards::list(c, &me.actor)?
        .into_iter()
        .map(|board| Choice { value: board.id.to_string(), label: board.name })
        .collect();
    let chosen: Vec<String> = typed.boards.iter().map(ToString::to_string).collect();
    Ok(page("pages/admin/member.html", "admin-member", "members")
        .set("member", &account.view())
        .set("action", &edit_url(&account))
        .set("faceless", &(account.staff && account.photo.is_empty()))
        .set("typed", typed)
        .set("boards", &boards)
        .set("chosen", &chosen)
        .set("ask_password", &fresh(cx, me).is_err())
        .errors(errors))
}

/// `GET /admin/members/{handle}`
///
/// # Errors
/// [`AppError::NotFound`] when there is no such member; [`AppError::Reauthenticate`].
pub async fn edit(cx: Cx, handle: web::Path<String>) -> Result<HttpResponse> {
    let cx2 = cx.clone();
    cx.page(move |c, me| {
        fresh(&cx2, me)?;
        roles_page(c, (&cx2, me), &handle, None, Invalid::default())
    })
    .await
}

/// `POST /admin/members/{handle}`
///
/// # Errors
/// As [`super::set`].
pub async fn save(
    cx: Cx,
    hasher: web::Data<Hasher>,
    handle: web::Path<String>,
    Form(form): Form<RolesForm>,
) -> Result<HttpResponse> {
    let errors = match give(&cx, &hasher, &handle, &form).await {
        Ok(()) => return Ok(cx.see_other_with("/admin/members", "notice-admin-roles-saved")),
        Err(AppError::Invalid(errors)) => errors,
        // Asked for on this form, so that what was ticked and typed stays.
        Err(AppError::Reauthenticate) => Invalid::field("password", Message::new("error-reauthenticate")),
        Err(error) => return Err(error),
    };
    let cx2 = cx.clone();
    cx.page(move |c, me| roles_page(c, (&cx2, me), &handle, Some(&form), errors)).await
}

async fn give(cx: &Cx, hasher: &Hasher, handle: &str, form: &RolesForm) -> Result<()> {
    let roles = form.parse()?;
    if let Some(password) = &form.password {
        confirm_password(cx, hasher, password, "password").await?;
    }
    let (cx2, handle) = (cx.clone(), handle.to_owned());
    cx.write(move |tx, me| {
        fresh(&cx2, me)?;
        let account = members::find(tx, &handle)?.ok_or(AppError::NotFound)?;
        super::set(tx, By::of(&cx2, me), account.id, &roles)
    })
    .await
}
