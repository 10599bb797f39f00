//! The SQL of single topics and posts.

use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::clock::Timestamp;
use crate::db::schema::{boards, posts, topics, users};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{BoardId, PostId, TopicId, UserId};
use crate::policy::{BoardFacts, BoardKind, PostFacts, PostKind, State, TopicFacts, TopicKind};

/// A topic with its board.
#[derive(Debug, Clone, Queryable)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct Topic {
    pub id: TopicId,
    pub kind: TopicKind,
    pub board: BoardId,
    pub board_kind: BoardKind,
    pub board_restricted: bool,
    pub board_retired_at: Option<Timestamp>,
    pub board_slug: String,
    pub board_name: String,
    pub board_hue: i64,
    pub author: UserId,
    pub title: String,
    pub slug: String,
    pub lang: String,
    pub tags: String,
    pub excerpt: String,
    pub state: State,
    pub audience: i64,
    pub closed_at: Option<Timestamp>,
    pub close_reason: String,
    pub score: i64,
    pub answers_count: i64,
    pub accepted_count: i64,
    pub metoo_count: i64,
    pub views: i64,
    pub first_answer_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub active_at: Timestamp,
    pub wiki: bool,
}

impl Topic {
    /// The board as the policy sees it.
    #[must_use]
    pub fn board_facts(&self) -> BoardFacts {
        BoardFacts {
            id: self.board,
            kind: self.board_kind,
            restricted: self.board_restricted,
            retired: self.board_retired_at.is_some(),
        }
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> String {
        super::path(self.kind, self.id, &self.slug)
    }
}

/// A post.
#[derive(Debug, Clone, Queryable)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct Post {
    pub id: PostId,
    pub topic: TopicId,
    pub kind: PostKind,
    pub author: UserId,
    pub source: String,
    pub html: String,
    pub ups: i64,
    pub downs: i64,
    pub score: i64,
    pub state: State,
    pub version: i64,
    pub revisions_count: i64,
    pub comments_count: i64,
    pub accepted: bool,
    pub accepted_by: Option<UserId>,
    pub created_at: Timestamp,
    pub edited_at: Option<Timestamp>,
}

macro_rules! topic_columns {
    () => {
        (
            topics::id,
            topics::kind,
            topics::board_id,
            boards::kind,
            boards::restricted,
            boards::retired_at,
            boards::slug,
            boards::name,
            boards::hue,
            topics::author_id,
            topics::title,
            topics::slug,
            topics::lang,
            topics::tags,
            topics::excerpt,
            topics::state,
            topics::audience,
            topics::closed_at,
            topics::close_reason,
            topics::score,
            topics::answers_count,
            topics::accepted_count,
            topics::metoo_count,
            topics::views,
            topics::first_answer_at,
            topics::created_at,
            topics::updated_at,
            topics::active_at,
            topics::wiki,
        )
    };
}

macro_rules! post_columns {
    () => {
        (
            posts::id,
            posts::topic_id,
            posts::kind,
            posts::author_id,
            posts::source,
            posts::html,
            posts::ups,
            posts::downs,
            posts::score,
            posts::state,
            posts::version,
            posts::revisions_count,
            posts::comments_count,
            posts::accepted,
            posts::accepted_by,
            posts::created_at,
            posts::edited_at,
        )
    };
}

/// A topic, if there is one with this id; whether the reader may see it is the policy's question.
///
/// # Errors
/// When the database refuses.
pub fn load(c: &mut Conn, id: TopicId) -> Result<Option<Topic>> {
    Ok(topics::table
        .inner_join(boards::table)
        .filter(topics::id.eq(id))
        .select(topic_columns!())
        .first(c)
        .optional()?)
}

/// A post with its topic.
///
/// # Errors
/// When the database refuses.
pub fn load_post(c: &mut Conn, id: PostId) -> Result<Option<(Topic, Post)>> {
    let post: Option<Post> = posts::table.filter(posts::id.eq(id)).select(post_columns!()).first(c).optional()?;
    let Some(post) = post else { return Ok(None) };
    Ok(load(c, post.topic)?.map(|topic| (topic, post)))
}

/// The post that holds a topic's own text.
///
/// # Errors
/// When the database refuses, or the topic has no text, which cannot be.
pub fn own_post(c: &mut Conn, topic: TopicId) -> Result<Post> {
    Ok(posts::table
        .filter(posts::topic_id.eq(topic))
        .filter(posts::kind.eq_any(PostKind::OWN))
        .select(post_columns!())
        .first(c)?)
}

/// What the policy asks about a topic.
///
/// # Errors
/// When the database refuses.
pub fn facts(c: &mut Conn, topic: &Topic) -> Result<TopicFacts> {
    let has_upvotes = match topic.kind {
        TopicKind::Question => topic.answers_count > 0 && has_upvoted_answer(c, topic.id)?,
        TopicKind::Idea => own_post(c, topic.id)?.ups > 0,
        TopicKind::Article => false,
    };
    Ok(TopicFacts {
        board: topic.board_facts(),
        kind: topic.kind,
        author: topic.author,
        state: topic.state,
        closed: topic.closed_at.is_some(),
        created_at: topic.created_at,
        answers: topic.answers_count,
        accepted: topic.accepted_count,
        has_upvotes,
        wiki: topic.wiki,
    })
}

