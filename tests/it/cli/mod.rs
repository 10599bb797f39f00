//! The commands: on the database of this run in this process, and the program itself as a process of its own.

mod demo;
mod demo_standing;
mod kill;
mod process;
mod program;
pub mod verify;
mod verify_ideas;

use talka::db::Db;

use crate::support::TestDatabase;

/// A database with the sample community in it.
fn filled() -> (TestDatabase, Db) {
    let database = TestDatabase::sample();
    let db = Db::open(database.url()).unwrap();
    (database, db)
}
