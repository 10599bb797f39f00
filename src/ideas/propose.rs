//! Proposing an idea.

use super::{statuses, store};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::drafts;
use crate::error::{AppError, Result};
use crate::follows::{self, Subject, Why};
use crate::ids::{TopicId, UserId};
use crate::notify::{self, Event, Kind};
use crate::policy::{Actor, TopicKind};
use crate::search;
use crate::topics::{self, Wording};

/// Proposes an idea and answers its id and path. Its draft goes.
///
/// # Errors
/// As [`topics::open`].
pub fn propose(tx: &mut Conn, actor: &Actor, new: &Wording, now: Timestamp) -> Result<(TopicId, String)> {
    let author = actor.id().ok_or(AppError::SignIn)?;
    open(tx, (actor, author), new, now)
}

/// The same by staff for somebody else, who is its author.
///
/// # Errors
/// As [`propose`].
pub fn propose_for(
    tx: &mut Conn,
    (actor, staff): (&Actor, UserId),
    author: UserId,
    new: &Wording,
    now: Timestamp,
) -> Result<(TopicId, String)> {
    let (topic, path) = open(tx, (actor, author), new, now)?;
    store::set_submitted_by(tx, topic, staff)?;
    drafts::discard(tx, staff, drafts::Kind::Idea, TopicId(0))?;
    Ok((topic, path))
}

fn open(tx: &mut Conn, (actor, author): (&Actor, UserId), new: &Wording, now: Timestamp) -> Result<(TopicId, String)> {
    let (topic, post, path) = topics::open(tx, (actor, author), (TopicKind::Idea, new), now)?;
    let status = statuses::by_key(tx, statuses::NEW)?;
    store::insert(tx, (topic, post), &status, now)?;
    search::index_post(tx, post)?;
    let named = notify::mentioned(tx, new.body.source())?;
    notify::tell(tx, &Event::new(Kind::Idea, topic).post(post).by(Some(author)).naming(named), now)?;
    follows::follow_by(tx, author, Subject::Topic(topic), (Why::Asked, now))?;
    if actor.is(author) {
        drafts::discard(tx, author, drafts::Kind::Idea, TopicId(0))?;
    }
    Ok((topic, path))
}
