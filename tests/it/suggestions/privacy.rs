//! What is not there for others: suggestions of other people, of hidden posts, and on restricted boards.

use talka::ids::SuggestionId;
use talka::policy::{Privilege, State};
use talka::topics;

use super::{AFTER, REASON, number, scene, send};
use crate::support::{Client, TestApp};

async fn set_state(app: &TestApp, post: talka::ids::PostId, state: State) {
    let now = app.clock.now();
    app.write(move |tx| {
        let (topic, post) = topics::load_post(tx, post)?.unwrap();
        topics::set_state(tx, &topic, &post, state, now)
    })
    .await;
}

/// Every address of a suggestion answers as if it were not there.
async fn assert_not_there(who: &Client, id: SuggestionId) {
    for page in ["", "/improve"] {
        who.get(&format!("/suggestions/{id}{page}")).await.expect(404);
    }
    let improved = [("body", "It was off."), ("version", "1"), ("reason", REASON)];
    for (way, fields) in
        [("approve", &[][..]), ("reject", &[("reason", REASON)]), ("improve", &improved), ("withdraw", &[])]
    {
        who.post_form(&format!("/suggestions/{id}/{way}"), fields).await.expect(404);
    }
}

/// What a member finds on the page of what waits: the entries, and the count of the tab.
async fn waiting(who: &Client) -> (usize, String) {
    let page = who.get("/review").await.expect(200);
    (page.find_all("main li.mod").len(), page.find(".tabs [aria-current] .n").unwrap())
}

#[tokio::test]
async fn to_others_it_is_not_there() {
    let scene = scene().await;
    let id = scene.suggested().await;
    let eve = scene.app.member("eve").await;
    assert_not_there(&eve, id).await;
    assert_eq!(waiting(&eve).await, (0, "0".into()));
    // Who suggested it decides nothing, with whatever standing.
    scene.app.set_threshold(Privilege::EditPosts, 1).await;
    scene.carl.post_form(&format!("/suggestions/{id}/approve"), &[]).await.expect(403);
    scene.carl.post_form(&format!("/suggestions/{id}/reject"), &[("reason", REASON)]).await.expect(403);
    scene.carl.get(&format!("/suggestions/{id}/improve")).await.expect(403);
    assert_eq!(waiting(&scene.carl).await, (0, "0".into()));
    assert_eq!(waiting(&eve).await, (1, "1".into()));
    // Its withdrawal is for who suggested it.
    eve.post_form(&format!("/suggestions/{id}/withdraw"), &[]).await.expect(404);
    scene.bob.post_form(&format!("/suggestions/{id}/withdraw"), &[]).await.expect(404);
}

#[tokio::test]
async fn without_standing_there_is_no_such_page() {
    let scene = scene().await;
    let link = "a[href='/review']";
    assert!(scene.carl.get("/").await.expect(200).find(link).is_some());
    for privilege in [Privilege::VoteToClose, Privilege::EditPosts] {
        scene.app.set_threshold(privilege, 500).await;
    }
    assert!(scene.carl.get("/").await.expect(200).find(link).is_none());
    let refused = scene.carl.get("/review").await.expect(403);
    assert!(refused.text().contains("500 reputation") && refused.text().contains("499 more"));
    scene.app.visitor().get("/review").await.expect(303);
    scene.app.make_super(&scene.carl).await;
    scene.carl.get("/review").await.expect(200);
}

#[tokio::test]
async fn of_a_hidden_post_nothing_is_left_to_see() {
    let scene = scene().await;
    let id = scene.suggested().await;
    let eve = scene.app.editor("eve").await;
    assert_eq!(waiting(&eve).await, (1, "1".into()));
    for (post, state) in
        [(scene.answer, State::Hidden), (scene.answer, State::Deleted), (scene.asked.post, State::Hidden)]
    {
        set_state(&scene.app, post, state).await;
        assert_not_there(&eve, id).await;
        assert_not_there(&scene.carl, id).await;
        assert_eq!(waiting(&eve).await, (0, "0".into()));
        send(&eve, scene.answer, AFTER).await.expect(404);
        set_state(&scene.app, post, State::Visible).await;
    }
    // Its author may look, and decide nothing as long as it is hidden.
    set_state(&scene.app, scene.answer, State::Hidden).await;
    scene.bob.get(&format!("/suggestions/{id}")).await.expect(200);
    scene.bob.post_form(&format!("/suggestions/{id}/approve"), &[]).await.expect(403);
    set_state(&scene.app, scene.answer, State::Visible).await;
    eve.post_form(&format!("/suggestions/{id}/approve"), &[]).await.expect(303);
    scene.app.assert_verified();
}

#[tokio::test]
async fn on_a_restricted_board_it_is_for_those_who_read_it_and_gives_nothing() {
    let scene = scene().await;
    let eve = scene.app.editor("eve").await;
    let secret = scene.app.board_for("secret", &[&scene.bob, &scene.carl]).await;
    let asked = scene.app.ask(&scene.bob, secret, "Why is this so secret?", "phones").await;
    let answer = scene.app.answer(&scene.bob, &asked, "Because it is not done yet.").await;
    let reply = send(&scene.carl, answer, "Because it is not finished yet.").await.expect(303);
    let id = number(&reply);
    assert_not_there(&eve, id).await;
    assert_eq!(waiting(&eve).await, (0, "0".into()));
    let moderator = scene.app.moderator().await;
    assert_eq!(waiting(&moderator).await, (1, "1".into()));
    scene.bob.post_form(&format!("/suggestions/{id}/approve"), &[]).await.expect(303);
    assert_eq!(scene.source(answer).await, "Because it is not finished yet.");
    assert_eq!(scene.earned().await, (0, 0));
    scene.app.assert_verified();
}

#[tokio::test]
async fn a_topic_that_moves_takes_its_suggestions_along() {
    let scene = scene().await;
    let id = scene.suggested().await;
    let eve = scene.app.editor("eve").await;
    let few = scene.app.board("few").await;
    assert_eq!(waiting(&eve).await, (1, "1".into()));
    // The board itself is restricted, and opened again.
    let board =
        scene.app.read(move |c| Ok(topics::load(c, scene.asked.topic)?.map(|topic| topic.board))).await.unwrap();
    scene.app.restrict(board, "few", &[&scene.bob, &scene.carl]).await;
    scene.app.assert_verified();
    assert_not_there(&eve, id).await;
    assert_eq!(waiting(&eve).await, (0, "0".into()));
    let now = scene.app.clock.now();
    scene
        .app
        .write(move |tx| {
            talka::boards::set_readers(tx, board, &talka::boards::Readers::Everyone)?;
            topics::counters::recount_board(tx, board, now)
        })
        .await;
    assert_eq!(waiting(&eve).await, (1, "1".into()));
    // The question moves to a board that few read.
    scene.app.restrict(few, "fewer", &[&scene.bob]).await;
    let moderator = scene.app.moderator().await;
    let few = few.to_string();
    let fields = [
        ("title", "Why does my phone not ring?"),
        ("board", few.as_str()),
        ("tags", "phones"),
        ("lang", "en"),
        ("body", "The body of it, long enough to be one."),
        ("version", "1"),
        ("reason", ""),
    ];
    moderator.post_form(&format!("/posts/{}/edit", scene.asked.post), &fields).await.expect(303);
    assert_not_there(&eve, id).await;
    assert_not_there(&scene.carl, id).await;
    assert_eq!(waiting(&eve).await, (0, "0".into()));
    scene.bob.get(&format!("/suggestions/{id}")).await.expect(200);
    scene.app.assert_verified();
}
