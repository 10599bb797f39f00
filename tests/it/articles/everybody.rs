//! The policy of articles as HTTP shows it: everybody, and every address.

use super::TITLE;
use crate::support::{Client, TestApp};

/// Visitor, unverified, member, staff, staff without a face, moderator, admin, suspended.
async fn cast(app: &TestApp) -> Vec<Client> {
    vec![
        app.visitor(),
        app.unverified("unverified").await,
        app.member("member").await,
        app.staff().await,
        app.faceless("faceless").await,
        app.moderator().await,
        app.admin().await,
        app.suspended("suspended").await,
    ]
}

/// A path, what is sent there, and the answers.
type Line<'a> = (String, Option<&'a [(&'a str, &'a str)]>, &'a str);

#[tokio::test]
async fn everybody_and_articles() {
    let app = TestApp::spawn().await;
    let cast = cast(&app).await;
    let (open, secret) = (app.article_board("open").await, app.closed_article_board("secret").await);
    let (staff, moderator) = (&cast[3], &cast[5]);
    let shown = app.article(staff, open, TITLE).await;
    let hidden = app.article(staff, open, "An article that is hidden").await;
    let restricted = app.article(moderator, secret, "An article for a few only").await;
    let reason = [("reason", "A reason of some words.")];
    moderator.post_form(&format!("/mod/posts/{}/hide", hidden.post), &reason).await.expect(303);
    let (id, post) = (shown.topic, shown.post);
    let text: &[(&str, &str)] = &[("body", "A remark that is long enough.")];
    let close: &[(&str, &str)] = &[("reason", ""), ("close_reason", "outdated")];
    let wrong_reason: &[(&str, &str)] = &[("reason", ""), ("close_reason", "off_topic")];
    #[rustfmt::skip]
    let lines: [Line<'_>; 26] = [
        //                                                                V U M S F m A X
        (shown.path.clone(), None,                                       "22222222"),
        (hidden.path.clone(), None,                                      "44424224"),
        (restricted.path.clone(), None,                                  "44444224"),
        ("/articles".into(), None,                                       "22222222"),
        ("/faq".into(), None,                                            "22222222"),
        ("/articles/new".into(), None,                                   "s!!2!22!"),
        ("/articles/due".into(), None,                                   "s!!2!22!"),
        ("/series/new".into(), None,                                     "s!!2!22!"),
        (format!("/articles/{id}/keep"), None,                           "s!!2!22!"),
        (format!("/articles/{}/keep", restricted.topic), None,           "s!44422!"),
        (format!("/articles/{}/keep", hidden.topic), None,               "s!42422!"),
        (format!("/articles/{id}/still-right"), Some(&[]),               "u!!3!33!"),
        (format!("/articles/{}/still-right", restricted.topic), Some(&[]), "u!44433!"),
        (format!("/posts/{post}/edit"), None,                            "s!!2!22!"),
        (format!("/posts/{post}/delete"), None,                          "s!!2!!!!"),
        (format!("/posts/{post}/comments"), Some(text),                  "u!33!33!"),
        (format!("/posts/{post}/vote"), Some(&[("value", "1")]),         "u!3!333!"),
        (format!("/posts/{post}/accept"), Some(&[("on", "true")]),       "u!!!!!!!"),
        (format!("/questions/{id}/answers"), Some(text),                 "u!!!!!!!"),
        (format!("/questions/{id}/me-too"), Some(&[("on", "true")]),     "u!!!!!!!"),
        (format!("/mod/topics/{id}/close"), None,                        "s!!!!22!"),
        (format!("/mod/topics/{id}/close"), Some(wrong_reason),          "u!!!!??!"),
        (format!("/mod/topics/{id}/close"), Some(close),                 "u!!!!3c!"),
        (format!("/mod/topics/{id}/reopen"), Some(&reason),              "u!!!!3c!"),
        (format!("/mod/posts/{post}/hide"), None,                        "s4444224"),
        ("/articles/new?question=99999999".into(), None,                 "s!!4!44!"),
    ];
    for (path, fields, expected) in lines {
        for (who, expected) in cast.iter().zip(expected.chars()) {
            let reply = match fields {
                Some(fields) => who.post_form(&path, fields).await,
                None => who.get(&path).await,
            };
            let got = match reply.status.as_u16() {
                303 if fields.is_none() && reply.location().starts_with("/sign-in") => 's',
                200 => '2',
                303 => '3',
                401 => 'u',
                403 => '!',
                404 => '4',
                409 => 'c',
                422 => '?',
                _ => '#',
            };
            assert_eq!(got, expected, "{path} {fields:?} {}", reply.status);
        }
    }
    // In no list, count or feed either.
    for list in ["/articles", "/boards/open", "/tags/esim", "/sitemaps/1.xml", "/boards/open/feed.atom", "/faq"] {
        let text = app.visitor().get(list).await.expect(200).text().to_owned();
        assert!(!text.contains("An article that is hidden") && !text.contains("for a few only"), "{list}");
    }
    app.assert_verified();
}
