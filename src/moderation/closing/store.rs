//! The SQL of closed questions.

use diesel::prelude::*;

use super::CloseReason;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::topics;
use crate::error::Result;
use crate::ids::TopicId;

/// Closes a topic for this reason, or opens it (with none).
pub(super) fn set_closed(tx: &mut Conn, id: TopicId, why: Option<CloseReason>, now: Timestamp) -> Result<()> {
    diesel::update(topics::table.filter(topics::id.eq(id)))
        .set((
            topics::closed_at.eq(why.map(|_| now)),
            topics::close_reason.eq(why.map_or("", CloseReason::as_str)),
            topics::updated_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}
