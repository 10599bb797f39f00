//! What is done about people, and what takes an office.

use super::rules::{account, active, ok_if};
use super::{Actor, Denied, MemberFacts};
use crate::ids::UserId;

pub(super) fn moderator(actor: &Actor) -> Result<(), Denied> {
    active(actor)?;
    ok_if(actor.is_moderator(), "policy-moderators")
}

pub(super) fn suspend(actor: &Actor, other: MemberFacts) -> Result<(), Denied> {
    active(actor)?;
    ok_if(actor.moderates_everywhere(), "policy-moderators")?;
    ok_if(!actor.is(other.id), "policy-suspend-self")?;
    ok_if(!other.has_role || (actor.is_admin() && !other.admin), "policy-suspend-role")
}

/// Anybody but oneself; a role protects nobody from not being heard, only its office is heard all the same.
pub(super) fn block(actor: &Actor, other: MemberFacts) -> Result<(), Denied> {
    account(actor)?;
    ok_if(!actor.is(other.id), "policy-block-self")
}

/// Employees and admins, about others.
pub(super) fn decide_super(actor: &Actor, other: MemberFacts) -> Result<(), Denied> {
    active(actor)?;
    ok_if(actor.is_staff() || actor.is_admin(), "policy-super-staff")?;
    ok_if(!actor.is(other.id), "policy-super-self")
}

/// Members, who are not paid for it otherwise.
pub(super) fn earn_points(actor: &Actor) -> Result<(), Denied> {
    active(actor)?;
    ok_if(!actor.is_staff(), "policy-points-staff")
}

/// Employees and admins, to others.
pub(super) fn grant_points(actor: &Actor, other: MemberFacts) -> Result<(), Denied> {
    active(actor)?;
    ok_if(actor.is_staff() || actor.is_admin(), "policy-grant-staff")?;
    ok_if(!actor.is(other.id), "policy-grant-self")
}

pub(super) fn administer(actor: &Actor) -> Result<(), Denied> {
    active(actor)?;
    ok_if(actor.is_admin(), "policy-admins")
}

/// One's own; to others but admins it is not there.
pub(super) fn read_redemption(actor: &Actor, of: UserId) -> Result<(), Denied> {
    account(actor)?;
    if actor.is(of) || actor.is_admin() { Ok(()) } else { Err(Denied::hidden()) }
}

/// One's own, suspended or not: it only gives points back.
pub(super) fn cancel_redemption(actor: &Actor, of: UserId) -> Result<(), Denied> {
    account(actor)?;
    if actor.is(of) { Ok(()) } else { Err(Denied::hidden()) }
}

/// Nobody for themselves, and nobody twice.
pub(super) fn decide_redemption(actor: &Actor, of: UserId, first: Option<UserId>) -> Result<(), Denied> {
    administer(actor)?;
    ok_if(!actor.is(of), "policy-redemption-own")?;
    ok_if(first.is_none_or(|first| !actor.is(first)), "policy-redemption-twice")
}
