//! The SQL of votes.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::both;
use crate::cli::import::posts::store::Post;
use crate::cli::import::store::{Kind, ROWS};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{import_map, posts, topics, users, votes};
use crate::error::Result;
use crate::ids::{PostId, UserId};
use crate::policy::PostKind;

/// Somebody to whom votes may be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct Voter {
    /// When they joined.
    pub joined: Timestamp,
    /// Who.
    pub id: UserId,
}

/// The first `most` people of Users.xml by the time they joined, without the site's own process (number -1).
pub fn voters(conn: &mut Conn, source: &str, most: i64) -> Result<Vec<Voter>> {
    Ok(import_map::table
        .inner_join(users::table.on(users::id.eq(import_map::local_id)))
        .filter(import_map::source.eq(source))
        .filter(import_map::kind.eq(Kind::User))
        .filter(import_map::foreign_id.ne("-1"))
        .order((users::created_at, users::id))
        .limit(most)
        .select((users::created_at, users::id))
        .load(conn)?)
}

/// A vote that is there.
#[derive(Debug, Clone, Copy, Queryable)]
pub struct Cast {
    /// On what.
    pub post: PostId,
    /// By whom.
    pub by: UserId,
    /// 1 up, -1 down, 0 taken back.
    pub value: i64,
    /// By an import.
    pub imported: bool,
}

/// The votes on posts.
pub fn cast(conn: &mut Conn, on: &[PostId]) -> Result<Vec<Cast>> {
    Ok(votes::table
        .filter(votes::post_id.eq_any(on))
        .select((votes::post_id, votes::user_id, votes::value, votes::imported))
        .load(conn)?)
}

/// A vote for or against a post.
#[derive(Debug, Insertable)]
#[diesel(table_name = votes)]
pub struct NewVote {
    pub post_id: PostId,
    pub user_id: UserId,
    pub receiver_id: UserId,
    pub value: i64,
    pub day: i64,
    pub cast_at: Timestamp,
    pub imported: bool,
}

/// Writes votes and counts them on their posts, and on the topics of questions.
pub fn insert_votes(conn: &mut Conn, rows: &[NewVote], posts: &HashMap<PostId, Post>) -> Result<()> {
    let mut sums: HashMap<PostId, (i64, i64)> = HashMap::new();
    for vote in rows {
        let (ups, downs) = sums.entry(vote.post_id).or_default();
        if vote.value > 0 { *ups += 1 } else { *downs += 1 }
    }
    for rows in rows.chunks(ROWS) {
        both!(conn, c => diesel::insert_into(votes::table).values(rows).execute(c))?;
    }
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_unstable_by_key(|(post, _)| *post);
    for (post, (ups, downs)) in sums {
        diesel::update(posts::table.filter(posts::id.eq(post)))
            .set((
                posts::ups.eq(posts::ups + ups),
                posts::downs.eq(posts::downs + downs),
                posts::score.eq(posts::score + (ups - downs)),
            ))
            .execute(conn)?;
        if let Some(Post { kind: PostKind::Question, topic, .. }) = posts.get(&post) {
            diesel::update(topics::table.filter(topics::id.eq(*topic)))
                .set(topics::score.eq(topics::score + (ups - downs)))
                .execute(conn)?;
        }
    }
    Ok(())
}
