//! The pages of groups for admins.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{Group, GroupText};
use crate::admin::web::page;
use crate::admin::{Length, line};
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::{GroupId, UserId};
use crate::message::Message;
use crate::moderation::By;
use crate::slug;
use crate::web::{Cx, Form, Page};

const NAME: Length = Length { min: 2, max: 60 };
const DESCRIPTION: Length = Length { min: 0, max: 300 };

#[derive(Debug, Clone, Serialize)]
struct GroupView {
    id: GroupId,
    name: String,
    description: String,
    builtin: String,
}

impl From<Group> for GroupView {
    fn from(group: Group) -> Self {
        Self { id: group.id, name: group.name, description: group.description, builtin: group.builtin }
    }
}

/// A group as typed.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct GroupForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    description: String,
}

impl GroupForm {
    fn parse(&self) -> Result<GroupText> {
        let mut errors = Invalid::default();
        let name = line(&mut errors, "name", &self.name, NAME);
        let description = line(&mut errors, "description", &self.description, DESCRIPTION);
        errors.into_result()?;
        Ok(GroupText { name, description })
    }
}

/// `GET /admin/groups`
///
/// # Errors
/// When the database refuses.
pub async fn index(cx: Cx) -> Result<HttpResponse> {
    cx.page(|c, _| {
        let groups: Vec<GroupView> = super::all(c)?.into_iter().map(GroupView::from).collect();
        Ok(page("pages/admin/groups.html", "admin-groups", "groups").set("groups", &groups))
    })
    .await
}

fn new_page(typed: &GroupForm, errors: Invalid) -> Page {
    page("pages/admin/group_new.html", "admin-group-new", "groups").set("typed", typed).errors(errors)
}

/// `GET /admin/groups/new`
///
/// # Errors
/// When the database refuses.
pub async fn new(cx: Cx) -> Result<HttpResponse> {
    cx.page(|_, _| Ok(new_page(&GroupForm::default(), Invalid::default()))).await
}

/// `POST /admin/groups/new`
///
/// # Errors
/// As [`super::create`].
pub async fn create(cx: Cx, Form(form): Form<GroupForm>) -> Result<HttpResponse> {
    let made = match form.parse() {
        Ok(text) => {
            let cx2 = cx.clone();
            cx.write(move |tx, me| super::create(tx, By::of(&cx2, me), &slug::of(&text.name), &text)).await
        }
        Err(error) => Err(error),
    };
    let errors = match made {
        Ok(id) => return Ok(cx.see_other_with(&format!("/admin/groups/{id}"), "notice-admin-group-made")),
        Err(AppError::Invalid(errors)) => errors,
        Err(AppError::Duplicate { .. }) => Invalid::field("name", Message::new("admin-group-name-taken")),
        Err(error) => return Err(error),
    };
    cx.page(move |_, _| Ok(new_page(&form, errors))).await
}

/// Which page of the members.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Place {
    after: Option<UserId>,
}

/// What was typed into one of the page's two forms.
#[derive(Debug, Default, Serialize)]
struct Typed {
    name: String,
    description: String,
    handle: String,
}

fn group_page(c: &mut Conn, id: GroupId, place: &Place, typed: Option<Typed>, errors: Invalid) -> Result<Page> {
    let group = super::by_id(c, id)?.ok_or(AppError::NotFound)?;
    let (members, more) = super::members_of(c, id, place.after)?;
    let next = members.last().filter(|_| more).map(|(last, _)| format!("/admin/groups/{id}?after={last}"));
    let typed = typed.unwrap_or_else(|| Typed {
        name: group.name.clone(),
        description: group.description.clone(),
        handle: String::new(),
    });
    Ok(page("pages/admin/group.html", "admin-group-edit", "groups")
        .set("group", &GroupView::from(group))
        .set("typed", &typed)
        .set("members", &members)
        .set("next", &next.unwrap_or_default())
        .errors(errors))
}

/// `GET /admin/groups/{id}`
///
/// # Errors
/// [`AppError::NotFound`] when there is no such group.
pub async fn edit(cx: Cx, id: web::Path<GroupId>, place: web::Query<Place>) -> Result<HttpResponse> {
    cx.page(move |c, _| group_page(c, *id, &place, None, Invalid::default())).await
}

/// `POST /admin/groups/{id}`
///
/// # Errors
/// As [`super::edit`].
pub async fn save(cx: Cx, id: web::Path<GroupId>, Form(form): Form<GroupForm>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let saved = match form.parse() {
        Ok(text) => {
            let cx2 = cx.clone();
            cx.write(move |tx, me| super::edit(tx, By::of(&cx2, me), id, &text)).await
        }
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => Ok(cx.see_other_with(&format!("/admin/groups/{id}"), "notice-admin-group-saved")),
        Err(AppError::Invalid(errors)) => {
            let typed = Typed { name: form.name, description: form.description, handle: String::new() };
            cx.page(move |c, _| group_page(c, id, &Place::default(), Some(typed), errors)).await
        }
        Err(error) => Err(error),
    }
}

/// Whom to add.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Whom {
    #[serde(default)]
    handle: String,
}

/// `POST /admin/groups/{id}/add`
///
/// # Errors
/// As [`super::add`].
pub async fn add(cx: Cx, id: web::Path<GroupId>, Form(whom): Form<Whom>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let (cx2, handle) = (cx.clone(), whom.handle.clone());
    match cx.write(move |tx, me| super::add(tx, By::of(&cx2, me), id, &handle)).await {
        Ok(()) => Ok(cx.see_other_with(&format!("/admin/groups/{id}"), "notice-admin-group-added")),
        Err(AppError::Invalid(errors)) => {
            cx.page(move |c, _| {
                let group = super::by_id(c, id)?.ok_or(AppError::NotFound)?;
                let typed = Typed { name: group.name, description: group.description, handle: whom.handle };
                group_page(c, id, &Place::default(), Some(typed), errors)
            })
            .await
        }
        Err(error) => Err(error),
    }
}

/// Whom to remove.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Who {
    member: UserId,
}

/// `POST /admin/groups/{id}/remove`
///
/// # Errors
/// As [`super::remove`].
pub async fn remove(cx: Cx, id: web::Path<GroupId>, Form(who): Form<Who>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let cx2 = cx.clone();
    cx.write(move |tx, me| super::remove(tx, By::of(&cx2, me), id, who.member)).await?;
    Ok(cx.see_other_with(&format!("/admin/groups/{id}"), "notice-admin-group-removed"))
}
