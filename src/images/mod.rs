//! Pictures that members upload: made anew (`picture`), as many at once as the machine bears (`workshop`), kept in the
//! database, and served under an address that is never used again.

mod picture;
mod store;
pub mod web;
mod workshop;

use crate::clock::{Timestamp, hours};
use crate::db::{Conn, dialect};
use crate::error::{AppError, Result};
use crate::ids::{self, UserId};
use crate::message::Message;
use crate::policy::{self, Action, Actor};

pub use picture::{ImageError, MAX_BYTES, MAX_PIXELS, PHOTO_SIDE, POST_SIDE, Processed, Purpose, process};
pub use workshop::Workshop;

/// Pictures that one member may add within an hour.
const MAX_AN_HOUR: i64 = 60;

/// A picture as it is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// `image/png` or `image/jpeg`.
    pub mime: String,
    /// The whole file.
    pub bytes: Vec<u8>,
}

/// Adds a picture for a post. Answers its address.
///
/// # Errors
/// [`AppError::Denied`] for who may put nothing in public, [`AppError::TooMany`] beyond sixty an hour.
pub fn add(tx: &mut Conn, actor: &Actor, picture: &Processed, now: Timestamp) -> Result<String> {
    policy::check(actor, Action::Upload)?;
    let user = actor.id().ok_or(AppError::SignIn)?;
    dialect::lock_users(tx, &[user])?;
    let latest = store::latest(tx, user, now - hours(1), MAX_AN_HOUR)?;
    if let Some(first) = latest.get(usize::try_from(MAX_AN_HOUR - 1).unwrap_or(usize::MAX)) {
        let clears = *first + hours(1);
        return Err(AppError::TooMany {
            retry_after: clears.since(now),
            message: Message::new("uploads-limit").with("max", MAX_AN_HOUR).with("until", clears.0),
        });
    }
    Ok(format!("/images/{}", keep(tx, user, picture, now)?))
}

/// Stores a picture under a random name. Answers its file name.
///
/// # Errors
/// When the database refuses.
pub fn keep(tx: &mut Conn, owner: UserId, picture: &Processed, now: Timestamp) -> Result<String> {
    let key = ids::random_key();
    store::insert(tx, owner, &key, picture, now)?;
    Ok(format!("{key}.{}", picture.ext))
}

/// Removes one of a member's own pictures, by its file name; another's stays.
///
/// # Errors
/// When the database refuses.
pub fn remove(tx: &mut Conn, owner: UserId, file: &str) -> Result<()> {
    let key = file.split('.').next().unwrap_or_default();
    store::delete(tx, owner, key)
}

/// The picture of a file name.
///
/// # Errors
/// [`AppError::NotFound`] when there is none of this name and kind.
pub fn find(c: &mut Conn, file: &str) -> Result<Stored> {
    let (key, ext) = file.split_once('.').ok_or(AppError::NotFound)?;
    let stored = store::find(c, key)?.ok_or(AppError::NotFound)?;
    let own_ext = if stored.mime == "image/jpeg" { "jpg" } else { "png" };
    if ext == own_ext { Ok(stored) } else { Err(AppError::NotFound) }
}
