//! The administration: boards, groups, roles, settings, the audit table, jobs and mail.

use diesel::prelude::*;
use talka::clock::Timestamp;
use talka::db::schema::{audit, audit_texts, boards, sessions, topics, users};
use talka::ids::{BoardId, TopicId, UserId};
use talka::jobs::{self, NewJob};

use crate::support::{Client, TestApp};

/// Action and changes of the last line.
async fn last_line(app: &TestApp) -> (String, String) {
    app.read(|c| {
        let lines = audit::table.inner_join(audit_texts::table).order(audit::id.desc());
        Ok(lines.select((audit::action, audit_texts::detail)).first(c)?)
    })
    .await
}

async fn count_lines(app: &TestApp) -> i64 {
    app.read(|c| Ok(audit::table.count().get_result(c)?)).await
}

const BOARD: [(&str, &str); 4] = [("name", "Phones"), ("description", "All"), ("hue", "3"), ("readers", "everyone")];

async fn board_id(app: &TestApp, slug: &'static str) -> BoardId {
    app.read(move |c| Ok(boards::table.filter(boards::slug.eq(slug)).select(boards::id).first(c)?)).await
}

#[tokio::test]
async fn every_page_of_the_administration_stands() {
    let app = TestApp::spawn().await;
    let admin = app.admin().await;
    admin.post_form("/admin/boards/new", &BOARD).await.expect(303);
    let board = board_id(&app, "phones").await;
    let made = admin.post_form("/admin/groups/new", &[("name", "Testers"), ("description", "")]).await.expect(303);
    let group = made.location().to_owned();
    admin.post_form(&format!("{group}/add"), &[("handle", "admin")]).await.expect(303);
    let others = [format!("/admin/boards/{board}"), group];
    let fixed = [
        "/admin",
        "/admin/boards",
        "/admin/boards/new",
        "/admin/groups",
        "/admin/groups/new",
        "/admin/groups/1",
        "/admin/members",
        "/admin/members/admin",
        "/admin/settings",
        "/admin/audit",
        "/admin/audit?action=board-create",
        "/admin/jobs",
        "/admin/jobs?state=dead",
        "/admin/mail",
        "/admin/mail?state=dead",
        "/admin/mail?state=sent",
    ];
    let (member, moderator) = (app.member("ada").await, app.moderator().await);
    for path in fixed.into_iter().chain(others.iter().map(String::as_str)) {
        let page = admin.get(path).await.expect(200);
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
        member.get(path).await.expect(404);
        moderator.get(path).await.expect(404);
    }
    for path in ["/admin/audit?action=x", "/admin/jobs?state=x", "/admin/mail?state=x"] {
        admin.get(path).await.expect(400);
    }
}

#[tokio::test]
async fn boards_are_made_changed_and_put_in_order() {
    let app = TestApp::spawn().await;
    let admin = app.admin().await;
    admin.post_form("/admin/boards/new", &BOARD).await.expect(303);
    let again = admin.post_form("/admin/boards/new", &BOARD).await.expect(422);
    assert!(again.find("#f-slug-error").is_some());
    let second =
        [("name", "Bills"), ("slug", "Bills & co"), ("description", ""), ("hue", "1"), ("readers", "everyone")];
    admin.post_form("/admin/boards/new", &second).await.expect(303);
    let order = |page: crate::support::Reply| page.find_all("main .rows a.strong");
    assert_eq!(order(admin.get("/admin/boards").await), ["Phones", "Bills"]);
    let bills = board_id(&app, "bills-co").await;
    let path = format!("/admin/boards/{bills}/move");
    admin.post_form(&path, &[("way", "up")]).await.expect(303);
    assert_eq!(order(admin.get("/admin/boards").await), ["Bills", "Phones"]);
    let lines = count_lines(&app).await;
    admin.post_form(&path, &[("way", "up")]).await.expect(303);
    assert_eq!(count_lines(&app).await, lines, "the first one does not move, and nothing is noted");
    admin.post_form(&path, &[("way", "sideways")]).await.expect(422);

    let changed = [("name", "Bills"), ("description", "What it costs"), ("hue", "2"), ("readers", "everyone")];
    admin.post_form(&format!("/admin/boards/{bills}"), &changed).await.expect(303);
    let (action, detail) = last_line(&app).await;
    assert_eq!(action, "board-edit");
    assert!(detail.contains("What it costs") && !detail.contains("\"name\""), "{detail}");

    for (field, value) in [("hue", "7"), ("hue", "x"), ("readers", "groups"), ("readers", "all"), ("name", "x")] {
        let fields = BOARD.map(|(name, typed)| if name == field { (name, value) } else { (name, typed) });
        admin.post_form(&format!("/admin/boards/{bills}"), &fields).await.expect(422);
    }
    let more = [BOARD.as_slice(), &[("retired", "true")]].concat();
    admin.post_form(&format!("/admin/boards/{bills}"), &more).await.expect(422);
}

