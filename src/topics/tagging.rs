//! Which tags a topic has.

use diesel::prelude::*;

use super::Topic;
use crate::clock::Timestamp;
use crate::db::schema::{tag_synonyms, tags, topic_tags, topics};
use crate::db::{Conn, dialect};
use crate::error::{AppError, Invalid, Result};
use crate::ids::{TagId, TopicId};
use crate::message::Message;
use crate::policy::{self, Action, Actor, Denied};

/// Tags as a topic carries them: no synonym among them, each once, in the order typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagged {
    ids: Vec<TagId>,
    slugs: Vec<String>,
}

impl Tagged {
    /// Their names.
    #[must_use]
    pub fn slugs(&self) -> &[String] {
        &self.slugs
    }
}

/// Which tags these names stand for: a synonym becomes its tag, an unknown one is made, where the actor may do that.
/// None of them becomes a synonym until the transaction ends.
///
/// # Errors
/// [`AppError::Denied`](crate::error::AppError::Denied) by the policy for a new tag; when the database refuses.
pub fn resolve(tx: &mut Conn, actor: &Actor, typed: &[String], now: Timestamp) -> Result<Tagged> {
    let mut slugs = targets(tx, typed)?;
    loop {
        let ids = slugs.iter().map(|slug| find_or_create(tx, actor, slug, now)).collect::<Result<Vec<TagId>>>()?;
        dialect::hold_tags(tx, &ids)?;
        // Only now: whoever makes one of them a synonym has committed, or waits until we have.
        let held = targets(tx, &slugs)?;
        if held == slugs {
            return Ok(Tagged { ids, slugs });
        }
        slugs = held;
    }
}

/// The same names with synonyms replaced by their tags, each once.
fn targets(c: &mut Conn, slugs: &[String]) -> Result<Vec<String>> {
    let found: Vec<(String, String)> = tag_synonyms::table
        .inner_join(tags::table)
        .filter(tag_synonyms::slug.eq_any(slugs))
        .select((tag_synonyms::slug, tags::slug))
        .load(c)?;
    let mut targets: Vec<String> = Vec::with_capacity(slugs.len());
    for slug in slugs {
        let target = found.iter().find(|(synonym, _)| synonym == slug).map_or(slug, |(_, target)| target);
        if !targets.contains(target) {
            targets.push(target.clone());
        }
    }
    Ok(targets)
}

/// Sets a topic's tags to those these names stand for (see [`resolve`]). The topic's row is there already.
///
/// # Errors
/// As [`resolve`].
pub fn set(tx: &mut Conn, actor: &Actor, topic: TopicId, typed: &[String], now: Timestamp) -> Result<()> {
    let Tagged { ids, slugs } = resolve(tx, actor, typed, now)?;
    diesel::delete(topic_tags::table.filter(topic_tags::topic_id.eq(topic))).execute(tx)?;
    type Repeated = (String, i64, String, Option<i64>, i64, i64, i64, i64);
    let (kind, audience, state, closed_at, active_at, created_at, answers, score): Repeated = topics::table
        .find(topic)
        .select((
            topics::kind,
            topics::audience,
            topics::state,
            topics::closed_at,
            topics::active_at,
            topics::created_at,
            topics::answers_count,
            topics::score,
        ))
        .first(tx)?;
    for tag in ids {
        diesel::insert_into(topic_tags::table)
            .values((
                topic_tags::tag_id.eq(tag),
                topic_tags::topic_id.eq(topic),
                topic_tags::kind.eq(&kind),
                topic_tags::audience.eq(audience),
                topic_tags::state.eq(&state),
                topic_tags::closed_at.eq(closed_at),
                topic_tags::active_at.eq(active_at),
                topic_tags::created_at.eq(created_at),
                topic_tags::answers_count.eq(answers),
                topic_tags::score.eq(score),
            ))
            .execute(tx)?;
    }
    diesel::update(topics::table.find(topic)).set(topics::tags.eq(slugs.join(" "))).execute(tx)?;
    Ok(())
}

fn find_or_create(tx: &mut Conn, actor: &Actor, slug: &str, now: Timestamp) -> Result<TagId> {
    let found: Option<TagId> = tags::table.filter(tags::slug.eq(slug)).select(tags::id).first(tx).optional()?;
    match found {
        Some(id) => Ok(id),
        None => {
            policy::check(actor, Action::CreateTag).map_err(|denied| names_the_tag(denied, slug))?;
            // Two who make the same tag at once: the second waits for the first and then finds it.
            crate::db::Both(
                diesel::insert_into(tags::table)
                    .values((tags::slug.eq(slug), tags::created_at.eq(now)))
                    .on_conflict(tags::slug)
                    .do_nothing(),
            )
            .execute(tx)?;
            Ok(tags::table.filter(tags::slug.eq(slug)).select(tags::id).first(tx)?)
        }
    }
}

/// What is missing to make up a tag is said at the field, so that nobody loses what they wrote.
fn names_the_tag(denied: Denied, slug: &str) -> AppError {
    if denied.message.key != "policy-standing" {
        return denied.into();
    }
    let mut wrong = Invalid::field("tags", Message::new("tags-not-there").with("tag", slug.to_owned()));
    wrong.push("tags", denied.message);
    wrong.into()
}

/// Whether a change of tags leaves the topic as it was.
#[must_use]
pub fn same(topic: &Topic, slugs: &[String]) -> bool {
    super::split_tags(&topic.tags) == slugs
}
