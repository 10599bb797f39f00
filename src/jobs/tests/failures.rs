//! Backoff, dead jobs and their second chance.

use super::*;

#[tokio::test]
async fn waits_grow_from_a_minute_to_six_hours_and_then_the_job_is_dead() {
    for test in databases() {
        let clock = Clock::manual(START);
        let (handler, calls) = counting(|| Err(JobError::Retry("server away\0".repeat(100))));
        let buried = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&buried);
        let runner = runner(
            &test.db,
            &clock,
            handler.on_death(move |_, payload| {
                assert_eq!(payload, "17");
                count.fetch_add(1, Ordering::SeqCst);
                Ok(())
            }),
        );
        add(&test.db, job("17", START), START).await;
        for expected in [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360] {
            assert_eq!(runner.run_due().await.unwrap(), 1);
            let wait = waiting(&test.db).await[0].run_at.since(clock.now());
            assert!(wait >= minutes(expected) && wait < minutes(expected) * 9 / 8, "{wait:?} for {expected}");
            let seconds = i64::try_from(wait.as_secs()).unwrap();
            clock.advance(seconds - 1);
            assert_eq!(runner.run_due().await.unwrap(), 0);
            clock.advance(2);
        }
        assert_eq!(buried.load(Ordering::SeqCst), 0);
        assert_eq!(runner.run_due().await.unwrap(), 1);
        assert_eq!(calls.load(Ordering::SeqCst), 12);
        assert_eq!(buried.load(Ordering::SeqCst), 1);
        let dead = dead(&test.db).await;
        assert_eq!((dead[0].state, dead[0].last_error.chars().count()), (State::Dead, 500));
        clock.advance(30 * 86_400);
        assert_eq!(runner.run_due().await.unwrap(), 0);
        assert_eq!(test.db.read(counts).await.unwrap(), Counts { waiting: 0, dead: 1 });
    }
}

#[tokio::test]
async fn what_can_never_work_is_dead_at_once() {
    for test in databases() {
        let (handler, calls) = counting(|| Err(JobError::Dead("no such reader".into())));
        let runner = runner(&test.db, &Clock::manual(START), handler);
        add(&test.db, job("", START), START).await;
        assert_eq!(runner.run_due().await.unwrap(), 1);
        assert_eq!(calls.load(Ordering::SeqCst), 1);
        assert_eq!(dead(&test.db).await[0].last_error, "no such reader");
    }
}

#[tokio::test]
async fn a_panic_is_a_failure_like_another() {
    for test in databases() {
        let clock = Clock::manual(START);
        let handler = Handler::new(|payload, attempt| {
            assert!(payload != "broken", "attempt {} broke", attempt.number);
            Ok(())
        });
        let runner = runner(&test.db, &clock, handler);
        add(&test.db, job("broken", START), START).await;
        add(&test.db, job("sound", START), START).await;
        assert_eq!(runner.run_due().await.unwrap(), 2);
        let left = waiting(&test.db).await;
        assert_eq!((left.len(), left[0].payload.as_str()), (1, "broken"));
        assert!(left[0].last_error.contains("attempt 1 broke"), "{}", left[0].last_error);
    }
}

#[tokio::test]
async fn a_dead_job_that_is_tried_again_gets_all_its_attempts_and_new_numbers() {
    for test in databases() {
        let clock = Clock::manual(START);
        let numbers = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&numbers);
        let handler = Handler::new(move |_, attempt| {
            seen.lock().unwrap().push(attempt.number);
            Err(if attempt.number == 3 { JobError::Dead("no".into()) } else { JobError::Retry("later".into()) })
        });
        let runner = runner(&test.db, &clock, handler);
        add(&test.db, job("", START), START).await;
        let mut fences = vec![0];
        for round in 1..=3 {
            for _ in 0..3 {
                assert_eq!(runner.run_due().await.unwrap(), 1);
                clock.advance(600);
            }
            let (id, attempts) = (dead(&test.db).await[0].id, dead(&test.db).await[0].attempts);
            assert!(attempts > *fences.last().unwrap(), "round {round}: {attempts} after {fences:?}");
            fences.push(attempts);
            let now = clock.now();
            test.db.write(move |tx| retry(tx, id, now)).await.unwrap();
            let again = test.db.write(move |tx| retry(tx, id, now)).await;
            assert!(matches!(again, Err(AppError::NotFound)), "it is not dead any more");
        }
        assert_eq!(*numbers.lock().unwrap(), [1, 2, 3, 1, 2, 3, 1, 2, 3]);
    }
}

#[tokio::test]
async fn a_job_whose_runners_never_come_back_ends_dead() {
    for test in databases() {
        let clock = Clock::manual(START);
        add(&test.db, job("", START), START).await;
        for number in 1..=12 {
            let lost = runner(&test.db, &clock, counting(|| Ok(())).0).claim().await.unwrap().unwrap();
            assert_eq!(lost.number(), number);
            clock.advance(301);
        }
        let (handler, calls) = counting(|| Ok(()));
        assert_eq!(runner(&test.db, &clock, handler).run_due().await.unwrap(), 1);
        assert_eq!(calls.load(Ordering::SeqCst), 0);
        assert!(dead(&test.db).await[0].last_error.contains("did not come to an end"));

        let (id, now) = (dead(&test.db).await[0].id, clock.now());
        test.db.write(move |tx| retry(tx, id, now)).await.unwrap();
        let (handler, calls) = counting(|| Ok(()));
        assert_eq!(runner(&test.db, &clock, handler).run_due().await.unwrap(), 1);
        assert_eq!(calls.load(Ordering::SeqCst), 1);
    }
}