#[tokio::test]
async fn a_restricted_board_takes_its_questions_from_view_and_gives_them_back() {
    let app = TestApp::spawn().await;
    let (admin, ada, board) = (app.admin().await, app.member("ada").await, app.board("phones").await);
    let asked = app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    let audience = |app: &TestApp, topic: TopicId| {
        let db = app.app.shared.db.clone();
        async move { db.read(move |c| Ok(topics::table.find(topic).select(topics::audience).first::<i64>(c)?)).await }
    };
    let questions = |app: &TestApp, user: UserId| {
        let db = app.app.shared.db.clone();
        async move { db.read(move |c| Ok(users::table.find(user).select(users::questions_count).first::<i64>(c)?)).await }
    };
    let made = admin.post_form("/admin/groups/new", &[("name", "Testers"), ("description", "")]).await.expect(303);
    let group = made.location().to_owned();
    let number = group.rsplit('/').next().unwrap().to_owned();
    let path = format!("/admin/boards/{board}");
    let restricted =
        [("name", "Phones"), ("description", ""), ("hue", "1"), ("readers", "groups"), ("groups", number.as_str())];
    let unknown = restricted.map(|(name, value)| if name == "groups" { (name, "999") } else { (name, value) });
    admin.post_form(&path, &unknown).await.expect(422);
    admin.post_form(&path, &restricted).await.expect(303);

    assert_eq!(audience(&app, asked.topic).await.unwrap(), board.0);
    assert_eq!(questions(&app, ada.id()).await.unwrap(), 0, "what is not public counts for nobody");
    let outsider = app.member("outsider").await;
    outsider.get(&asked.path).await.expect(404);
    outsider.get("/boards/phones").await.expect(404);
    admin.post_form(&format!("{group}/add"), &[("handle", "@Outsider")]).await.expect(303);
    outsider.get(&asked.path).await.expect(200);
    let member = outsider.id().to_string();
    admin.post_form(&format!("{group}/remove"), &[("member", &member)]).await.expect(303);
    outsider.get(&asked.path).await.expect(404);

    admin.post_form(&path, &BOARD).await.expect(303);
    assert_eq!(audience(&app, asked.topic).await.unwrap(), 0);
    assert_eq!(questions(&app, ada.id()).await.unwrap(), 1);
    app.visitor().get(&asked.path).await.expect(200);
}

#[tokio::test]
async fn a_retired_board_takes_nothing_new() {
    let app = TestApp::spawn().await;
    let (admin, board) = (app.admin().await, app.board("phones").await);
    admin.post_form(&format!("/admin/boards/{board}/retire"), &[]).await.expect(303);
    assert_eq!(last_line(&app).await.0, "board-retire");
    let page = app.visitor().get("/boards").await.expect(200);
    assert_eq!(page.find_all("main h3"), ["Board phones"]);
    admin.post_form(&format!("/admin/boards/{board}/revive"), &[]).await.expect(303);
    admin.post_form(&format!("/admin/boards/{board}/revive"), &[]).await.expect(303);
    assert_eq!(count_lines(&app).await, 2);
}

