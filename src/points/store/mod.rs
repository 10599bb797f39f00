//! The SQL of awards and months.

mod articles;
mod months;

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::{AwardKind, Cause, State, Why, rules};
use crate::clock::Timestamp;
use crate::db::schema::{awards, posts, topics, users};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{AwardId, LedgerId, PostId, TopicId, UserId};
use crate::ledger::Month;

pub(super) use articles::{Source, pending_without_article, sources_after};
pub use months::{MonthRow, month_state};
pub(super) use months::{
    hold_month, months, open_month, pending_members, set_month, total_of_month, unclosed_before, walk_on, walked,
};

/// Something that may give points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Award {
    /// Its row.
    pub id: AwardId,
    /// How.
    pub kind: AwardKind,
    /// The post, if it is about one.
    pub post: Option<PostId>,
    /// Whose points.
    pub user: UserId,
    /// From whom; 0 from nobody.
    pub giver: UserId,
    /// How often it was given.
    pub number: i64,
    /// How much by the rules.
    pub amount: i64,
    /// How much of that is left after the month's close.
    pub kept: i64,
    /// For which month it counts.
    pub month: Month,
    /// What became of it.
    pub state: State,
    /// Why, when it was not given or not kept.
    pub why: Why,
    /// The transaction that gave it last.
    pub transaction: Option<LedgerId>,
    /// When its cause came.
    pub at: Timestamp,
    /// When it becomes final.
    pub release_at: Timestamp,
}

type Row = (
    (AwardId, AwardKind, Option<PostId>, UserId, UserId, i64, i64),
    (i64, i64, State, Why, Option<LedgerId>, Timestamp, Timestamp),
);
type Columns = (
    (awards::id, awards::kind, awards::post_id, awards::user_id, awards::giver_id, awards::number, awards::amount),
    (
        awards::kept,
        awards::month,
        awards::state,
        awards::reason,
        awards::transaction_id,
        awards::at,
        awards::release_at,
    ),
);

const COLUMNS: Columns = (
    (awards::id, awards::kind, awards::post_id, awards::user_id, awards::giver_id, awards::number, awards::amount),
    (
        awards::kept,
        awards::month,
        awards::state,
        awards::reason,
        awards::transaction_id,
        awards::at,
        awards::release_at,
    ),
);

fn read((one, other): Row) -> Award {
    let (id, kind, post, user, giver, number, amount) = one;
    let (kept, month, state, why, transaction, at, release_at) = other;
    let month = Month(month);
    Award { id, kind, post, user, giver, number, amount, kept, month, state, why, transaction, at, release_at }
}

/// An award by its number.
///
/// # Errors
/// When the database refuses.
pub fn award(c: &mut Conn, id: AwardId) -> Result<Option<Award>> {
    let row: Option<Row> = awards::table.find(id).select(COLUMNS).first(c).optional()?;
    Ok(row.map(read))
}

/// Those of these numbers.
pub(super) fn awards_of(c: &mut Conn, ids: &[i64]) -> Result<Vec<Award>> {
    let rows: Vec<Row> = awards::table.filter(awards::id.eq_any(ids)).select(COLUMNS).load(c)?;
    Ok(rows.into_iter().map(read).collect())
}

/// The one of a name.
pub(super) fn of_cause(c: &mut Conn, cause: Cause) -> Result<Option<Award>> {
    let row: Option<Row> = awards::table
        .filter(awards::post_id.eq(cause.post))
        .filter(awards::kind.eq(cause.kind))
        .filter(awards::user_id.eq(cause.user))
        .filter(awards::giver_id.eq(cause.giver))
        .select(COLUMNS)
        .get_result(c)
        .optional()?;
    Ok(row.map(read))
}

/// What one member gave another for a post.
pub(super) fn of_giver(c: &mut Conn, post: PostId, giver: UserId) -> Result<Vec<Award>> {
    let rows: Vec<Row> = awards::table
        .filter(awards::post_id.eq(post))
        .filter(awards::giver_id.eq(giver))
        .order(awards::id)
        .select(COLUMNS)
        .load(c)?;
    Ok(rows.into_iter().map(read).collect())
}

/// A new row, or a new round of one that was taken back.
pub(super) fn put(tx: &mut Conn, award: &Award) -> Result<AwardId> {
    let values = (
        (awards::number.eq(award.number), awards::amount.eq(award.amount), awards::kept.eq(award.kept)),
        awards::month.eq(award.month.0),
        awards::state.eq(award.state),
        awards::reason.eq(award.why),
        awards::transaction_id.eq(None::<LedgerId>),
        awards::at.eq(award.at),
        awards::release_at.eq(award.release_at),
    );
    if award.id != AwardId(0) {
        diesel::update(awards::table.find(award.id)).set(values).execute(tx)?;
        return Ok(award.id);
    }
    let name = (
        awards::kind.eq(award.kind),
        awards::post_id.eq(award.post),
        awards::user_id.eq(award.user),
        awards::giver_id.eq(award.giver),
    );
    Ok(diesel::insert_into(awards::table).values((name, values)).returning(awards::id).get_result(tx)?)
}

