//! The SQL of questions and answers.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::cli::import::store::Kind;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{import_map, posts, topics};
use crate::error::Result;
use crate::ids::{BoardId, PostId, TopicId, UserId};
use crate::policy::{PostKind, State};
use crate::topics::audience_of;

/// A question's entry in the lists.
#[derive(Debug, Insertable)]
#[diesel(table_name = topics)]
pub struct NewTopic {
    pub kind: String,
    pub board_id: BoardId,
    pub author_id: UserId,
    pub title: String,
    pub slug: String,
    pub lang: String,
    pub tags: String,
    pub excerpt: String,
    pub state: State,
    pub audience: i64,
    pub views: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub active_at: Timestamp,
    pub imported: bool,
}

/// Writes a topic, closed at `closed` if at all.
pub fn insert_topic(conn: &mut Conn, topic: &NewTopic, closed: Option<Timestamp>) -> Result<TopicId> {
    Ok(diesel::insert_into(topics::table)
        .values((topic, topics::closed_at.eq(closed)))
        .returning(topics::id)
        .get_result(conn)?)
}

/// A question's or an answer's text.
#[derive(Debug, Insertable)]
#[diesel(table_name = posts)]
pub struct NewPost {
    pub topic_id: TopicId,
    pub kind: PostKind,
    pub author_id: UserId,
    pub source: String,
    pub html: String,
    pub state: State,
    pub created_at: Timestamp,
}

/// Writes a post, last edited at `edited` if at all.
pub fn insert_post(conn: &mut Conn, post: &NewPost, edited: Option<Timestamp>) -> Result<PostId> {
    Ok(diesel::insert_into(posts::table)
        .values((post, posts::audience.eq(audience_of(post.topic_id)), posts::edited_at.eq(edited)))
        .returning(posts::id)
        .get_result(conn)?)
}

/// A question or an answer that is here.
#[derive(Debug, Clone, Queryable)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// Its topic.
    pub topic: TopicId,
    /// Who wrote it.
    pub author: UserId,
    /// Question or answer.
    pub kind: PostKind,
    /// It is an accepted answer.
    pub accepted: bool,
    /// When it was written.
    pub created_at: Timestamp,
    /// Everybody may read it: only then it counts for its author.
    pub is_public: bool,
}

/// Questions and answers by their foreign ids; those that are not here are missing.
pub fn posts(conn: &mut Conn, source: &str, foreign: &[String]) -> Result<HashMap<i64, Post>> {
    let rows: Vec<(String, Post)> = import_map::table
        .inner_join(posts::table.on(posts::id.eq(import_map::local_id)))
        .inner_join(topics::table.on(topics::id.eq(posts::topic_id)))
        .filter(import_map::source.eq(source))
        .filter(import_map::kind.eq(Kind::Post))
        .filter(import_map::foreign_id.eq_any(foreign))
        .select((
            import_map::foreign_id,
            (
                posts::id,
                posts::topic_id,
                posts::author_id,
                posts::kind,
                posts::accepted,
                posts::created_at,
                topics::audience.eq(0),
            ),
        ))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(foreign, post)| Some((foreign.parse().ok()?, post))).collect())
}

/// The slugs of topics.
pub fn slugs(conn: &mut Conn, ids: &[TopicId]) -> Result<HashMap<TopicId, String>> {
    let rows: Vec<(TopicId, String)> =
        topics::table.filter(topics::id.eq_any(ids)).select((topics::id, topics::slug)).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Counts one more answer, by somebody else than the asker when `first_reply` is set to its time.
pub fn count_answer(conn: &mut Conn, topic: TopicId, first_reply: Option<Timestamp>) -> Result<()> {
    diesel::update(topics::table.filter(topics::id.eq(topic)))
        .set(topics::answers_count.eq(topics::answers_count + 1))
        .execute(conn)?;
    if let Some(at) = first_reply {
        diesel::update(
            topics::table
                .filter(topics::id.eq(topic))
                .filter(topics::first_answer_at.is_null().or(topics::first_answer_at.gt(at))),
        )
        .set(topics::first_answer_at.eq(at))
        .execute(conn)?;
    }
    Ok(())
}

/// Marks an answer as accepted by its asker; false when it is accepted already.
pub fn accept(conn: &mut Conn, answer: &Post, asker: UserId) -> Result<bool> {
    let changed = diesel::update(posts::table.filter(posts::id.eq(answer.id)).filter(posts::accepted.eq(false)))
        .set((posts::accepted.eq(true), posts::accepted_at.eq(answer.created_at), posts::accepted_by.eq(asker)))
        .execute(conn)?;
    if changed == 1 {
        diesel::update(topics::table.filter(topics::id.eq(answer.topic)))
            .set(topics::accepted_count.eq(topics::accepted_count + 1))
            .execute(conn)?;
    }
    Ok(changed == 1)
}

/// Dates the acceptance of an answer.
pub fn date_acceptance(conn: &mut Conn, answer: PostId, at: Timestamp) -> Result<()> {
    diesel::update(posts::table.filter(posts::id.eq(answer)).filter(posts::accepted.eq(true)))
        .set(posts::accepted_at.eq(at))
        .execute(conn)?;
    Ok(())
}

/// Gives a post that nobody has edited here a text whose links lead to this site; false when it was edited.
pub fn replace_text(conn: &mut Conn, post: PostId, source: &str, html: &str) -> Result<bool> {
    let changed = diesel::update(posts::table.filter(posts::id.eq(post)).filter(posts::version.eq(1)))
        .set((posts::source.eq(source), posts::html.eq(html)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Says that a closed topic was closed as a duplicate; false when it is open or another reason is given.
pub fn mark_duplicate(conn: &mut Conn, topic: TopicId) -> Result<bool> {
    let changed = diesel::update(
        topics::table
            .filter(topics::id.eq(topic))
            .filter(topics::closed_at.is_not_null())
            .filter(topics::close_reason.eq_any(["", "duplicate"])),
    )
    .set(topics::close_reason.eq("duplicate"))
    .execute(conn)?;
    Ok(changed == 1)
}
