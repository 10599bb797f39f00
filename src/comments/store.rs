//! The SQL of comments.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};

use crate::clock::Timestamp;
use crate::db::schema::{comments, idea_extensions, posts};
use crate::db::{Conn, dialect, sql};
use crate::error::Result;
use crate::ids::{CommentId, PostId, UserId};
use crate::markdown::CommentBody;
use crate::policy::State;
use crate::topics::{Post, Topic};

/// A comment.
#[derive(Debug, Clone, Queryable)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct Comment {
    pub id: CommentId,
    pub post: PostId,
    pub author: UserId,
    pub source: String,
    pub html: String,
    pub ups: i64,
    pub state: State,
    pub created_at: Timestamp,
    pub edited_at: Option<Timestamp>,
}

/// A comment with its author.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct CommentRow {
    #[diesel(sql_type = BigInt)]
    pub id: CommentId,
    #[diesel(sql_type = BigInt)]
    pub post_id: PostId,
    #[diesel(sql_type = Text)]
    pub html: String,
    #[diesel(sql_type = BigInt)]
    pub ups: i64,
    #[diesel(sql_type = Text)]
    pub state: State,
    #[diesel(sql_type = BigInt)]
    pub created_at: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub edited_at: Option<i64>,
    #[diesel(sql_type = Bool)]
    pub by_staff: bool,
    #[diesel(sql_type = BigInt)]
    pub author_id: UserId,
    #[diesel(sql_type = Text)]
    pub handle: String,
    #[diesel(sql_type = Text)]
    pub display_name: String,
    #[diesel(sql_type = Text)]
    pub photo: String,
    #[diesel(sql_type = Text)]
    pub job_title: String,
    #[diesel(sql_type = Bool)]
    pub is_super: bool,
}

pub(super) fn find(c: &mut Conn, id: CommentId) -> Result<Option<Comment>> {
    Ok(comments::table
        .find(id)
        .select((
            comments::id,
            comments::post_id,
            comments::author_id,
            comments::source,
            comments::html,
            comments::ups,
            comments::state,
            comments::created_at,
            comments::edited_at,
        ))
        .first(c)
        .optional()?)
}

pub(super) fn insert(
    tx: &mut Conn,
    topic: &Topic,
    post: &Post,
    (author, by_staff): (UserId, bool),
    body: &CommentBody,
    now: Timestamp,
) -> Result<CommentId> {
    let id = diesel::insert_into(comments::table)
        .values((
            comments::topic_id.eq(topic.id),
            comments::post_id.eq(post.id),
            comments::author_id.eq(author),
            comments::by_staff.eq(by_staff),
            comments::source.eq(body.source()),
            comments::html.eq(body.html().as_str()),
            comments::state.eq(State::Visible),
            comments::created_at.eq(now),
        ))
        .returning(comments::id)
        .get_result(tx)?;
    diesel::update(posts::table.find(post.id)).set(posts::comments_count.eq(posts::comments_count + 1)).execute(tx)?;
    Ok(id)
}

pub(super) fn update(tx: &mut Conn, id: CommentId, body: &CommentBody, now: Timestamp) -> Result<()> {
    diesel::update(comments::table.find(id))
        .set((comments::source.eq(body.source()), comments::html.eq(body.html().as_str()), comments::edited_at.eq(now)))
        .execute(tx)?;
    Ok(())
}

pub(super) fn set_state(tx: &mut Conn, id: CommentId, post: PostId, state: State) -> Result<()> {
    diesel::update(comments::table.find(id)).set(comments::state.eq(state)).execute(tx)?;
    let visible: i64 = comments::table
        .filter(comments::post_id.eq(post))
        .filter(comments::state.eq(State::Visible))
        .count()
        .get_result(tx)?;
    diesel::update(posts::table.find(post)).set(posts::comments_count.eq(visible)).execute(tx)?;
    Ok(())
}

const COLUMNS: &str = "c.id, c.post_id, c.html, c.ups, c.state, c.created_at, c.edited_at, c.by_staff, c.author_id, \
     u.handle, u.display_name, u.photo, u.job_title, u.is_super";

/// The first visible comments of each of these posts, oldest first, [`super::SHOWN`] of each.
///
/// # Errors
/// When the database refuses.
pub fn of_posts(c: &mut Conn, on: &[PostId]) -> Result<Vec<CommentRow>> {
    let mut rows = first_of(c, on, (CommentId(0), super::SHOWN))?;
    rows.sort_unstable_by_key(|row| (row.post_id, row.id));
    Ok(rows)
}

/// The visible comments of all of these posts together, oldest first, after a comment and at most so many.
///
/// # Errors
/// When the database refuses.
pub fn of_many(c: &mut Conn, on: &[PostId], (after, most): (CommentId, usize)) -> Result<Vec<CommentRow>> {
    let mut rows = first_of(c, on, (after, most))?;
    rows.sort_unstable_by_key(|row| row.id);
    rows.truncate(most);
    Ok(rows)
}

/// Of each post the first comments after one.
fn first_of(c: &mut Conn, on: &[PostId], (after, most): (CommentId, usize)) -> Result<Vec<CommentRow>> {
    if on.is_empty() {
        return Ok(Vec::new());
    }
    // A walk for each post that ends after its first comments; numbering all of them would read them all.
    let first = dialect::is_one_of(
        c,
        "c.id",
        "SELECT x.id FROM comments x WHERE x.post_id = p.id AND x.state = 'visible' AND x.id > $1 ORDER BY x.id",
        most,
    );
    Ok(sql(format!(
        "SELECT {COLUMNS} FROM posts p JOIN comments c ON {first} JOIN users u ON u.id = c.author_id WHERE p.id IN ($2)"
    ))
    .bind(after.0)
    .bind(on.iter().map(|id| id.0).collect::<Vec<_>>())
    .load(c)?)
}

/// Which of these comments became part of the idea that they stand under.
pub(super) fn extending(c: &mut Conn, comments: &[CommentId]) -> Result<Vec<CommentId>> {
    Ok(idea_extensions::table
        .filter(idea_extensions::comment_id.eq_any(comments))
        .select(idea_extensions::comment_id)
        .load(c)?)
}

/// A page of the comments of one post, oldest first, after a comment: the visible ones, and the removed ones too for
/// those who may see them.
///
/// # Errors
/// When the database refuses.
pub fn of_post(c: &mut Conn, post: PostId, after: CommentId, with_removed: bool) -> Result<Vec<CommentRow>> {
    let state = if with_removed { "" } else { " AND c.state = 'visible'" };
    let limit = super::PAGE + 1;
    Ok(sql(format!(
        "SELECT {COLUMNS} FROM comments c JOIN users u ON u.id = c.author_id \
         WHERE c.post_id = $1{state} AND c.id > $2 ORDER BY c.id LIMIT {limit}"
    ))
    .bind(post.0)
    .bind(after.0)
    .load(c)?)
}
