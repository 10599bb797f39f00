//! What leads, what is due, and what was promised and has not come.

use diesel::prelude::*;
use talka::clock::Timestamp;
use talka::db::schema::ideas;
use talka::ideas::freshness::{self, Figures};
use talka::jobs::{self, NewJob};

use super::said::every_page;
use crate::support::{Asked, Client, TestApp};

const DAY: i64 = 86_400;
const MICROS: i64 = 1_000_000;

async fn settle(app: &TestApp) {
    let now = app.clock.now();
    app.write(move |tx| freshness::settle_top(tx, now)).await;
}

async fn figures(app: &TestApp) -> (i64, i64, i64) {
    let now = app.clock.now();
    let Figures { of, answered, in_time } = app.read(move |c| freshness::figures(c, now)).await;
    (of, answered, in_time)
}

/// Since when an idea is in the top, and when it is due.
async fn place(app: &TestApp, idea: &Asked) -> (Option<Timestamp>, Option<Timestamp>) {
    let id = idea.topic;
    app.read(move |c| Ok(ideas::table.find(id).select((ideas::top_at, ideas::due_at)).first(c)?)).await
}

/// The same employee on another day: a session ends meanwhile.
async fn again(app: &TestApp, staff: &Client) -> Client {
    app.sign_in(staff.id(), staff.handle(), true).await
}

async fn update(app: &TestApp, staff: &Client, idea: &Asked, text: &str, next_word: &str) {
    let status = app.status("under_review").await.to_string();
    let id = idea.topic;
    let seen: Option<i64> = app.read(move |c| Ok(ideas::table.find(id).select(ideas::update_id).first(c)?)).await;
    let seen = seen.map(|id| id.to_string()).unwrap_or_default();
    let fields = [("status", status.as_str()), ("body", text), ("next_word", next_word), ("seen", &seen)];
    staff.post_form(&format!("/ideas/{}/update", idea.topic), &fields).await.expect(303);
}

#[tokio::test]
async fn what_leads_without_a_word_is_due_in_fourteen_days() {
    let app = TestApp::spawn().await;
    let (ada, staff, board) = (app.member("ada").await, app.staff().await, app.board_of_ideas("plans").await);
    let mut made = Vec::new();
    for number in 0..22_i64 {
        let idea = app.propose(&ada, board, &format!("The idea with the number {number}")).await;
        app.scored(&idea, number).await;
        made.push(idea);
    }
    let start = app.clock.now();
    settle(&app).await;
    assert_eq!(figures(&app).await, (20, 0, 0));
    assert_eq!(place(&app, &made[1]).await, (None, None), "the 21st");
    assert_eq!(place(&app, &made[0]).await, (None, None), "without a vote");
    let due = Timestamp(start.0 + 14 * DAY * MICROS);
    assert_eq!(place(&app, &made[2]).await, (Some(start), Some(due)));
    update(&app, &staff, &made[21], "We look at this one.", "").await;
    assert_eq!(place(&app, &made[21]).await, (Some(start), None));
    assert_eq!(figures(&app).await, (20, 1, 1));
    // Settled again, nothing begins anew.
    app.clock.advance(DAY);
    settle(&app).await;
    assert_eq!(place(&app, &made[2]).await, (Some(start), Some(due)));
    assert_eq!(place(&app, &made[21]).await, (Some(start), None));
    // Another one comes in, and the last leaves.
    app.scored(&made[1], 50).await;
    app.scored(&made[2], 1).await;
    settle(&app).await;
    assert_eq!(place(&app, &made[2]).await, (None, None));
    let now = app.clock.now();
    assert_eq!(place(&app, &made[1]).await, (Some(now), Some(Timestamp(now.0 + 14 * DAY * MICROS))));
    // Answered too late.
    app.clock.advance(14 * DAY);
    let staff = again(&app, &staff).await;
    update(&app, &staff, &made[20], "We look at this one too.", "").await;
    assert_eq!(figures(&app).await, (20, 2, 1));
    let page = app.visitor().get("/ideas").await.expect(200);
    assert!(page.text().contains("Staff have answered 2 of the top 20, 1 in time."), "{page:?}");
    assert!(
        page.find("a[href='/ideas/due']").is_none() && staff.get("/ideas").await.find("a[href='/ideas/due']").is_some()
    );
    // What is decided leaves.
    let delivered = app.status("delivered").await.to_string();
    let fields = [("status", delivered.as_str()), ("body", "It is there."), ("seen", "")];
    staff.post_form(&format!("/ideas/{}/update", made[19].topic), &fields).await.expect(303);
    settle(&app).await;
    assert_eq!(place(&app, &made[19]).await, (None, None));
}

