//! The SQL of findings.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};

use super::detect::Pattern;
use super::{Finding, Gift, PAGE, SHOWN, State};
use crate::clock::Timestamp;
use crate::db::schema::{fraud_findings, fraud_gifts, fraud_people, users};
use crate::db::{Both, Conn, sql};
use crate::error::Result;
use crate::ids::{FindingId, PostId, TopicId, UserId};
use crate::web::{MemberView, member_view};

#[derive(Queryable)]
struct Row {
    id: FindingId,
    pattern: Pattern,
    receiver: UserId,
    giver: i64,
    state: State,
    gifts: i64,
    share: i64,
    usual: i64,
    found_at: Timestamp,
    decided_by: Option<UserId>,
    decided_at: Option<Timestamp>,
    reason: String,
}

impl From<Row> for Finding {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            pattern: row.pattern,
            receiver: row.receiver,
            giver: (row.giver != 0).then_some(UserId(row.giver)),
            state: row.state,
            gifts: row.gifts,
            share: row.share,
            usual: row.usual,
            found_at: row.found_at,
            decided_by: row.decided_by,
            decided_at: row.decided_at,
            reason: row.reason,
        }
    }
}

/// A finding.
///
/// # Errors
/// When the database refuses.
pub fn find(c: &mut Conn, id: FindingId) -> Result<Option<Finding>> {
    let row: Option<Row> = fraud_findings::table.find(id).first(c).optional()?;
    Ok(row.map(Finding::from))
}

/// These findings.
pub(super) fn many(c: &mut Conn, ids: &[FindingId]) -> Result<HashMap<FindingId, Finding>> {
    let rows: Vec<Row> = fraud_findings::table.filter(fraud_findings::id.eq_any(ids)).load(c)?;
    Ok(rows.into_iter().map(|row| (row.id, Finding::from(row))).collect())
}

/// Findings of a state before this one, the newest first; one more than a page where there are more.
///
/// # Errors
/// When the database refuses.
pub fn list(c: &mut Conn, state: State, before: FindingId) -> Result<Vec<Finding>> {
    let rows: Vec<Row> = fraud_findings::table
        .filter(fraud_findings::state.eq(state))
        .filter(fraud_findings::id.lt(before))
        .order(fraud_findings::id.desc())
        .limit(limit(PAGE))
        .load(c)?;
    Ok(rows.into_iter().map(Finding::from).collect())
}

fn limit(page: usize) -> i64 {
    i64::try_from(page).unwrap_or(i64::MAX).saturating_add(1)
}

/// The first of what was given; one more than [`SHOWN`] where there is more.
///
/// # Errors
/// When the database refuses.
pub fn evidence(c: &mut Conn, id: FindingId) -> Result<Vec<Gift>> {
    #[derive(QueryableByName)]
    struct Given {
        #[diesel(sql_type = BigInt)]
        giver_id: UserId,
        #[diesel(sql_type = BigInt)]
        receiver_id: UserId,
        #[diesel(sql_type = BigInt)]
        post_id: PostId,
        #[diesel(sql_type = BigInt)]
        topic_id: TopicId,
        #[diesel(sql_type = BigInt)]
        given_at: Timestamp,
        #[diesel(sql_type = BigInt)]
        value: i64,
    }
    let rows: Vec<Given> = sql("SELECT g.giver_id, g.receiver_id, g.post_id, p.topic_id, g.given_at, g.value \
         FROM fraud_gifts g JOIN posts p ON p.id = g.post_id WHERE g.finding_id = $1 \
         ORDER BY g.finding_id, g.giver_id, g.post_id LIMIT $2")
    .bind(id.0)
    .bind(limit(SHOWN))
    .load(c)?;
    let gift = |row: Given| Gift {
        giver: row.giver_id,
        receiver: row.receiver_id,
        post: row.post_id,
        topic: row.topic_id,
        at: row.given_at,
        taken: row.value != 0,
    };
    Ok(rows.into_iter().map(gift).collect())
}

