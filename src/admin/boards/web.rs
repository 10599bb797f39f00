//! The pages of boards for admins.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{BoardText, Life};
use crate::admin::web::{Choice, page};
use crate::admin::{Length, groups, line};
use crate::boards::web::BoardView;
use crate::boards::{self, BoardKind, HUES, Move, Readers};
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::{BoardId, GroupId};
use crate::message::Message;
use crate::moderation::By;
use crate::slug;
use crate::web::{Cx, Form, Page};

const NAME: Length = Length { min: 2, max: 60 };
const DESCRIPTION: Length = Length { min: 0, max: 300 };

/// A board as typed.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct BoardForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    slug: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    hue: String,
    #[serde(default)]
    readers: String,
    #[serde(default)]
    groups: Vec<GroupId>,
}

impl BoardForm {
    fn parse(&self) -> Result<BoardText> {
        let mut errors = Invalid::default();
        let name = line(&mut errors, "name", &self.name, NAME);
        let description = line(&mut errors, "description", &self.description, DESCRIPTION);
        let kind = BoardKind::parse(&self.kind);
        if kind.is_none() && !self.kind.is_empty() {
            errors.push("kind", Message::new("admin-board-choose-kind"));
        }
        let hue = self.hue.parse().ok().filter(|hue| (1..=HUES).contains(hue)).unwrap_or_else(|| {
            errors.push("hue", Message::new("admin-board-no-hue"));
            1
        });
        let readers = match self.readers.as_str() {
            "everyone" => Readers::Everyone,
            "groups" if !self.groups.is_empty() => {
                let mut groups = self.groups.clone();
                groups.sort_unstable();
                groups.dedup();
                Readers::Groups(groups)
            }
            "groups" => {
                errors.push("groups", Message::new("admin-board-choose-groups"));
                Readers::Everyone
            }
            _ => {
                errors.push("readers", Message::new("admin-board-choose-readers"));
                Readers::Everyone
            }
        };
        errors.into_result()?;
        Ok(BoardText { name, description, kind, hue, readers })
    }

    fn slug(&self) -> String {
        slug::of(if self.slug.trim().is_empty() { &self.name } else { &self.slug })
    }
}

fn form_page(c: &mut Conn, board: Option<&boards::Board>, typed: &BoardForm, errors: Invalid) -> Result<Page> {
    let groups: Vec<Choice> =
        groups::all(c)?.into_iter().map(|group| Choice { value: group.id.to_string(), label: group.name }).collect();
    let chosen: Vec<String> = typed.groups.iter().map(ToString::to_string).collect();
    let title = if board.is_some() { "admin-board-edit" } else { "admin-board-new" };
    let hues: Vec<i64> = (1..=HUES).collect();
    Ok(page("pages/admin/board.html", title, "boards")
        .set("board", &board.map(|board| (board.id, BoardView::from(board.clone()))))
        .set("typed", typed)
        .set("groups", &groups)
        .set("chosen", &chosen)
        .set("hues", &hues)
        .errors(errors))
}

/// `GET /admin/boards`
///
/// # Errors
/// When the database refuses.
pub async fn index(cx: Cx) -> Result<HttpResponse> {
    cx.page(|c, me| {
        let boards: Vec<(BoardId, BoardView)> =
            boards::list(c, &me.actor)?.into_iter().map(|board| (board.id, BoardView::from(board))).collect();
        Ok(page("pages/admin/boards.html", "admin-boards", "boards").set("boards", &boards))
    })
    .await
}

/// `GET /admin/boards/new`
///
/// # Errors
/// When the database refuses.
pub async fn new(cx: Cx) -> Result<HttpResponse> {
    cx.page(|c, _| {
        let empty =
            BoardForm { kind: "questions".into(), hue: "1".into(), readers: "everyone".into(), ..BoardForm::default() };
        form_page(c, None, &empty, Invalid::default())
    })
    .await
}

