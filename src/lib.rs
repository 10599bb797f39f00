//! Talka.

pub mod markdown;
