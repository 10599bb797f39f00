//! The rows of `jobs` and `schedules`.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{COUNTED, NewJob, PAGE, ROUND, SKEW, Schedule, State, longest_wait};
use crate::clock::Timestamp;
use crate::db::schema::{jobs, schedules};
use crate::db::{Both, Conn, sql};
use crate::error::Result;
use crate::ids::JobId;

/// Characters of an error that are kept.
const ERROR_CHARS: usize = 500;
/// Due jobs looked at together: other runners may be faster with the first ones.
const CANDIDATES: i64 = 16;

/// A job as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = jobs)]
pub struct Job {
    /// Its number.
    pub id: JobId,
    /// Names its handler.
    pub kind: String,
    /// What the handler is given, as JSON.
    pub payload: String,
    /// The key that keeps a second one away.
    pub dedupe: Option<String>,
    /// Whether it waits or is dead.
    pub state: State,
    /// Grows with every claim, and to the next round when a dead job is tried again.
    pub attempts: i64,
    /// When it is due; while it runs, when its lease ends.
    pub run_at: Timestamp,
    /// Why the last attempt failed; empty when none has.
    pub last_error: String,
    /// When it was added.
    pub created_at: Timestamp,
}

/// What a claim compares: as it was read, so that of two runners one wins.
#[derive(Debug, Clone, Copy, Queryable)]
pub(super) struct Due {
    pub(super) id: JobId,
    attempts: i64,
    run_at: Timestamp,
}

/// A job that is this runner's until its lease ends.
#[derive(Debug, Clone, Queryable)]
pub(super) struct Claimed {
    pub(super) id: JobId,
    pub(super) kind: String,
    pub(super) payload: String,
    attempts: i64,
}

impl Claimed {
    /// The number of the attempt in its round; 0 when the last one never came to an end.
    pub(super) fn number(&self) -> i64 {
        self.attempts % ROUND
    }
}

pub(super) fn insert(tx: &mut Conn, job: &NewJob, now: Timestamp) -> Result<()> {
    Both(
        diesel::insert_into(jobs::table)
            .values((
                jobs::kind.eq(job.kind),
                jobs::payload.eq(&job.payload),
                jobs::dedupe.eq(job.dedupe.as_deref()),
                jobs::state.eq(State::Waiting),
                jobs::run_at.eq(job.run_at),
                jobs::created_at.eq(now),
            ))
            .on_conflict(jobs::dedupe)
            .do_nothing(),
    )
    .execute(tx)?;
    Ok(())
}

