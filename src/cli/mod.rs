//! The commands of the one binary.

mod backup;
mod create_admin;
pub mod demo;
mod healthcheck;
pub mod import;
mod ledger;
mod migrate;
pub mod reputation;
pub mod search;
mod serve;
pub mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::clock::Clock;
use crate::config::{Config, ConfigError, DatabaseUrl};
use crate::db::Db;
use crate::error::{AppError, Result};

/// A self-hosted server for a company's customer community.
#[derive(Debug, Parser)]
#[command(name = "talka", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server.
    Serve,
    /// Show a sample community: fill an embedded database of its own, and run the server on it.
    Demo(demo::DemoArgs),
    /// Make an admin account.
    CreateAdmin(create_admin::Arguments),
    /// Bring the database's schema up to date. The server does that by itself when it starts.
    Migrate {
        /// Change nothing: list what is to be done, and exit with 1 if there is something.
        #[arg(long)]
        check: bool,
    },
    /// Recount every counter from its rows and check what must always hold; exit with 1 and a list on any difference.
    Verify,
    /// Copy the embedded database into a new file, also while the server runs, and verify the copy.
    Backup {
        /// The new file.
        file: std::path::PathBuf,
    },
    /// Look after the index of the full-text search.
    #[command(subcommand)]
    Search(search::SearchCommand),
    /// Look after the sums of reputation.
    #[command(subcommand)]
    Reputation(reputation::ReputationCommand),
    /// Look after the ledger of points.
    #[command(subcommand)]
    Ledger(ledger::LedgerCommand),
    /// Bring in the content of another site.
    Import(import::ImportArgs),
    /// Ask the running server whether it is ready; exit with 1 if it is not.
    Healthcheck,
}

/// What stopped a command, in one line.
#[derive(Debug)]
struct Failure(String);

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self(error.to_string())
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        // These carry their sentence; what kind of error it is tells the one at the terminal nothing.
        if let AppError::Internal(text) = error {
            return Self(text);
        }
        if let AppError::Unavailable { reason } | AppError::Retry { reason } = error {
            // A database's own words may go over several lines.
            return Self(reason.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        Self(error.to_string())
    }
}

/// Runs what the command line asks for; the exit code says whether it worked.
#[must_use]
pub fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(code) => code,
        Err(failure) => fail(&failure),
    }
}

fn run(command: Command) -> Result<ExitCode, Failure> {
    Ok(match command {
        Command::Serve => serve::run(Config::load()?)?,
        Command::Demo(args) => demo::run(Config::load_demo()?, &args)?,
        Command::CreateAdmin(arguments) => create_admin::run(&Config::load()?, &arguments)?,
        Command::Migrate { check: false } => migrate::run(&Config::load()?)?,
        Command::Migrate { check: true } => migrate::check(&Config::load()?)?,
        Command::Verify => verify::run(&Config::load()?)?,
        Command::Search(command) => search::run(&Config::load()?, command)?,
        Command::Reputation(command) => reputation::run(&Config::load()?, command)?,
        Command::Ledger(command) => ledger::run(&Config::load()?, command)?,
        Command::Backup { file } => backup::run(&Config::load()?, &file)?,
        Command::Import(args) => {
            let db = Db::open(&Config::load()?.database)?;
            db.migrate()?;
            import::print(&import::run(&db, &Clock::System, &args)?);
            ExitCode::SUCCESS
        }
        Command::Healthcheck => healthcheck::run(&Config::load()?)?,
    })
}

/// A database that is there already and has this program's schema: for commands that look at one and make none.
fn existing(config: &Config) -> Result<Db> {
    if let DatabaseUrl::Sqlite(file) = &config.database
        && !file.is_file()
    {
        return Err(AppError::Unavailable { reason: format!("there is no database at {}", file.display()) });
    }
    let db = Db::open(&config.database)?;
    let pending = db.migration_state()?.pending;
    if pending.is_empty() {
        return Ok(db);
    }
    let pending = pending.join(", ");
    Err(AppError::Unavailable {
        reason: format!("the schema is not up to date ({pending}): run  talka migrate  first"),
    })
}

#[expect(clippy::print_stderr, reason = "this is what the one at the terminal reads")]
fn fail(failure: &Failure) -> ExitCode {
    eprintln!("talka: {}", failure.0);
    ExitCode::FAILURE
}
