//! What happened, as the features say it.

use super::{EXPAND, Kind, store};
use crate::accounts::names::Handle;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{CommentId, PostId, SuggestionId, TopicId, UpdateId, UserId};
use crate::jobs::{self, NewJob};
use crate::markdown;

/// At most this many people are told that a text names them.
pub const MENTIONS: usize = 10;

/// Something that people may want to hear of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub kind: Kind,
    /// In which topic.
    pub topic: TopicId,
    /// About which post; who may not read it is not told.
    pub post: Option<PostId>,
    /// About which comment; who may not read it is not told.
    pub comment: Option<CommentId>,
    /// The word of staff on an idea that it is about.
    pub update: Option<UpdateId>,
    /// The suggested edit that it is about.
    pub suggestion: Option<SuggestionId>,
    /// Who did it. They never hear of it themselves.
    pub actor: Option<UserId>,
    /// It is for this person alone.
    pub person: Option<UserId>,
    /// Whom its text names: to them it is a mention.
    pub mentions: Vec<UserId>,
    /// The key of the badge that was earned.
    pub badge: Option<&'static str>,
}

impl Event {
    /// An event about a topic as a whole, by nobody.
    #[must_use]
    pub const fn new(kind: Kind, topic: TopicId) -> Self {
        Self {
            kind,
            topic,
            post: None,
            comment: None,
            update: None,
            suggestion: None,
            actor: None,
            person: None,
            mentions: Vec::new(),
            badge: None,
        }
    }

    /// About this post.
    #[must_use]
    pub const fn post(mut self, post: PostId) -> Self {
        self.post = Some(post);
        self
    }

    /// About this comment.
    #[must_use]
    pub const fn comment(mut self, comment: CommentId) -> Self {
        self.comment = Some(comment);
        self
    }

    /// About this word of staff on an idea.
    #[must_use]
    pub const fn update(mut self, update: UpdateId) -> Self {
        self.update = Some(update);
        self
    }

    /// About this suggested edit.
    #[must_use]
    pub const fn suggestion(mut self, suggestion: SuggestionId) -> Self {
        self.suggestion = Some(suggestion);
        self
    }

    /// Done by this account; the program itself is none.
    #[must_use]
    pub const fn by(mut self, actor: Option<UserId>) -> Self {
        self.actor = actor;
        self
    }

    /// For this person alone.
    #[must_use]
    pub const fn only_for(mut self, person: UserId) -> Self {
        self.person = Some(person);
        self
    }

    /// About this badge.
    #[must_use]
    pub const fn badge(mut self, key: &'static str) -> Self {
        self.badge = Some(key);
        self
    }

    /// Naming these people.
    #[must_use]
    pub fn naming(mut self, mentions: Vec<UserId>) -> Self {
        self.mentions = mentions;
        self
    }
}

/// Notes an event in the transaction of the fact, whatever the number of those who will hear of it: a job tells them.
///
/// # Errors
/// When the database refuses.
pub fn tell(tx: &mut Conn, event: &Event, now: Timestamp) -> Result<()> {
    let id = store::insert_event(tx, event, now)?;
    jobs::enqueue(tx, &NewJob { kind: EXPAND, payload: id.to_string(), dedupe: None, run_at: now }, now)
}

/// The accounts that a text names, the first [`MENTIONS`] as written.
///
/// # Errors
/// When the database refuses.
pub fn mentioned(c: &mut Conn, source: &str) -> Result<Vec<UserId>> {
    accounts(c, &markdown::mentions(source))
}

/// Tells those whom an edited text names and did not name before; `event` says where it stands.
///
/// # Errors
/// When the database refuses.
pub fn tell_newly_named(tx: &mut Conn, event: &Event, (before, after): (&str, &str), now: Timestamp) -> Result<()> {
    if before == after {
        return Ok(());
    }
    let named = mentioned(tx, after)?;
    if named.is_empty() {
        return Ok(());
    }
    let before = accounts(tx, &markdown::mentions(before))?;
    for person in named.into_iter().filter(|person| !before.contains(person)) {
        tell(tx, &event.clone().only_for(person), now)?;
    }
    Ok(())
}

fn accounts(c: &mut Conn, handles: &[String]) -> Result<Vec<UserId>> {
    let keys: Vec<(&str, String)> = handles
        .iter()
        .filter_map(|written| Some((written.as_str(), Handle::parse_official(written).ok()?)))
        .take(MENTIONS)
        .map(|(written, handle)| (written, handle.skeleton()))
        .collect();
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let found = store::accounts(c, keys.iter().map(|(_, key)| key.as_str()).collect())?;
    // One key stands for all look-alikes: only the very handle is meant.
    let of = |(written, key): (&str, String)| {
        let written = written.to_lowercase();
        found.iter().find(|account| account.key == key && account.handle == written).map(|account| account.id)
    };
    Ok(keys.into_iter().filter_map(of).collect())
}
