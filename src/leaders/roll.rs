//! The job that keeps the lists: it follows the events, and for each member, period and board that one of them touches
//! sums up anew.
//!
//! Weeks and months are summed up from events, quarters from months and all time from quarters, each within the day's
//! cap as it was in force. So every row says the same whatever the order in which events came, however often they are
//! taken and on however many nodes: a member is held while their rows are made.

use std::collections::{BTreeMap, BTreeSet};

use super::{Board, Period, store};
use crate::clock::Timestamp;
use crate::db::{Conn, Db, dialect};
use crate::error::Result;
use crate::ids::{BoardId, UserId};
use crate::jobs::Handler;
use crate::reputation::Cause;
use crate::reputation::tail::{self, Touched};

/// The kind of the job, and under which name it notes how far it is.
pub const ROLL: &str = "leaders";
/// Events in one transaction.
const EVENTS: i64 = 100;

/// What the jobs of kind [`ROLL`] do.
#[must_use]
pub fn handler(db: &Db) -> Handler {
    let db = db.clone();
    Handler::new(move |_, attempt| {
        let (mut after, now) = (None, attempt.now);
        loop {
            after = db.write_now(move |tx| step(tx, after, now))?;
            if after.is_none() {
                return Ok(());
            }
        }
    })
}

/// Takes the next events of a run, which begins with none; answers after which it goes on.
///
/// # Errors
/// When the database refuses.
pub fn step(tx: &mut Conn, after: Option<i64>, now: Timestamp) -> Result<Option<i64>> {
    let Some(part) = tail::next(tx, ROLL, after, EVENTS, now)? else { return Ok(None) };
    let users: Vec<UserId> = part.touched.iter().map(|touched| touched.user).collect();
    dialect::lock_users(tx, &users)?;
    for user in users.into_iter().collect::<BTreeSet<UserId>>() {
        let own: Vec<&Touched> = part.touched.iter().filter(|touched| touched.user == user).collect();
        sum_up(tx, user, &own)?;
    }
    Ok(Some(part.next))
}

/// Rows of a member that are made anew, and whether an acceptance is among what touched them.
type Rows = BTreeMap<(Period, i64, Option<BoardId>), bool>;

/// What was gained on each board, and on all of them (none).
type Gained = BTreeMap<Option<BoardId>, i64>;

fn rows(touched: &[&Touched], periods: &[Period]) -> Rows {
    let mut rows = Rows::new();
    for one in touched {
        for period in periods {
            for board in [None, Some(one.board)] {
                let accepted = rows.entry((*period, period.start(one.day), board)).or_default();
                *accepted |= one.cause == Cause::Accepted;
            }
        }
    }
    rows
}

fn sum_up(tx: &mut Conn, user: UserId, touched: &[&Touched]) -> Result<()> {
    let mut summed: Option<((Period, i64), Gained)> = None;
    for ((period, starts, board), accepted) in rows(touched, &[Period::Week, Period::Month]) {
        // One statement for all boards of a period, whose rows follow each other.
        let gained = match &summed {
            Some((of, gained)) if *of == (period, starts) => gained.get(&board).copied(),
            Some(_) | None => {
                let gained = gained(&store::days(tx, user, period.days(starts))?);
                let own = gained.get(&board).copied();
                summed = Some(((period, starts), gained));
                own
            }
        };
        let row = Board { period, starts, board };
        store::set_gained(tx, row, user, gained.unwrap_or(0))?;
        if accepted {
            store::count_accepted(tx, row, user)?;
        }
    }
    for (period, part) in Period::SUMS {
        for ((_, starts, board), accepted) in rows(touched, &[period]) {
            let row = Board { period, starts, board };
            let gained = store::sum_of(tx, row, part, user)?;
            store::set_gained(tx, row, user, gained)?;
            if accepted {
                store::count_accepted(tx, row, user)?;
            }
        }
    }
    Ok(())
}

/// What an event gave on its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Daily {
    pub(super) day: i64,
    pub(super) board: BoardId,
    pub(super) cause: Cause,
    pub(super) amount: i64,
    /// The most that the day's votes gave.
    pub(super) cap: i64,
}

/// What was gained on each board, and on all together: within the cap on each.
fn gained(events: &[Daily]) -> Gained {
    let mut days: BTreeMap<(Option<BoardId>, i64), (i64, i64, i64)> = BTreeMap::new();
    for event in events {
        for board in [None, Some(event.board)] {
            let (capped, rest, cap) = days.entry((board, event.day)).or_default();
            *(if event.cause.is_capped() { capped } else { rest }) += event.amount;
            *cap = event.cap;
        }
    }
    let mut gained = Gained::new();
    for ((board, _), (capped, rest, cap)) in days {
        *gained.entry(board).or_default() += capped.min(cap) + rest;
    }
    gained
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_gives_no_more_than_its_cap_on_each_board_and_on_all() {
        let event = |day, board, cause, amount| Daily { day, board: BoardId(board), cause, amount, cap: 200 };
        let events = [
            event(1, 1, Cause::AnswerUp, 150),
            event(1, 2, Cause::QuestionUp, 150),
            event(1, 2, Cause::Accepted, 15),
            event(1, 2, Cause::Down, -2),
            event(2, 1, Cause::AnswerUp, 250),
            event(2, 1, Cause::AnswerUp, -10),
        ];
        let expected = [(None, 200 + 13 + 200), (Some(BoardId(1)), 150 + 200), (Some(BoardId(2)), 150 + 13)];
        assert_eq!(gained(&events), BTreeMap::from(expected));
    }
}
