//! The SQL of merges.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use super::Pair;
use super::outlook::Votes;
use crate::clock::Timestamp;
use crate::db::schema::{idea_updates, ideas, merges, posts, topics};
use crate::db::{Conn, dialect, sql};
use crate::error::Result;
use crate::follows::{SubjectKind, Why};
use crate::ids::{MergeId, PostId, StatusId, TopicId, UpdateId, UserId};
use crate::policy::State;
use crate::topics::Topic;

/// An idea that became part of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct Merge {
    /// Its row.
    pub id: MergeId,
    /// Which idea.
    pub from: TopicId,
    /// Of which other.
    pub into: TopicId,
    /// Who decided so.
    pub by: UserId,
    /// What its status was until then.
    pub status_before: StatusId,
    /// Votes that came along.
    pub votes: i64,
    /// How many of them by people who counted there already.
    pub known: i64,
    /// Since when.
    pub at: Timestamp,
    /// Until when; none while it stands.
    pub undone_at: Option<Timestamp>,
}

type Columns = (
    merges::id,
    merges::from_id,
    merges::into_id,
    merges::by_id,
    merges::status_before,
    merges::votes_count,
    merges::known_count,
    merges::created_at,
    merges::undone_at,
);
const COLUMNS: Columns = (
    merges::id,
    merges::from_id,
    merges::into_id,
    merges::by_id,
    merges::status_before,
    merges::votes_count,
    merges::known_count,
    merges::created_at,
    merges::undone_at,
);

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// A merge, standing or not.
///
/// # Errors
/// When the database refuses.
pub fn find(c: &mut Conn, id: MergeId) -> Result<Option<Merge>> {
    Ok(merges::table.find(id).select(COLUMNS).first(c).optional()?)
}

/// Spelt out, for the indexes have it in their condition.
fn stands() -> diesel::expression::SqlLiteral<Bool> {
    diesel::dsl::sql::<Bool>("undone_at IS NULL")
}

/// The merge by which an idea is part of another now.
pub(super) fn standing_from(c: &mut Conn, from: TopicId) -> Result<Option<Merge>> {
    Ok(merges::table.filter(merges::from_id.eq(from)).filter(stands()).select(COLUMNS).first(c).optional()?)
}

/// The merges by which others are part of these ideas now, in no order.
pub(super) fn standing_into(c: &mut Conn, into: &[TopicId], most: usize) -> Result<Vec<Merge>> {
    Ok(merges::table
        .filter(merges::into_id.eq_any(into))
        .filter(stands())
        .limit(i64::try_from(most).unwrap_or(i64::MAX))
        .select(COLUMNS)
        .load(c)?)
}

/// The texts of these ideas, with how many remarks stand under each.
pub(super) fn posts_of(c: &mut Conn, topics: &[TopicId]) -> Result<Vec<(TopicId, PostId, i64)>> {
    Ok(ideas::table
        .inner_join(posts::table.on(posts::id.eq(ideas::post_id)))
        .filter(ideas::topic_id.eq_any(topics))
        .select((ideas::topic_id, ideas::post_id, posts::comments_count))
        .load(c)?)
}

/// Holds these posts, in the order of ids.
pub(super) fn lock_posts(tx: &mut Conn, posts: &[PostId]) -> Result<()> {
    let mut sorted = posts.to_vec();
    sorted.sort_unstable();
    sorted.into_iter().try_for_each(|post| dialect::lock_post(tx, post))
}

/// The votes on an idea as they stand; of who took theirs back too.
pub(super) fn standing(c: &mut Conn, post: PostId) -> Result<Votes> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        user_id: UserId,
        #[diesel(sql_type = BigInt)]
        value: i64,
        #[diesel(sql_type = BigInt)]
        cast_at: Timestamp,
    }
    let rows: Vec<Row> =
        sql("SELECT user_id, value, cast_at FROM standing_votes WHERE post_id = $1").bind(post.0).load(c)?;
    Ok(rows.into_iter().map(|row| (row.user_id, (row.value, row.cast_at))).collect())
}

