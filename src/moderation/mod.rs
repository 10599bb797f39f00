//! What moderators decide about content and people, each decision with its reason in the audit table.
//!
//! - [`hiding`] takes posts and comments from view and brings them back.
//! - [`closing`] closes questions and opens them again; who asked may close the own one.
//! - [`calls`] are votes of members to do the same, until enough agree.
//! - [`members`] suspends accounts and restores them.
//! - [`audit`] is the table itself, [`log`] how it is shown.
//!
//! Invariant: a decision and its line commit together.

pub mod audit;
pub mod calls;
pub mod closing;
pub mod hiding;
pub mod log;
pub mod members;
mod store;
pub mod web;

use crate::clock::Timestamp;
use crate::policy::Actor;

pub use audit::{Change, Deed, Entry, Reason, Subject, record};

/// Who decides, from which address, and when.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// From which address; empty from the command line.
    pub ip: &'a str,
    /// When.
    pub now: Timestamp,
}
