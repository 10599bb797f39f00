//! The SQL of articles that give points.

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::clock::Timestamp;
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{PostId, TopicId, UserId};
use crate::ledger::Month;

/// An answer that an article was made of.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub(in crate::points) struct Source {
    #[diesel(sql_type = BigInt)]
    pub(in crate::points) article: TopicId,
    #[diesel(sql_type = BigInt)]
    pub(in crate::points) made_at: Timestamp,
    #[diesel(sql_type = BigInt)]
    pub(in crate::points) post: PostId,
    #[diesel(sql_type = BigInt)]
    pub(in crate::points) author: UserId,
}

/// The next answers of articles that everybody reads, after this one, in the order in which these were made.
pub(in crate::points) fn sources_after(
    c: &mut Conn,
    (at, article): (Timestamp, TopicId),
    most: i64,
) -> Result<Vec<Source>> {
    Ok(sql("SELECT t.id AS article, t.created_at AS made_at, p.id AS post, p.author_id AS author FROM topics t \
         JOIN article_sources s ON s.topic_id = t.id JOIN posts p ON p.id = s.post_id \
         WHERE t.kind = 'article' AND t.audience = 0 AND t.state = 'visible' AND (t.created_at, t.id) > ($1, $2) \
         AND p.kind = 'answer' AND p.state = 'visible' ORDER BY t.created_at, t.id LIMIT $3")
    .bind(at.0)
    .bind(article.0)
    .bind(most)
    .load(c)?)
}

/// What is pending in these months for an answer of which no article that everybody reads is made any more.
pub(in crate::points) fn pending_without_article(
    c: &mut Conn,
    (one, other): (Month, Month),
) -> Result<Vec<(PostId, UserId)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        post: PostId,
        #[diesel(sql_type = BigInt)]
        author: UserId,
    }
    let rows: Vec<Row> = sql("SELECT a.post_id AS post, a.user_id AS author FROM awards a WHERE a.month IN ($1, $2) \
         AND a.state = 'pending' AND a.kind = 'article' AND NOT EXISTS (SELECT 1 FROM article_sources s \
         JOIN topics t ON t.id = s.topic_id JOIN posts p ON p.id = s.post_id WHERE s.post_id = a.post_id \
         AND t.audience = 0 AND t.state = 'visible' AND p.state = 'visible')")
    .bind(one.0)
    .bind(other.0)
    .load(c)?;
    Ok(rows.into_iter().map(|row| (row.post, row.author)).collect())
}
