//! `talka search`

use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};

use crate::config::Config;
use crate::db::Db;
use crate::error::Result;
use crate::search::{self, Fill};

/// What to do with the index.
#[derive(Debug, Clone, Copy, clap::Subcommand)]
pub(super) enum SearchCommand {
    /// Build the index of all texts anew. What is not in it again is not found meanwhile.
    Reindex {
        /// Keep what is there, and add only what is missing: after a run that was interrupted.
        #[arg(long)]
        missing: bool,
    },
}

/// Builds the index of the configured database.
#[expect(clippy::print_stdout, reason = "the command's result")]
pub(super) fn run(config: &Config, command: SearchCommand) -> Result<ExitCode> {
    let SearchCommand::Reindex { missing } = command;
    let db = super::existing(config)?;
    let documents = reindex(&db, missing)?;
    println!("{documents} texts looked at");
    Ok(ExitCode::SUCCESS)
}

/// Builds the index batch by batch, each a transaction of its own; answers how many texts it looked at.
///
/// # Errors
/// When the database refuses. What was indexed before stays.
pub fn reindex(db: &Db, missing: bool) -> Result<u64> {
    if !missing {
        db.write_now(search::clear)?;
    }
    let bar = ProgressBar::new(db.read_now(search::texts)?);
    if let Ok(style) = ProgressStyle::with_template("{msg:>12} [{wide_bar}] {percent:>3} % {eta_precise}") {
        bar.set_style(style);
    }
    let mut from = Fill::default();
    while let Some((next, done)) = db.write_now(move |tx| search::fill(tx, from))? {
        from = next;
        bar.inc(done);
    }
    while db.write_now(search::fold_counts)? {}
    let looked_at = bar.position();
    bar.finish_and_clear();
    Ok(looked_at)
}
