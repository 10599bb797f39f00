//! Mailed links: resets, proofs, and what ends them.

use super::{OTHER, at_once, is_in, is_verified, link_in, mailed_link, sign_in, sign_up};
use crate::support::{PASSWORD, TestApp};

async fn ask(app: &TestApp, email: &str) -> u16 {
    app.visitor().post_form("/reset-password", &[("email", email)]).await.status.as_u16()
}

#[tokio::test]
async fn a_new_password_by_mail_ends_everything_else() {
    let app = TestApp::spawn().await;
    let anna = app.member("anna").await;
    assert_eq!(ask(&app, "Anna@example.org").await, 200);
    let link = mailed_link(&app, "reset-password").await;
    let visitor = app.visitor();
    visitor.get(&link).await.expect(200);
    for bad in ["short", "anna@example.org", "password123"] {
        visitor.post_form(&link, &[("password", bad)]).await.expect(422);
    }
    visitor.post_form(&link, &[("password", OTHER)]).await.expect(303);
    assert!(is_in(&visitor).await);
    assert!(!is_in(&anna).await, "other sessions end (class 19)");
    sign_in(&app.visitor(), "anna", PASSWORD).await.expect(422);
    sign_in(&app.visitor(), "anna", OTHER).await.expect(303);
    app.visitor().post_form(&link, &[("password", PASSWORD)]).await.expect(410);
    let told = app.mails().await;
    assert_eq!((told.len(), told[0].to_address.as_str()), (1, "anna@example.org"));
}

#[tokio::test]
async fn an_address_without_an_account_is_answered_the_same() {
    let app = TestApp::spawn().await;
    app.member("anna").await;
    let page = async |email: &str| {
        let page = app.visitor().post_form("/reset-password", &[("email", email)]).await.expect(200);
        page.find("main").unwrap().replace(email, "…")
    };
    assert_eq!(page("anna@example.org").await, page("nobody@example.org").await);
    assert_eq!(app.mails().await.len(), 1);
}

#[tokio::test]
async fn of_three_links_only_the_newest_works_once() {
    let app = TestApp::spawn().await;
    app.member("anna").await;
    let mut links = Vec::new();
    for _ in 0..3 {
        app.clock.advance(61);
        assert_eq!(ask(&app, "anna@example.org").await, 200);
        links.push(mailed_link(&app, "reset-password").await);
    }
    app.clock.advance(61);
    assert_eq!(ask(&app, "anna@example.org").await, 429, "three an hour");
    for old in &links[..2] {
        app.visitor().get(old).await.expect(410);
        app.visitor().post_form(old, &[("password", OTHER)]).await.expect(410);
    }
    app.visitor().post_form(&links[2], &[("password", OTHER)]).await.expect(303);
    app.visitor().post_form(&links[2], &[("password", OTHER)]).await.expect(410);
}

#[tokio::test]
async fn links_run_out_and_open_only_their_own_door() {
    let app = TestApp::spawn().await;
    app.member("anna").await;
    sign_up(&app.visitor(), "newcomer").await.expect(200);
    let proof = mailed_link(&app, "verify-email").await;
    assert_eq!(ask(&app, "anna@example.org").await, 200);
    let reset = mailed_link(&app, "reset-password").await;
    let secret = |link: &str| link.rsplit('/').next().unwrap().to_owned();
    app.visitor().get(&format!("/verify-email/{}", secret(&reset))).await.expect(410);
    app.visitor().get(&format!("/reset-password/{}", secret(&proof))).await.expect(410);
    app.visitor().get(&format!("/confirm-email/{}", secret(&proof))).await.expect(410);
    app.visitor().get(&format!("/first-admin/{}", secret(&reset))).await.expect(410);
    app.clock.advance(3_601);
    app.visitor().post_form(&reset, &[("password", OTHER)]).await.expect(410);
    app.visitor().get(&proof).await.expect(200);
    app.clock.advance(23 * 3_600);
    app.visitor().post_form(&proof, &[]).await.expect(410);
    assert!(!is_verified(&app, "newcomer").await);
}

