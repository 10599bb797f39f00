//! Making a tag a part of another, or giving it another name, which is the same.
//!
//! The tag becomes a synonym at once: whoever types it or opens its address is at the other tag from then on. Its
//! questions follow in batches, each a transaction of its own, by a job that may be interrupted and run twice.

mod store;
pub mod web;

use super::{Tag, synonyms};
use crate::db::{Conn, Db, dialect};
use crate::error::{AppError, Invalid, Result};
use crate::follows;
use crate::ids::{TagId, TopicId};
use crate::jobs::{self, Handler, JobError, NewJob};
use crate::message::Message;
use crate::moderation::{By, Change, Deed, Entry, Reason, Subject, record};
use crate::policy::Action;
use crate::search;
use crate::slug::TagSlug;

/// The kind of the jobs that move questions; their payload is the number of the tag that became a synonym.
pub const MOVE: &str = "tags.move";
/// Questions that one transaction moves with what they are found by: a moment, for which others wait.
pub const BATCH: usize = 20;
/// Followers that one transaction moves.
const FOLLOWERS: usize = 500;
/// Questions are counted up to here: "1,000 or more" says enough, and costs no more for a larger tag.
pub const COUNTED: usize = 1_000;

/// What a tag would become a part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The name as it will be: of a tag, never of a synonym.
    pub slug: String,
    /// Whether there is such a tag; a new name otherwise.
    pub exists: bool,
}

/// What was typed into the field `into`, for this tag.
///
/// # Errors
/// [`AppError::Invalid`] when it is no name of a tag, or that of the tag itself.
pub fn target(c: &mut Conn, from: &Tag, typed: &str) -> Result<Target> {
    let refused = |message: Message| AppError::from(Invalid::field("into", message));
    let slug = TagSlug::parse(typed).map_err(|error| refused(error.into()))?;
    match super::store::find(c, slug.as_str())? {
        Some(tag) if tag.id == from.id => Err(refused(Message::new("tags-merge-itself"))),
        Some(tag) => Ok(Target { exists: super::store::is_carried(c, tag.id)?, slug: tag.slug }),
        None => Ok(Target { slug: slug.into_string(), exists: false }),
    }
}

/// How many questions carry a tag, whoever may see them, as far as [`COUNTED`].
///
/// # Errors
/// When the database refuses.
pub fn count(c: &mut Conn, tag: TagId) -> Result<usize> {
    Ok(store::carrying(c, tag, COUNTED)?.len())
}

/// Makes a tag a part of another, which is made when there is none of that name. Answers that other's name.
///
/// # Errors
/// As [`super::to_change`] and [`target`]; [`AppError::Conflict`] when somebody else has merged one of them meanwhile.
pub fn merge(tx: &mut Conn, by: By<'_>, slug: &str, typed: &str, reason: &Reason) -> Result<String> {
    let from = super::to_change(tx, by.actor, slug, Action::MergeTag)?;
    let into = target(tx, &from, typed)?.slug;
    let to = super::store::find_or_create(tx, &into, by.now)?;
    dialect::lock_tags(tx, &[from.id, to])?;
    for slug in [&from.slug, &into] {
        if synonyms::store::target(tx, slug)?.is_some() {
            return Err(AppError::Conflict(Message::new("tags-merged-meanwhile")));
        }
    }
    synonyms::store::repoint(tx, from.id, to)?;
    synonyms::store::insert(tx, &from.slug, to, by.actor.id(), by.now)?;
    store::inherit_description(tx, from.id, to)?;
    let changes: Vec<Change> = Change::of("tag", &from.slug, &into).into_iter().collect();
    let entry = Entry {
        actor: by.actor.id(),
        action: Deed::MergeTag,
        subject: Subject::Tag(to),
        board: None,
        reason: Some(reason),
        changes: &changes,
        ip: by.ip,
    };
    record(tx, entry, by.now)?;
    // The first ones at once, so that the other tag's page is there when one is led to it.
    if move_batch(tx, from.id)? {
        let job = NewJob { kind: MOVE, payload: from.id.to_string(), dedupe: None, run_at: by.now };
        jobs::enqueue(tx, &job, by.now)?;
    }
    Ok(into)
}

/// Moves some questions and followers from a synonym to its tag: texts and rows together, and nothing that tells of
/// activity. True when there may be more.
///
/// # Errors
/// When the database refuses.
pub fn move_batch(tx: &mut Conn, from: TagId) -> Result<bool> {
    let topics: Vec<TopicId> = store::carrying(tx, from, BATCH)?;
    dialect::lock_topics(tx, &topics)?;
    // The tag it stands for now: that may have been merged on since.
    let Some(to) = held_target(tx, from)? else { return Ok(false) };
    for (topic, tags) in store::tags_of(tx, from, &topics)? {
        store::set_tags(tx, topic, &replaced(&tags, &to))?;
    }
    store::move_rows(tx, from, to.id, &topics)?;
    for topic in &topics {
        search::index_topic(tx, *topic)?;
    }
    let followers = follows::move_some(tx, follows::Subject::Tag(from), follows::Subject::Tag(to.id), FOLLOWERS)?;
    Ok(topics.len() == BATCH || followers == FOLLOWERS)
}

/// A synonym's name with the tag it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Renamed {
    id: TagId,
    old: String,
    new: String,
}

/// What a synonym stands for until the transaction ends; none when it is a synonym no more.
fn held_target(tx: &mut Conn, from: TagId) -> Result<Option<Renamed>> {
    let mut seen = store::renamed(tx, from)?;
    loop {
        let Some(to) = &seen else { return Ok(None) };
        dialect::hold_tags(tx, &[from, to.id])?;
        let now = store::renamed(tx, from)?;
        if now == seen {
            return Ok(now);
        }
        seen = now;
    }
}

/// The names of a topic's tags with one replaced: in its place, unless the new one stands there already.
fn replaced(tags: &str, to: &Renamed) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in tags.split_whitespace() {
        let name = if name == to.old { &to.new } else { name };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(" ")
}

/// What the jobs of kind [`MOVE`] do.
#[must_use]
pub fn handler(db: &Db) -> Handler {
    let db = db.clone();
    Handler::new(move |payload, _| {
        let tag: TagId = payload.parse().map_err(|_| JobError::Dead(format!("{payload:?} is no number of a tag")))?;
        while db.write_now(move |tx| move_batch(tx, tag))? {}
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_replaced_in_its_place_and_stands_once() {
        let to = Renamed { id: TagId(2), old: "a".into(), new: "b".into() };
        for (before, after) in [
            ("a", "b"),
            ("x a y", "x b y"),
            ("a b", "b"),
            ("b x a", "b x"),
            ("a x b", "b x"),
            ("x y", "x y"),
            ("aa a-a", "aa a-a"),
        ] {
            assert_eq!(replaced(before, &to), after);
        }
    }
}
