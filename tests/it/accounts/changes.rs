//! Another password, another address, other browsers.

use super::{OTHER, is_in, mailed_link, sign_in};
use crate::support::{PASSWORD, TestApp};

#[tokio::test]
async fn a_password_is_changed_with_the_present_one_and_ends_other_sessions_and_links() {
    let app = TestApp::spawn().await;
    let anna = app.member("anna").await;
    let elsewhere = app.sign_in(anna.id(), "anna", false).await;
    app.visitor().post_form("/reset-password", &[("email", "anna@example.org")]).await.expect(200);
    let link = mailed_link(&app, "reset-password").await;
    let change = async |current: &str, new: &str| {
        anna.post_form("/settings/password", &[("current_password", current), ("new_password", new)]).await
    };
    assert!(change(OTHER, OTHER).await.expect(422).find("#f-current_password-error").is_some());
    assert!(change(PASSWORD, "short").await.expect(422).find("#f-new_password-error").is_some());
    let before = anna.cookie("talka");
    change(PASSWORD, OTHER).await.expect(303);
    assert_ne!(anna.cookie("talka"), before, "a new session");
    assert!(is_in(&anna).await && !is_in(&elsewhere).await, "class 19");
    app.visitor().get(&link).await.expect(410);
    let told = app.mails().await;
    assert_eq!((told.len(), told[0].to_address.as_str()), (1, "anna@example.org"));
    sign_in(&app.visitor(), "anna", PASSWORD).await.expect(422);
    sign_in(&app.visitor(), "anna", OTHER).await.expect(303);
}

#[tokio::test]
async fn an_address_moves_when_the_new_one_is_proven_and_the_old_one_is_told() {
    let app = TestApp::spawn().await;
    let anna = app.member("anna").await;
    let wrong = [("new_email", "new@example.org"), ("email_password", OTHER)];
    let page = anna.post_form("/settings/email", &wrong).await.expect(422);
    assert_eq!(page.attr("#f-new_email", "value").as_deref(), Some("new@example.org"), "kept");
    anna.post_form("/settings/email", &[("new_email", "new@example.org"), ("email_password", PASSWORD)])
        .await
        .expect(303);
    let mails = app.mails().await;
    assert_eq!((mails.len(), mails[0].to_address.as_str()), (1, "new@example.org"));
    let link = super::link_in(&mails[0].text, "confirm-email").unwrap();
    app.visitor().post_form("/reset-password", &[("email", "anna@example.org")]).await.expect(200);
    let reset = mailed_link(&app, "reset-password").await;

    app.visitor().get(&link).await.expect(200);
    sign_in(&app.visitor(), "anna@example.org", PASSWORD).await.expect(303);
    app.visitor().post_form(&link, &[]).await.expect(303);
    sign_in(&app.visitor(), "new@example.org", PASSWORD).await.expect(303);
    sign_in(&app.visitor(), "anna@example.org", PASSWORD).await.expect(422);
    app.visitor().get(&reset).await.expect(410);
    let told = app.mails().await;
    assert_eq!((told.len(), told[0].to_address.as_str()), (1, "anna@example.org"));
    assert!(told[0].text.contains("new@example.org"));
    app.visitor().post_form(&link, &[]).await.expect(410);
}

#[tokio::test]
async fn an_address_of_another_account_is_answered_the_same_and_told_by_mail() {
    let app = TestApp::spawn().await;
    let (anna, _bert) = (app.member("anna").await, app.member("bert").await);
    let fields = [("new_email", "bert@example.org"), ("email_password", PASSWORD)];
    anna.post_form("/settings/email", &fields).await.expect(303);
    let mails = app.mails().await;
    assert_eq!((mails.len(), mails[0].to_address.as_str()), (1, "bert@example.org"));
    assert!(!mails[0].text.contains("/confirm-email/"));
    assert!(anna.get("/settings").await.find("main").unwrap().contains("bert@example.org"));
}

#[tokio::test]
async fn the_password_once_more_is_counted_like_any_other() {
    let app = TestApp::spawn().await;
    let anna = app.member("anna").await;
    let confirm = async |password: &str| {
        let fields = [("password", password), ("return_to", "//evil.example")];
        anna.post_form("/confirm-password", &fields).await
    };
    assert_eq!(confirm(PASSWORD).await.expect(303).location(), "/");
    for _ in 0..10 {
        confirm(OTHER).await.expect(422);
    }
    confirm(PASSWORD).await.expect(429);
    assert!(is_in(&anna).await);
}

#[tokio::test]
async fn one_ends_ones_own_sessions_and_no_others() {
    let app = TestApp::spawn().await;
    let (anna, bert) = (app.member("anna").await, app.member("bert").await);
    let elsewhere = app.sign_in(anna.id(), "anna", false).await;
    let page = anna.get("/settings").await.expect(200);
    assert_eq!(page.find_all(".sessions li").len(), 2);
    let other = page.attr("form[action='/settings/sessions/end'] button", "value").unwrap();
    bert.post_form("/settings/sessions/end", &[("session", &other)]).await.expect(404);
    assert!(is_in(&elsewhere).await);
    anna.post_form("/settings/sessions/end", &[("session", &other)]).await.expect(303);
    assert!(!is_in(&elsewhere).await && is_in(&anna).await);
    let third = app.sign_in(anna.id(), "anna", false).await;
    anna.post_form("/settings/sessions/end-others", &[]).await.expect(303);
    assert!(!is_in(&third).await && is_in(&anna).await && is_in(&bert).await);
}
