//! What the mail relay reports, and what comes of it.

use talka::ids;

use super::{answered, post_raw};
use crate::support::{Client, Reply, TestApp};

const KEY: &str = "a key of at least sixteen characters";

async fn spawn() -> TestApp {
    TestApp::with().setting("TALKA_BOUNCE_KEY", KEY).spawn().await
}

fn signature(key: &str, seconds: i64, body: &str) -> String {
    let mac = ids::sign(key, format!("{seconds}.{body}").as_bytes());
    format!("t={seconds},v1={}", mac.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

async fn report(app: &TestApp, body: &str) -> Reply {
    let signed = signature(KEY, app.clock.now().seconds(), body);
    post_raw(&app.visitor(), "/mail/bounces", &[("x-talka-signature", &signed)], body).await
}

fn event(address: &str, kind: &str, at: &str) -> String {
    format!(
        "{{\"events\":[{{\"address\":\"{address}\",\"kind\":\"{kind}\",\"at\":\"{at}\",\"message_id\":\"<1@x>\"}}]}}"
    )
}

async fn notice(client: &Client) -> bool {
    client.get("/settings/mail").await.expect(200).text().contains("Send me the link")
}

#[tokio::test]
async fn a_hard_bounce_ends_letters_until_the_address_is_proven_again() {
    let app = spawn().await;
    let (anna, ben, admin) = (app.member("anna").await, app.member("ben").await, app.admin().await);
    report(&app, &event("Anna@Example.org", "hard", "2026-11-21T11:59:00Z")).await.expect(200);
    assert!(notice(&anna).await);
    let listed = admin.get("/admin/mail").await.expect(200);
    assert!(listed.find("#off").is_some() && listed.text().contains("anna@example.org"));
    let asked = answered(&app, &anna, &ben).await;
    assert!(app.mails().await.is_empty());
    // Turning mails on by hand does not make the address take them.
    anna.post_form("/settings/mail", &[]).await.expect(303);
    assert!(notice(&anna).await);
    app.clock.advance(60);
    anna.post_form("/settings/mail/prove", &[]).await.expect(303);
    let mails = app.mails().await;
    assert_eq!((mails.len(), mails[0].to_address.as_str()), (1, "anna@example.org"));
    let link = mails[0].text.lines().find(|line| line.contains("/verify-email/")).unwrap();
    let path = &link[link.find("/verify-email/").unwrap()..];
    anna.post_form_from(path, path, &[]).await.expect(303);
    assert!(!notice(&anna).await);
    // A late copy of the report is about what was before.
    report(&app, &event("anna@example.org", "hard", "2026-11-21T11:59:30Z")).await.expect(200);
    assert!(!notice(&anna).await);
    app.answer(&ben, &asked, "One more answer, which is mailed.").await;
    assert_eq!(app.mails().await.len(), 1);
}

#[tokio::test]
async fn three_soft_bounces_within_a_month_are_enough_and_a_copy_is_none() {
    let app = spawn().await;
    let anna = app.member("anna").await;
    for at in ["2026-11-10T00:00:00Z", "2026-11-12T00:00:00Z", "2026-11-12T00:00:00Z", "2026-09-01T00:00:00Z"] {
        report(&app, &event("anna@example.org", "soft", at)).await.expect(200);
        assert!(!notice(&anna).await, "{at}");
    }
    report(&app, &event("anna@example.org", "soft", "2026-11-14T00:00:00Z")).await.expect(200);
    assert!(notice(&anna).await);
}

#[tokio::test]
async fn a_complaint_is_enough_at_once() {
    let app = spawn().await;
    let anna = app.member("anna").await;
    report(&app, &event("anna@example.org", "complaint", "2026-11-21T11:00:00Z")).await.expect(200);
    let page = anna.get("/settings/mail").await.expect(200);
    assert!(page.text().contains("reported as unwanted"), "{page:?}");
    let nobody = report(&app, &event("nobody@example.org", "hard", "2026-11-21T11:00:00Z")).await.expect(200);
    assert_eq!(nobody.text(), "{\"taken\":1}");
}

#[tokio::test]
async fn only_what_was_signed_just_now_is_taken() {
    let app = spawn().await;
    let anna = app.member("anna").await;
    let body = event("anna@example.org", "hard", "2026-11-21T11:00:00Z");
    let now = app.clock.now().seconds();
    let visitor = app.visitor();
    for header in [
        String::new(),
        signature("another key of some length", now, &body),
        signature(KEY, now - 301, &body),
        signature(KEY, now + 301, &body),
        signature(KEY, now, "{\"events\":[]}"),
        signature(KEY, now, &body).replace("v1=", "v0="),
    ] {
        post_raw(&visitor, "/mail/bounces", &[("x-talka-signature", &header)], &body).await.expect(403);
    }
    assert!(!notice(&anna).await);
    // A second sending of the same within the time is taken, and changes nothing more.
    for _ in 0..2 {
        report(&app, &body).await.expect(200);
    }
    assert!(notice(&anna).await);
}

#[tokio::test]
async fn a_report_has_bounds_and_without_a_key_there_is_no_address() {
    let app = spawn().await;
    for wrong in
        ["", "[]", "{\"events\":[{\"address\":\"a@x.org\",\"kind\":\"firm\",\"at\":\"2026-11-21T11:00:00Z\"}]}"]
    {
        report(&app, wrong).await.expect(400);
    }
    let one = "{\"address\":\"a@x.org\",\"kind\":\"soft\",\"at\":\"2026-11-21T11:00:00Z\"}";
    let many = |n: usize| format!("{{\"events\":[{}]}}", vec![one; n].join(","));
    report(&app, &many(500)).await.expect(200);
    report(&app, &many(501)).await.expect(400);
    report(&app, &" ".repeat(256 * 1024 + 1)).await.expect(413);
    let plain = TestApp::spawn().await;
    report(&plain, &many(1)).await.expect(404);
}
