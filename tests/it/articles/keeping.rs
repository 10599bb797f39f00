//! Owner and review of an article.

use diesel::prelude::*;
use talka::articles as commands;
use talka::db::schema::{articles, inbox};
use talka::ids::UserId;

use super::TITLE;
use crate::support::TestApp;

const DAY: i64 = 86_400;

#[tokio::test]
async fn an_article_comes_due_and_is_found_still_right() {
    let app = TestApp::spawn().await;
    let (staff, board) = (app.staff().await, app.article_board("guides").await);
    let article = app.article(&staff, board, TITLE).await;
    let page = staff.get(&article.path).await.expect(200);
    assert!(page.find("#kp").is_some() && page.find(".pill--warn").is_none());
    assert!(app.visitor().get(&article.path).await.find("#kp").is_none());
    assert!(!staff.get("/articles/due").await.expect(200).text().contains(TITLE));
    app.clock.advance(180 * DAY);
    let staff = app.sign_in(staff.id(), "staff", true).await;
    assert!(staff.get(&article.path).await.find(".pill--warn").unwrap().contains("Review due"));
    assert!(app.visitor().get(&article.path).await.find(".pill--warn").is_none());
    assert!(staff.get("/articles/due").await.expect(200).text().contains(TITLE));
    let still = format!("/articles/{}/still-right", article.topic);
    assert_eq!(staff.post_form(&still, &[("from", "due")]).await.expect(303).location(), "/articles/due");
    assert!(!staff.get("/articles/due").await.expect(200).text().contains(&article.path));
    assert!(staff.get(&article.path).await.find(".pill--warn").is_none());
    app.assert_verified();
}

#[tokio::test]
async fn the_owner_and_the_date_are_changed_within_bounds() {
    let app = TestApp::spawn().await;
    let (staff, moderator) = (app.staff().await, app.moderator().await);
    app.member("ada").await;
    let board = app.article_board("guides").await;
    let article = app.article(&staff, board, TITLE).await;
    let path = format!("/articles/{}/keep", article.topic);
    for (owner, days, field) in [
        ("ada", "30", "owner"),
        ("nobody", "30", "owner"),
        ("", "30", "owner"),
        ("moderator", "0", "days"),
        ("moderator", "731", "days"),
        ("moderator", "-1", "days"),
        ("moderator", "soon", "days"),
    ] {
        let reply = staff.post_form(&path, &[("owner", owner), ("days", days)]).await.expect(422);
        assert!(reply.find(&format!("[name={field}][aria-invalid]")).is_some(), "{owner} {days}");
    }
    staff.post_form(&path, &[("owner", "staff"), ("days", "1"), ("series", "99")]).await.expect(422);
    staff.post_form(&path, &[("owner", "@moderator"), ("days", "730")]).await.expect(303);
    let (id, now) = (article.topic, app.clock.now());
    let row: (i64, i64) = app
        .read(move |c| Ok(articles::table.find(id).select((articles::owner_id, articles::review_at)).first(c)?))
        .await;
    assert_eq!(row, (moderator.id().0, now.0 + 730 * DAY * 1_000_000));
    assert!(staff.get(&article.path).await.find("#kp ~ p a").unwrap().contains("moderator"));
}

#[tokio::test]
async fn what_is_hidden_or_restricted_waits_in_nobodys_list() {
    let app = TestApp::spawn().await;
    let (staff, moderator, admin) = (app.staff().await, app.moderator().await, app.admin().await);
    let (open, secret) = (app.article_board("open").await, app.closed_article_board("secret").await);
    let hidden = app.article(&staff, open, "An article that is hidden").await;
    app.article(&admin, secret, "An article for a few only").await;
    let reason = [("reason", "A reason of some words.")];
    moderator.post_form(&format!("/mod/posts/{}/hide", hidden.post), &reason).await.expect(303);
    app.clock.advance(180 * DAY);
    let staff = app.sign_in(staff.id(), "staff", true).await;
    let list = staff.get("/articles/due").await.expect(200);
    assert!(!list.text().contains("that is hidden") && !list.text().contains("a few only"));
    let admin = app.sign_in(admin.id(), "admin", true).await;
    assert!(admin.get("/articles/due").await.expect(200).text().contains("a few only"));
    app.assert_verified();
}

#[tokio::test]
async fn a_long_list_of_what_is_due_is_read_page_by_page() {
    let app = TestApp::spawn().await;
    let (staff, board) = (app.staff().await, app.article_board("guides").await);
    for number in 0..33 {
        app.article(&staff, board, &format!("An article of this number: {number}")).await;
        app.clock.advance(60);
    }
    app.clock.advance(181 * DAY);
    let staff = app.sign_in(staff.id(), "staff", true).await;
    let first = staff.get("/articles/due").await.expect(200);
    assert_eq!(first.find_all(".rows b").len(), 30);
    let html = first.html();
    let older = html.select(&scraper::Selector::parse("a[rel=next]").unwrap()).next().unwrap();
    let second = staff.get(older.attr("href").unwrap()).await.expect(200);
    assert_eq!(second.find_all(".rows b"), [30, 31, 32].map(|number| format!("An article of this number: {number}")));
    staff.get("/articles/due?after=x").await.expect(400);
}

/// How often somebody was told of something.
async fn told(app: &TestApp, person: UserId, kind: &'static str) -> i64 {
    app.run_jobs().await;
    app.read(move |c| {
        Ok(inbox::table.filter(inbox::user_id.eq(person)).filter(inbox::kind.eq(kind)).count().get_result(c)?)
    })
    .await
}

#[tokio::test]
async fn the_owner_hears_once_that_a_review_is_due() {
    let app = TestApp::spawn().await;
    let (staff, board) = (app.staff().await, app.article_board("guides").await);
    let article = app.article(&staff, board, TITLE).await;
    let tell = async || {
        let now = app.clock.now();
        app.write(move |tx| commands::tell_due(tx, now)).await
    };
    tell().await;
    assert_eq!(told(&app, staff.id(), "review_due").await, 0);
    app.clock.advance(180 * DAY);
    tell().await;
    tell().await;
    assert_eq!(told(&app, staff.id(), "review_due").await, 1);
    let again = app.sign_in(staff.id(), "staff", true).await;
    again.post_form(&format!("/articles/{}/still-right", article.topic), &[]).await.expect(303);
    app.clock.advance(180 * DAY);
    tell().await;
    assert_eq!(told(&app, staff.id(), "review_due").await, 2, "and once more the next time");
}

#[tokio::test]
async fn who_asked_and_who_answered_hear_that_they_are_credited() {
    let app = TestApp::spawn().await;
    let (ada, bob, staff) = (app.member("ada").await, app.member("bob").await, app.staff().await);
    let (phones, guides) = (app.board("phones").await, app.article_board("guides").await.to_string());
    let asked = app.ask(&ada, phones, "Why does my eSIM not activate?", "esim").await;
    let answer = app.answer(&bob, &asked, "Switch airplane mode on and off.").await;
    ada.post_form(&format!("/posts/{answer}/accept"), &[("on", "true")]).await.expect(303);
    let source = asked.topic.to_string();
    let fields = [
        ("title", "When an eSIM does not activate"),
        ("board", guides.as_str()),
        ("tags", "esim"),
        ("lang", "en"),
        ("body", "Airplane mode helps."),
        ("source", source.as_str()),
    ];
    staff.post_form("/articles/new", &fields).await.expect(303);
    for (person, times) in [(&ada, 1), (&bob, 1), (&staff, 0)] {
        assert_eq!(told(&app, person.id(), "credited").await, times, "{}", person.handle());
    }
}
