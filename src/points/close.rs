//! The close of months: a month that is over is closing at once, and closed on the fifth working day after it.
//!
//! 1. Of a member with more than ten paid events, one giver gives a quarter of the month at most; what is pending
//!    beyond that goes back.
//! 2. Where there is a budget and more was earned, what is pending is scaled by one factor, which is published.
//!
//! Both walk through the members, some a transaction, and note after whom they go on; every transaction has its key. So
//! the job may stop anywhere, and run on any number of nodes.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::store::{self, MonthRow};
use super::{Award, AwardKind, MonthState, State, Why, rules, take_back};
use crate::clock::Timestamp;
use crate::db::{Conn, Db, dialect};
use crate::error::{AppError, Result};
use crate::ids::UserId;
use crate::jobs::Handler;
use crate::ledger::{self, Account, Below, Kind, Month, Posting};
use crate::message::Message;
use crate::settings;

/// The kind of the job.
pub const CLOSE: &str = "points.close";
/// Members in one transaction.
const MEMBERS: i64 = 50;
/// A factor of one.
pub const WHOLE: i64 = 1_000_000;
/// Under which names the walks note after whom they go on.
const CUT: &str = "points.cut";
const SCALE: &str = "points.scale";

/// What the jobs of kind [`CLOSE`] do.
#[must_use]
pub fn handler(db: &Db) -> Handler {
    let db = db.clone();
    Handler::new(move |_, attempt| {
        let now = attempt.now;
        while db.write_now(move |tx| step(tx, now))? {}
        Ok(())
    })
}

/// Does the next piece of closing months; whether there is more to do now.
///
/// # Errors
/// When the database refuses.
pub fn step(tx: &mut Conn, now: Timestamp) -> Result<bool> {
    // Of two nodes at it, one waits for the other's piece.
    dialect::lock_names(tx, &[CLOSE.to_owned()])?;
    let zone = settings::load(tx)?.zone;
    let present = Month::of(now, &zone);
    let Some(row) = store::unclosed_before(tx, present)?.into_iter().next() else { return Ok(false) };
    if row.state == MonthState::Open {
        store::set_month(tx, &MonthRow { state: MonthState::Closing, ..row })?;
        return Ok(true);
    }
    if statement_at(row.month, &zone).is_none_or(|at| now < at) {
        return Ok(false);
    }
    let next = if row.factor.is_none() { cut(tx, &row, now)? } else { scale(tx, &row, now)? };
    if next {
        return Ok(true);
    }
    if row.factor.is_none() {
        let (done, pending) = store::total_of_month(tx, row.month)?;
        let factor = row.budget.map_or(WHOLE, |budget| factor_of(budget, (done, pending)));
        store::set_month(tx, &MonthRow { factor: Some(factor), earned: Some(done + pending), ..row })?;
        return Ok(true);
    }
    store::set_month(tx, &MonthRow { state: MonthState::Closed, closed_at: Some(now), ..row })?;
    if row.budget.is_some() {
        store::hold_month(tx, row.month, None)?;
    }
    Ok(true)
}

/// Sets the most that may become available of a month that is open, or that there is no limit; answers what it was.
///
/// # Errors
/// [`AppError::Conflict`] when the month is not open any more.
pub fn set_budget(tx: &mut Conn, month: Month, budget: Option<i64>) -> Result<Option<i64>> {
    dialect::lock_names(tx, &[CLOSE.to_owned()])?;
    store::open_month(tx, month)?;
    let row = store::month_state(tx, month)?;
    if row.state != MonthState::Open {
        return Err(AppError::Conflict(Message::new("admin-points-closed")));
    }
    store::set_month(tx, &MonthRow { budget, ..row })?;
    store::hold_month(tx, month, budget.map(|_| Timestamp::FOREVER))?;
    Ok(row.budget)
}

/// The newest months up to this one.
///
/// # Errors
/// When the database refuses.
pub fn months(c: &mut Conn, up_to: Month, most: i64) -> Result<Vec<MonthRow>> {
    store::months(c, up_to, most)
}

/// When the statement of a month is made: at the beginning of the fifth working day after it.
#[must_use]
pub fn statement_at(month: Month, zone: &TimeZone) -> Option<Timestamp> {
    let mut day: jiff::civil::Date = month.next().first_day().parse().ok()?;
    let mut working = 0;
    loop {
        if !matches!(day.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday) {
            working += 1;
        }
        if working == rules::STATEMENT_DAY {
            let start = day.to_zoned(zone.clone()).ok()?;
            return Some(Timestamp(start.timestamp().as_microsecond()));
        }
        day = day.tomorrow().ok()?;
    }
}

/// In millionths, rounded down: what is final already stays so, and takes its part of the budget.
#[must_use]
pub fn factor_of(budget: i64, (done, pending): (i64, i64)) -> i64 {
    let left = (budget - done).max(0);
    if pending <= left || pending <= 0 {
        return WHOLE;
    }
    i64::try_from(i128::from(left) * i128::from(WHOLE) / i128::from(pending)).unwrap_or(WHOLE)
}

/// The next members of a walk, held; none when it has been through.
fn members(tx: &mut Conn, walk: &str, month: Month, now: Timestamp) -> Result<Option<Vec<UserId>>> {
    let after = store::walked(tx, walk, month)?;
    let users = store::pending_members(tx, month, after, MEMBERS)?;
    dialect::lock_users(tx, &users)?;
    let Some(last) = users.last().copied() else { return Ok(None) };
    store::walk_on(tx, walk, (month, last), now)?;
    Ok(Some(users))
}

