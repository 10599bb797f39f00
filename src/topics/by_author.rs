//! What one member has answered, newest first.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use serde::Serialize;

use super::PAGE;
use crate::db::{Conn, sql};
use crate::error::{AppError, Result};
use crate::ids::{PostId, TopicId, UserId};
use crate::message::Message;
use crate::policy::{TopicKind, Visibility};

#[derive(Debug, QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: PostId,
    #[diesel(sql_type = BigInt)]
    score: i64,
    #[diesel(sql_type = Bool)]
    accepted: bool,
    #[diesel(sql_type = BigInt)]
    created_at: i64,
    #[diesel(sql_type = BigInt)]
    topic_id: TopicId,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    lang: String,
}

/// An answer in the list of its author's.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct AnswerView {
    pub url: String,
    pub title: String,
    pub lang: String,
    pub score: i64,
    pub accepted: bool,
    pub created_at: i64,
}

/// The statement behind [`answers_by`]; its parameters are author, audience, time, id and limit.
const ANSWERS_BY_SQL: &str = "SELECT p.id, p.score, p.accepted, p.created_at, p.topic_id, t.title, t.slug, t.lang \
     FROM posts p JOIN topics t ON t.id = p.topic_id \
     WHERE p.author_id = $1 AND p.kind = 'answer' AND p.state = 'visible' AND p.audience = $2 \
     AND (p.created_at, p.id) < ($3, $4) AND t.state = 'visible' ORDER BY p.created_at DESC, p.id DESC LIMIT $5";

/// A page of a member's visible answers to questions this reader may see, and where the next begins.
///
/// # Errors
/// When the database refuses, or the cursor is not one of ours.
pub fn answers_by(
    c: &mut Conn,
    seen: &Visibility,
    author: UserId,
    after: Option<&str>,
) -> Result<(Vec<AnswerView>, Option<String>)> {
    let (at, id) = match after.filter(|text| !text.is_empty()) {
        None => (i64::MAX, i64::MAX),
        Some(text) => text
            .split_once('.')
            .and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)))
            .ok_or(AppError::BadRequest(Message::new("error-400-text")))?,
    };
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut rows: Vec<Row> = Vec::new();
    // One audience at a time, as the lists of questions: each is a walk along an index.
    for audience in seen.audiences() {
        let query = sql(ANSWERS_BY_SQL).bind(author.0).bind(audience).bind(at).bind(id).bind(limit);
        rows.extend(query.load::<Row>(c)?);
    }
    rows.sort_by_key(|row| std::cmp::Reverse((row.created_at, row.id)));
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| format!("{}.{}", row.created_at, row.id));
    let views = rows
        .into_iter()
        .map(|row| AnswerView {
            url: format!("{}#a{}", super::path(TopicKind::Question, row.topic_id, &row.slug), row.id),
            title: row.title,
            lang: row.lang,
            score: row.score,
            accepted: row.accepted,
            created_at: row.created_at,
        })
        .collect();
    Ok((views, next))
}
