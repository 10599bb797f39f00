//! `talka reputation`

use std::process::ExitCode;

use crate::config::Config;
use crate::db::Db;
use crate::error::Result;
use crate::ids::UserId;
use crate::reputation;

/// Members in one transaction.
const MEMBERS: i64 = 1_000;

/// What to do with reputation.
#[derive(Debug, Clone, Copy, clap::Subcommand)]
pub(super) enum ReputationCommand {
    /// Sum up everybody's reputation anew from its events, beside the running server.
    Recount,
}

/// Sums up anew in the configured database.
#[expect(clippy::print_stdout, reason = "the command's result")]
pub(super) fn run(config: &Config, command: ReputationCommand) -> Result<ExitCode> {
    let ReputationCommand::Recount = command;
    let db = super::existing(config)?;
    println!("{} members had another sum", recount(&db)?);
    Ok(ExitCode::SUCCESS)
}

/// Sums up everybody's reputation anew, some members a transaction; answers how many had another sum.
///
/// # Errors
/// When the database refuses. What was mended before stays.
pub fn recount(db: &Db) -> Result<usize> {
    let last = db.read_now(reputation::last_member)?;
    let mut mended = 0;
    let mut from = 1;
    while from <= last.0 {
        let to = UserId(from + MEMBERS - 1);
        mended += db.write_now(move |tx| reputation::recompute(tx, (UserId(from), to)))?;
        from = to.0 + 1;
    }
    Ok(mended)
}
