//! What `talka verify` says of suggestions and of votes to close: each kind of damage is done once.

use super::scene;
use crate::cli::verify::rolled_back;

#[tokio::test]
async fn each_damage_is_found_and_named() {
    let scene = scene().await;
    let approved = scene.suggested().await;
    scene.bob.post_form(&format!("/suggestions/{approved}/approve"), &[]).await.expect(303);
    let dora = scene.app.member("dora").await;
    let fields = [("body", "It was switched off."), ("version", "2"), ("reason", "It is shorter.")];
    dora.post_form(&format!("/posts/{}/suggest", scene.answer), &fields).await.expect(303);
    let vote = [("wish", "close"), ("close_reason", "outdated")];
    dora.post_form(&format!("/topics/{}/closing", scene.asked.topic), &vote).await.expect(303);
    scene.app.assert_verified();
    let (waiting, topic) = ("WHERE state = 'waiting'", scene.asked.topic);
    let damages = [
        (format!("UPDATE suggestions SET audience = 1 {waiting}"), "suggestions 2 audience".to_owned()),
        (format!("UPDATE suggestions SET state = 'improved' {waiting}"), "suggestions 2 versions".to_owned()),
        (
            format!("UPDATE suggestions SET state = 'rejected' WHERE id = {approved}"),
            "suggestions 1 versions".to_owned(),
        ),
        (
            format!("UPDATE revisions SET suggestion_id = NULL WHERE suggestion_id = {approved}"),
            "suggestions 1 versions".to_owned(),
        ),
        (
            format!("UPDATE revisions SET suggestion_id = 2 WHERE suggestion_id = {approved}"),
            "suggestions 2 versions".to_owned(),
        ),
        (
            "INSERT INTO reputation_events (user_id, kind, amount, day, board_id, post_id, cause_id, number, at) \
             SELECT s.author_id, 'suggestion', 2, 1, t.board_id, s.post_id, s.id, 1, 1 FROM suggestions s \
             JOIN topics t ON t.id = s.topic_id WHERE s.state = 'waiting'"
                .to_owned(),
            "suggestions 2 reputation_events".to_owned(),
        ),
        ("UPDATE closing_calls SET votes = 2".to_owned(), format!("closing_calls {topic} votes")),
        ("UPDATE closing_calls SET audience = 1".to_owned(), format!("closing_calls {topic} audience")),
        ("UPDATE closing_calls SET wish = 'reopen'".to_owned(), format!("closing_calls {topic} wish")),
        ("DELETE FROM closing_votes".to_owned(), format!("closing_calls {topic} votes")),
    ];
    let db = scene.app.app.shared.db.clone();
    // On a thread of its own, for it waits.
    let found =
        std::thread::spawn(move || damages.map(|(damage, expected)| (rolled_back(&db, &damage), damage, expected)));
    for (found, damage, expected) in found.join().unwrap() {
        assert!(found.contains(&expected), "{damage}: {found:?}");
    }
    scene.app.assert_verified();
}
