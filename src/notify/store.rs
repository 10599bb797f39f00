//! The SQL of events and of their delivery.

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::{Event, Kind, Reason};
use crate::clock::Timestamp;
use crate::db::schema::{comments, events, posts, suggestions, topic_tags, users};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{CommentId, EntryId, EventId, PostId, SuggestionId, TagId, TopicId, UpdateId, UserId};
use crate::policy::{PostFacts, PostKind, State, TopicFacts};

pub(super) fn insert_event(tx: &mut Conn, event: &Event, now: Timestamp) -> Result<EventId> {
    let names: Vec<String> = event.mentions.iter().map(ToString::to_string).collect();
    let detail = event.badge.map_or_else(|| names.join(" "), ToOwned::to_owned);
    Ok(diesel::insert_into(events::table)
        .values((
            events::kind.eq(event.kind),
            events::topic_id.eq(event.topic),
            events::post_id.eq(event.post.map(|id| id.0)),
            events::comment_id.eq(event.comment.map(|id| id.0)),
            events::update_id.eq(event.update),
            events::suggestion_id.eq(event.suggestion),
            events::actor_id.eq(event.actor.map(|id| id.0)),
            events::person_id.eq(event.person.map(|id| id.0)),
            events::detail.eq(detail),
            events::at.eq(now),
        ))
        .returning(events::id)
        .get_result(tx)?)
}

#[derive(Debug, Queryable)]
pub(super) struct Account {
    pub id: UserId,
    pub handle: String,
    pub key: String,
}

pub(super) fn accounts(c: &mut Conn, keys: Vec<&str>) -> Result<Vec<Account>> {
    Ok(users::table
        .filter(users::handle_key.eq_any(keys))
        .select((users::id, users::handle, users::handle_key))
        .load(c)?)
}

/// An event as it was noted.
#[derive(Debug, Clone, Queryable)]
pub(super) struct Noted {
    pub id: EventId,
    pub kind: Kind,
    pub topic: TopicId,
    pub post: Option<PostId>,
    pub comment: Option<CommentId>,
    pub update: Option<UpdateId>,
    pub suggestion: Option<SuggestionId>,
    pub actor: Option<UserId>,
    pub person: Option<UserId>,
    detail: String,
    pub expanded_to: UserId,
    pub at: Timestamp,
}

impl Noted {
    /// Whom its text names.
    pub fn mentions(&self) -> Vec<UserId> {
        self.detail.split_whitespace().filter_map(|id| id.parse().ok()).collect()
    }
}

pub(super) fn event(c: &mut Conn, id: EventId) -> Result<Option<Noted>> {
    Ok(events::table
        .find(id)
        .select((
            events::id,
            events::kind,
            events::topic_id,
            events::post_id,
            events::comment_id,
            events::update_id,
            events::suggestion_id,
            events::actor_id,
            events::person_id,
            events::detail,
            events::expanded_to,
            events::at,
        ))
        .first(c)
        .optional()?)
}

/// The first event after this one that somebody may still have to hear of.
pub(super) fn next_waiting(c: &mut Conn, after: EventId) -> Result<Option<EventId>> {
    Ok(events::table
        .filter(events::id.gt(after))
        .filter(events::expanded_to.lt(i64::MAX))
        .order(events::id)
        .select(events::id)
        .first(c)
        .optional()?)
}

/// Notes that everybody up to this number has been told.
pub(super) fn set_expanded(tx: &mut Conn, id: EventId, to: UserId) -> Result<()> {
    diesel::update(events::table.find(id).filter(events::expanded_to.lt(to)))
        .set(events::expanded_to.eq(to))
        .execute(tx)?;
    Ok(())
}

/// A post as the policy sees it, and whether it was written as staff.
pub(super) fn post(c: &mut Conn, id: PostId, topic: TopicFacts) -> Result<Option<(PostFacts, bool)>> {
    type Row = (PostKind, UserId, State, bool, Option<UserId>, bool);
    let row: Option<Row> = posts::table
        .find(id)
        .select((posts::kind, posts::author_id, posts::state, posts::accepted, posts::accepted_by, posts::by_staff))
        .first(c)
        .optional()?;
    Ok(row.map(|(kind, author, state, accepted, accepted_by, by_staff)| {
        (PostFacts { topic, kind, author, state, accepted, accepted_by }, by_staff)
    }))
}

