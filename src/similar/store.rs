//! The SQL of what is alike, and of what was opened instead of asking.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::{SHOWN, SimilarView};
use crate::clock::Timestamp;
use crate::db::schema::{related_topics, topics};
use crate::db::{Conn, dialect, sql};
use crate::error::Result;
use crate::ids::TopicId;
use crate::policy::{TopicKind, Visibility};

/// A topic whose list is missing.
#[derive(Debug, Clone, Queryable)]
pub(super) struct Waiting {
    pub id: TopicId,
    pub title: String,
    pub audience: i64,
    pub created_at: Timestamp,
}

/// Topics whose lists are missing, the newest first.
pub(super) fn waiting(c: &mut Conn, limit: usize) -> Result<Vec<Waiting>> {
    Ok(topics::table
        .filter(topics::related_at.is_null())
        .order(topics::id.desc())
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select((topics::id, topics::title, topics::audience, topics::created_at))
        .load(c)?)
}

/// Keeps a topic's list, in place of the one before. The lists of what is in it, where they are older than the topic,
/// are to be made anew: it may belong into them.
pub(super) fn keep(tx: &mut Conn, topic: &Waiting, like: &[TopicId], now: Timestamp) -> Result<()> {
    let held: Vec<TopicId> = like.iter().copied().chain([topic.id]).collect();
    dialect::lock_topics(tx, &held)?;
    diesel::delete(related_topics::table.filter(related_topics::topic_id.eq(topic.id))).execute(tx)?;
    for (position, other) in (0_i64..).zip(like) {
        diesel::insert_into(related_topics::table)
            .values((
                related_topics::topic_id.eq(topic.id),
                related_topics::position.eq(position),
                related_topics::other_id.eq(other),
            ))
            .execute(tx)?;
    }
    diesel::update(topics::table.find(topic.id)).set(topics::related_at.eq(now)).execute(tx)?;
    diesel::update(topics::table.filter(topics::id.eq_any(like)).filter(topics::related_at.lt(topic.created_at)))
        .set(topics::related_at.eq(None::<Timestamp>))
        .execute(tx)?;
    Ok(())
}

/// The list of a topic, of what a reader may see.
pub(super) fn related(c: &mut Conn, topic: TopicId, seen: &Visibility) -> Result<Vec<SimilarView>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        id: TopicId,
        #[diesel(sql_type = Text)]
        kind: TopicKind,
        #[diesel(sql_type = Text)]
        slug: String,
        #[diesel(sql_type = Text)]
        title: String,
        #[diesel(sql_type = Text)]
        lang: String,
        #[diesel(sql_type = BigInt)]
        answers_count: i64,
        #[diesel(sql_type = BigInt)]
        accepted_count: i64,
    }
    let rows: Vec<Row> = sql("SELECT t.id, t.kind, t.slug, t.title, t.lang, t.answers_count, t.accepted_count \
         FROM related_topics r JOIN topics t ON t.id = r.other_id \
         WHERE r.topic_id = $1 AND t.state = 'visible' AND t.audience IN ($2) ORDER BY r.position LIMIT $3")
    .bind(topic.0)
    .bind(seen.audiences())
    .bind(i64::try_from(SHOWN).unwrap_or(i64::MAX))
    .load(c)?;
    let view = |row: Row| {
        let counts = (row.answers_count, row.accepted_count);
        SimilarView::new((row.id, row.kind, &row.slug), (row.title, row.lang), counts)
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Adds to what was counted on a day.
pub(super) fn add(tx: &mut Conn, day: i64, (clicks, asked): (i64, i64)) -> Result<()> {
    sql("INSERT INTO deflections (day, clicks, asked) VALUES ($1, $2, $3) ON CONFLICT (day) DO UPDATE \
         SET clicks = deflections.clicks + excluded.clicks, asked = deflections.asked + excluded.asked")
    .bind(day)
    .bind(clicks)
    .bind(asked)
    .execute(tx)?;
    Ok(())
}

/// Clicks without a question since a day, this one included.
pub(super) fn deflected(c: &mut Conn, since: i64) -> Result<i64> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        clicks: i64,
    }
    let row: Row = sql("SELECT CAST(COALESCE(SUM(d.clicks - d.asked), 0) AS BIGINT) AS clicks FROM deflections d \
         WHERE d.day >= $1")
    .bind(since)
    .get_result(c)?;
    Ok(row.clicks.max(0))
}
