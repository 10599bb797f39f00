//! Profiles, staff, and the first admin.

use diesel::prelude::*;
use talka::accounts::first_admin;
use talka::db::schema::users;

use super::{OTHER, accounts, at_once};
use crate::support::TestApp;

#[tokio::test]
async fn a_profile_shows_what_its_owner_writes_and_no_address() {
    let app = TestApp::spawn().await;
    let anna = app.member("anna").await;
    let bio = "Hello **there**\n\n<script>alert(1)</script> [x](javascript:alert(1)) ![y](https://evil.example/y.png)";
    anna.post_form("/settings/profile", &[("display_name", "Anna K."), ("bio", bio)]).await.expect(303);
    let page = app.visitor().get("/members/anna").await.expect(200);
    assert_eq!(page.find("h1").as_deref(), Some("Anna K."));
    assert_eq!(page.find(".prose strong").as_deref(), Some("there"));
    assert!(page.find(".prose script").is_none() && page.find("img[src^=https]").is_none());
    assert!(!page.text().contains("javascript:") && !page.text().contains("example.org"));
    // Class 31: neither MD5 nor SHA-256 of the address.
    let md5 = "7771093713556e85d7a876c08cb5bb63";
    for digest in [md5.to_owned(), talka::ids::digest("anna@example.org")] {
        assert!(!page.text().contains(&digest));
    }
    app.visitor().get("/members/nobody").await.expect(404);
    assert_eq!(app.visitor().get("/members/ANNA").await.expect(301).location(), "/members/anna");
}

#[tokio::test]
async fn what_does_not_fit_a_profile_is_said_and_kept() {
    let app = TestApp::spawn().await;
    let anna = app.member("anna").await;
    let long = "ж".repeat(2_001);
    let page = anna.post_form("/settings/profile", &[("display_name", "evil.example"), ("bio", &long)]).await;
    let page = page.expect(422);
    assert!(page.find("#f-display_name-error").is_some() && page.find("#f-bio-error").is_some());
    assert_eq!(page.find("#f-bio"), Some(long));
    anna.post_form("/settings/profile", &[("display_name", "A"), ("is_admin", "true")]).await.expect(422);
    anna.post_form("/settings/profile", &[("display_name", "A"), ("bio", &"ж".repeat(2_000))]).await.expect(303);
}

#[tokio::test]
async fn staff_give_their_real_name_and_job() {
    let app = TestApp::spawn().await;
    let (staff, anna) = (app.staff().await, app.member("anna").await);
    let fields = [("display_name", "Dara Quinlan"), ("bio", ""), ("job_title", "Head of Care")];
    staff.post_form("/settings/profile", &fields).await.expect(303);
    let page = app.visitor().get("/members/staff").await.expect(200);
    assert!(page.find("main").unwrap().contains("Head of Care"));
    // For others a job title does nothing.
    anna.post_form("/settings/profile", &fields).await.expect(303);
    let kept: Vec<(String, String)> =
        app.read(|c| Ok(users::table.order(users::handle).select((users::real_name, users::job_title)).load(c)?)).await;
    assert_eq!(kept, [(String::new(), String::new()), ("Dara Quinlan".into(), "Head of Care".into())]);
}

#[tokio::test]
async fn one_first_admin_is_made_at_the_newest_link() {
    let app = TestApp::spawn().await;
    let now = app.clock.now();
    let old = app.write(move |tx| first_admin::link(tx, now)).await.unwrap();
    let new = app.write(move |tx| first_admin::link(tx, now)).await.unwrap();
    app.visitor().get(&format!("/first-admin/{old}")).await.expect(410);
    let path = format!("/first-admin/{new}");
    app.visitor().get(&path).await.expect(200);
    let bad = [("email", "boss@example.org"), ("handle", "boss"), ("display_name", "Boss"), ("password", "short")];
    app.visitor().post_form(&path, &bad).await.expect(422);
    // Reserved words are allowed: who has the link runs the server.
    let fields = [("email", "boss@example.org"), ("handle", "admin"), ("display_name", "Boss"), ("password", OTHER)];
    let (boss, statuses) = at_once(app.visitor(), &path, &fields, 10).await;
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
    assert_eq!(accounts(&app).await, 1);
    boss.get("/admin").await.expect(200);
    assert_eq!(app.write(move |tx| first_admin::link(tx, now)).await, None, "there is one now");
    app.visitor().get(&path).await.expect(410);
}
