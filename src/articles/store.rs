//! The SQL of articles.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::faq::{Asked, FAQ};
use super::{Article, MAX_CREDITED, MAX_PARTS, PAGE};
use crate::clock::Timestamp;
use crate::db::schema::{article_sources, articles, posts, series, topics, users};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{PostId, SeriesId, TopicId, UserId};
use crate::policy::{PostKind, State};
use crate::topics::audience_of;
use crate::web::{MemberView, member_view};

pub(super) fn insert(tx: &mut Conn, topic: TopicId, owner: UserId, review_at: Timestamp) -> Result<()> {
    diesel::insert_into(articles::table)
        .values((
            articles::topic_id.eq(topic),
            articles::audience.eq(audience_of(topic)),
            articles::state.eq(State::Visible),
            articles::owner_id.eq(owner),
            articles::review_at.eq(review_at),
        ))
        .execute(tx)?;
    Ok(())
}

pub(super) fn find(c: &mut Conn, topic: TopicId) -> Result<Option<Article>> {
    let row: Option<(UserId, Timestamp, Option<SeriesId>)> = articles::table
        .find(topic)
        .select((articles::owner_id, articles::review_at, articles::series_id))
        .first(c)
        .optional()?;
    Ok(row.map(|(owner, review_at, series)| Article { topic, owner, review_at, series }))
}

/// Who is told of the next review hears of it anew.
pub(super) fn set_keeping(tx: &mut Conn, topic: TopicId, owner: UserId, review_at: Timestamp) -> Result<()> {
    diesel::update(articles::table.find(topic))
        .set((articles::owner_id.eq(owner), articles::review_at.eq(review_at), articles::told_at.eq(None::<Timestamp>)))
        .execute(tx)?;
    Ok(())
}

/// Opens an article to members who may edit it, or closes it to them.
pub(super) fn set_wiki(tx: &mut Conn, topic: TopicId, wiki: bool) -> Result<()> {
    diesel::update(topics::table.find(topic)).set(topics::wiki.eq(wiki)).execute(tx)?;
    Ok(())
}

/// Puts an article behind the last part of a series, or takes it out of its own (with none).
pub(super) fn set_series(tx: &mut Conn, topic: TopicId, series: Option<SeriesId>) -> Result<()> {
    let last: Option<i64> = match series {
        Some(series) => articles::table
            .filter(articles::series_id.eq(series))
            .select(diesel::dsl::max(articles::series_position))
            .first(tx)?,
        None => None,
    };
    diesel::update(articles::table.find(topic))
        .set((articles::series_id.eq(series), articles::series_position.eq(last.map_or(1, |last| last + 1))))
        .execute(tx)?;
    Ok(())
}

/// What is said of a series; its parts are not counted.
pub(super) fn series_by_id(c: &mut Conn, id: SeriesId) -> Result<Option<super::Series>> {
    let row: Option<(String, String, String)> =
        series::table.find(id).select((series::slug, series::title, series::description)).first(c).optional()?;
    Ok(row.map(|(slug, title, description)| super::Series { id, slug, title, description, parts: 0 }))
}

/// How many parts a series has, if there is such a series.
pub(super) fn parts_in(c: &mut Conn, id: SeriesId) -> Result<Option<usize>> {
    let found: Option<SeriesId> = series::table.find(id).select(series::id).first(c).optional()?;
    Ok(match found {
        Some(_) => Some(part_ids(c, id)?.len()),
        None => None,
    })
}

/// An accepted answer.
#[derive(Queryable)]
pub(super) struct Accepted {
    pub id: PostId,
    pub author: UserId,
    pub source: String,
}

/// The accepted answers of a question, the best first.
pub(super) fn accepted(c: &mut Conn, question: TopicId) -> Result<Vec<Accepted>> {
    Ok(posts::table
        .filter(posts::topic_id.eq(question))
        .filter(posts::kind.eq(PostKind::Answer))
        .filter(posts::state.eq(State::Visible))
        .filter(posts::accepted.eq(true))
        .order((posts::accepted.desc(), posts::score.desc(), posts::id))
        .limit(MAX_CREDITED as i64)
        .select((posts::id, posts::author_id, posts::source))
        .load(c)?)
}

pub(super) fn insert_source(tx: &mut Conn, topic: TopicId, question: TopicId, post: PostId) -> Result<()> {
    diesel::insert_into(article_sources::table)
        .values((
            article_sources::topic_id.eq(topic),
            article_sources::question_id.eq(question),
            article_sources::post_id.eq(post),
        ))
        .execute(tx)?;
    Ok(())
}

/// An answer that an article was made of.
pub(super) struct Source {
    pub question: TopicId,
    pub post: PostId,
    pub state: State,
    pub author: MemberView,
}

