//! Badges: what somebody has done for others, told once and shown ever after.
//!
//! [`catalogue`] says which there are and from how much of what on; [`award`] gives them, by a job that may come again: a
//! badge is a row that is there or not. A badge stays when what it was given for goes. Facts are counted of what stands in
//! public, so that no badge tells of a restricted board.

pub mod award;
pub mod catalogue;
mod store;
pub mod web;

use std::collections::HashMap;

use serde::Serialize;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{TopicId, UserId};
use crate::web::MemberView;

pub use catalogue::{Badge, CATALOGUE, Fact, Group, Tier, by_key};

/// Holders on a page.
pub const PAGE: usize = 30;

/// A badge that somebody holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Award {
    /// Which.
    pub badge: &'static Badge,
    /// Since when.
    pub at: Timestamp,
}

/// Somebody who holds a badge.
#[derive(Debug, Clone)]
pub struct Holder {
    /// Who.
    pub user: UserId,
    /// As pages show them.
    pub member: MemberView,
    /// Since when.
    pub at: Timestamp,
    /// What the last straw was, to whoever may read it.
    pub topic: TopicId,
}

/// How many badges of each tier somebody holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tiers {
    /// Of gold.
    pub gold: i64,
    /// Of silver.
    pub silver: i64,
    /// Of bronze.
    pub bronze: i64,
}

/// The badges that a member holds, the newest first. What a newer program gave is left out.
///
/// # Errors
/// When the database refuses.
pub fn of_member(c: &mut Conn, user: UserId) -> Result<Vec<Award>> {
    let mut awards: Vec<Award> = store::of_members(c, &[user])?
        .into_iter()
        .filter_map(|(_, key, at)| Some(Award { badge: by_key(&key)?, at }))
        .collect();
    awards.sort_by_key(|award| std::cmp::Reverse((award.at, award.badge.tier)));
    Ok(awards)
}

/// How many badges of each tier these members hold; who holds none is not among them. One statement.
///
/// # Errors
/// When the database refuses.
pub fn tiers(c: &mut Conn, users: &[UserId]) -> Result<HashMap<UserId, Tiers>> {
    let mut of: HashMap<UserId, Tiers> = HashMap::new();
    for (user, key, _) in store::of_members(c, users)? {
        let Some(badge) = by_key(&key) else { continue };
        let tiers = of.entry(user).or_default();
        *match badge.tier {
            Tier::Gold => &mut tiers.gold,
            Tier::Silver => &mut tiers.silver,
            Tier::Bronze => &mut tiers.bronze,
        } += 1;
    }
    Ok(of)
}

/// How many hold each badge; those that nobody holds are not among them.
///
/// # Errors
/// When the database refuses.
pub fn counts(c: &mut Conn) -> Result<HashMap<String, i64>> {
    store::counts(c)
}

/// Those who hold a badge, the newest first, after this one; one more than a page where there are more.
///
/// # Errors
/// When the database refuses.
pub fn holders(c: &mut Conn, badge: &Badge, after: (Timestamp, UserId)) -> Result<Vec<Holder>> {
    store::holders(c, badge.key, after, PAGE + 1)
}
