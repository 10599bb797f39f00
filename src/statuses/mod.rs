//! What can become of an idea. Admins name, colour, order and add statuses; one that is in use is retired, not deleted.

mod store;

use serde::Serialize;

use crate::db::{Conn, dialect};
use crate::error::Result;
use crate::i18n::{I18n, Lang};
use crate::ids::StatusId;
use crate::text_enum;

pub use store::{NewStatus, all, by_id, by_key, create, delete, given, is_given, set_retired, update, was_given};

/// The key of the status that a new idea has.
pub const NEW: &str = "new";
/// The key of the status of an idea that became part of another; only a merge gives it.
pub const MERGED: &str = "merged";

text_enum! {
    /// What a status means for an idea. It never changes while an idea has the status.
    pub enum StatusKind {
        /// To be decided: takes votes.
        Open = "open",
        /// It will be done: takes votes.
        Accepted = "accepted",
        /// It is done, or there already.
        Done = "done",
        /// It will not be done.
        Refused = "refused",
    }
}

impl StatusKind {
    /// Whether an idea takes votes.
    #[must_use]
    pub const fn is_open(self) -> bool {
        match self {
            Self::Open | Self::Accepted => true,
            Self::Done | Self::Refused => false,
        }
    }
}

text_enum! {
    /// The colour of a status.
    pub enum Tone {
        /// None in particular.
        Plain = "plain",
        /// Somebody looks at it.
        Review = "review",
        /// It will come.
        Planned = "planned",
        /// It is being made.
        Progress = "progress",
        /// It is there.
        Done = "done",
        /// It will not come.
        Refused = "refused",
    }
}

impl Tone {
    /// The kind of `ui.pill` that has this colour.
    #[must_use]
    pub const fn pill(self) -> &'static str {
        match self {
            Self::Plain | Self::Refused => "",
            Self::Review => "warn",
            Self::Planned => "accent",
            Self::Progress => "info",
            Self::Done => "ok",
        }
    }
}

/// The icons that a status can have.
pub const ICONS: [&str; 24] = [
    "lightbulb",
    "eye",
    "search",
    "message-circle",
    "calendar-check",
    "clock",
    "loader",
    "zap",
    "settings",
    "sparkles",
    "star",
    "flame",
    "check",
    "circle-check",
    "badge-check",
    "gift",
    "trophy",
    "users",
    "hand",
    "history",
    "inbox",
    "minus",
    "x",
    "link",
];

/// A status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Its row.
    pub id: StatusId,
    /// What the program itself knows it by; empty for one that admins made.
    pub key: String,
    /// Its name; empty when the program's own is meant.
    pub name: String,
    /// Its names in other languages: code and name.
    pub names: Vec<(String, String)>,
    /// What it means.
    pub kind: StatusKind,
    /// Its colour.
    pub tone: Tone,
    /// The name of its icon.
    pub icon: String,
    /// It is given to no idea any more.
    pub retired: bool,
}

impl Status {
    /// Its name in a language: as admins translated it, as they named it, or the program's own.
    #[must_use]
    pub fn name(&self, i18n: &I18n, lang: Lang) -> String {
        self.name_in(i18n, lang.code())
    }

    /// The same in a language of which only the code is known, for the program may not speak it.
    #[must_use]
    pub fn name_in(&self, i18n: &I18n, code: &str) -> String {
        if let Some((_, name)) = self.names.iter().find(|(of, _)| of == code) {
            return name.clone();
        }
        if !self.name.is_empty() {
            return self.name.clone();
        }
        let lang = i18n.language(code).unwrap_or(Lang::EN);
        i18n.text(lang, "ideas-status-name", &[("key", self.key.as_str().into())]).into_owned()
    }

    /// Whether staff may give it to an idea.
    #[must_use]
    pub fn can_be_given(&self) -> bool {
        !self.retired && self.key != MERGED
    }

    /// Whether every idea needs it to be there and to mean what it means: the one that new ideas have, and the one of
    /// those that became part of others.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        self.key == NEW || self.key == MERGED
    }

    /// As the audit table has it: the program's own key, or the name.
    #[must_use]
    pub fn word(&self) -> &str {
        if self.name.is_empty() { &self.key } else { &self.name }
    }
}

/// A status as pages show it: as a pill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusView {
    /// Its row.
    pub id: StatusId,
    /// Its name in the reader's language.
    pub name: String,
    /// The name of its icon.
    pub icon: String,
    /// The kind of pill that has its colour, see `ui.pill`.
    pub pill: &'static str,
    /// What it means, by its word.
    pub kind: &'static str,
}

impl StatusView {
    /// Of a status, for this reader.
    #[must_use]
    pub fn of(status: &Status, i18n: &I18n, lang: Lang) -> Self {
        Self {
            id: status.id,
            name: status.name(i18n, lang),
            icon: status.icon.clone(),
            pill: status.tone.pill(),
            kind: status.kind.as_str(),
        }
    }
}

/// Keeps a status as it is until the transaction ends, together with others that do the same; before topics.
///
/// # Errors
/// When the database refuses.
pub fn hold(tx: &mut Conn, id: StatusId) -> Result<()> {
    dialect::hold_status(tx, id)
}

/// Holds every status: who changes them is alone with them, and the list of them is what it is.
///
/// # Errors
/// When the database refuses.
pub fn lock(tx: &mut Conn) -> Result<Vec<Status>> {
    dialect::lock_names(tx, &["statuses".to_owned()])?;
    dialect::lock_statuses(tx)?;
    all(tx)
}

/// Puts a status one place up or down; whether it has moved. All are locked.
///
/// # Errors
/// When the database refuses.
pub fn shift(tx: &mut Conn, all: &[Status], id: StatusId, way: Way) -> Result<bool> {
    let mut order: Vec<StatusId> = all.iter().map(|status| status.id).collect();
    let Some(from) = order.iter().position(|one| *one == id) else { return Ok(false) };
    let to = match way {
        Way::Up => from.checked_sub(1),
        Way::Down => Some(from + 1).filter(|to| *to < order.len()),
    };
    let Some(to) = to else { return Ok(false) };
    order.swap(from, to);
    store::set_order(tx, &order)?;
    Ok(true)
}

text_enum! {
    /// Which way a status goes in the list.
    pub enum Way {
        /// One place up.
        Up = "up",
        /// One place down.
        Down = "down",
    }
}
