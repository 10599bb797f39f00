//! "Did this solve it?", and the answers that may be right no more.

use diesel::prelude::*;
use talka::db::schema::{solved_replies, solved_topics};
use talka::ids::{PostId, TopicId};

use crate::support::NOON;
use crate::support::{Asked, Client, Reply, TestApp, with_status};

const DAY: i64 = 86_400;

/// A question with an answer that its author accepted.
struct Solved {
    asked: Asked,
    answer: PostId,
    asker: Client,
    answerer: Client,
}

async fn solved(app: &TestApp) -> Solved {
    let (asker, answerer, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&asker, board, "Why does my phone not ring?", "phones").await;
    let answer = app.answer(&answerer, &asked, "It is set to be silent, look at its side.").await;
    accept(&asker, answer, "true").await;
    Solved { asked, answer, asker, answerer }
}

async fn accept(by: &Client, answer: PostId, on: &str) {
    by.post_form(&format!("/posts/{answer}/accept"), &[("on", on)]).await.expect(303);
}

impl Solved {
    async fn say(&self, by: &Client, value: &str) -> Reply {
        // As a visitor's browser sends it: without a token.
        by.post_without_token(&format!("/questions/{}/solved", self.asked.topic), &[("value", value)]).await
    }

    /// Yes, no, and whether it is in doubt.
    async fn counts(&self, app: &TestApp) -> (i64, i64, bool) {
        counts(app, self.asked.topic).await
    }
}

async fn counts(app: &TestApp, topic: TopicId) -> (i64, i64, bool) {
    let row: Option<(i64, i64, Option<i64>)> = app
        .read(move |c| {
            let columns = (solved_topics::yes, solved_topics::no, solved_topics::stale_at);
            Ok(solved_topics::table.find(topic).select(columns).first(c).optional()?)
        })
        .await;
    row.map_or((0, 0, false), |(yes, no, stale_at)| (yes, no, stale_at.is_some()))
}

#[tokio::test]
async fn anybody_says_it_once_a_browser_and_may_change_their_mind() {
    let app = TestApp::spawn().await;
    let it = solved(&app).await;
    let visitor = app.visitor();
    let page = visitor.get(&it.asked.path).await.expect(200);
    assert_eq!(page.find_all("#solved button"), ["Yes", "No"]);
    assert_eq!(page.header("set-cookie"), "", "reading alone leaves nothing in the browser");
    let reply = it.say(&visitor, "yes").await.expect(303);
    assert_eq!(reply.location(), format!("{}#solved", it.asked.path));
    let cookie = reply.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
    let cookie = cookie.filter(|cookie| cookie.starts_with("talka-browser=")).collect::<String>();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Max-Age=31536000"));
    assert_eq!(it.counts(&app).await, (1, 0, false));
    it.say(&visitor, "yes").await.expect(303);
    it.say(&visitor, "no").await.expect(303);
    assert_eq!(it.counts(&app).await, (0, 1, false));
    let page = visitor.get(&it.asked.path).await.expect(200);
    assert_eq!(page.find("#solved button[aria-pressed=true]").as_deref(), Some("No"));
    assert!(page.find("[data-thanks]").is_some());
    // Another browser is another one, and what is stored is no key of either.
    it.say(&app.visitor(), "yes").await.expect(303);
    assert_eq!(it.counts(&app).await, (1, 1, false));
    let stored: Vec<String> = app.read(|c| Ok(solved_replies::table.select(solved_replies::browser).load(c)?)).await;
    assert!(stored.iter().all(|digest| digest.len() == 64 && Some(digest) != visitor.cookie("talka-browser").as_ref()));
    // A member is one, in whichever browser; a browser is one, whoever sits at it.
    let kim = app.member("kim").await;
    it.say(&kim, "yes").await.expect(303);
    let elsewhere = app.sign_in(kim.id(), "kim", false).await;
    it.say(&elsewhere, "no").await.expect(303);
    assert_eq!(it.counts(&app).await, (1, 2, false));
    let page = kim.get(&it.asked.path).await;
    assert_eq!(page.find("#solved button[aria-pressed=true]").as_deref(), Some("No"));
    let shared = app.member("eve").await;
    shared.set_cookie("talka-browser", &elsewhere.cookie("talka-browser").unwrap());
    it.say(&shared, "yes").await.expect(303);
    assert_eq!(it.counts(&app).await, (2, 1, false));
    // A key that is none of ours is replaced.
    let forger = app.visitor();
    forger.set_cookie("talka-browser", "x");
    it.say(&forger, "no").await.expect(303);
    assert_eq!(forger.cookie("talka-browser").map(|key| key.len()), Some(43));
    app.assert_verified();
}

