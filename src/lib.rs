//! Talka.
pub mod clock;
pub mod config;
pub mod db;
pub mod diff;
pub mod error;
pub mod ids;
pub mod language;
pub mod markdown;
pub mod message;
pub mod policy;
pub mod slug;
