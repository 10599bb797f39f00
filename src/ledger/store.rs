//! The SQL of the ledger.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::{Account, AccountKind, Below, Kind, Posting};
use crate::clock::Timestamp;
use crate::db::schema::{ledger_accounts, ledger_entries, ledger_notes, ledger_transactions};
use crate::db::{Both, Conn, sql};
use crate::error::Result;
use crate::ids::{LedgerId, UserId};

/// The transaction of a key, if it has been written.
///
/// # Errors
/// When the database refuses.
pub fn find(c: &mut Conn, key: &str) -> Result<Option<LedgerId>> {
    Ok(ledger_transactions::table
        .filter(ledger_transactions::key.eq(key))
        .select(ledger_transactions::id)
        .get_result(c)
        .optional()?)
}

pub(super) fn insert(tx: &mut Conn, posting: &Posting<'_>, digest: &str, now: Timestamp) -> Result<LedgerId> {
    Ok(diesel::insert_into(ledger_transactions::table)
        .values((
            ledger_transactions::key.eq(&posting.key),
            ledger_transactions::kind.eq(posting.kind),
            ledger_transactions::subject.eq(posting.subject),
            ledger_transactions::month.eq(posting.month.0),
            ledger_transactions::actor_id.eq(posting.actor),
            ledger_transactions::reason.eq(posting.reason),
            ledger_transactions::digest.eq(digest),
            ledger_transactions::reverses.eq(posting.reverses),
            ledger_transactions::at.eq(now),
        ))
        .returning(ledger_transactions::id)
        .get_result(tx)?)
}

pub(super) fn note(tx: &mut Conn, id: LedgerId, words: &str) -> Result<()> {
    diesel::insert_into(ledger_notes::table)
        .values((ledger_notes::transaction_id.eq(id), ledger_notes::words.eq(words)))
        .execute(tx)?;
    Ok(())
}

/// Writes an entry and changes the balance with it; false, when that may not be.
pub(super) fn enter(tx: &mut Conn, id: LedgerId, (account, amount): (Account, i64), below: Below) -> Result<bool> {
    let row = account_row(tx, account)?;
    if account.kind.is_members() {
        let changed = sql("UPDATE ledger_accounts SET balance = balance + $1 WHERE id = $2 \
             AND (balance + $1 >= 0 OR $1 > 0 OR $3)")
        .bind(amount)
        .bind(row)
        .bind(below == Below::ByDecision)
        .execute(tx)?;
        if changed != 1 {
            return Ok(false);
        }
    }
    diesel::insert_into(ledger_entries::table)
        .values((
            ledger_entries::transaction_id.eq(id),
            ledger_entries::account_id.eq(row),
            ledger_entries::amount.eq(amount),
        ))
        .execute(tx)?;
    Ok(true)
}

/// The row of an account, made when it is needed first.
fn account_row(tx: &mut Conn, account: Account) -> Result<i64> {
    if let Some(id) = row_of(tx, account)? {
        return Ok(id);
    }
    let values = (
        ledger_accounts::kind.eq(account.kind),
        ledger_accounts::owner.eq(account.owner),
        ledger_accounts::balance.eq(account.kind.is_members().then_some(0_i64)),
    );
    // Of two who make the house's first one at the same time, both have it.
    let insert = diesel::insert_into(ledger_accounts::table).values(values);
    Both(insert.on_conflict((ledger_accounts::kind, ledger_accounts::owner)).do_nothing()).execute(tx)?;
    row_of(tx, account)?.ok_or_else(|| crate::error::AppError::Internal(format!("{account:?} was not made")))
}

fn row_of(c: &mut Conn, account: Account) -> Result<Option<i64>> {
    Ok(ledger_accounts::table
        .filter(ledger_accounts::kind.eq(account.kind))
        .filter(ledger_accounts::owner.eq(account.owner))
        .select(ledger_accounts::id)
        .get_result(c)
        .optional()?)
}

/// The balance of a member's account: 0 when nothing was ever entered.
///
/// # Errors
/// When the database refuses.
pub fn balance(c: &mut Conn, account: Account) -> Result<i64> {
    let kept: Option<Option<i64>> = ledger_accounts::table
        .filter(ledger_accounts::kind.eq(account.kind))
        .filter(ledger_accounts::owner.eq(account.owner))
        .select(ledger_accounts::balance)
        .get_result(c)
        .optional()?;
    Ok(kept.flatten().unwrap_or(0))
}

#[derive(QueryableByName)]
struct Total {
    #[diesel(sql_type = BigInt)]
    total: i64,
}

/// The sum of all entries of the accounts of a kind: reads all of them.
///
/// # Errors
/// When the database refuses.
pub fn sum(c: &mut Conn, kind: AccountKind) -> Result<i64> {
    let total: Total = sql("SELECT CAST(coalesce(sum(e.amount), 0) AS BIGINT) AS total FROM ledger_entries e \
         JOIN ledger_accounts a ON a.id = e.account_id WHERE a.kind = $1")
    .bind(kind.as_str())
    .get_result(c)?;
    Ok(total.total)
}

/// The entries of a transaction, in their order.
///
/// # Errors
/// When the database refuses.
pub fn entries_of(c: &mut Conn, id: LedgerId) -> Result<Vec<(Account, i64)>> {
    let rows: Vec<(AccountKind, i64, i64)> = ledger_entries::table
        .inner_join(ledger_accounts::table.on(ledger_accounts::id.eq(ledger_entries::account_id)))
        .filter(ledger_entries::transaction_id.eq(id))
        .order(ledger_entries::account_id)
        .select((ledger_accounts::kind, ledger_accounts::owner, ledger_entries::amount))
        .load(c)?;
    Ok(rows.into_iter().map(|(kind, owner, amount)| (Account { kind, owner }, amount)).collect())
}

/// An entry of a member's account, as a wallet shows it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Line {
    /// Its row, by which a page goes on.
    #[diesel(sql_type = BigInt)]
    pub entry: i64,
    /// Its transaction.
    #[diesel(sql_type = BigInt)]
    pub id: LedgerId,
    /// What that does.
    #[diesel(sql_type = Text)]
    pub kind: Kind,
    /// What it is about.
    #[diesel(sql_type = BigInt)]
    pub subject: i64,
    /// Why, as the program says it.
    #[diesel(sql_type = Text)]
    pub reason: String,
    /// Why, in somebody's own words, as long as these are kept.
    #[diesel(sql_type = Nullable<Text>)]
    pub note: Option<String>,
    /// The amount of this entry.
    #[diesel(sql_type = BigInt)]
    pub amount: i64,
    /// When.
    #[diesel(sql_type = BigInt)]
    pub at: Timestamp,
}

/// The newest entries of a member's account before this one.
///
/// # Errors
/// When the database refuses.
pub fn lines(c: &mut Conn, (kind, user): (AccountKind, UserId), before: i64, most: i64) -> Result<Vec<Line>> {
    let Some(account) = row_of(c, Account { kind, owner: user.0 })? else { return Ok(Vec::new()) };
    Ok(sql("SELECT e.id AS entry, t.id AS id, t.kind AS kind, t.subject AS subject, t.reason AS reason, \
         n.words AS note, e.amount AS amount, t.at AS at FROM ledger_entries e \
         JOIN ledger_transactions t ON t.id = e.transaction_id \
         LEFT JOIN ledger_notes n ON n.transaction_id = e.transaction_id \
         WHERE e.account_id = $1 AND e.id < $2 ORDER BY e.account_id DESC, e.id DESC LIMIT $3")
    .bind(account)
    .bind(before)
    .bind(most)
    .load(c)?)
}