#[tokio::test]
async fn who_wrote_it_is_not_asked_and_nothing_unsolved_is() {
    let app = TestApp::spawn().await;
    let it = solved(&app).await;
    for own in [&it.asker, &it.answerer] {
        assert_eq!(own.get(&it.asked.path).await.find("#solved"), None);
        it.say(own, "yes").await.expect(403);
    }
    let suspended = app.suspended("gone").await;
    assert_eq!(suspended.get(&it.asked.path).await.find("#solved"), None);
    it.say(&suspended, "yes").await.expect(403);
    let visitor = app.visitor();
    for value in ["maybe", "", "true"] {
        it.say(&visitor, value).await.expect(422);
    }
    let path = format!("/questions/{}/solved", it.asked.topic);
    visitor.post_without_token("/questions/999999/solved", &[("value", "yes")]).await.expect(404);
    assert_eq!(visitor.get(&path).await.status, 301, "an address for forms only is a question's old slug");
    let foreign = visitor.request(reqwest::Method::POST, &path).form(&[("value", "yes")]);
    visitor.send(foreign.header("origin", "https://evil.example")).await.expect(403);
    accept(&it.asker, it.answer, "false").await;
    assert_eq!(visitor.get(&it.asked.path).await.find("#solved"), None);
    it.say(&visitor, "yes").await.expect(403);
    assert_eq!(it.counts(&app).await, (0, 0, false));
    app.assert_verified();
}

#[tokio::test]
async fn the_share_is_for_staff_and_the_boards_moderators() {
    let app = TestApp::spawn().await;
    let it = solved(&app).await;
    let (staff, moderator) = (app.staff().await, app.moderator().await);
    let other = app.board("other").await;
    let elsewhere = app.limited_moderator("elsewhere", other).await;
    assert!(staff.get(&it.asked.path).await.find("#solved").unwrap().contains("Nobody has said yet"));
    for value in ["yes", "yes", "no"] {
        it.say(&app.visitor(), value).await.expect(303);
    }
    for reader in [&staff, &moderator] {
        assert!(reader.get(&it.asked.path).await.find("#solved").unwrap().contains("67 % of 3"));
    }
    for reader in [&app.visitor(), &app.member("kim").await, &elsewhere] {
        assert!(!reader.get(&it.asked.path).await.text().contains("67 %"));
    }
    // The script's way gives the form alone, with the thanks.
    let path = format!("/questions/{}/solved", it.asked.topic);
    let visitor = app.visitor();
    let request = visitor.request(reqwest::Method::POST, &path).form(&[("value", "yes")]).header("x-fragment", "1");
    let reply = visitor.send(request).await.expect(200);
    assert!(reply.find("form [data-thanks]").is_some() && reply.find("main").is_none());
    assert_eq!(reply.find("button[aria-pressed=true]").as_deref(), Some("Yes"));
    assert!(visitor.cookie("talka-browser").is_some());
    app.assert_verified();
}

#[tokio::test]
async fn three_members_who_say_no_within_thirty_days_put_it_on_the_list() {
    let app = TestApp::spawn().await;
    let it = solved(&app).await;
    let early = app.member("m1").await;
    for _ in 0..4 {
        it.say(&app.visitor(), "no").await.expect(303);
    }
    it.say(&early, "no").await.expect(303);
    app.clock.advance(31 * DAY);
    let (staff, members) =
        (app.staff().await, [app.member("m2").await, app.member("m3").await, app.member("m4").await]);
    it.say(&members[0], "no").await.expect(303);
    it.say(&members[1], "no").await.expect(303);
    assert_eq!(it.counts(&app).await, (0, 7, false), "visitors do not put it there, nor who said so long ago");
    assert!(staff.get("/mod/stale").await.expect(200).find(".mod").is_none());
    it.say(&members[2], "no").await.expect(303);
    assert_eq!(it.counts(&app).await, (0, 8, true));
    let page = staff.get("/mod/stale").await.expect(200);
    assert_eq!(page.find_all("ol .mod h2 a"), ["Why does my phone not ring?"]);
    assert_eq!(page.find_all(".mod a[href^='/members/']").len(), 3);
    // One who changes their mind takes it off only when fewer than three are left.
    it.say(&members[2], "yes").await.expect(303);
    assert_eq!(it.counts(&app).await, (1, 7, true));
    it.say(&members[1], "yes").await.expect(303);
    assert_eq!(it.counts(&app).await, (2, 6, false));
    it.say(&members[1], "no").await.expect(303);
    it.say(&members[2], "no").await.expect(303);
    assert_eq!(it.counts(&app).await, (0, 8, true));
    app.assert_verified();
}

/// Three members say no.
async fn doubt(app: &TestApp, it: &Solved, names: [&str; 3]) {
    for name in names {
        it.say(&app.member(name).await, "no").await.expect(303);
    }
    assert!(it.counts(app).await.2);
}

