//! Talka.
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod embedded;
pub mod error;
pub mod ids;
pub mod message;
pub mod policy;
pub mod sessions;
pub mod web;
