//! The calls that wait for more votes, for one who may vote or close: the oldest first.

use serde::Serialize;

use super::{NEEDED, OPEN_FOR, Vote, Wish, leading, store};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::TopicId;
use crate::message::Message;
use crate::moderation::closing::CloseReason;
use crate::policy::{self, Action, Actor};
use crate::topics;

/// Calls on a page.
pub const PAGE: usize = 30;
/// Calls that are looked at for a page or a count: what somebody may not see must not make it cost more.
pub(super) const LOOKED_AT: usize = 200;

/// Where a page begins: after this call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    pub(super) at: i64,
    pub(super) topic: TopicId,
}

impl Cursor {
    const START: Self = Self { at: i64::MIN, topic: TopicId(0) };

    /// Reads a cursor from an address; nothing means the beginning.
    ///
    /// # Errors
    /// [`AppError::BadRequest`] when it is not one of ours.
    pub fn parse(text: Option<&str>) -> Result<Self> {
        let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(Self::START) };
        text.split_once('.')
            .and_then(|(at, topic)| Some(Self { at: at.parse().ok()?, topic: topic.parse().ok()? }))
            .ok_or(AppError::BadRequest(Message::new("error-400-text")))
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.at, self.topic)
    }
}

/// A call.
#[derive(Debug, Clone, Serialize)]
pub struct Listed {
    /// The question.
    pub topic: TopicId,
    /// Its page.
    pub url: String,
    /// Its title.
    pub title: String,
    /// The language it is written in.
    pub lang: String,
    /// What the votes are for.
    pub wish: &'static str,
    /// How it begins.
    pub excerpt: String,
    /// Votes that stand.
    pub votes: i64,
    /// Votes that it takes.
    pub needed: usize,
    /// The reason that most have given, or empty.
    pub reason: &'static str,
    /// When the first vote came, in microseconds since the epoch.
    pub at: i64,
    /// One of the votes is the reader's.
    pub mine: bool,
    /// The reader closed it, and leaves to others whether it opens again.
    pub own_close: bool,
    /// The reader may vote.
    pub can_vote: bool,
    /// The reader may close or open it at once.
    pub can_decide: bool,
}

/// A page of the calls for a wish, and where the next one begins. It may hold fewer than [`PAGE`], or none, though there
/// is a next one.
///
/// # Errors
/// By the policy.
pub fn list(
    c: &mut Conn,
    actor: &Actor,
    wish: Wish,
    after: Cursor,
    now: Timestamp,
) -> Result<(Vec<Listed>, Option<Cursor>)> {
    policy::check(actor, Action::Review)?;
    let (mut found, beyond) = found(c, actor, wish, after, now)?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = if more { found.last().map(|one| Cursor { at: one.at, topic: one.topic }) } else { beyond };
    let ids: Vec<TopicId> = found.iter().map(|one| one.topic).collect();
    let mut votes = store::reasons(c, &ids, wish)?;
    let closed = match (wish, actor.id()) {
        (Wish::Reopen, Some(user)) => store::closed_among(c, &ids, user)?,
        (Wish::Close, _) | (Wish::Reopen, None) => Vec::new(),
    };
    for one in &mut found {
        let own: Vec<Vote> = votes.extract_if(.., |(topic, _)| *topic == one.topic).map(|(_, vote)| vote).collect();
        one.mine = own.iter().any(|vote| actor.is(vote.user));
        one.own_close = closed.contains(&one.topic);
        one.reason = leading(&own).map_or("", CloseReason::as_str);
    }
    Ok((found, next))
}

/// How many calls for a wish there are for an actor, and whether there may be more.
///
/// # Errors
/// By the policy.
pub fn tally(c: &mut Conn, actor: &Actor, wish: Wish, now: Timestamp) -> Result<(usize, bool)> {
    policy::check(actor, Action::Review)?;
    let (found, beyond) = found(c, actor, wish, Cursor::START, now)?;
    Ok((found.len(), beyond.is_some()))
}

/// Those of the next that the actor may do something about, and the last that was looked at, if there are more.
fn found(
    c: &mut Conn,
    actor: &Actor,
    wish: Wish,
    after: Cursor,
    now: Timestamp,
) -> Result<(Vec<Listed>, Option<Cursor>)> {
    let mut rows = Vec::new();
    for audience in policy::visibility(actor).audiences() {
        rows.extend(store::open(c, (audience, wish), now - OPEN_FOR, after)?);
    }
    let place = |row: &store::CallRow| Cursor { at: row.created_at, topic: row.topic_id };
    rows.sort_by_key(place);
    // Further on, one audience may have had no room for what another has.
    rows.truncate(LOOKED_AT);
    let beyond = rows.last().filter(|_| rows.len() == LOOKED_AT).map(place);
    let ids: Vec<i64> = rows.iter().map(|row| row.topic_id.0).collect();
    let mut topics = topics::titled(c, &ids)?;
    let view = |row: store::CallRow| {
        let topic = topics.remove(&row.topic_id)?;
        let can_vote = policy::check(actor, Action::VoteToClose(topic.facts)).is_ok();
        let can_decide = policy::check(actor, Action::CloseTopic(topic.facts)).is_ok();
        (can_vote || can_decide).then(|| Listed {
            topic: row.topic_id,
            url: topic.path(row.topic_id),
            votes: row.votes,
            needed: NEEDED,
            wish: wish.as_str(),
            reason: "",
            at: row.created_at,
            mine: false,
            own_close: false,
            can_vote,
            can_decide,
            title: topic.title,
            lang: topic.lang,
            excerpt: topic.excerpt,
        })
    };
    Ok((rows.into_iter().filter_map(view).collect(), beyond))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_nothing_else_does() {
        let cursor = Cursor { at: 5, topic: TopicId(7) };
        assert_eq!(Cursor::parse(Some(&cursor.to_string())).ok(), Some(cursor));
        assert_eq!(Cursor::parse(None).ok(), Some(Cursor::START));
        for wrong in ["x", "1", "1.x", "1.2.3", "9999999999999999999999.1"] {
            assert!(Cursor::parse(Some(wrong)).is_err(), "{wrong}");
        }
    }
}