/// `POST /admin/boards/new`
///
/// # Errors
/// As [`super::create`].
pub async fn create(cx: Cx, Form(form): Form<BoardForm>) -> Result<HttpResponse> {
    let made = match form.parse() {
        Ok(text) => {
            let (cx2, slug) = (cx.clone(), form.slug());
            cx.write(move |tx, me| super::create(tx, By::of(&cx2, me), &slug, &text)).await
        }
        Err(error) => Err(error),
    };
    let errors = match made {
        Ok(_) => return Ok(cx.see_other_with("/admin/boards", "notice-admin-board-made")),
        Err(AppError::Invalid(errors)) => errors,
        Err(AppError::Duplicate { .. }) => {
            let message = Message::new("admin-board-slug-taken").with("slug", form.slug());
            Invalid::field("slug", message)
        }
        Err(error) => return Err(error),
    };
    cx.page(move |c, _| form_page(c, None, &form, errors)).await
}

/// `GET /admin/boards/{id}`
///
/// # Errors
/// [`AppError::NotFound`] when there is no such board.
pub async fn edit(cx: Cx, id: web::Path<BoardId>) -> Result<HttpResponse> {
    cx.page(move |c, _| {
        let board = boards::by_id(c, *id)?.ok_or(AppError::NotFound)?;
        let (readers, groups) = match boards::readers(c, &board)? {
            Readers::Everyone => ("everyone", Vec::new()),
            Readers::Groups(groups) => ("groups", groups),
        };
        let typed = BoardForm {
            name: board.name.clone(),
            slug: board.slug.clone(),
            description: board.description.clone(),
            kind: board.kind.as_str().into(),
            hue: board.hue.to_string(),
            readers: readers.into(),
            groups,
        };
        form_page(c, Some(&board), &typed, Invalid::default())
    })
    .await
}

/// `POST /admin/boards/{id}`
///
/// # Errors
/// As [`super::edit`].
pub async fn save(cx: Cx, id: web::Path<BoardId>, Form(form): Form<BoardForm>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let saved = match form.parse() {
        Ok(text) => {
            let cx2 = cx.clone();
            cx.write(move |tx, me| super::edit(tx, By::of(&cx2, me), id, &text)).await
        }
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => Ok(cx.see_other_with("/admin/boards", "notice-admin-board-saved")),
        Err(AppError::Invalid(errors)) => {
            cx.page(move |c, _| {
                let board = boards::by_id(c, id)?.ok_or(AppError::NotFound)?;
                form_page(c, Some(&board), &form, errors)
            })
            .await
        }
        Err(error) => Err(error),
    }
}

/// Which way.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    way: String,
}

/// `POST /admin/boards/{id}/move`
///
/// # Errors
/// As [`super::shift`]; [`AppError::Unreadable`] for a way that is none.
pub async fn shift(cx: Cx, id: web::Path<BoardId>, Form(form): Form<Way>) -> Result<HttpResponse> {
    let way = match form.way.as_str() {
        "up" => Move::Up,
        "down" => Move::Down,
        _ => return Err(AppError::Unreadable),
    };
    let cx2 = cx.clone();
    cx.write(move |tx, me| super::shift(tx, By::of(&cx2, me), *id, way)).await?;
    Ok(cx.see_other("/admin/boards"))
}

/// Nothing but the token.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// `POST /admin/boards/{id}/retire`
///
/// # Errors
/// As [`super::set_life`].
pub async fn retire(cx: Cx, id: web::Path<BoardId>, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    let cx2 = cx.clone();
    cx.write(move |tx, me| super::set_life(tx, By::of(&cx2, me), *id, Life::Retire)).await?;
    Ok(cx.see_other_with("/admin/boards", "notice-admin-board-retired"))
}

/// `POST /admin/boards/{id}/revive`
///
/// # Errors
/// As [`super::set_life`].
pub async fn revive(cx: Cx, id: web::Path<BoardId>, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    let cx2 = cx.clone();
    cx.write(move |tx, me| super::set_life(tx, By::of(&cx2, me), *id, Life::Revive)).await?;
    Ok(cx.see_other_with("/admin/boards", "notice-admin-board-revived"))
}
