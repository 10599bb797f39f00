//! One member's events in their order, and what a month gave.

mod store;

use std::collections::HashMap;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{PostId, TopicId, UserId};
use crate::message::Message;
use crate::policy::{PostKind, State};
use crate::settings::Cause;

/// Events on a page.
pub const PAGE: i64 = 30;

/// An event as its owner reads it.
#[derive(Debug, Clone, Copy)]
pub struct Listed {
    /// Its number.
    pub id: i64,
    /// How.
    pub cause: Cause,
    /// It takes back what was given before.
    pub taken_back: bool,
    /// It gives once more what was taken back before.
    pub given_again: bool,
    /// How much.
    pub amount: i64,
    /// The site day that it counts for.
    pub day: i64,
    /// When it was written.
    pub at: Timestamp,
    /// About which post.
    pub post: PostId,
    /// What that is.
    pub kind: PostKind,
    /// Its author.
    pub author: UserId,
    /// Whether it is to be seen.
    pub state: State,
    /// In which topic.
    pub topic: TopicId,
}

/// Where a page begins: after the event with this day and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    day: i64,
    id: i64,
}

impl Place {
    /// After nothing.
    pub const START: Self = Self { day: i64::MAX, id: i64::MAX };

    /// Reads `20500.1234`.
    ///
    /// # Errors
    /// [`AppError::BadRequest`] for anything else.
    pub fn parse(text: Option<&str>) -> Result<Self> {
        let Some(text) = text else { return Ok(Self::START) };
        let parts = text.split_once('.').and_then(|(day, id)| Some((day.parse().ok()?, id.parse().ok()?)));
        let (day, id) = parts.ok_or(AppError::BadRequest(Message::new("error-400-text")))?;
        Ok(Self { day, id })
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.day, self.id)
    }
}

/// A page of a member's events, those of the latest days first, and where the next one begins.
///
/// # Errors
/// When the database refuses.
pub fn page(c: &mut Conn, user: UserId, after: Place) -> Result<(Vec<Listed>, Option<Place>)> {
    let mut events = store::page(c, user, (after.day, after.id), PAGE + 1)?;
    let more = events.len() > usize::try_from(PAGE).unwrap_or(0);
    events.truncate(usize::try_from(PAGE).unwrap_or(0));
    let next = events.last().filter(|_| more).map(|last| Place { day: last.day, id: last.id });
    Ok((events, next))
}

/// What the months that begin on these site days gave; a month that gave nothing is not there. From the roll-up, so the
/// present one may be a minute old.
///
/// # Errors
/// When the database refuses.
pub fn months(c: &mut Conn, user: UserId, starts: &[i64]) -> Result<HashMap<i64, i64>> {
    Ok(store::months(c, user, starts)?.into_iter().collect())
}
