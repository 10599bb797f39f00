//! The button with which one follows something, as pages show it.

use serde::Serialize;

use super::{Level, Subject, level};
use crate::db::Conn;
use crate::error::Result;
use crate::policy::{self, Action, Actor};

/// The component `follow.button`.
#[derive(Debug, Clone, Serialize)]
pub struct FollowView {
    /// Where its form goes.
    pub url: String,
    /// The kind of the subject.
    pub kind: &'static str,
    /// The level, or nothing.
    pub level: &'static str,
    /// The level of one click.
    pub by_click: &'static str,
    /// All that are offered.
    pub levels: Vec<&'static str>,
    /// May follow, or follow more; hearing less is always allowed.
    pub can: bool,
}

/// The button for a subject that the actor may read; none for a visitor, and none to follow oneself.
///
/// # Errors
/// When the database refuses.
pub fn view(c: &mut Conn, actor: &Actor, subject: Subject) -> Result<Option<FollowView>> {
    let Some(user) = actor.id() else { return Ok(None) };
    if subject == Subject::Member(user) {
        return Ok(None);
    }
    let level = level(c, user, subject)?;
    Ok(Some(FollowView::of(actor, subject, level)))
}

impl FollowView {
    /// The button for a follow as it stands.
    #[must_use]
    pub fn of(actor: &Actor, subject: Subject, level: Option<Level>) -> Self {
        let kind = subject.kind();
        Self {
            url: format!("/follow/{}/{}", kind.as_str(), subject.id()),
            kind: kind.as_str(),
            level: level.map_or("", Level::as_str),
            by_click: kind.default_level().as_str(),
            levels: kind.levels().iter().map(|level| level.as_str()).collect(),
            can: policy::check(actor, Action::Follow).is_ok(),
        }
    }
}
