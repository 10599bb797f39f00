//! Tags: what questions are about, across boards.
//!
//! A tag is there for a reader when a question is there for them that carries it: otherwise the tags of a restricted
//! board would tell what is asked on it. Counts hold public questions only.

mod store;
pub mod web;

use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::TagId;
use crate::message::Message;
use crate::policy::{self, Action, Actor};

pub use store::fold_counts;

/// Tags on a page of the list.
pub const PAGE: usize = 30;
/// Characters of a description at most.
pub const MAX_DESCRIPTION: usize = 300;

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its row.
    pub id: TagId,
    /// Its name.
    pub slug: String,
    /// What belongs under it; may be empty.
    pub description: String,
    /// Public questions that carry it, as of the last [`fold_counts`].
    pub topics_count: i64,
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

/// The tag of this name, when a question is there for the actor that carries it.
///
/// # Errors
/// When the database refuses.
pub fn by_slug(c: &mut Conn, actor: &Actor, slug: &str) -> Result<Option<Tag>> {
    let Some(tag) = store::find(c, slug)? else { return Ok(None) };
    let audiences = policy::visibility(actor).audiences();
    Ok(if store::is_used(c, tag.id, &audiences)? { Some(tag) } else { None })
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
/// [`AppError::NotFound`] when the tag is not there for the actor, [`AppError::Denied`] when they may not,
/// [`AppError::Invalid`] when the text is too long.
pub fn describe(tx: &mut Conn, actor: &Actor, slug: &str, description: &str) -> Result<Tag> {
    let tag = by_slug(tx, actor, slug)?.ok_or(AppError::NotFound)?;
    policy::check(actor, Action::EditTag)?;
    let description = description.split_whitespace().collect::<Vec<_>>().join(" ");
    let chars = description.chars().count();
    if chars > MAX_DESCRIPTION {
        let message = Message::new("tags-description-too-long").with("max", MAX_DESCRIPTION).with("chars", chars);
        return Err(Invalid::field("description", message).into());
    }
    store::describe(tx, tag.id, &description)?;
    Ok(Tag { description, ..tag })
}
