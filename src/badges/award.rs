//! The job that gives badges: quickly to those whom an event of reputation touches, and at night to everybody.
//!
//! One member is counted for at a time, and a transaction takes a few of them with the place where the walk goes on. So it
//! may stop anywhere and be run again, on as many nodes as there are: what is there already is not given twice, not
//! counted twice and not told twice.

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::{Badge, Fact};
use super::store::{self, Straw};
use crate::clock::Timestamp;
use crate::db::{Conn, Db};
use crate::error::Result;
use crate::ids::UserId;
use crate::jobs::Handler;
use crate::notify::{self, Event, Kind};
use crate::reputation::tail;

/// The kind of the job that follows events, and under which name it notes how far it is.
pub const QUICK: &str = "badges.quick";
/// The kind of the job that walks all members, and under which name it notes how far it is.
pub const ALL: &str = "badges";
/// Events in one transaction.
const EVENTS: i64 = 100;
/// Members in one transaction.
const MEMBERS: i64 = 50;

/// What the jobs of kind [`QUICK`] do.
#[must_use]
pub fn quick(db: &Db) -> Handler {
    let db = db.clone();
    Handler::new(move |_, attempt| {
        let (mut after, now) = (None, attempt.now);
        loop {
            after = db.write_now(move |tx| quick_step(tx, after, now))?;
            if after.is_none() {
                return Ok(());
            }
        }
    })
}

/// What the jobs of kind [`ALL`] do.
#[must_use]
pub fn all(db: &Db) -> Handler {
    let db = db.clone();
    Handler::new(move |_, attempt| {
        let now = attempt.now;
        while db.write_now(move |tx| step(tx, now))? {}
        Ok(())
    })
}

/// Gives those their badges whom the next events of a run touch; answers after which event it goes on.
///
/// # Errors
/// When the database refuses.
pub fn quick_step(tx: &mut Conn, after: Option<i64>, now: Timestamp) -> Result<Option<i64>> {
    let Some(part) = tail::next(tx, QUICK, after, EVENTS, now)? else { return Ok(None) };
    let touched: BTreeSet<UserId> = part.touched.iter().map(|touched| touched.user).collect();
    give_all(tx, touched, now)?;
    Ok(Some(part.next))
}

/// Gives the next members of the walk their badges; whether there are more. After the last one it begins anew.
///
/// # Errors
/// When the database refuses.
pub fn step(tx: &mut Conn, now: Timestamp) -> Result<bool> {
    let after = store::position(tx, ALL)?;
    let members = store::members_after(tx, after, MEMBERS)?;
    give_all(tx, members.iter().copied(), now)?;
    store::go_on(tx, ALL, members.last().copied(), now)?;
    Ok(!members.is_empty())
}

/// Gives these members the badges they have earned and do not hold; answers how many. Counts come last, in the order of
/// keys: two jobs that give at the same time wait for each other and never in a circle.
///
/// # Errors
/// When the database refuses.
pub fn give_all(tx: &mut Conn, users: impl IntoIterator<Item = UserId>, now: Timestamp) -> Result<i64> {
    let mut given: BTreeMap<&str, i64> = BTreeMap::new();
    for user in users {
        for badge in give(tx, user, now)? {
            *given.entry(badge.key).or_default() += 1;
        }
    }
    for (key, holders) in &given {
        store::count_holders(tx, key, *holders)?;
    }
    Ok(given.values().sum())
}

/// Gives a member badges; answers which.
fn give(tx: &mut Conn, user: UserId, now: Timestamp) -> Result<Vec<&'static Badge>> {
    let held: BTreeSet<String> = store::of_members(tx, &[user])?.into_iter().map(|(_, key, _)| key).collect();
    let mut given = Vec::new();
    for fact in Fact::ALL {
        let missing: Vec<&'static Badge> = fact.badges().filter(|badge| !held.contains(badge.key)).collect();
        // Who holds all of a fact is not counted for.
        let Some(most) = missing.iter().map(|badge| badge.from).max() else { continue };
        let straws = store::straws(tx, user, fact, most)?;
        for badge in missing {
            let straw = straws.iter().find(|straw| straw.count >= badge.from);
            if let Some(straw) = straw
                && award(tx, user, badge, *straw, now)?
            {
                given.push(badge);
            }
        }
    }
    Ok(given)
}

/// Gives a badge and tells of it, unless it is held already. Who came with an import is not told of the past.
fn award(tx: &mut Conn, user: UserId, badge: &'static Badge, straw: Straw, now: Timestamp) -> Result<bool> {
    if !store::award(tx, user, badge.key, straw, now)? {
        return Ok(false);
    }
    if !store::is_imported(tx, user)? {
        let event = Event::new(Kind::Badge, straw.topic).post(straw.post).only_for(user).badge(badge.key);
        notify::tell(tx, &event, now)?;
    }
    Ok(true)
}
