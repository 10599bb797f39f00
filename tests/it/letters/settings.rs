//! The page of mail settings.

use talka::clock::Timestamp;

use super::{choose, due};
use crate::support::TestApp;

#[tokio::test]
async fn choices_are_shown_as_they_were_made() {
    let app = TestApp::spawn().await;
    let anna = app.member("anna").await;
    let page = anna.get("/settings/mail").await.expect(200);
    let value = |name: &str| page.attr(&format!("select[name={name}] option[selected]"), "value").unwrap();
    assert_eq!(
        ["topics", "answers", "comments", "mentions", "status"].map(value),
        ["daily", "instant", "daily", "instant", "instant"]
    );
    choose(&anna, &[("topics", "never"), ("status", "weekly"), ("lang", "en"), ("zone", "europe/vilnius")]).await;
    let page = anna.get("/settings/mail").await.expect(200);
    let value = |name: &str| page.attr(&format!("select[name={name}] option[selected]"), "value").unwrap();
    assert_eq!(["topics", "answers", "status", "lang"].map(value), ["never", "instant", "weekly", "en"]);
    assert_eq!(page.attr("input[name=zone]", "value").as_deref(), Some("Europe/Vilnius"));
    assert!(page.find_all("datalist option").len() > 300);
}

#[tokio::test]
async fn what_is_none_is_said_at_its_field_and_nothing_is_kept() {
    let app = TestApp::spawn().await;
    let anna = app.member("anna").await;
    for (name, value) in
        [("zone", "Europe/Atlantis"), ("zone", "../../etc/passwd"), ("lang", "xx"), ("answers", "soon")]
    {
        let reply = anna.post_form("/settings/mail", &[(name, value), ("comments", "never")]).await.expect(422);
        assert!(reply.find(&format!("#f-{name}-error")).is_some(), "{name}: {reply:?}");
        let page = anna.get("/settings/mail").await.expect(200);
        assert_eq!(page.attr("select[name=comments] option[selected]", "value").as_deref(), Some("daily"));
    }
    anna.post_form("/settings/mail", &[("answers", "never"), ("isadmin", "true")]).await.expect(422);
    anna.post_without_token("/settings/mail", &[("answers", "never")]).await.expect(403);
}

#[tokio::test]
async fn another_zone_moves_the_digest() {
    let app = TestApp::spawn().await;
    let anna = app.member("anna").await;
    for (zone, at) in [
        ("Europe/Vilnius", "2026-11-22T06:00:00Z"),
        ("America/New_York", "2026-11-21T13:00:00Z"),
        ("", "2026-11-22T08:00:00Z"),
    ] {
        choose(&anna, &[("zone", zone)]).await;
        app.clock.advance(61);
        assert!(app.mails().await.is_empty());
        assert_eq!(due(&app, &anna).await, Timestamp::from_rfc3339(at), "{zone}");
    }
}
