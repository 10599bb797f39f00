//! Deciding about a suggested edit. Each decision holds its post, so that one of many at once is the first.

use super::{Read, State, Why, parse, read, store, suggest};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::{SuggestionId, UserId};
use crate::message::Message;
use crate::notify::{self, Event, Kind, inbox};
use crate::policy::{self, Action, Actor};
use crate::questions::{self, Edit};
use crate::reputation::{self, Cause, Given, Name};
use crate::topics::{self, Editor, Revised};

/// How it ended.
#[derive(Debug)]
pub enum Decided {
    /// It is part of the post; where that stands.
    Done(String),
    /// The post was changed meanwhile, and stays as it is.
    Stale,
}

/// Makes a suggestion a part of its post, as it is.
///
/// # Errors
/// By the policy; [`AppError::Conflict`] when somebody has decided, or the post says so already.
pub fn approve(tx: &mut Conn, actor: &Actor, id: SuggestionId, now: Timestamp) -> Result<Decided> {
    let read = held(tx, actor, id)?;
    if read.is_stale() {
        return Ok(Decided::Stale);
    }
    let (edit, why) = (parse(read.post.kind, &read.form())?, read.suggestion.reason.clone());
    let author = read.suggestion.author;
    accept(tx, &read, (&edit, &why), (State::Approved, author), (actor, now))
}

/// Makes a suggestion a part of its post with changes, unless the post was changed since `version`.
///
/// # Errors
/// As [`approve`]; [`AppError::Invalid`] when that changes nothing or does not fit the post.
pub fn improve(
    tx: &mut Conn,
    actor: &Actor,
    (id, version): (SuggestionId, i64),
    (edit, why): (&Edit, &Why),
    now: Timestamp,
) -> Result<Decided> {
    let read = held(tx, actor, id)?;
    if read.post.version != version {
        return Ok(Decided::Stale);
    }
    if suggest::is_same((&read.topic, &read.post), edit) {
        return Err(Invalid::field("body", Message::new("suggestions-same")).into());
    }
    let author = actor.id().ok_or(AppError::SignIn)?;
    accept(tx, &read, (edit, why.as_str()), (State::Improved, author), (actor, now))
}

/// Leaves the post as it is, and tells who suggested the edit why.
///
/// # Errors
/// As [`approve`].
pub fn reject(tx: &mut Conn, actor: &Actor, id: SuggestionId, why: &Why, now: Timestamp) -> Result<String> {
    let read = held(tx, actor, id)?;
    store::decide(tx, id, State::Rejected, (actor.id(), why.as_str()), now)?;
    tell(tx, &read, Kind::SuggestionRejected, (actor, now))?;
    quieten(tx, &read, now)?;
    Ok(read.path())
}

/// Takes back what one has suggested.
///
/// # Errors
/// [`AppError::NotFound`] for what somebody else has suggested; [`AppError::Conflict`] when somebody has decided.
pub fn withdraw(tx: &mut Conn, actor: &Actor, id: SuggestionId, now: Timestamp) -> Result<String> {
    let own = store::find(tx, id)?.filter(|found| actor.is(found.author)).ok_or(AppError::NotFound)?;
    topics::hold_post(tx, own.post)?;
    let read = still_waiting(read(tx, actor, id)?)?;
    store::decide(tx, id, State::Withdrawn, (actor.id(), ""), now)?;
    quieten(tx, &read, now)?;
    Ok(read.path())
}

/// The suggestion, about which nobody else decides until the transaction ends. Those whose counters may change are held
/// first.
fn held(tx: &mut Conn, actor: &Actor, id: SuggestionId) -> Result<Read> {
    let found = store::find(tx, id)?.ok_or(AppError::NotFound)?;
    topics::hold_post_and(tx, found.post, &[found.author])?;
    let read = read(tx, actor, id)?;
    policy::check(actor, Action::DecideSuggestion(read.facts, found.author))?;
    still_waiting(read)
}

fn still_waiting(read: Read) -> Result<Read> {
    match read.suggestion.state {
        State::Waiting => Ok(read),
        State::Approved | State::Improved | State::Rejected | State::Withdrawn => {
            Err(AppError::Conflict(Message::new("suggestions-decided")))
        }
    }
}

fn accept(
    tx: &mut Conn,
    read: &Read,
    (edit, why): (&Edit, &str),
    (state, words_of): (State, UserId),
    (actor, now): (&Actor, Timestamp),
) -> Result<Decided> {
    let Read { suggestion, topic, post, facts } = read;
    let suggested = Some(topics::Suggested { id: suggestion.id, words_of });
    let held = (topic.clone(), post.clone(), *facts);
    let by = Editor { actor, suggested, now };
    let Ok((revised, path)) = questions::revise(tx, &held, post.version, (edit, why), &by)? else {
        return Ok(Decided::Stale);
    };
    // Another name for a tag that it has already, for one.
    if revised == Revised::Same {
        return Err(AppError::Conflict(Message::new("suggestions-same")));
    }
    store::decide(tx, suggestion.id, state, (actor.id(), ""), now)?;
    reward(tx, read, now)?;
    tell(tx, read, Kind::SuggestionApproved, (actor, now))?;
    quieten(tx, read, now)?;
    Ok(Decided::Done(path))
}

/// What nobody else may read gives nothing, or reputation would tell of it.
fn reward(tx: &mut Conn, read: &Read, now: Timestamp) -> Result<()> {
    if read.topic.audience != 0 || read.suggestion.author == read.post.author {
        return Ok(());
    }
    let site = crate::settings::load(tx)?;
    let cause = Cause::Suggestion;
    let given = Given {
        name: Name { post: read.post.id, cause, user: read.suggestion.author, from: read.suggestion.id.0 },
        board: read.topic.board,
        day: now.day_in(&site.zone),
        amount: site.amounts.of(cause),
    };
    reputation::give(tx, &[given], now)
}

/// The author of the post was asked to decide, which they need not any more.
fn quieten(tx: &mut Conn, read: &Read, now: Timestamp) -> Result<()> {
    inbox::mark_suggestion(tx, read.post.author, (read.topic.id, read.suggestion.id), now)
}

fn tell(tx: &mut Conn, read: &Read, kind: Kind, (actor, now): (&Actor, Timestamp)) -> Result<()> {
    let event = Event::new(kind, read.topic.id).post(read.post.id).suggestion(read.suggestion.id);
    notify::tell(tx, &event.by(actor.id()).only_for(read.suggestion.author), now)
}
