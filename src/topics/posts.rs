//! The answers of a topic, a page at a time.

use diesel::RunQueryDsl;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};

use super::{ANSWERS_PAGE, Topic};
use crate::db::{Conn, sql};
use crate::error::{AppError, Result};
use crate::ids::{PostId, UserId};
use crate::message::Message;
use crate::policy::{PostFacts, PostKind, State, TopicFacts};
use crate::text_enum;

text_enum! {
    /// The order of answers (product.md, section 3).
    pub enum SortAnswers {
        /// Accepted, then by score, then by age.
        Best = "best",
        /// Newest first.
        Newest = "newest",
        /// Oldest first.
        Oldest = "oldest",
    }
}

/// A post with its author.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct PostRow {
    #[diesel(sql_type = BigInt)]
    pub id: PostId,
    #[diesel(sql_type = Text)]
    pub kind: PostKind,
    #[diesel(sql_type = Text)]
    pub html: String,
    #[diesel(sql_type = Text)]
    pub source: String,
    #[diesel(sql_type = BigInt)]
    pub ups: i64,
    #[diesel(sql_type = BigInt)]
    pub downs: i64,
    #[diesel(sql_type = BigInt)]
    pub score: i64,
    #[diesel(sql_type = Text)]
    pub state: State,
    #[diesel(sql_type = BigInt)]
    pub version: i64,
    #[diesel(sql_type = BigInt)]
    pub revisions_count: i64,
    #[diesel(sql_type = BigInt)]
    pub comments_count: i64,
    #[diesel(sql_type = Bool)]
    pub accepted: bool,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub accepted_by: Option<UserId>,
    #[diesel(sql_type = BigInt)]
    pub created_at: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub edited_at: Option<i64>,
    #[diesel(sql_type = Bool)]
    pub by_staff: bool,
    #[diesel(sql_type = BigInt)]
    pub author_id: UserId,
    #[diesel(sql_type = Text)]
    pub handle: String,
    #[diesel(sql_type = Text)]
    pub display_name: String,
    #[diesel(sql_type = Text)]
    pub photo: String,
    #[diesel(sql_type = Text)]
    pub job_title: String,
    #[diesel(sql_type = Bool)]
    pub is_super: bool,
    #[diesel(sql_type = BigInt)]
    pub reputation: i64,
}

impl PostRow {
    /// What the policy asks about it.
    #[must_use]
    pub fn facts(&self, topic: TopicFacts) -> PostFacts {
        PostFacts {
            topic,
            kind: self.kind,
            author: self.author_id,
            state: self.state,
            accepted: self.accepted,
            accepted_by: self.accepted_by,
        }
    }
}

/// One page of answers.
#[derive(Debug)]
pub struct Answers {
    /// In order.
    pub rows: Vec<PostRow>,
    /// Where the next page begins.
    pub next: Option<String>,
}

const COLUMNS: &str = "p.id, p.kind, p.html, p.source, p.ups, p.downs, p.score, p.state, p.version, p.revisions_count, \
     p.comments_count, p.accepted, p.accepted_by, p.created_at, p.edited_at, p.by_staff, p.author_id, u.handle, u.display_name, \
     u.photo, u.job_title, u.is_super, u.reputation";

/// A topic's own post with its author, whatever its state.
///
/// # Errors
/// When the database refuses.
pub fn own_row(c: &mut Conn, topic: &Topic) -> Result<PostRow> {
    Ok(sql(format!(
        "SELECT {COLUMNS} FROM posts p JOIN users u ON u.id = p.author_id WHERE p.topic_id = $1 AND p.kind = $2"
    ))
    .bind(topic.id.0)
    .bind(topic.kind.post().as_str())
    .get_result::<PostRow>(c)?)
}

