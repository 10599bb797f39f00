//! Topics as lists show them.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};
use serde::Serialize;

use crate::ids::{TopicId, UserId};
use crate::policy::TopicKind;
use crate::web::{MemberView, member_view};

/// A row of a list, as the query answers it.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct TopicRow {
    #[diesel(sql_type = BigInt)]
    pub id: TopicId,
    #[diesel(sql_type = Text)]
    pub kind: TopicKind,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Text)]
    pub lang: String,
    #[diesel(sql_type = Text)]
    pub tags: String,
    #[diesel(sql_type = Text)]
    pub excerpt: String,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub closed_at: Option<i64>,
    #[diesel(sql_type = BigInt)]
    pub score: i64,
    #[diesel(sql_type = BigInt)]
    pub answers_count: i64,
    #[diesel(sql_type = BigInt)]
    pub accepted_count: i64,
    #[diesel(sql_type = Bool)]
    pub staff_replied: bool,
    #[diesel(sql_type = BigInt)]
    pub metoo_count: i64,
    #[diesel(sql_type = BigInt)]
    pub views: i64,
    #[diesel(sql_type = BigInt)]
    pub created_at: i64,
    #[diesel(sql_type = BigInt)]
    pub updated_at: i64,
    #[diesel(sql_type = BigInt)]
    pub active_at: i64,
    #[diesel(sql_type = BigInt)]
    pub author_id: UserId,
    #[diesel(sql_type = Text)]
    pub handle: String,
    #[diesel(sql_type = Text)]
    pub display_name: String,
    #[diesel(sql_type = Text)]
    pub photo: String,
    #[diesel(sql_type = Bool)]
    pub is_staff: bool,
    #[diesel(sql_type = Text)]
    pub job_title: String,
    #[diesel(sql_type = Bool)]
    pub is_super: bool,
    #[diesel(sql_type = Text)]
    pub board_slug: String,
    #[diesel(sql_type = Text)]
    pub board_name: String,
    #[diesel(sql_type = BigInt)]
    pub board_hue: i64,
}

/// A tag as pages show it.
#[derive(Debug, Clone, Serialize)]
pub struct TagView {
    /// Its slug, which is its name.
    pub name: String,
    /// Its page.
    pub url: String,
}

impl TagView {
    /// Of a slug.
    #[must_use]
    pub fn of(slug: &str) -> Self {
        let encoded: String = url::form_urlencoded::byte_serialize(slug.as_bytes()).collect();
        Self { name: slug.to_owned(), url: format!("/tags/{encoded}") }
    }

    /// Of a topic's stored tags.
    #[must_use]
    pub fn all(stored: &str) -> Vec<Self> {
        stored.split_whitespace().map(Self::of).collect()
    }
}

/// A board as pages show it.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "as in its migration")]
pub struct BoardView {
    pub name: String,
    pub url: String,
    pub hue: i64,
}

impl BoardView {
    /// Of its columns.
    #[must_use]
    pub fn of(slug: &str, name: &str, hue: i64) -> Self {
        Self { name: name.to_owned(), url: format!("/boards/{slug}"), hue }
    }
}

/// A topic as `ui.question` takes it.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "described by the component ui.question")]
pub struct TopicView {
    pub kind: &'static str,
    pub url: String,
    pub title: String,
    pub excerpt: String,
    pub lang: String,
    pub author: MemberView,
    pub active_at: i64,
    pub answers: i64,
    pub score: i64,
    pub solved: bool,
    pub staff_replied: bool,
    pub tags: Vec<TagView>,
    pub board: BoardView,
    pub closed: bool,
    pub hidden: bool,
    pub deleted: bool,
    pub metoo: i64,
    /// Since when it waits for an answer, in a list of what does; else 0.
    pub waiting: i64,
}

/// The author of a row.
#[must_use]
pub fn author_view(row: &TopicRow) -> MemberView {
    member_view(
        row.author_id,
        row.handle.clone(),
        row.display_name.clone(),
        &row.photo,
        row.is_staff,
        row.job_title.clone(),
    )
    .super_user(row.is_super)
}

impl From<TopicRow> for TopicView {
    fn from(row: TopicRow) -> Self {
        Self {
            kind: row.kind.as_str(),
            url: super::path(row.kind, row.id, &row.slug),
            author: author_view(&row),
            excerpt: row.excerpt,
            lang: row.lang,
            active_at: row.active_at,
            answers: row.answers_count,
            score: row.score,
            solved: row.accepted_count > 0,
            staff_replied: row.staff_replied,
            tags: TagView::all(&row.tags),
            board: BoardView::of(&row.board_slug, &row.board_name, row.board_hue),
            closed: row.closed_at.is_some(),
            hidden: row.state == "hidden",
            deleted: row.state == "deleted",
            metoo: row.metoo_count,
            waiting: 0,
            title: row.title,
        }
    }
}
