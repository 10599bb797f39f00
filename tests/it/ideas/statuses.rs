//! Statuses as admins keep them.

use std::collections::HashSet;

use diesel::prelude::*;
use talka::db::schema::{audit, statuses};
use talka::ids::StatusId;

use super::status;
use crate::support::{Client, TestApp};

const NEW: [(&str, &str); 4] = [("name", "On trial"), ("kind", "accepted"), ("tone", "progress"), ("icon", "eye")];

/// A status as the form has it, with other values for some fields.
fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<(&str, &str)> =
        NEW.into_iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name)).collect();
    fields.extend_from_slice(changes);
    fields
}

async fn named(app: &TestApp, name: &'static str) -> Option<StatusId> {
    app.read(move |c| Ok(statuses::table.filter(statuses::name.eq(name)).select(statuses::id).first(c).optional()?))
        .await
}

async fn order(admin: &Client) -> Vec<String> {
    admin.get("/admin/statuses").await.expect(200).find_all("ol.rows .pill:first-child")
}

#[tokio::test]
async fn admins_make_name_order_and_retire_statuses() {
    let app = TestApp::spawn().await;
    let (admin, staff, ada) = (app.admin().await, app.staff().await, app.member("ada").await);
    // Each icon has a name of its own for those who do not see it.
    let form = admin.get("/admin/statuses/new").await.expect(200);
    let names: HashSet<String> = form.find_all("label:has(input[name=icon]) .vh").into_iter().collect();
    assert_eq!(names.len(), talka::statuses::ICONS.len(), "{names:?}");
    admin.post_form("/admin/statuses/new", &with(&[("lang", "lt"), ("translation", "Bandoma")])).await.expect(303);
    let made = named(&app, "On trial").await.unwrap();
    let page = format!("/admin/statuses/{made}");
    let form = admin.get(&page).await.expect(200);
    assert_eq!(form.attr("input[name=translation][value]", "value").as_deref(), Some("Bandoma"));
    assert_eq!(order(&admin).await.last().map(String::as_str), Some("On trial"));
    admin.post_form(&format!("{page}/move"), &[("way", "up")]).await.expect(303);
    let listed = order(&admin).await;
    assert_eq!(&listed[listed.len() - 2..], ["On trial", "Merged"]);
    admin.post_form(&format!("{page}/move"), &[("way", "sideways")]).await.expect(422);
    admin.post_form(&page, &with(&[("name", "Being tried"), ("tone", "review"), ("kind", "open")])).await.expect(303);
    assert!(named(&app, "On trial").await.is_none());
    // Given to an idea, its meaning stays.
    let board = app.board_of_ideas("plans").await;
    let idea = app.propose(&ada, board, "Share spare data with family").await;
    let given = made.to_string();
    let fields = [("status", given.as_str()), ("body", "We try it."), ("seen", "")];
    staff.post_form(&format!("/ideas/{}/update", idea.topic), &fields).await.expect(303);
    assert!(app.visitor().get(&idea.path).await.find("article .pill").unwrap().contains("Being tried"));
    let reply = admin.post_form(&page, &with(&[("kind", "done")])).await.expect(422);
    assert!(reply.text().contains("cannot change while an idea has the status"), "{reply:?}");
    admin.post_form(&page, &with(&[("name", "Tried out"), ("kind", "open")])).await.expect(303);
    admin.post_form(&format!("{page}/delete"), &[]).await.expect(409);
    admin.post_form(&format!("{page}/retire"), &[]).await.expect(303);
    let form = staff.get(&format!("/ideas/{}/update", idea.topic)).await.expect(200);
    assert!(!form.find("select[name=status]").unwrap().contains("Tried out"));
    admin.post_form(&format!("{page}/revive"), &[]).await.expect(303);
    // No idea has it any more, but one had.
    let planned = status(&app, "planned").await.to_string();
    let seen = form.attr("input[name=seen]", "value").unwrap();
    let fields = [("status", planned.as_str()), ("body", "It comes."), ("seen", &seen)];
    staff.post_form(&format!("/ideas/{}/update", idea.topic), &fields).await.expect(303);
    admin.post_form(&format!("{page}/delete"), &[]).await.expect(409);
    admin.post_form(&page, &with(&[("name", "Tried out"), ("kind", "accepted")])).await.expect(303);
    let lines: Vec<String> = app
        .read(|c| {
            let lines = audit::table.filter(audit::subject_kind.eq("status"));
            Ok(lines.order(audit::id).select(audit::action).load(c)?)
        })
        .await;
    let edit = "status-edit";
    let expected = ["status-create", "status-move", edit, edit, "status-retire", "status-revive", edit];
    assert_eq!(lines, expected);
    let log = admin.get("/admin/audit").await.expect(200);
    assert!(log.text().contains("Tried out") && log.text().contains("On the way"));
    app.assert_verified();
}

