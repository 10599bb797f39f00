//! Articles: texts that staff stand by. Each has an owner and a date on which it is looked through again; it may be
//! part of a series, and it may be made of a solved question, whose people are then named.
//!
//! The topic, its text, its history, votes and remarks are those of every topic; a row of `articles` has the rest.

mod credits;
mod faq;
mod keep;
mod series;
mod store;
pub mod web;
mod write;

use crate::clock::Timestamp;
use crate::ids::{SeriesId, TopicId, UserId};

pub use credits::{Credit, Credited, Made, credit, made_of};
pub use faq::{Asked, FAQ, faq, faq_languages};
pub use keep::{Keeping, keep, still_right, tell_due};
pub use series::{Part, Series, SeriesWords, by_slug, make_series, parts, series, set_parts, word_series};
pub use store::{Due, due};
pub use write::{NewArticle, suggestion, write};

/// Days until an article is looked through again, unless somebody says otherwise.
pub const REVIEW_DAYS: u64 = 180;
/// The longest that one may wait with it.
pub const MAX_REVIEW_DAYS: u64 = 730;
/// Articles that are due, on a page.
pub const PAGE: usize = 30;
/// Parts of a series at most: a page shows them all.
pub const MAX_PARTS: usize = 50;
/// Series of a site at most: a form lists them all.
pub const MAX_SERIES: usize = 200;
/// Accepted answers that are named under an article at most.
pub const MAX_CREDITED: usize = 10;

/// What is known of an article besides its topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Its topic.
    pub topic: TopicId,
    /// Who looks after it.
    pub owner: UserId,
    /// When it is looked through again.
    pub review_at: Timestamp,
    /// The series it is part of.
    pub series: Option<SeriesId>,
}
