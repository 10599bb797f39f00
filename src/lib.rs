//! Talka.
pub mod clock;
pub mod config;
pub mod db;
pub mod embedded;
pub mod error;
pub mod i18n;
pub mod ids;
pub mod message;
pub mod policy;
pub mod sessions;
pub mod settings;
pub mod web;
