//! Months: budgets, the quarter, and what runs out.

use talka::clock::Timestamp;
use talka::ledger::Month;
use talka::points::{close, expire, month_state};

use crate::accepting::accept;
use crate::support::{NOON, TestApp};

/// November 2026, in which a test begins.
const NOVEMBER: Month = Month(2026 * 12 + 10);

#[tokio::test]
async fn a_budget_scales_what_was_earned_and_holds_it_until_the_close() {
    let app = TestApp::spawn().await;
    app.terms().await;
    let (ann, bob) = (app.earner("ann").await, app.earner("bob").await);
    let (asker, board) = (app.member("asker").await, app.board("phones").await);
    let asked = app.ask(&asker, board, "Why does my phone not ring?", "phones").await;
    let answer = app.answer(&ann, &asked, "It was switched off all day.").await;
    accept(&asker, answer, true).await.expect(303);
    app.settle().await;
    app.write(|tx| close::set_budget(tx, NOVEMBER, Some(100))).await;
    let next = app.ask(&asker, board, "Why does it ring all day now?", "phones").await;
    let answer = app.answer(&bob, &next, "Because it is switched on again.").await;
    accept(&asker, answer, true).await.expect(303);
    app.settle().await;
    assert_eq!((app.has(&ann).await, app.has(&bob).await), ((150, 0), (150, 0)));
    // The fifth working day of December 2026 is Monday the seventh.
    app.days_pass(15).await;
    let row = app.read(|c| month_state(c, NOVEMBER)).await;
    assert_eq!((row.state.as_str(), row.earned), ("closing", None));
    assert_eq!(app.has(&ann).await, (150, 0), "two weeks are over, the month is not closed");
    app.days_pass(1).await;
    app.days_pass(1).await;
    let row = app.read(|c| month_state(c, NOVEMBER)).await;
    assert_eq!((row.state.as_str(), row.earned, row.factor), ("closed", Some(300), Some(333_333)));
    // 16 and 33 of each of 50 and 100.
    assert_eq!((app.has(&ann).await, app.has(&bob).await), ((0, 49), (0, 49)));
    let refused = app.app.shared.db.write(|tx| close::set_budget(tx, NOVEMBER, None)).await;
    assert!(refused.is_err(), "a closed month stays as it is");
    app.assert_verified();
}

#[tokio::test]
async fn one_giver_gives_a_quarter_of_a_busy_month() {
    let app = TestApp::spawn().await;
    app.terms().await;
    let (ann, board) = (app.earner("ann").await, app.board("phones").await);
    for asker in 0..3 {
        let asker = app.member(&format!("asker{asker}")).await;
        for number in 0..if asker.handle() == "asker0" { 5 } else { 3 } {
            let title = format!("Why does phone {number} of {} not ring?", asker.handle());
            let asked = app.ask(&asker, board, &title, "phones").await;
            let answer = app.answer(&ann, &asked, "It was switched off all day.").await;
            accept(&asker, answer, true).await.expect(303);
            app.clock.advance(60);
        }
    }
    app.settle().await;
    // Eleven events: 550 and 100, of which the first asker gave 350, and each of the others 150: a quarter is 162.
    assert_eq!(app.has(&ann).await, (650, 0));
    app.clock.advance(8 * 86_400);
    app.settle().await;
    // All of them are final only after the close when they came late enough: here nothing has been released yet.
    app.clock.advance(5 * 86_400);
    let before = app.has(&ann).await;
    assert_eq!(before, (650, 0));
    // The close of November, before two weeks are over for nothing of it: the clock stands on the fifth working day.
    let at = close::statement_at(NOVEMBER, &jiff::tz::TimeZone::UTC).unwrap();
    while app.app.shared.db.write(move |tx| close::step(tx, at)).await.unwrap() {}
    assert_eq!(app.has(&ann).await, (650 - (350 - 162), 0));
    app.assert_verified();
}

#[tokio::test]
async fn points_run_out_after_a_year_with_two_notices() {
    let app = TestApp::spawn().await;
    app.terms().await;
    let (ann, asker, board) = (app.earner("ann").await, app.member("asker").await, app.board("phones").await);
    let asked = app.ask(&asker, board, "Why does my phone not ring?", "phones").await;
    let answer = app.answer(&ann, &asked, "It was switched off all day.").await;
    accept(&asker, answer, true).await.expect(303);
    app.settle().await;
    app.days_pass(14).await;
    let told = |at: Timestamp| {
        let db = app.app.shared.db.clone();
        async move {
            let notices = db.write(move |tx| expire::notices(tx, at)).await.unwrap();
            notices.into_iter().map(|notice| (notice.points, notice.days)).collect::<Vec<_>>()
        }
    };
    let day = |n: i64| Timestamp(NOON.0 + (n + 14) * 86_400_000_000);
    assert_eq!(told(day(330)).await, []);
    assert_eq!(told(day(340)).await, [(150, 30)]);
    assert_eq!(told(day(341)).await, [], "once");
    assert_eq!(told(day(360)).await, [(150, 7)]);
    assert_eq!(told(day(361)).await, [], "once");
    app.days_pass(364).await;
    assert_eq!(app.has(&ann).await, (0, 150));
    app.days_pass(1).await;
    assert_eq!(app.has(&ann).await, (0, 0));
    app.assert_verified();
}

#[tokio::test]
async fn whoever_has_points_that_run_out_gets_two_letters() {
    let app = TestApp::spawn().await;
    app.terms().await;
    let (ann, asker, board) = (app.earner("ann").await, app.member("asker").await, app.board("phones").await);
    let asked = app.ask(&asker, board, "Why does my phone not ring?", "phones").await;
    let answer = app.answer(&ann, &asked, "It was switched off all day.").await;
    accept(&asker, answer, true).await.expect(303);
    app.settle().await;
    app.days_pass(14).await;
    let mut told = Vec::new();
    app.mails().await;
    for week in 0..53 {
        app.clock.advance(7 * 86_400);
        if week == 1 {
            // Points that run out two weeks later than the first.
            let (asker, ann) = (app.back(&asker).await, app.back(&ann).await);
            let asked = app.ask(&asker, board, "Why does it ring all day now?", "phones").await;
            let answer = app.answer(&ann, &asked, "Because it is switched on again.").await;
            accept(&asker, answer, true).await.expect(303);
        }
        let mails = app.mails().await;
        told.extend(
            mails.into_iter().filter(|mail| mail.to_address.starts_with("ann@") && mail.subject.contains("run out")),
        );
    }
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].text.contains("150 points of yours run out within 30 days"), "{}", told[0].text);
    assert!(told[1].text.contains("150 points of yours run out within 7 days"), "{}", told[1].text);
    assert!(told[2].text.contains("50 points of yours run out within 30 days"), "{}", told[2].text);
    assert_eq!(app.has(&ann).await, (0, 50));
    app.assert_verified();
}
