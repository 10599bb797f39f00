//! Employees decide, with a reason, and the job leaves it so.

use diesel::prelude::*;
use talka::db::schema::{audit, audit_texts};
use talka::super_users::State;

use super::helped;
use crate::support::TestApp;

const WHY: &str = "Runs the evenings for newcomers.";

#[tokio::test]
async fn a_decision_has_a_reason_and_a_line_and_outlasts_the_night() {
    let app = TestApp::spawn().await;
    let (staff, ada, bob) = (app.staff().await, app.member("ada").await, app.member("bob").await);
    let board = app.board("phones").await;
    helped(&app, &bob, board, (20, 15)).await;
    app.judge_all().await;
    let path = "/members/ada/super";
    let profile = staff.get("/members/ada").await.expect(200);
    assert_eq!(profile.attr(&format!("a[href='{path}']"), "href").as_deref(), Some(path));
    let form = staff.get(path).await.expect(200);
    assert_eq!(form.attr("input[name=decision][checked]", "value").as_deref(), Some("formula"));
    staff.post_form_from(path, path, &[("decision", "grant"), ("reason", "")]).await.expect(422);
    let wrong = staff.post_form_from(path, path, &[("decision", "never"), ("reason", WHY)]).await.expect(422);
    assert!(wrong.text().contains("Choose how it is decided.") && wrong.text().contains(WHY));
    staff.post_form_from(path, path, &[("decision", "grant"), ("reason", WHY)]).await.expect(303);
    assert_eq!(app.is_super(&ada).await, (true, Some(State::Granted)));
    staff.post_form_from(path, path, &[("decision", "grant"), ("reason", WHY)]).await.expect(409);
    app.judge_all().await;
    assert_eq!(app.is_super(&ada).await, (true, Some(State::Granted)));

    let withheld = [("decision", "withhold"), ("reason", "Votes for a friend all day.")];
    staff.post_form_from(path, "/members/bob/super", &withheld).await.expect(303);
    app.judge_all().await;
    assert_eq!(app.is_super(&bob).await, (false, Some(State::Withheld)));
    assert!(bob.get("/super-users").await.text().contains("Votes for a friend all day."));
    assert!(!ada.get("/super-users").await.text().contains("Votes for a friend all day."));
    let back = [("decision", "formula"), ("reason", "The friend is a cat.")];
    staff.post_form_from(path, "/members/bob/super", &back).await.expect(303);
    assert_eq!(app.is_super(&bob).await, (true, Some(State::Earned)));
    staff.post_form_from(path, path, &[("decision", "formula"), ("reason", WHY)]).await.expect(303);
    assert_eq!(app.is_super(&ada).await, (false, Some(State::Lost)));
    staff.post_form_from(path, path, &[("decision", "formula"), ("reason", WHY)]).await.expect(409);

    let lines: Vec<(i64, String)> = app
        .read(|c| {
            Ok(audit::table
                .inner_join(audit_texts::table.on(audit_texts::audit_id.eq(audit::id)))
                .filter(audit::action.eq("member-super"))
                .order(audit::id)
                .select((audit::subject_id, audit_texts::reason))
                .load(c)?)
        })
        .await;
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[0], (ada.id().0, WHY.to_owned()));
    let log = app.moderator().await.get("/mod").await.expect(200);
    assert!(log.text().contains("Decided who is a super-user") && log.text().contains("Withheld by staff"), "{log:?}");
    app.assert_honours_verified();
}

#[tokio::test]
async fn only_employees_decide_and_not_about_everybody() {
    let app = TestApp::spawn().await;
    let (staff, ada, bob) = (app.staff().await, app.member("ada").await, app.member("bob").await);
    let (moderator, admin) = (app.moderator().await, app.admin().await);
    app.suspended("sam").await;
    let grant = [("decision", "grant"), ("reason", WHY)];
    for (who, page) in [(&ada, "/badges"), (&moderator, "/badges")] {
        who.get("/members/bob/super").await.expect(403);
        who.post_form_from(page, "/members/bob/super", &grant).await.expect(403);
    }
    staff.get("/members/staff/super").await.expect(403);
    staff.get("/members/nobody/super").await.expect(404);
    staff.post_form_from("/badges", "/members/sam/super", &grant).await.expect(409);
    admin.post_form_from("/badges", "/members/staff/super", &grant).await.expect(409);
    admin.post_form_from("/badges", "/members/bob/super", &grant).await.expect(303);
    assert!(app.is_super(&bob).await.0);
    assert!(!app.is_super(&ada).await.0);
}
