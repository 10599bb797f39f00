//! The SQL of the proof.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable};

use crate::db::schema::{ledger_notes, ledger_seals, ledger_transactions};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::LedgerId;

/// A transaction's entries.
#[derive(Debug, QueryableByName)]
pub(super) struct Sum {
    #[diesel(sql_type = BigInt)]
    pub(super) id: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) entries: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) total: i64,
    #[diesel(sql_type = Bool)]
    pub(super) sealed: bool,
}

pub(super) fn sums(c: &mut Conn, after: i64, most: i64) -> Result<Vec<Sum>> {
    Ok(sql("SELECT t.id AS id, \
         (SELECT count(*) FROM ledger_entries e WHERE e.transaction_id = t.id) AS entries, \
         (SELECT CAST(coalesce(sum(e.amount), 0) AS BIGINT) FROM ledger_entries e WHERE e.transaction_id = t.id) \
         AS total, EXISTS (SELECT 1 FROM ledger_seals s WHERE s.transaction_id = t.id) AS sealed \
         FROM ledger_transactions t WHERE t.id > $1 ORDER BY t.id LIMIT $2")
    .bind(after)
    .bind(most)
    .load(c)?)
}

/// Entries whose transaction is gone.
pub(super) fn entries_of_nothing(c: &mut Conn) -> Result<Vec<i64>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        id: i64,
    }
    let rows: Vec<Row> = sql("SELECT e.id AS id FROM ledger_entries e WHERE NOT EXISTS \
         (SELECT 1 FROM ledger_transactions t WHERE t.id = e.transaction_id) ORDER BY e.id")
    .load(c)?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// An account with what its entries sum up to.
#[derive(Debug, QueryableByName)]
pub(super) struct Kept {
    #[diesel(sql_type = BigInt)]
    pub(super) id: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub(super) kept: Option<i64>,
    #[diesel(sql_type = BigInt)]
    pub(super) total: i64,
}

pub(super) fn balances(c: &mut Conn) -> Result<Vec<Kept>> {
    Ok(sql("SELECT a.id AS id, a.balance AS kept, \
         (SELECT CAST(coalesce(sum(e.amount), 0) AS BIGINT) FROM ledger_entries e WHERE e.account_id = a.id) AS total \
         FROM ledger_accounts a WHERE a.balance IS NOT NULL ORDER BY a.id")
    .load(c)?)
}

/// Words beside transactions, with the digest that was written with these.
pub(super) fn notes(c: &mut Conn, after: i64, most: i64) -> Result<Vec<(LedgerId, String, String)>> {
    Ok(ledger_notes::table
        .inner_join(ledger_transactions::table.on(ledger_transactions::id.eq(ledger_notes::transaction_id)))
        .filter(ledger_notes::transaction_id.gt(LedgerId(after)))
        .order(ledger_notes::transaction_id)
        .limit(most)
        .select((ledger_notes::transaction_id, ledger_notes::words, ledger_transactions::digest))
        .load(c)?)
}

/// A link of the chain.
#[derive(Debug, Queryable)]
pub(super) struct Link {
    pub(super) seq: i64,
    pub(super) transaction: LedgerId,
    pub(super) hash: String,
}

pub(super) fn links(c: &mut Conn, from: i64, most: i64) -> Result<Vec<Link>> {
    Ok(ledger_seals::table
        .filter(ledger_seals::seq.ge(from))
        .order(ledger_seals::seq)
        .limit(most)
        .select((ledger_seals::seq, ledger_seals::transaction_id, ledger_seals::hash))
        .load(c)?)
}