/// A page of a question's visible answers.
///
/// # Errors
/// When the database refuses, or the cursor is not one of ours.
pub fn answers(c: &mut Conn, topic: &Topic, sort: SortAnswers, after: Option<&str>) -> Result<Answers> {
    if topic.answers_count == 0 {
        return Ok(Answers { rows: Vec::new(), next: None });
    }
    let mut rows = page(c, topic, sort, after)?;
    let more = rows.len() > ANSWERS_PAGE;
    rows.truncate(ANSWERS_PAGE);
    let next = rows.last().filter(|_| more).map(|row| cursor(row, sort));
    Ok(Answers { rows, next })
}

fn cursor(row: &PostRow, sort: SortAnswers) -> String {
    match sort {
        SortAnswers::Best => format!("{}.{}.{}", i64::from(row.accepted), row.score, row.id),
        SortAnswers::Newest | SortAnswers::Oldest => format!("0.{}.{}", row.created_at, row.id),
    }
}

fn page(c: &mut Conn, topic: &Topic, sort: SortAnswers, after: Option<&str>) -> Result<Vec<PostRow>> {
    let start: (i64, i64, i64) = match sort {
        SortAnswers::Best => (1, i64::MAX, 0),
        SortAnswers::Newest => (0, i64::MAX, i64::MAX),
        SortAnswers::Oldest => (0, i64::MIN, 0),
    };
    let (accepted, key, id) = match after.filter(|text| !text.is_empty()) {
        None => start,
        Some(text) => parse(text).ok_or(AppError::BadRequest(Message::new("error-400-text")))?,
    };
    let limit = i64::try_from(ANSWERS_PAGE + 1).unwrap_or(i64::MAX);
    // The best-first order mixes directions, so its cursor is spelt out.
    let (condition, order) = match sort {
        SortAnswers::Best => (
            "(p.accepted < $2 OR (p.accepted = $2 AND (p.score < $3 OR (p.score = $3 AND p.id > $4))))",
            "p.accepted DESC, p.score DESC, p.id",
        ),
        SortAnswers::Newest => ("(p.created_at, p.id) < ($2, $3)", "p.created_at DESC, p.id DESC"),
        SortAnswers::Oldest => ("(p.created_at, p.id) > ($2, $3)", "p.created_at, p.id"),
    };
    let query = sql(format!(
        "SELECT {COLUMNS} FROM posts p JOIN users u ON u.id = p.author_id WHERE p.topic_id = $1 AND p.kind = 'answer' \
         AND p.state = 'visible' AND {condition} ORDER BY {order} LIMIT {limit}"
    ))
    .bind(topic.id.0);
    Ok(match sort {
        SortAnswers::Best => query.bind(accepted == 1).bind(key).bind(id).load::<PostRow>(c)?,
        SortAnswers::Newest | SortAnswers::Oldest => query.bind(key).bind(id).load::<PostRow>(c)?,
    })
}

fn parse(text: &str) -> Option<(i64, i64, i64)> {
    let mut parts = text.split('.').map(str::parse::<i64>);
    let cursor = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    parts.next().is_none().then_some(cursor)
}

/// Deleted and hidden answers of a topic that this reader may see: a moderator all (at most 50, latest first), an
/// author the own ones.
///
/// # Errors
/// When the database refuses.
pub fn removed_answers(c: &mut Conn, topic: &Topic, only_by: Option<UserId>) -> Result<Vec<PostRow>> {
    let by = if only_by.is_some() { " AND p.author_id = $2" } else { "" };
    let text = format!(
        "SELECT {COLUMNS} FROM posts p JOIN users u ON u.id = p.author_id WHERE p.topic_id = $1 AND p.kind = 'answer' \
         AND p.state <> 'visible'{by} ORDER BY p.id DESC LIMIT 50"
    );
    let query = sql(text).bind(topic.id.0);
    Ok(match only_by {
        Some(user) => query.bind(user.0).load::<PostRow>(c)?,
        None => query.load::<PostRow>(c)?,
    })
}
