//! The SQL of feeds. Each of these reads only what everybody may read.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::ENTRIES;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{boards, posts, tags, topic_tags, topics, users};
use crate::error::Result;
use crate::ids::{BoardId, PostId, TagId, TopicId, UserId};
use crate::policy::{PostKind, State};

/// The texts of these questions.
pub(super) fn question_texts(c: &mut Conn, ids: &[TopicId]) -> Result<HashMap<TopicId, String>> {
    let rows: Vec<(TopicId, String)> = posts::table
        .inner_join(topics::table)
        .filter(posts::topic_id.eq_any(ids))
        .filter(posts::kind.eq(PostKind::Question))
        .filter(posts::state.eq(State::Visible))
        .filter(topics::state.eq(State::Visible))
        .filter(topics::audience.eq(0))
        .select((posts::topic_id, posts::html))
        .load(c)?;
    Ok(rows.into_iter().collect())
}

/// Which posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostsOf {
    /// The text of one question.
    Question(TopicId),
    /// The newest answers to one question.
    AnswersTo(TopicId),
    /// The newest answers of one member.
    AnswersBy(UserId),
    /// The answers that were accepted last.
    Accepted,
}

/// A post with its question and its author.
#[derive(Debug, QueryableByName)]
pub(super) struct PostRow {
    #[diesel(sql_type = BigInt)]
    pub id: PostId,
    #[diesel(sql_type = BigInt)]
    pub topic_id: TopicId,
    #[diesel(sql_type = Text)]
    pub kind: PostKind,
    #[diesel(sql_type = Text)]
    pub html: String,
    #[diesel(sql_type = BigInt)]
    pub created_at: Timestamp,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub edited_at: Option<Timestamp>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub accepted_at: Option<Timestamp>,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Text)]
    pub lang: String,
    #[diesel(sql_type = Text)]
    pub tags: String,
    #[diesel(sql_type = BigInt)]
    pub updated_at: Timestamp,
    #[diesel(sql_type = Text)]
    pub handle: String,
    #[diesel(sql_type = Text)]
    pub display_name: String,
}

/// The statement behind [`posts`]; its only parameter is the question or the member, where there is one.
///
/// The unary plus keeps the audience from choosing the index: the walk is along the posts.
#[must_use]
pub fn posts_sql(of: PostsOf) -> String {
    let (which, latest) = match of {
        PostsOf::Question(_) => ("p.topic_id = $1 AND p.kind = 'question'", "p.created_at"),
        PostsOf::AnswersTo(_) => ("p.topic_id = $1 AND p.kind = 'answer'", "p.created_at"),
        PostsOf::AnswersBy(_) => ("p.author_id = $1 AND p.kind = 'answer'", "p.created_at"),
        PostsOf::Accepted => ("p.accepted AND p.kind = 'answer'", "p.accepted_at"),
    };
    format!(
        "SELECT p.id, p.topic_id, p.kind, p.html, p.created_at, p.edited_at, p.accepted_at, t.title, t.slug, t.lang, \
         t.tags, t.updated_at, u.handle, u.display_name \
         FROM posts p JOIN topics t ON t.id = p.topic_id JOIN users u ON u.id = p.author_id \
         WHERE {which} AND p.state = 'visible' AND t.state = 'visible' AND +t.audience = 0 \
         ORDER BY {latest} DESC, p.id DESC LIMIT {ENTRIES}"
    )
}

pub(super) fn posts(c: &mut Conn, of: PostsOf) -> Result<Vec<PostRow>> {
    let query = diesel::sql_query(posts_sql(of));
    Ok(match of {
        PostsOf::Question(TopicId(id)) | PostsOf::AnswersTo(TopicId(id)) | PostsOf::AnswersBy(UserId(id)) => {
            query.bind::<BigInt, _>(id).load(c)?
        }
        PostsOf::Accepted => query.load(c)?,
    })
}

/// A board that everybody may read.
#[derive(Debug, Queryable)]
pub(super) struct Board {
    pub id: BoardId,
    pub slug: String,
    pub name: String,
}

pub(super) fn open_board(c: &mut Conn, slug: &str) -> Result<Option<Board>> {
    Ok(boards::table
        .filter(boards::slug.eq(slug))
        .filter(boards::kind.eq("questions"))
        .filter(boards::restricted.eq(false))
        .select((boards::id, boards::slug, boards::name))
        .first(c)
        .optional()?)
}

/// The boards on which something new may come, in their order.
pub(super) fn open_boards(c: &mut Conn) -> Result<Vec<Board>> {
    Ok(boards::table
        .filter(boards::kind.eq("questions"))
        .filter(boards::restricted.eq(false))
        .filter(boards::retired_at.is_null())
        .order((boards::position, boards::id))
        .select((boards::id, boards::slug, boards::name))
        .load(c)?)
}

/// A tag, if a public question has it.
pub(super) fn public_tag(c: &mut Conn, slug: &str) -> Result<Option<TagId>> {
    let used = topic_tags::table
        .filter(topic_tags::tag_id.eq(tags::id))
        .filter(topic_tags::audience.eq(0))
        .filter(topic_tags::state.eq("visible"));
    Ok(tags::table
        .filter(tags::slug.eq(slug))
        .filter(diesel::dsl::exists(used))
        .select(tags::id)
        .first(c)
        .optional()?)
}

/// A member as their feed shows them.
#[derive(Debug, Queryable)]
pub(super) struct Profile {
    pub id: UserId,
    pub handle: String,
    pub name: String,
    pub verified_at: Option<Timestamp>,
    pub imported: bool,
}

/// A member by the skeleton of the handle.
pub(super) fn member(c: &mut Conn, handle_key: &str) -> Result<Option<Profile>> {
    Ok(users::table
        .filter(users::handle_key.eq(handle_key))
        .select((users::id, users::handle, users::display_name, users::email_verified_at, users::imported))
        .first(c)
        .optional()?)
}
