//! The SQL of badges.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use super::{Fact, Holder};
use crate::clock::Timestamp;
use crate::db::schema::{badge_awards, badge_counts, posts, users, walks};
use crate::db::{Conn, dialect, sql};
use crate::error::Result;
use crate::ids::{PostId, TopicId, UserId};
use crate::policy::{PostKind, State};
use crate::settings::Cause;
use crate::web::member_view;

/// How many of the latest answers or edits of a member are looked through for what few of them are.
const LATEST: usize = 1_000;

/// What was counted, up to and with a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Straw {
    pub(super) count: i64,
    pub(super) topic: TopicId,
    pub(super) post: PostId,
}

/// What counts for a fact, at most so much of it, each post with the count that it makes.
pub(super) fn straws(c: &mut Conn, user: UserId, fact: Fact, most: i64) -> Result<Vec<Straw>> {
    match fact {
        Fact::Accepted => events(c, user, Cause::Accepted, most),
        Fact::Accepting => events(c, user, Cause::Accepting, most),
        Fact::Delivered => events(c, user, Cause::Delivered, most),
        Fact::Suggestions => events(c, user, Cause::Suggestion, most),
        Fact::Helped => helped(c, user, most),
        Fact::AnswerScore => best(c, user, PostKind::Answer),
        Fact::QuestionScore => best(c, user, PostKind::Question),
        Fact::IdeaScore => best(c, user, PostKind::Idea),
        Fact::Questions => questions(c, user, most),
        Fact::Edits => edits(c, user, most),
        Fact::Articles => articles(c, user, most),
        Fact::Sources => sources(c, user, most),
        Fact::Shared => shared(c, user, most),
    }
}

/// One after the other.
fn counted(rows: Vec<(TopicId, PostId)>) -> Vec<Straw> {
    (1..).zip(rows).map(|(count, (topic, post))| Straw { count, topic, post }).collect()
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = BigInt)]
    topic_id: TopicId,
    #[diesel(sql_type = BigInt)]
    post_id: PostId,
}

impl Found {
    fn counted(rows: Vec<Self>) -> Vec<Straw> {
        counted(rows.into_iter().map(|row| (row.topic_id, row.post_id)).collect())
    }
}

/// Events of a cause that stand, the oldest first. The causes are spelt out, as the index names them.
fn events(c: &mut Conn, user: UserId, cause: Cause, most: i64) -> Result<Vec<Straw>> {
    let rows: Vec<Found> =
        sql("SELECT p.topic_id, e.post_id FROM reputation_events e JOIN posts p ON p.id = e.post_id \
         WHERE e.user_id = $1 AND e.kind = $2 \
         AND e.kind IN ('accepted', 'accepting', 'delivered', 'suggestion', 'abuse') AND e.number % 2 = 1 \
         AND NOT EXISTS (SELECT 1 FROM reputation_events l WHERE l.post_id = e.post_id AND l.kind = e.kind \
         AND l.user_id = e.user_id AND l.cause_id = e.cause_id AND l.number = e.number + 1) \
         ORDER BY e.day, e.id LIMIT $3")
        .bind(user.0)
        .bind(cause.as_str())
        .bind(most)
        .load(c)?;
    Ok(Found::counted(rows))
}

/// Those whose questions were answered, each with the latest of these answers.
fn helped(c: &mut Conn, user: UserId, most: i64) -> Result<Vec<Straw>> {
    #[derive(QueryableByName)]
    struct Latest {
        #[diesel(sql_type = BigInt)]
        post_id: PostId,
    }
    let latest: Vec<Latest> = sql("SELECT max(e.post_id) AS post_id FROM reputation_events e \
         WHERE e.user_id = $1 AND e.kind = 'accepted' GROUP BY e.cause_id \
         HAVING sum(CASE WHEN e.number % 2 = 1 THEN 1 ELSE -1 END) > 0 LIMIT $2")
    .bind(user.0)
    .bind(most)
    .load(c)?;
    let ids: Vec<PostId> = latest.iter().map(|row| row.post_id).collect();
    let rows: Vec<(TopicId, PostId)> =
        posts::table.filter(posts::id.eq_any(ids)).order(posts::id).select((posts::topic_id, posts::id)).load(c)?;
    Ok(counted(rows))
}

