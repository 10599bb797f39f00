//! Work that is done after the answer: a queue in the database, shared by any number of nodes.
//!
//! - [`enqueue`] adds a job in the transaction of the fact it follows from, so neither is there without the other.
//! - A [`Runner`] claims a job by compare-and-set of a lease, commits, does the work, and finishes the row where the
//!   lease is still its own. So a job is done *at least once*: handlers are idempotent.
//! - The number of the attempt is the fence. It only ever grows, also when an admin tries a dead job again, so a
//!   runner that comes back late never finds its own number.
//!
//! Invariant: no transaction is open while a handler runs.

mod runner;
mod store;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

pub use runner::{Runner, Wake};
pub use store::Job;

use crate::clock::{Timestamp, hours, minutes};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{self, JobId};
use crate::text_enum;

/// How long a claimed job belongs to its runner. Much longer than a mail may take to be sent and than the clocks of
/// two nodes may differ, or work is done twice.
pub const LEASE: Duration = minutes(5);
/// How far the clocks of two nodes may differ, or one clock be set, without anybody taking note.
pub const SKEW: Duration = minutes(2);
/// Attempts before a job is dead.
pub const ATTEMPTS: i64 = 12;
/// The attempts of a job go round in steps of this: 0 is fresh, 1 to [`ATTEMPTS`] are tries, and the next one is
/// claimed only when the last try never came to an end.
const ROUND: i64 = ATTEMPTS + 1;
/// Jobs of a state are counted up to here: "1,000 or more" says enough, and costs no more in a longer queue.
pub const COUNTED: i64 = 1_000;
/// Rows of a list at most.
pub const PAGE: i64 = 100;

text_enum! {
    /// Where a job stands. A job that is done has no row.
    pub enum State {
        /// It will be run at `run_at`, or is being run until then.
        Waiting = "waiting",
        /// It has failed for good and waits for an admin.
        Dead = "dead",
    }
}

/// A job to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// Names the handler.
    pub kind: &'static str,
    /// What the handler is given, as JSON: ids rather than words, for the words may change or have to be erased.
    pub payload: String,
    /// While a job with this key is there (waiting, running or dead), another is not added. A job that is running may
    /// already have read what it works on: the key stands for one fact, not for "something has changed".
    pub dedupe: Option<String>,
    /// Not before.
    pub run_at: Timestamp,
}

/// Why an attempt failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JobError {
    /// It may go better later: tried again after a while, [`ATTEMPTS`] times in all.
    #[error("{0}")]
    Retry(String),
    /// It will never go better: dead at once.
    #[error("{0}")]
    Dead(String),
}

impl From<AppError> for JobError {
    fn from(error: AppError) -> Self {
        Self::Retry(error.to_string())
    }
}

/// Which attempt a handler is called for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt {
    /// The job.
    pub job: JobId,
    /// 1 to [`ATTEMPTS`].
    pub number: i64,
    /// When it began.
    pub now: Timestamp,
}

type Run = Arc<dyn Fn(&str, &Attempt) -> Result<(), JobError> + Send + Sync>;
type OnDeath = Arc<dyn Fn(&mut Conn, &str) -> Result<()> + Send + Sync>;

/// What is done for a kind of job.
#[derive(Clone)]
pub struct Handler {
    run: Run,
    on_death: Option<OnDeath>,
}

impl Handler {
    /// A handler that is given the payload, on a thread that may block. It may be called again for work that is done.
    pub fn new(run: impl Fn(&str, &Attempt) -> Result<(), JobError> + Send + Sync + 'static) -> Self {
        Self { run: Arc::new(run), on_death: None }
    }

    /// Adds what is written in the transaction in which a job of this kind dies.
    #[must_use]
    pub fn on_death(mut self, f: impl Fn(&mut Conn, &str) -> Result<()> + Send + Sync + 'static) -> Self {
        self.on_death = Some(Arc::new(f));
        self
    }
}

impl std::fmt::Debug for Handler {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Handler").field("on_death", &self.on_death.is_some()).finish_non_exhaustive()
    }
}

/// Every kind of job this program knows. Jobs of another kind are left alone: a newer node may know them.
pub type HandlerTable = HashMap<&'static str, Handler>;

/// Work that comes again and again; on any number of nodes once a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Names it in the database, and is the dedupe key of its jobs: no second one while the first is there. A dead
    /// one is tried again at the next time.
    pub name: &'static str,
    /// From one time to the next, at the earliest.
    pub every: Duration,
    /// The kind of its jobs; their payload is `{}`.
    pub kind: &'static str,
}

/// How many jobs there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Waiting or running.
    pub waiting: i64,
    /// Dead.
    pub dead: i64,
}

/// Adds a job in the caller's transaction. Nothing is added when one with the same dedupe key is there. After the
/// commit [`Wake::wake`] saves it up to a second of waiting.
///
/// # Errors
/// When the database refuses.
pub fn enqueue(tx: &mut Conn, job: &NewJob, now: Timestamp) -> Result<()> {
    store::insert(tx, job, now)
}

/// Jobs that wait or run, the newest first, at most [`PAGE`]; `before` is the last id of the page before.
///
/// # Errors
/// When the database refuses.
pub fn list_waiting(c: &mut Conn, before: Option<JobId>) -> Result<Vec<Job>> {
    store::list(c, State::Waiting, before)
}

/// Dead jobs, the newest first, at most [`PAGE`]; `before` is the last id of the page before.
///
/// # Errors
/// When the database refuses.
pub fn list_dead(c: &mut Conn, before: Option<JobId>) -> Result<Vec<Job>> {
    store::list(c, State::Dead, before)
}

/// The dead job of this kind that was given this payload, if there is one.
///
/// # Errors
/// When the database refuses.
pub fn find_dead(c: &mut Conn, kind: &str, payload: &str) -> Result<Option<JobId>> {
    store::find_dead(c, kind, payload)
}

/// How many jobs wait and how many are dead, each as far as [`COUNTED`].
///
/// # Errors
/// When the database refuses.
pub fn counts(c: &mut Conn) -> Result<Counts> {
    Ok(Counts { waiting: store::count(c, State::Waiting)?, dead: store::count(c, State::Dead)? })
}

/// Gives a dead job [`ATTEMPTS`] more attempts, from now on.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such job or it is not dead.
pub fn retry(tx: &mut Conn, id: JobId, now: Timestamp) -> Result<()> {
    let attempts = store::dead_attempts(tx, id)?.ok_or(AppError::NotFound)?;
    if store::revive(tx, id, attempts, now)? { Ok(()) } else { Err(AppError::NotFound) }
}

/// The wait after failed attempt `number` without the jitter: 1 minute, doubled each time, 6 hours at most.
fn backoff(number: i64) -> Duration {
    let doublings = u32::try_from(number - 1).unwrap_or(0).min(16);
    minutes(1 << doublings).min(hours(6))
}

/// A part of the wait, so that what failed together does not come back together.
fn jitter(wait: Duration) -> Duration {
    let micros = u64::try_from(longest_jitter(wait).as_micros()).unwrap_or(u64::MAX);
    Duration::from_micros(ids::random_below(micros))
}

fn longest_jitter(wait: Duration) -> Duration {
    wait / 8
}

/// How far ahead `run_at` can lie for a job at this number of its round: a lease or a wait after a failure. Further
/// ahead, the clock has been set back since.
fn longest_wait(number: i64) -> Duration {
    match number {
        0 => Duration::ZERO,
        number => LEASE.max(backoff(number) + longest_jitter(backoff(number))),
    }
}
