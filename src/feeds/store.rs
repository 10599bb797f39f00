//! The SQL of feeds. Each of these reads only what everybody may read, but for those that say otherwise.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::ENTRIES;
use crate::clock::Timestamp;
use crate::db::schema::{comments, idea_updates, posts, topics};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{CommentId, PostId, StatusId, TopicId, UpdateId, UserId};
use crate::policy::{PostKind, State, TopicKind};

/// The texts of these topics.
pub(super) fn topic_texts(c: &mut Conn, ids: &[TopicId]) -> Result<HashMap<TopicId, String>> {
    let rows: Vec<(TopicId, String)> = posts::table
        .inner_join(topics::table)
        .filter(posts::topic_id.eq_any(ids))
        .filter(posts::kind.eq_any(PostKind::OWN))
        .filter(posts::state.eq(State::Visible))
        .filter(topics::state.eq(State::Visible))
        .filter(topics::audience.eq(0))
        .select((posts::topic_id, posts::html))
        .load(c)?;
    Ok(rows.into_iter().collect())
}

/// A text, and when it was last edited.
#[derive(Debug)]
pub(super) struct TextRow {
    pub html: String,
    pub edited_at: Option<Timestamp>,
}

type KeyedText<K> = (K, String, Option<Timestamp>);

fn by_key<K: Eq + std::hash::Hash>(rows: Vec<KeyedText<K>>) -> HashMap<K, TextRow> {
    rows.into_iter().map(|(key, html, edited_at)| (key, TextRow { html, edited_at })).collect()
}

/// The texts of those of these posts that are visible. Who may read their topics was asked when they were found.
pub(super) fn post_texts(c: &mut Conn, ids: &[PostId]) -> Result<HashMap<PostId, TextRow>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<KeyedText<PostId>> = posts::table
        .filter(posts::id.eq_any(ids))
        .filter(posts::state.eq(State::Visible))
        .select((posts::id, posts::html, posts::edited_at))
        .load(c)?;
    Ok(by_key(rows))
}

/// The texts of these words of staff.
pub(super) fn update_texts(c: &mut Conn, ids: &[UpdateId]) -> Result<HashMap<UpdateId, TextRow>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(UpdateId, String)> = idea_updates::table
        .filter(idea_updates::id.eq_any(ids))
        .select((idea_updates::id, idea_updates::html))
        .load(c)?;
    Ok(rows.into_iter().map(|(id, html)| (id, TextRow { html, edited_at: None })).collect())
}

/// The same of comments.
pub(super) fn comment_texts(c: &mut Conn, ids: &[CommentId]) -> Result<HashMap<CommentId, TextRow>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<KeyedText<CommentId>> = comments::table
        .filter(comments::id.eq_any(ids))
        .filter(comments::state.eq(State::Visible))
        .select((comments::id, comments::html, comments::edited_at))
        .load(c)?;
    Ok(by_key(rows))
}

/// The same of topics' own posts.
pub(super) fn own_texts(c: &mut Conn, ids: &[TopicId]) -> Result<HashMap<TopicId, TextRow>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<KeyedText<TopicId>> = posts::table
        .filter(posts::topic_id.eq_any(ids))
        .filter(posts::kind.eq_any(PostKind::OWN))
        .filter(posts::state.eq(State::Visible))
        .select((posts::topic_id, posts::html, posts::edited_at))
        .load(c)?;
    Ok(by_key(rows))
}

/// Which posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PostsOf {
    /// The text of one question.
    Question(TopicId),
    /// The text of one idea.
    Idea(TopicId),
    /// The newest answers to one question.
    AnswersTo(TopicId),
    /// The newest answers of one member.
    AnswersBy(UserId),
    /// The answers that were accepted last.
    Accepted,
}

/// A post with its question and its author.
#[derive(Debug, QueryableByName)]
pub(super) struct PostRow {
    #[diesel(sql_type = BigInt)]
    pub id: PostId,
    #[diesel(sql_type = BigInt)]
    pub topic_id: TopicId,
    #[diesel(sql_type = Text)]
    pub topic_kind: TopicKind,
    #[diesel(sql_type = Text)]
    pub kind: PostKind,
    #[diesel(sql_type = Text)]
    pub html: String,
    #[diesel(sql_type = BigInt)]
    pub created_at: Timestamp,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub edited_at: Option<Timestamp>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub accepted_at: Option<Timestamp>,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Text)]
    pub lang: String,
    #[diesel(sql_type = Text)]
    pub tags: String,
    #[diesel(sql_type = BigInt)]
    pub updated_at: Timestamp,
    #[diesel(sql_type = Text)]
    pub handle: String,
    #[diesel(sql_type = Text)]
    pub display_name: String,
}