#[tokio::test]
async fn another_answer_or_a_check_begins_anew() {
    let app = TestApp::spawn().await;
    let it = solved(&app).await;
    let (moderator, kim) = (app.moderator().await, app.member("kim").await);
    let path = format!("/mod/topics/{}/still-right", it.asked.topic);
    moderator.post_form(&path, &[]).await.expect(409);
    doubt(&app, &it, ["m1", "m2", "m3"]).await;
    kim.get("/mod/stale").await.expect(403);
    kim.post_form(&path, &[]).await.expect(403);
    moderator.post_form(&path, &[]).await.expect(303);
    assert_eq!(it.counts(&app).await, (0, 0, false));
    assert!(moderator.get("/mod").await.text().contains("Checked an answer: still right"));
    app.assert_verified();
    // Those who said no before may say it again, and count as they did.
    doubt(&app, &it, ["m4", "m5", "m6"]).await;
    accept(&it.asker, it.answer, "true").await;
    assert_eq!(it.counts(&app).await, (0, 3, true), "the same wish again changes nothing");
    let better = app.answer(&kim, &it.asked, "There is a switch in the settings too.").await;
    accept(&it.asker, better, "true").await;
    assert_eq!(it.counts(&app).await, (0, 0, false));
    assert!(moderator.get("/mod/stale").await.find(".mod").is_none());
    app.assert_verified();
}

#[tokio::test]
async fn the_list_holds_what_its_reader_may_read() {
    let app = TestApp::spawn().await;
    let it = solved(&app).await;
    doubt(&app, &it, ["m1", "m2", "m3"]).await;
    let (staff, moderator) = (app.staff().await, app.moderator().await);
    let seen = async |client: &Client| client.get("/mod/stale").await.expect(200).find_all("ol .mod h2").len();
    let board = app.read(|c| Ok(talka::boards::by_slug(c, "phones")?.unwrap().id)).await;
    let other = app.board("other").await;
    let elsewhere = app.limited_moderator("elsewhere", other).await;
    assert_eq!([seen(&staff).await, seen(&moderator).await, seen(&elsewhere).await], [1, 1, 1]);
    assert!(elsewhere.get("/mod/stale").await.find(".mod form").is_none(), "no button for what one does not moderate");
    let path = format!("/mod/topics/{}/still-right", it.asked.topic);
    elsewhere.post_form(&path, &[]).await.expect(403);
    app.write(move |tx| {
        talka::boards::set_readers(tx, board, &talka::boards::Readers::Groups(Vec::new()))?;
        talka::topics::counters::recount_board(tx, board, NOON)
    })
    .await;
    assert_eq!([seen(&staff).await, seen(&moderator).await, seen(&elsewhere).await], [0, 1, 0]);
    staff.post_form(&path, &[]).await.expect(404);
    app.assert_verified();
    let post = it.asked.post;
    moderator.post_form(&format!("/mod/posts/{post}/hide"), &[("reason", "Not for now.")]).await.expect(303);
    assert_eq!(seen(&moderator).await, 0);
    app.assert_verified();
    moderator.post_form(&format!("/mod/posts/{post}/restore"), &[("reason", "It is again.")]).await.expect(303);
    assert_eq!(seen(&moderator).await, 1);
    // Without an accepted answer nothing is in doubt.
    let reason = [("reason", "It was wrong.")];
    moderator.post_form(&format!("/mod/posts/{}/hide", it.answer), &reason).await.expect(303);
    assert_eq!(seen(&moderator).await, 0);
    app.assert_verified();
}

#[tokio::test]
async fn at_once_is_counted_as_one_after_the_other() {
    let app = TestApp::spawn().await;
    let it = solved(&app).await;
    let kim = app.member("kim").await;
    it.say(&kim, "yes").await.expect(303);
    let path = format!("/questions/{}/solved", it.asked.topic);
    let forms: Vec<(String, Vec<(&str, &str)>)> =
        (0..50).map(|n| (path.clone(), vec![("value", if n % 2 == 0 { "yes" } else { "no" })])).collect();
    let replies = kim.post_all_at_once(&forms).await;
    assert_eq!(with_status(&replies, 303), 50);
    let (yes, no, _) = it.counts(&app).await;
    assert_eq!(yes + no, 1);
    app.assert_verified();
    // Accepting and replying at once: nothing of the old round is counted in the new one.
    let better = app.answer(&app.member("eve").await, &it.asked, "There is a switch in the settings.").await;
    let accepted = accept(&it.asker, better, "true");
    let (_, replies) = tokio::join!(accepted, kim.post_all_at_once(&forms));
    assert_eq!(with_status(&replies, 303), 50);
    app.assert_verified();
}

#[tokio::test]
async fn one_address_does_not_speak_for_many_browsers() {
    let app = TestApp::spawn().await;
    let it = solved(&app).await;
    for _ in 0..60 {
        it.say(&app.visitor(), "no").await.expect(303);
    }
    let late = app.visitor();
    it.say(&late, "no").await.expect(429);
    assert_eq!((late.cookie("talka-browser"), it.counts(&app).await), (None, (0, 60, false)));
    app.clock.advance(3_601);
    it.say(&late, "no").await.expect(303);
    app.assert_verified();
}
