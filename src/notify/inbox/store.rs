//! The SQL of inboxes.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::{ENTRIES, Filter, LOOKED_AT, PAGE, WALKED};
use crate::clock::Timestamp;
use crate::db::schema::inbox;
use crate::db::{Conn, dialect, sql};
use crate::error::Result;
use crate::ids::{CommentId, EntryId, EventId, PostId, StatusId, SuggestionId, TopicId, UpdateId, UserId};
use crate::notify::{Kind, Reason};
use crate::policy::TopicKind;

/// A topic in somebody's inbox.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct Group {
    pub topic_id: TopicId,
    pub last_at: i64,
    pub kind: TopicKind,
    pub title: String,
    pub slug: String,
    pub lang: String,
    pub board_slug: String,
    pub board_name: String,
    pub board_hue: i64,
}

/// A topic that its reader may see now.
#[derive(QueryableByName)]
struct Seen {
    #[diesel(sql_type = BigInt)]
    id: TopicId,
    #[diesel(sql_type = Text)]
    kind: TopicKind,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    lang: String,
    #[diesel(sql_type = Text)]
    board_slug: String,
    #[diesel(sql_type = Text)]
    board_name: String,
    #[diesel(sql_type = BigInt)]
    board_hue: i64,
}

impl Seen {
    fn at(self, last_at: i64) -> Group {
        let Self { id, kind, title, slug, lang, board_slug, board_name, board_hue } = self;
        Group { topic_id: id, last_at, kind, title, slug, lang, board_slug, board_name, board_hue }
    }
}

/// An entry of somebody's inbox, with who did what.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct Entry {
    pub id: EntryId,
    pub topic_id: TopicId,
    pub kind: Kind,
    pub reason: Reason,
    pub at: i64,
    pub read_at: Option<i64>,
    pub post_id: Option<PostId>,
    pub comment_id: Option<CommentId>,
    pub suggestion_id: Option<SuggestionId>,
    pub update: Option<Told>,
    pub actor_id: Option<UserId>,
    pub actor_name: Option<String>,
    pub actor_handle: Option<String>,
    /// The key of the badge that it is about, or empty.
    pub badge: String,
}

/// The word of staff that an entry is about.
#[derive(Debug, Clone)]
pub struct Told {
    /// The update.
    pub id: UpdateId,
    /// What becomes of the idea.
    pub status: StatusId,
    /// Markdown.
    pub source: String,
}

/// Where a topic stands in an inbox: by its latest news.
type Place = (i64, TopicId);

/// The topics of an inbox that may be seen, one more than a page; and the last that was looked at, when there may be
/// more beyond it. However many of the newest were hidden or restricted since, [`WALKED`] are looked at.
pub(super) fn groups(
    c: &mut Conn,
    (user, audiences): (UserId, &[i64]),
    filter: Filter,
    after: Place,
) -> Result<(Vec<Group>, Option<Place>)> {
    let text = match filter {
        Filter::All => {
            "SELECT g.topic_id, g.last_at FROM inbox_topics g WHERE g.user_id = $1 \
             AND (g.last_at, g.topic_id) < ($2, $3) ORDER BY g.last_at DESC, g.topic_id DESC LIMIT $4"
        }
        Filter::Unread => {
            "SELECT g.topic_id, g.last_at FROM inbox_topics g WHERE g.user_id = $1 AND g.unread \
             AND (g.last_at, g.topic_id) < ($2, $3) ORDER BY g.last_at DESC, g.topic_id DESC LIMIT $4"
        }
    };
    #[derive(QueryableByName)]
    struct Walked {
        #[diesel(sql_type = BigInt)]
        topic_id: TopicId,
        #[diesel(sql_type = BigInt)]
        last_at: i64,
    }
    let walked: Vec<Walked> =
        sql(text).bind(user.0).bind(after.0).bind(after.1.0).bind(i64::try_from(WALKED).unwrap_or(i64::MAX)).load(c)?;
    let beyond = walked.last().filter(|_| walked.len() == WALKED).map(|last| (last.last_at, last.topic_id));
    let ids: Vec<i64> = walked.iter().map(|one| one.topic_id.0).collect();
    let mut seen: HashMap<TopicId, Seen> = sql(
        "SELECT t.id, t.kind, t.title, t.slug, t.lang, b.slug AS board_slug, b.name AS board_name, b.hue AS board_hue \
         FROM topics t JOIN boards b ON b.id = t.board_id \
         WHERE t.id IN ($1) AND t.state IN ('visible', 'merged') AND t.audience IN ($2)",
    )
    .bind(ids)
    .bind(audiences.to_vec())
    .load(c)?
    .into_iter()
    .map(|topic: Seen| (topic.id, topic))
    .collect();
    let groups = walked.into_iter().filter_map(|one| seen.remove(&one.topic_id).map(|topic| topic.at(one.last_at)));
    Ok((groups.take(PAGE + 1).collect(), beyond))
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: EntryId,
    #[diesel(sql_type = BigInt)]
    event_id: EventId,
    #[diesel(sql_type = BigInt)]
    topic_id: TopicId,
    #[diesel(sql_type = Text)]
    kind: Kind,
    #[diesel(sql_type = Text)]
    reason: Reason,
    #[diesel(sql_type = BigInt)]
    at: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    read_at: Option<i64>,
}