/// The statement behind [`posts`]; its only parameter is the question or the member, where there is one.
fn posts_sql(of: PostsOf) -> String {
    let (which, latest) = match of {
        PostsOf::Question(_) => ("p.topic_id = $1 AND p.kind = 'question'", "p.created_at"),
        PostsOf::Idea(_) => ("p.topic_id = $1 AND p.kind = 'idea'", "p.created_at"),
        PostsOf::AnswersTo(_) => ("p.topic_id = $1 AND p.kind = 'answer'", "p.created_at"),
        PostsOf::AnswersBy(_) => ("p.author_id = $1 AND p.kind = 'answer'", "p.created_at"),
        PostsOf::Accepted => ("p.accepted AND p.kind = 'answer'", "p.accepted_at"),
    };
    format!(
        "SELECT p.id, p.topic_id, t.kind AS topic_kind, p.kind, p.html, p.created_at, p.edited_at, p.accepted_at, t.title, t.slug, t.lang, \
         t.tags, t.updated_at, u.handle, u.display_name \
         FROM posts p JOIN topics t ON t.id = p.topic_id JOIN users u ON u.id = p.author_id \
         WHERE {which} AND p.state = 'visible' AND p.audience = 0 AND t.state = 'visible' \
         ORDER BY {latest} DESC, p.id DESC LIMIT {ENTRIES}"
    )
}

pub(super) fn posts(c: &mut Conn, of: PostsOf) -> Result<Vec<PostRow>> {
    let query = sql(posts_sql(of));
    Ok(match of {
        PostsOf::Question(TopicId(id))
        | PostsOf::Idea(TopicId(id))
        | PostsOf::AnswersTo(TopicId(id))
        | PostsOf::AnswersBy(UserId(id)) => query.bind(id).load(c)?,
        PostsOf::Accepted => query.load(c)?,
    })
}

/// A word of staff with its idea and its author.
#[derive(Debug, QueryableByName)]
pub(super) struct UpdateRow {
    #[diesel(sql_type = BigInt)]
    pub id: UpdateId,
    #[diesel(sql_type = BigInt)]
    pub topic_id: TopicId,
    #[diesel(sql_type = BigInt)]
    pub status_id: StatusId,
    #[diesel(sql_type = Text)]
    pub html: String,
    #[diesel(sql_type = BigInt)]
    pub created_at: Timestamp,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Text)]
    pub lang: String,
    #[diesel(sql_type = Text)]
    pub tags: String,
    #[diesel(sql_type = Text)]
    pub handle: String,
    #[diesel(sql_type = Text)]
    pub display_name: String,
}

/// The newest updates of one idea.
pub(super) fn updates_of(c: &mut Conn, idea: TopicId) -> Result<Vec<UpdateRow>> {
    // From and to the idea: of one that is the same, PostgreSQL would look for the newest among all updates.
    let newest: Vec<UpdateId> = idea_updates::table
        .filter(idea_updates::topic_id.ge(idea))
        .filter(idea_updates::topic_id.le(idea))
        .order((idea_updates::topic_id.desc(), idea_updates::id.desc()))
        .limit(i64::try_from(ENTRIES).unwrap_or(i64::MAX))
        .select(idea_updates::id)
        .load(c)?;
    updates(c, &newest)
}

/// These updates, as far as their ideas are public: the newest first, at most [`ENTRIES`].
pub(super) fn updates(c: &mut Conn, ids: &[UpdateId]) -> Result<Vec<UpdateRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sql(format!(
        "SELECT u.id, u.topic_id, u.status_id, u.html, u.created_at, t.title, t.slug, t.lang, t.tags, m.handle, \
         m.display_name FROM idea_updates u JOIN topics t ON t.id = u.topic_id JOIN users m ON m.id = u.author_id \
         WHERE u.id IN ($1) AND t.state = 'visible' AND t.audience = 0 ORDER BY u.id DESC LIMIT {ENTRIES}"
    ))
    .bind(ids.iter().map(|id| id.0).collect::<Vec<_>>())
    .load(c)?)
}

/// Updates that are looked at for the newest public ones: whatever was hidden since, a feed costs the same.
const WALKED: i64 = 300;

/// The newest updates of public ideas, of whichever idea.
pub(super) fn newest_updates(c: &mut Conn) -> Result<Vec<UpdateRow>> {
    // From a number on, so that it is a walk along the key and no scan.
    let walked: Vec<(UpdateId, TopicId)> = idea_updates::table
        .filter(idea_updates::id.gt(UpdateId(0)))
        .order(idea_updates::id.desc())
        .limit(WALKED)
        .select((idea_updates::id, idea_updates::topic_id))
        .load(c)?;
    let public: HashSet<TopicId> = topics::table
        .filter(topics::id.eq_any(walked.iter().map(|(_, topic)| *topic).collect::<HashSet<_>>()))
        .filter(topics::state.eq(State::Visible))
        .filter(topics::audience.eq(0))
        .select(topics::id)
        .load(c)?
        .into_iter()
        .collect();
    let newest: Vec<UpdateId> =
        walked.into_iter().filter(|(_, topic)| public.contains(topic)).map(|(id, _)| id).take(ENTRIES).collect();
    updates(c, &newest)
}
