//! The job and its numbers.

use diesel::prelude::*;
use talka::db::schema::{events, posts, users};
use talka::notify::Kind;
use talka::reputation::Cause;
use talka::super_users::State;

use super::helped;
use crate::leaders::TODAY;
use crate::support::{Client, TestApp};

const DAY: i64 = 86_400;
const EARNED: (bool, Option<State>) = (true, Some(State::Earned));
const LOST: (bool, Option<State>) = (false, Some(State::Lost));

async fn told(app: &TestApp) -> i64 {
    app.read(|c| Ok(events::table.filter(events::kind.eq(Kind::Super)).count().get_result(c)?)).await
}

#[tokio::test]
async fn twenty_answers_for_fifteen_people_make_one_and_it_is_told_once() {
    let app = TestApp::spawn().await;
    let (ada, bob, cyd) = (app.member("ada").await, app.member("bob").await, app.member("cyd").await);
    let board = app.board("phones").await;
    let mut made = helped(&app, &ada, board, (20, 15)).await;
    helped(&app, &bob, board, (19, 19)).await;
    helped(&app, &cyd, board, (30, 14)).await;
    app.judge_all().await;
    assert_eq!(app.is_super(&ada).await, EARNED);
    assert_eq!(app.is_super(&bob).await, (false, None), "19 answers");
    assert_eq!(app.is_super(&cyd).await, (false, None), "14 people");
    app.judge_all().await;
    assert_eq!(told(&app).await, 1);
    app.run_jobs().await;
    assert!(ada.get("/inbox").await.text().contains("You are a super-user now"));
    app.assert_honours_verified();
    // 18 are enough to stay one, 17 are not.
    for (left, expected) in [(18, EARNED), (17, LOST)] {
        let gone = made.split_off(left);
        app.write(move |tx| {
            let gone = posts::table.filter(posts::id.eq_any(&gone));
            diesel::update(gone).set((posts::accepted.eq(false), posts::score.eq(0))).execute(tx)?;
            Ok(())
        })
        .await;
        app.judge_all().await;
        assert_eq!(app.is_super(&ada).await, expected, "{left} answers");
    }
}

#[tokio::test]
async fn what_is_older_than_a_hundred_days_counts_no_more() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    helped(&app, &ada, board, (20, 15)).await;
    app.judge_all().await;
    assert_eq!(app.is_super(&ada).await, EARNED);
    app.clock.advance(99 * DAY);
    app.judge_all().await;
    assert_eq!(app.is_super(&ada).await, EARNED, "today is the hundredth day");
    app.clock.advance(DAY);
    app.judge_all().await;
    assert_eq!(app.is_super(&ada).await, LOST);
    // Earned again, it is told again.
    let again = app.sign_in(ada.id(), "ada", false).await;
    for number in 0..15 {
        let asker = app.member(&format!("later{number}")).await;
        let asked = app.ask(&asker, board, "Why does it not ring now?", "phones").await;
        for _ in 0..2 {
            let post = app.answer(&again, &asked, "An answer that is long enough.").await;
            app.post_scored(post, 2).await;
        }
    }
    app.judge_all().await;
    assert_eq!(app.is_super(&ada).await, EARNED);
    assert_eq!(told(&app).await, 2);
}

#[tokio::test]
async fn abuse_ends_it_until_it_is_taken_back() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    let made = helped(&app, &ada, board, (22, 16)).await;
    app.judge_all().await;
    app.give(&ada, Cause::Abuse, (made[0], board), 0, TODAY - 99).await;
    app.judge_all().await;
    assert_eq!(app.is_super(&ada).await, LOST);
    app.take(&ada, Cause::Abuse, made[0], 0).await;
    app.judge_all().await;
    assert_eq!(app.is_super(&ada).await, EARNED);
    app.give(&ada, Cause::Abuse, (made[1], board), 0, TODAY - 100).await;
    app.judge_all().await;
    assert_eq!(app.is_super(&ada).await, EARNED, "too long ago");
}

#[tokio::test]
async fn ones_own_questions_and_restricted_boards_count_for_nothing() {
    let app = TestApp::spawn().await;
    let (ada, bob) = (app.member("ada").await, app.member("bob").await);
    let board = app.board("phones").await;
    let own = app.ask(&ada, board, "Why does it not ring?", "phones").await;
    for _ in 0..25 {
        let post = app.answer(&ada, &own, "An answer that is long enough.").await;
        app.post_scored(post, 5).await;
    }
    let secret = app.board("secret").await;
    helped(&app, &bob, secret, (25, 20)).await;
    app.restrict(secret, "few", &[&bob]).await;
    app.judge_all().await;
    assert_eq!(app.is_super(&ada).await, (false, None));
    assert_eq!(app.is_super(&bob).await, (false, None));
}

#[tokio::test]
async fn employees_and_the_suspended_are_none() {
    let app = TestApp::spawn().await;
    let (staff, ada, board) = (app.staff().await, app.member("ada").await, app.board("phones").await);
    helped(&app, &staff, board, (20, 15)).await;
    helped(&app, &ada, board, (20, 15)).await;
    app.judge_all().await;
    assert_eq!(app.is_super(&staff).await, (false, None));
    assert_eq!(app.is_super(&ada).await, EARNED);
    suspend(&app, &ada, 7).await;
    app.judge_all().await;
    assert_eq!(app.is_super(&ada).await, LOST);
    app.clock.advance(8 * DAY);
    app.judge_all().await;
    assert_eq!(app.is_super(&ada).await, EARNED);
}

async fn suspend(app: &TestApp, member: &Client, days: i64) {
    let (id, until) = (member.id(), talka::clock::Timestamp(app.clock.now().0 + days * DAY * 1_000_000));
    app.write(move |tx| {
        diesel::update(users::table.find(id)).set(users::suspended_until.eq(until)).execute(tx)?;
        Ok(())
    })
    .await;
}
