//! `talka demo`: a community to look at, filled from the files beside this one and the same every time; only its
//! dates move, which are counted back from now.

mod acting;
mod articles;
mod content;
mod curating;
mod ideas;
mod nights;
mod play;
mod points;
mod portrait;
mod proposed;
mod random;
mod script;
mod standing;
mod store;
mod voters;

use std::process::ExitCode;

use crate::accounts::password::{self, Password, PasswordError};
use crate::app::App;
use crate::clock::{Clock, Timestamp};
use crate::config::{Config, DatabaseUrl};
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::ids;

use super::serve;

/// How the demo is started.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct DemoArgs {
    /// The password of every sample account. Default: one is made up and printed.
    #[arg(long, value_name = "PW")]
    pub password: Option<String>,
    /// Begin anew, without what was done in the demo before.
    #[arg(long)]
    pub fresh: bool,
}

/// The accounts that are named on the terminal, with what each is for.
const SIGN_INS: [(&str, &str); 4] = [
    ("member", "asks, answers, votes"),
    ("moderator", "hides, closes, suspends"),
    ("staff", "answers with the company's face"),
    ("admin", "boards, groups, roles, settings"),
];

/// Fills the demo's database, unless that was done before, and runs the server on it.
pub(super) fn run(mut config: Config, args: &DemoArgs) -> Result<ExitCode> {
    serve::start_log(&config);
    let password = args.password.clone().unwrap_or_else(made_up);
    let hash = hash(&password)?;
    // Before anything is removed: a demo that runs here already keeps its database.
    let listeners = serve::bind(&mut config)?;
    if args.fresh {
        remove(&config)?;
    }
    let db = Db::open(&config.database)?;
    db.migrate()?;
    fill(&db, Clock::System.now(), &hash)?;
    drop(db);
    actix_web::rt::System::new().block_on(serve::serve(config, listeners, move |app| {
        welcome(app, &password);
        Ok(())
    }))
}

/// Fills an empty database with the sample community. One that is filled stays as it is, but for the sample accounts'
/// password: whoever starts the demo knows it.
///
/// # Errors
/// When the content breaks a rule, or the database refuses.
pub fn fill(db: &Db, now: Timestamp, password_hash: &str) -> Result<()> {
    if db.read_now(store::is_empty)? {
        return play::fill(db, now, password_hash);
    }
    let addresses: Vec<String> = content::load()?.members.iter().map(|member| address_of(&member.handle)).collect();
    let hash = password_hash.to_owned();
    db.write_now(move |tx| store::set_password(tx, &addresses, &hash))
}

fn address_of(handle: &str) -> String {
    format!("{handle}@demo.example")
}

fn hash(password: &str) -> Result<String> {
    let password = Password::parse(password, &[]).map_err(|error| {
        let wrong = match error {
            PasswordError::TooShort { .. } => format!("expected at least {} characters", Password::MIN),
            PasswordError::TooLong { .. } => format!("expected at most {} characters", Password::MAX),
            PasswordError::Common | PasswordError::OwnName => "everybody would guess this one".to_owned(),
        };
        AppError::Internal(format!("--password: {wrong}"))
    })?;
    password::hash(&password).map_err(AppError::internal)
}

/// Short words that are easy to read aloud: 24 bits of them are enough for a sample on loopback.
const WORDS: [&str; 64] = [
    "amber", "anchor", "apple", "arrow", "autumn", "badger", "bamboo", "basket", "beacon", "birch", "bridge", "butter",
    "candle", "canyon", "cedar", "cherry", "cinder", "clover", "copper", "coral", "cotton", "dapple", "ember",
    "fennel", "ferry", "finch", "garden", "ginger", "harbour", "hazel", "heron", "indigo", "island", "ivory", "jasper",
    "juniper", "kettle", "lantern", "lemon", "linen", "maple", "marble", "meadow", "mint", "nutmeg", "oak", "olive",
    "orchid", "otter", "pebble", "pepper", "plum", "poppy", "quartz", "raven", "river", "saffron", "sparrow", "spruce",
    "thistle", "tulip", "velvet", "walnut", "willow",
];

fn made_up() -> String {
    let word = || WORDS[usize::try_from(ids::random_below(64)).unwrap_or(0)];
    [word(), word(), word(), word()].join("-")
}

/// Takes the database's files away.
fn remove(config: &Config) -> Result<()> {
    let DatabaseUrl::Sqlite(file) = &config.database else { return Ok(()) };
    for end in ["", "-wal", "-shm"] {
        let mut path = file.clone().into_os_string();
        path.push(end);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                let reason = format!("{}: {error}", path.display());
                return Err(AppError::Unavailable { reason });
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

/// Says where to look and how to get in.
#[expect(clippy::print_stdout, reason = "what the one at the terminal is waiting for")]
fn welcome(app: &App, password: &str) {
    let config = &app.shared.config;
    println!("A sample community is running at\n\n    {}\n", config.absolute("/"));
    println!("Sign in as one of these; the password of each is  {password}\n");
    for (handle, what) in SIGN_INS {
        println!("    {:<24}{what}", address_of(handle));
    }
    let folder = config.data_dir.display();
    println!("\nEverything is kept in {folder}, mail too (as files in {folder}/mail; nothing is sent).");
    println!("Stop it with Ctrl+C. The same command goes on from there; with --fresh it begins anew.");
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_different_and_make_a_password_that_is_taken() {
        assert_eq!(WORDS.iter().collect::<std::collections::HashSet<_>>().len(), WORDS.len());
        assert!(Password::parse(&made_up(), &[]).is_ok());
    }

    #[test]
    fn the_play_is_the_same_every_time() {
        let content = content::load().unwrap();
        let (one, two) = (script::write(&content).unwrap(), script::write(&content).unwrap());
        assert!(one.events == two.events);
        assert!(one.events.is_sorted_by_key(|event| std::cmp::Reverse(event.at)));
        for (handle, _) in SIGN_INS {
            assert!(content.members.iter().any(|member| member.handle == handle), "{handle}");
        }
    }
}
