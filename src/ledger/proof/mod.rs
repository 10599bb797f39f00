//! The proof of the ledger, as `talka ledger verify` gives it: every transaction balances, every balance is the sum of
//! its entries, the words beside a transaction are those that were written, and the chain of seals is whole.
//!
//! Everything is read once, a piece at a time; only accounts are kept in memory.

mod store;

use std::collections::BTreeMap;

use super::seal::{self, Sealed};
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{self, LedgerId};

/// Rows that one statement reads.
const PIECE: i64 = 2_000;

/// What is wrong with the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// The table.
    pub table: &'static str,
    /// The row.
    pub row: i64,
    /// What about it.
    pub what: &'static str,
    /// What stands there.
    pub stored: String,
    /// What should.
    pub wanted: String,
}

/// What was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    /// Transactions.
    pub transactions: u64,
    /// Their entries.
    pub entries: u64,
    /// Links of the chain.
    pub seals: u64,
}

/// Gives everything that is wrong to `found`, and answers what was read.
///
/// # Errors
/// When the database cannot be read.
pub fn prove(c: &mut Conn, found: &mut dyn FnMut(Damage)) -> Result<Extent> {
    let mut extent = Extent::default();
    sums(c, &mut extent, found)?;
    balances(c, found)?;
    words(c, found)?;
    chain(c, &mut extent, found)?;
    Ok(extent)
}

/// Every transaction has entries, and they sum up to 0; every entry has its transaction.
fn sums(c: &mut Conn, extent: &mut Extent, found: &mut dyn FnMut(Damage)) -> Result<()> {
    let mut after = 0;
    let sealed_up_to = seal::sealed_up_to(c)?.0;
    loop {
        let piece = store::sums(c, after, PIECE)?;
        let Some(last) = piece.last() else { break };
        after = last.id;
        for row in piece {
            extent.transactions += 1;
            extent.entries += u64::try_from(row.entries).unwrap_or(0);
            if row.entries < 2 || row.total != 0 {
                found(Damage {
                    table: "ledger_transactions",
                    row: row.id,
                    what: "sum of its entries",
                    stored: format!("{} in {} entries", row.total, row.entries),
                    wanted: "0 in two or more".into(),
                });
            }
            if row.id <= sealed_up_to && !row.sealed {
                found(Damage {
                    table: "ledger_transactions",
                    row: row.id,
                    what: "seal",
                    stored: "none".into(),
                    wanted: "one: those behind it have theirs".into(),
                });
            }
        }
    }
    for entry in store::entries_of_nothing(c)? {
        found(Damage {
            table: "ledger_entries",
            row: entry,
            what: "transaction_id",
            stored: "a transaction".into(),
            wanted: "no such row".into(),
        });
    }
    Ok(())
}

/// A kept balance is the sum of its entries.
fn balances(c: &mut Conn, found: &mut dyn FnMut(Damage)) -> Result<()> {
    for account in store::balances(c)? {
        if account.kept.is_some_and(|kept| kept != account.total) {
            found(Damage {
                table: "ledger_accounts",
                row: account.id,
                what: "balance",
                stored: account.kept.unwrap_or(0).to_string(),
                wanted: account.total.to_string(),
            });
        }
    }
    Ok(())
}

/// Words that are still there are those that were written.
fn words(c: &mut Conn, found: &mut dyn FnMut(Damage)) -> Result<()> {
    let mut after = 0;
    loop {
        let piece = store::notes(c, after, PIECE)?;
        let Some((last, _, _)) = piece.last() else { return Ok(()) };
        after = last.0;
        for (id, words, digest) in piece {
            let wanted = ids::digest(&words);
            if wanted != digest {
                found(Damage { table: "ledger_notes", row: id.0, what: "digest", stored: digest, wanted });
            }
        }
    }
}

/// Walks the chain. One damaged row is named once: what follows it is compared with the hash that stands there and with
/// the one that should, and by that says which of both was changed, the transaction or its seal.
fn chain(c: &mut Conn, extent: &mut Extent, found: &mut dyn FnMut(Damage)) -> Result<()> {
    let mut walk = Walk { next: 1, stored: String::new(), wanted: String::new(), doubted: None };
    loop {
        let links = store::links(c, walk.next, PIECE)?;
        if links.is_empty() {
            walk.doubted.into_iter().for_each(|link| found(link.changed()));
            return Ok(());
        }
        let mut ids: Vec<LedgerId> = links.iter().map(|link| link.transaction).collect();
        ids.sort_unstable();
        let whole: BTreeMap<LedgerId, Sealed> =
            seal::whole(c, &ids)?.into_iter().map(|sealed| (sealed.id, sealed)).collect();
        for link in links {
            extent.seals += 1;
            let sealed = whole.get(&link.transaction);
            walk.step(link, sealed, found)?;
        }
    }
}

/// How far the chain was walked.
struct Walk {
    /// The number of the next link.
    next: i64,
    /// The hash of the link before, as it stands.
    stored: String,
    /// The same as it should be.
    wanted: String,
    /// The link before, when its hash is not the one of its transaction.
    doubted: Option<Doubted>,
}

/// A link whose hash is not that of its transaction.
struct Doubted {
    seq: i64,
    transaction: LedgerId,
    stored: String,
    wanted: String,
}

impl Doubted {
    /// Its transaction was changed, as far as one can see.
    fn changed(self) -> Damage {
        let Self { transaction, stored, wanted, .. } = self;
        Damage { table: "ledger_transactions", row: transaction.0, what: "seal", stored, wanted }
    }

    /// Its seal was changed: the next one was made behind the hash that its transaction still has.
    fn resealed(self) -> Damage {
        let Self { seq, stored, wanted, .. } = self;
        Damage { table: "ledger_seals", row: seq, what: "hash", stored, wanted }
    }
}

impl Walk {
    fn step(&mut self, link: store::Link, sealed: Option<&Sealed>, found: &mut dyn FnMut(Damage)) -> Result<()> {
        let gap = link.seq != self.next;
        if gap {
            found(Damage {
                table: "ledger_seals",
                row: self.next,
                what: "seq",
                stored: format!("{} follows", link.seq),
                wanted: "no gap".into(),
            });
        }
        self.next = link.seq + 1;
        if sealed.is_none() {
            found(Damage {
                table: "ledger_seals",
                row: link.seq,
                what: "transaction_id",
                stored: link.transaction.to_string(),
                wanted: "no such row".into(),
            });
        }
        let doubted = self.doubted.take();
        let Some(sealed) = sealed.filter(|_| !gap) else {
            doubted.into_iter().for_each(|link| found(link.changed()));
            // What follows was sealed behind a hash that is lost: it is believed from here on.
            self.believe(link.hash);
            return Ok(());
        };
        let (by_stored, by_wanted) = (seal::link(&self.stored, sealed)?, seal::link(&self.wanted, sealed)?);
        let resealed = link.hash == by_wanted && by_wanted != by_stored;
        if let Some(before) = doubted {
            found(if resealed { before.resealed() } else { before.changed() });
        }
        if link.hash == by_stored || link.hash == by_wanted {
            self.believe(link.hash);
            return Ok(());
        }
        let (stored, wanted) = (link.hash, by_stored);
        (self.stored, self.wanted) = (stored.clone(), wanted.clone());
        self.doubted = Some(Doubted { seq: link.seq, transaction: link.transaction, stored, wanted });
        Ok(())
    }

    fn believe(&mut self, hash: String) {
        (self.stored, self.wanted) = (hash.clone(), hash);
    }
}
