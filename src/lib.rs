//! Talka: a community server for a company's customers. This page is the map of the code.
//!
//! **A request** comes through [`app`] and [`web`] (who asks, limits, pages), is looked up in [`routes`], and is
//! answered by a feature: `web.rs` is its pages, `mod.rs` what can be done, `store.rs` its SQL. What composes several
//! features is in [`pages`]. One write is one transaction with its counters, its place in the index and its event.
//!
//! **Content**: [`boards`] hold [`topics`], which are [`questions`], [`ideas`] (what becomes of them: [`statuses`]) or [`articles`]; these have [`posts`],
//! [`comments`], [`votes`] and [`tags`]; [`suggestions`] are edits by those who may not edit; [`solved`] asks whether it worked; [`newcomers`] write little at first; [`drafts`] and [`submissions`] keep what is
//! being written and what was sent twice; [`images`] are the pictures.
//!
//! **People**: [`accounts`], [`sessions`]; [`policy`] decides who may do what, and loads nothing; [`moderation`] and
//! [`admin`] are what those do who hold an office.
//!
//! **Standing**: [`reputation`] is what votes and acceptances sum up to; [`badges`], [`super_users`] and [`leaders`] follow
//! from it by jobs. [`ledger`] keeps points as money is kept; [`points`] are earned and become one's own.
//!
//! **Telling and finding**: [`follows`] is what a person wants to hear of; a feature writes one event, and [`notify`]
//! brings it into inboxes; [`letters`] makes mails of that, which [`mail`] sends; [`feeds`] are for feed readers;
//! [`search`] is the index, [`similar`] what is like a question.
//!
//! **Below**: [`db`] (SQLite and PostgreSQL by the same code), [`jobs`], [`settings`], [`markdown`], [`i18n`].
//!
//! Invariants, each held by a test under `tests/it`: a module uses only what stands below it; `diesel` is met only in
//! stores, `actix_web` only at the web's edge; only [`clock`] reads the time, only [`ids`] makes randomness, only
//! [`config`] reads the environment; no statement's cost grows with a table; no text for people stands in the code.

pub mod accounts;
pub mod admin;
pub mod app;
pub mod articles;
pub mod badges;
pub mod boards;
pub mod cli;
pub mod clock;
pub mod comments;
pub mod config;
pub mod db;
pub mod diff;
pub mod drafts;
pub mod embedded;
pub mod error;
pub mod feeds;
pub mod follows;
pub mod i18n;
pub mod ideas;
pub mod ids;
pub mod images;
pub mod jobs;
pub mod language;
pub mod leaders;
pub mod ledger;
pub mod letters;
pub mod mail;
pub mod markdown;
pub mod message;
pub mod moderation;
pub mod newcomers;
pub mod notify;
pub mod pages;
pub mod points;
pub mod policy;
pub mod posts;
pub mod questions;
pub mod reputation;
pub mod rewards;
pub mod routes;
pub mod search;
pub mod sessions;
pub mod settings;
pub mod similar;
pub mod slug;
pub mod solved;
pub mod statuses;
pub mod submissions;
pub mod suggestions;
pub mod super_users;
pub mod tags;
pub mod topics;
pub mod votes;
pub mod web;
