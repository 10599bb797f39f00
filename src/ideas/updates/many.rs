//! One status and one text for many ideas, each with an update of its own.

use super::say::{Given, newer, owner};
use super::{Entry, MAX_MANY, Word, append};
use crate::db::{Conn, dialect};
use crate::error::{AppError, Result};
use crate::ideas::{self, Idea, StatusKind};
use crate::ids::{TopicId, UpdateId};
use crate::message::Message;
use crate::moderation::By;
use crate::policy::{self, Action, TopicFacts};
use crate::topics::{self, Topic};

/// How it ended.
#[derive(Debug)]
pub enum Many {
    /// So many ideas have a new update.
    Done(usize),
    /// None has: what is wrong with which, by title.
    Refused(Vec<(String, Message)>),
}

/// Says the same of up to [`MAX_MANY`] ideas, each with the newest update of it that the writer saw: of all of them, or
/// of none. A refusal is not said so, for each is owed a reason of its own. Who looks after an idea stays as it is when
/// nobody is named.
///
/// # Errors
/// By the policy; [`AppError::Invalid`] for what is wrong whatever the idea.
pub fn say_of_all(tx: &mut Conn, by: By<'_>, chosen: &[(TopicId, Option<UpdateId>)], word: &Word) -> Result<Many> {
    policy::check(by.actor, Action::KeepIdeas)?;
    let given = Given::hold(tx, word)?;
    let mut wrong = given.wrong.clone();
    if given.status.as_ref().is_some_and(|status| status.kind == StatusKind::Refused) {
        wrong.push("status", Message::new("ideas-many-refused"));
    }
    let new_owner = owner(tx, &word.owner)?.map_err(|message| wrong.push("owner", message)).unwrap_or_default();
    let mut chosen = chosen.to_vec();
    chosen.sort_unstable();
    chosen.dedup_by_key(|(id, _)| *id);
    if chosen.is_empty() || chosen.len() > MAX_MANY {
        wrong.push("idea", Message::new("ideas-many-choose").with("max", MAX_MANY));
    }
    wrong.into_result()?;
    let Some(status) = &given.status else { return Err(AppError::Unreadable) };
    let ids: Vec<TopicId> = chosen.iter().map(|(id, _)| *id).collect();
    dialect::lock_topics(tx, &ids)?;
    let mut ready: Vec<(Topic, TopicFacts, Idea)> = Vec::new();
    let mut refused = Vec::new();
    for (id, seen) in chosen {
        let (topic, facts) = topics::readable(tx, by.actor, id)?;
        match wrong_of(tx, by, (id, facts, seen), (&given, word))? {
            Ok(idea) => ready.push((topic, facts, idea)),
            Err(message) => refused.push((topic.title, message)),
        }
    }
    // Nothing is written before everything is known to hold.
    if !refused.is_empty() {
        return Ok(Many::Refused(refused));
    }
    for (topic, facts, idea) in &ready {
        let entry = Entry {
            status,
            body: &word.body,
            owner: new_owner.or(idea.owner),
            next_word_at: word.next_word_at,
            corrects: None,
        };
        append(tx, by, (topic, *facts, idea), &entry)?;
    }
    Ok(Many::Done(ready.len()))
}

/// The idea as it stands, or what is wrong about saying this of it.
fn wrong_of(
    tx: &mut Conn,
    by: By<'_>,
    (id, facts, seen): (TopicId, TopicFacts, Option<UpdateId>),
    (given, word): (&Given, &Word),
) -> Result<Result<Idea, Message>> {
    if let Err(denied) = policy::check(by.actor, Action::UpdateIdea(facts)) {
        return Ok(Err(denied.message));
    }
    let Some(idea) = ideas::find(tx, id)? else { return Err(AppError::NotFound) };
    if newer(tx, &idea, seen)?.is_some() {
        return Ok(Err(Message::new("ideas-many-stale")));
    }
    let wrong = given.wrong_of(tx, &idea, word)?;
    Ok(match wrong.into_iter().next() {
        Some((_, message)) => Err(message),
        None => Ok(idea),
    })
}
