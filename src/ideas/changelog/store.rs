//! The SQL of the changelog.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::clock::Timestamp;
use crate::db::schema::{idea_updates, ideas, users};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{BoardId, TopicId, UpdateId, UserId};
use crate::markdown::Html;
use crate::topics::Cursor;
use crate::web::{MemberView, member_view};

/// What was delivered of a board's ideas after a place: at most so many.
pub(super) fn keys(c: &mut Conn, board: BoardId, after: Cursor, limit: usize) -> Result<Vec<(Timestamp, TopicId)>> {
    #[derive(QueryableByName)]
    struct Key {
        #[diesel(sql_type = BigInt)]
        done_at: Timestamp,
        #[diesel(sql_type = BigInt)]
        topic_id: TopicId,
    }
    let rows: Vec<Key> =
        sql("SELECT done_at, topic_id FROM ideas WHERE board_id = $1 AND state = 'visible' AND done_at IS NOT NULL \
         AND (done_at, topic_id) < ($2, $3) ORDER BY done_at DESC, topic_id DESC LIMIT $4")
        .bind(board.0)
        .bind(after.key)
        .bind(after.id)
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .load(c)?;
    Ok(rows.into_iter().map(|row| (row.done_at, row.topic_id)).collect())
}

/// What staff said of an idea.
#[derive(Debug, Clone)]
pub struct Word {
    /// The update.
    pub id: UpdateId,
    /// Who said it.
    pub author: MemberView,
    /// The text, as it was sanitised when it was written.
    pub html: Html,
}

/// What was said when these ideas were delivered: the update of that very moment.
pub(super) fn words(c: &mut Conn, ids: &[TopicId]) -> Result<HashMap<TopicId, Word>> {
    type Row = (TopicId, UpdateId, String, UserId, String, String, String, bool, String);
    let mut rows: Vec<Row> =
        ideas::table
            .inner_join(idea_updates::table.on(
                idea_updates::topic_id.eq(ideas::topic_id).and(idea_updates::created_at.nullable().eq(ideas::done_at)),
            ))
            .inner_join(users::table.on(users::id.eq(idea_updates::author_id)))
            .filter(ideas::topic_id.eq_any(ids))
            .select((
                ideas::topic_id,
                idea_updates::id,
                idea_updates::html,
                users::id,
                users::handle,
                users::display_name,
                users::photo,
                users::is_staff,
                users::job_title,
            ))
            .load(c)?;
    // Of several at one moment the first one delivered it.
    rows.sort_unstable_by_key(|row| row.1);
    let mut words = HashMap::new();
    for (topic, id, html, author, handle, name, photo, staff, job) in rows {
        let author = member_view(author, handle, name, &photo, staff, job);
        words.entry(topic).or_insert(Word { id, author, html: Html::from_stored(html) });
    }
    Ok(words)
}