pub(super) fn sources(c: &mut Conn, article: TopicId) -> Result<Vec<Source>> {
    type Row = (TopicId, PostId, State, UserId, String, String, String, bool, String);
    let rows: Vec<Row> = article_sources::table
        .inner_join(posts::table.on(posts::id.eq(article_sources::post_id)))
        .inner_join(users::table.on(users::id.eq(posts::author_id)))
        .filter(article_sources::topic_id.eq(article))
        .order(article_sources::post_id)
        .limit(MAX_CREDITED as i64)
        .select((
            article_sources::question_id,
            posts::id,
            posts::state,
            users::id,
            users::handle,
            users::display_name,
            users::photo,
            users::is_staff,
            users::job_title,
        ))
        .load(c)?;
    Ok(rows
        .into_iter()
        .map(|(question, post, state, id, handle, name, photo, staff, job)| Source {
            question,
            post,
            state,
            author: member_view(id, handle, name, &photo, staff, job),
        })
        .collect())
}

pub(super) fn member(c: &mut Conn, id: UserId) -> Result<Option<MemberView>> {
    let row: Option<(String, String, String, bool, String)> = users::table
        .find(id)
        .select((users::handle, users::display_name, users::photo, users::is_staff, users::job_title))
        .first(c)
        .optional()?;
    Ok(row.map(|(handle, name, photo, staff, job)| member_view(id, handle, name, &photo, staff, job)))
}

/// Rows of sources that are looked at for one question: a few articles with all their answers.
const SOURCES: i64 = 40;

/// The articles that were made of a question, newest first.
pub(super) fn made_of(c: &mut Conn, question: TopicId) -> Result<Vec<TopicId>> {
    let mut ids: Vec<TopicId> = article_sources::table
        .filter(article_sources::question_id.eq(question))
        .order((article_sources::question_id.desc(), article_sources::topic_id.desc()))
        .limit(SOURCES)
        .select(article_sources::topic_id)
        .load(c)?;
    ids.dedup();
    Ok(ids)
}

/// An article whose review is due.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct Due {
    #[diesel(sql_type = BigInt)]
    pub topic: TopicId,
    #[diesel(sql_type = BigInt)]
    pub review_at: i64,
    #[diesel(sql_type = BigInt)]
    pub owner: UserId,
    #[diesel(sql_type = Text)]
    pub owner_handle: String,
    #[diesel(sql_type = Text)]
    pub owner_name: String,
}

const DUE_SQL: &str = "SELECT a.topic_id AS topic, a.review_at, a.owner_id AS owner, u.handle AS owner_handle, \
     u.display_name AS owner_name FROM articles a JOIN users u ON u.id = a.owner_id \
     WHERE a.audience = $1 AND a.state = 'visible' AND a.review_at <= $2 AND (a.review_at, a.topic_id) > ($3, $4) \
     ORDER BY a.review_at, a.topic_id LIMIT $5";

/// The articles of these audiences whose review is due now, the longest due first, after this date and article; one
/// more than [`PAGE`] where there are more.
///
/// # Errors
/// When the database refuses.
pub fn due(c: &mut Conn, audiences: &[i64], now: Timestamp, after: (i64, i64)) -> Result<Vec<Due>> {
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut rows: Vec<Due> = Vec::new();
    for audience in audiences {
        let query = sql(DUE_SQL).bind(*audience).bind(now.0).bind(after.0).bind(after.1).bind(limit);
        rows.extend(query.load::<Due>(c)?);
    }
    rows.sort_by_key(|row| (row.review_at, row.topic));
    rows.truncate(PAGE + 1);
    Ok(rows)
}

/// Articles that are due and whose owners have not been told, the longest due first; at most `limit`.
pub(super) fn untold(tx: &mut Conn, now: Timestamp, limit: i64) -> Result<Vec<(TopicId, UserId)>> {
    // Spelt out, for the index has it in its condition.
    let untold = diesel::dsl::sql::<diesel::sql_types::Bool>("told_at IS NULL");
    Ok(articles::table
        .filter(untold)
        .filter(articles::review_at.le(now))
        .order((articles::review_at, articles::topic_id))
        .limit(limit)
        .select((articles::topic_id, articles::owner_id))
        .load(tx)?)
}

pub(super) fn set_told(tx: &mut Conn, topics: &[TopicId], now: Timestamp) -> Result<()> {
    diesel::update(articles::table.filter(articles::topic_id.eq_any(topics)))
        .set(articles::told_at.eq(now))
        .execute(tx)?;
    Ok(())
}

/// The parts of a series in order, whoever may see them.
pub(super) fn part_ids(c: &mut Conn, series: SeriesId) -> Result<Vec<TopicId>> {
    Ok(articles::table
        .filter(articles::series_id.eq(series))
        .order((articles::series_position, articles::topic_id))
        .limit(2 * MAX_PARTS as i64)
        .select(articles::topic_id)
        .load(c)?)
}

pub(super) fn set_positions(tx: &mut Conn, order: &[TopicId]) -> Result<()> {
    for (position, id) in (1_i64..).zip(order) {
        diesel::update(articles::table.find(id)).set(articles::series_position.eq(position)).execute(tx)?;
    }
    Ok(())
}

pub(super) fn count_series(c: &mut Conn) -> Result<i64> {
    Ok(series::table.count().get_result(c)?)
}

