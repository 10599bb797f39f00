//! The integration tests: the whole application in this process, spoken to over HTTP, on the database that
//! `TALKA_TEST_DATABASE` names (`sqlite`, which is the default, or `postgres` with the address of a server in
//! `TALKA_TEST_POSTGRES`).
//!
//! One binary, so that it is linked once. A test begins with [`support::TestApp::spawn`].

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

mod accepting;
mod admin;
mod admin_forms;
mod articles;
mod assets;
mod badges;
mod boards;
mod cli;
mod closing_votes;
mod comments;
mod connections;
mod drafts;
mod editing;
mod feeds;
mod following;
mod guard;
mod health;
mod hostile;
mod ideas;
mod images;
mod languages;
mod leaders;
mod leaks;
mod letters;
mod limits;
mod lists;
mod mail;
mod matrix;
mod moderation;
mod plans;
mod points;
mod questions;
mod races;
mod reputation;
mod requests;
mod rewards;
mod schema;
mod scripts;
mod search;
mod similar;
mod solved;
mod standing;
mod suggestions;
mod super_users;
mod support;
mod table;
mod tags;
mod theme;
mod tidy;
mod votes;
