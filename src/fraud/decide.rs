//! What people decide about findings, and about appeals against that.

use super::{Finding, Pattern, State, store};
use crate::clock::Timestamp;
use crate::db::{Conn, dialect};
use crate::error::{AppError, Invalid, Result};
use crate::ids::{FindingId, PostId, UserId};
use crate::message::Message;
use crate::moderation::{By, Change, Deed, Entry, Reason, Subject, record};
use crate::notify::{self, Event, Kind};
use crate::points::void::{self, Decided, Found};
use crate::policy::{self, Action, Actor, Direction, FraudFacts};
use crate::settings::Site;
use crate::text_enum;
use crate::votes::{self, Ballot};

text_enum! {
    /// What is decided about a finding.
    pub enum Decision {
        /// It is nothing.
        Dismiss = "dismiss",
        /// The votes are none.
        Void = "void",
    }
}

text_enum! {
    /// What is answered to an appeal.
    pub enum Outcome {
        /// It stays as it was decided.
        Uphold = "uphold",
        /// The votes count again.
        Undo = "undo",
    }
}

/// Decides about a finding that is open, with the line in the audit table. Votes that are voided give nothing any more;
/// whom that concerns is told.
///
/// # Errors
/// By the policy; [`AppError::NotFound`] when there is no such finding, [`AppError::Conflict`] when it is decided.
pub fn decide(
    tx: &mut Conn,
    by: By<'_>,
    (id, decision): (FindingId, Decision),
    reason: &Reason,
    site: &Site,
) -> Result<()> {
    let (finding, people) = hold(tx, id)?;
    // Whether somebody has decided is said when all else is right.
    let facts = FraudFacts { decided_by: None, ..finding.facts(&people, by.actor.id()) };
    policy::check(by.actor, Action::DecideFraud(facts))?;
    let after = match decision {
        Decision::Dismiss => State::Dismissed,
        Decision::Void => State::Voided,
    };
    if !store::decide(tx, id, (State::Open, after), (by.actor.id(), reason.as_str()), by.now)? {
        return Err(AppError::Conflict(Message::new("fraud-decided-already")));
    }
    if decision == Decision::Void {
        take(tx, by, &finding, site)?;
        store::concern(tx, id, &people)?;
        tell(tx, id, &people, by.now)?;
    }
    note(tx, by, (Deed::DecideFraud, id), (State::Open, after), reason)
}

/// The finding, with everybody in it; their guard rows are held.
fn hold(tx: &mut Conn, id: FindingId) -> Result<(Finding, Vec<UserId>)> {
    let finding = store::find(tx, id)?.ok_or(AppError::NotFound)?;
    let people = store::people(tx, id)?;
    dialect::lock_users(tx, &people)?;
    Ok((finding, people))
}

fn take(tx: &mut Conn, by: By<'_>, finding: &Finding, site: &Site) -> Result<()> {
    let pieces = store::pieces(tx, finding.id)?;
    for piece in pieces.iter().filter(|piece| piece.is_up) {
        if votes::void(tx, &ballot(piece, Direction::None, (site, by.now)))? {
            store::note_taken(tx, finding.id, piece, 1)?;
        }
    }
    void::awards(tx, &causes(&pieces), decided(by, finding))?;
    Ok(())
}

fn causes(pieces: &[store::Piece]) -> Vec<Found> {
    pieces.iter().map(|piece| Found { giver: piece.giver_id, post: piece.post_id }).collect()
}

const fn decided(by: By<'_>, finding: &Finding) -> Decided {
    Decided { by: by.actor.id(), decision: finding.id.0, now: by.now }
}

const fn ballot<'a>(piece: &store::Piece, way: Direction, (site, now): (&'a Site, Timestamp)) -> Ballot<'a, PostId> {
    Ballot { on: piece.post_id, receiver: piece.receiver_id, edited_at: None, giver: piece.giver_id, way, now, site }
}

fn tell(tx: &mut Conn, id: FindingId, people: &[UserId], now: Timestamp) -> Result<()> {
    let Some(topic) = store::topic_of(tx, id)? else { return Ok(()) };
    people.iter().try_for_each(|person| notify::tell(tx, &Event::new(Kind::Fraud, topic).only_for(*person), now))
}

