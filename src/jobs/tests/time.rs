//! A clock that is set back by two hours (D7).

use super::*;

const BACK: i64 = -7_200;

#[tokio::test]
async fn what_waited_for_now_or_for_a_second_try_is_not_held_up() {
    for test in databases() {
        let clock = Clock::manual(START);
        let failing = runner(&test.db, &clock, counting(|| Err(JobError::Retry("later".into()))).0);
        add(&test.db, job("failed once", START), START).await;
        failing.run_due().await.unwrap();
        add(&test.db, job("lost with its runner", START), START).await;
        failing.claim().await.unwrap().unwrap();
        add(&test.db, job("fresh", START), START).await;
        clock.advance(BACK);
        let (handler, calls) = counting(|| Ok(()));
        assert_eq!(runner(&test.db, &clock, handler).run_due().await.unwrap(), 3);
        assert_eq!(calls.load(Ordering::SeqCst), 3);
    }
}

#[tokio::test]
async fn what_is_done_or_dead_or_for_a_later_date_stays_so() {
    for test in databases() {
        let clock = Clock::manual(START);
        let handler = Handler::new(|payload, _| match payload {
            "dead" => Err(JobError::Dead("no".into())),
            _ => Ok(()),
        });
        let runner = runner(&test.db, &clock, handler);
        add(&test.db, job("done", START), START).await;
        add(&test.db, job("dead", START), START).await;
        add(&test.db, job("tomorrow", START + hours(24)), START).await;
        assert_eq!(runner.run_due().await.unwrap(), 2);
        clock.advance(BACK);
        assert_eq!(runner.run_due().await.unwrap(), 0);
        assert_eq!(test.db.read(counts).await.unwrap(), Counts { waiting: 1, dead: 1 });
        assert_eq!(waiting(&test.db).await[0].run_at, START + hours(24));
    }
}

#[tokio::test]
async fn waits_and_leases_of_a_clock_that_goes_right_are_left_alone() {
    for test in databases() {
        let clock = Clock::manual(START);
        let failing = runner(&test.db, &clock, counting(|| Err(JobError::Retry("later".into()))).0);
        add(&test.db, job("", START), START).await;
        for _ in 0..11 {
            assert_eq!(failing.run_due().await.unwrap(), 1);
            let before = waiting(&test.db).await;
            // A second node whose clock is a little behind.
            let behind = Clock::manual(clock.now() - minutes(2));
            assert_eq!(runner(&test.other_node(), &behind, counting(|| Ok(())).0).run_due().await.unwrap(), 0);
            assert_eq!(waiting(&test.db).await, before);
            clock.advance(i64::try_from(before[0].run_at.since(clock.now()).as_secs()).unwrap() + 1);
        }
        failing.claim().await.unwrap().unwrap();
        assert_eq!(failing.run_due().await.unwrap(), 0);
    }
}

#[tokio::test]
async fn what_runs_here_is_not_begun_a_second_time() {
    for test in databases() {
        let clock = Clock::manual(START);
        let (handler, begun, release) = held();
        let runner = runner(&test.db, &clock, handler);
        add(&test.db, job("", START), START).await;
        let first = tokio::spawn({
            let runner = runner.clone();
            async move { runner.run_due().await }
        });
        let _running = begun.acquire().await.unwrap();
        clock.advance(BACK);
        assert_eq!(runner.run_due().await.unwrap(), 0);
        drop(release);
        assert_eq!(first.await.unwrap().unwrap(), 1);
        assert!(waiting(&test.db).await.is_empty());
    }
}

#[tokio::test]
async fn a_schedule_goes_on() {
    for test in databases() {
        let clock = Clock::manual(START);
        let (handler, calls) = counting(|| Ok(()));
        let schedule = Schedule { name: "fold", every: minutes(10), kind: "test" };
        let table = HandlerTable::from([("test", handler)]);
        let runner = Runner::new(test.db.clone(), clock.clone(), table, vec![schedule]);
        assert_eq!(runner.run_due().await.unwrap(), 1);
        clock.advance(BACK);
        assert_eq!(runner.run_due().await.unwrap(), 1);
        assert_eq!(runner.run_due().await.unwrap(), 0);
        clock.advance(600);
        assert_eq!(runner.run_due().await.unwrap(), 1);
        assert_eq!(calls.load(Ordering::SeqCst), 3);
    }
}