/// The latest entries of each of these topics that may be seen, newest first. In two statements: in one, PostgreSQL
/// begins with the events where there are few of them, and walks to the latest entries again for each.
pub(super) fn entries(c: &mut Conn, user: UserId, topics: &[TopicId]) -> Result<Vec<Entry>> {
    if topics.is_empty() {
        return Ok(Vec::new());
    }
    // A walk for each topic that ends after its latest entries.
    let latest = dialect::is_one_of(
        c,
        "i.id",
        "SELECT n.id FROM inbox n WHERE n.user_id = g.user_id AND n.topic_id = g.topic_id ORDER BY n.id DESC",
        ENTRIES,
    );
    let mut told: Vec<Row> = sql(format!(
        "SELECT i.id, i.event_id, i.topic_id, i.kind, i.reason, i.at, i.read_at FROM inbox_topics g \
         JOIN inbox i ON {latest} WHERE g.user_id = $1 AND g.topic_id IN ($2)"
    ))
    .bind(user.0)
    .bind(numbers(topics))
    .load(c)?;
    told.sort_unstable_by_key(|one| std::cmp::Reverse(one.id));
    let mut events = visible_events(c, told.iter().map(|one| one.event_id.0).collect())?;
    let with_event = |one: Row| {
        let mut event = events.remove(&one.event_id)?;
        Some(Entry {
            id: one.id,
            topic_id: one.topic_id,
            kind: one.kind,
            reason: one.reason,
            at: one.at,
            read_at: one.read_at,
            post_id: event.post_id,
            comment_id: event.comment_id,
            suggestion_id: event.suggestion_id,
            update: event.told(),
            actor_id: event.actor_id,
            actor_name: event.actor_name,
            actor_handle: event.actor_handle,
            badge: event.badge,
        })
    };
    Ok(told.into_iter().filter_map(with_event).collect())
}

#[derive(QueryableByName)]
struct Happened {
    #[diesel(sql_type = BigInt)]
    id: EventId,
    #[diesel(sql_type = Nullable<BigInt>)]
    post_id: Option<PostId>,
    #[diesel(sql_type = Nullable<BigInt>)]
    comment_id: Option<CommentId>,
    #[diesel(sql_type = Nullable<BigInt>)]
    update_id: Option<UpdateId>,
    #[diesel(sql_type = Nullable<BigInt>)]
    suggestion_id: Option<SuggestionId>,
    #[diesel(sql_type = Nullable<BigInt>)]
    status_id: Option<StatusId>,
    #[diesel(sql_type = Nullable<Text>)]
    source: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    actor_id: Option<UserId>,
    #[diesel(sql_type = Nullable<Text>)]
    actor_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    actor_handle: Option<String>,
    #[diesel(sql_type = Text)]
    badge: String,
}

impl Happened {
    fn told(&mut self) -> Option<Told> {
        Some(Told { id: self.update_id?, status: self.status_id?, source: self.source.take()? })
    }
}

/// Those of these events whose post and comment are there for everybody who may see the topic.
fn visible_events(c: &mut Conn, ids: Vec<i64>) -> Result<HashMap<EventId, Happened>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<Happened> =
        sql("SELECT e.id, e.post_id, e.comment_id, e.update_id, e.suggestion_id, w.status_id, w.source, e.actor_id, \
         u.display_name AS actor_name, u.handle AS actor_handle, \
         CASE WHEN e.kind = 'badge' THEN e.detail ELSE '' END AS badge FROM events e \
         LEFT JOIN users u ON u.id = e.actor_id LEFT JOIN idea_updates w ON w.id = e.update_id \
         LEFT JOIN posts p ON p.id = e.post_id LEFT JOIN comments m ON m.id = e.comment_id WHERE e.id IN ($1) \
         AND coalesce(p.state, 'visible') = 'visible' AND coalesce(m.state, 'visible') = 'visible'")
        .bind(ids)
        .load(c)?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

fn numbers(topics: &[TopicId]) -> Vec<i64> {
    topics.iter().map(|id| id.0).collect()
}

pub(super) fn unread(c: &mut Conn, user: UserId, audiences: &[i64]) -> Result<i64> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let newest = dialect::is_one_of(
        c,
        "i.id",
        "SELECT n.id FROM inbox n WHERE n.user_id = $1 AND n.read_at IS NULL ORDER BY n.topic_id DESC, n.id DESC",
        LOOKED_AT,
    );
    let count: Count = sql(format!(
        "SELECT count(*) AS n FROM inbox i JOIN topics t ON t.id = i.topic_id \
         JOIN events e ON e.id = i.event_id LEFT JOIN posts p ON p.id = e.post_id \
         LEFT JOIN comments m ON m.id = e.comment_id WHERE {newest} AND t.state IN ('visible', 'merged') \
         AND t.audience IN ($2) \
         AND coalesce(p.state, 'visible') = 'visible' AND coalesce(m.state, 'visible') = 'visible'"
    ))
    .bind(user.0)
    .bind(audiences.to_vec())
    .get_result(c)?;
    Ok(count.n)
}

