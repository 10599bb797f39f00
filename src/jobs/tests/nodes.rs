//! Several nodes on one queue.

use std::collections::HashMap;

use tokio::sync::watch;

use super::*;

#[tokio::test]
async fn two_nodes_do_each_job_once() {
    for test in databases() {
        let clock = Clock::manual(START);
        let calls = Arc::new(Mutex::new(HashMap::<String, u32>::new()));
        let node = |db: &Db| {
            let calls = Arc::clone(&calls);
            let handler = Handler::new(move |payload, _| {
                *calls.lock().unwrap().entry(payload.to_owned()).or_default() += 1;
                Ok(())
            });
            runner(db, &clock, handler)
        };
        let (one, two) = (node(&test.db), node(&test.other_node()));
        test.db.write(|tx| (0..60).try_for_each(|n| enqueue(tx, &job(&n.to_string(), START), START))).await.unwrap();
        let (first, second) = tokio::join!(one.run_due(), two.run_due());
        assert_eq!(first.unwrap() + second.unwrap(), 60);
        let calls = calls.lock().unwrap().clone();
        assert!(calls.len() == 60 && calls.values().all(|count| *count == 1), "{calls:?}");
        assert!(waiting(&test.db).await.is_empty());
    }
}

#[tokio::test]
async fn of_two_claims_of_what_was_read_one_wins() {
    for test in databases() {
        add(&test.db, job("", START), START).await;
        let due = test.db.read(|c| store::due(c, &["test"], START)).await.unwrap()[0];
        let other = test.other_node();
        let claim = |db: Db| async move { db.write(move |tx| store::claim(tx, &due, START + LEASE)).await.unwrap() };
        let (one, two) = tokio::join!(claim(test.db.clone()), claim(other));
        assert_eq!([one, two].iter().flatten().count(), 1);
    }
}

#[tokio::test]
async fn after_the_lease_another_node_takes_over_and_the_late_one_changes_nothing() {
    for test in databases() {
        let clock = Clock::manual(START);
        let node = |db: &Db| runner(db, &clock, counting(|| Ok(())).0);
        let (slow, quick) = (node(&test.db), node(&test.other_node()));
        add(&test.db, job("", START), START).await;
        let early = slow.claim().await.unwrap().unwrap();
        clock.advance(299);
        assert!(quick.claim().await.unwrap().is_none(), "the lease still holds");
        clock.advance(2);
        let late = quick.claim().await.unwrap().unwrap();
        assert_eq!((early.number(), late.number()), (1, 2));

        let held = waiting(&test.db).await;
        slow.settle(early.clone(), Err(JobError::Retry("too late".into()))).await.unwrap();
        slow.settle(early.clone(), Err(JobError::Dead("too late".into()))).await.unwrap();
        slow.settle(early, Ok(())).await.unwrap();
        assert_eq!(waiting(&test.db).await, held);
        quick.settle(late, Ok(())).await.unwrap();
        assert!(waiting(&test.db).await.is_empty());
    }
}

#[tokio::test]
async fn a_woken_runner_starts_at_once_and_ends_after_what_it_runs() {
    for test in databases() {
        let (handler, begun, release) = held();
        let runner = runner(&test.db, &Clock::manual(START), handler);
        let (stop, stopping) = watch::channel(false);
        let wake = runner.wake();
        let running = runner.spawn(stopping);
        add(&test.db, job("", START), START).await;
        add(&test.db, job("", START), START).await;
        wake.wake();
        let _both = begun.acquire_many(2).await.unwrap();
        // Both are held: a third has to wait, and is not begun after the word to stop.
        add(&test.db, job("late", START), START).await;
        stop.send(true).unwrap();
        wake.wake();
        tokio::task::yield_now().await;
        assert!(!running.is_finished());
        drop(release);
        running.await.unwrap();
        let left = waiting(&test.db).await;
        assert_eq!((left.len(), left[0].payload.as_str(), left[0].attempts), (1, "late", 0));
    }
}
