//! The list of tags, and the form for a tag's description.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{Order, Tag};
use crate::error::{AppError, Invalid, Result};
use crate::ids::TagId;
use crate::message::Message;
use crate::policy::{self, Action};
use crate::web::{Cx, Form, Page};

/// A tag as pages show it; fits `ui.tag` too.
#[derive(Debug, Clone, Serialize)]
pub struct TagView {
    /// Its name.
    pub name: String,
    /// The address of its page.
    pub url: String,
    /// What belongs under it.
    pub description: String,
    /// Public questions that carry it.
    pub topics: i64,
}

impl From<Tag> for TagView {
    fn from(tag: Tag) -> Self {
        Self { url: super::url(&tag.slug), name: tag.slug, description: tag.description, topics: tag.topics_count }
    }
}

/// Which page of the list.
#[derive(Debug, Deserialize)]
pub struct Place {
    order: Option<String>,
    after: Option<String>,
}

impl Place {
    fn order(&self) -> Result<Order> {
        let unknown = || AppError::BadRequest(Message::new("error-400-text"));
        match (self.order.as_deref(), self.after.as_deref()) {
            (None | Some("popular"), None) => Ok(Order::Popular(None)),
            (None | Some("popular"), Some(after)) => {
                let (count, id) = after.split_once('.').ok_or_else(unknown)?;
                let count = count.parse().map_err(|_| unknown())?;
                Ok(Order::Popular(Some((count, TagId(id.parse().map_err(|_| unknown())?)))))
            }
            (Some("name"), after) => Ok(Order::Name(after.map(ToOwned::to_owned))),
            (Some(_), _) => Err(unknown()),
        }
    }
}

fn next_page(order: &Order, last: &Tag) -> String {
    match order {
        Order::Popular(_) => format!("/tags?after={}.{}", last.topics_count, last.id),
        Order::Name(_) => {
            let query = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("order", "name")
                .append_pair("after", &last.slug)
                .finish();
            format!("/tags?{query}")
        }
    }
}

#[derive(Debug, Serialize)]
struct Tab {
    href: &'static str,
    key: &'static str,
    current: bool,
}

/// `GET /tags`
///
/// # Errors
/// [`AppError::BadRequest`] for an order that is none; when the database refuses.
pub async fn index(cx: Cx, place: web::Query<Place>) -> Result<HttpResponse> {
    let order = place.order()?;
    cx.page(move |c, me| {
        let (tags, more) = super::list(c, &order)?;
        let next = tags.last().filter(|_| more).map(|last| next_page(&order, last)).unwrap_or_default();
        let popular = matches!(order, Order::Popular(_));
        let tabs = [
            Tab { href: "/tags", key: "tags-popular", current: popular },
            Tab { href: "/tags?order=name", key: "tags-by-name", current: !popular },
        ];
        let tags: Vec<TagView> = tags.into_iter().map(TagView::from).collect();
        Ok(Page::new("pages/tags/index.html")
            .title_key(Message::new("tags-title"))
            .section("tags")
            .canonical("/tags")
            .set("tags", &tags)
            .set("tabs", &tabs)
            .set("next", &next)
            .set("can_edit", &policy::check(&me.actor, Action::EditTag).is_ok()))
    })
    .await
}

fn form_page(tag: &TagView, typed: &str, errors: Invalid) -> Page {
    Page::new("pages/tags/edit.html")
        .title_key(Message::new("tags-edit-title").with("tag", tag.name.clone()))
        .section("tags")
        .noindex()
        .set("tag", tag)
        .set("description", typed)
        .set("max", &super::MAX_DESCRIPTION)
        .errors(errors)
}

/// `GET /tags/{slug}/edit`
///
/// # Errors
/// [`AppError::NotFound`] when the tag is not there for the reader.
pub async fn edit(cx: Cx, slug: web::Path<String>) -> Result<HttpResponse> {
    cx.page(move |c, me| {
        let tag = super::by_slug(c, &me.actor, &slug)?.ok_or(AppError::NotFound)?;
        policy::check(&me.actor, Action::EditTag)?;
        let tag = TagView::from(tag);
        Ok(form_page(&tag, &tag.description, Invalid::default()))
    })
    .await
}

/// A tag's description as typed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    description: String,
}

/// `POST /tags/{slug}/edit`
///
/// # Errors
/// As [`super::describe`].
pub async fn save(cx: Cx, slug: web::Path<String>, Form(form): Form<Description>) -> Result<HttpResponse> {
    let (name, typed) = (slug.clone(), form.description.clone());
    match cx.write(move |tx, me| super::describe(tx, &me.actor, &name, &typed)).await {
        Ok(tag) => Ok(cx.see_other_with(&super::url(&tag.slug), "notice-tags-saved")),
        Err(AppError::Invalid(errors)) => {
            cx.page(move |c, me| {
                let tag = super::by_slug(c, &me.actor, &slug)?.ok_or(AppError::NotFound)?;
                Ok(form_page(&TagView::from(tag), &form.description, errors))
            })
            .await
        }
        Err(error) => Err(error),
    }
}
