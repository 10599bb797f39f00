//! What the command line does.

pub mod import;
