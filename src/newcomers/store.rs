//! The SQL of what somebody new has written.

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::clock::Timestamp;
use crate::db::schema::topics;
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::UserId;

/// When they began topics, the latest first, at most so many.
pub(super) fn topics(c: &mut Conn, user: UserId, most: i64) -> Result<Vec<Timestamp>> {
    Ok(topics::table
        .filter(topics::author_id.eq(user))
        .order(topics::created_at.desc())
        .limit(most)
        .select(topics::created_at)
        .load(c)?)
}

/// When they replied to others, the latest first, at most so many.
pub(super) fn replies(c: &mut Conn, user: UserId, most: i64) -> Result<Vec<Timestamp>> {
    #[derive(QueryableByName)]
    struct Reply {
        #[diesel(sql_type = BigInt)]
        at: Timestamp,
    }
    let replies: Vec<Reply> = sql("SELECT p.created_at AS at FROM posts p JOIN topics t ON t.id = p.topic_id \
         WHERE p.author_id = $1 AND p.kind = 'answer' AND t.author_id <> $1 UNION ALL \
         SELECT c.created_at AS at FROM comments c JOIN topics t ON t.id = c.topic_id \
         WHERE c.author_id = $1 AND t.author_id <> $1 ORDER BY at DESC LIMIT $2")
    .bind(user.0)
    .bind(most)
    .load(c)?;
    Ok(replies.into_iter().map(|reply| reply.at).collect())
}
