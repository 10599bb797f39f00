//! Topics closed and opened again. A closed question takes comments, no answers; a closed article is out of date.

mod store;
pub mod web;

use super::{By, Change, Deed, Entry, Reason, Subject, calls, record};
use crate::db::{Conn, dialect};
use crate::error::{AppError, Invalid, Result};
use crate::ids::{TopicId, UserId};
use crate::message::Message;
use crate::notify::{self, Event, Kind};
use crate::policy::{self, Action, TopicKind};
use crate::text_enum;
use crate::topics::{self, Topic};

text_enum! {
    /// Why a question is closed (product.md, section 3).
    pub enum CloseReason {
        /// It is about something else than this community.
        OffTopic = "off_topic",
        /// Nobody can answer it as it stands.
        NotEnoughDetail = "not_enough_detail",
        /// It was solved, but not here.
        ResolvedElsewhere = "resolved_elsewhere",
        /// What it asks about is no more.
        Outdated = "outdated",
    }
}

impl CloseReason {
    /// The reasons there are for a topic of a kind.
    #[must_use]
    pub const fn of(kind: TopicKind) -> &'static [Self] {
        match kind {
            TopicKind::Question => Self::ALL,
            // Nobody asks for it, and nobody can solve it: it is right, or it was.
            TopicKind::Article => &[Self::Outdated],
            // It ends by its status.
            TopicKind::Idea => &[],
        }
    }
}

/// Closes a topic, with more words on the reason if there are any.
///
/// # Errors
/// [`AppError::NotFound`] for a topic the actor may not see, [`AppError::Denied`] by the policy,
/// [`AppError::Conflict`] when it is closed already, [`AppError::Invalid`] for a reason that its kind does not have.
pub fn close(tx: &mut Conn, by: By<'_>, id: TopicId, why: CloseReason, words: Option<&Reason>) -> Result<Topic> {
    let topic = held(tx, by, id)?;
    if topic.closed_at.is_some() {
        return Err(AppError::Conflict(Message::new("moderation-closed-already")));
    }
    if !CloseReason::of(topic.kind).contains(&why) {
        return Err(Invalid::field("close_reason", Message::new("moderation-close-choose")).into());
    }
    let changes: Vec<Change> = Change::of("close_reason", "", why.as_str()).into_iter().collect();
    set(tx, by, &topic, (Deed::CloseTopic, Some(why)), (words, &changes), by.actor.id().as_slice())?;
    Ok(topic)
}

/// Opens a question again.
///
/// # Errors
/// As [`close`]; [`AppError::Conflict`] when it is open.
pub fn reopen(tx: &mut Conn, by: By<'_>, id: TopicId, reason: &Reason) -> Result<Topic> {
    let topic = held(tx, by, id)?;
    if topic.closed_at.is_none() {
        return Err(AppError::Conflict(Message::new("moderation-open-already")));
    }
    let changes: Vec<Change> = Change::of("close_reason", &topic.close_reason, "").into_iter().collect();
    set(tx, by, &topic, (Deed::ReopenTopic, None), (Some(reason), &changes), by.actor.id().as_slice())?;
    Ok(topic)
}

/// The topic, which nobody else closes or opens until the transaction ends.
fn held(tx: &mut Conn, by: By<'_>, id: TopicId) -> Result<Topic> {
    dialect::lock_topic(tx, id)?;
    let topic = topics::load(tx, id)?.ok_or(AppError::NotFound)?;
    policy::check(by.actor, Action::CloseTopic(topics::facts(tx, &topic)?))?;
    Ok(topic)
}

/// Closes a topic that is held, for a reason, or opens it, without one; `people` did it.
pub(super) fn set(
    tx: &mut Conn,
    by: By<'_>,
    topic: &Topic,
    (action, why): (Deed, Option<CloseReason>),
    (words, changes): (Option<&Reason>, &[Change]),
    people: &[UserId],
) -> Result<()> {
    store::set_closed(tx, topic.id, why, by.now)?;
    calls::settle(tx, topic.id, action, people, by.now)?;
    let entry = Entry {
        actor: by.actor.id(),
        action,
        subject: Subject::Topic(topic.id),
        board: Some(topic.board),
        reason: words,
        changes,
        ip: by.ip,
    };
    record(tx, entry, by.now)?;
    let kind = if why.is_some() { Kind::Closed } else { Kind::Reopened };
    notify::tell(tx, &Event::new(kind, topic.id).by(by.actor.id()), by.now)
}
