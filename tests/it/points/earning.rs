//! What earns points, what does not, and what takes them back.

use talka::ids::PostId;

use crate::accepting::accept;
use crate::support::{Client, TestApp};
use crate::votes::vote;

fn states(awards: &[(String, String, String)], kind: &str) -> Vec<String> {
    let of_kind = awards.iter().filter(|(of, ..)| of == kind);
    of_kind.map(|(_, state, why)| if why.is_empty() { state.clone() } else { format!("{state} {why}") }).collect()
}

/// Somebody who earns, a question of somebody else and the earner's answer.
async fn answered(app: &TestApp) -> (Client, Client, PostId) {
    app.terms().await;
    let (ann, asker) = (app.earner("ann").await, app.member("asker").await);
    let board = app.board("phones").await;
    let asked = app.ask(&asker, board, "Why does my phone not ring?", "phones").await;
    let answer = app.answer(&ann, &asked, "It was switched off all day.").await;
    (ann, asker, answer)
}

#[tokio::test]
async fn an_accepted_answer_gives_points_that_become_available_after_two_weeks() {
    let app = TestApp::spawn().await;
    let (ann, asker, answer) = answered(&app).await;
    accept(&asker, answer, true).await.expect(303);
    assert_eq!(app.has(&ann).await, (0, 0), "nobody waits for it");
    app.settle().await;
    assert_eq!(app.has(&ann).await, (150, 0), "50, and 100 for the first ever");
    app.assert_verified();
    app.days_pass(13).await;
    assert_eq!(app.has(&ann).await, (150, 0));
    app.days_pass(1).await;
    assert_eq!(app.has(&ann).await, (0, 150));
    accept(&app.back(&asker).await, answer, false).await.expect(303);
    app.days_pass(1).await;
    assert_eq!(app.has(&ann).await, (0, 150), "what is final stays");
    app.assert_verified();
}

#[tokio::test]
async fn what_is_taken_back_while_it_is_pending_goes_and_may_come_again() {
    let app = TestApp::spawn().await;
    let (ann, asker, answer) = answered(&app).await;
    for round in 0..3 {
        accept(&asker, answer, true).await.expect(303);
        app.days_pass(1).await;
        assert_eq!(app.has(&ann).await, (150, 0), "round {round}");
        accept(&asker, answer, false).await.expect(303);
        app.days_pass(1).await;
        assert_eq!(app.has(&ann).await, (0, 0), "round {round}");
        app.assert_verified();
    }
    // Deleted and brought back.
    let giver = app.givers("giver", 1).await.remove(0);
    vote(&giver, answer, 1).await.expect(303);
    app.days_pass(1).await;
    assert_eq!(app.has(&ann).await, (5, 0));
    let token = ann.token_from("/wallet").await;
    ann.post_without_token(&format!("/posts/{answer}/delete"), &[("csrf", token.as_str())]).await.expect(303);
    app.days_pass(1).await;
    assert_eq!(app.has(&ann).await, (0, 0));
    ann.post_without_token(&format!("/posts/{answer}/undelete"), &[("csrf", token.as_str())]).await.expect(303);
    app.days_pass(1).await;
    assert_eq!(app.has(&ann).await, (5, 0));
    app.assert_verified();
}

#[tokio::test]
async fn ten_votes_of_qualified_givers_pay_for_an_answer() {
    let app = TestApp::spawn().await;
    let (ann, _, answer) = answered(&app).await;
    let newcomer = app.member("silent").await;
    vote(&newcomer, answer, 1).await.expect(303);
    let givers = app.givers("giver", 11).await;
    for giver in &givers {
        vote(giver, answer, 1).await.expect(303);
    }
    app.settle().await;
    assert_eq!(app.has(&ann).await, (50, 0));
    let states = states(&app.awards_of(&ann).await, "answer_up");
    assert_eq!(states.iter().filter(|state| *state == "pending").count(), 10);
    assert_eq!((states[0].as_str(), states[11].as_str()), ("unpaid giver", "unpaid post"));
    // Room that comes free is used.
    vote(&givers[0], answer, 0).await.expect(303);
    app.days_pass(1).await;
    assert_eq!(app.has(&ann).await, (50, 0));
    app.assert_verified();
}

