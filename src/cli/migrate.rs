//! `talka migrate`

use std::process::ExitCode;

use crate::config::{Config, DatabaseUrl};
use crate::db::Db;
use crate::error::Result;

/// Brings the schema up to date and names the steps that were taken.
#[expect(clippy::print_stdout, reason = "the command's result")]
pub(super) fn run(config: &Config) -> Result<ExitCode> {
    let state = Db::open(&config.database)?.migrate()?;
    for step in &state.pending {
        println!("done: {step}");
    }
    println!("the schema is up to date: {} steps", state.applied.len() + state.pending.len());
    Ok(ExitCode::SUCCESS)
}

/// Names the steps that are to be taken, and fails if there are any.
#[expect(clippy::print_stdout, reason = "the command's result")]
pub(super) fn check(config: &Config) -> Result<ExitCode> {
    if let DatabaseUrl::Sqlite(file) = &config.database
        && !file.is_file()
    {
        // Opening it would make it.
        println!("there is no database at {}: every step is to be done", file.display());
        return Ok(ExitCode::FAILURE);
    }
    let state = Db::open(&config.database)?.migration_state()?;
    for step in &state.unknown {
        println!("of a newer program: {step}");
    }
    for step in &state.pending {
        println!("to be done: {step}");
    }
    if !state.pending.is_empty() {
        return Ok(ExitCode::FAILURE);
    }
    println!("the schema is up to date: {} steps", state.applied.len());
    Ok(ExitCode::SUCCESS)
}