fn has_upvoted_answer(c: &mut Conn, topic: TopicId) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = Bool)]
        found: bool,
    }
    // The conditions are spelt out, for its index has one of them in its own.
    let found: Found = sql(
        "SELECT EXISTS (SELECT 1 FROM posts WHERE topic_id = $1 AND kind = 'answer' AND state = 'visible' AND ups > 0) \
         AS found",
    )
    .bind(topic.0)
    .get_result(c)?;
    Ok(found.found)
}

/// What the policy asks about a post.
#[must_use]
pub fn post_facts(topic: TopicFacts, post: &Post) -> PostFacts {
    PostFacts {
        topic,
        kind: post.kind,
        author: post.author,
        state: post.state,
        accepted: post.accepted,
        accepted_by: post.accepted_by,
    }
}

/// What never changes about a post: its topic, what it is in it, and who wrote it.
pub(super) fn place(c: &mut Conn, id: PostId) -> Result<Option<(TopicId, PostKind, UserId)>> {
    Ok(posts::table.find(id).select((posts::topic_id, posts::kind, posts::author_id)).first(c).optional()?)
}

/// Everybody who wrote a post in a topic.
pub(super) fn writers(c: &mut Conn, topic: TopicId) -> Result<Vec<UserId>> {
    Ok(posts::table.filter(posts::topic_id.eq(topic)).select(posts::author_id).distinct().load(c)?)
}

/// Everybody who wrote a post on a board.
pub(super) fn writers_on(c: &mut Conn, board: BoardId) -> Result<Vec<UserId>> {
    Ok(posts::table
        .inner_join(topics::table)
        .filter(topics::board_id.eq(board))
        .select(posts::author_id)
        .distinct()
        .load(c)?)
}

/// A topic to be written. Its counters begin at zero.
#[derive(Debug)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct NewTopic<'a> {
    pub kind: TopicKind,
    pub board: BoardFacts,
    pub author: UserId,
    pub title: &'a str,
    pub slug: &'a str,
    pub lang: &'a str,
    pub tags: &'a [String],
    pub excerpt: &'a str,
    pub at: Timestamp,
}

/// Writes a topic and counts it for its author.
///
/// # Errors
/// When the database refuses.
pub fn insert_topic(tx: &mut Conn, new: &NewTopic<'_>) -> Result<TopicId> {
    let audience = if new.board.restricted { new.board.id.0 } else { 0 };
    let id = diesel::insert_into(topics::table)
        .values((
            topics::kind.eq(new.kind),
            topics::board_id.eq(new.board.id),
            topics::author_id.eq(new.author),
            topics::title.eq(new.title),
            topics::slug.eq(new.slug),
            topics::lang.eq(new.lang),
            topics::tags.eq(new.tags.join(" ")),
            topics::excerpt.eq(new.excerpt),
            topics::state.eq(State::Visible),
            topics::audience.eq(audience),
            topics::created_at.eq(new.at),
            topics::updated_at.eq(new.at),
            topics::active_at.eq(new.at),
        ))
        .returning(topics::id)
        .get_result(tx)?;
    if audience == 0 && new.kind == TopicKind::Question {
        diesel::update(users::table.find(new.author))
            .set(users::questions_count.eq(users::questions_count + 1))
            .execute(tx)?;
    }
    Ok(id)
}

/// A post to be written.
#[derive(Debug)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct NewPost<'a> {
    pub topic: TopicId,
    pub kind: PostKind,
    pub author: UserId,
    pub by_staff: bool,
    pub source: &'a str,
    pub html: &'a str,
    pub at: Timestamp,
}

/// The audience of a topic, as an expression of the statement that repeats it.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn audience_of(topic: TopicId) -> _ {
    topics::table.find(topic).select(topics::audience).single_value().assume_not_null()
}

/// Writes a post. An answer's counters are the caller's, who knows the topic.
///
/// # Errors
/// When the database refuses.
pub fn insert_post(tx: &mut Conn, new: &NewPost<'_>) -> Result<PostId> {
    Ok(diesel::insert_into(posts::table)
        .values((
            posts::topic_id.eq(new.topic),
            posts::audience.eq(audience_of(new.topic)),
            posts::kind.eq(new.kind),
            posts::author_id.eq(new.author),
            posts::by_staff.eq(new.by_staff),
            posts::source.eq(new.source),
            posts::html.eq(new.html),
            posts::state.eq(State::Visible),
            posts::created_at.eq(new.at),
        ))
        .returning(posts::id)
        .get_result(tx)?)
}

/// The shown name of a member, for the words of a vote box.
///
/// # Errors
/// When the database refuses.
pub fn author_name(c: &mut Conn, id: UserId) -> Result<String> {
    Ok(users::table.find(id).select(users::display_name).first(c)?)
}

/// Something happened in a topic: it rises in the lists by activity.
///
/// # Errors
/// When the database refuses.
pub fn touch(tx: &mut Conn, topic: TopicId, now: Timestamp) -> Result<()> {
    diesel::update(topics::table.find(topic))
        .set((topics::active_at.eq(now), topics::updated_at.eq(now)))
        .execute(tx)?;
    Ok(())
}

/// Adds views that were counted in memory.
///
/// # Errors
/// When the database refuses.
pub fn add_views(tx: &mut Conn, counted: &[(TopicId, i64)]) -> Result<()> {
    for (topic, views) in counted {
        diesel::update(topics::table.find(topic)).set(topics::views.eq(topics::views + views)).execute(tx)?;
    }
    Ok(())
}