/// Everybody who gave or got something in a finding, in order.
///
/// # Errors
/// When the database refuses.
pub fn people(c: &mut Conn, id: FindingId) -> Result<Vec<UserId>> {
    let pairs: Vec<(UserId, UserId)> = fraud_gifts::table
        .filter(fraud_gifts::finding_id.eq(id))
        .select((fraud_gifts::giver_id, fraud_gifts::receiver_id))
        .load(c)?;
    let mut people: Vec<UserId> = pairs.into_iter().flat_map(|(giver, receiver)| [giver, receiver]).collect();
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// These accounts, as pages show them.
///
/// # Errors
/// When the database refuses.
pub fn members(c: &mut Conn, ids: &[UserId]) -> Result<HashMap<UserId, MemberView>> {
    type Member = (UserId, String, String, String, bool, String, bool);
    let rows: Vec<Member> = users::table
        .filter(users::id.eq_any(ids))
        .select((
            users::id,
            users::handle,
            users::display_name,
            users::photo,
            users::is_staff,
            users::job_title,
            users::is_super,
        ))
        .load(c)?;
    let view = |(id, handle, name, photo, staff, job, is_super): Member| {
        (id, member_view(id, handle, name, &photo, staff, job).super_user(is_super))
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Decides about a finding that stands so; false when it does no more.
pub(super) fn decide(
    tx: &mut Conn,
    id: FindingId,
    (before, after): (State, State),
    (by, reason): (Option<UserId>, &str),
    now: Timestamp,
) -> Result<bool> {
    let changed = diesel::update(fraud_findings::table.find(id).filter(fraud_findings::state.eq(before)))
        .set((
            fraud_findings::state.eq(after),
            fraud_findings::decided_by.eq(by),
            fraud_findings::decided_at.eq(now),
            fraud_findings::reason.eq(reason),
        ))
        .execute(tx)?;
    Ok(changed == 1)
}

/// After an appeal the votes count again; who decided first, and why, stays. False when it was so already.
pub(super) fn undo(tx: &mut Conn, id: FindingId) -> Result<bool> {
    let voided = fraud_findings::table.find(id).filter(fraud_findings::state.eq(State::Voided));
    let changed = diesel::update(voided).set(fraud_findings::state.eq(State::Undone)).execute(tx)?;
    Ok(changed == 1)
}

/// A vote or an acceptance of a finding.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub(super) struct Piece {
    #[diesel(sql_type = BigInt)]
    pub giver_id: UserId,
    #[diesel(sql_type = BigInt)]
    pub post_id: PostId,
    #[diesel(sql_type = BigInt)]
    pub receiver_id: UserId,
    /// It is a vote up that counts.
    #[diesel(sql_type = Bool)]
    pub is_up: bool,
    /// What the decision took.
    #[diesel(sql_type = BigInt)]
    pub value: i64,
}

/// All of a finding, in the order in which posts are held.
pub(super) fn pieces(tx: &mut Conn, id: FindingId) -> Result<Vec<Piece>> {
    Ok(sql("SELECT g.giver_id, g.post_id, g.receiver_id, coalesce(v.value, 0) = 1 AS is_up, g.value \
         FROM fraud_gifts g LEFT JOIN votes v ON v.post_id = g.post_id AND v.user_id = g.giver_id \
         WHERE g.finding_id = $1 ORDER BY g.post_id, g.giver_id")
    .bind(id.0)
    .load(tx)?)
}

/// Notes what a decision took from a vote: 0 when it is given back.
pub(super) fn note_taken(tx: &mut Conn, id: FindingId, piece: &Piece, value: i64) -> Result<()> {
    diesel::update(fraud_gifts::table.find((id, piece.giver_id, piece.post_id)))
        .set(fraud_gifts::value.eq(value))
        .execute(tx)?;
    Ok(())
}

/// The topic of the newest of what was given.
pub(super) fn topic_of(c: &mut Conn, id: FindingId) -> Result<Option<TopicId>> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = BigInt)]
        topic_id: TopicId,
    }
    let found: Option<Found> = sql("SELECT p.topic_id FROM fraud_gifts g JOIN posts p ON p.id = g.post_id \
         WHERE g.finding_id = $1 ORDER BY g.given_at DESC, g.post_id DESC LIMIT 1")
    .bind(id.0)
    .get_result(c)
    .optional()?;
    Ok(found.map(|found| found.topic_id))
}

