//! The SQL of forgetting.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::clock::Timestamp;
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{TopicId, UserId};
use crate::notify::inbox::store::hold;

/// Deletes entries that were read before a time; answers whose and about what, one for each.
pub(super) fn forget(tx: &mut Conn, before: Timestamp, limit: i64) -> Result<Vec<(UserId, TopicId)>> {
    #[derive(QueryableByName)]
    struct Gone {
        #[diesel(sql_type = BigInt)]
        user_id: UserId,
        #[diesel(sql_type = BigInt)]
        topic_id: TopicId,
    }
    let gone: Vec<Gone> =
        sql("DELETE FROM inbox WHERE id IN (SELECT n.id FROM inbox n WHERE n.read_at IS NOT NULL AND n.read_at < $1 \
         ORDER BY n.read_at LIMIT $2) RETURNING user_id, topic_id")
        .bind(before.0)
        .bind(limit)
        .load(tx)?;
    Ok(gone.into_iter().map(|row| (row.user_id, row.topic_id)).collect())
}

/// Takes topics without any entry out of inboxes.
pub(super) fn forget_empty(tx: &mut Conn, of: &[(UserId, TopicId)]) -> Result<()> {
    let once: BTreeSet<(UserId, TopicId)> = of.iter().copied().collect();
    for (user, topic) in once {
        hold(tx, user, &[topic])?;
        sql("DELETE FROM inbox_topics WHERE user_id = $1 AND topic_id = $2 AND NOT EXISTS (SELECT 1 FROM inbox i \
             WHERE i.user_id = inbox_topics.user_id AND i.topic_id = inbox_topics.topic_id)")
        .bind(user.0)
        .bind(topic.0)
        .execute(tx)?;
    }
    Ok(())
}
