//! The SQL of what was said about accepted answers.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};

use super::{NOES, Reply, Verdict};
use crate::clock::Timestamp;
use crate::db::schema::{solved_replies, solved_topics};
use crate::db::{Both, Conn, dialect, sql};
use crate::error::Result;
use crate::ids::{BoardId, TopicId, UserId};
use crate::policy::State;
use crate::topics::{Cursor, PAGE, Topic};
use crate::web::{MemberView, member_view};

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Whether somebody wrote an accepted answer there.
pub(super) fn wrote_accepted(c: &mut Conn, topic: TopicId, user: UserId) -> Result<bool> {
    let found: Option<Id> =
        sql("SELECT p.id FROM posts p WHERE p.topic_id = $1 AND p.kind = 'answer' AND p.state = 'visible' \
         AND p.accepted = $2 AND p.author_id = $3 ORDER BY p.score DESC, p.id LIMIT 1")
        .bind(topic.0)
        .bind(true)
        .bind(user.0)
        .get_result(c)
        .optional()?;
    Ok(found.is_some_and(|found| found.id > 0))
}

/// The present round of a question, which begins with its first reply. The topic is held.
pub(super) fn begin(tx: &mut Conn, topic: &Topic) -> Result<i64> {
    Both(
        diesel::insert_into(solved_topics::table)
            .values((
                solved_topics::topic_id.eq(topic.id),
                solved_topics::audience.eq(topic.audience),
                solved_topics::state.eq(topic.state),
                solved_topics::round.eq(1),
            ))
            .on_conflict(solved_topics::topic_id)
            .do_nothing(),
    )
    .execute(tx)?;
    Ok(solved_topics::table.find(topic.id).select(solved_topics::round).first(tx)?)
}

/// How many replies said what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub yes: i64,
    pub no: i64,
}

/// Takes the replies of a browser and of an account away; answers those that counted in this round.
pub(super) fn take_back(
    tx: &mut Conn,
    topic: TopicId,
    (browser, user): (&str, Option<UserId>),
    round: i64,
) -> Result<Counts> {
    #[derive(QueryableByName)]
    struct Taken {
        #[diesel(sql_type = BigInt)]
        round: i64,
        #[diesel(sql_type = Bool)]
        solved: bool,
    }
    let taken: Vec<Taken> = sql(
        "DELETE FROM solved_replies WHERE topic_id = $1 AND (browser = $2 OR user_id = $3) RETURNING round, solved",
    )
    .bind(topic.0)
    .bind(browser)
    .bind(user.map_or(0, |user| user.0))
    .load(tx)?;
    let mut counts = Counts::default();
    for reply in taken.iter().filter(|reply| reply.round == round) {
        if reply.solved { counts.yes += 1 } else { counts.no += 1 }
    }
    Ok(counts)
}