#[tokio::test]
async fn the_job_settles_the_top() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board_of_ideas("plans").await);
    let secret = app.closed_board_of_ideas("secret").await;
    let (open, closed) =
        (app.propose(&ada, board, "An idea for everybody").await, app.propose(&ada, secret, "An idea for a few").await);
    app.scored(&open, 3).await;
    app.scored(&closed, 9).await;
    let now = app.clock.now();
    app.write(move |tx| {
        let job = NewJob { kind: freshness::TOP, payload: String::new(), dedupe: None, run_at: now };
        jobs::enqueue(tx, &job, now)
    })
    .await;
    app.run_jobs().await;
    assert!(place(&app, &open).await.0.is_some());
    assert_eq!(place(&app, &closed).await, (None, None), "only open boards have a top");
}

#[tokio::test]
async fn a_promise_that_is_not_kept_shows_to_staff_at_once_and_to_all_after_fourteen_days() {
    let app = TestApp::spawn().await;
    let (ada, staff, board) = (app.member("ada").await, app.staff().await, app.board_of_ideas("plans").await);
    let idea = app.propose(&ada, board, "Share spare data with family").await;
    update(&app, &staff, &idea, "We look at this one.", "2026-12-05").await;
    let late = async |reader: &Client| {
        let pages = [reader.get(&idea.path).await.expect(200), reader.get("/ideas").await.expect(200)];
        let late = pages.map(|page| page.find(".update .pill--bad").is_some());
        assert_eq!(late[0], late[1]);
        late[0]
    };
    // To a minute before the end of the fifth of December.
    app.clock.advance(14 * DAY + DAY / 2 - 60);
    let staff = again(&app, &staff).await;
    assert_eq!((late(&staff).await, late(&app.visitor()).await), (false, false));
    app.clock.advance(120);
    assert_eq!((late(&staff).await, late(&app.visitor()).await), (true, false));
    let list = staff.get("/ideas/due").await.expect(200);
    assert!(list.find(".rows .pill--bad").is_some() && !list.text().contains("Everybody sees"));
    app.clock.advance(14 * DAY);
    let staff = again(&app, &staff).await;
    assert_eq!((late(&staff).await, late(&app.visitor()).await), (true, true));
    assert!(staff.get("/ideas/due").await.text().contains("Everybody sees that it is late."));
    update(&app, &staff, &idea, "It took longer than we thought.", "").await;
    assert_eq!((late(&staff).await, late(&app.visitor()).await), (false, false));
    assert!(!staff.get("/ideas/due").await.text().contains(&idea.path));
    app.assert_verified();
}

#[tokio::test]
async fn what_is_due_is_listed_oldest_first_for_staff() {
    let app = TestApp::spawn().await;
    let (ada, staff, admin) = (app.member("ada").await, app.staff().await, app.admin().await);
    let (board, secret) = (app.board_of_ideas("plans").await, app.closed_board_of_ideas("secret").await);
    let mut expected = Vec::new();
    for number in 0..33 {
        let title = format!("The idea with the number {number}");
        let idea = app.propose(&ada, board, &title).await;
        let day = format!("2026-12-{:02}", 28 - number % 28);
        update(&app, &staff, &idea, "We look at this one.", &day).await;
        expected.push((day, idea.topic.0, title));
    }
    let hidden = app.propose(&ada, board, "An idea that is hidden").await;
    update(&app, &staff, &hidden, "We look at this one.", "2026-11-30").await;
    let reason = [("reason", "A reason of some words.")];
    app.moderator().await.post_form(&format!("/mod/posts/{}/hide", hidden.post), &reason).await.expect(303);
    let for_few = app.propose(&ada, secret, "An idea for a few only").await;
    update(&app, &admin, &for_few, "We look at this one.", "2026-11-30").await;
    expected.sort();
    let titles: Vec<String> = expected.into_iter().map(|(.., title)| title).collect();
    assert_eq!(every_page(&staff, "/ideas/due", |page| page.find_all(".rows .q__t")).await, titles);
    assert!(admin.get("/ideas/due").await.expect(200).text().contains("for a few only"));
    let page = staff.get("/ideas/due").await;
    assert!(page.find(".rows li").unwrap().contains("Promised by"), "{page:?}");
    assert!(page.find(".rows li").unwrap().contains("Nobody looks after it"));
    assert_eq!(ada.get("/ideas/due").await.status, 403);
    staff.get("/ideas/due?after=x").await.expect(400);
    assert!(app.visitor().get("/ideas/due").await.status.is_redirection());
}

#[tokio::test]
async fn nothing_due_is_said_so() {
    let app = TestApp::spawn().await;
    let staff = app.staff().await;
    assert!(staff.get("/ideas/due").await.expect(200).text().contains("Nothing is waiting"));
    assert!(staff.get("/ideas/update").await.expect(200).text().contains("There are no ideas here"));
}
