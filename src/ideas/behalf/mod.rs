//! What staff give for a customer who is not here: an idea, or a vote (product.md, section 5). It is the customer's own,
//! marked with who entered it, and stands in the audit table.
//!
//! A vote is given once a person, against no limit and no budget of theirs; whoever changes it later makes it their own.

mod store;
pub mod web;

use crate::accounts::customers::{self, Customer};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ideas;
use crate::ids::{BoardId, TopicId, UserId};
use crate::message::Message;
use crate::moderation::{By, Change, Deed, Entry, Subject, record};
use crate::policy::{self, Action, Actor, Direction, TopicFacts};
use crate::sessions;
use crate::settings::Site;
use crate::topics::{self, Topic, Wording};
use crate::votes::{self, Ballot};

pub use store::{Given, given, how_many, submitted_by};

/// Votes given for customers that staff see by name.
pub const SHOWN: usize = 20;

/// Proposes an idea for a customer, who is its author. Answers its id and path.
///
/// # Errors
/// [`AppError::Denied`] by the policy; [`AppError::Invalid`] on the field `customer` when nobody has that handle, or
/// when they may not propose there themselves; as [`ideas::propose`].
pub fn propose(tx: &mut Conn, by: By<'_>, new: &Wording, customer: &Customer) -> Result<(TopicId, String)> {
    let staff = by.actor.id().ok_or(AppError::SignIn)?;
    policy::check(by.actor, Action::KeepIdeas)?;
    let author = customers::find_or_make(tx, customer, by.now)?;
    let (topic, path) = ideas::propose_for(tx, (by.actor, staff), author, new, by.now)?;
    let (loaded, facts) = loaded(tx, topic)?;
    may_read(tx, author, facts, by.now)?;
    note(tx, by, Deed::ProposeFor, (topic, loaded.board), author)?;
    Ok((topic, path))
}

/// Gives a customer's vote on an idea. Answers the path of the idea.
///
/// # Errors
/// As [`propose`]; [`AppError::Denied`] when the person has a say in it already.
pub fn vote(
    tx: &mut Conn,
    by: By<'_>,
    idea: TopicId,
    (customer, way): (&Customer, Direction),
    site: &Site,
) -> Result<String> {
    let staff = by.actor.id().ok_or(AppError::SignIn)?;
    policy::check(by.actor, Action::KeepIdeas)?;
    let (topic, facts) = topics::readable(tx, by.actor, idea)?;
    let post = topics::own_post(tx, idea)?;
    policy::check(by.actor, Action::VoteFor(topics::post_facts(facts, &post)))?;
    let giver = customers::find_or_make(tx, customer, by.now)?;
    if giver == staff {
        return Err(refused("ideas-behalf-self"));
    }
    may_read(tx, giver, facts, by.now)?;
    let ballot =
        Ballot { on: post.id, receiver: post.author, edited_at: post.edited_at, giver, way, now: by.now, site };
    match votes::cast_for(tx, &ballot, staff) {
        // What stands in the way is about the person that was typed.
        Err(AppError::Denied(denied)) if !denied.hidden => {
            return Err(Invalid::field("customer", denied.message).into());
        }
        given => given?,
    }
    note(tx, by, Deed::VoteFor, (idea, topic.board), giver)?;
    Ok(topic.path())
}

fn refused(key: &'static str) -> AppError {
    Invalid::field("customer", Message::new(key)).into()
}

fn loaded(tx: &mut Conn, id: TopicId) -> Result<(Topic, TopicFacts)> {
    let topic = topics::load(tx, id)?.ok_or(AppError::NotFound)?;
    let facts = topics::facts(tx, &topic)?;
    Ok((topic, facts))
}

/// Nobody has a say in what they may not read, or while they are suspended.
fn may_read(c: &mut Conn, customer: UserId, facts: TopicFacts, now: Timestamp) -> Result<()> {
    let member = sessions::members(c, &[customer], now)?.remove(&customer).ok_or(AppError::NotFound)?;
    if member.suspended_until.is_some() {
        return Err(refused("ideas-behalf-suspended"));
    }
    let may = policy::check(&Actor::Member(member), Action::ReadTopic(facts)).is_ok();
    if may { Ok(()) } else { Err(refused("ideas-behalf-unread")) }
}

fn note(tx: &mut Conn, by: By<'_>, action: Deed, (idea, board): (TopicId, BoardId), customer: UserId) -> Result<()> {
    let handle = store::handle(tx, customer)?;
    let changes: Vec<Change> = Change::of("customer", "", &format!("@{handle}")).into_iter().collect();
    let entry = Entry {
        actor: by.actor.id(),
        action,
        subject: Subject::Topic(idea),
        board: Some(board),
        reason: None,
        changes: &changes,
        ip: by.ip,
    };
    record(tx, entry, by.now).map(drop)
}
