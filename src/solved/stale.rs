//! Accepted answers that may be right no more, for those who see to them.

use serde::Serialize;

use super::{Share, store};
use crate::db::{Conn, dialect};
use crate::error::{AppError, Result};
use crate::ids::TopicId;
use crate::message::Message;
use crate::moderation::{By, Deed, Entry, Subject, record};
use crate::policy::{self, Action, Actor, BoardFacts, BoardKind, State, TopicFacts, TopicKind};
use crate::topics::{self, Cursor, PAGE};
use crate::web::MemberView;

/// A member who said no, and when.
#[derive(Debug, Clone, Serialize)]
pub struct Doubter {
    /// Who.
    pub member: MemberView,
    /// When, in microseconds since the epoch.
    pub at: i64,
}

/// A question on the list.
#[derive(Debug, Clone, Serialize)]
pub struct StaleTopic {
    /// Its number.
    pub id: TopicId,
    /// Its page.
    pub url: String,
    /// Its title.
    pub title: String,
    /// The language it is written in.
    pub lang: String,
    /// When it came on the list, in microseconds since the epoch.
    pub since: i64,
    /// What all said.
    pub share: Share,
    /// Who said no last.
    pub doubters: Vec<Doubter>,
    /// Whether the reader may say that the answer is right still.
    pub can_check: bool,
}

/// A page of the list for an actor, the latest first, and where the next one begins.
///
/// # Errors
/// By the policy.
pub fn list(c: &mut Conn, actor: &Actor, after: Cursor) -> Result<(Vec<StaleTopic>, Option<Cursor>)> {
    policy::check(actor, Action::SeeStale)?;
    let mut rows = Vec::new();
    for audience in policy::visibility(actor).audiences() {
        rows.extend(store::stale(c, audience, after)?);
    }
    rows.sort_by_key(|row| std::cmp::Reverse((row.stale_at, row.id)));
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| Cursor { key: row.stale_at, id: row.id.0 });
    let ids: Vec<TopicId> = rows.iter().map(|row| row.id).collect();
    let mut doubters = store::doubters(c, &ids)?;
    let view = |row: store::StaleRow| {
        let own = doubters.extract_if(.., |(topic, ..)| *topic == row.id);
        StaleTopic {
            url: topics::path(TopicKind::Question, row.id, &row.slug),
            since: row.stale_at,
            share: Share::of(row.yes, row.no),
            doubters: own.map(|(_, member, at)| Doubter { member, at }).collect(),
            can_check: policy::check(actor, Action::ReviewSolved(facts(&row))).is_ok(),
            id: row.id,
            title: row.title,
            lang: row.lang,
        }
    };
    Ok((rows.into_iter().map(view).collect(), next))
}

fn facts(row: &store::StaleRow) -> TopicFacts {
    TopicFacts {
        board: BoardFacts { id: row.board_id, kind: BoardKind::Questions, restricted: row.restricted, retired: false },
        kind: TopicKind::Question,
        author: row.author_id,
        state: State::Visible,
        created_at: row.created_at,
        accepted: row.accepted_count,
        // Reading and reviewing ask for none of these.
        closed: false,
        answers: 0,
        has_upvotes: false,
        wiki: false,
    }
}

/// Somebody has checked the answer, and it is right still: what was said counts no more.
///
/// # Errors
/// By the policy; [`AppError::Conflict`] when the question is not on the list.
pub fn still_right(tx: &mut Conn, by: By<'_>, id: TopicId) -> Result<()> {
    dialect::lock_topic(tx, id)?;
    let (topic, facts) = topics::readable(tx, by.actor, id)?;
    policy::check(by.actor, Action::ReviewSolved(facts))?;
    if store::counted(tx, id)?.is_none_or(|counted| counted.stale_at.is_none()) {
        return Err(AppError::Conflict(Message::new("solved-not-stale")));
    }
    store::begin_anew(tx, id)?;
    let entry = Entry {
        actor: by.actor.id(),
        action: Deed::CheckTopic,
        subject: Subject::Topic(id),
        board: Some(topic.board),
        reason: None,
        changes: &[],
        ip: by.ip,
    };
    record(tx, entry, by.now).map(drop)
}