/// Whom a decision concerns.
pub(super) fn concern(tx: &mut Conn, id: FindingId, people: &[UserId]) -> Result<()> {
    for person in people {
        Both(
            diesel::insert_into(fraud_people::table)
                .values((fraud_people::user_id.eq(person), fraud_people::finding_id.eq(id)))
                .on_conflict((fraud_people::user_id, fraud_people::finding_id))
                .do_nothing(),
        )
        .execute(tx)?;
    }
    Ok(())
}

/// Somebody whom a decision concerns, with what they say against it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Person {
    /// Who.
    pub user: UserId,
    /// The decision.
    pub finding: FindingId,
    /// Their words.
    pub appeal: String,
    /// When they said so.
    pub appealed_at: Option<Timestamp>,
    /// Who answered.
    pub answered_by: Option<UserId>,
    /// When.
    pub answered_at: Option<Timestamp>,
    /// The answer.
    pub answer: String,
}

/// Whom a decision concerns, in order.
///
/// # Errors
/// When the database refuses.
pub fn concerned(c: &mut Conn, id: FindingId) -> Result<Vec<Person>> {
    Ok(fraud_people::table.filter(fraud_people::finding_id.eq(id)).order(fraud_people::user_id).load(c)?)
}

pub(super) fn person(c: &mut Conn, user: UserId, id: FindingId) -> Result<Option<Person>> {
    Ok(fraud_people::table.find((user, id)).get_result(c).optional()?)
}

/// The newest decisions that concern somebody.
pub(super) fn decisions_about(c: &mut Conn, user: UserId, before: FindingId) -> Result<Vec<Person>> {
    Ok(fraud_people::table
        .filter(fraud_people::user_id.eq(user))
        .filter(fraud_people::finding_id.lt(before))
        .order(fraud_people::finding_id.desc())
        .limit(limit(PAGE))
        .load(c)?)
}

/// Keeps an appeal; false when there is one.
pub(super) fn appeal(tx: &mut Conn, user: UserId, id: FindingId, words: &str, now: Timestamp) -> Result<bool> {
    let none = fraud_people::table.find((user, id)).filter(fraud_people::appealed_at.is_null());
    let kept =
        diesel::update(none).set((fraud_people::appeal.eq(words), fraud_people::appealed_at.eq(now))).execute(tx)?;
    Ok(kept == 1)
}

/// Answers an appeal that waits; false when none does.
pub(super) fn answer(
    tx: &mut Conn,
    (user, id): (UserId, FindingId),
    (by, words): (Option<UserId>, &str),
    now: Timestamp,
) -> Result<bool> {
    let waits = fraud_people::table
        .find((user, id))
        .filter(fraud_people::appealed_at.is_not_null())
        .filter(fraud_people::answered_at.is_null());
    let answered = diesel::update(waits)
        .set((fraud_people::answer.eq(words), fraud_people::answered_by.eq(by), fraud_people::answered_at.eq(now)))
        .execute(tx)?;
    Ok(answered == 1)
}

/// An appeal that waits.
#[derive(Debug, Clone, QueryableByName)]
pub struct Waiting {
    /// The decision.
    #[diesel(sql_type = BigInt)]
    pub finding_id: FindingId,
    /// By whom.
    #[diesel(sql_type = BigInt)]
    pub user_id: UserId,
    /// Since when.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub appealed_at: Option<Timestamp>,
    /// Their words.
    #[diesel(sql_type = Text)]
    pub appeal: String,
}

/// Appeals that wait after this one, the oldest first; one more than a page where there are more.
///
/// # Errors
/// When the database refuses.
pub fn waiting(c: &mut Conn, after: (Timestamp, FindingId, UserId)) -> Result<Vec<Waiting>> {
    Ok(sql("SELECT finding_id, user_id, appealed_at, appeal FROM fraud_people \
         WHERE appealed_at IS NOT NULL AND answered_at IS NULL AND (appealed_at, finding_id, user_id) > ($1, $2, $3) \
         ORDER BY appealed_at, finding_id, user_id LIMIT $4")
    .bind(after.0.0)
    .bind(after.1.0)
    .bind(after.2.0)
    .bind(limit(PAGE))
    .load(c)?)
}
