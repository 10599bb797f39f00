//! The SQL of suggested edits.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use super::list::LOOKED_AT;
use super::{Head, State, Suggestion, Why};
use crate::clock::Timestamp;
use crate::db::schema::{suggestions, users};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{PostId, SuggestionId, TopicId, UserId};
use crate::policy::{PostKind, State as PostState};
use crate::topics::{self, Post, Topic};
use crate::web::{MemberView, member_view};

#[derive(Queryable)]
struct Row {
    id: SuggestionId,
    post: PostId,
    topic: TopicId,
    author: UserId,
    version: i64,
    title: Option<String>,
    tags: Option<String>,
    lang: Option<String>,
    source: String,
    reason: String,
    state: State,
    decided_by: Option<UserId>,
    decided_at: Option<Timestamp>,
    answer: String,
    created_at: Timestamp,
}

impl From<Row> for Suggestion {
    fn from(row: Row) -> Self {
        let head = row.title.zip(row.tags).zip(row.lang);
        Self {
            id: row.id,
            post: row.post,
            topic: row.topic,
            author: row.author,
            version: row.version,
            head: head.map(|((title, tags), lang)| Head { title, tags, lang }),
            source: row.source,
            reason: row.reason,
            state: row.state,
            decided_by: row.decided_by,
            decided_at: row.decided_at,
            answer: row.answer,
            created_at: row.created_at,
        }
    }
}

pub(super) fn find(c: &mut Conn, id: SuggestionId) -> Result<Option<Suggestion>> {
    let row: Option<Row> = suggestions::table
        .find(id)
        .select((
            suggestions::id,
            suggestions::post_id,
            suggestions::topic_id,
            suggestions::author_id,
            suggestions::version,
            suggestions::title,
            suggestions::tags,
            suggestions::lang,
            suggestions::source,
            suggestions::reason,
            suggestions::state,
            suggestions::decided_by,
            suggestions::decided_at,
            suggestions::answer,
            suggestions::created_at,
        ))
        .first(c)
        .optional()?;
    Ok(row.map(Suggestion::from))
}

pub(super) fn waiting_of(c: &mut Conn, post: PostId, author: UserId) -> Result<Option<SuggestionId>> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = BigInt)]
        id: SuggestionId,
    }
    // The condition is spelt out, for its index has it in its own.
    let found: Option<Found> =
        sql("SELECT id FROM suggestions WHERE post_id = $1 AND author_id = $2 AND state = 'waiting'")
            .bind(post.0)
            .bind(author.0)
            .get_result(c)
            .optional()?;
    Ok(found.map(|found| found.id))
}

pub(super) fn insert(
    tx: &mut Conn,
    (topic, post): (&Topic, &Post),
    author: UserId,
    (head, source, why): (Option<Head>, &str, &Why),
    now: Timestamp,
) -> Result<SuggestionId> {
    let head = head.as_ref();
    Ok(diesel::insert_into(suggestions::table)
        .values((
            suggestions::post_id.eq(post.id),
            suggestions::topic_id.eq(topic.id),
            suggestions::audience.eq(topics::audience_of(topic.id)),
            suggestions::author_id.eq(author),
            suggestions::version.eq(post.version),
            suggestions::title.eq(head.map(|head| head.title.as_str())),
            suggestions::tags.eq(head.map(|head| head.tags.as_str())),
            suggestions::lang.eq(head.map(|head| head.lang.as_str())),
            suggestions::source.eq(source),
            suggestions::reason.eq(why.as_str()),
            suggestions::state.eq(State::Waiting),
            suggestions::created_at.eq(now),
        ))
        .returning(suggestions::id)
        .get_result(tx)?)
}

/// Says what became of a suggestion. Its post is held, and it waits.
pub(super) fn decide(
    tx: &mut Conn,
    id: SuggestionId,
    state: State,
    (by, answer): (Option<UserId>, &str),
    now: Timestamp,
) -> Result<()> {
    diesel::update(suggestions::table.find(id))
        .set((
            suggestions::state.eq(state),
            suggestions::decided_by.eq(by),
            suggestions::decided_at.eq(now),
            suggestions::answer.eq(answer),
        ))
        .execute(tx)?;
    Ok(())
}

/// A suggestion that waits, with its post and its author.
#[derive(Debug, QueryableByName)]
pub(super) struct WaitingRow {
    #[diesel(sql_type = BigInt)]
    pub id: SuggestionId,
    #[diesel(sql_type = BigInt)]
    pub topic_id: TopicId,
    #[diesel(sql_type = BigInt)]
    pub author_id: UserId,
    #[diesel(sql_type = Text)]
    pub reason: String,
    #[diesel(sql_type = BigInt)]
    pub created_at: i64,
    #[diesel(sql_type = Text)]
    pub post_kind: PostKind,
    #[diesel(sql_type = BigInt)]
    pub post_author: UserId,
    #[diesel(sql_type = Text)]
    pub post_state: PostState,
    #[diesel(sql_type = Text)]
    handle: String,
    #[diesel(sql_type = Text)]
    display_name: String,
    #[diesel(sql_type = Text)]
    photo: String,
    #[diesel(sql_type = Bool)]
    is_staff: bool,
    #[diesel(sql_type = Text)]
    job_title: String,
    #[diesel(sql_type = Bool)]
    is_super: bool,
}

impl WaitingRow {
    pub fn author(&self) -> MemberView {
        let (handle, name, job) = (self.handle.clone(), self.display_name.clone(), self.job_title.clone());
        member_view(self.author_id, handle, name, &self.photo, self.is_staff, job).super_user(self.is_super)
    }
}

/// The next that wait among those of one audience, as many as are looked at.
pub(super) fn waiting(c: &mut Conn, audience: i64, after: SuggestionId) -> Result<Vec<WaitingRow>> {
    Ok(sql(
        "SELECT s.id, s.topic_id, s.author_id, s.reason, s.created_at, p.kind AS post_kind, p.author_id AS post_author, \
         p.state AS post_state, u.handle, u.display_name, u.photo, u.is_staff, u.job_title, u.is_super FROM suggestions s \
         JOIN posts p ON p.id = s.post_id JOIN users u ON u.id = s.author_id \
         WHERE s.audience = $1 AND s.state = 'waiting' AND s.id > $2 ORDER BY s.id LIMIT $3",
    )
    .bind(audience)
    .bind(after.0)
    .bind(i64::try_from(LOOKED_AT).unwrap_or(i64::MAX))
    .load(c)?)
}

/// A member, for those who read who suggested and who decided.
pub(super) fn member(c: &mut Conn, id: UserId) -> Result<MemberView> {
    type Found = (String, String, String, bool, String, bool);
    let (handle, name, photo, staff, job, is_super): Found = users::table
        .find(id)
        .select((users::handle, users::display_name, users::photo, users::is_staff, users::job_title, users::is_super))
        .first(c)?;
    Ok(member_view(id, handle, name, &photo, staff, job).super_user(is_super))
}