pub(super) fn insert_series(tx: &mut Conn, slug: &str, words: &super::SeriesWords, now: Timestamp) -> Result<()> {
    diesel::insert_into(series::table)
        .values((
            series::slug.eq(slug),
            series::title.eq(&words.title),
            series::description.eq(&words.description),
            series::created_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

pub(super) fn update_series(tx: &mut Conn, id: SeriesId, words: &super::SeriesWords) -> Result<()> {
    diesel::update(series::table.find(id))
        .set((series::title.eq(&words.title), series::description.eq(&words.description)))
        .execute(tx)?;
    Ok(())
}

#[derive(QueryableByName)]
struct SeriesRow {
    #[diesel(sql_type = BigInt)]
    id: SeriesId,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Text)]
    description: String,
    #[diesel(sql_type = BigInt)]
    shown: i64,
    #[diesel(sql_type = BigInt)]
    parts: i64,
}

/// Every series, or the one of this address, the newest first: with how many parts these audiences have, and all.
pub(super) fn all_series(
    c: &mut Conn,
    seen: &crate::policy::Visibility,
    slug: Option<&str>,
) -> Result<Vec<(super::Series, i64)>> {
    let which = if slug.is_some() { " WHERE s.slug = $2" } else { "" };
    let query = sql(format!(
        "SELECT s.id, s.slug, s.title, s.description, \
         (SELECT count(*) FROM articles a WHERE a.series_id = s.id AND a.state = 'visible' AND a.audience IN ($1)) AS shown, \
         (SELECT count(*) FROM articles a WHERE a.series_id = s.id) AS parts FROM series s{which} ORDER BY s.id DESC"
    ))
    .bind(seen.audiences());
    let rows: Vec<SeriesRow> = match slug {
        Some(slug) => query.bind(slug).load(c)?,
        None => query.load(c)?,
    };
    let series = |row: SeriesRow| {
        let SeriesRow { id, slug, title, description, shown, parts } = row;
        (super::Series { id, slug, title, description, parts: shown }, parts)
    };
    Ok(rows.into_iter().map(series).collect())
}

#[derive(QueryableByName)]
struct AskedRow {
    #[diesel(sql_type = BigInt)]
    id: TopicId,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    lang: String,
    #[diesel(sql_type = BigInt)]
    views: i64,
    #[diesel(sql_type = Text)]
    board_slug: String,
    #[diesel(sql_type = Text)]
    board_name: String,
    #[diesel(sql_type = BigInt)]
    board_hue: i64,
    #[diesel(sql_type = Text)]
    answer: String,
}

/// As the condition of the indexes has it.
const SOLVED: &str = "t.kind = 'question' AND t.state = 'visible' AND t.accepted_count > 0 AND t.audience = $1";

/// The most-seen solved questions of an audience.
pub(super) fn most_seen(c: &mut Conn, audience: i64, lang: Option<&str>) -> Result<Vec<Asked>> {
    let of_lang = if lang.is_some() { " AND t.lang = $2" } else { "" };
    let query = sql(format!(
        "SELECT t.id, t.title, t.slug, t.lang, t.views, b.slug AS board_slug, b.name AS board_name, \
         b.hue AS board_hue, coalesce((SELECT p.source FROM posts p WHERE p.topic_id = t.id AND p.kind = 'answer' \
         AND p.state = 'visible' AND p.accepted ORDER BY p.accepted DESC, p.score DESC, p.id LIMIT 1), '') AS answer \
         FROM topics t JOIN boards b ON b.id = t.board_id \
         WHERE {SOLVED}{of_lang} ORDER BY t.views DESC, t.id DESC LIMIT {FAQ}"
    ))
    .bind(audience);
    let rows: Vec<AskedRow> = match lang {
        Some(lang) => query.bind(lang).load(c)?,
        None => query.load(c)?,
    };
    Ok(rows
        .into_iter()
        .map(|row| Asked {
            topic: row.id,
            title: row.title,
            slug: row.slug,
            lang: row.lang,
            views: row.views,
            board_slug: row.board_slug,
            board_name: row.board_name,
            board_hue: row.board_hue,
            answer: row.answer,
        })
        .collect())
}

/// The languages of the solved questions of an audience: one step along the index a language.
pub(super) fn solved_languages(c: &mut Conn, audience: i64) -> Result<Vec<String>> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = Text)]
        lang: String,
    }
    let next =
        |after: &str| format!("SELECT (SELECT t.lang FROM topics t WHERE {SOLVED}{after} ORDER BY t.lang LIMIT 1)");
    let (first, following) = (next(""), next(" AND t.lang > langs.lang"));
    let rows: Vec<Found> = sql(format!(
        "WITH RECURSIVE langs (lang) AS ({first} UNION ALL {following} FROM langs WHERE langs.lang IS NOT NULL) \
         SELECT lang FROM langs WHERE lang IS NOT NULL"
    ))
    .bind(audience)
    .load(c)?;
    Ok(rows.into_iter().map(|row| row.lang).collect())
}
