//! Accepting answers, and taking posts back.

use diesel::prelude::*;
use reqwest::Method;
use talka::db::schema::{posts, topics, users};
use talka::ids::{PostId, TopicId, UserId};
use talka::policy::State;

use crate::support::{Client, Reply, TestApp};
use crate::votes::vote;

const TITLE: &str = "Why does my phone not ring?";

pub async fn accept(by: &Client, answer: PostId, on: bool) -> Reply {
    by.post_form(&format!("/posts/{answer}/accept"), &[("on", if on { "true" } else { "false" })]).await
}

async fn accepted(app: &TestApp, topic: TopicId) -> i64 {
    app.read(move |c| Ok(topics::table.find(topic).select(topics::accepted_count).first(c)?)).await
}

async fn accepted_of(app: &TestApp, user: UserId) -> i64 {
    app.read(move |c| Ok(users::table.find(user).select(users::accepted_count).first(c)?)).await
}

#[tokio::test]
async fn the_asker_accepts_several_and_takes_them_back() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ada, board, TITLE, "phones").await;
    let first = app.answer(&bob, &asked, "It was switched off all day.").await;
    let second = app.answer(&bob, &asked, "Or the volume was turned down.").await;
    let own = app.answer(&ada, &asked, "In the end I found it myself.").await;
    for answer in [first, second, own] {
        accept(&ada, answer, true).await.expect(303);
    }
    assert_eq!(accepted(&app, asked.topic).await, 3);
    assert_eq!(accepted_of(&app, bob.id()).await, 2);
    assert_eq!(accepted_of(&app, ada.id()).await, 0, "accepting one's own is honest, and earns nothing");
    let list = app.visitor().get("/").await.expect(200);
    assert!(list.find(".q__n--ok").is_some(), "{list:?}");
    accept(&ada, first, false).await.expect(303);
    accept(&ada, first, false).await.expect(303);
    assert_eq!(accepted(&app, asked.topic).await, 2);
    assert_eq!(accepted_of(&app, bob.id()).await, 1);
    // A question is not an answer to itself.
    accept(&ada, asked.post, true).await.expect(403);
    app.assert_verified();
}

#[tokio::test]
async fn others_accept_after_seven_days_without_a_choice() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ada, board, TITLE, "phones").await;
    let answer = app.answer(&bob, &asked, "It was switched off all day.").await;
    let other = app.answer(&bob, &asked, "Or the volume was turned down.").await;
    app.clock.advance(7 * 86_400 - 1);
    let (staff, moderator) = (app.staff().await, app.moderator().await);
    for early in [&staff, &moderator] {
        let refused = accept(early, answer, true).await.expect(403);
        assert!(refused.find("main").unwrap().contains("seven days"), "{refused:?}");
    }
    accept(&bob, answer, true).await.expect(403);
    app.clock.advance(1);
    accept(&bob, answer, true).await.expect(403);
    accept(&staff, answer, true).await.expect(303);
    assert_eq!(accepted(&app, asked.topic).await, 1);
    // Their own choice they can correct; the asker's own word outweighs it.
    accept(&moderator, answer, false).await.expect(303);
    accept(&moderator, other, true).await.expect(303);
    accept(&ada, other, false).await.expect(303);
    assert_eq!(accepted(&app, asked.topic).await, 0);
    app.assert_verified();
}

#[tokio::test]
async fn the_askers_own_choice_stands() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ada, board, TITLE, "phones").await;
    let answer = app.answer(&bob, &asked, "It was switched off all day.").await;
    let other = app.answer(&bob, &asked, "Or the volume was turned down.").await;
    accept(&ada, answer, true).await.expect(303);
    app.clock.advance(8 * 86_400);
    for late in [app.staff().await, app.moderator().await, app.admin().await] {
        accept(&late, answer, false).await.expect(403);
        accept(&late, other, true).await.expect(403);
        let page = late.get(&asked.path).await.expect(200);
        assert!(page.find(&format!("form[action='/posts/{answer}/accept']")).is_none(), "no button that is refused");
    }
    assert_eq!(accepted(&app, asked.topic).await, 1);
}

#[tokio::test]
async fn a_removed_answer_solves_nothing_until_it_is_back() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ada, board, TITLE, "phones").await;
    let answer = app.answer(&bob, &asked, "It was switched off all day.").await;
    accept(&ada, answer, true).await.expect(303);
    let refused = bob.post_form(&format!("/posts/{answer}/delete"), &[]).await.expect(403);
    assert!(refused.find("main").unwrap().contains("accepted answer stays"), "{refused:?}");
    let moderator = app.moderator().await;
    let why = [("reason", "It tells where somebody lives.")];
    moderator.post_form(&format!("/mod/posts/{answer}/hide"), &why).await.expect(303);
    assert_eq!((accepted(&app, asked.topic).await, accepted_of(&app, bob.id()).await), (0, 0));
    app.assert_verified();
    moderator.post_form(&format!("/mod/posts/{answer}/restore"), &why).await.expect(303);
    assert_eq!((accepted(&app, asked.topic).await, accepted_of(&app, bob.id()).await), (1, 1));
    app.assert_verified();
}

