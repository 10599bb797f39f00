//! The forms of the administration: what is wrong stands beside its field, and nothing that was typed is lost.

use diesel::prelude::*;
use talka::db::schema::users;
use talka::ids::UserId;

use crate::support::{Client, PASSWORD, Reply, TestApp};

/// Asserts that a form is refused with a sentence beside each of these fields, and the same ones above the form.
async fn refused(admin: &Client, path: &str, typed: &[(&str, &str)], fields: &[&str]) -> Reply {
    let reply = admin.post_form(path, typed).await.expect(422);
    for field in fields {
        let id = format!("f-{field}-error");
        assert!(reply.find(&format!("#{id}")).is_some(), "{path}: nothing stands beside {field}: {reply:?}");
        let tied = reply.html().select(&scraper::Selector::parse("[aria-describedby]").unwrap()).any(|element| {
            element.attr("aria-describedby").unwrap_or_default().split_whitespace().any(|part| part == id)
        });
        assert!(tied, "{path}: the sentence is tied to no field: {field}");
    }
    assert_eq!(reply.find_all(".errsum li a").len(), fields.len(), "{path}: {:?}", reply.find(".errsum"));
    reply
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field() {
    let app = TestApp::spawn().await;
    let admin = app.admin().await;
    let board = app.board("phones").await;
    app.member("ada").await;
    app.unverified("new").await;
    app.suspended("old").await;
    let long = "x".repeat(301);
    let board_path = format!("/admin/boards/{board}");
    for path in ["/admin/boards/new", &board_path] {
        refused(&admin, path, &[], &["name", "hue", "readers"]).await;
        let typed =
            [("name", "Phones"), ("description", &long), ("hue", "7"), ("readers", "groups"), ("slug", "phones")];
        refused(&admin, path, &typed, &["description", "hue", "groups"]).await;
    }
    let made = admin.post_form("/admin/groups/new", &[("name", "Testers")]).await.expect(303);
    for path in ["/admin/groups/new", made.location()] {
        refused(&admin, path, &[("description", &long)], &["name", "description"]).await;
    }
    refused(&admin, &format!("{}/add", made.location()), &[("handle", "nobody")], &["handle"]).await;
    refused(&admin, &format!("{}/add", made.location()), &[], &["handle"]).await;
    refused(&admin, "/admin/settings", &[("tagline", &long)], &["name", "tagline", "zone", "sign_up", "idea_budget"])
        .await;
    refused(&admin, "/admin/members/ada", &[("staff", "true")], &["real_name", "job_title"]).await;
    refused(&admin, "/admin/members/ada", &[("moderator", "true"), ("boards", "999")], &["boards"]).await;
    refused(&admin, "/admin/members/admin", &[], &["admin"]).await;
    let staff = [("staff", "true"), ("real_name", "Nina New"), ("job_title", "Support")];
    refused(&admin, "/admin/members/new", &staff, &["staff"]).await;
    refused(&admin, "/admin/members/old", &[("moderator", "true")], &["moderator"]).await;
    refused(&admin, "/admin/members/old", &[("admin", "true")], &["admin"]).await;
}

async fn is_admin(app: &TestApp, id: UserId) -> bool {
    app.read(move |c| Ok(users::table.find(id).select(users::is_admin).first(c)?)).await
}

/// Where the password has to be typed once more, the form asks for it and keeps what was ticked.
#[tokio::test]
async fn roles_that_wait_for_a_password_stay_ticked() {
    let app = TestApp::spawn().await;
    let (admin, ada, board) = (app.admin().await, app.member("ada").await, app.board("phones").await);
    let (path, board) = ("/admin/members/ada", board.to_string());
    assert!(admin.get(path).await.expect(200).find("input[name=password]").is_none(), "it is fresh");
    app.clock.advance(16 * 60);
    let mut typed = vec![
        ("moderator", "true"),
        ("boards", board.as_str()),
        ("staff", "true"),
        ("real_name", "Ada Adams"),
        ("job_title", "Support engineer"),
        ("admin", "true"),
    ];
    let asked = refused(&admin, path, &typed, &["password"]).await;
    for ticked in ["moderator", "boards", "staff", "admin"] {
        assert!(asked.find(&format!("input[name={ticked}][checked]")).is_some(), "{ticked}: {asked:?}");
    }
    assert_eq!(asked.attr("input[name=real_name]", "value").unwrap(), "Ada Adams");
    typed.push(("password", "not this one"));
    let wrong = refused(&admin, path, &typed, &["password"]).await;
    assert!(wrong.find("input[name=admin][checked]").is_some() && !wrong.text().contains("not this one"));
    assert!(!is_admin(&app, ada.id()).await);
    typed.pop();
    typed.push(("password", PASSWORD));
    admin.post_form(path, &typed).await.expect(303);
    assert!(is_admin(&app, ada.id()).await);
}
