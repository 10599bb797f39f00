//! Points in the sample: terms from the first day on, accepted by everybody who may earn, and what the program does
//! about points each night.

use super::voters::Ago;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::ledger::seal;
use crate::moderation::By;
use crate::points::{close, earn, expire, release, report, terms};
use crate::policy::{self, Action, Actor};

/// The text of the terms.
const TERMS: &str = "Points are a thank-you for helping others. **A hundred points are worth one euro** of airtime.\n\n\
    - You earn them for accepted answers, for votes of others, and for ideas that we deliver.\n\
    - They are pending for two weeks, and are yours for a year from then on.\n\
    - Who votes for friends, or lets friends vote, loses what came of it. You are told, and can appeal.\n";

/// Publishes the terms.
///
/// # Errors
/// When the database refuses.
pub(super) fn publish(tx: &mut Conn, now: Timestamp) -> Result<()> {
    terms::publish(tx, By { actor: &Actor::System, ip: "", now }, TERMS).map(drop)
}

/// Everybody who earns accepts them, a moment after joining.
///
/// # Errors
/// When the database refuses.
pub(super) fn accept<'a>(
    tx: &mut Conn,
    members: impl Iterator<Item = (&'a Actor, Ago)>,
    (first_day, now): (Timestamp, Timestamp),
) -> Result<()> {
    for (actor, joined) in members {
        if policy::check(actor, Action::EarnPoints).is_ok() {
            let at = super::play::ago(now, joined).max(first_day);
            terms::accept(tx, By { actor, ip: "", now: at }, 1)?;
        }
    }
    Ok(())
}

/// What has come up since the night before: earned, released, closed, run out, sealed.
///
/// # Errors
/// When the database refuses.
pub(super) fn pass(tx: &mut Conn, now: Timestamp) -> Result<()> {
    let mut after = None;
    loop {
        after = earn::step(tx, after, now)?;
        if after.is_none() {
            break;
        }
    }
    while close::step(tx, now)? {}
    while release::step(tx, now)? {}
    while expire::step(tx, now)? {}
    report::make(tx, now)?;
    while seal::step(tx, now)? {}
    Ok(())
}
