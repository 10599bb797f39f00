//! The house's rules about its own sources, as tests: each failure names the file, the line and the rule.

mod keys;
mod source;
mod sql;
mod stairs;
mod supply;
mod templates;
mod words;