pub(super) fn insert(
    tx: &mut Conn,
    (from, into): (TopicId, TopicId),
    (by, status_before): (UserId, StatusId),
    now: Timestamp,
) -> Result<MergeId> {
    Ok(diesel::insert_into(merges::table)
        .values((
            merges::from_id.eq(from),
            merges::into_id.eq(into),
            merges::by_id.eq(by),
            merges::status_before.eq(status_before),
            merges::created_at.eq(now),
        ))
        .returning(merges::id)
        .get_result(tx)?)
}

/// Copies the votes that stand on one idea to the other, in one statement; answers how many. Nobody votes on their own.
pub(super) fn copy_votes(tx: &mut Conn, merge: MergeId, pair: &Pair) -> Result<i64> {
    let copied = sql("INSERT INTO merged_votes (post_id, user_id, merge_id, value, cast_at, idea_id) \
         SELECT $1, s.user_id, $2, s.value, s.cast_at, $3 FROM standing_votes s \
         WHERE s.post_id = $4 AND s.value <> 0 AND s.user_id <> $5")
    .bind(pair.into_idea.post.0)
    .bind(merge.0)
    .bind(pair.into.id.0)
    .bind(pair.from_idea.post.0)
    .bind(pair.into.author.0)
    .execute(tx)?;
    Ok(i64::try_from(copied).unwrap_or(i64::MAX))
}

pub(super) fn count_copied(tx: &mut Conn, merge: MergeId, (votes, known): (i64, i64)) -> Result<()> {
    diesel::update(merges::table.find(merge))
        .set((merges::votes_count.eq(votes), merges::known_count.eq(known)))
        .execute(tx)?;
    Ok(())
}

/// Lets the followers of one idea, and its author, follow the other too, as much as they did; who follows that one
/// already keeps the level they chose there.
pub(super) fn copy_followers(
    tx: &mut Conn,
    merge: MergeId,
    (from, into): (&Topic, TopicId),
    now: Timestamp,
) -> Result<()> {
    sql("INSERT INTO follows (user_id, subject, subject_id, level, why, created_at, merge_id) \
         SELECT f.user_id, f.subject, $1, f.level, $2, $3, $4 FROM follows f \
         WHERE f.subject = $5 AND f.subject_id = $6 ON CONFLICT (user_id, subject, subject_id) DO NOTHING")
    .bind(into.0)
    .bind(Why::Merged.as_str())
    .bind(now.0)
    .bind(merge.0)
    .bind(SubjectKind::Topic.as_str())
    .bind(from.id.0)
    .execute(tx)?;
    sql("INSERT INTO follows (user_id, subject, subject_id, level, why, created_at, merge_id) \
         SELECT u.id, $1, $2, $3, $4, $5, $6 FROM users u WHERE u.id = $7 \
         ON CONFLICT (user_id, subject, subject_id) DO NOTHING")
    .bind(SubjectKind::Topic.as_str())
    .bind(into.0)
    .bind(SubjectKind::Topic.default_level().as_str())
    .bind(Why::Merged.as_str())
    .bind(now.0)
    .bind(merge.0)
    .bind(from.author.0)
    .execute(tx)?;
    Ok(())
}

/// How many would follow the other idea too.
pub(super) fn would_follow(c: &mut Conn, (from, into): (&Topic, TopicId)) -> Result<i64> {
    let found: Number =
        sql("SELECT count(*) AS number FROM follows f WHERE f.subject = 'topic' AND f.subject_id = $1 \
         AND NOT EXISTS (SELECT 1 FROM follows g WHERE g.user_id = f.user_id AND g.subject = 'topic' \
         AND g.subject_id = $2)")
        .bind(from.id.0)
        .bind(into.0)
        .get_result(c)?;
    Ok(found.number)
}

/// How many follow an idea by a merge alone.
pub(super) fn followers_of(c: &mut Conn, merge: MergeId) -> Result<i64> {
    let found: Number =
        sql("SELECT count(*) AS number FROM follows WHERE merge_id = $1").bind(merge.0).get_result(c)?;
    Ok(found.number)
}

