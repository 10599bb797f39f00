//! Lists of topics: by cursor, along an index, whatever the number of topics.
//!
//! A list is read one audience at a time (the open boards, and each restricted board the reader may see), because only
//! then is its order the order of an index; the few pages are merged here.

use diesel::RunQueryDsl;

use super::{PAGE, TopicRow, TopicView};
use crate::db::{Conn, sql};
use crate::error::{AppError, Result};
use crate::ids::{BoardId, TagId, TopicId, UserId};
use crate::message::Message;
use crate::policy::{TopicKind, Visibility};
use crate::text_enum;

text_enum! {
    /// The order of a list.
    pub enum Order {
        /// Latest activity first.
        Active = "active",
        /// Newest first.
        Newest = "newest",
        /// Without any answer, newest first.
        Unanswered = "unanswered",
        /// Highest score first.
        Top = "top",
    }
}

impl Order {
    const fn key(self) -> &'static str {
        match self {
            Self::Active => "active_at",
            Self::Newest | Self::Unanswered => "created_at",
            Self::Top => "score",
        }
    }

    const fn key_of(self, row: &TopicRow) -> i64 {
        match self {
            Self::Active => row.active_at,
            Self::Newest | Self::Unanswered => row.created_at,
            Self::Top => row.score,
        }
    }
}

/// Which topics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All of a kind that the reader may see.
    Site(TopicKind),
    /// Of one board, which the reader may read.
    Board(BoardId),
    /// With one tag.
    Tag(TagId),
    /// Of a kind by one member; always newest first.
    Author(UserId, TopicKind),
}

/// Where a page of a list begins: after this row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Its key in the order of the list.
    pub key: i64,
    /// Its number.
    pub id: i64,
}

impl Cursor {
    const START: Self = Self { key: i64::MAX, id: i64::MAX };

    /// Reads a cursor from an address; nothing means the beginning.
    ///
    /// # Errors
    /// [`AppError::BadRequest`] when it is not one of ours.
    pub fn parse(text: Option<&str>) -> Result<Self> {
        let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(Self::START) };
        text.rsplit_once('.')
            .and_then(|(key, id)| Some(Self { key: key.parse().ok()?, id: id.parse().ok()? }))
            .ok_or(AppError::BadRequest(Message::new("error-400-text")))
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.key, self.id)
    }
}

/// One page of a list.
#[derive(Debug)]
pub struct ListPage {
    /// The rows, in order.
    pub rows: Vec<TopicRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
    /// Whether these wait for an answer.
    waiting: bool,
}

impl ListPage {
    /// As pages show them.
    #[must_use]
    pub fn views(self) -> (Vec<TopicView>, Option<String>) {
        let next = self.next.map(|cursor| cursor.to_string());
        let view = |row: TopicRow| {
            let waiting = if self.waiting { row.created_at } else { 0 };
            TopicView { waiting, ..TopicView::from(row) }
        };
        (self.rows.into_iter().map(view).collect(), next)
    }
}

const COLUMNS: &str = "t.id, t.kind, t.title, t.slug, t.lang, t.tags, t.excerpt, t.state, t.closed_at, t.score, \
         t.answers_count, t.accepted_count, t.staff_replied, t.metoo_count, t.views, t.created_at, t.updated_at, \
         t.active_at, t.author_id, u.handle, u.display_name, u.photo, u.is_staff, u.job_title, u.is_super, \
         b.slug AS board_slug, b.name AS board_name, b.hue AS board_hue";

/// The rows of these topics, in no order. Whether the reader may see them was asked when they were found.
///
/// # Errors
/// When the database refuses.
pub fn rows(c: &mut Conn, ids: &[TopicId]) -> Result<Vec<TopicRow>> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    Ok(sql(format!(
        "SELECT {COLUMNS} FROM topics t JOIN users u ON u.id = t.author_id JOIN boards b ON b.id = t.board_id \
         WHERE t.id IN ($1)"
    ))
    .bind(ids)
    .load(c)?)
}

/// The statement behind a list; its parameters are audience (or board), (tag or author,) key, id and limit.
fn list_sql(of: Scope, order: Order) -> String {
    let key = order.key();
    // The alias whose index is walked, and its own id column.
    let kind = |kind: TopicKind| format!("t.kind = '{}' AND ", kind.as_str());
    let (from, walked, id, kind, scope) = match of {
        Scope::Site(of) => ("topics t", "t", "t.id", kind(of), "t.audience = $1"),
        Scope::Board(_) => ("topics t", "t", "t.id", String::new(), "t.board_id = $1"),
        Scope::Tag(_) => (
            "topic_tags g JOIN topics t ON t.id = g.topic_id",
            "g",
            "g.topic_id",
            String::new(),
            "g.audience = $1 AND g.tag_id = $2",
        ),
        Scope::Author(_, of) => ("topics t", "t", "t.id", kind(of), "t.audience = $1 AND t.author_id = $2"),
    };
    let only = match order {
        Order::Unanswered => {
            // Articles have no answers, and want none. A tag's index knows the kind only for this.
            let questions = if matches!(of, Scope::Tag(_)) { " AND g.kind = 'question'" } else { "" };
            format!(" AND {walked}.answers_count = 0 AND {walked}.closed_at IS NULL{questions}")
        }
        Order::Active | Order::Newest | Order::Top => String::new(),
    };
    let (k, i, l) = if scope.contains("$2") { ("$3", "$4", "$5") } else { ("$2", "$3", "$4") };
    format!(
        "SELECT {COLUMNS} FROM {from} JOIN users u ON u.id = t.author_id JOIN boards b ON b.id = t.board_id \
         WHERE {kind}{scope} AND {walked}.state = 'visible'{only} \
         AND ({walked}.{key}, {id}) < ({k}, {i}) ORDER BY {walked}.{key} DESC, {id} DESC LIMIT {l}"
    )
}

/// One page of a list of what the reader may see.
///
/// # Errors
/// When the database refuses.
pub fn list(c: &mut Conn, seen: &Visibility, scope: Scope, order: Order, after: Cursor) -> Result<ListPage> {
    let parts = match scope {
        Scope::Board(board) => vec![board.0],
        Scope::Site(_) | Scope::Tag(_) | Scope::Author(..) => seen.audiences(),
    };
    let text = list_sql(scope, order);
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut rows: Vec<TopicRow> = Vec::new();
    for part in parts {
        let query = sql(text.clone()).bind(part);
        let query = match scope {
            Scope::Site(_) | Scope::Board(_) => query,
            Scope::Tag(TagId(id)) | Scope::Author(UserId(id), _) => query.bind(id),
        };
        rows.extend(query.bind(after.key).bind(after.id).bind(limit).load::<TopicRow>(c)?);
    }
    rows.sort_by_key(|row| std::cmp::Reverse((order.key_of(row), row.id)));
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| Cursor { key: order.key_of(row), id: row.id.0 });
    Ok(ListPage { rows, next, waiting: order == Order::Unanswered })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_nothing_else_does() {
        let cursor = Cursor { key: -5, id: 7 };
        assert_eq!(Cursor::parse(Some(&cursor.to_string())).ok(), Some(cursor));
        assert_eq!(Cursor::parse(None).ok(), Some(Cursor::START));
        for wrong in ["x", "1", "1.x", "1.2.3x", "9999999999999999999999.1"] {
            assert!(Cursor::parse(Some(wrong)).is_err(), "{wrong}");
        }
    }
}