pub(super) fn given(tx: &mut Conn, id: AwardId, transaction: LedgerId) -> Result<()> {
    diesel::update(awards::table.find(id)).set(awards::transaction_id.eq(transaction)).execute(tx)?;
    Ok(())
}

pub(super) fn set_state(tx: &mut Conn, id: AwardId, (state, why): (State, Why)) -> Result<()> {
    diesel::update(awards::table.find(id)).set((awards::state.eq(state), awards::reason.eq(why))).execute(tx)?;
    Ok(())
}

/// Notes what is left of an award.
pub(super) fn keep(tx: &mut Conn, id: AwardId, (kept, why): (i64, Why)) -> Result<()> {
    diesel::update(awards::table.find(id)).set((awards::kept.eq(kept), awards::reason.eq(why))).execute(tx)?;
    Ok(())
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// What a month has given a member by itself so far.
pub(super) fn automatic_of(c: &mut Conn, user: UserId, month: Month) -> Result<i64> {
    let sum: Number = sql("SELECT CAST(coalesce(sum(amount), 0) AS BIGINT) AS n FROM awards WHERE user_id = $1 \
         AND month = $2 AND state IN ('pending', 'final') \
         AND kind IN ('accepted', 'accepted_first', 'answer_up', 'delivered', 'article')")
    .bind(user.0)
    .bind(month.0)
    .get_result(c)?;
    Ok(sum.n)
}

/// What a month has given a member by this kind.
pub(super) fn of_kind(c: &mut Conn, (user, month): (UserId, Month), kind: AwardKind) -> Result<i64> {
    let sum: Number = sql("SELECT CAST(coalesce(sum(amount), 0) AS BIGINT) AS n FROM awards WHERE user_id = $1 \
         AND month = $2 AND state IN ('pending', 'final') AND kind = $3")
    .bind(user.0)
    .bind(month.0)
    .bind(kind.as_str())
    .get_result(c)?;
    Ok(sum.n)
}

/// Paid events from a giver to a receiver within the thirty days up to a moment.
pub(super) fn paid_of_pair(c: &mut Conn, (giver, user): (UserId, UserId), at: Timestamp) -> Result<i64> {
    let found: Vec<Number> = sql("SELECT id AS n FROM awards WHERE giver_id = $1 \
         AND user_id = $2 AND at > $3 AND state IN ('pending', 'final') AND kind IN ('accepted', 'answer_up') \
         LIMIT $4")
    .bind(giver.0)
    .bind(user.0)
    .bind((at - rules::PAIR_DAYS).0)
    .bind(rules::PAIR)
    .load(c)?;
    Ok(i64::try_from(found.len()).unwrap_or(i64::MAX))
}

/// Paid votes for an answer.
pub(super) fn paid_votes_of(c: &mut Conn, post: PostId) -> Result<i64> {
    let found: Vec<Number> = sql("SELECT id AS n FROM awards WHERE post_id = $1 \
         AND kind = 'answer_up' AND state IN ('pending', 'final') LIMIT $2")
    .bind(post.0)
    .bind(rules::VOTES_OF_ANSWER)
    .load(c)?;
    Ok(i64::try_from(found.len()).unwrap_or(i64::MAX))
}

/// Paid acceptances of a question's answers; one that is final counts though it was taken back, or each pair of answers
/// would make room for the next.
pub(super) fn paid_answers_of(c: &mut Conn, topic: TopicId) -> Result<i64> {
    let count: Number = sql("SELECT count(*) AS n FROM awards a JOIN posts p ON p.id = a.post_id \
         WHERE p.topic_id = $1 AND p.kind = 'answer' AND a.kind = 'accepted' \
         AND a.state IN ('pending', 'final')")
    .bind(topic.0)
    .get_result(c)?;
    Ok(count.n)
}

/// Whether a member's first accepted answer was paid as that.
pub(super) fn has_first(c: &mut Conn, user: UserId) -> Result<bool> {
    let found: Option<Number> = sql("SELECT id AS n FROM awards WHERE user_id = $1 AND kind = 'accepted_first' \
         AND state IN ('pending', 'final') LIMIT 1")
    .bind(user.0)
    .get_result(c)
    .optional()?;
    Ok(found.is_some())
}

/// What was not paid of a member's month because of a cap, the oldest first.
pub(super) fn unpaid_for_caps(c: &mut Conn, user: UserId, month: Month) -> Result<Vec<Award>> {
    let rows: Vec<Row> = awards::table
        .filter(awards::user_id.eq(user))
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>("awards.state = 'unpaid'"))
        .filter(awards::month.eq(month.0))
        .filter(awards::reason.eq_any(Why::ALL.iter().copied().filter(|why| why.is_cap()).collect::<Vec<_>>()))
        .order((awards::user_id, awards::id))
        .select(COLUMNS)
        .load(c)?;
    Ok(rows.into_iter().map(read).collect())
}

