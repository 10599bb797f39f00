//! A status as pages show it.

use std::collections::HashMap;

use serde::Serialize;

use super::{Status, Tone};
use crate::db::Conn;
use crate::error::Result;
use crate::ids::StatusId;
use crate::web::Cx;

/// A status as `ui.pill` takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chip {
    /// Its name in the reader's language.
    pub name: String,
    /// The kind of the pill.
    pub tone: &'static str,
    /// The name of its icon.
    pub icon: String,
}

impl Chip {
    /// Of a status.
    #[must_use]
    pub fn of(cx: &Cx, status: &Status) -> Self {
        let tone = match status.tone {
            Tone::Plain | Tone::Refused => "",
            Tone::Review => "warn",
            Tone::Planned => "accent",
            Tone::Progress => "info",
            Tone::Done => "ok",
        };
        Self { name: status.name(&cx.shared.texts.i18n, cx.lang), tone, icon: status.icon.clone() }
    }
}

/// The chips of all statuses. They are few.
///
/// # Errors
/// When the database refuses.
pub fn chips(c: &mut Conn, cx: &Cx) -> Result<HashMap<StatusId, Chip>> {
    Ok(super::all(c)?.iter().map(|status| (status.id, Chip::of(cx, status))).collect())
}
