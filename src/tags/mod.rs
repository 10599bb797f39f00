//! Tags: what questions are about, across boards.
//!
//! A tag is there for a reader when a question is there for them that carries it: otherwise the tags of a restricted
//! board would tell what is asked on it. Counts hold public questions only.
//!
//! - [`synonyms`] are other names of a tag: who types one gets the tag, its address leads to the tag's.
//! - [`merging`] makes a tag a synonym of another, and moves its questions.
//! - [`answerers`] are those who answer well under a tag.

pub mod answerers;
pub mod merging;
mod store;
pub mod synonyms;
pub mod web;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::TagId;
use crate::markdown::{self, Body, Html};
use crate::message::Message;
use crate::policy::{self, Action, Actor};
use crate::slug::TagSlug;

pub use store::fold_counts;

/// Tags on a page of the list.
pub const PAGE: usize = 30;
/// Characters of a description's Markdown at most.
pub const MAX_DESCRIPTION: usize = 5_000;
/// Characters of its beginning in lists.
const EXCERPT: usize = 200;

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its row.
    pub id: TagId,
    /// Its name.
    pub slug: String,
    /// The beginning of its description in plain words; may be empty.
    pub description: String,
    /// Public questions that carry it, as of the last [`fold_counts`].
    pub topics_count: i64,
}

/// What belongs under a tag, in the words of moderators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// Markdown; empty when nothing is said.
    source: String,
    html: Html,
}

impl Description {
    /// Checks what was typed into the field `description`; nothing is allowed.
    ///
    /// # Errors
    /// [`AppError::Invalid`] when it is too long, or no text as posts are.
    pub fn parse(typed: &str) -> Result<Self> {
        let chars = typed.trim().chars().count();
        if chars > MAX_DESCRIPTION {
            let message = Message::new("tags-description-too-long").with("max", MAX_DESCRIPTION).with("chars", chars);
            return Err(Invalid::field("description", message).into());
        }
        if chars == 0 {
            return Ok(Self { source: String::new(), html: Html::from_stored(String::new()) });
        }
        let (source, html) = Body::parse(typed).map_err(|e| Invalid::field("description", e.into()))?.into_parts();
        Ok(Self { source, html })
    }

    /// Its beginning in plain words.
    fn excerpt(&self) -> String {
        markdown::excerpt(&self.source, EXCERPT)
    }
}

/// The address of a tag's page. Names of tags may hold `#` and `+` and letters of any script.
#[must_use]
pub fn url(slug: &str) -> String {
    let segment: String = url::form_urlencoded::byte_serialize(slug.as_bytes()).collect();
    format!("/tags/{segment}")
}

/// The order of the list, with the last tag of the page before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// The most used first; after this count and this tag.
    Popular(Option<(i64, TagId)>),
    /// By name; after this one.
    Name(Option<String>),
}

/// Tags that public questions carry, at most [`PAGE`], and whether there are more.
///
/// # Errors
/// When the database refuses.
pub fn list(c: &mut Conn, order: &Order) -> Result<(Vec<Tag>, bool)> {
    let mut tags = match order {
        Order::Popular(after) => store::popular(c, *after)?,
        Order::Name(after) => store::by_name(c, after.as_deref())?,
    };
    let more = tags.len() > PAGE;
    tags.truncate(PAGE);
    Ok((tags, more))
}

/// The tag that goes by this name, when a question is there for the actor that carries it. Its own name is another one
/// when this is a synonym, or not spelt as names of tags are.
///
/// # Errors
/// When the database refuses.
pub fn by_slug(c: &mut Conn, actor: &Actor, typed: &str) -> Result<Option<Tag>> {
    let Ok(slug) = TagSlug::parse(typed) else { return Ok(None) };
    let Some(tag) = store::find(c, slug.as_str())? else { return Ok(None) };
    let audiences = policy::visibility(actor).audiences();
    Ok(if store::is_used(c, tag.id, &audiences)? { Some(tag) } else { None })
}

/// The tag of exactly this name, for those who may change it.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there for the actor, [`AppError::Denied`] when they may not.
pub fn to_change(c: &mut Conn, actor: &Actor, slug: &str, action: Action) -> Result<Tag> {
    let tag = by_slug(c, actor, slug)?.filter(|tag| tag.slug == slug).ok_or(AppError::NotFound)?;
    policy::check(actor, action)?;
    Ok(tag)
}

/// The tag of this number, when a topic is there for the actor that carries it.
///
/// # Errors
/// When the database refuses.
pub fn by_id(c: &mut Conn, actor: &Actor, id: TagId) -> Result<Option<Tag>> {
    let Some(tag) = store::find_by_id(c, id)? else { return Ok(None) };
    let audiences = policy::visibility(actor).audiences();
    Ok(if store::is_used(c, tag.id, &audiences)? { Some(tag) } else { None })
}

/// Says what belongs under a tag.
///
/// # Errors
/// As [`to_change`].
pub fn describe(tx: &mut Conn, actor: &Actor, slug: &str, description: &Description) -> Result<Tag> {
    let tag = to_change(tx, actor, slug, Action::EditTag)?;
    store::describe(tx, tag.id, description)?;
    Ok(Tag { description: description.excerpt(), ..tag })
}

/// Says what belongs under a tag of which nothing is said yet; false when something is.
///
/// # Errors
/// When the database refuses.
pub fn describe_new(tx: &mut Conn, tag: TagId, description: &Description) -> Result<bool> {
    let is_new = store::description(tx, tag)?.0.is_empty();
    if is_new {
        store::describe(tx, tag, description)?;
    }
    Ok(is_new)
}

/// A tag's description as stored, Markdown and HTML.
///
/// # Errors
/// When the database refuses.
pub fn description(c: &mut Conn, tag: TagId) -> Result<(String, String)> {
    store::description(c, tag)
}

/// Makes a tag, described, that no question carries yet: to fill a site.
///
/// # Errors
/// [`AppError::Invalid`] when the name is none or the text does not fit.
pub fn create(tx: &mut Conn, slug: &str, description: &str, now: Timestamp) -> Result<TagId> {
    let slug = TagSlug::parse(slug).map_err(|e| Invalid::field("tag", e.into()))?;
    let id = store::find_or_create(tx, slug.as_str(), now)?;
    store::describe(tx, id, &Description::parse(description)?)?;
    Ok(id)
}