#[tokio::test]
async fn one_that_no_idea_ever_had_is_deleted_and_the_programs_own_are_not() {
    let app = TestApp::spawn().await;
    let admin = app.admin().await;
    admin.post_form("/admin/statuses/new", &NEW).await.expect(303);
    let made = named(&app, "On trial").await.unwrap();
    admin.post_form(&format!("/admin/statuses/{made}/delete"), &[]).await.expect(303);
    admin.get(&format!("/admin/statuses/{made}")).await.expect(404);
    for key in ["new", "merged"] {
        let own = status(&app, key).await;
        for act in ["delete", "retire"] {
            admin.post_form(&format!("/admin/statuses/{own}/{act}"), &[]).await.expect(409);
        }
        let fields = with(&[("name", ""), ("kind", "done")]);
        admin.post_form(&format!("/admin/statuses/{own}"), &fields).await.expect(422);
    }
    let planned = status(&app, "planned").await;
    admin.post_form(&format!("/admin/statuses/{planned}/delete"), &[]).await.expect(409);
    let fields = with(&[("name", ""), ("kind", "accepted")]);
    admin.post_form(&format!("/admin/statuses/{planned}"), &fields).await.expect(303);
    assert!(order(&admin).await.contains(&"Planned".to_owned()), "without a name, the program's own");
}

#[tokio::test]
async fn names_are_one_of_a_kind_in_every_language_whatever_their_case() {
    let app = TestApp::spawn().await;
    let (admin, staff) = (app.admin().await, app.staff().await);
    admin.post_form("/admin/statuses/new", &with(&[("lang", "LT"), ("translation", " Bandoma ")])).await.expect(303);
    let long = "a".repeat(41);
    for (changes, field) in [
        (vec![("name", "")], "name"),
        (vec![("name", " x ")], "name"),
        (vec![("name", long.as_str())], "name"),
        (vec![("name", "on TRIAL")], "name"),
        (vec![("name", "planned")], "name"),
        (vec![("name", "Tried"), ("lang", "lt"), ("translation", "BANDOMA")], "names"),
        (vec![("name", "Tried"), ("lang", "en"), ("translation", "Under Review")], "names"),
        (vec![("name", "Bandoma"), ("lang", "pl"), ("translation", "Testowane")], "name"),
        (vec![("name", "Tried"), ("lang", "x"), ("translation", "Testowane")], "names"),
        (vec![("name", "Tried"), ("lang", "p<l"), ("translation", "Testowane")], "names"),
        (vec![("name", "Tried"), ("lang", "pl"), ("translation", "T")], "names"),
        (vec![("kind", "none"), ("name", "Tried")], "kind"),
        (vec![("tone", "pink"), ("name", "Tried")], "tone"),
        (vec![("icon", "../x"), ("name", "Tried")], "icon"),
    ] {
        let reply = admin.post_form("/admin/statuses/new", &with(&changes)).await.expect(422);
        assert_eq!(reply.attr(".errsum a", "href"), Some(format!("#f-{field}")), "{changes:?}");
    }
    let twice = [("lang", "pl"), ("translation", "Jeden"), ("lang", "pl"), ("translation", "Drugi"), ("name", "Tried")];
    admin.post_form("/admin/statuses/new", &with(&twice)).await.expect(422);
    let unpaired = [("lang", "pl"), ("lang", "lt"), ("translation", "Drugi"), ("name", "Tried")];
    admin.post_form("/admin/statuses/new", &with(&unpaired)).await.expect(422);
    let two = [("lang", "pl"), ("translation", "Jeden"), ("lang", "pt-br"), ("translation", "Um"), ("name", "Tried")];
    admin.post_form("/admin/statuses/new", &with(&two)).await.expect(303);
    assert_eq!(staff.get("/admin/statuses").await.status, 404);
    assert_eq!(staff.post_form("/admin/statuses/new", &NEW).await.status, 404);
}

#[tokio::test]
async fn of_two_who_take_a_name_at_once_one_gets_it() {
    let app = TestApp::spawn().await;
    let admin = app.admin().await;
    let replies = admin.post_at_once(8, "/admin/statuses/new", &NEW).await;
    let made = crate::support::with_status(&replies, 303);
    assert_eq!((made, crate::support::with_status(&replies, 422)), (1, 7));
}