pub(super) fn insert(tx: &mut Conn, reply: Reply<'_>, user: Option<UserId>, round: i64, now: Timestamp) -> Result<()> {
    diesel::insert_into(solved_replies::table)
        .values((
            solved_replies::topic_id.eq(reply.topic),
            solved_replies::browser.eq(reply.browser),
            solved_replies::user_id.eq(user),
            solved_replies::round.eq(round),
            solved_replies::solved.eq(reply.verdict == Verdict::Yes),
            solved_replies::at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

pub(super) fn count(tx: &mut Conn, topic: TopicId, yes: i64, no: i64) -> Result<()> {
    diesel::update(solved_topics::table.find(topic))
        .set((solved_topics::yes.eq(solved_topics::yes + yes), solved_topics::no.eq(solved_topics::no + no)))
        .execute(tx)?;
    Ok(())
}

/// How many members have said no in this round since then, as far as it matters.
pub(super) fn noes(c: &mut Conn, topic: TopicId, round: i64, since: Timestamp) -> Result<i64> {
    // The conditions are spelt out, for their index has them in its own.
    let found: Vec<Id> =
        sql("SELECT r.id FROM solved_replies r WHERE r.topic_id = $1 AND r.round = $2 AND NOT r.solved \
         AND r.user_id IS NOT NULL AND r.at > $3 ORDER BY r.at DESC, r.id DESC LIMIT $4")
        .bind(topic.0)
        .bind(round)
        .bind(since.0)
        .bind(NOES)
        .load(c)?;
    Ok(i64::try_from(found.len()).unwrap_or(i64::MAX))
}

/// Puts a question on the list, where it keeps its place.
pub(super) fn set_stale(tx: &mut Conn, topic: TopicId, now: Timestamp) -> Result<()> {
    diesel::update(solved_topics::table.find(topic).filter(solved_topics::stale_at.is_null()))
        .set(solved_topics::stale_at.eq(now))
        .execute(tx)?;
    Ok(())
}

/// Takes it off.
pub(super) fn set_fresh(tx: &mut Conn, topic: TopicId) -> Result<()> {
    diesel::update(solved_topics::table.find(topic).filter(solved_topics::stale_at.is_not_null()))
        .set(solved_topics::stale_at.eq(None::<i64>))
        .execute(tx)?;
    Ok(())
}

pub(super) fn begin_anew(tx: &mut Conn, topic: TopicId) -> Result<()> {
    diesel::update(solved_topics::table.find(topic))
        .set((
            solved_topics::round.eq(solved_topics::round + 1),
            solved_topics::yes.eq(0),
            solved_topics::no.eq(0),
            solved_topics::stale_at.eq(None::<i64>),
        ))
        .execute(tx)?;
    Ok(())
}

/// The row of a question.
#[derive(Debug, Clone, Copy, Queryable)]
pub(super) struct Counted {
    pub round: i64,
    pub yes: i64,
    pub no: i64,
    pub stale_at: Option<Timestamp>,
}

pub(super) fn counted(c: &mut Conn, topic: TopicId) -> Result<Option<Counted>> {
    Ok(solved_topics::table
        .find(topic)
        .select((solved_topics::round, solved_topics::yes, solved_topics::no, solved_topics::stale_at))
        .first(c)
        .optional()?)
}

/// What an account or a browser said in this round; an account's own word goes first.
pub(super) fn mine(
    c: &mut Conn,
    topic: TopicId,
    (browser, user): (&str, Option<UserId>),
    round: i64,
) -> Result<&'static str> {
    #[derive(QueryableByName)]
    struct Said {
        #[diesel(sql_type = Nullable<BigInt>)]
        user_id: Option<i64>,
        #[diesel(sql_type = Bool)]
        solved: bool,
    }
    let said: Vec<Said> = sql("SELECT r.user_id, r.solved FROM solved_replies r \
         WHERE r.topic_id = $1 AND r.round = $4 AND (r.browser = $2 OR r.user_id = $3)")
    .bind(topic.0)
    .bind(browser)
    .bind(user.map_or(0, |user| user.0))
    .bind(round)
    .load(c)?;
    let own = said.iter().max_by_key(|said| said.user_id.is_some() && said.user_id == user.map(|user| user.0));
    Ok(own.map_or("", |said| if said.solved { Verdict::Yes.as_str() } else { Verdict::No.as_str() }))
}

/// A question on the list.
#[derive(Debug, QueryableByName)]
pub(super) struct StaleRow {
    #[diesel(sql_type = BigInt)]
    pub id: TopicId,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Text)]
    pub lang: String,
    #[diesel(sql_type = BigInt)]
    pub author_id: UserId,
    #[diesel(sql_type = BigInt)]
    pub created_at: Timestamp,
    #[diesel(sql_type = BigInt)]
    pub accepted_count: i64,
    #[diesel(sql_type = BigInt)]
    pub board_id: BoardId,
    #[diesel(sql_type = Bool)]
    pub restricted: bool,
    #[diesel(sql_type = BigInt)]
    pub yes: i64,
    #[diesel(sql_type = BigInt)]
    pub no: i64,
    #[diesel(sql_type = BigInt)]
    pub stale_at: i64,
}

/// One more than a page of the list of one audience, the latest first.
pub(super) fn stale(c: &mut Conn, audience: i64, after: Cursor) -> Result<Vec<StaleRow>> {
    Ok(sql(
        "SELECT t.id, t.title, t.slug, t.lang, t.author_id, t.created_at, t.accepted_count, t.board_id, b.restricted, \
         s.yes, s.no, s.stale_at FROM solved_topics s JOIN topics t ON t.id = s.topic_id \
         JOIN boards b ON b.id = t.board_id WHERE s.audience = $1 AND s.state = $2 AND s.stale_at IS NOT NULL \
         AND (s.stale_at, s.topic_id) < ($3, $4) ORDER BY s.stale_at DESC, s.topic_id DESC LIMIT $5",
    )
    .bind(audience)
    .bind(State::Visible.as_str())
    .bind(after.key)
    .bind(after.id)
    .bind(i64::try_from(PAGE + 1).unwrap_or(i64::MAX))
    .load(c)?)
}

/// Who said no last about each of these questions, and when.
pub(super) fn doubters(c: &mut Conn, topics: &[TopicId]) -> Result<Vec<(TopicId, MemberView, i64)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        topic_id: TopicId,
        #[diesel(sql_type = BigInt)]
        at: i64,
        #[diesel(sql_type = BigInt)]
        user_id: UserId,
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
    }
    let latest = "SELECT n.id FROM solved_replies n WHERE n.topic_id = s.topic_id AND n.round = s.round \
         AND NOT n.solved AND n.user_id IS NOT NULL ORDER BY n.at DESC, n.id DESC";
    let among_latest = dialect::is_one_of(c, "r.id", latest, usize::try_from(NOES).unwrap_or(usize::MAX));
    let text = "SELECT r.topic_id, r.at, u.id AS user_id, u.handle, u.display_name, u.photo, u.is_staff, u.job_title, u.is_super \
         FROM solved_topics s JOIN solved_replies r ON "
        .to_owned()
        + &among_latest
        + " JOIN users u ON u.id = r.user_id WHERE s.topic_id IN ($1)";
    let mut rows: Vec<Row> = sql(text).bind(topics.iter().map(|id| id.0).collect::<Vec<i64>>()).load(c)?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.at));
    let view = |row: Row| {
        let member = member_view(row.user_id, row.handle, row.display_name, &row.photo, row.is_staff, row.job_title)
            .super_user(row.is_super);
        (row.topic_id, member, row.at)
    };
    Ok(rows.into_iter().map(view).collect())
}
