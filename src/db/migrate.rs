//! The schema's steps, embedded; run at start under a lock.

use diesel::connection::{SimpleConnection, TransactionManager};
use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel::pg::Pg;
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Access, Conn, Manager, Transactions};
use crate::config::DatabaseUrl;
use crate::error::{AppError, Result};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Any number: two programs that start at once wait for one another by it.
const LOCK: i64 = 0x0074_616c_6b61;

/// A migration with this in its name takes something away that an older program needs.
const CONTRACT: &str = "contract";

/// Where a database stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationState {
    /// Steps that are in place.
    pub applied: Vec<String>,
    /// Steps of this program that are not (before [`run`] they are still to do, after it they were just done).
    pub pending: Vec<String>,
    /// Steps in place that this program does not know: a newer program was here.
    pub unknown: Vec<String>,
}

fn open(url: &DatabaseUrl) -> Result<Conn> {
    Manager { url: url.clone(), access: Access::Write }
        .open()
        .map_err(|e| AppError::Unavailable { reason: format!("{url:?}: {e}") })
}

fn fault(e: impl std::fmt::Display) -> AppError {
    AppError::Internal(format!("migration: {e}"))
}

fn names(conn: &mut Conn) -> Result<(Vec<String>, Vec<String>)> {
    let applied: Vec<MigrationVersion<'static>> = match conn {
        Conn::Sqlite(c) => c.applied_migrations().map_err(fault)?,
        Conn::Pg(c) => c.applied_migrations().map_err(fault)?,
    };
    let known: Vec<String> = match conn {
        Conn::Sqlite(_) => {
            MigrationSource::<Sqlite>::migrations(&SQLITE).map_err(fault)?.iter().map(|step| version(&**step)).collect()
        }
        Conn::Pg(_) => {
            MigrationSource::<Pg>::migrations(&POSTGRES).map_err(fault)?.iter().map(|step| version(&**step)).collect()
        }
    };
    let mut applied: Vec<String> = applied.iter().map(ToString::to_string).collect();
    applied.sort();
    Ok((applied, known))
}

fn version<DB: diesel::backend::Backend>(migration: &dyn Migration<DB>) -> String {
    migration.name().version().to_string()
}

fn compare(conn: &mut Conn) -> Result<MigrationState> {
    let (applied, known) = names(conn)?;
    Ok(MigrationState {
        pending: known.iter().filter(|name| !applied.contains(name)).cloned().collect(),
        unknown: applied.iter().filter(|name| !known.contains(name)).cloned().collect(),
        applied,
    })
}

pub(super) fn state(url: &DatabaseUrl) -> Result<MigrationState> {
    compare(&mut open(url)?)
}

pub(super) fn run(url: &DatabaseUrl) -> Result<MigrationState> {
    let mut conn = open(url)?;
    // One transaction around all steps: a failed one leaves the schema as it was, and the lock covers the check too.
    match &mut conn {
        Conn::Sqlite(c) => {
            diesel::connection::AnsiTransactionManager::begin_transaction_sql(c, "BEGIN EXCLUSIVE")?;
        }
        Conn::Pg(_) => {
            Transactions::begin_transaction(&mut conn)?;
            conn.batch_execute(&format!("SET LOCAL lock_timeout = '120s'; SELECT pg_advisory_xact_lock({LOCK})"))?;
        }
    }
    let state = compare(&mut conn)?;
    if let Some(step) = state.unknown.iter().find(|name| name.contains(CONTRACT)) {
        return Err(AppError::Internal(format!(
            "the database is newer than this program (step {step}): run the newer program"
        )));
    }
    let done = match &mut conn {
        Conn::Sqlite(c) => c.run_pending_migrations(SQLITE).map(drop),
        Conn::Pg(c) => c.run_pending_migrations(POSTGRES).map(drop),
    };
    done.map_err(fault)?;
    Transactions::commit_transaction(&mut conn)?;
    Ok(state)
}