#[tokio::test]
async fn groups_hold_members_and_built_in_ones_follow_the_roles() {
    let app = TestApp::spawn().await;
    let admin = app.admin().await;
    app.member("ada").await;
    let new = [("name", "Testers"), ("description", "")];
    let group = admin.post_form("/admin/groups/new", &new).await.expect(303).location().to_owned();
    let taken = admin.post_form("/admin/groups/new", &new).await.expect(422);
    assert!(taken.find("#f-name-error").is_some());
    admin.post_form(&format!("{group}/add"), &[("handle", "ada")]).await.expect(303);
    for handle in ["ada", "nobody", "", "<script>"] {
        let reply = admin.post_form(&format!("{group}/add"), &[("handle", handle)]).await.expect(422);
        assert!(reply.find("#f-handle-error").is_some());
    }
    assert!(admin.get(&group).await.expect(200).text().contains("@ada"));
    admin.post_form("/admin/groups/1/add", &[("handle", "ada")]).await.expect(404);
    admin.post_form("/admin/groups/1", &new).await.expect(404);
}

async fn roles(app: &TestApp, id: UserId) -> (bool, bool, bool) {
    app.read(move |c| {
        Ok(users::table.find(id).select((users::is_moderator, users::is_staff, users::is_admin)).first(c)?)
    })
    .await
}

async fn count_sessions(app: &TestApp, id: UserId) -> i64 {
    app.read(move |c| Ok(sessions::table.filter(sessions::user_id.eq(id)).count().get_result(c)?)).await
}

#[tokio::test]
async fn roles_are_given_and_taken_and_sign_the_member_out() {
    let app = TestApp::spawn().await;
    let (admin, ada, board) = (app.admin().await, app.member("ada").await, app.board("phones").await);
    let board = board.to_string();
    let given = [
        ("moderator", "true"),
        ("boards", board.as_str()),
        ("staff", "true"),
        ("real_name", "Ada Kovač"),
        ("job_title", "Support engineer"),
    ];
    admin.post_form("/admin/members/ada", &given).await.expect(303);
    assert_eq!(roles(&app, ada.id()).await, (true, true, false));
    assert_eq!(count_sessions(&app, ada.id()).await, 0);
    assert_eq!(last_line(&app).await.0, "member-roles");
    let page = admin.get("/admin/members/ada").await.expect(200);
    assert_eq!(page.attr("input[name=real_name]", "value").unwrap(), "Ada Kovač");
    assert!(page.attr("input[name=boards][checked]", "value").is_some());

    let again = app.sign_in(ada.id(), "ada", true).await;
    admin.post_form("/admin/members/ada", &given).await.expect(303);
    assert_eq!(count_sessions(&app, again.id()).await, 1, "the same roles again change nothing");
    admin.post_form("/admin/members/ada", &[]).await.expect(303);
    assert_eq!(roles(&app, ada.id()).await, (false, false, false));
    again.get("/mod").await.expect(303);
}

#[tokio::test]
async fn roles_are_refused_with_the_reason() {
    let app = TestApp::spawn().await;
    let (admin, ada) = (app.admin().await, app.member("ada").await);
    let (fresh, gone) = (app.unverified("fresh").await, app.suspended("gone").await);
    for fields in [
        vec![("staff", "true"), ("real_name", ""), ("job_title", "Support")],
        vec![("staff", "true"), ("real_name", "Ada"), ("job_title", "")],
        vec![("moderator", "true"), ("boards", "999")],
        vec![("moderator", "1")],
        vec![("moderator", "yes")],
        vec![("is_admin", "true")],
        vec![("admin", "true"), ("points", "100")],
    ] {
        admin.post_form("/admin/members/ada", &fields).await.expect(422);
    }
    for handle in ["fresh", "gone"] {
        admin.post_form(&format!("/admin/members/{handle}"), &[("admin", "true")]).await.expect(422);
    }
    let last = admin.post_form("/admin/members/admin", &[]).await.expect(422);
    assert!(last.find("#f-admin-error").is_some());
    for id in [ada.id(), fresh.id(), gone.id()] {
        assert_eq!(roles(&app, id).await, (false, false, false));
    }
    assert_eq!(roles(&app, admin.id()).await, (false, false, true));
    assert_eq!(count_lines(&app).await, 0);
}

