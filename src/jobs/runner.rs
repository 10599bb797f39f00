//! Claims what is due and has it done.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::MissedTickBehavior;

use super::store::{self, Claimed};
use super::{ATTEMPTS, Attempt, HandlerTable, JobError, LEASE, SKEW, Schedule, State, backoff, jitter};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::ids::JobId;

/// How often the queue is looked at.
const POLL: Duration = Duration::from_secs(1);
/// Looks at the queue between two looks for a clock that was set back.
const POLLS_PER_CLOCK_CHECK: u32 = 60;
/// Jobs of one process at the same time.
const AT_ONCE: usize = 2;

/// Wakes the runner of this process, after a commit that added a job. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Wake(Arc<Notify>);

impl Wake {
    /// There is something to do. Not lost when the runner is busy.
    pub fn wake(&self) {
        self.0.notify_one();
    }
}

/// Runs jobs; cheap to clone.
#[derive(Debug, Clone)]
pub struct Runner {
    db: Db,
    clock: Clock,
    handlers: Arc<HandlerTable>,
    schedules: Arc<[Schedule]>,
    wake: Wake,
    /// What is being run here: not claimed a second time, even if the clock is set back under it.
    running: Arc<Mutex<HashSet<JobId>>>,
}

impl Runner {
    /// A runner that knows these kinds of jobs and sees to these schedules.
    #[must_use]
    pub fn new(db: Db, clock: Clock, handlers: HandlerTable, schedules: Vec<Schedule>) -> Self {
        Self {
            db,
            clock,
            handlers: Arc::new(handlers),
            schedules: schedules.into(),
            wake: Wake::default(),
            running: Arc::default(),
        }
    }

    /// A handle for those who add jobs.
    #[must_use]
    pub fn wake(&self) -> Wake {
        self.wake.clone()
    }

    /// Runs what is due now, and what that makes due, until nothing is; answers how many attempts were made.
    ///
    /// # Errors
    /// When the database is away. A job that fails is no error: it is put off.
    pub async fn run_due(&self) -> Result<usize> {
        self.check_clock().await?;
        let mut attempts = 0;
        loop {
            self.tick().await?;
            let Some(job) = self.claim().await? else { return Ok(attempts) };
            self.perform(job).await?;
            attempts += 1;
        }
    }

    /// Runs jobs until `shutdown` shows true or its sender is gone; what runs then is finished first.
    pub fn spawn(self, shutdown: watch::Receiver<bool>) -> JoinHandle<()> {
        tokio::spawn(self.serve(shutdown))
    }

    async fn serve(self, mut shutdown: watch::Receiver<bool>) {
        let mut running = JoinSet::new();
        let mut polls = tokio::time::interval(POLL);
        polls.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut polled = 0_u32;
        let mut trouble = Trouble::default();
        loop {
            let seen_to = tokio::select! {
                // The word to stop goes before everything: nothing is begun after it.
                biased;
                () = stopped(&mut shutdown) => break,
                _ = polls.tick() => {
                    polled = polled.wrapping_add(1);
                    self.poll(polled % POLLS_PER_CLOCK_CHECK == 1).await
                }
                () = self.wake.0.notified() => Ok(()),
                Some(_) = running.join_next() => Ok(()),
            };
            let filled = match seen_to {
                Ok(()) => self.fill(&mut running).await,
                Err(error) => Err(error),
            };
            trouble.note(filled.as_ref().err());
        }
        while running.join_next().await.is_some() {}
    }

    async fn poll(&self, check_clock: bool) -> Result<()> {
        if check_clock {
            self.check_clock().await?;
        }
        self.tick().await
    }

    async fn fill(&self, running: &mut JoinSet<()>) -> Result<()> {
        while running.len() < AT_ONCE {
            let Some(job) = self.claim().await? else { break };
            let runner = self.clone();
            running.spawn(async move {
                let id = job.id;
                if let Err(error) = runner.perform(job).await {
                    tracing::error!(job = %id, %error, "the end of a job could not be noted; it will run again");
                }
            });
        }
        Ok(())
    }

    async fn check_clock(&self) -> Result<()> {
        let now = self.clock.now();
        let moved = self.db.write(move |tx| store::pull_back(tx, now)).await?;
        if moved > 0 {
            tracing::warn!(jobs = moved, "the clock was set back; what waited for the old time is due now");
        }
        Ok(())
    }

