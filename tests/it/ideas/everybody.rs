//! The policy of ideas as HTTP shows it: everybody, and the addresses that are for reading, proposing and judging.

use super::decide;
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

/// What a form sends.
type Fields<'a> = &'a [(&'a str, &'a str)];

#[tokio::test]
async fn everybody_and_ideas() {
    let app = TestApp::spawn().await;
    let cast = cast(&app).await;
    let (open, secret) = (app.idea_board("open").await, app.idea_board("secret").await);
    app.restrict(secret, "few", &[]).await;
    let (author, moderator) = (app.member("author").await, &cast[5]);
    let shown = app.idea(&author, open, "An idea that everybody reads").await;
    let decided = app.idea(&author, open, "An idea that is decided").await;
    let hidden = app.idea(&author, open, "An idea that is hidden").await;
    let restricted = app.idea(&author, secret, "An idea for a few only").await;
    decide(&app, decided.topic, "delivered").await;
    let reason = [("reason", "A reason of some words.")];
    moderator.post_form(&format!("/mod/posts/{}/hide", hidden.post), &reason).await.expect(303);
    let board = open.to_string();
    let new: &[(&str, &str)] = &[
        ("title", "An idea by somebody of these"),
        ("board", &board),
        ("tags", "wishes"),
        ("body", "A text that is long enough."),
        ("reviewed", "1"),
    ];
    let (up, text): (Fields<'_>, Fields<'_>) = (&[("value", "1")], &[("body", "A remark of some words.")]);
    let vote = |idea: &crate::support::Asked| format!("/posts/{}/vote", idea.post);
    #[rustfmt::skip]
    let lines: [Line<'_>; 24] = [
        //                                                                V U M S F m A X
        ("/ideas".into(), None,                                          "22222222"),
        ("/ideas?board=open".into(), None,                               "22222222"),
        ("/ideas?board=secret".into(), None,                             "44444224"),
        ("/ideas?mine=votes".into(), None,                               "s2222222"),
        (shown.path.clone(), None,                                       "22222222"),
        (decided.path.clone(), None,                                     "22222222"),
        (hidden.path.clone(), None,                                      "44444224"),
        (restricted.path.clone(), None,                                  "44444224"),
        ("/ideas/new".into(), None,                                      "s!22222!"),
        ("/ideas/new".into(), Some(new),                                 "u!33!33!"),
        (vote(&shown), Some(up),                                         "u!33333!"),
        (vote(&decided), Some(up),                                       "u!!!!!!!"),
        (vote(&hidden), Some(up),                                        "u!444!!!"),
        (vote(&restricted), Some(up),                                    "u!44433!"),
        (format!("/posts/{}/accept", shown.post), Some(&[("on", "true")]), "u!!!!!!!"),
        (format!("/questions/{}/answers", shown.topic), Some(text),      "u!!!!!!!"),
        (format!("/questions/{}/me-too", shown.topic), Some(&[("on", "true")]), "u!!!!!!!"),
        (format!("/posts/{}/comments", shown.post), Some(text),          "u!33!33!"),
        (format!("/posts/{}/comments", decided.post), Some(text),        "u!33!33!"),
        (format!("/posts/{}/edit", shown.post), None,                    "s!!!!22!"),
        (format!("/posts/{}/delete", shown.post), None,                  "s!!!!!!!"),
        (format!("/mod/topics/{}/close", shown.topic), None,             "s!!!!!!!"),
        (format!("/mod/posts/{}/hide", shown.post), None,                "s4444224"),
        ("/ideas/99999999".into(), None,                                 "44444444"),
    ];
    let mut deviations = Vec::new();
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
                _ => '?',
            };
            if got != expected {
                deviations.push(format!("{path}: {got} instead of {expected}: {reply:?}"));
            }
        }
    }
    assert!(deviations.is_empty(), "{} deviations:\n{}", deviations.len(), deviations.join("\n"));
    app.assert_verified();
}