#[tokio::test]
async fn a_clock_set_back_revives_no_link() {
    let app = TestApp::spawn().await;
    app.member("anna").await;
    assert_eq!(ask(&app, "anna@example.org").await, 200);
    let link = mailed_link(&app, "reset-password").await;
    app.visitor().post_form(&link, &[("password", OTHER)]).await.expect(303);
    app.clock.advance(-7_200);
    app.visitor().post_form(&link, &[("password", PASSWORD)]).await.expect(410);
}

#[tokio::test]
async fn fifty_requests_at_once_send_one_mail() {
    let app = TestApp::spawn().await;
    app.member("anna").await;
    let (_, statuses) = at_once(app.visitor(), "/reset-password", &[("email", "anna@example.org")], 50).await;
    assert!(statuses.iter().all(|status| *status == 200), "{statuses:?}");
    assert_eq!(app.mails().await.len(), 1, "class 18");
}

#[tokio::test]
async fn one_of_fifty_spends_a_link() {
    let app = TestApp::spawn().await;
    sign_up(&app.visitor(), "newcomer").await.expect(200);
    let proof = mailed_link(&app, "verify-email").await;
    let (_, statuses) = at_once(app.visitor(), &proof, &[], 50).await;
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
    // A request that is sent after the winner's answer holds a session, and the visitor's token is not its own.
    assert_eq!(statuses.iter().filter(|status| matches!(status, 410 | 403)).count(), 49, "{statuses:?}");

    app.member("anna").await;
    assert_eq!(ask(&app, "anna@example.org").await, 200);
    let reset = mailed_link(&app, "reset-password").await;
    let (_, statuses) = at_once(app.visitor(), &reset, &[("password", OTHER)], 20).await;
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
}

#[tokio::test]
async fn at_most_three_proofs_an_hour_go_to_an_address() {
    let app = TestApp::spawn().await;
    let carl = app.unverified("carl").await;
    let mut sent = 0;
    for _ in 0..20 {
        app.clock.advance(61);
        let status = carl.post_form("/settings/verify-email", &[]).await.status.as_u16();
        assert!(matches!(status, 303 | 429), "{status}");
        sent += app.mails().await.len();
    }
    assert_eq!(sent, 3, "class 25");
    // Signing up with the address adds none either.
    let fields = [("email", "carl@example.org"), ("handle", "else"), ("display_name", "E"), ("password", OTHER)];
    app.visitor().post_form("/sign-up", &fields).await.expect(200);
    assert!(app.mails().await.is_empty());
}

#[tokio::test]
async fn a_reset_proves_the_address_and_takes_it_from_a_stranger() {
    let app = TestApp::spawn().await;
    let stranger = app.visitor();
    sign_up(&stranger, "squatter").await.expect(200);
    app.mails().await;
    sign_in(&stranger, "squatter@example.org", OTHER).await.expect(303);
    assert_eq!(ask(&app, "squatter@example.org").await, 200);
    let link = mailed_link(&app, "reset-password").await;
    let owner = app.visitor();
    owner.post_form(&link, &[("password", PASSWORD)]).await.expect(303);
    assert!(is_in(&owner).await && !is_in(&stranger).await && is_verified(&app, "squatter").await);
    sign_in(&stranger, "squatter", OTHER).await.expect(422);
}

#[tokio::test]
async fn what_others_choose_stays_text_in_mails() {
    let app = TestApp::spawn().await;
    let fields = [
        ("email", "obrien@example.org"),
        ("handle", "obrien"),
        ("display_name", "Tom & \"Jo\" O'Brien"),
        ("password", OTHER),
    ];
    app.visitor().post_form("/sign-up", &fields).await.expect(200);
    let mail = app.mails().await.remove(0);
    assert!(mail.text.contains("“Tom & \"Jo\" O'Brien”"), "{}", mail.text);
    assert!(mail.html.contains("“Tom &amp; &quot;Jo&quot; O") && !mail.html.contains("\"Jo\""), "{}", mail.html);
    let link = link_in(&mail.text, "verify-email").unwrap();
    assert!(mail.html.contains(&format!("href=\"{}\"", app.app.shared.config.absolute(&link))));
    // Names that a mail program would turn into a link are refused (class 28).
    for name in ["evil.example", "<a href=x>", "see https://evil", "a\r\nBcc: b@example.org"] {
        let fields = [("email", "x@example.org"), ("handle", "xx"), ("display_name", name), ("password", OTHER)];
        app.visitor().post_form("/sign-up", &fields).await.expect(422);
    }
}
