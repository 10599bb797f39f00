//! What staff say of an idea: its status, the reason, who looks after it, and when the next word comes.
//!
//! An update is never changed: a correction is another one that names it. With it, in one transaction: the idea's row,
//! whether it takes votes, one event for all who want to hear, and a line in the audit table.
//!
//! A refusal is owed a reason of its own: [`MIN_REASON`] letters, in words that no other refusal has used.

mod form;
mod many;
mod say;
mod store;
mod view;
pub mod web;
mod words;

use crate::ids::UpdateId;

pub use form::{UpdateForm, Word};
pub use many::{Many, say_of_all};
pub use say::{Entry, Said, append, say};
pub use store::{UpdateRow, by_ids, timeline};
pub use view::{Timeline, UpdateView, latest, page, show, views};

/// Letters and digits that the reason for a refusal has at least, a gap between words counted as one.
pub const MIN_REASON: usize = 40;
/// Days ahead that the next word may be promised for.
pub const MAX_DAYS: i64 = 90;
/// Ideas that get one update at once.
pub const MAX_MANY: usize = 50;
/// Updates on a page of a timeline.
pub const PAGE: usize = 20;
/// Characters of an update in lists.
pub const EXCERPT: usize = 240;

/// The anchor of an update on its idea's page.
#[must_use]
pub fn anchor(id: UpdateId) -> String {
    format!("u{id}")
}