pub(super) fn unread_of(c: &mut Conn, user: UserId, topic: TopicId) -> Result<Option<EntryId>> {
    #[derive(QueryableByName)]
    struct One {
        #[diesel(sql_type = BigInt)]
        id: EntryId,
    }
    let row: Option<One> =
        sql("SELECT id FROM inbox WHERE user_id = $1 AND topic_id = $2 AND read_at IS NULL ORDER BY id DESC LIMIT 1")
            .bind(user.0)
            .bind(topic.0)
            .get_result(c)
            .optional()?;
    Ok(row.map(|row| row.id))
}

/// The latest entry of all inboxes: what comes later has a greater number.
pub(super) fn latest(c: &mut Conn) -> Result<EntryId> {
    // From a number on, so that it is a walk along the key and no scan.
    let row: Option<EntryId> =
        inbox::table.filter(inbox::id.gt(0)).order(inbox::id.desc()).select(inbox::id).first(c).optional()?;
    Ok(row.unwrap_or(EntryId(0)))
}

pub(super) fn topic_of(c: &mut Conn, user: UserId, id: EntryId) -> Result<Option<TopicId>> {
    Ok(inbox::table
        .filter(inbox::id.eq(id))
        .filter(inbox::user_id.eq(user))
        .select(inbox::topic_id)
        .first(c)
        .optional()?)
}

/// Unread topics of an inbox, with when there was last news of them.
pub(super) fn unread_topics(
    c: &mut Conn,
    user: UserId,
    after: (i64, TopicId),
    limit: i64,
) -> Result<Vec<(TopicId, i64)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        topic_id: TopicId,
        #[diesel(sql_type = BigInt)]
        last_at: i64,
    }
    let rows: Vec<Row> = sql(
        "SELECT topic_id, last_at FROM inbox_topics WHERE user_id = $1 AND unread AND (last_at, topic_id) < ($2, $3) \
         ORDER BY last_at DESC, topic_id DESC LIMIT $4",
    )
    .bind(user.0)
    .bind(after.0)
    .bind(after.1.0)
    .bind(limit)
    .load(c)?;
    Ok(rows.into_iter().map(|row| (row.topic_id, row.last_at)).collect())
}

/// Holds the rows of these topics, which a delivery changes last: what was delivered meanwhile is seen by the statements
/// that follow, or comes after them. Answers how many there are.
pub(super) fn hold(tx: &mut Conn, user: UserId, topics: &[TopicId]) -> Result<usize> {
    Ok(sql("UPDATE inbox_topics SET last_at = last_at WHERE user_id = $1 AND topic_id IN ($2)")
        .bind(user.0)
        .bind(numbers(topics))
        .execute(tx)?)
}

pub(super) fn mark(tx: &mut Conn, id: EntryId, now: Timestamp) -> Result<()> {
    sql("UPDATE inbox SET read_at = $1 WHERE id = $2 AND read_at IS NULL").bind(now.0).bind(id.0).execute(tx)?;
    Ok(())
}

pub(super) fn mark_topics(
    tx: &mut Conn,
    user: UserId,
    topics: &[TopicId],
    (upto, now): (EntryId, Timestamp),
) -> Result<()> {
    sql("UPDATE inbox SET read_at = $1 WHERE user_id = $2 AND topic_id IN ($3) AND id <= $4 AND read_at IS NULL")
        .bind(now.0)
        .bind(user.0)
        .bind(numbers(topics))
        .bind(upto.0)
        .execute(tx)?;
    Ok(())
}

pub(super) fn mark_suggestion(
    tx: &mut Conn,
    user: UserId,
    (topic, suggestion): (TopicId, SuggestionId),
    now: Timestamp,
) -> Result<()> {
    sql("UPDATE inbox SET read_at = $1 WHERE user_id = $2 AND topic_id = $3 AND read_at IS NULL AND EXISTS \
         (SELECT 1 FROM events e WHERE e.id = inbox.event_id AND e.suggestion_id = $4 AND e.kind = 'suggested')")
    .bind(now.0)
    .bind(user.0)
    .bind(topic.0)
    .bind(suggestion.0)
    .execute(tx)?;
    Ok(())
}

/// Says of these topics whether any entry is unread.
pub(super) fn settle(tx: &mut Conn, user: UserId, topics: &[TopicId]) -> Result<()> {
    sql("UPDATE inbox_topics SET unread = EXISTS (SELECT 1 FROM inbox i WHERE i.user_id = inbox_topics.user_id \
         AND i.topic_id = inbox_topics.topic_id AND i.read_at IS NULL) WHERE user_id = $1 AND topic_id IN ($2)")
    .bind(user.0)
    .bind(numbers(topics))
    .execute(tx)?;
    Ok(())
}
