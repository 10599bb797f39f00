//! Whom a person does not want to hear.

mod store;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::UserId;

pub use store::{Blocked, blocked_among, blocked_by, blockers_of, is_blocked};

/// Blocks a member; again is the same. The caller has asked the policy.
///
/// # Errors
/// When the database refuses.
pub fn block(tx: &mut Conn, user: UserId, blocked: UserId, now: Timestamp) -> Result<()> {
    store::add(tx, user, blocked, now)
}

/// Ends a block.
///
/// # Errors
/// When the database refuses.
pub fn unblock(tx: &mut Conn, user: UserId, blocked: UserId) -> Result<()> {
    store::remove(tx, user, blocked)
}