fn cut(tx: &mut Conn, row: &MonthRow, now: Timestamp) -> Result<bool> {
    let Some(users) = members(tx, CUT, row.month, now)? else { return Ok(false) };
    for user in users {
        let standing = store::standing_of_month(tx, user, row.month)?;
        for (award, kept) in beyond_a_quarter(&standing) {
            reduce(tx, award, (kept, Kind::Cut, Why::Quarter), now)?;
        }
    }
    Ok(true)
}

/// What is left of those awards of a member's month that one giver gave beyond a quarter of it: the latest that are
/// pending go first.
#[must_use]
pub fn beyond_a_quarter(standing: &[Award]) -> Vec<(&Award, i64)> {
    let events = standing.iter().filter(|award| matches!(award.kind, AwardKind::Accepted | AwardKind::AnswerUp));
    if events.count() <= rules::EVENTS_BEFORE_SHARE {
        return Vec::new();
    }
    let month: i64 = standing.iter().filter(|award| award.kind.is_automatic()).map(|award| award.kept).sum();
    let mut of_giver: BTreeMap<UserId, i64> = BTreeMap::new();
    for award in standing.iter().filter(|award| award.kind.is_given()) {
        *of_giver.entry(award.giver).or_default() += award.kept;
    }
    let mut cut = Vec::new();
    for (giver, sum) in of_giver {
        let mut over = sum - month / rules::SHARE;
        let pending = standing
            .iter()
            .rev()
            .filter(|award| award.giver == giver && award.kind.is_given() && award.state == State::Pending);
        for award in pending {
            if over <= 0 {
                break;
            }
            let less = award.kept.min(over);
            cut.push((award, award.kept - less));
            over -= less;
        }
    }
    cut
}

fn scale(tx: &mut Conn, row: &MonthRow, now: Timestamp) -> Result<bool> {
    let factor = row.factor.unwrap_or(WHOLE);
    if factor >= WHOLE {
        return Ok(false);
    }
    let Some(users) = members(tx, SCALE, row.month, now)? else { return Ok(false) };
    for user in users {
        let standing = store::standing_of_month(tx, user, row.month)?;
        let pending = standing.iter().filter(|award| award.state == State::Pending);
        for award in pending.filter(|award| award.kind != AwardKind::Goodwill) {
            reduce(tx, award, (scaled(award.kept, factor), Kind::Scale, Why::Budget), now)?;
        }
    }
    Ok(true)
}

/// So many millionths of it, rounded down.
#[must_use]
pub fn scaled(points: i64, factor: i64) -> i64 {
    i64::try_from(i128::from(points) * i128::from(factor) / i128::from(WHOLE)).unwrap_or(points)
}

/// Leaves so much of a pending award.
fn reduce(tx: &mut Conn, award: &Award, (kept, kind, why): (i64, Kind, Why), now: Timestamp) -> Result<()> {
    if kept <= 0 {
        return take_back(tx, award, (kind, why), now);
    }
    let less = award.kept - kept;
    if less == 0 {
        return Ok(());
    }
    let entries = [(Account::pending(award.user), -less), (award.kind.source(), less)];
    let posting = Posting {
        key: format!("{}:{}:{}", kind.as_str(), award.id, award.number),
        kind,
        subject: award.id.0,
        month: award.month,
        actor: None,
        reason: why.as_str(),
        note: "",
        reverses: None,
        entries: &entries,
        below: Below::Never,
    };
    ledger::post(tx, &posting, now)?;
    store::keep(tx, award.id, (kept, why))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::{Cause, whole};
    use super::*;
    use crate::ids::{AwardId, PostId};

    fn award(id: i64, giver: i64, amount: i64) -> Award {
        let cause = Cause { post: PostId(id), kind: AwardKind::Accepted, user: UserId(1), giver: UserId(giver) };
        whole(AwardId(id), cause, (1, amount), Month(0))
    }

    #[test]
    fn the_statement_is_made_on_the_fifth_working_day() {
        let zone = TimeZone::get("Europe/Vilnius").unwrap();
        // November 2026 begins on a Sunday, so the fifth working day is Friday the sixth.
        let at = statement_at(Month(2026 * 12 + 9), &zone).unwrap();
        assert_eq!(at.date_in(&zone), "2026-11-06");
        // August on a Saturday.
        assert_eq!(statement_at(Month(2026 * 12 + 6), &zone).unwrap().date_in(&zone), "2026-08-07");
    }

    #[test]
    fn a_factor_never_gives_more_than_the_budget() {
        assert_eq!(factor_of(100, (0, 100)), WHOLE);
        assert_eq!(factor_of(100, (0, 300)), 333_333);
        assert_eq!(factor_of(100, (120, 300)), 0);
        assert_eq!(factor_of(100, (0, 0)), WHOLE);
        for (budget, points) in [(100, 7), (999, 13), (1, 1_000_000)] {
            let awards = vec![points; 100];
            let factor = factor_of(budget, (0, points * 100));
            assert!(awards.iter().map(|points| scaled(*points, factor)).sum::<i64>() <= budget);
        }
    }

    #[test]
    fn one_giver_gives_a_quarter_at_most_above_ten_events() {
        let mut few: Vec<Award> = (1..=10).map(|id| award(id, 7, 50)).collect();
        assert!(beyond_a_quarter(&few).is_empty());
        few.extend((11..=16).map(|id| award(id, 100 + id, 50)));
        // 16 events, 800 points: a quarter is 200, and 500 came from one.
        let cut = beyond_a_quarter(&few);
        assert_eq!(cut.iter().map(|(award, kept)| award.kept - kept).sum::<i64>(), 300);
        assert!(cut.iter().all(|(award, _)| award.giver == UserId(7) && award.id.0 > 4));
    }
}