/// What is due of the kinds that are known here, the longest due first.
pub(super) fn due(c: &mut Conn, kinds: &[&'static str], now: Timestamp) -> Result<Vec<Due>> {
    Ok(jobs::table
        .filter(jobs::state.eq(State::Waiting))
        .filter(jobs::run_at.le(now))
        .filter(jobs::kind.eq_any(kinds))
        .order((jobs::run_at, jobs::id))
        .select((jobs::id, jobs::attempts, jobs::run_at))
        .limit(CANDIDATES)
        .load(c)?)
}

/// Takes the lease until `until`, where the row is still as it was read.
pub(super) fn claim(tx: &mut Conn, due: &Due, until: Timestamp) -> Result<Option<Claimed>> {
    Ok(diesel::update(
        jobs::table
            .filter(jobs::id.eq(due.id))
            .filter(jobs::state.eq(State::Waiting))
            .filter(jobs::attempts.eq(due.attempts))
            .filter(jobs::run_at.eq(due.run_at)),
    )
    .set((jobs::attempts.eq(jobs::attempts + 1), jobs::run_at.eq(until)))
    .returning((jobs::id, jobs::kind, jobs::payload, jobs::attempts))
    .get_result(tx)
    .optional()?)
}

pub(super) fn find_dead(c: &mut Conn, kind: &str, payload: &str) -> Result<Option<JobId>> {
    Ok(jobs::table
        .filter(jobs::state.eq(State::Dead))
        .filter(jobs::kind.eq(kind))
        .filter(jobs::payload.eq(payload))
        .select(jobs::id)
        .first(c)
        .optional()?)
}

/// Removes a job that is done. False when another runner has it by now.
pub(super) fn finish(tx: &mut Conn, job: &Claimed) -> Result<bool> {
    let mine = jobs::table
        .filter(jobs::id.eq(job.id))
        .filter(jobs::state.eq(State::Waiting))
        .filter(jobs::attempts.eq(job.attempts));
    Ok(diesel::delete(mine).execute(tx)? == 1)
}

/// Notes a failure: waiting until `run_at`, or dead. False when another runner has the job by now.
pub(super) fn fail(tx: &mut Conn, job: &Claimed, state: State, run_at: Timestamp, error: &str) -> Result<bool> {
    // PostgreSQL takes no NUL in a text, and the text comes from anywhere.
    let error: String = error.chars().filter(|c| *c != '\0').take(ERROR_CHARS).collect();
    let mine = jobs::table
        .filter(jobs::id.eq(job.id))
        .filter(jobs::state.eq(State::Waiting))
        .filter(jobs::attempts.eq(job.attempts));
    Ok(diesel::update(mine)
        .set((jobs::state.eq(state), jobs::run_at.eq(run_at), jobs::last_error.eq(error)))
        .execute(tx)?
        == 1)
}

pub(super) fn list(c: &mut Conn, state: State, before: Option<JobId>) -> Result<Vec<Job>> {
    Ok(jobs::table
        .filter(jobs::state.eq(state))
        .filter(jobs::id.lt(before.unwrap_or(JobId(i64::MAX))))
        .order(jobs::id.desc())
        .limit(PAGE)
        .select(Job::as_select())
        .load(c)?)
}

/// How many there are, as far as [`COUNTED`].
pub(super) fn count(c: &mut Conn, state: State) -> Result<i64> {
    let ids = jobs::table.filter(jobs::state.eq(state)).order(jobs::id.desc()).limit(COUNTED).select(jobs::id);
    Ok(i64::try_from(ids.load::<JobId>(c)?.len()).unwrap_or(COUNTED))
}

/// How many attempts a dead job has had.
pub(super) fn dead_attempts(c: &mut Conn, id: JobId) -> Result<Option<i64>> {
    let dead = jobs::table.filter(jobs::id.eq(id)).filter(jobs::state.eq(State::Dead));
    Ok(dead.select(jobs::attempts).first(c).optional()?)
}

/// Makes a dead job wait again, at the start of its next round.
pub(super) fn revive(tx: &mut Conn, id: JobId, attempts: i64, now: Timestamp) -> Result<bool> {
    let dead =
        jobs::table.filter(jobs::id.eq(id)).filter(jobs::state.eq(State::Dead)).filter(jobs::attempts.eq(attempts));
    let fresh = attempts + (ROUND - attempts % ROUND) % ROUND;
    Ok(diesel::update(dead)
        .set((jobs::state.eq(State::Waiting), jobs::attempts.eq(fresh), jobs::run_at.eq(now)))
        .execute(tx)?
        == 1)
}

/// Makes due what lies further ahead than it can: the clock was set back since. A job that was added for a later date
/// waits for that date, whatever the clock does meanwhile.
pub(super) fn pull_back(tx: &mut Conn, now: Timestamp) -> Result<usize> {
    let mut moved = 0;
    for number in 0..ROUND {
        moved += sql("UPDATE jobs SET run_at = $1 WHERE state = 'waiting' AND run_at > $2 AND attempts % $3 = $4 \
             AND (attempts > 0 OR run_at <= created_at)")
        .bind(now.0)
        .bind((now + longest_wait(number) + SKEW).0)
        .bind(ROUND)
        .bind(number)
        .execute(tx)?;
    }
    Ok(moved)
}

/// When each schedule is next due.
pub(super) fn schedules(c: &mut Conn) -> Result<HashMap<String, Timestamp>> {
    Ok(schedules::table.select((schedules::name, schedules::next_run_at)).load(c)?.into_iter().collect())
}

/// Moves a schedule from what was `seen` to `next`. False when another node was faster.
pub(super) fn advance(tx: &mut Conn, name: &'static str, seen: Option<Timestamp>, next: Timestamp) -> Result<bool> {
    let moved = match seen {
        Some(seen) => {
            diesel::update(schedules::table.filter(schedules::name.eq(name)).filter(schedules::next_run_at.eq(seen)))
                .set(schedules::next_run_at.eq(next))
                .execute(tx)?
        }
        None => Both(
            diesel::insert_into(schedules::table)
                .values((schedules::name.eq(name), schedules::next_run_at.eq(next)))
                .on_conflict(schedules::name)
                .do_nothing(),
        )
        .execute(tx)?,
    };
    Ok(moved == 1)
}

/// Adds the job of a schedule, or wakes the dead one of an earlier time.
pub(super) fn recur(tx: &mut Conn, schedule: &Schedule, now: Timestamp) -> Result<()> {
    let dead: Option<(JobId, i64)> = jobs::table
        .filter(jobs::dedupe.eq(schedule.name))
        .filter(jobs::state.eq(State::Dead))
        .select((jobs::id, jobs::attempts))
        .first(tx)
        .optional()?;
    match dead {
        Some((id, attempts)) => revive(tx, id, attempts, now).map(drop),
        None => {
            let job =
                NewJob { kind: schedule.kind, payload: "{}".into(), dedupe: Some(schedule.name.into()), run_at: now };
            insert(tx, &job, now)
        }
    }
}