/// The best post of a kind. Scores below 5 are in no index.
fn best(c: &mut Conn, user: UserId, kind: PostKind) -> Result<Vec<Straw>> {
    #[derive(QueryableByName)]
    struct Best {
        #[diesel(sql_type = BigInt)]
        topic_id: TopicId,
        #[diesel(sql_type = BigInt)]
        id: PostId,
        #[diesel(sql_type = BigInt)]
        score: i64,
    }
    let best: Option<Best> = sql("SELECT topic_id, id, score FROM posts WHERE author_id = $1 AND kind = $2 \
         AND state = 'visible' AND audience = 0 AND score >= 5 ORDER BY score DESC LIMIT 1")
    .bind(user.0)
    .bind(kind.as_str())
    .get_result(c)
    .optional()?;
    Ok(best.map(|best| Straw { count: best.score, topic: best.topic_id, post: best.id }).into_iter().collect())
}

fn questions(c: &mut Conn, user: UserId, most: i64) -> Result<Vec<Straw>> {
    let rows: Vec<Found> = sql("SELECT topic_id, id AS post_id FROM posts WHERE author_id = $1 AND kind = 'question' \
         AND state = 'visible' AND audience = 0 AND score >= 5 ORDER BY score LIMIT $2")
    .bind(user.0)
    .bind(most)
    .load(c)?;
    Ok(Found::counted(rows))
}

fn articles(c: &mut Conn, user: UserId, most: i64) -> Result<Vec<Straw>> {
    let rows: Vec<(TopicId, PostId)> = posts::table
        .filter(posts::author_id.eq(user))
        .filter(posts::kind.eq(PostKind::Article))
        .filter(posts::state.eq(State::Visible))
        .filter(posts::audience.eq(0))
        .order((posts::created_at, posts::id))
        .limit(most)
        .select((posts::topic_id, posts::id))
        .load(c)?;
    Ok(counted(rows))
}

/// Changes of what somebody else wrote: the first version of a post is no change.
fn edits(c: &mut Conn, user: UserId, most: i64) -> Result<Vec<Straw>> {
    let latest =
        dialect::is_one_of(c, "r.id", "SELECT n.id FROM revisions n WHERE n.author_id = $1 ORDER BY n.id DESC", LATEST);
    let text = "SELECT p.topic_id, p.id AS post_id FROM revisions r JOIN posts p ON p.id = r.post_id WHERE ".to_owned()
        + &latest
        + " AND p.author_id <> $1 AND r.number > 1 AND p.state = 'visible' AND p.audience = 0 LIMIT $2";
    let rows: Vec<Found> = sql(text).bind(user.0).bind(most).load(c)?;
    Ok(Found::counted(rows))
}

/// The latest public answers of `$1`.
const ANSWERS: &str = "SELECT n.id FROM posts n WHERE n.author_id = $1 AND n.kind = 'answer' AND n.state = 'visible' \
     AND n.audience = 0 ORDER BY n.created_at DESC, n.id DESC";

/// Answers of which somebody made an article.
fn sources(c: &mut Conn, user: UserId, most: i64) -> Result<Vec<Straw>> {
    let latest = dialect::is_one_of(c, "p.id", ANSWERS, LATEST);
    let text = "SELECT p.topic_id, p.id AS post_id FROM posts p WHERE ".to_owned()
        + &latest
        + " AND EXISTS (SELECT 1 FROM article_sources s WHERE s.post_id = p.id) LIMIT $2";
    let rows: Vec<Found> = sql(text).bind(user.0).bind(most).load(c)?;
    Ok(Found::counted(rows))
}

/// An accepted answer to a question that so many others had too.
fn shared(c: &mut Conn, user: UserId, most: i64) -> Result<Vec<Straw>> {
    let latest = dialect::is_one_of(c, "p.id", ANSWERS, LATEST);
    let text = "SELECT p.topic_id, p.id AS post_id FROM posts p JOIN topics t ON t.id = p.topic_id WHERE ".to_owned()
        + &latest
        + " AND p.accepted AND p.author_id <> t.author_id AND t.metoo_count >= $2 LIMIT 1";
    let found: Option<Found> = sql(text).bind(user.0).bind(most).get_result(c).optional()?;
    Ok(found.map(|row| Straw { count: most, topic: row.topic_id, post: row.post_id }).into_iter().collect())
}

/// The awards of these members.
pub(super) fn of_members(c: &mut Conn, of: &[UserId]) -> Result<Vec<(UserId, String, Timestamp)>> {
    Ok(badge_awards::table
        .filter(badge_awards::user_id.eq_any(of))
        .select((badge_awards::user_id, badge_awards::badge, badge_awards::awarded_at))
        .load(c)?)
}

