//! The commands of the one binary.

mod create_admin;
pub mod import;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Config;

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
    /// Make an admin account.
    CreateAdmin(create_admin::Arguments),
}

/// Runs what the command line asks for; the exit code says whether it worked.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let config = match Config::load() {
        Ok(config) => config,
        Err(error) => return fail(&error),
    };
    let done = match arguments.command {
        Command::Serve => serve::run(config),
        Command::CreateAdmin(arguments) => create_admin::run(&config, &arguments),
    };
    match done {
        Ok(code) => code,
        Err(error) => fail(&error),
    }
}

#[expect(clippy::print_stderr, reason = "this is what the one at the terminal reads")]
fn fail(error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("talka: {error}");
    ExitCode::FAILURE
}
