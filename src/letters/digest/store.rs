//! The SQL of digests.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::Upto;
use crate::clock::Timestamp;
use crate::db::schema::mailboxes;
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{BoardId, CommentId, PostId, TagId, TopicId, UpdateId, UserId};
use crate::notify::Kind;

/// Entries of an inbox that a digest looks at, the newest.
const ENTRIES: i64 = 200;
/// Answers from which somebody's tags are read.
const LATEST_ANSWERS: i64 = 20;
/// Follows of tags, and of boards, that a digest looks at.
const FOLLOWS: i64 = 10;
/// Accepted answers of a week among which the best are found.
const LATEST_ACCEPTED: i64 = 60;

/// A mailbox whose digest is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub(super) struct Due {
    pub user: UserId,
    pub at: Timestamp,
    pub seen_at: Timestamp,
    pub daily_upto: i64,
    pub weekly_upto: i64,
}

/// The next mailboxes after this one, in the order in which they are due.
pub(super) fn due(c: &mut Conn, now: Timestamp, after: Due, limit: i64) -> Result<Vec<Due>> {
    let rows: Vec<(UserId, Option<Timestamp>, Timestamp, i64, i64)> = mailboxes::table
        .filter(mailboxes::next_digest_at.is_not_null())
        .filter(mailboxes::next_digest_at.le(now))
        .filter(
            mailboxes::next_digest_at
                .gt(after.at)
                .or(mailboxes::next_digest_at.eq(after.at).and(mailboxes::user_id.gt(after.user))),
        )
        .order((mailboxes::next_digest_at, mailboxes::user_id))
        .limit(limit)
        .select((
            mailboxes::user_id,
            mailboxes::next_digest_at,
            mailboxes::seen_at,
            mailboxes::daily_upto,
            mailboxes::weekly_upto,
        ))
        .load(c)?;
    let of = |(user, at, seen_at, daily_upto, weekly_upto): (_, Option<_>, _, _, _)| {
        Some(Due { user, at: at?, seen_at, daily_upto, weekly_upto })
    };
    Ok(rows.into_iter().filter_map(of).collect())
}

/// Sets when a mailbox is due next; answers whether it was still due at the same moment, so that it is served once.
pub(super) fn claim(tx: &mut Conn, due: Due, next: Option<Timestamp>, upto: Option<Upto>) -> Result<bool> {
    let (daily, weekly) = upto.map_or((due.daily_upto, due.weekly_upto), |upto| (upto.daily, upto.weekly));
    let still = mailboxes::table.filter(mailboxes::user_id.eq(due.user)).filter(mailboxes::next_digest_at.eq(due.at));
    let claimed = diesel::update(still)
        .set((mailboxes::next_digest_at.eq(next), mailboxes::daily_upto.eq(daily), mailboxes::weekly_upto.eq(weekly)))
        .execute(tx)?;
    Ok(claimed == 1)
}

/// An unread entry of an inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub(super) struct Entry {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = BigInt)]
    pub topic_id: TopicId,
    #[diesel(sql_type = Text)]
    pub kind: Kind,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub post_id: Option<PostId>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub comment_id: Option<CommentId>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub update_id: Option<UpdateId>,
}

/// The unread entries that no digest has told yet, newest first.
pub(super) fn entries(c: &mut Conn, due: Due) -> Result<Vec<Entry>> {
    Ok(sql("SELECT i.id, i.topic_id, i.kind, e.post_id, e.comment_id, e.update_id FROM inbox i JOIN events e ON e.id = i.event_id \
         WHERE i.user_id = $1 AND i.read_at IS NULL AND i.id > $2 ORDER BY i.id DESC LIMIT $3")
    .bind(due.user.0)
    .bind(due.daily_upto.min(due.weekly_upto))
    .bind(ENTRIES)
    .load(c)?)
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Tags and boards that somebody follows, the latest first; mutes are none.
pub(super) fn followed(c: &mut Conn, user: UserId) -> Result<(Vec<TagId>, Vec<BoardId>)> {
    let mut of = |subject: &str| {
        sql("SELECT subject_id AS id FROM follows WHERE user_id = $1 AND subject = $2 AND level <> 'muted' \
             ORDER BY created_at DESC, subject_id DESC LIMIT $3")
        .bind(user.0)
        .bind(subject)
        .bind(FOLLOWS)
        .load::<Id>(c)
    };
    let (tags, boards) = (of("tag")?, of("board")?);
    Ok((tags.into_iter().map(|row| TagId(row.id)).collect(), boards.into_iter().map(|row| BoardId(row.id)).collect()))
}

/// The tags of what somebody has answered lately, one for each time.
pub(super) fn answered_tags(c: &mut Conn, user: UserId, audience: i64, since: Timestamp) -> Result<Vec<TagId>> {
    let topics: Vec<Id> = sql("SELECT topic_id AS id FROM posts WHERE author_id = $1 AND kind = 'answer' \
         AND state = 'visible' AND audience = $2 AND created_at > $3 ORDER BY created_at DESC LIMIT $4")
    .bind(user.0)
    .bind(audience)
    .bind(since.0)
    .bind(LATEST_ANSWERS)
    .load(c)?;
    if topics.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Id> = sql("SELECT tag_id AS id FROM topic_tags WHERE topic_id IN ($1)")
        .bind(topics.into_iter().map(|row| row.id).collect::<Vec<_>>())
        .load(c)?;
    Ok(rows.into_iter().map(|row| TagId(row.id)).collect())
}

/// Which of these topics somebody has heard of and read about.
pub(super) fn read_among(c: &mut Conn, user: UserId, topics: &[TopicId]) -> Result<Vec<TopicId>> {
    let rows: Vec<Id> = sql("SELECT DISTINCT topic_id AS id FROM inbox \
         WHERE user_id = $1 AND topic_id IN ($2) AND read_at IS NOT NULL")
    .bind(user.0)
    .bind(topics.iter().map(|id| id.0).collect::<Vec<_>>())
    .load(c)?;
    Ok(rows.into_iter().map(|row| TopicId(row.id)).collect())
}

/// An answer that was accepted lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub(super) struct Accepted {
    #[diesel(sql_type = BigInt)]
    pub id: PostId,
    #[diesel(sql_type = BigInt)]
    pub author_id: UserId,
    #[diesel(sql_type = BigInt)]
    pub score: i64,
}

/// The latest answers that were accepted since, of one audience.
pub(super) fn accepted(c: &mut Conn, audience: i64, since: Timestamp) -> Result<Vec<Accepted>> {
    Ok(sql("SELECT id, author_id, score FROM posts WHERE audience = $1 AND state = 'visible' AND accepted \
         AND accepted_at > $2 ORDER BY accepted_at DESC, id DESC LIMIT $3")
    .bind(audience)
    .bind(since.0)
    .bind(LATEST_ACCEPTED)
    .load(c)?)
}