/// False when it is held already.
pub(super) fn award(tx: &mut Conn, user: UserId, badge: &str, straw: Straw, now: Timestamp) -> Result<bool> {
    let added =
        sql("INSERT INTO badge_awards (user_id, badge, topic_id, post_id, awarded_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (user_id, badge) DO NOTHING")
        .bind(user.0)
        .bind(badge)
        .bind(straw.topic.0)
        .bind(straw.post.0)
        .bind(now.0)
        .execute(tx)?;
    Ok(added == 1)
}

pub(super) fn count_holders(tx: &mut Conn, badge: &str, more: i64) -> Result<()> {
    sql("INSERT INTO badge_counts (badge, holders) VALUES ($1, $2) \
         ON CONFLICT (badge) DO UPDATE SET holders = badge_counts.holders + $2")
    .bind(badge)
    .bind(more)
    .execute(tx)?;
    Ok(())
}

pub(super) fn counts(c: &mut Conn) -> Result<HashMap<String, i64>> {
    let rows: Vec<(String, i64)> = badge_counts::table.select((badge_counts::badge, badge_counts::holders)).load(c)?;
    Ok(rows.into_iter().collect())
}

pub(super) fn is_imported(c: &mut Conn, user: UserId) -> Result<bool> {
    Ok(users::table.find(user).select(users::imported).first(c)?)
}

/// Where the walk goes on: after this member.
pub(super) fn position(c: &mut Conn, walk: &str) -> Result<UserId> {
    let position: Option<i64> = walks::table.find((walk, 0_i64)).select(walks::position).first(c).optional()?;
    Ok(UserId(position.unwrap_or(0)))
}

pub(super) fn members_after(c: &mut Conn, after: UserId, most: i64) -> Result<Vec<UserId>> {
    Ok(users::table.filter(users::id.gt(after)).order(users::id).limit(most).select(users::id).load(c)?)
}

/// Notes after whom the walk goes on; none is before the first one.
pub(super) fn go_on(tx: &mut Conn, walk: &str, after: Option<UserId>, now: Timestamp) -> Result<()> {
    sql("INSERT INTO walks (name, subject, position, done, total, started_at) VALUES ($1, 0, $2, 0, 0, $3) \
         ON CONFLICT (name, subject) DO UPDATE SET position = excluded.position")
    .bind(walk)
    .bind(after.map_or(0, |after| after.0))
    .bind(now.0)
    .execute(tx)?;
    Ok(())
}

#[derive(QueryableByName)]
struct HolderRow {
    #[diesel(sql_type = BigInt)]
    id: UserId,
    #[diesel(sql_type = Text)]
    handle: String,
    #[diesel(sql_type = Text)]
    display_name: String,
    #[diesel(sql_type = Text)]
    photo: String,
    #[diesel(sql_type = Bool)]
    is_staff: bool,
    #[diesel(sql_type = Text)]
    job_title: String,
    #[diesel(sql_type = Bool)]
    is_super: bool,
    #[diesel(sql_type = BigInt)]
    awarded_at: Timestamp,
    #[diesel(sql_type = BigInt)]
    topic_id: TopicId,
}

/// Who holds a badge, the newest first.
pub(super) fn holders(c: &mut Conn, badge: &str, (at, user): (Timestamp, UserId), most: usize) -> Result<Vec<Holder>> {
    let rows: Vec<HolderRow> =
        sql("SELECT u.id, u.handle, u.display_name, u.photo, u.is_staff, u.job_title, u.is_super, \
         a.awarded_at, a.topic_id FROM badge_awards a JOIN users u ON u.id = a.user_id \
         WHERE a.badge = $1 AND (a.awarded_at, a.user_id) < ($2, $3) \
         ORDER BY a.awarded_at DESC, a.user_id DESC LIMIT $4")
        .bind(badge)
        .bind(at.0)
        .bind(user.0)
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .load(c)?;
    let holder = |row: HolderRow| Holder {
        user: row.id,
        member: member_view(row.id, row.handle, row.display_name, &row.photo, row.is_staff, row.job_title)
            .super_user(row.is_super),
        at: row.awarded_at,
        topic: row.topic_id,
    };
    Ok(rows.into_iter().map(holder).collect())
}
