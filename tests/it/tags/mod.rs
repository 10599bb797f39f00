//! Tags: who makes them up, their pages, their other names.

mod merging;
mod page;
mod synonyms;

use talka::error::AppError;
use talka::policy::{Actor, Member, ModeratorOf};
use talka::topics::tagging;

use crate::support::{STANDING, TestApp};

/// A tag that is there may be used by whoever may write; a new one is for those who may create tags.
#[tokio::test]
async fn a_new_tag_is_asked_of_the_policy() {
    let app = TestApp::spawn().await;
    let (ada, board, now) = (app.member("ada").await, app.board("phones").await, app.clock.now());
    let asked = app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    let unproven = Actor::Member(Member {
        id: ada.id(),
        verified: false,
        suspended_until: None,
        moderates: ModeratorOf::Nothing,
        staff: false,
        admin: false,
        boards: Vec::new(),
        presentable: false,
        since: now,
        standing: STANDING,
    });
    for (tags, may) in [(["phones"].as_slice(), true), (&["phones", "silence"], false)] {
        let (tags, actor) = (tags.iter().map(ToString::to_string).collect::<Vec<_>>(), unproven.clone());
        let set = app.app.shared.db.write(move |tx| tagging::set(tx, &actor, asked.topic, &tags, now)).await;
        match set {
            Ok(()) => assert!(may),
            Err(AppError::Denied(_)) => assert!(!may),
            Err(other) => panic!("{other}"),
        }
    }
    app.visitor().get("/tags/phones").await.expect(200);
    app.visitor().get("/tags/silence").await.expect(404);
    app.assert_verified();
}
