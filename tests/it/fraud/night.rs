//! What a night finds, and what comes back.

use talka::fraud::State;

use super::decide;
use crate::support::TestApp;
use crate::votes::vote;

#[tokio::test]
async fn two_who_vote_for_each_other_are_found_once() {
    let app = TestApp::spawn().await;
    let ring = app.ring().await;
    // Somebody who votes as everybody does.
    let cyd = app.member("cyd").await;
    vote(&cyd, ring.of_ann[0], 1).await.expect(303);
    app.days_pass(1).await;
    let found = app.findings().await;
    assert!(!found.is_empty() && found.iter().all(|(_, state)| *state == State::Open), "{found:?}");
    app.days_pass(1).await;
    assert_eq!(app.findings().await, found, "a second night finds the same");
    let judge = app.judge("judge").await;
    let list = judge.get("/admin/fraud").await.expect(200);
    assert!(list.text().contains("Two members for each other"), "{list:?}");
    assert!(!list.text().contains("cyd"));
    let page = judge.get(&format!("/admin/fraud/{}", found[0].0)).await.expect(200);
    assert_eq!(page.find_all("main ul.rows > li").len(), 12, "{page:?}");
    app.assert_verified();
}

#[tokio::test]
async fn what_was_dismissed_comes_back_only_with_much_more() {
    let app = TestApp::spawn().await;
    let mut ring = app.ring().await;
    app.days_pass(1).await;
    let first = app.findings().await;
    let judge = app.judge("judge").await;
    for (id, _) in &first {
        decide(&judge, *id, "dismiss").await.expect(303);
    }
    app.more(&mut ring, "second", 1).await;
    app.days_pass(1).await;
    assert_eq!(app.findings().await.len(), first.len(), "two votes more are not much");
    app.more(&mut ring, "third", 6).await;
    app.days_pass(1).await;
    let again = app.findings().await;
    assert!(again.len() > first.len() && again.iter().any(|(_, state)| *state == State::Open), "{again:?}");
    app.assert_verified();
}
