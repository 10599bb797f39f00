//! The job of each night: reads what members gave each other of late, and keeps what is far from usual.
//!
//! A second run of the same night finds what is there already. What a person decided about comes back only when much
//! has come to it since.

mod store;

use std::collections::HashMap;

use super::State;
use super::detect::{Found, Given, detect};
use super::devices;
use crate::clock::{Timestamp, days};
use crate::db::{Conn, Db, dialect};
use crate::error::Result;
use crate::ids::{PostId, UserId};
use crate::jobs::Handler;
use crate::settings;
use store::Row;

/// The kind of the job.
pub const NIGHT: &str = "fraud";
/// Site days that are looked at.
const DAYS: i64 = 90;
/// Members whose votes are read at once.
const MEMBERS: i64 = 500;
/// Acceptances that are read at once.
const ACCEPTANCES: i64 = 500;
/// What has come to a decided finding that brings it back: so many posts, and this part of what it had.
const GROWN: (usize, usize) = (5, 2);

/// What the jobs of kind [`NIGHT`] do.
#[must_use]
pub fn handler(db: &Db) -> Handler {
    let db = db.clone();
    Handler::new(move |_, attempt| {
        let now = attempt.now;
        let (found, gifts) = db.read_now(|c| look(c, now))?;
        for one in found {
            let given: Vec<Gift> = one.gifts.iter().filter_map(|gift| gifts.get(gift).copied()).collect();
            db.write_now(move |tx| keep(tx, (&one, &given), now))?;
        }
        Ok(())
    })
}

/// A post that somebody gave something for, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gift {
    pub giver: UserId,
    pub receiver: UserId,
    pub post: PostId,
    pub at: Timestamp,
}

type Gifts = HashMap<(UserId, PostId), Gift>;

fn look(c: &mut Conn, now: Timestamp) -> Result<(Vec<Found>, Gifts)> {
    let zone = settings::load(c)?.zone;
    let first = now.day_in(&zone) - (DAYS - 1);
    let mut rows = Vec::new();
    let mut after = UserId(0);
    loop {
        let members = store::members_after(c, after, MEMBERS)?;
        let Some(last) = members.last() else { break };
        after = *last;
        rows.extend(store::votes(c, &members, first)?);
    }
    let mut after = (Timestamp::start_of_day(first, &zone), PostId(0));
    loop {
        let accepted = store::acceptances(c, after, ACCEPTANCES)?;
        let Some(last) = accepted.last() else { break };
        after = (last.at, last.post);
        rows.extend(accepted);
    }
    let (mut given, mut gifts) = (Vec::new(), Gifts::new());
    for row in rows {
        let Row { giver, receiver, post, asker, at, since } = row;
        // The first day of the month of the site's calendar stands for it.
        let month = at.months_in(&zone, 1).first().map_or(0, |month| month.day);
        let young = at.since(since) < days(30);
        given.push(Given { giver, receiver, post, asker, month, young });
        gifts.entry((giver, post)).or_insert(Gift { giver, receiver, post, at });
    }
    let together = devices::together(c)?;
    Ok((detect(&given, &together), gifts))
}

fn keep(tx: &mut Conn, (found, gifts): (&Found, &[Gift]), now: Timestamp) -> Result<()> {
    // Whoever decides about it at the same time comes before or after.
    dialect::lock_users(tx, &[found.receiver])?;
    let Some(latest) = store::latest(tx, found)? else { return store::insert(tx, found, gifts, now) };
    let known = store::known(tx, latest.id)?;
    let fresh: Vec<Gift> = gifts.iter().copied().filter(|gift| !known.contains(&(gift.giver, gift.post))).collect();
    let much = fresh.len() >= GROWN.0;
    match latest.state {
        State::Open => store::grow(tx, latest.id, found, &fresh),
        State::Voided if much => store::insert(tx, found, &fresh, now),
        State::Dismissed | State::Undone if much && GROWN.1 * fresh.len() >= known.len() => {
            store::insert(tx, found, gifts, now)
        }
        State::Voided | State::Dismissed | State::Undone => Ok(()),
    }
}
