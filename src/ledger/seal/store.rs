//! The SQL of seals.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use serde::Serialize;

use crate::clock::Timestamp;
use crate::db::schema::{ledger_accounts, ledger_entries, ledger_seals, ledger_transactions, walks};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{LedgerId, UserId};

/// A transaction as it is sealed: everything but the words beside it, for which their digest stands. Kinds are plain
/// text here, as they stand in their rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sealed {
    /// Its row.
    pub id: LedgerId,
    /// Its key.
    pub key: String,
    kind: String,
    subject: i64,
    month: i64,
    actor: Option<UserId>,
    reason: String,
    /// Of the words beside it, or empty.
    pub digest: String,
    reverses: Option<LedgerId>,
    at: Timestamp,
    /// Accounts by kind and owner, with the amounts, in the order of their rows.
    pub entries: Vec<(String, i64, i64)>,
}

/// The last link of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Head {
    /// How many there are.
    pub seq: i64,
    /// Which transaction it seals.
    pub transaction: LedgerId,
    /// Its hash.
    pub hash: String,
}

/// The last link of the chain, if there is one.
///
/// # Errors
/// When the database refuses.
pub fn head(c: &mut Conn) -> Result<Option<Head>> {
    Ok(ledger_seals::table
        .filter(ledger_seals::seq.gt(0))
        .order(ledger_seals::seq.desc())
        .select((ledger_seals::seq, ledger_seals::transaction_id, ledger_seals::hash))
        .first(c)
        .optional()?)
}

pub(super) fn position(c: &mut Conn, walk: &str) -> Result<i64> {
    let position: Option<i64> = walks::table.find((walk, 0_i64)).select(walks::position).first(c).optional()?;
    Ok(position.unwrap_or(0))
}

/// Never backwards.
pub(super) fn note(tx: &mut Conn, walk: &str, position: i64, now: Timestamp) -> Result<()> {
    sql("INSERT INTO walks (name, subject, position, done, total, started_at) VALUES ($1, 0, $2, 0, 0, $3) \
         ON CONFLICT (name, subject) DO UPDATE SET position = excluded.position WHERE walks.position < excluded.position")
    .bind(walk)
    .bind(position)
    .bind(now.0)
    .execute(tx)?;
    Ok(())
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// The next transactions behind this one that have no seal yet.
pub(super) fn unsealed(c: &mut Conn, after: i64, most: i64) -> Result<Vec<Sealed>> {
    let rows: Vec<Number> = sql("SELECT t.id AS id FROM ledger_transactions t WHERE t.id > $1 AND NOT EXISTS \
         (SELECT 1 FROM ledger_seals s WHERE s.transaction_id = t.id) ORDER BY t.id LIMIT $2")
    .bind(after)
    .bind(most)
    .load(c)?;
    let ids: Vec<LedgerId> = rows.iter().map(|row| LedgerId(row.id)).collect();
    whole(c, &ids)
}

/// The last of the transactions behind this one that were settled by then: all of these are sealed now.
pub(super) fn settled(c: &mut Conn, after: i64, by: Timestamp, most: i64) -> Result<Option<i64>> {
    let rows: Vec<(LedgerId, Timestamp)> = ledger_transactions::table
        .filter(ledger_transactions::id.gt(LedgerId(after)))
        .order(ledger_transactions::id)
        .limit(most)
        .select((ledger_transactions::id, ledger_transactions::at))
        .load(c)?;
    Ok(rows.into_iter().take_while(|(_, at)| *at <= by).last().map(|(id, _)| id.0))
}

pub(super) fn seal(tx: &mut Conn, seq: i64, (of, hash): (LedgerId, &str)) -> Result<()> {
    diesel::insert_into(ledger_seals::table)
        .values((ledger_seals::seq.eq(seq), ledger_seals::transaction_id.eq(of), ledger_seals::hash.eq(hash)))
        .execute(tx)?;
    Ok(())
}

type Row = (LedgerId, String, String, i64, i64, Option<UserId>, String, String, Option<LedgerId>, Timestamp);

/// These transactions with their entries, in the order of their numbers.
pub(in crate::ledger) fn whole(c: &mut Conn, ids: &[LedgerId]) -> Result<Vec<Sealed>> {
    let (Some(first), Some(last)) = (ids.iter().min(), ids.iter().max()) else { return Ok(Vec::new()) };
    let rows: Vec<Row> = ledger_transactions::table
        .filter(ledger_transactions::id.between(first, last))
        .order(ledger_transactions::id)
        .select((
            ledger_transactions::id,
            ledger_transactions::key,
            ledger_transactions::kind,
            ledger_transactions::subject,
            ledger_transactions::month,
            ledger_transactions::actor_id,
            ledger_transactions::reason,
            ledger_transactions::digest,
            ledger_transactions::reverses,
            ledger_transactions::at,
        ))
        .load(c)?;
    let mut entries: BTreeMap<LedgerId, Vec<(String, i64, i64)>> = BTreeMap::new();
    let found: Vec<(LedgerId, String, i64, i64)> = ledger_entries::table
        .inner_join(ledger_accounts::table.on(ledger_accounts::id.eq(ledger_entries::account_id)))
        .filter(ledger_entries::transaction_id.between(first, last))
        .order((ledger_entries::transaction_id, ledger_entries::account_id))
        .select((ledger_entries::transaction_id, ledger_accounts::kind, ledger_accounts::owner, ledger_entries::amount))
        .load(c)?;
    for (id, kind, owner, amount) in found {
        entries.entry(id).or_default().push((kind, owner, amount));
    }
    let wanted = |id: &LedgerId| ids.binary_search(id).is_ok();
    Ok(rows
        .into_iter()
        .filter(|row| wanted(&row.0))
        .map(|(id, key, kind, subject, month, actor, reason, digest, reverses, at)| {
            let entries = entries.remove(&id).unwrap_or_default();
            Sealed { id, key, kind, subject, month, actor, reason, digest, reverses, at, entries }
        })
        .collect())
}
