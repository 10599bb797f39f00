//! The chain of seals: a hash over each committed transaction and the hash before it. Who changes a row of the ledger
//! behind the program's back changes its hash, and [`super::proof`] names the row.
//!
//! A job seals what was committed, so writers never wait for the chain. Numbers are given before their transactions
//! end, so one may come to be seen behind one with a greater number: the job notes how far it is only up to
//! transactions older than any transaction lasts, and looks behind that place again.

mod store;

use crate::clock::Timestamp;
use crate::db::{Conn, Db, dialect};
use crate::error::{AppError, Result};
use crate::ids::{self, LedgerId};
use crate::jobs::Handler;
use crate::reputation::tail::SETTLED;

pub(super) use store::whole;
pub use store::{Head, Sealed, head};

/// The kind of the job, and under which name it notes how far it is.
pub const SEAL: &str = "ledger.seal";
/// Transactions sealed in one transaction.
const BATCH: i64 = 500;

/// What the jobs of kind [`SEAL`] do.
#[must_use]
pub fn handler(db: &Db) -> Handler {
    let db = db.clone();
    Handler::new(move |_, attempt| {
        let now = attempt.now;
        while db.write_now(move |tx| step(tx, now))? {}
        Ok(())
    })
}

/// Seals the next transactions; whether there may be more.
///
/// # Errors
/// When the database refuses.
pub fn step(tx: &mut Conn, now: Timestamp) -> Result<bool> {
    // Of two nodes at it, one is alone with the chain.
    dialect::lock_names(tx, &[SEAL.to_owned()])?;
    let noted = store::position(tx, SEAL)?;
    let whole = store::unsealed(tx, noted, BATCH)?;
    let head = head(tx)?;
    let (mut seq, mut hash) = head.map_or((0, String::new()), |head| (head.seq, head.hash));
    for sealed in &whole {
        (seq, hash) = (seq + 1, link(&hash, sealed)?);
        store::seal(tx, seq, (sealed.id, &hash))?;
    }
    let settled = store::settled(tx, noted, now - SETTLED, BATCH)?;
    if let Some(settled) = settled {
        store::note(tx, SEAL, settled, now)?;
    }
    Ok(i64::try_from(whole.len()).unwrap_or(0) == BATCH)
}

/// Up to which transaction everything is sealed.
///
/// # Errors
/// When the database refuses.
pub fn sealed_up_to(c: &mut Conn) -> Result<LedgerId> {
    store::position(c, SEAL).map(LedgerId)
}

/// The hash of a transaction behind this one: SHA-256 over both, the transaction as JSON.
///
/// # Errors
/// When it cannot be written as JSON, which cannot be.
pub fn link(before: &str, sealed: &Sealed) -> Result<String> {
    Ok(ids::digest(&serde_json::to_string(&(before, sealed)).map_err(AppError::internal)?))
}
