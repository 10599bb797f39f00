//! The integration tests: the whole application in this process, spoken to over HTTP, on the database that
//! `TALKA_TEST_DATABASE` names (`sqlite`, which is the default, or `postgres` with the address of a server in
//! `TALKA_TEST_POSTGRES`).
//!
//! One binary, so that it is linked once. A test begins with [`support::TestApp::spawn`].

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "a kit: some of it waits for the next test")]
mod support;

mod assets;
mod cli;
mod feeds;
mod guard;
mod health;
mod languages;
mod limits;
mod mail;
mod plans;
mod schema;
mod table;
mod theme;
mod tidy;
