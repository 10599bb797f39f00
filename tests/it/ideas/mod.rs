//! Ideas: the roadmap, the changelog, storm sessions, the tables and the feeds.

mod changelog;
mod export;
mod feeds;
mod roadmap;
mod said;
mod storms;
