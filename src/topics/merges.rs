//! Which topic became part of which.

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::merges;
use crate::error::Result;
use crate::ids::TopicId;

/// The topic that this one is part of, if it is part of another.
///
/// # Errors
/// When the database refuses.
pub fn into(c: &mut Conn, topic: TopicId) -> Result<Option<TopicId>> {
    // Spelt out, for the index has it in its condition.
    let stands = diesel::dsl::sql::<diesel::sql_types::Bool>("undone_at IS NULL");
    Ok(merges::table.filter(merges::from_id.eq(topic)).filter(stands).select(merges::into_id).first(c).optional()?)
}
