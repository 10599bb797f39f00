//! The page: periods, boards, employees apart, one's own place, pages.

use diesel::prelude::*;
use talka::db::Conn;
use talka::db::schema::{leaders, users};
use talka::ids::UserId;
use talka::reputation::Cause;

use super::TODAY;
use crate::support::TestApp;

#[tokio::test]
async fn members_stand_by_what_they_gained_and_employees_apart() {
    let app = TestApp::spawn().await;
    let (ada, bob, cyd, staff) =
        (app.member("ada").await, app.member("bob").await, app.member("cyd").await, app.staff().await);
    let (phones, plans) = (app.board("phones").await, app.board("plans").await);
    let empty = app.visitor().get("/leaders").await.expect(200);
    assert!(empty.find(".empty").is_some());
    let asked = app.ask(&cyd, phones, "Why does it not ring?", "phones").await;
    let other = app.ask(&cyd, plans, "Which plan is mine?", "plans").await;
    let first = app.answer(&ada, &asked, "An answer that is long enough.").await;
    let second = app.answer(&bob, &other, "An answer that is long enough.").await;
    let third = app.answer(&staff, &asked, "An answer that is long enough.").await;
    app.give(&ada, Cause::AnswerUp, (first, phones), 90, TODAY).await;
    app.give(&ada, Cause::AnswerUp, (first, phones), 91, TODAY).await;
    app.give(&bob, Cause::Accepted, (second, plans), cyd.id().0, TODAY - 20).await;
    app.give(&bob, Cause::AnswerUp, (second, plans), 92, TODAY - 20).await;
    app.give(&bob, Cause::AnswerUp, (second, plans), 93, TODAY).await;
    app.give(&staff, Cause::AnswerUp, (third, phones), 94, TODAY).await;
    app.roll_up().await;

    let names = |path: &'static str| {
        let visitor = app.visitor();
        async move { visitor.get(path).await.expect(200).find_all("[aria-labelledby=members] tbody a") }
    };
    assert_eq!(names("/leaders").await, ["ada", "bob"], "20 and 10 this week");
    assert_eq!(names("/leaders?period=month").await, ["bob", "ada"], "35 and 20 since the first");
    assert_eq!(names("/leaders?period=quarter").await, ["bob", "ada"]);
    assert_eq!(names("/leaders?period=all").await, ["bob", "ada"]);
    assert_eq!(names("/leaders?period=all&board=phones").await, ["ada"]);
    assert_eq!(names("/leaders?period=week&board=plans").await, ["bob"]);
    let page = app.visitor().get("/leaders").await;
    assert_eq!(page.find_all("[aria-labelledby=staff] tbody a"), ["staff"]);
    assert!(!page.text().contains("You are number"));
    let mine = bob.get("/leaders").await;
    assert!(mine.text().contains("You are number 2 with 10 reputation."), "{mine:?}");
    assert_eq!(mine.find_all(".leaders__mine a"), ["bob"]);
    assert!(!cyd.get("/leaders").await.text().contains("You are number"), "gained nothing");
    assert!(!staff.get("/leaders").await.text().contains("You are number"), "stands apart");
    // An employee who leaves is a member again, and the other way round.
    let id = staff.id();
    app.write(move |tx| {
        diesel::update(users::table.find(id)).set(users::is_staff.eq(false)).execute(tx)?;
        talka::leaders::set_staff(tx, id, false)
    })
    .await;
    assert_eq!(names("/leaders").await, ["ada", "staff", "bob"], "of two with 10, who came later");
    app.assert_honours_verified();
}

#[tokio::test]
async fn what_is_not_there_for_everybody_has_no_list() {
    let app = TestApp::spawn().await;
    let ada = app.member("ada").await;
    app.board_for("secret", &[&ada]).await;
    for path in ["/leaders?board=secret", "/leaders?board=none"] {
        ada.get(path).await.expect(404);
        app.visitor().get(path).await.expect(404);
    }
    assert!(!ada.get("/leaders").await.text().contains("secret"));
    for path in ["/leaders?period=day", "/leaders?after=1", "/leaders?after=1.2.3.4.x", "/leaders?after=a.b.c.d.e"] {
        app.visitor().get(path).await.expect(400);
    }
}

fn insert_many(tx: &mut Conn, count: i64) -> QueryResult<Vec<UserId>> {
    let mut ids = Vec::new();
    for number in 0..count {
        let handle = format!("m{number:04}");
        let id: UserId = diesel::insert_into(users::table)
            .values((
                users::handle.eq(&handle),
                users::handle_key.eq(&handle),
                users::display_name.eq(&handle),
                users::created_at.eq(1_i64),
            ))
            .returning(users::id)
            .get_result(tx)?;
        // Ten each have the same, and are told apart by acceptances.
        diesel::insert_into(leaders::table)
            .values((
                leaders::period.eq("all"),
                leaders::starts.eq(0_i64),
                leaders::board_id.eq(0_i64),
                leaders::user_id.eq(id),
                leaders::is_staff.eq(false),
                leaders::gained.eq(5_000 - number / 10),
                leaders::accepted.eq(10 - number % 10),
                leaders::helped.eq(0_i64),
            ))
            .execute(tx)?;
        ids.push(id);
    }
    Ok(ids)
}

#[tokio::test]
async fn pages_follow_each_other_and_places_are_counted_to_a_thousand() {
    let app = TestApp::spawn().await;
    let ids = app.write(|tx| Ok(insert_many(tx, 1_105)?)).await;
    let (mut path, mut seen, mut places) = ("/leaders?period=all".to_owned(), Vec::new(), Vec::new());
    for _ in 0..4 {
        let page = app.visitor().get(&path).await.expect(200);
        seen.extend(page.find_all("[aria-labelledby=members] tbody a"));
        places.extend(page.find_all("[aria-labelledby=members] tbody td:first-child"));
        path = page.attr(".pager a[rel=next]", "href").unwrap();
    }
    let expected: Vec<String> = (0..120).map(|number| format!("m{number:04}")).collect();
    assert_eq!(seen, expected);
    assert_eq!(places, (1..=120).map(|place: i64| place.to_string()).collect::<Vec<_>>());
    let at = |number: usize| {
        let (id, handle) = (ids[number], format!("m{number:04}"));
        let app = &app;
        async move { app.sign_in(id, &handle, false).await.get("/leaders?period=all").await.text() }
    };
    assert!(at(0).await.contains("You are number 1 with"));
    assert!(at(998).await.contains("You are number 999 with"));
    assert!(at(1_100).await.contains("You are number 1,000 or later with"));
}
