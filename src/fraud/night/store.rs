//! The SQL of the nightly look.

use std::collections::HashSet;

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::Gift;
use crate::clock::Timestamp;
use crate::db::schema::{fraud_findings, fraud_gifts, users};
use crate::db::{Both, Conn, sql};
use crate::error::Result;
use crate::fraud::State;
use crate::fraud::detect::Found;
use crate::ids::{FindingId, PostId, UserId};

/// Something that was given in public.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub(super) struct Row {
    #[diesel(sql_type = BigInt)]
    pub giver: UserId,
    #[diesel(sql_type = BigInt)]
    pub receiver: UserId,
    #[diesel(sql_type = BigInt)]
    pub post: PostId,
    /// Who wrote the topic.
    #[diesel(sql_type = BigInt)]
    pub asker: UserId,
    #[diesel(sql_type = BigInt)]
    pub at: Timestamp,
    /// Since when the giver has an account.
    #[diesel(sql_type = BigInt)]
    pub since: Timestamp,
}

pub(super) fn members_after(c: &mut Conn, after: UserId, most: i64) -> Result<Vec<UserId>> {
    Ok(users::table.filter(users::id.gt(after)).order(users::id).limit(most).select(users::id).load(c)?)
}

/// Votes up by these members since this site day, on what stands in public. What an import dealt out, and what staff
/// gave for somebody, says nothing about anybody. SQLite joins CROSS tables in their order, and would otherwise look for
/// these members' votes at every topic there is.
pub(super) fn votes(c: &mut Conn, by: &[UserId], since: i64) -> Result<Vec<Row>> {
    Ok(sql("SELECT v.user_id AS giver, v.receiver_id AS receiver, v.post_id AS post, t.author_id AS asker, \
         v.cast_at AS at, u.created_at AS since FROM votes v CROSS JOIN users u CROSS JOIN posts p CROSS JOIN topics t \
         WHERE u.id = v.user_id AND p.id = v.post_id AND t.id = p.topic_id AND v.user_id IN ($1) AND v.day >= $2 AND v.value = 1 AND v.imported = FALSE AND v.by_id IS NULL \
         AND p.state = 'visible' AND t.state = 'visible' AND t.audience = 0")
    .bind(by.iter().map(|user| user.0).collect::<Vec<_>>())
    .bind(since)
    .load(c)?)
}

/// Acceptances by those who asked, after this one, in public.
pub(super) fn acceptances(c: &mut Conn, (at, post): (Timestamp, PostId), most: i64) -> Result<Vec<Row>> {
    Ok(sql("SELECT t.author_id AS giver, p.author_id AS receiver, p.id AS post, t.author_id AS asker, \
         p.accepted_at AS at, u.created_at AS since FROM posts p JOIN topics t ON t.id = p.topic_id \
         JOIN users u ON u.id = t.author_id WHERE p.accepted AND p.audience = 0 AND p.state = 'visible' \
         AND (p.accepted_at, p.id) > ($1, $2) AND p.author_id <> t.author_id \
         AND coalesce(p.accepted_by, t.author_id) = t.author_id ORDER BY p.accepted_at, p.id LIMIT $3")
    .bind(at.0)
    .bind(post.0)
    .bind(most)
    .load(c)?)
}

/// The last finding of a name.
#[derive(Debug, Clone, Copy, Queryable)]
pub(super) struct Latest {
    pub id: FindingId,
    pub state: State,
}

fn giver(found: &Found) -> i64 {
    found.giver.map_or(0, |giver| giver.0)
}

pub(super) fn latest(tx: &mut Conn, found: &Found) -> Result<Option<Latest>> {
    Ok(fraud_findings::table
        .filter(fraud_findings::pattern.eq(found.pattern))
        .filter(fraud_findings::receiver_id.eq(found.receiver))
        .filter(fraud_findings::giver_id.eq(giver(found)))
        .order(fraud_findings::id.desc())
        .limit(1)
        .select((fraud_findings::id, fraud_findings::state))
        .get_result(tx)
        .optional()?)
}

pub(super) fn known(tx: &mut Conn, id: FindingId) -> Result<HashSet<(UserId, PostId)>> {
    let rows: Vec<(UserId, PostId)> = fraud_gifts::table
        .filter(fraud_gifts::finding_id.eq(id))
        .select((fraud_gifts::giver_id, fraud_gifts::post_id))
        .load(tx)?;
    Ok(rows.into_iter().collect())
}

fn count(gifts: &[Gift]) -> i64 {
    i64::try_from(gifts.len()).unwrap_or(i64::MAX)
}

/// Keeps a finding with what was given.
pub(super) fn insert(tx: &mut Conn, found: &Found, gifts: &[Gift], now: Timestamp) -> Result<()> {
    let id: FindingId = diesel::insert_into(fraud_findings::table)
        .values((
            fraud_findings::pattern.eq(found.pattern),
            fraud_findings::receiver_id.eq(found.receiver),
            fraud_findings::giver_id.eq(giver(found)),
            fraud_findings::state.eq(State::Open),
            fraud_findings::gifts.eq(count(gifts)),
            fraud_findings::share.eq(found.share),
            fraud_findings::usual.eq(found.usual),
            fraud_findings::found_at.eq(now),
        ))
        .returning(fraud_findings::id)
        .get_result(tx)?;
    gifts.iter().try_for_each(|gift| add(tx, id, gift))
}

/// Adds what has come to one that is open.
pub(super) fn grow(tx: &mut Conn, id: FindingId, found: &Found, fresh: &[Gift]) -> Result<()> {
    diesel::update(fraud_findings::table.find(id))
        .set((
            fraud_findings::gifts.eq(fraud_findings::gifts + count(fresh)),
            fraud_findings::share.eq(found.share),
            fraud_findings::usual.eq(found.usual),
        ))
        .execute(tx)?;
    fresh.iter().try_for_each(|gift| add(tx, id, gift))
}

fn add(tx: &mut Conn, id: FindingId, gift: &Gift) -> Result<()> {
    Both(
        diesel::insert_into(fraud_gifts::table)
            .values((
                fraud_gifts::finding_id.eq(id),
                fraud_gifts::giver_id.eq(gift.giver),
                fraud_gifts::post_id.eq(gift.post),
                fraud_gifts::receiver_id.eq(gift.receiver),
                fraud_gifts::given_at.eq(gift.at),
            ))
            .on_conflict((fraud_gifts::finding_id, fraud_gifts::giver_id, fraud_gifts::post_id))
            .do_nothing(),
    )
    .execute(tx)?;
    Ok(())
}
