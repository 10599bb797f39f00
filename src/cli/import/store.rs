//! The SQL of an import. Every batch writes its rows, their counters and its lines of `import_map` together.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::both;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{boards, import_map};
use crate::error::Result;
use crate::ids::BoardId;
use crate::text_enum;

/// Rows in one INSERT: both databases bound the number of values in a statement.
pub const ROWS: usize = 1_000;

text_enum! {
    /// What a line of `import_map` is about.
    pub enum Kind {
        /// A person of Users.xml.
        User = "user",
        /// An author who is not in Users.xml, by name or number.
        Absent = "absent-user",
        /// A tag, by name.
        Tag = "tag",
        /// A tag's description, by the post it stood in.
        TagDescription = "tag-description",
        /// A question or an answer.
        Post = "post",
        /// A question's accepted answer was marked.
        Acceptance = "acceptance",
        /// A closed question is a duplicate, by the link that says so.
        Duplicate = "duplicate",
        /// A post's links lead to this site.
        Links = "links",
        /// A comment.
        Comment = "comment",
        /// A row of Votes.xml.
        Vote = "vote",
        /// A post's score was compared with the dump's.
        Score = "score",
    }
}

/// A line of `import_map`.
#[derive(Debug, Insertable)]
#[diesel(table_name = import_map)]
pub struct Mapped {
    source: String,
    kind: Kind,
    foreign_id: String,
    local_id: i64,
}

impl Mapped {
    /// What became of a thing of the dump.
    pub fn new(source: &str, kind: Kind, foreign: &(impl ToString + ?Sized), local: i64) -> Self {
        Self { source: source.to_owned(), kind, foreign_id: foreign.to_string(), local_id: local }
    }
}

/// The local ids of those foreign ones that have been brought in.
pub fn known(conn: &mut Conn, source: &str, kind: Kind, foreign: &[String]) -> Result<HashMap<String, i64>> {
    let rows: Vec<(String, i64)> = import_map::table
        .filter(import_map::source.eq(source))
        .filter(import_map::kind.eq(kind))
        .filter(import_map::foreign_id.eq_any(foreign))
        .select((import_map::foreign_id, import_map::local_id))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Writes lines of `import_map`.
pub fn remember(conn: &mut Conn, lines: &[Mapped]) -> Result<()> {
    for lines in lines.chunks(ROWS) {
        both!(conn, c => diesel::insert_into(import_map::table).values(lines).execute(c))?;
    }
    Ok(())
}

/// A board, as an import needs it.
#[derive(Debug, Queryable)]
pub struct Board {
    /// Its id.
    pub id: BoardId,
    /// What it holds.
    pub kind: String,
    /// Read by some groups only.
    pub restricted: bool,
}

/// The board with this address.
pub fn board(conn: &mut Conn, slug: &str) -> Result<Option<Board>> {
    Ok(boards::table
        .filter(boards::slug.eq(slug))
        .select((boards::id, boards::kind, boards::restricted))
        .first(conn)
        .optional()?)
}

/// Makes an open board for questions, after the others.
pub fn make_board(conn: &mut Conn, slug: &str, name: &str, now: Timestamp) -> Result<BoardId> {
    let last: Option<i64> = boards::table.select(diesel::dsl::max(boards::position)).first(conn)?;
    Ok(diesel::insert_into(boards::table)
        .values((
            boards::slug.eq(slug),
            boards::name.eq(name),
            boards::kind.eq("questions"),
            boards::position.eq(last.map_or(0, |last| last + 1)),
            boards::created_at.eq(now),
        ))
        .returning(boards::id)
        .get_result(conn)?)
}