/// The date that staff had named for the next word before this one.
pub(super) fn promised_before(c: &mut Conn, idea: TopicId, update: Option<UpdateId>) -> Result<Option<Timestamp>> {
    let Some(update) = update else { return Ok(None) };
    let before: Option<Option<Timestamp>> = idea_updates::table
        .filter(idea_updates::topic_id.eq(idea))
        .filter(idea_updates::id.lt(update))
        .order(idea_updates::id.desc())
        .select(idea_updates::next_word_at)
        .first(c)
        .optional()?;
    Ok(before.flatten())
}

/// The idea is part of another from now on: it stands in no list, nor among the leading ones.
pub(super) fn put_under(tx: &mut Conn, idea: TopicId) -> Result<()> {
    diesel::update(topics::table.find(idea)).set(topics::state.eq(State::Merged)).execute(tx)?;
    diesel::update(ideas::table.find(idea)).set(ideas::top_at.eq(None::<Timestamp>)).execute(tx)?;
    Ok(())
}

/// The idea is one of its own again, in the state of its text; what was done is done since it takes no votes.
pub(super) fn bring_back(tx: &mut Conn, idea: TopicId) -> Result<()> {
    sql("UPDATE topics SET state = (SELECT p.state FROM posts p JOIN ideas i ON i.post_id = p.id \
         WHERE i.topic_id = topics.id) WHERE id = $1")
    .bind(idea.0)
    .execute(tx)?;
    sql("UPDATE ideas SET done_at = (SELECT t.closed_at FROM topics t WHERE t.id = ideas.topic_id) \
         WHERE topic_id = $1 AND done_at IS NOT NULL")
    .bind(idea.0)
    .execute(tx)?;
    Ok(())
}

/// Notes that a merge stands no more.
pub(super) fn end(tx: &mut Conn, id: MergeId, by: UserId, now: Timestamp) -> Result<()> {
    diesel::update(merges::table.find(id))
        .set((merges::undone_at.eq(Some(now)), merges::undone_by.eq(Some(by))))
        .execute(tx)?;
    Ok(())
}

pub(super) fn take_votes_back(tx: &mut Conn, merge: MergeId) -> Result<()> {
    sql("DELETE FROM merged_votes WHERE merge_id = $1").bind(merge.0).execute(tx)?;
    Ok(())
}

/// Who follows by this merge follows no more, unless another merge that stands would have brought them too.
pub(super) fn take_followers_back(tx: &mut Conn, merge: &Merge) -> Result<()> {
    const OTHER: &str = "FROM merges m JOIN topics t ON t.id = m.from_id WHERE m.into_id = $1 AND m.undone_at IS NULL \
         AND (t.author_id = follows.user_id OR EXISTS (SELECT 1 FROM follows g WHERE g.user_id = follows.user_id \
         AND g.subject = 'topic' AND g.subject_id = m.from_id))";
    sql(format!("UPDATE follows SET merge_id = (SELECT min(m.id) {OTHER}) WHERE merge_id = $2"))
        .bind(merge.into.0)
        .bind(merge.id.0)
        .execute(tx)?;
    // Whom no other merge would have brought is left without one.
    sql("DELETE FROM follows WHERE subject = 'topic' AND subject_id = $1 AND why = 'merged' AND merge_id IS NULL")
        .bind(merge.into.0)
        .execute(tx)?;
    Ok(())
}

/// Counts votes for and against anew, each voter once.
pub(super) fn recount(tx: &mut Conn, topic: TopicId, post: PostId) -> Result<()> {
    sql("UPDATE posts SET ups = (SELECT count(*) FROM standing_votes s WHERE s.post_id = $1 AND s.value = 1), \
         downs = (SELECT count(*) FROM standing_votes s WHERE s.post_id = $1 AND s.value = -1) WHERE id = $1")
    .bind(post.0)
    .execute(tx)?;
    sql("UPDATE posts SET score = ups - downs WHERE id = $1").bind(post.0).execute(tx)?;
    sql("UPDATE topics SET score = (SELECT p.score FROM posts p WHERE p.id = $1) WHERE id = $2")
        .bind(post.0)
        .bind(topic.0)
        .execute(tx)?;
    Ok(())
}
