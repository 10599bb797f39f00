//! An update of one idea.

use super::{MIN_REASON, UpdateRow, Word, anchor, store, words};
use crate::clock::Timestamp;
use crate::db::{Conn, dialect};
use crate::error::{AppError, Invalid, Result};
use crate::ideas::{self, Idea, Status, StatusKind, statuses};
use crate::ids::{TopicId, UpdateId, UserId};
use crate::markdown::Body;
use crate::message::Message;
use crate::moderation::{self, By, Change, Deed, Subject, members};
use crate::notify::{self, Event, Kind};
use crate::policy::{self, Action, TopicFacts};
use crate::reputation::{self, Part};
use crate::topics::{self, Topic};

/// How it ended.
#[derive(Debug)]
pub enum Said {
    /// It stands; where to go on.
    Done(String),
    /// Somebody else was faster: what they said.
    Stale(Box<UpdateRow>),
}

/// Says something of an idea, unless somebody has done so since `seen`, the newest update that the writer saw. The same
/// form sent twice is taken once.
///
/// # Errors
/// By the policy; [`AppError::Invalid`] for a status that may not be given (any more), a refusal without a reason of its
/// own, words that were the last ones already, an owner who is no employee, a correction of what is not this idea's.
pub fn say(tx: &mut Conn, by: By<'_>, (id, seen): (TopicId, Option<UpdateId>), word: &Word) -> Result<Said> {
    let given = Given::hold(tx, word)?;
    let (topic, facts) = topics::held(tx, by.actor, id, &[])?;
    policy::check(by.actor, Action::UpdateIdea(facts))?;
    let idea = ideas::find(tx, id)?.ok_or(AppError::NotFound)?;
    if let Some(newest) = newer(tx, &idea, seen)? {
        let is_the_same = by.actor.is(newest.author) && newest.status == word.status && newest.text_key == given.key;
        return Ok(if is_the_same { Said::Done(path(&topic, newest.id)) } else { Said::Stale(Box::new(newest)) });
    }
    let mut wrong = given.wrong.clone();
    wrong.fields.extend(given.wrong_of(tx, &idea, word)?);
    let owner = owner(tx, &word.owner)?.map_err(|message| wrong.push("owner", message)).ok();
    match (owner, given.status) {
        (Some(owner), Some(status)) if wrong.fields.is_empty() => {
            let entry = Entry {
                status: &status,
                body: &word.body,
                owner,
                next_word_at: word.next_word_at,
                corrects: word.corrects,
            };
            let update = append(tx, by, (&topic, facts, &idea), &entry)?;
            Ok(Said::Done(path(&topic, update)))
        }
        _ => Err(wrong.into()),
    }
}

fn path(topic: &Topic, update: UpdateId) -> String {
    format!("{}#{}", topic.path(), anchor(update))
}

/// The newest update of an idea, when it is another than the one that was seen.
pub(super) fn newer(c: &mut Conn, idea: &Idea, seen: Option<UpdateId>) -> Result<Option<UpdateRow>> {
    match idea.update.filter(|newest| Some(*newest) != seen) {
        Some(newest) => Ok(store::by_ids(c, &[newest])?.pop()),
        None => Ok(None),
    }
}

/// Who looks after an idea from now on.
pub(super) fn owner(c: &mut Conn, handle: &str) -> Result<Result<Option<UserId>, Message>> {
    if handle.is_empty() {
        return Ok(Ok(None));
    }
    let found = members::find(c, handle)?.filter(|account| account.staff);
    Ok(found.map(|account| Some(account.id)).ok_or_else(|| Message::new("ideas-update-owner-unknown")))
}

/// The status that is given and the key of the text, and that no other transaction changes the one or says the other.
pub(super) struct Given {
    /// None when it may not be given.
    pub status: Option<Status>,
    /// What is wrong about it.
    pub wrong: Invalid,
    pub key: String,
}

impl Given {
    pub fn hold(tx: &mut Conn, word: &Word) -> Result<Self> {
        let key = words::key(word.body.source());
        // Names before rows: two who refuse with the same words come one after the other.
        dialect::lock_names(tx, &[format!("idea-update:{key}")])?;
        statuses::hold(tx, word.status)?;
        let mut wrong = Invalid::default();
        let status = statuses::by_id(tx, word.status)?;
        let message = match &status {
            None => Some("ideas-update-status-missing"),
            Some(status) if status.key == statuses::MERGED => Some("ideas-update-status-merged"),
            Some(status) if status.retired => Some("ideas-update-status-retired"),
            Some(_) => None,
        };
        if let Some(message) = message {
            wrong.push("status", Message::new(message));
        }
        Ok(Self { status: status.filter(Status::can_be_given), wrong, key })
    }