fn note(
    tx: &mut Conn,
    by: By<'_>,
    (action, id): (Deed, FindingId),
    (before, after): (State, State),
    reason: &Reason,
) -> Result<()> {
    let changes: Vec<Change> = Change::of("finding", before.as_str(), after.as_str()).into_iter().collect();
    let entry = Entry {
        actor: by.actor.id(),
        action,
        subject: Subject::Finding(id),
        board: None,
        reason: Some(reason),
        changes: &changes,
        ip: by.ip,
    };
    record(tx, entry, by.now).map(drop)
}

/// What somebody says against a decision: [`Words::MIN`] to [`Words::MAX`] characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(String);

impl Words {
    /// Fewest characters.
    pub const MIN: usize = 10;
    /// Most characters.
    pub const MAX: usize = 2_000;

    /// Checks what was typed into the field `appeal`.
    ///
    /// # Errors
    /// [`AppError::Invalid`] when it is too short or too long.
    pub fn parse(typed: &str) -> Result<Self> {
        let words = typed.trim();
        let chars = words.chars().count();
        let message = if chars < Self::MIN {
            Message::new("fraud-appeal-too-short").with("min", Self::MIN)
        } else if chars > Self::MAX {
            Message::new("fraud-appeal-too-long").with("max", Self::MAX).with("chars", chars)
        } else {
            return Ok(Self(words.to_owned()));
        };
        Err(Invalid::field("appeal", message).into())
    }
}

/// Appeals against a decision that concerns the actor: once.
///
/// # Errors
/// By the policy; [`AppError::NotFound`] for a decision that does not concern them, [`AppError::Conflict`] when they have
/// appealed or the votes count again.
pub fn appeal(tx: &mut Conn, actor: &Actor, id: FindingId, words: &Words, now: Timestamp) -> Result<()> {
    policy::check(actor, Action::Quieten)?;
    let user = actor.id().ok_or(AppError::NotFound)?;
    dialect::lock_users(tx, &[user])?;
    store::person(tx, user, id)?.ok_or(AppError::NotFound)?;
    let finding = store::find(tx, id)?.ok_or(AppError::NotFound)?;
    if finding.state != State::Voided || !store::appeal(tx, user, id, &words.0, now)? {
        return Err(AppError::Conflict(Message::new("fraud-appeal-already")));
    }
    Ok(())
}

/// Answers an appeal, with the line in the audit table: by somebody else than who decided.
///
/// # Errors
/// By the policy; [`AppError::NotFound`] when there is no such finding, [`AppError::Conflict`] when no appeal of that
/// person waits.
pub fn answer(
    tx: &mut Conn,
    by: By<'_>,
    (id, user, outcome): (FindingId, UserId, Outcome),
    reason: &Reason,
    site: &Site,
) -> Result<()> {
    let (finding, people) = hold(tx, id)?;
    policy::check(by.actor, Action::DecideFraud(finding.facts(&people, by.actor.id())))?;
    if !store::answer(tx, (user, id), (by.actor.id(), reason.as_str()), by.now)? {
        return Err(AppError::Conflict(Message::new("fraud-answered-already")));
    }
    let after = match outcome {
        Outcome::Uphold => finding.state,
        Outcome::Undo => State::Undone,
    };
    if outcome == Outcome::Undo && store::undo(tx, id)? {
        give_back(tx, by, &finding, site)?;
        tell(tx, id, &people, by.now)?;
    } else {
        tell(tx, id, &[user], by.now)?;
    }
    note(tx, by, (Deed::AnswerAppeal, id), (finding.state, after), reason)
}

fn give_back(tx: &mut Conn, by: By<'_>, finding: &Finding, site: &Site) -> Result<()> {
    let pieces = store::pieces(tx, finding.id)?;
    for piece in pieces.iter().filter(|piece| piece.value == 1) {
        votes::unvoid(tx, &ballot(piece, Direction::Up, (site, by.now)))?;
        store::note_taken(tx, finding.id, piece, 0)?;
    }
    void::undo(tx, &causes(&pieces), decided(by, finding))?;
    Ok(())
}

/// The key of what a finding looks like.
#[must_use]
pub const fn pattern_key(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::Reciprocal => "fraud-pattern-reciprocal",
        Pattern::Star => "fraud-pattern-star",
        Pattern::OneGiver => "fraud-pattern-one-giver",
        Pattern::SameDevice => "fraud-pattern-same-device",
    }
}
