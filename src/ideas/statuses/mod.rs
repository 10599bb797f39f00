//! What can become of an idea. Admins name, colour, order and add statuses; one that is in use is retired, not deleted.

mod store;

use crate::i18n::Lang;
use crate::ids::StatusId;
use crate::text_enum;

pub use store::{all, by_id, by_key};

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
    pub fn name(&self, i18n: &crate::i18n::I18n, lang: Lang) -> String {
        let code = lang.code();
        if let Some((_, name)) = self.names.iter().find(|(of, _)| of == code) {
            return name.clone();
        }
        if !self.name.is_empty() {
            return self.name.clone();
        }
        i18n.text(lang, "ideas-status-name", &[("key", self.key.as_str().into())]).into_owned()
    }

    /// Whether staff may give it to an idea.
    #[must_use]
    pub fn can_be_given(&self) -> bool {
        !self.retired && self.key != MERGED
    }
}
