//! Other names of a tag.
//!
//! Invariant: what a synonym stands for is no synonym itself (chains are resolved where they would come about), and no
//! topic carries a synonym for longer than its merging takes.

pub(super) mod store;
pub mod web;

use super::Tag;
use crate::db::{Conn, dialect};
use crate::error::{AppError, Invalid, Result};
use crate::ids::TagId;
use crate::message::Message;
use crate::moderation::{By, Change, Deed, Entry, Subject, record};
use crate::policy::Action;
use crate::slug::TagSlug;

/// Synonyms of a tag at most.
pub const MAX: usize = 30;

/// The synonyms of a tag, by name, at most [`MAX`].
///
/// # Errors
/// When the database refuses.
pub fn of(c: &mut Conn, tag: TagId) -> Result<Vec<String>> {
    store::of(c, tag)
}

/// Makes a name that no question carries another name of a tag; nothing when it is that already.
///
/// # Errors
/// As [`super::to_change`]; [`AppError::Invalid`] (field `synonym`) when the name cannot be one.
pub fn add(tx: &mut Conn, by: By<'_>, slug: &str, typed: &str) -> Result<Tag> {
    let tag = super::to_change(tx, by.actor, slug, Action::EditTag)?;
    let refused = |message: Message| AppError::from(Invalid::field("synonym", message));
    let synonym = TagSlug::parse(typed).map_err(|error| refused(error.into()))?;
    let row = super::store::find_or_create(tx, synonym.as_str(), by.now)?;
    if row == tag.id {
        return Err(refused(Message::new("tags-synonym-itself")));
    }
    dialect::lock_tags(tx, &[tag.id, row])?;
    if store::target(tx, &tag.slug)?.is_some() {
        return Err(AppError::Conflict(Message::new("tags-merged-meanwhile")));
    }
    match store::target(tx, synonym.as_str())? {
        Some(target) if target == tag.id => return Ok(tag),
        Some(_) => return Err(refused(Message::new("tags-synonym-taken"))),
        None => {}
    }
    if super::store::is_carried(tx, row)? {
        return Err(refused(Message::new("tags-synonym-used")));
    }
    if store::of(tx, tag.id)?.len() >= MAX {
        return Err(refused(Message::new("tags-synonym-many").with("max", MAX)));
    }
    store::repoint(tx, row, tag.id)?;
    store::insert(tx, synonym.as_str(), tag.id, by.actor.id(), by.now)?;
    note(tx, by, Deed::AddSynonym, tag.id, Change::of("synonym", "", synonym.as_str()))?;
    Ok(tag)
}

/// Takes a synonym from a tag: its name is free again.
///
/// # Errors
/// As [`super::to_change`]; [`AppError::NotFound`] when it is no synonym of that tag, [`AppError::Conflict`] while
/// questions are still being moved from it.
pub fn remove(tx: &mut Conn, by: By<'_>, slug: &str, synonym: &str) -> Result<Tag> {
    let tag = super::to_change(tx, by.actor, slug, Action::EditTag)?;
    let row = super::store::row(tx, synonym)?.ok_or(AppError::NotFound)?;
    dialect::lock_tags(tx, &[tag.id, row])?;
    if store::target(tx, synonym)? != Some(tag.id) {
        return Err(AppError::NotFound);
    }
    if super::store::is_carried(tx, row)? {
        return Err(AppError::Conflict(Message::new("tags-still-merging")));
    }
    store::delete(tx, synonym)?;
    note(tx, by, Deed::RemoveSynonym, tag.id, Change::of("synonym", synonym, ""))?;
    Ok(tag)
}

fn note(tx: &mut Conn, by: By<'_>, action: Deed, tag: TagId, change: Option<Change>) -> Result<()> {
    let changes: Vec<Change> = change.into_iter().collect();
    let entry = Entry {
        actor: by.actor.id(),
        action,
        subject: Subject::Tag(tag),
        board: None,
        reason: None,
        changes: &changes,
        ip: by.ip,
    };
    record(tx, entry, by.now).map(drop)
}