    /// Adds the jobs of the schedules that are due.
    async fn tick(&self) -> Result<()> {
        if self.schedules.is_empty() {
            return Ok(());
        }
        let known = self.db.read(store::schedules).await?;
        for schedule in self.schedules.iter() {
            let now = self.clock.now();
            let seen = known.get(schedule.name).copied();
            // Further ahead than one period: the clock was set back, or the period is shorter than it was.
            let due = seen.is_none_or(|next| next <= now || next > now + schedule.every + SKEW);
            if due {
                let schedule = schedule.clone();
                self.db
                    .write(move |tx| {
                        if store::advance(tx, schedule.name, seen, now + schedule.every)? {
                            store::recur(tx, &schedule, now)?;
                        }
                        Ok(())
                    })
                    .await?;
            }
        }
        Ok(())
    }

    /// Takes the lease of one job that is due, if there is any.
    pub(super) async fn claim(&self) -> Result<Option<Claimed>> {
        loop {
            let now = self.clock.now();
            let kinds: Vec<&'static str> = self.handlers.keys().copied().collect();
            let mut due = self.db.read(move |c| store::due(c, &kinds, now)).await?;
            let seen = due.len();
            due.retain(|job| !self.running().contains(&job.id));
            if due.is_empty() {
                return Ok(None);
            }
            let claimed = self
                .db
                .write(move |tx| {
                    for job in &due {
                        if let Some(claimed) = store::claim(tx, job, now + LEASE)? {
                            return Ok(Some(claimed));
                        }
                    }
                    Ok(None)
                })
                .await?;
            if let Some(job) = &claimed {
                self.running().insert(job.id);
                return Ok(claimed);
            }
            tracing::debug!(seen, "other runners were faster with every job; looking again");
        }
    }

    /// Runs a claimed job and notes how it ended.
    pub(super) async fn perform(&self, job: Claimed) -> Result<()> {
        let id = job.id;
        let outcome = self.run(&job).await;
        let noted = self.settle(job, outcome).await;
        self.running().remove(&id);
        noted
    }

    async fn run(&self, job: &Claimed) -> Result<(), JobError> {
        let attempt = Attempt { job: job.id, number: job.number(), now: self.clock.now() };
        if attempt.number == 0 {
            return Err(JobError::Dead(format!("{ATTEMPTS} attempts, and the last did not come to an end")));
        }
        let handler = self
            .handlers
            .get(job.kind.as_str())
            .ok_or_else(|| JobError::Retry(format!("no handler for jobs of kind {}", job.kind)))?;
        let (run, payload) = (Arc::clone(&handler.run), job.payload.clone());
        match tokio::task::spawn_blocking(move || run(&payload, &attempt)).await {
            Ok(outcome) => outcome,
            Err(error) => Err(JobError::Retry(format!("the handler did not come to an end: {error}"))),
        }
    }

    /// Notes the outcome where the lease is still this runner's.
    pub(super) async fn settle(&self, job: Claimed, outcome: Result<(), JobError>) -> Result<()> {
        let now = self.clock.now();
        let (state, error) = match outcome {
            Ok(()) => {
                self.db.write(move |tx| store::finish(tx, &job)).await?;
                return Ok(());
            }
            Err(JobError::Retry(error)) if job.number() < ATTEMPTS => (State::Waiting, error),
            Err(JobError::Retry(error) | JobError::Dead(error)) => (State::Dead, error),
        };
        // The words of the error may hold an address or a name: they are for the page of the admins, not for the log.
        tracing::warn!(job = %job.id, kind = job.kind, attempt = job.number(), state = state.as_str(), "a job failed");
        let run_at = match state {
            State::Waiting => now + backoff(job.number()) + jitter(backoff(job.number())),
            State::Dead => now,
        };
        let on_death = match state {
            State::Waiting => None,
            State::Dead => self.handlers.get(job.kind.as_str()).and_then(|handler| handler.on_death.clone()),
        };
        self.db
            .write(move |tx| {
                if store::fail(tx, &job, state, run_at, &error)?
                    && let Some(on_death) = &on_death
                {
                    on_death(tx, &job.payload)?;
                }
                Ok(())
            })
            .await
    }

    fn running(&self) -> MutexGuard<'_, HashSet<JobId>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits until `shutdown` shows true or nobody is left to say so.
async fn stopped(shutdown: &mut watch::Receiver<bool>) {
    let _ = shutdown.wait_for(|stop| *stop).await;
}

/// Says once that the queue cannot be read, and once that it can again.
#[derive(Debug, Default)]
struct Trouble {
    lasting: bool,
}

impl Trouble {
    fn note(&mut self, error: Option<&AppError>) {
        match error {
            Some(error) if !self.lasting => tracing::error!(%error, "jobs stand still"),
            None if self.lasting => tracing::info!("jobs run again"),
            Some(_) | None => {}
        }
        self.lasting = error.is_some();
    }
}
