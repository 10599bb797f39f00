//! What waits to be decided about, for one who may: the oldest first.

use serde::Serialize;

use super::store;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::SuggestionId;
use crate::policy::{self, Action, Actor, PostFacts};
use crate::topics;
use crate::web::MemberView;

/// Suggestions on a page.
pub const PAGE: usize = 30;
/// So many are counted.
const COUNTED: usize = 100;
/// Suggestions that are looked at for a page or a count: what somebody may not see, or decides nothing about, must not
/// make it cost more.
pub(super) const LOOKED_AT: usize = 200;

/// How many wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// At most 100.
    pub count: usize,
    /// There may be more.
    pub more: bool,
}

impl Tally {
    /// Of so many found among those that were looked at; `cut` when there were more to look at.
    #[must_use]
    pub const fn of(found: usize, cut: bool) -> Self {
        if found > COUNTED { Self { count: COUNTED, more: true } } else { Self { count: found, more: cut } }
    }
}

/// A suggestion that waits.
#[derive(Debug, Clone, Serialize)]
pub struct Waiting {
    /// Its number.
    pub id: SuggestionId,
    /// The title of its topic.
    pub title: String,
    /// The language of that.
    pub lang: String,
    /// What kind of post it changes.
    pub kind: &'static str,
    /// What it is good for, say they.
    pub reason: String,
    /// Who.
    pub author: MemberView,
    /// When, in microseconds since the epoch.
    pub at: i64,
}

/// A page of what an actor may decide about, and after which one the next begins. It may hold fewer than [`PAGE`], or
/// none, though there is a next one.
///
/// # Errors
/// By the policy.
pub fn list(c: &mut Conn, actor: &Actor, after: SuggestionId) -> Result<(Vec<Waiting>, Option<SuggestionId>)> {
    policy::check(actor, Action::Review)?;
    let (mut found, beyond) = found(c, actor, after)?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = if more { found.last().map(|one| one.id) } else { beyond };
    Ok((found, next))
}

/// How many there are for an actor.
///
/// # Errors
/// By the policy.
pub fn tally(c: &mut Conn, actor: &Actor) -> Result<Tally> {
    policy::check(actor, Action::Review)?;
    let (found, beyond) = found(c, actor, SuggestionId(0))?;
    Ok(Tally::of(found.len(), beyond.is_some()))
}

/// Those of the next that the actor may decide about, and the last that was looked at, if there are more.
fn found(c: &mut Conn, actor: &Actor, after: SuggestionId) -> Result<(Vec<Waiting>, Option<SuggestionId>)> {
    let mut rows = Vec::new();
    for audience in policy::visibility(actor).audiences() {
        rows.extend(store::waiting(c, audience, after)?);
    }
    rows.sort_by_key(|row| row.id);
    // Further on, one audience may have had no room for what another has.
    rows.truncate(LOOKED_AT);
    let beyond = rows.last().filter(|_| rows.len() == LOOKED_AT).map(|row| row.id);
    let ids: Vec<i64> = rows.iter().map(|row| row.topic_id.0).collect();
    let topics = topics::titled(c, &ids)?;
    let may_decide = |row: store::WaitingRow| {
        let topic = topics.get(&row.topic_id)?;
        let facts = PostFacts {
            topic: topic.facts,
            kind: row.post_kind,
            author: row.post_author,
            state: row.post_state,
            // Nothing that is asked for these.
            accepted: false,
            accepted_by: None,
        };
        policy::check(actor, Action::DecideSuggestion(facts, row.author_id)).ok()?;
        Some(Waiting {
            id: row.id,
            title: topic.title.clone(),
            lang: topic.lang.clone(),
            kind: row.post_kind.as_str(),
            at: row.created_at,
            author: row.author(),
            reason: row.reason,
        })
    };
    Ok((rows.into_iter().filter_map(may_decide).collect(), beyond))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_says_when_there_may_be_more() {
        assert_eq!(Tally::of(100, false), Tally { count: 100, more: false });
        assert_eq!(Tally::of(101, false), Tally { count: 100, more: true });
        assert_eq!(Tally::of(7, true), Tally { count: 7, more: true });
    }
}