/// The members who have acceptances of the same question that were not paid because of others.
pub(super) fn waiting_for_question(c: &mut Conn, posts: &[PostId]) -> Result<Vec<UserId>> {
    let rows: Vec<Number> = sql("SELECT a.user_id AS n FROM posts p JOIN posts o ON o.topic_id = p.topic_id \
         AND o.kind = 'answer' AND o.accepted JOIN awards a ON a.post_id = o.id AND a.kind = 'accepted' \
         WHERE p.id IN ($1) AND a.state = 'unpaid' AND a.reason = 'question'")
    .bind(posts.iter().map(|post| post.0).collect::<Vec<i64>>())
    .load(c)?;
    Ok(rows.into_iter().map(|row| UserId(row.n)).collect())
}

/// Whether somebody is an employee, who earns nothing.
pub(super) fn is_staff(c: &mut Conn, user: UserId) -> Result<bool> {
    Ok(users::table.find(user).select(users::is_staff).first(c).optional()?.unwrap_or(true))
}

/// Whether a vote of this member's at that moment is paid: see [`rules::GIVER_AGE`].
pub(super) fn is_qualified(c: &mut Conn, giver: UserId, at: Timestamp) -> Result<bool> {
    let row: Option<(Option<Timestamp>, Timestamp)> =
        users::table.find(giver).select((users::email_verified_at, users::created_at)).first(c).optional()?;
    let Some((Some(_), since)) = row else { return Ok(false) };
    if since > at - rules::GIVER_AGE {
        return Ok(false);
    }
    let stood: Option<PostId> = posts::table
        .filter(posts::author_id.eq(giver))
        .filter(posts::state.eq("visible"))
        .filter(posts::audience.eq(0))
        .order(posts::id)
        .select(posts::id)
        .limit(1)
        .get_result(c)
        .optional()?;
    Ok(stood.is_some())
}

/// The question of an answer, and who accepted that: an employee other than whoever asked?
#[derive(Debug, Clone, Copy)]
pub(super) struct Acceptance {
    pub(super) topic: TopicId,
    /// The employee who accepted it for somebody else.
    pub(super) staff: Option<UserId>,
}

pub(super) fn acceptance(c: &mut Conn, post: PostId) -> Result<Option<Acceptance>> {
    let row: Option<(TopicId, UserId, Option<UserId>)> = posts::table
        .inner_join(topics::table)
        .filter(posts::id.eq(post))
        .select((topics::id, topics::author_id, posts::accepted_by))
        .first(c)
        .optional()?;
    let Some((topic, asker, by)) = row else { return Ok(None) };
    let staff = match by.filter(|by| *by != asker) {
        Some(by) => users::table.find(by).filter(users::is_staff).select(users::id).first(c).optional()?,
        None => None,
    };
    Ok(Some(Acceptance { topic, staff }))
}

/// What a member has of a month that stands, in the order of their numbers.
pub(super) fn standing_of_month(c: &mut Conn, user: UserId, month: Month) -> Result<Vec<Award>> {
    let rows: Vec<Row> = awards::table
        .filter(awards::user_id.eq(user))
        .filter(awards::month.eq(month.0))
        .filter(awards::state.eq_any([State::Pending, State::Final]))
        .select(COLUMNS)
        .load(c)?;
    let mut found: Vec<Award> = rows.into_iter().map(read).collect();
    found.sort_unstable_by_key(|award| award.id);
    Ok(found)
}

/// Pending awards that are due, the oldest first.
pub(super) fn due(c: &mut Conn, now: Timestamp, most: i64) -> Result<Vec<Award>> {
    let rows: Vec<Row> = awards::table
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>("awards.state = 'pending'"))
        .filter(awards::release_at.le(now))
        .order((awards::release_at, awards::id))
        .limit(most)
        .select(COLUMNS)
        .load(c)?;
    Ok(rows.into_iter().map(read).collect())
}

/// Awards of a member behind this one that were not paid, the newest first.
pub(super) fn unpaid(c: &mut Conn, user: UserId, before: AwardId, most: i64) -> Result<Vec<Award>> {
    let rows: Vec<Row> = awards::table
        .filter(awards::user_id.eq(user))
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>("awards.state = 'unpaid'"))
        .filter(awards::id.lt(before))
        .order((awards::user_id.desc(), awards::id.desc()))
        .limit(most)
        .select(COLUMNS)
        .load(c)?;
    Ok(rows.into_iter().map(read).collect())
}

/// Keeps an award from becoming final until its month is closed.
pub(super) fn hold(tx: &mut Conn, id: AwardId) -> Result<()> {
    diesel::update(awards::table.find(id)).set(awards::release_at.eq(Timestamp::FOREVER)).execute(tx)?;
    Ok(())
}
