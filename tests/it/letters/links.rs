//! Links that end mails: signed, for one account, without signing in.

use reqwest::Method;
use reqwest::multipart::Form;
use talka::letters::About;

use super::{answered, one_click, post_raw, unsubscribe_path};
use crate::support::{Client, TestApp};

/// What somebody has chosen for a kind, as the page shows it.
async fn chosen(client: &Client, about: &str) -> String {
    let page = client.get("/settings/mail").await.expect(200);
    page.attr(&format!("select[name={about}] option[selected]"), "value").unwrap()
}

async fn link(app: &TestApp) -> (Client, String) {
    let (anna, ben) = (app.member("anna").await, app.member("ben").await);
    answered(app, &anna, &ben).await;
    let path = unsubscribe_path(app, &app.mails().await[0]);
    (anna, path)
}

#[tokio::test]
async fn one_click_of_a_mail_program_ends_that_kind() {
    let app = TestApp::spawn().await;
    let (anna, path) = link(&app).await;
    // Mail programs look at links before anybody clicks: looking changes nothing.
    for _ in 0..2 {
        app.visitor().get(&path).await.expect(200);
    }
    app.visitor().send(app.visitor().request(Method::HEAD, &path)).await.expect(200);
    assert_eq!(chosen(&anna, "answers").await, "instant");
    for _ in 0..2 {
        let reply = one_click(&app, &path).await.expect(200);
        assert_eq!((reply.location(), reply.header("set-cookie")), ("", ""));
    }
    for about in About::ALL {
        let expected = if *about == About::Answers { "never" } else { about.default_timing().as_str() };
        assert_eq!(chosen(&anna, about.as_str()).await, expected);
    }
}

#[tokio::test]
async fn it_is_taken_from_anywhere_and_in_both_kinds_of_forms() {
    let app = TestApp::spawn().await;
    let (anna, path) = link(&app).await;
    let visitor = app.visitor();
    let form = "application/x-www-form-urlencoded";
    for headers in [
        vec![("content-type", form), ("origin", "https://mail.example")],
        vec![("content-type", form), ("origin", "null")],
        vec![("content-type", form), ("sec-fetch-site", "cross-site")],
        vec![("content-type", "application/x-www-form-urlencoded; charset=utf-8")],
    ] {
        post_raw(&visitor, &path, &headers, "List-Unsubscribe=One-Click").await.expect(200);
        assert_eq!(chosen(&anna, "answers").await, "never");
        super::choose(&anna, &[]).await;
    }
    let parts = Form::new().text("List-Unsubscribe", "One-Click");
    visitor.send(visitor.request(Method::POST, &path).multipart(parts)).await.expect(200);
    assert_eq!(chosen(&anna, "answers").await, "never");
}

#[tokio::test]
async fn what_asks_for_nothing_known_changes_nothing() {
    let app = TestApp::spawn().await;
    let (anna, path) = link(&app).await;
    let visitor = app.visitor();
    let form = "application/x-www-form-urlencoded";
    let long = format!("List-Unsubscribe=One-Click&x={}", "x".repeat(9_000));
    for (kind, body, status) in [
        (form, "", 422),
        (form, "List-Unsubscribe=Two-Clicks", 422),
        (form, "do=everything", 422),
        (form, "do=save&answers=sometimes", 422),
        (form, "List-Unsubscribe=One-Click&do=all", 422),
        (form, long.as_str(), 413),
        ("multipart/form-data; boundary=x", "--x\r\n\r\n--x--", 422),
        ("application/json", "{\"List-Unsubscribe\":\"One-Click\"}", 415),
        ("text/plain", "List-Unsubscribe=One-Click", 415),
    ] {
        post_raw(&visitor, &path, &[("content-type", kind)], body).await.expect(status);
    }
    assert_eq!(chosen(&anna, "answers").await, "instant");
}

#[tokio::test]
async fn the_page_behind_it_changes_mails_and_shows_nothing_else() {
    let app = TestApp::spawn().await;
    let (anna, path) = link(&app).await;
    let visitor = app.visitor();
    let page = visitor.get(&path).await.expect(200);
    assert!(page.text().contains("a•••@e•••.org") && page.header("cache-control").contains("no-store"), "{page:?}");
    for secret in ["anna", "example.org", "ben"] {
        assert!(!page.text().contains(secret), "{secret}: {page:?}");
    }
    assert!(visitor.cookie("talka").is_none(), "it signs nobody in");
    visitor.get("/settings/mail").await.expect(303);
    let save = [("do", "save"), ("topics", "weekly"), ("comments", "never")];
    visitor.post_without_token(&path, &save).await.expect(303);
    assert_eq!((chosen(&anna, "topics").await, chosen(&anna, "comments").await), ("weekly".into(), "never".into()));
    assert_eq!(chosen(&anna, "answers").await, "instant", "what was left out stays");
    visitor.post_without_token(&path, &[("do", "kind")]).await.expect(303);
    assert_eq!(chosen(&anna, "answers").await, "never");
    visitor.post_without_token(&path, &[("do", "all")]).await.expect(303);
    assert!(visitor.get(&path).await.expect(200).text().contains("gets no mails from here"));
    assert!(anna.get("/settings/mail").await.expect(200).attr("input[name=off]", "checked").is_some());
    visitor.post_without_token(&path, &[("do", "on")]).await.expect(303);
    assert!(anna.get("/settings/mail").await.expect(200).attr("input[name=off]", "checked").is_none());
}

#[tokio::test]
async fn a_link_that_was_not_made_here_says_what_to_do() {
    let app = TestApp::spawn().await;
    // Before the first letter there is no secret yet.
    let never_made = app.visitor().get(&format!("/unsubscribe/{}", "A".repeat(55))).await.expect(404);
    let (anna, path) = link(&app).await;
    let token = path.strip_prefix("/unsubscribe/").unwrap();
    let mut turned: Vec<u8> = token.bytes().collect();
    turned[20] = if turned[20] == b'A' { b'B' } else { b'A' };
    let odd = [
        "A".repeat(55),
        "x".into(),
        token[1..].to_owned(),
        token[..token.len() - 1].to_owned(),
        format!("{token}AAAA"),
        String::from_utf8(turned).unwrap(),
        "%F0%9F%92%A9".into(),
        "A".repeat(2_000),
    ];
    let expected = never_made.find("main");
    for token in odd {
        let path = format!("/unsubscribe/{token}");
        let reply = app.visitor().get(&path).await.expect(404);
        assert!(reply.text().contains("This link does not work"));
        assert_eq!(reply.find("main"), expected, "{token}");
        one_click(&app, &path).await.expect(404);
        app.visitor().post_without_token(&path, &[("do", "all")]).await.expect(404);
    }
    assert_eq!(chosen(&anna, "answers").await, "instant");
}

#[tokio::test]
async fn a_link_still_works_when_its_reader_is_signed_in_as_another() {
    let app = TestApp::spawn().await;
    let (anna, path) = link(&app).await;
    let other = app.member("cleo").await;
    other.post_without_token(&path, &[("List-Unsubscribe", "One-Click")]).await.expect(200);
    assert_eq!(chosen(&anna, "answers").await, "never");
    assert_eq!(chosen(&other, "answers").await, "instant");
}
