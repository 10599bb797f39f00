//! Recurring work.

use super::*;

fn hourly(db: &Db, clock: &Clock, handler: Handler) -> Runner {
    let schedule = Schedule { name: "fold", every: hours(1), kind: "test" };
    Runner::new(db.clone(), clock.clone(), HandlerTable::from([("test", handler)]), vec![schedule])
}

#[tokio::test]
async fn on_two_nodes_it_runs_once_a_time() {
    for test in databases() {
        let clock = Clock::manual(START);
        let (handler, calls) = counting(|| Ok(()));
        let one = hourly(&test.db, &clock, handler.clone());
        let two = hourly(&test.other_node(), &clock, handler);
        for hour in 1..=5 {
            let (first, second) = tokio::join!(one.run_due(), two.run_due());
            assert_eq!(first.unwrap() + second.unwrap(), 1, "hour {hour}");
            assert_eq!(one.run_due().await.unwrap() + two.run_due().await.unwrap(), 0);
            clock.advance(3_599);
            assert_eq!(one.run_due().await.unwrap() + two.run_due().await.unwrap(), 0);
            clock.advance(1);
        }
        assert_eq!(calls.load(Ordering::SeqCst), 5);
    }
}

#[tokio::test]
async fn times_that_were_missed_are_not_made_up_for() {
    for test in databases() {
        let clock = Clock::manual(START);
        let (handler, calls) = counting(|| Ok(()));
        let runner = hourly(&test.db, &clock, handler);
        assert_eq!(runner.run_due().await.unwrap(), 1);
        clock.advance(50 * 3_600);
        assert_eq!(runner.run_due().await.unwrap(), 1);
        assert_eq!(calls.load(Ordering::SeqCst), 2);
    }
}

#[tokio::test]
async fn the_next_time_comes_while_the_last_still_fails_and_adds_no_second_job() {
    for test in databases() {
        let clock = Clock::manual(START);
        let runner = hourly(&test.db, &clock, counting(|| Err(JobError::Retry("later".into()))).0);
        for _ in 0..6 {
            runner.run_due().await.unwrap();
            clock.advance(3_600);
        }
        assert_eq!(test.db.read(counts).await.unwrap(), Counts { waiting: 1, dead: 0 });
    }
}

#[tokio::test]
async fn a_dead_one_does_not_stop_the_times_after_it() {
    for test in databases() {
        let clock = Clock::manual(START);
        let broken = hourly(&test.db, &clock, counting(|| Err(JobError::Dead("bug".into()))).0);
        broken.run_due().await.unwrap();
        assert_eq!(test.db.read(counts).await.unwrap(), Counts { waiting: 0, dead: 1 });
        clock.advance(3_600);
        let (handler, calls) = counting(|| Ok(()));
        assert_eq!(hourly(&test.db, &clock, handler).run_due().await.unwrap(), 1);
        assert_eq!(calls.load(Ordering::SeqCst), 1);
        assert_eq!(test.db.read(counts).await.unwrap(), Counts::default());
    }
}
