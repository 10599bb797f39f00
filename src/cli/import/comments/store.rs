//! The SQL of comments.

use diesel::prelude::*;

use crate::both;
use crate::cli::import::store::ROWS;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{comment_votes, comments, posts};
use crate::error::Result;
use crate::ids::{CommentId, PostId, TopicId, UserId};
use crate::policy::State;

/// A remark.
#[derive(Debug, Insertable)]
#[diesel(table_name = comments)]
pub struct NewComment {
    pub topic_id: TopicId,
    pub post_id: PostId,
    pub author_id: UserId,
    pub source: String,
    pub html: String,
    pub ups: i64,
    pub state: State,
    pub created_at: Timestamp,
}

/// Writes a comment and counts it on its post.
pub fn insert_comment(conn: &mut Conn, comment: &NewComment) -> Result<CommentId> {
    diesel::update(posts::table.filter(posts::id.eq(comment.post_id)))
        .set(posts::comments_count.eq(posts::comments_count + 1))
        .execute(conn)?;
    Ok(diesel::insert_into(comments::table).values(comment).returning(comments::id).get_result(conn)?)
}

/// A vote for a comment.
#[derive(Debug, Insertable)]
#[diesel(table_name = comment_votes)]
pub struct NewCommentVote {
    pub comment_id: CommentId,
    pub user_id: UserId,
    pub receiver_id: UserId,
    pub value: i64,
    pub day: i64,
    pub cast_at: Timestamp,
}

/// Writes votes for comments; [`NewComment::ups`] has counted them.
pub fn insert_comment_votes(conn: &mut Conn, rows: &[NewCommentVote]) -> Result<()> {
    for rows in rows.chunks(ROWS) {
        both!(conn, c => diesel::insert_into(comment_votes::table).values(rows).execute(c))?;
    }
    Ok(())
}