#[tokio::test]
async fn of_two_admins_who_depose_each_other_one_stays() {
    let app = TestApp::spawn().await;
    let (one, two) = (app.admin().await, app.member("two").await);
    one.post_form("/admin/members/two", &[("admin", "true")]).await.expect(303);
    let two = app.sign_in(two.id(), "two", true).await;
    let (token_one, token_two) = (one.token_from("/admin").await, two.token_from("/admin").await);
    let depose = |client: &Client, handle: &str, token: &str| {
        let path = format!("/admin/members/{handle}");
        client.request(reqwest::Method::POST, &path).form(&[("csrf", token)])
    };
    let (first, second) =
        tokio::join!(one.send(depose(&one, "two", &token_one)), two.send(depose(&two, "admin", &token_two)),);
    let done = [first.status.as_u16(), second.status.as_u16()];
    let admins = [roles(&app, one.id()).await.2, roles(&app, two.id()).await.2];
    assert_eq!(admins.iter().filter(|admin| **admin).count(), 1, "{done:?}");
}

#[tokio::test]
async fn roles_need_a_password_that_was_just_typed() {
    let app = TestApp::spawn().await;
    let (admin, ada) = (app.admin().await, app.member("ada").await);
    app.clock.advance(16 * 60);
    let reply = admin.get("/admin/members/ada").await.expect(303);
    assert!(reply.location().starts_with("/confirm-password?return_to="), "{}", reply.location());
    admin.post_form("/admin/members/ada", &[("admin", "true")]).await.expect(422);
    assert_eq!(roles(&app, ada.id()).await, (false, false, false));
    admin.get("/admin/members").await.expect(200);
}

#[tokio::test]
async fn settings_hold_at_once() {
    let app = TestApp::spawn().await;
    let admin = app.admin().await;
    let typed = [
        ("name", "Wren"),
        ("tagline", "Help"),
        ("zone", "europe/vilnius"),
        ("sign_up", "closed"),
        ("idea_budget", "5"),
    ];
    admin.post_form("/admin/settings", &typed).await.expect(303);
    assert_eq!(app.visitor().get("/boards").await.expect(200).find(".brand").unwrap(), "Wren");
    let page = admin.get("/admin/settings").await.expect(200);
    assert_eq!(page.attr("input[name=zone]", "value").unwrap(), "Europe/Vilnius");
    assert_eq!(page.attr("input[name=sign_up][checked]", "value").unwrap(), "closed");
    let (action, detail) = last_line(&app).await;
    assert_eq!(action, "site-settings");
    assert!(detail.contains("Europe/Vilnius"));
    for (field, value) in [("name", " "), ("zone", "Mars/Olympus"), ("sign_up", "maybe"), ("idea_budget", "many")] {
        let fields = typed.map(|(name, typed)| if name == field { (name, value) } else { (name, typed) });
        admin.post_form("/admin/settings", &fields).await.expect(422);
    }
}

#[tokio::test]
async fn dead_jobs_and_mails_get_another_try() {
    let app = TestApp::spawn().await;
    let admin = app.admin().await;
    let now: Timestamp = app.clock.now();
    app.write(move |tx| {
        // A mail that is not there: its job dies at once, for it will never go better.
        let job = NewJob { kind: talka::mail::SEND, payload: "77".into(), dedupe: None, run_at: now };
        jobs::enqueue(tx, &job, now)
    })
    .await;
    app.run_jobs().await;
    let dead = app.read(|c| jobs::list_dead(c, None)).await;
    let page = admin.get("/admin/jobs?state=dead").await.expect(200);
    assert_eq!(page.find_all("main tbody tr").len(), 1);
    assert!(admin.get("/admin").await.expect(200).find(".notice--warn").is_some());
    admin.post_form("/admin/jobs/999/retry", &[]).await.expect(404);
    admin.post_form("/admin/mail/999/retry", &[]).await.expect(404);
    admin.post_form(&format!("/admin/jobs/{}/retry", dead[0].id), &[]).await.expect(303);
    assert_eq!(last_line(&app).await.0, "job-retry");
    assert_eq!(app.read(jobs::counts).await.dead, 0);
}
