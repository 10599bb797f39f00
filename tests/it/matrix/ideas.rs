//! What staff say of ideas, and what admins keep for it: for whom.

use talka::boards::{self, BoardKind};

use super::lines::{get, post};
use super::{WHO, cast, letter};
use crate::support::TestApp;

/// On an open board, and on one that is for the author and the insider.
#[tokio::test]
async fn everybody_and_what_staff_say() {
    let app = TestApp::spawn().await;
    let cast = cast(&app).await;
    let (author, insider) = (&cast.who[3].0, &cast.who[10].0);
    let open = app.board_of_ideas("wishes").await;
    let few = app.board_for("few", &[author, insider]).await;
    app.write(move |tx| boards::set_kind(tx, few, BoardKind::Ideas)).await;
    let mut ideas = Vec::new();
    for board in [open, few] {
        ideas.push(app.propose(author, board, "An idea that somebody has").await.topic.to_string());
    }
    author.get("/no-such-page").await;
    let status = app.status("planned").await.to_string();
    #[rustfmt::skip]
    let lines = [
        ("GET", "/ideas/{idea}/updates", "22222222222", "44424424242"),
        ("GET", "/ideas/{idea}/update", "s!!!2!!!2!!", "s!4!44!42!!"),
        // Whoever comes second has not seen what the first said.
        ("POST", "/ideas/{idea}/update", "u!!!3!!!c!!", "u!4!44!43!!"),
    ];
    for (method, pattern, of_all, of_few) in lines {
        for (idea, expected) in ideas.iter().zip([of_all, of_few]) {
            let path = pattern.replace("{idea}", idea);
            for ((who, name), expected) in cast.who.iter().zip(WHO).zip(expected.chars()) {
                let (line, reply) = match method {
                    "GET" => (get("", [""; 6]), who.0.get(&path).await),
                    _ => {
                        let sent = [("csrf", who.1.as_str()), ("status", &status), ("body", "It comes soon.")];
                        (post("", &[], [""; 6]), who.0.post_without_token(&path, &sent).await)
                    }
                };
                assert_eq!(letter(&line, &reply), expected, "{method} {path} as {name}: {reply:?}");
            }
        }
    }
}

#[tokio::test]
async fn everybody_and_the_lists_and_statuses_of_staff() {
    let app = TestApp::spawn().await;
    let cast = cast(&app).await;
    let status = app.status("planned").await;
    let own = format!("/admin/statuses/{status}");
    #[rustfmt::skip]
    let lines = [
        ("GET", "/ideas/due".to_owned(), "s!!!2!!!2!!"),
        ("GET", "/ideas/update".to_owned(), "s!!!2!!!2!!"),
        ("POST", "/ideas/update".to_owned(), "u!!!4!!!4!!"),
        ("GET", "/admin/statuses".to_owned(), "s4444444244"),
        ("GET", "/admin/statuses/new".to_owned(), "s4444444244"),
        ("GET", own.clone(), "s4444444244"),
        ("POST", format!("{own}/retire"), "u4444444344"),
        ("POST", format!("{own}/revive"), "u4444444344"),
        ("POST", format!("{own}/delete"), "u4444444c44"),
    ];
    for (method, path, expected) in lines {
        for ((who, name), expected) in cast.who.iter().zip(WHO).zip(expected.chars()) {
            let (line, reply) = match method {
                "GET" => (get("", [""; 6]), who.0.get(&path).await),
                _ => {
                    let mut sent = vec![("csrf", who.1.as_str())];
                    let many = [("idea", "99999999.0"), ("status", "3"), ("body", "It comes soon.")];
                    sent.extend(path.ends_with("/update").then_some(many).into_iter().flatten());
                    (post("", &[], [""; 6]), who.0.post_without_token(&path, &sent).await)
                }
            };
            assert_eq!(letter(&line, &reply), expected, "{method} {path} as {name}: {reply:?}");
        }
    }
}
