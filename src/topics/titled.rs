//! Topics by name, many at once, with what the policy asks about each: for those who lead to them.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{boards, topics};
use crate::error::Result;
use crate::ids::{BoardId, TopicId, UserId};
use crate::policy::{BoardFacts, BoardKind, State, TopicFacts, TopicKind};

/// A topic's title, and who may read it.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct Titled {
    pub title: String,
    pub slug: String,
    pub lang: String,
    pub excerpt: String,
    pub facts: TopicFacts,
}

impl Titled {
    /// Its path.
    #[must_use]
    pub fn path(&self, id: TopicId) -> String {
        super::path(self.facts.kind, id, &self.slug)
    }
}

#[derive(Queryable)]
struct Row {
    id: TopicId,
    kind: TopicKind,
    title: String,
    slug: String,
    lang: String,
    excerpt: String,
    board: BoardId,
    board_kind: BoardKind,
    restricted: bool,
    retired_at: Option<Timestamp>,
    author: UserId,
    state: State,
    closed_at: Option<Timestamp>,
    created_at: Timestamp,
    accepted: i64,
}

/// Those of these topics that there are; whether the reader may see them is the policy's question. Their facts are
/// enough for reading, and not for deleting or moving.
///
/// # Errors
/// When the database refuses.
pub fn titled(c: &mut Conn, ids: &[i64]) -> Result<HashMap<TopicId, Titled>> {
    let rows: Vec<Row> = topics::table
        .inner_join(boards::table)
        .filter(topics::id.eq_any(ids))
        .select((
            topics::id,
            topics::kind,
            topics::title,
            topics::slug,
            topics::lang,
            topics::excerpt,
            boards::id,
            boards::kind,
            boards::restricted,
            boards::retired_at,
            topics::author_id,
            topics::state,
            topics::closed_at,
            topics::created_at,
            topics::accepted_count,
        ))
        .load(c)?;
    Ok(rows.into_iter().map(|row| (row.id, of(row))).collect())
}

fn of(row: Row) -> Titled {
    let board = BoardFacts {
        id: row.board,
        kind: row.board_kind,
        restricted: row.restricted,
        retired: row.retired_at.is_some(),
    };
    let facts = TopicFacts {
        board,
        kind: row.kind,
        author: row.author,
        state: row.state,
        closed: row.closed_at.is_some(),
        created_at: row.created_at,
        accepted: row.accepted,
        // Who may move or delete it asks for these; reading does not.
        answers: 0,
        has_upvotes: false,
        wiki: false,
    };
    Titled { title: row.title, slug: row.slug, lang: row.lang, excerpt: row.excerpt, facts }
}
