//! Talka.
pub mod clock;
pub mod config;
pub mod db;
pub mod diff;
pub mod embedded;
pub mod error;
pub mod i18n;
pub mod ids;
pub mod language;
pub mod markdown;
pub mod message;
pub mod policy;
pub mod sessions;
pub mod settings;
pub mod slug;
pub mod web;
