//! Two accounts on one browser.

use diesel::prelude::*;
use talka::db::schema::{fraud_devices, fraud_findings};
use talka::fraud::Pattern;

use crate::support::{Client, TestApp};
use crate::votes::vote;

async fn rows(app: &TestApp) -> Vec<String> {
    app.read(|c| Ok(fraud_devices::table.order(fraud_devices::user_id).select(fraud_devices::hash).load(c)?)).await
}

/// The same browser for both.
fn share(one: &Client, other: &Client) {
    other.set_cookie("talka-device", &one.cookie("talka-device").unwrap());
}

#[tokio::test]
async fn two_who_vote_from_one_browser_are_found_and_forgotten_after_thirty_days() {
    let app = TestApp::spawn().await;
    let (ann, bob, cyd) = (app.member("ann").await, app.member("bob").await, app.member("cyd").await);
    let board = app.board("phones").await;
    let mut posts = Vec::new();
    for number in 0..3 {
        let asked = app.ask(&cyd, board, &format!("Why does phone {number} not ring?"), "phones").await;
        posts.push(app.answer(&ann, &asked, "An answer that is long enough.").await);
        vote(&ann, asked.post, 1).await.expect(303);
    }
    share(&ann, &bob);
    for post in &posts[..2] {
        vote(&bob, *post, 1).await.expect(303);
    }
    vote(&cyd, posts[2], 1).await.expect(303);
    let hashes = rows(&app).await;
    assert_eq!(hashes.len(), 3);
    assert!(hashes[0] == hashes[1] && hashes[1] != hashes[2]);
    assert_ne!(hashes[0], ann.cookie("talka-device").unwrap(), "what the browser keeps stands nowhere");
    app.days_pass(1).await;
    let found: Vec<(Pattern, i64)> =
        app.read(|c| Ok(fraud_findings::table.select((fraud_findings::pattern, fraud_findings::gifts)).load(c)?)).await;
    assert_eq!(found, [(Pattern::SameDevice, 2)]);
    app.days_pass(30).await;
    assert!(rows(&app).await.is_empty());
    app.assert_verified();
}
