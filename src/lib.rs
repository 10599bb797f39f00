//! Talka.
pub mod clock;
pub mod config;
pub mod db;
pub mod error;
pub mod ids;
pub mod jobs;
pub mod mail;
pub mod message;
pub mod policy;