    /// What is wrong about these words for this idea.
    pub fn wrong_of(&self, c: &mut Conn, idea: &Idea, word: &Word) -> Result<Vec<(&'static str, Message)>> {
        let mut wrong = Vec::new();
        let refuses = self.status.as_ref().is_some_and(|status| status.kind == StatusKind::Refused);
        let length = words::length(word.body.source());
        if refuses && length < MIN_REASON {
            wrong.push((
                "body",
                Message::new("ideas-update-reason-short").with("min", MIN_REASON).with("count", length),
            ));
        } else if store::last_key(c, idea)?.is_some_and(|last| last == self.key) {
            wrong.push(("body", Message::new("ideas-update-repeated")));
        } else if refuses && store::is_canned(c, &self.key)? {
            wrong.push(("body", Message::new("ideas-update-canned")));
        }
        if let Some(corrected) = word.corrects
            && !store::belongs(c, corrected, idea.topic)?
        {
            wrong.push(("corrects", Message::new("ideas-update-corrects-unknown")));
        }
        Ok(wrong)
    }
}

/// An update that keeps every rule.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// What becomes of the idea.
    pub status: &'a Status,
    /// Why, or what was done.
    pub body: &'a Body,
    /// Who looks after it from now on.
    pub owner: Option<UserId>,
    /// By when there will be another word.
    pub next_word_at: Option<Timestamp>,
    /// The update that this one corrects.
    pub corrects: Option<UpdateId>,
}

/// Adds an update to an idea, whose topic is held and whose row is as it stands, with all that depends on it. Whether it
/// may be said was asked before.
///
/// # Errors
/// When the database refuses.
pub fn append(
    tx: &mut Conn,
    by: By<'_>,
    (topic, facts, idea): (&Topic, TopicFacts, &Idea),
    entry: &Entry<'_>,
) -> Result<UpdateId> {
    let author = by.actor.id().ok_or(AppError::SignIn)?;
    let key = words::key(entry.body.source());
    let update = store::insert(tx, (author, by.now), idea, (entry, &key))?;
    store::set_said(tx, (idea, update), entry, by.now)?;
    store::set_closed(tx, topic.id, (!entry.status.kind.is_open()).then_some(by.now))?;
    reputation::settle(tx, &[idea.post], Part::Delivery, by.now)?;
    topics::touch(tx, topic.id, by.now)?;
    let named = notify::mentioned(tx, entry.body.source())?;
    let event = Event::new(Kind::Status, topic.id).update(update).by(Some(author)).naming(named);
    notify::tell(tx, &event, by.now)?;
    note(tx, by, (topic, facts, idea), entry)?;
    Ok(update)
}

fn note(tx: &mut Conn, by: By<'_>, (topic, facts, idea): (&Topic, TopicFacts, &Idea), entry: &Entry<'_>) -> Result<()> {
    let before = statuses::by_id(tx, idea.status)?;
    let handle = |c: &mut Conn, id: Option<UserId>| -> Result<String> {
        let account = id.map(|id| members::by_id(c, id)).transpose()?.flatten();
        Ok(account.map(|account| account.handle).unwrap_or_default())
    };
    let owners = (handle(tx, idea.owner)?, handle(tx, entry.owner)?);
    let moment = |at: Option<Timestamp>| at.map(|at| crate::i18n::rfc3339(at.0)).unwrap_or_default();
    let changes: Vec<Change> = [
        Change::of("status", &before.as_ref().map(Status::word).unwrap_or_default(), &entry.status.word()),
        Change::of("owner", &owners.0, &owners.1),
        Change::of("next_word_at", &moment(idea.next_word_at), &moment(entry.next_word_at)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let line = moderation::Entry {
        actor: by.actor.id(),
        action: Deed::UpdateIdea,
        subject: Subject::Topic(topic.id),
        board: Some(facts.board.id),
        reason: None,
        changes: &changes,
        ip: by.ip,
    };
    moderation::record(tx, line, by.now).map(drop)
}
