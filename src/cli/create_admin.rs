//! `talka create-admin`

use std::io::Read as _;
use std::process::ExitCode;

use clap::Args;

use crate::accounts::first_admin;
use crate::accounts::names::Handle;
use crate::accounts::password;
use crate::accounts::sign_up::{Person, Typed, said_of_field};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::i18n::Lang;
use crate::ids;
use crate::web::Texts;

/// Who the admin is.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Email address to sign in with.
    #[arg(long)]
    email: String,
    /// Unique name, as in @anna.
    #[arg(long)]
    handle: String,
    /// Name that is shown.
    #[arg(long)]
    name: String,
    /// Read the password from standard input; without, one is made up and printed.
    #[arg(long)]
    password_stdin: bool,
}

/// Makes the account, in a database that may be new.
#[expect(clippy::print_stdout, reason = "this is what the one at the terminal reads")]
pub(super) fn run(config: &Config, arguments: &Arguments) -> Result<ExitCode> {
    let typed_password = if arguments.password_stdin { from_stdin()? } else { ids::random_key() };
    let typed =
        Typed { email: &arguments.email, handle: &arguments.handle, name: &arguments.name, password: &typed_password };
    let person = Person::parse(typed, Handle::parse_official).map_err(|invalid| in_words(invalid.into()))?;
    let phc = password::hash(&person.password).map_err(AppError::internal)?;
    let db = Db::open(&config.database)?;
    db.migrate()?;
    let now = Clock::System.now();
    let (email, handle) = (person.email.to_string(), person.handle.to_string());
    db.write_now(move |tx| first_admin::create(tx, &person, &phc, now))
        .map_err(|error| in_words(said_of_field(error)))?;
    println!("The admin @{handle} signs in as {email}.");
    if !arguments.password_stdin {
        println!("Password: {typed_password}");
    }
    Ok(ExitCode::SUCCESS)
}

fn from_stdin() -> Result<String> {
    let mut text = String::new();
    // Bounded: a password is short, and what is piped in by mistake may not be.
    std::io::stdin().take(4096).read_to_string(&mut text).map_err(AppError::internal)?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// Refusals are keys; at a terminal they are English.
fn in_words(error: AppError) -> AppError {
    let AppError::Invalid(invalid) = &error else { return error };
    match Texts::load(false) {
        Ok(texts) => {
            let lines = invalid
                .fields
                .iter()
                .map(|(field, message)| format!("{field}: {}", texts.i18n.text(Lang::EN, message.key, &message.args)));
            AppError::Internal(lines.collect::<Vec<_>>().join("\n"))
        }
        Err(problem) => AppError::Internal(problem),
    }
}
