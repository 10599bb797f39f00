//! Kept versions, for those who read the history of a post.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use crate::clock::Timestamp;
use crate::db::schema::{revisions, users};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{PostId, RevisionId, SuggestionId, UserId};

/// A kept version, with who wrote it.
#[derive(Debug, Clone, Queryable)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct RevisionRow {
    pub id: RevisionId,
    pub number: i64,
    pub title: Option<String>,
    pub tags: Option<String>,
    pub source: String,
    pub reason: String,
    pub created_at: Timestamp,
    pub suggestion: Option<SuggestionId>,
    pub author: UserId,
    pub handle: String,
    pub display_name: String,
    pub photo: String,
    pub is_staff: bool,
    pub job_title: String,
    pub is_super: bool,
}

macro_rules! columns {
    () => {
        (
            revisions::id,
            revisions::number,
            revisions::title,
            revisions::tags,
            revisions::source,
            revisions::reason,
            revisions::created_at,
            revisions::suggestion_id,
            users::id,
            users::handle,
            users::display_name,
            users::photo,
            users::is_staff,
            users::job_title,
            users::is_super,
        )
    };
}

/// The kept versions of a post below a number, newest first, at most 10 and the one before (for its difference).
///
/// # Errors
/// When the database refuses.
pub fn revisions(c: &mut Conn, post: PostId, below: i64) -> Result<Vec<RevisionRow>> {
    Ok(revisions::table
        .inner_join(users::table)
        .filter(revisions::post_id.eq(post))
        .filter(revisions::number.lt(below))
        .order(revisions::number.desc())
        .limit(11)
        .select(columns!())
        .load(c)?)
}

/// One kept version.
///
/// # Errors
/// When the database refuses.
pub fn revision_texts(c: &mut Conn, post: PostId, number: i64) -> Result<Option<RevisionRow>> {
    Ok(revisions::table
        .inner_join(users::table)
        .filter(revisions::post_id.eq(post))
        .filter(revisions::number.eq(number))
        .select(columns!())
        .first(c)
        .optional()?)
}

/// The suggestion that a version came from: by whom it was, and who approved it.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct Origin {
    #[diesel(sql_type = BigInt)]
    pub id: SuggestionId,
    #[diesel(sql_type = BigInt)]
    pub author_id: UserId,
    #[diesel(sql_type = Text)]
    pub author_name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub decider_name: Option<String>,
}

/// What these versions came from, where that was a suggestion.
///
/// # Errors
/// When the database refuses.
pub fn origins(c: &mut Conn, versions: &[RevisionRow]) -> Result<Vec<Origin>> {
    let ids: Vec<i64> = versions.iter().filter_map(|row| row.suggestion).map(|id| id.0).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sql(
        "SELECT s.id, s.author_id, a.display_name AS author_name, d.display_name AS decider_name FROM suggestions s \
         JOIN users a ON a.id = s.author_id LEFT JOIN users d ON d.id = s.decided_by WHERE s.id IN ($1)",
    )
    .bind(ids)
    .load(c)?)
}
