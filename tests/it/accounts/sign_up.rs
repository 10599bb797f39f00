//! A new account.

use talka::settings;

use super::{OTHER, accounts, at_once, is_in, is_verified, mailed_link, sign_in, sign_up};
use crate::support::TestApp;

#[tokio::test]
async fn an_account_is_made_proven_and_signed_in_by_the_mailed_link() {
    let app = TestApp::spawn().await;
    let visitor = app.visitor();
    let page = sign_up(&visitor, "newcomer").await.expect(200);
    assert!(page.find("main").unwrap().contains("newcomer@example.org"));
    assert!(!is_in(&visitor).await, "nobody is signed in by signing up");
    assert!(!is_verified(&app, "newcomer").await);

    let link = mailed_link(&app, "verify-email").await;
    for _ in 0..2 {
        visitor.get(&link).await.expect(200);
        assert!(!is_in(&visitor).await, "opening a link signs nobody in (class 16)");
    }
    let done = visitor.post_form_from(&link, &link, &[]).await.expect(303);
    assert_eq!(done.location(), "/");
    assert!(is_in(&visitor).await && is_verified(&app, "newcomer").await);
    visitor.get(&link).await.expect(410);
    visitor.post_form(&link, &[]).await.expect(410);
}

#[tokio::test]
async fn an_address_that_has_an_account_is_answered_the_same_and_told_by_mail() {
    let app = TestApp::spawn().await;
    app.member("anna").await;
    let before = accounts(&app).await;
    let fields = |email, handle| [("email", email), ("handle", handle), ("display_name", "Second"), ("password", OTHER)];
    let known = app.visitor().post_form("/sign-up", &fields("Anna@example.org", "second")).await.expect(200);
    let mails = app.mails().await;
    assert_eq!((mails.len(), mails[0].to_address.as_str()), (1, "anna@example.org"));
    assert!(mails[0].text.contains("@anna") && !mails[0].text.contains("/verify-email/"));

    let unknown = app.visitor().post_form("/sign-up", &fields("bert@example.org", "third")).await.expect(200);
    let same = |text: &str| text.replace("Anna@", "bert@");
    assert_eq!(same(&known.find("main").unwrap()), unknown.find("main").unwrap());
    assert_eq!(accounts(&app).await, before + 2);

    for held in ["second", "third"] {
        let page = app.visitor().post_form("/sign-up", &fields("carl@example.org", held)).await.expect(422);
        assert!(page.find("#f-handle-error").is_some(), "{held} is held, whether or not its address was known");
        app.visitor().get(&format!("/members/{held}")).await.expect(404);
    }
    sign_in(&app.visitor(), "second", OTHER).await.expect(422);
}

#[tokio::test]
async fn what_does_not_fit_is_said_beside_its_field_and_kept() {
    let app = TestApp::spawn().await;
    app.member("anna").await;
    let fields = [("email", "nobody"), ("handle", "admin"), ("display_name", "<b>"), ("password", "12345678")];
    let page = app.visitor().post_form("/sign-up", &fields).await.expect(422);
    assert_eq!(page.find_all(".errsum li").len(), 4);
    for (at, field) in ["email", "display_name", "handle", "password"].into_iter().enumerate() {
        let link = page.attr(&format!(".errsum li:nth-child({}) a", at + 1), "href");
        assert_eq!(link.as_deref(), Some(format!("#f-{field}").as_str()), "in the order of the form");
    }
    assert_eq!(page.attr("#f-email", "value").as_deref(), Some("nobody"));
    assert_eq!(page.attr("#f-display_name", "value").as_deref(), Some("<b>"));
    assert_eq!(page.attr("#f-password", "value").as_deref(), Some(""), "a password is never sent back");
    // A Cyrillic а: it looks like the handle that is taken.
    for taken in ["anna", "ANNA", "аnnа"] {
        let fields = [("email", "a@example.org"), ("handle", taken), ("display_name", "A"), ("password", OTHER)];
        let page = app.visitor().post_form("/sign-up", &fields).await.expect(422);
        assert!(page.find("#f-handle-error").is_some(), "{taken}");
    }
    let role = [("email", "a@example.org"), ("handle", "eve"), ("display_name", "A"), ("password", OTHER)];
    let with_role: Vec<(&str, &str)> = role.into_iter().chain([("is_admin", "true")]).collect();
    app.visitor().post_form("/sign-up", &with_role).await.expect(422);
}

#[tokio::test]
async fn a_form_sent_many_times_at_once_makes_one_account() {
    let app = TestApp::spawn().await;
    let fields = [
        ("email", "twice@example.org"),
        ("handle", "twice"),
        ("display_name", "Twice"),
        ("password", OTHER),
        ("form_key", "of-this-one-form"),
    ];
    let (_, statuses) = at_once(app.visitor(), "/sign-up", &fields, 20).await;
    assert!(statuses.iter().all(|status| matches!(status, 200 | 422 | 503)), "{statuses:?}");
    assert!(statuses.contains(&200), "{statuses:?}");
    assert_eq!(accounts(&app).await, 1);
    assert_eq!(app.mails().await.len(), 1);
}

#[tokio::test]
async fn a_closed_site_takes_no_accounts() {
    let app = TestApp::spawn().await;
    let now = app.clock.now();
    app.write(move |tx| settings::set_all(tx, &[(settings::key::SIGN_UP, "closed")], now)).await;
    app.clock.advance(6);
    let page = app.visitor().get("/sign-up").await.expect(200);
    assert!(page.find("form[action='/sign-up']").is_none());
    sign_up(&app.visitor(), "late").await.expect(403);
    assert_eq!(accounts(&app).await, 0);
}

#[tokio::test]
async fn an_unproven_account_reads_and_puts_nothing_in_public() {
    let app = TestApp::spawn().await;
    let visitor = app.visitor();
    sign_up(&visitor, "newcomer").await.expect(200);
    sign_in(&visitor, "newcomer@example.org", OTHER).await.expect(303);
    let page = visitor.get("/settings").await.expect(200);
    assert!(page.find("form[action='/settings/profile']").is_none());
    assert!(page.find("form[action='/settings/verify-email']").is_some());
    app.visitor().get("/members/newcomer").await.expect(404);
    visitor.get("/members/newcomer").await.expect(200);
    let fields = [("display_name", "Loud"), ("bio", "Buy things")];
    let token = visitor.token_from("/settings").await;
    let mut all = vec![("csrf", token.as_str())];
    all.extend(fields);
    visitor.post_without_token("/settings/profile", &all).await.expect(403);
}
