#![allow(clippy::unwrap_used, reason = "tests")]

mod failures;
mod nodes;
mod schedules;
mod time;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};

use tokio::sync::Semaphore;

use super::testing::databases;
use super::*;
use crate::clock::Clock;
use crate::db::Db;

/// 2026-01-01T00:00:00Z.
const START: Timestamp = Timestamp(1_767_225_600_000_000);

/// A handler that counts its calls and answers what `outcome` says.
fn counting(outcome: impl Fn() -> Result<(), JobError> + Send + Sync + 'static) -> (Handler, Arc<AtomicUsize>) {
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let handler = Handler::new(move |_, _| {
        counter.fetch_add(1, Ordering::SeqCst);
        outcome()
    });
    (handler, calls)
}

/// A handler that adds a permit when it begins and ends when the sender is dropped.
fn held() -> (Handler, Arc<Semaphore>, Sender<()>) {
    let ((release, gate), begun) = (channel(), Arc::new(Semaphore::new(0)));
    let (gate, begins) = (Mutex::new(gate), Arc::clone(&begun));
    let handler = Handler::new(move |_, _| {
        begins.add_permits(1);
        // An error is what it waits for: the sender is gone.
        let _ = gate.lock().unwrap().recv();
        Ok(())
    });
    (handler, begun, release)
}

fn runner(db: &Db, clock: &Clock, handler: Handler) -> Runner {
    Runner::new(db.clone(), clock.clone(), HandlerTable::from([("test", handler)]), Vec::new())
}

fn job(payload: &str, run_at: Timestamp) -> NewJob {
    NewJob { kind: "test", payload: payload.into(), dedupe: None, run_at }
}

async fn add(db: &Db, job: NewJob, now: Timestamp) {
    db.write(move |tx| enqueue(tx, &job, now)).await.unwrap();
}

async fn waiting(db: &Db) -> Vec<Job> {
    db.read(|c| list_waiting(c, None)).await.unwrap()
}

async fn dead(db: &Db) -> Vec<Job> {
    db.read(|c| list_dead(c, None)).await.unwrap()
}

#[tokio::test]
async fn a_job_runs_when_it_is_due_and_is_gone() {
    for test in databases() {
        let clock = Clock::manual(START);
        let (handler, calls) = counting(|| Ok(()));
        let runner = runner(&test.db, &clock, handler);
        add(&test.db, job("1", START), START).await;
        add(&test.db, job("2", START + minutes(10)), START).await;
        assert_eq!(runner.run_due().await.unwrap(), 1);
        clock.advance(600);
        assert_eq!(runner.run_due().await.unwrap(), 1);
        assert_eq!(calls.load(Ordering::SeqCst), 2);
        assert_eq!(test.db.read(counts).await.unwrap(), Counts::default());
    }
}

#[tokio::test]
async fn a_job_is_there_only_when_its_fact_is() {
    for test in databases() {
        let refused: Result<()> = test
            .db
            .write(|tx| {
                enqueue(tx, &job("1", START), START)?;
                Err(AppError::NotFound)
            })
            .await;
        assert!(refused.is_err());
        assert!(waiting(&test.db).await.is_empty());
    }
}

#[tokio::test]
async fn a_second_job_with_the_same_key_is_not_added() {
    for test in databases() {
        for payload in ["first", "second"] {
            let keyed = NewJob { dedupe: Some("key".into()), ..job(payload, START) };
            add(&test.db, keyed, START).await;
        }
        let jobs = waiting(&test.db).await;
        assert_eq!(jobs.iter().map(|job| job.payload.as_str()).collect::<Vec<_>>(), ["first"]);
    }
}

#[tokio::test]
async fn a_kind_that_a_newer_node_knows_is_left_alone_and_stops_nothing() {
    for test in databases() {
        for _ in 0..40 {
            add(&test.db, NewJob { kind: "test.newer", ..job("", START) }, START).await;
        }
        add(&test.db, job("", START + minutes(1)), START).await;
        let (handler, calls) = counting(|| Ok(()));
        let runner = runner(&test.db, &Clock::manual(START + minutes(1)), handler);
        assert_eq!(runner.run_due().await.unwrap(), 1);
        assert_eq!(calls.load(Ordering::SeqCst), 1);
        assert!(waiting(&test.db).await.iter().all(|job| job.kind == "test.newer" && job.attempts == 0));
    }
}

#[tokio::test]
async fn lists_go_by_pages_without_a_gap() {
    for test in databases() {
        test.db.write(|tx| (0..250).try_for_each(|n| enqueue(tx, &job(&n.to_string(), START), START))).await.unwrap();
        let (mut seen, mut before) = (Vec::new(), None);
        loop {
            let page = test.db.read(move |c| list_waiting(c, before)).await.unwrap();
            let Some(last) = page.last() else { break };
            assert!(page.len() <= 100);
            before = Some(last.id);
            seen.extend(page.into_iter().map(|job| job.payload));
        }
        assert_eq!(seen, (0..250).rev().map(|n| n.to_string()).collect::<Vec<_>>());
        assert_eq!(test.db.read(counts).await.unwrap(), Counts { waiting: 250, dead: 0 });
    }
}