/// A comment's author, its state, and whether it was written as staff.
pub(super) fn comment(c: &mut Conn, id: CommentId) -> Result<Option<(UserId, State, bool)>> {
    Ok(comments::table
        .find(id)
        .select((comments::author_id, comments::state, comments::by_staff))
        .first(c)
        .optional()?)
}

/// Whether a suggested edit waits for somebody to decide about it.
pub(super) fn is_waiting(c: &mut Conn, id: SuggestionId) -> Result<bool> {
    let state: Option<String> = suggestions::table.find(id).select(suggestions::state).first(c).optional()?;
    Ok(state.as_deref() == Some("waiting"))
}

pub(super) fn tags_of(c: &mut Conn, topic: TopicId) -> Result<Vec<TagId>> {
    Ok(topic_tags::table.filter(topic_tags::topic_id.eq(topic)).select(topic_tags::tag_id).load(c)?)
}

#[derive(QueryableByName)]
struct One {
    #[diesel(sql_type = BigInt)]
    #[expect(dead_code, reason = "that there is one is all that is asked")]
    id: EntryId,
}

/// Whether a person has been told the same of this very text.
pub(super) fn told_before(c: &mut Conn, event: &Noted, person: UserId) -> Result<bool> {
    let found: Option<One> =
        sql("SELECT i.id FROM inbox i JOIN events e ON e.id = i.event_id WHERE i.user_id = $1 AND i.topic_id = $2 \
         AND i.kind = $3 AND coalesce(e.post_id, 0) = $4 AND coalesce(e.comment_id, 0) = $5 LIMIT 1")
        .bind(person.0)
        .bind(event.topic.0)
        .bind(event.kind.as_str())
        .bind(event.post.map_or(0, |id| id.0))
        .bind(event.comment.map_or(0, |id| id.0))
        .get_result(c)
        .optional()?;
    Ok(found.is_some())
}

/// Puts an event into these inboxes, where it is not there yet; answers the new entries.
pub(super) fn deliver(
    tx: &mut Conn,
    event: &Noted,
    (kind, reason): (Kind, Reason),
    people: &[UserId],
) -> Result<Vec<(EntryId, UserId)>> {
    #[derive(QueryableByName)]
    struct New {
        #[diesel(sql_type = BigInt)]
        id: EntryId,
        #[diesel(sql_type = BigInt)]
        user_id: UserId,
    }
    let rows: Vec<New> = sql("INSERT INTO inbox (user_id, event_id, topic_id, kind, reason, at) \
         SELECT u.id, $1, $2, $3, $4, $5 FROM users u WHERE u.id IN ($6) ORDER BY u.id \
         ON CONFLICT (event_id, user_id) DO NOTHING RETURNING id, user_id")
    .bind(event.id.0)
    .bind(event.topic.0)
    .bind(kind.as_str())
    .bind(reason.as_str())
    .bind(event.at.0)
    .bind(people.iter().map(|id| id.0).collect::<Vec<_>>())
    .load(tx)?;
    Ok(rows.into_iter().map(|row| (row.id, row.user_id)).collect())
}

/// The topic rises in these inboxes, unread.
pub(super) fn raise(tx: &mut Conn, event: &Noted, people: &[UserId]) -> Result<()> {
    sql("INSERT INTO inbox_topics (user_id, topic_id, last_at, unread) \
         SELECT u.id, $1, $2, $3 FROM users u WHERE u.id IN ($4) ORDER BY u.id \
         ON CONFLICT (user_id, topic_id) DO UPDATE SET unread = $3, last_at = CASE \
         WHEN inbox_topics.last_at < excluded.last_at THEN excluded.last_at ELSE inbox_topics.last_at END")
    .bind(event.topic.0)
    .bind(event.at.0)
    .bind(true)
    .bind(people.iter().map(|id| id.0).collect::<Vec<_>>())
    .execute(tx)?;
    Ok(())
}