#[tokio::test]
async fn ones_own_is_taken_back_and_brought_back() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ada, board, TITLE, "phones").await;
    let answer = app.answer(&bob, &asked, "It was switched off all day.").await;
    let state = async |post: PostId| -> State {
        app.read(move |c| Ok(posts::table.find(post).select(posts::state).first(c)?)).await
    };
    // A GET only asks.
    bob.get(&format!("/posts/{answer}/delete")).await.expect(200);
    assert_eq!(state(answer).await, State::Visible);
    bob.post_form(&format!("/posts/{answer}/delete"), &[]).await.expect(303);
    assert_eq!(state(answer).await, State::Deleted);
    assert!(!ada.get(&asked.path).await.expect(200).text().contains("switched off"));
    assert!(bob.get(&asked.path).await.expect(200).text().contains("switched off"), "its author still sees it");
    app.assert_verified();
    bob.post_form(&format!("/posts/{answer}/delete"), &[]).await.expect(403);
    bob.post_form(&format!("/posts/{answer}/undelete"), &[]).await.expect(303);
    bob.post_form(&format!("/posts/{answer}/undelete"), &[]).await.expect(403);
    assert_eq!(state(answer).await, State::Visible);

    ada.post_form(&format!("/posts/{}/delete", asked.post), &[]).await.expect(303);
    app.visitor().get(&asked.path).await.expect(404);
    bob.get(&asked.path).await.expect(404);
    app.assert_verified();
    ada.post_form(&format!("/posts/{}/undelete", asked.post), &[]).await.expect(303);
    app.visitor().get(&asked.path).await.expect(200);
    app.assert_verified();
}

#[tokio::test]
async fn what_a_moderator_hid_its_author_does_not_bring_back() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ada, board, TITLE, "phones").await;
    let answer = app.answer(&bob, &asked, "It was switched off all day.").await;
    let moderator = app.moderator().await;
    let why = [("reason", "It tells where somebody lives.")];
    moderator.post_form(&format!("/mod/posts/{answer}/hide"), &why).await.expect(303);
    for verb in ["undelete", "delete"] {
        bob.post_form(&format!("/posts/{answer}/{verb}"), &[]).await.expect(403);
    }
    let edit = [("body", "It was switched off, and I say it again."), ("version", "1")];
    bob.post_form(&format!("/posts/{answer}/edit"), &edit).await.expect(403);
    // A post that its author took back is not the moderator's to restore, and has no button for it.
    let gone = app.answer(&bob, &asked, "An answer that goes away again.").await;
    bob.post_form(&format!("/posts/{gone}/delete"), &[]).await.expect(303);
    let page = moderator.get(&asked.path).await.expect(200);
    assert!(page.find(&format!("a[href='/mod/posts/{answer}/restore']")).is_some());
    assert!(page.find(&format!("a[href='/mod/posts/{gone}/restore']")).is_none());
}

#[tokio::test]
async fn a_question_that_was_answered_well_stays() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ada, board, TITLE, "phones").await;
    let answer = app.answer(&bob, &asked, "It was switched off all day.").await;
    let delete = format!("/posts/{}/delete", asked.post);
    vote(&app.member("eve").await, answer, 1).await.expect(303);
    let refused = ada.post_form(&delete, &[]).await.expect(403);
    assert!(refused.find("main").unwrap().contains("upvoted answer stays"), "{refused:?}");
    // The asker's own vote down does not make the upvoted answer one that nobody liked.
    vote(&ada, answer, -1).await.expect(303);
    ada.post_form(&delete, &[]).await.expect(403);
    ada.get(&delete).await.expect(403);
    vote(&ada, answer, 0).await.expect(303);
    accept(&ada, answer, true).await.expect(303);
    ada.post_form(&delete, &[]).await.expect(403);
    app.visitor().get(&asked.path).await.expect(200);
}

#[tokio::test]
async fn i_have_this_too_counts_once_and_raises() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let old = app.ask(&ada, board, TITLE, "phones").await;
    app.clock.advance(60);
    app.ask(&ada, board, "Why does my phone ring all day?", "phones").await;
    app.clock.advance(60);
    let path = format!("/questions/{}/me-too", old.topic);
    ada.post_form(&path, &[("on", "true")]).await.expect(403);
    for on in ["1", "yes", "on", "2", "", "TRUE", "true "] {
        bob.post_form(&path, &[("on", on)]).await.expect(422);
    }
    for _ in 0..2 {
        bob.post_form(&path, &[("on", "true")]).await.expect(303);
    }
    assert_eq!(app.visitor().get("/").await.expect(200).find_all("main .q__t")[0], TITLE);
    let token = bob.token_from("/no-such-page").await;
    let request = bob.request(Method::POST, &path).header("x-fragment", "1");
    let fragment = bob.send(request.form(&[("csrf", token.as_str()), ("on", "false")])).await.expect(200);
    assert_eq!(fragment.attr("button[name=on]", "value").as_deref(), Some("true"));
    assert!(!fragment.text().contains("<html"));
    app.assert_verified();
}
