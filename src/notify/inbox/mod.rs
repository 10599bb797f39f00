//! A person's inbox: what they were told, grouped by topic, and what of it is unread.
//!
//! Whatever is read here goes by what the reader may see *now*: entries about what was hidden or restricted since are in
//! no list and no count, though their rows stay (it may come back).

mod store;
mod tidy;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{EntryId, SuggestionId, TopicId, UserId};
use crate::message::Message;
use crate::policy::{self, Action, Actor};

pub use store::{Entry, Group, Told};
pub use tidy::{KEPT, tidy};

/// Topics on a page.
pub const PAGE: usize = 30;
/// Entries that are read of one topic: the latest.
pub const ENTRIES: usize = 20;
/// Unread entries are counted up to here, and shown as "99+" from here on.
pub const COUNTED: i64 = 100;
/// Unread entries that are looked at to count them, those of the newest topics: a count must cost the same for every
/// inbox, however much of it was hidden since.
const LOOKED_AT: usize = 120;
/// Topics that are looked at for a page, for the same reason.
const WALKED: usize = 300;
/// Topics marked in one transaction.
const MARKED: i64 = 100;

/// Which topics of an inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// Those with something unread.
    Unread,
    /// All.
    All,
}

/// Where a page of an inbox begins: after this topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    last_at: i64,
    topic: TopicId,
}

impl Cursor {
    const START: Self = Self { last_at: i64::MAX, topic: TopicId(i64::MAX) };

    /// Reads a cursor from an address; nothing means the beginning.
    ///
    /// # Errors
    /// [`AppError::BadRequest`] when it is not one of ours.
    pub fn parse(text: Option<&str>) -> Result<Self> {
        let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(Self::START) };
        text.split_once('.')
            .and_then(|(at, id)| Some(Self { last_at: at.parse().ok()?, topic: id.parse().ok()? }))
            .ok_or(AppError::BadRequest(Message::new("error-400-text")))
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.last_at, self.topic)
    }
}

/// One page of an inbox.
#[derive(Debug)]
pub struct InboxPage {
    /// The topics, the latest news first; each with its latest entries, newest first.
    pub groups: Vec<(Group, Vec<Entry>)>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

/// A page of the actor's inbox, in a fixed number of statements. It may hold fewer topics than [`PAGE`], or none, though
/// there is a next one: when most of what it would hold was hidden since.
///
/// # Errors
/// [`AppError::SignIn`] for a visitor; when the database refuses.
pub fn list(c: &mut Conn, actor: &Actor, filter: Filter, after: Cursor) -> Result<InboxPage> {
    policy::check(actor, Action::Quieten)?;
    let user = actor.id().ok_or(AppError::SignIn)?;
    let audiences = policy::visibility(actor).audiences();
    let (mut groups, beyond) = store::groups(c, (user, &audiences), filter, (after.last_at, after.topic))?;
    let more = groups.len() > PAGE;
    groups.truncate(PAGE);
    let next = match groups.last().filter(|_| more) {
        Some(group) => Some(Cursor { last_at: group.last_at, topic: group.topic_id }),
        None => beyond.map(|(last_at, topic)| Cursor { last_at, topic }),
    };
    let topics: Vec<TopicId> = groups.iter().map(|group| group.topic_id).collect();
    let mut entries = store::entries(c, user, &topics)?;
    let groups = groups
        .into_iter()
        .map(|group| {
            let own: Vec<Entry> = entries.extract_if(.., |entry| entry.topic_id == group.topic_id).collect();
            (group, own)
        })
        // All of it may be about posts that were hidden.
        .filter(|(_, entries)| !entries.is_empty())
        .collect();
    Ok(InboxPage { groups, next })
}

/// How many entries the actor has not read, up to [`COUNTED`]; none for a visitor. One statement, for every page.
///
/// # Errors
/// When the database refuses.
pub fn unread(c: &mut Conn, actor: &Actor) -> Result<i64> {
    let Some(user) = actor.id() else { return Ok(0) };
    Ok(store::unread(c, user, &policy::visibility(actor).audiences())?.min(COUNTED))
}

/// The latest unread entry about a topic, for whoever opens its page.
///
/// # Errors
/// When the database refuses.
pub fn unread_of(c: &mut Conn, user: UserId, topic: TopicId) -> Result<Option<EntryId>> {
    store::unread_of(c, user, topic)
}

/// The latest entry there is, in whichever inbox: what comes after it is not meant by "mark all".
///
/// # Errors
/// When the database refuses.
pub fn latest(c: &mut Conn) -> Result<EntryId> {
    store::latest(c)
}

/// Marks one entry as read; somebody else's is not there.
///
/// # Errors
/// [`AppError::NotFound`] when it is not in this person's inbox.
pub fn mark_entry(tx: &mut Conn, user: UserId, id: EntryId, now: Timestamp) -> Result<()> {
    let topic = store::topic_of(tx, user, id)?.ok_or(AppError::NotFound)?;
    store::hold(tx, user, &[topic])?;
    store::mark(tx, id, now)?;
    store::settle(tx, user, &[topic])
}

/// Marks what a person was told about a topic as read, up to an entry.
///
/// # Errors
/// [`AppError::NotFound`] when the topic is not in this person's inbox.
pub fn mark_topic(tx: &mut Conn, user: UserId, topic: TopicId, upto: EntryId, now: Timestamp) -> Result<()> {
    if store::hold(tx, user, &[topic])? == 0 {
        return Err(AppError::NotFound);
    }
    store::mark_topics(tx, user, &[topic], (upto, now))?;
    store::settle(tx, user, &[topic])
}

/// Marks what a person was told of a suggested edit as read: decided about or taken back, it asks for nothing any more.
///
/// # Errors
/// When the database refuses.
pub fn mark_suggestion(
    tx: &mut Conn,
    user: UserId,
    (topic, suggestion): (TopicId, SuggestionId),
    now: Timestamp,
) -> Result<()> {
    store::hold(tx, user, &[topic])?;
    store::mark_suggestion(tx, user, (topic, suggestion), now)?;
    store::settle(tx, user, &[topic])
}

/// Marks a part of all that a person was told as read, up to an entry; answers where to go on, if there is more.
///
/// # Errors
/// When the database refuses.
pub fn mark_some(
    tx: &mut Conn,
    user: UserId,
    upto: EntryId,
    after: Option<Cursor>,
    now: Timestamp,
) -> Result<Option<Cursor>> {
    let Cursor { last_at, topic } = after.unwrap_or(Cursor::START);
    let unread = store::unread_topics(tx, user, (last_at, topic), MARKED)?;
    let topics: Vec<TopicId> = unread.iter().map(|(topic, _)| *topic).collect();
    if topics.is_empty() {
        return Ok(None);
    }
    store::hold(tx, user, &topics)?;
    store::mark_topics(tx, user, &topics, (upto, now))?;
    store::settle(tx, user, &topics)?;
    let full = i64::try_from(topics.len()).is_ok_and(|count| count == MARKED);
    Ok(unread.last().filter(|_| full).map(|(topic, last_at)| Cursor { last_at: *last_at, topic: *topic }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_nothing_else_does() {
        let cursor = Cursor { last_at: 5, topic: TopicId(7) };
        assert_eq!(Cursor::parse(Some(&cursor.to_string())).ok(), Some(cursor));
        assert_eq!(Cursor::parse(None).ok(), Some(Cursor::START));
        for wrong in ["x", "1", "1.x", "1.2.3", "9999999999999999999999.1"] {
            assert!(Cursor::parse(Some(wrong)).is_err(), "{wrong}");
        }
    }
}
