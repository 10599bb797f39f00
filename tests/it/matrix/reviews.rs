//! Suggested edits, and what waits to be decided: for whom.

use super::lines::{get, post};
use super::{WHO, cast, letter};
use crate::suggestions::{REASON, number, send};
use crate::support::{Client, TestApp};

const REJECT: &[(&str, &str)] = &[("reason", REASON)];
const IMPROVE: &[(&str, &str)] = &[("body", "A text that somebody improves."), ("version", "1"), ("reason", REASON)];

/// A suggestion for an answer of the author's on the open board by another member, and on the restricted one by the
/// insider.
async fn suggested(
    app: &TestApp,
    (author, others, boards): (&Client, [&Client; 2], [talka::ids::BoardId; 2]),
) -> [String; 2] {
    let mut paths = Vec::new();
    for (by, board) in others.into_iter().zip(boards) {
        let asked = app.ask(author, board, "Why does my phone not ring?", "phones").await;
        let answer = app.answer(author, &asked, "A text that was written first.").await;
        let id = number(&send(by, answer, "A text that somebody suggests.").await.expect(303));
        by.get("/no-such-page").await;
        paths.push(format!("/suggestions/{id}"));
    }
    paths.try_into().unwrap()
}

#[tokio::test]
async fn everybody_and_what_is_suggested() {
    let app = TestApp::spawn().await;
    let cast = cast(&app).await;
    let (author, other, insider) = (&cast.who[3].0, &cast.who[2].0, &cast.who[10].0);
    let scene = (author, [other, insider], [cast.open, cast.secret]);
    #[rustfmt::skip]
    let lines = [
        ("GET", "", &[][..],              "s!2222242!4", "s!4244242!2"),
        ("GET", "/improve", &[],          "s!!22!242!4", "s!4244242!!"),
        ("POST", "/approve", &[],         "u!!33!343!4", "u!4344343!!"),
        ("POST", "/reject", REJECT,       "u!!33!343!4", "u!4344343!!"),
        ("POST", "/improve", IMPROVE,     "u!!33!343!4", "u!4344343!!"),
        ("POST", "/withdraw", &[],        "u!3444444!4", "u!4444444!3"),
    ];
    for (method, end, fields, of_all, of_few) in lines {
        let mut paths = suggested(&app, scene).await;
        for (at, expected) in [of_all, of_few].into_iter().enumerate() {
            assert_eq!(expected.len(), WHO.len(), "{method} {end}");
            for ((who, name), expected) in cast.who.iter().zip(WHO).zip(expected.chars()) {
                let path = format!("{}{end}", paths[at]);
                let (line, reply) = if method == "GET" {
                    (get("", [""; 6]), who.0.get(&path).await)
                } else {
                    let sent: Vec<(&str, &str)> =
                        std::iter::once(("csrf", who.1.as_str())).chain(fields.iter().copied()).collect();
                    (post("", &[], [""; 6]), who.0.post_without_token(&path, &sent).await)
                };
                assert_eq!(letter(&line, &reply), expected, "{method} {path} as {name}: {reply:?}");
                if method == "POST" && expected == '3' {
                    who.0.get("/no-such-page").await;
                    paths = suggested(&app, scene).await;
                }
            }
        }
    }
    for ((who, name), expected) in cast.who.iter().zip(WHO).zip("s!2222222!2".chars()) {
        let reply = who.0.get("/review").await;
        assert_eq!(letter(&get("", [""; 6]), &reply), expected, "/review as {name}: {reply:?}");
    }
    app.assert_verified();
}
