//! What the program does by itself from time to time, done as the play goes on: so badges and super-users have the dates
//! on which they would have come.

use super::points;
use super::voters::Ago;
use crate::badges::award;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::leaders::roll;
use crate::super_users::judge;

const DAY: Ago = 86_400;

/// The nights on which it is done, before now: fewer of those long ago, as nobody sees the difference.
pub(super) fn times() -> impl Iterator<Item = Ago> {
    let (long_ago, lately) = ((28..=336).rev().step_by(28), [14, 7, 4, 2, 1]);
    long_ago.chain(lately).map(|days| days * DAY)
}

/// Everybody gets the badges they have earned, and who has become a super-user is one.
///
/// # Errors
/// When the database refuses.
pub(super) fn pass(tx: &mut Conn, now: Timestamp) -> Result<()> {
    while award::step(tx, now)? {}
    while judge::step(tx, now)? {}
    points::pass(tx, now)
}

/// After the last thing that happens: what is given at night, and the lists of who gained most. The job that gives badges
/// quickly has nothing left to give.
///
/// # Errors
/// When the database refuses.
pub(super) fn catch_up(tx: &mut Conn, now: Timestamp) -> Result<()> {
    pass(tx, now)?;
    let mut after = None;
    loop {
        after = roll::step(tx, after, now)?;
        if after.is_none() {
            return Ok(());
        }
    }
}
