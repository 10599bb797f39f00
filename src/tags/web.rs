//! The list of tags, a tag's page, and the form for its description.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{Description, Order, Tag, answerers, synonyms};
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::follows::{self, Subject};
use crate::ids::TagId;
use crate::message::Message;
use crate::policy::{self, Action};
use crate::sessions::Me;
use crate::topics::web::{About, Shown, list_page};
use crate::topics::{self, Scope};
use crate::web::{Cx, Form, Page};

/// A tag as pages show it; fits `ui.tag` too.
#[derive(Debug, Clone, Serialize)]
pub struct TagView {
    /// Its name.
    pub name: String,
    /// The address of its page.
    pub url: String,
    /// The beginning of what belongs under it.
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

/// `GET /tags/{slug}`: what a tag is about, who answers there, and its questions.
///
/// # Errors
/// 404 for a tag that there is not, or not for this reader.
pub async fn show(cx: Cx, slug: web::Path<String>, shown: web::Query<Shown>) -> Result<HttpResponse> {
    let (typed, shown, inner) = (slug.into_inner(), shown.into_inner(), cx.clone());
    cx.page(move |c, me| {
        let tag = super::by_slug(c, &me.actor, &typed)?.ok_or(AppError::NotFound)?;
        let path = super::url(&tag.slug);
        if tag.slug != typed {
            return Ok(Page::moved(with_query(&path, &inner.uri)));
        }
        let (_, html) = super::description(c, tag.id)?;
        let synonyms: Vec<String> = synonyms::of(c, tag.id)?;
        let about = About {
            orders: topics::Order::ALL,
            path: &path,
            scope: Scope::Tag(tag.id),
            heading: tag.slug.clone(),
            intro: String::new(),
            ask: format!("/ask?tags={}", path.trim_start_matches("/tags/")),
            template: "pages/tags/show.html",
        };
        let can_edit = policy::check(&me.actor, Action::EditTag).is_ok();
        Ok(list_page(&inner, c, me, &about, &shown)?
            .title_key(Message::new("questions-tag-title").with("name", tag.slug.clone()))
            .section("tags")
            .description(tag.description)
            .feed(tag.slug, format!("{path}/feed"))
            .set("follow", &follows::view(c, &me.actor, Subject::Tag(tag.id))?)
            .set("url", &path)
            .set("html", &html)
            .set("synonyms", &synonyms)
            .set("answerers", &answerers::of(c, tag.id)?)
            .set("can_edit", &can_edit))
    })
    .await
}

/// A path with the query of the address that was asked for.
fn with_query(path: &str, asked: &str) -> String {
    asked.split_once('?').map_or_else(|| path.to_owned(), |(_, query)| format!("{path}?{query}"))
}

/// What was typed into one of the forms of the edit page, and what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct Typed {
    pub(super) description: Option<String>,
    pub(super) synonym: String,
    pub(super) errors: Invalid,
}

/// The page on which a tag is described and given synonyms.
pub(super) fn edit_page(c: &mut Conn, me: &Me, typed_slug: &str, typed: Typed) -> Result<Page> {
    let Some(tag) = super::by_slug(c, &me.actor, typed_slug)? else { return Err(AppError::NotFound) };
    policy::check(&me.actor, Action::EditTag)?;
    if tag.slug != typed_slug {
        return Ok(Page::moved(super::url(&tag.slug) + "/edit"));
    }
    let (source, _) = super::description(c, tag.id)?;
    let can_merge = policy::check(&me.actor, Action::MergeTag).is_ok();
    Ok(Page::new("pages/tags/edit.html")
        .title_key(Message::new("tags-edit-title").with("tag", tag.slug.clone()))
        .section("tags")
        .noindex()
        .set("synonyms", &synonyms::of(c, tag.id)?)
        .set("tag", &TagView::from(tag))
        .set("description", &typed.description.unwrap_or(source))
        .set("synonym", &typed.synonym)
        .set("max", &super::MAX_DESCRIPTION)
        .set("can_merge", &can_merge)
        .errors(typed.errors))
}

/// `GET /tags/{slug}/edit`
///
/// # Errors
/// [`AppError::NotFound`] when the tag is not there for the reader.
pub async fn edit(cx: Cx, slug: web::Path<String>) -> Result<HttpResponse> {
    cx.page(move |c, me| edit_page(c, me, &slug, Typed::default())).await
}

/// A tag's description as typed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DescriptionForm {
    description: String,
}

/// `POST /tags/{slug}/edit`
///
/// # Errors
/// As [`super::describe`].
pub async fn save(cx: Cx, slug: web::Path<String>, Form(form): Form<DescriptionForm>) -> Result<HttpResponse> {
    let name = slug.clone();
    let saved = match Description::parse(&form.description) {
        Ok(text) => cx.write(move |tx, me| super::describe(tx, &me.actor, &name, &text)).await,
        Err(error) => Err(error),
    };
    match saved {
        Ok(tag) => Ok(cx.see_other_with(&super::url(&tag.slug), "notice-tags-saved")),
        Err(AppError::Invalid(errors)) => {
            let typed = Typed { description: Some(form.description), errors, ..Typed::default() };
            cx.page(move |c, me| edit_page(c, me, &slug, typed)).await
        }
        Err(error) => Err(error),
    }
}