#[tokio::test]
async fn a_pair_is_paid_five_times_in_thirty_days_and_a_question_twice() {
    let app = TestApp::spawn().await;
    app.terms().await;
    let (ann, bob) = (app.earner("ann").await, app.earner("bob").await);
    let (asker, board) = (app.member("asker").await, app.board("phones").await);
    for number in 0..6 {
        let asked = app.ask(&asker, board, &format!("Why does my phone number {number} not ring?"), "phones").await;
        let answer = app.answer(&ann, &asked, "It was switched off all day.").await;
        accept(&asker, answer, true).await.expect(303);
        app.clock.advance(3_600);
    }
    app.settle().await;
    assert_eq!(app.has(&ann).await, (5 * 50 + 100, 0));
    assert_eq!(states(&app.awards_of(&ann).await, "accepted")[5], "unpaid pair");
    let other = app.member("other").await;
    let asked = app.ask(&other, board, "Which of these answers is right?", "phones").await;
    let mut answers = Vec::new();
    for text in ["The first one is.", "The second one is.", "The third one is."] {
        let answer = app.answer(&bob, &asked, text).await;
        accept(&other, answer, true).await.expect(303);
        answers.push(answer);
        app.settle().await;
    }
    assert_eq!(states(&app.awards_of(&bob).await, "accepted"), ["pending", "pending", "unpaid question"]);
    assert_eq!(app.has(&bob).await, (200, 0));
    accept(&other, answers[1], false).await.expect(303);
    app.settle().await;
    assert_eq!(states(&app.awards_of(&bob).await, "accepted"), ["pending", "reversed gone", "pending"]);
    assert_eq!(app.has(&bob).await, (200, 0));
    app.assert_verified();
}

#[tokio::test]
async fn nobody_earns_before_the_terms_and_staff_never() {
    let app = TestApp::spawn().await;
    let (ann, asker, board) = (app.member("ann").await, app.member("asker").await, app.board("phones").await);
    let asked = app.ask(&asker, board, "Why does my phone not ring?", "phones").await;
    let answer = app.answer(&ann, &asked, "It was switched off all day.").await;
    accept(&asker, answer, true).await.expect(303);
    app.run_jobs().await;
    app.terms().await;
    app.clock.advance(60);
    let token = ann.token_from("/wallet").await;
    ann.post_without_token("/wallet/terms", &[("csrf", token.as_str()), ("version", "2")]).await.expect(409);
    ann.post_without_token("/wallet/terms", &[("csrf", token.as_str()), ("version", "1")]).await.expect(303);
    app.settle().await;
    assert_eq!(app.has(&ann).await, (0, 0), "what was before does not count");
    let next = app.ask(&asker, board, "Why does it ring all day now?", "phones").await;
    let answer = app.answer(&ann, &next, "Because it is switched on again.").await;
    app.hires(&ann).await;
    accept(&asker, answer, true).await.expect(303);
    app.days_pass(1).await;
    assert_eq!(app.has(&ann).await, (0, 0));
    assert!(app.awards_of(&ann).await.is_empty());
}

#[tokio::test]
async fn two_instances_give_everything_once() {
    let app = TestApp::spawn().await;
    let (ann, asker, answer) = answered(&app).await;
    accept(&asker, answer, true).await.expect(303);
    let (one, two) = tokio::join!(app.run_jobs(), app.run_jobs());
    assert!(one + two > 0);
    let now = app.clock.now();
    for _ in 0..2 {
        app.write(move |tx| talka::points::earn::step(tx, None, now)).await;
    }
    assert_eq!(app.has(&ann).await, (150, 0));
    app.clock.advance(20 * 86_400);
    let (now, db) = (app.clock.now(), app.app.shared.db.clone());
    let both = (0..2).map(|_| {
        let db = db.clone();
        tokio::task::spawn_blocking(
            move || {
                while db.write_now(move |tx| talka::points::release::step(tx, now)).unwrap() {}
            },
        )
    });
    for done in both.collect::<Vec<_>>() {
        done.await.unwrap();
    }
    assert_eq!(app.has(&ann).await, (0, 150));
    app.assert_verified();
}
