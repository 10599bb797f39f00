//! Topics and posts: what questions, ideas and articles share.
//!
//! A *topic* has a title, a board and counters; a *post* is a text in it. Whatever changes a post's or a topic's state
//! goes through [`set_state`], so that every counter changes with it; [`counters`] defines each counter once, for
//! that and for `talka verify`.

mod by_author;
pub mod counters;
mod form;
mod history;
mod linking;
mod list;
pub mod merges;
mod open;
mod places;
mod posts;
mod read;
mod revise;
mod state;
mod store;
pub mod tagging;
mod titled;
mod view;
mod views;
pub mod web;

pub use by_author::{AnswerView, answers_by};
pub use form::{MAX_TAGS, TopicForm, Wording};
pub use history::{Origin, RevisionRow, origins, revision_texts, revisions};
pub use linking::check_links;
pub use list::{Cursor, ListPage, Order, Scope, list, rows};
pub use open::open;
pub use places::boards;
pub use posts::{Answers, PostRow, SortAnswers, answers, own_row, removed_answers};
pub use read::{held, held_post, hold_post, hold_post_and, readable, readable_post};
pub use revise::{Editor, QuestionRevision, Revised, Revision, Stale, Suggested, revise};
pub use state::{set_abuse, set_state};
pub use store::{
    NewPost, NewTopic, Post, Topic, add_views, audience_of, author_name, facts, insert_post, insert_topic, load,
    load_post, own_post, post_facts, touch,
};
pub use titled::{Titled, titled};
pub use view::{BoardView, TagView, TopicRow, TopicView, author_view};
pub use views::{Views, is_robot};

use crate::ids::{PostId, TopicId};
use crate::policy::{PostKind, TopicKind};

/// Topics on a page of a list.
pub const PAGE: usize = 30;
/// Answers on a page of a question.
pub const ANSWERS_PAGE: usize = 20;
/// Characters of a question's text in lists.
pub const EXCERPT: usize = 200;

/// The path of a topic.
#[must_use]
pub fn path(kind: TopicKind, id: TopicId, slug: &str) -> String {
    match kind {
        TopicKind::Question => format!("/questions/{id}/{slug}"),
        TopicKind::Article => format!("/articles/{id}/{slug}"),
        TopicKind::Idea => format!("/ideas/{id}/{slug}"),
    }
}

/// The anchor of a post in its topic: `q` for the question, `a12` for an answer, `article` and `idea` for those.
#[must_use]
pub fn anchor(kind: PostKind, id: PostId) -> String {
    match kind {
        PostKind::Question => "q".into(),
        PostKind::Answer => format!("a{id}"),
        PostKind::Article => "article".into(),
        PostKind::Idea => "idea".into(),
    }
}

/// The tags of a topic, as stored in its row: slugs with spaces between.
#[must_use]
pub fn split_tags(stored: &str) -> Vec<String> {
    stored.split_whitespace().map(ToOwned::to_owned).collect()
}
