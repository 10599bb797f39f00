//! Who keeps what was written true: tags, and answers that worked once.

use super::reading::read_topic;
use super::rules::{active, ok_if, visible};
use super::{Actor, Denied, SolvedFacts, State, TopicFacts};

pub(super) fn merge_tag(actor: &Actor) -> Result<(), Denied> {
    active(actor)?;
    ok_if(actor.moderates_everywhere(), "policy-moderators")
}

/// Visitors too: most of those whom an answer helps have no account.
pub(super) fn say_solved(actor: &Actor, facts: SolvedFacts) -> Result<(), Denied> {
    let SolvedFacts { topic, by_author } = facts;
    read_topic(actor, topic)?;
    if *actor != Actor::Visitor {
        active(actor)?;
    }
    visible(topic, State::Visible)?;
    ok_if(topic.accepted > 0, "policy-nothing-accepted")?;
    ok_if(!actor.is(topic.author) && !by_author, "policy-own-solution")
}

pub(super) fn review_solved(actor: &Actor, topic: TopicFacts) -> Result<(), Denied> {
    read_topic(actor, topic)?;
    active(actor)?;
    ok_if(actor.is_staff() || actor.moderates(topic.board.id), "policy-staff-or-moderators")
}

pub(super) fn see_stale(actor: &Actor) -> Result<(), Denied> {
    active(actor)?;
    ok_if(actor.is_staff() || actor.is_moderator(), "policy-staff-or-moderators")
}
