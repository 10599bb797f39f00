//! Storm sessions: staff call for ideas on a theme, for some days.

use diesel::prelude::*;
use talka::boards;
use talka::db::schema::ideas;
use talka::ids::BoardId;

use super::said::{TEXT, every_page, propose};
use crate::support::{Client, Reply, TestApp};

const THEME: &str = "What would make roaming easier?";

async fn call(by: &Client, board: BoardId, (first, last): (&str, &str)) -> Reply {
    let board = board.to_string();
    let fields = [("title", THEME), ("board", &board), ("body", "Say *anything*."), ("first", first), ("last", last)];
    by.post_form("/storms/new", &fields).await
}

/// The number of a session by its path.
fn number(path: &str) -> String {
    path.split('/').nth(2).unwrap().to_owned()
}

#[tokio::test]
async fn it_collects_ideas_and_closes_by_itself() {
    let app = TestApp::spawn().await;
    let (anna, staff) = (app.member("anna").await, app.staff().await);
    let board = app.board_of_ideas("wishes").await;
    app.visitor().get("/storms").await.expect(200);
    // Today is the 21st, and the session takes two days more.
    let path = call(&staff, board, ("2026-11-21", "2026-11-23")).await.expect(303).location().to_owned();
    assert!(path.ends_with("/what-would-make-roaming-easier"), "{path}");
    let storm = number(&path);
    let page = app.visitor().get(&path).await.expect(200);
    assert!(page.text().contains("2 days left") && page.text().contains("<em>anything</em>"));
    assert_eq!(page.attr(&format!("a[href='/ideas/new?storm={storm}']"), "class").as_deref(), Some("btn btn--pri"));
    assert_eq!(app.visitor().get(&format!("/storms/{storm}")).await.expect(301).location(), path);
    assert_eq!(app.visitor().get(&format!("/storms/{storm}/old")).await.expect(301).location(), path);
    assert!(app.visitor().get("/ideas").await.expect(200).text().contains(THEME));

    let form = anna.get(&format!("/ideas/new?storm={storm}")).await.expect(200);
    assert!(form.text().contains(THEME));
    assert_eq!(form.attr("input[name=storm]", "value").as_deref(), Some(storm.as_str()));
    assert_eq!(form.attr("select[name=board] option[selected]", "value").unwrap(), board.to_string());
    for (title, score) in [("Cheaper calls in the Alps", 3), ("One price for all of it", 8)] {
        let path = propose(&anna, board, title, &storm).await.expect(303).location().to_owned();
        let idea = app.idea_at(&path).await;
        app.scored(&idea, score).await;
    }
    app.proposed(&anna, board, "This one is for no session").await;
    let page = app.visitor().get(&path).await.expect(200);
    assert_eq!(page.find_all(".idea h3"), ["One price for all of it", "Cheaper calls in the Alps"]);

    // The last moment of its last day, and the first one after it.
    app.clock.advance(2 * 86_400 + 12 * 3_600 - 1);
    let anna = app.sign_in(anna.id(), "anna", false).await;
    assert!(app.visitor().get(&path).await.text().contains("Last day today"));
    propose(&anna, board, "A cap on what it may cost", &storm).await.expect(303);
    app.clock.advance(1);
    let refused = propose(&anna, board, "Too late for this session", &storm).await.expect(422);
    assert!(refused.text().contains("This session ended on"));
    assert!(refused.text().contains(TEXT) && refused.text().contains("Too late for this session"), "nothing is lost");
    assert!(refused.attr("input[name=storm]", "value").is_none(), "sent again, it is an idea like any other");
    assert!(!app.visitor().get("/ideas?order=newest").await.text().contains("Too late for this session"));
    propose(&anna, board, "Too late for this session", "").await.expect(303);

    let page = app.visitor().get(&path).await.expect(200);
    assert_eq!(page.find_all(".idea h3").len(), 3);
    assert!(page.text().contains("Over") && page.find("a[href*='storm=']").is_none());
    assert!(!app.visitor().get("/ideas").await.text().contains(THEME));
    assert_eq!(app.visitor().get("/storms").await.find_all("main section > h2"), ["Over"]);
}

#[tokio::test]
async fn what_cannot_be_is_said() {
    let app = TestApp::spawn().await;
    let staff = app.staff().await;
    let (board, questions) = (app.board_of_ideas("wishes").await, app.board("questions").await);
    for (days, sentence) in [
        (("2026-11-20", "2026-11-25"), "This day has passed."),
        (("2026-11-21", "2027-02-19"), "A session runs for at most 90 days."),
        (("2026-11-25", "2026-11-24"), "The last day lies before the first."),
        (("2027-11-23", "2027-11-24"), "Begin within 365 days."),
        (("soon", "2026-11-24"), "Enter a day"),
    ] {
        let page = call(&staff, board, days).await.expect(422);
        assert!(page.text().contains(sentence), "{days:?}: {page:?}");
        assert!(page.text().contains("Say *anything*."), "{days:?}");
    }
    for place in [questions, BoardId(99_999)] {
        call(&staff, place, ("2026-11-21", "2026-11-25")).await.expect(422);
    }
    let page = staff.post_form("/storms/new", &[("title", "Short")]).await.expect(422);
    assert_eq!(page.find_all(".field--bad").len(), 5, "all at once");
    app.write(move |tx| boards::set_retired(tx, board, Some(talka::clock::Timestamp(1)))).await;
    call(&staff, board, ("2026-11-21", "2026-11-25")).await.expect(422);

    let bob = app.member("bob").await;
    call(&bob, board, ("2026-11-21", "2026-11-25")).await.expect(403);
    bob.get("/storms/new").await.expect(403);
    app.faceless("faceless").await.get("/storms/new").await.expect(403);
    assert!(bob.get("/storms").await.find("a[href='/storms/new']").is_none());
    for path in ["/storms/99999", "/storms/99999/x", "/storms/x/y", "/storms/99999/edit"] {
        staff.get(path).await.expect(404);
    }
}

#[tokio::test]
async fn an_idea_enters_only_a_session_that_runs_on_its_own_board() {
    let app = TestApp::spawn().await;
    let (anna, staff) = (app.member("anna").await, app.staff().await);
    let (board, other) = (app.board_of_ideas("wishes").await, app.board_of_ideas("other").await);
    let coming = number(call(&staff, board, ("2026-11-25", "2026-11-26")).await.expect(303).location());
    let running = number(call(&staff, board, ("2026-11-21", "2026-11-26")).await.expect(303).location());
    let page = propose(&anna, board, "A little before its time", &coming).await.expect(422);
    assert!(page.text().contains("This session begins on"));
    let page = propose(&anna, other, "On quite another board now", &running).await.expect(422);
    assert!(page.text().contains("Choose that board."));
    propose(&anna, board, "For a session that is none", "99999").await.expect(422);
    propose(&anna, board, "For a session that is none", "x").await.expect(422);
    let count: i64 = app.read(|c| Ok(ideas::table.count().get_result(c)?)).await;
    assert_eq!(count, 0, "nothing is half done");
    assert_eq!(app.visitor().get("/storms").await.find_all("main section > h2"), ["Running now", "Coming"]);
}

#[tokio::test]
async fn staff_edit_it_end_it_and_open_it_again() {
    let app = TestApp::spawn().await;
    let (anna, staff) = (app.member("anna").await, app.staff().await);
    let board = app.board_of_ideas("wishes").await;
    let path = call(&staff, board, ("2026-11-21", "2026-11-26")).await.expect(303).location().to_owned();
    let storm = number(&path);
    let form = format!("/storms/{storm}/edit");
    let page = staff.get(&form).await.expect(200);
    assert_eq!(page.attr("input[name=first]", "value").as_deref(), Some("2026-11-21"));
    assert_eq!(page.attr("input[name=last]", "value").as_deref(), Some("2026-11-26"));
    let edit = async |by: &Client, first: &str, last: &str| {
        let fields =
            [("title", "What would make calls easier?"), ("body", "Say it."), ("first", first), ("last", last)];
        by.post_form(&form, &fields).await
    };
    anna.get(&form).await.expect(403);
    edit(&anna, "2026-11-21", "2026-11-26").await.expect(403);
    anna.post_form(&format!("/storms/{storm}/end"), &[]).await.expect(403);
    assert!(edit(&staff, "2026-11-22", "2026-11-26").await.expect(422).text().contains("has begun"));
    assert!(edit(&staff, "2026-11-21", "2026-11-20").await.expect(422).text().contains("before the first"));
    let path = edit(&staff, "2026-11-21", "2026-11-22").await.expect(303).location().to_owned();
    assert!(path.ends_with("/what-would-make-calls-easier"));

    staff.post_form(&format!("/storms/{storm}/end"), &[]).await.expect(303);
    propose(&anna, board, "Ended before its own time", &storm).await.expect(422);
    staff.post_form(&format!("/storms/{storm}/end"), &[]).await.expect(409);
    // Its words can be changed as it is; a later last day opens it again.
    edit(&staff, "2026-11-21", "2026-11-21").await.expect(303);
    propose(&anna, board, "Ended before its own time", &storm).await.expect(422);
    edit(&staff, "2026-11-21", "2026-11-22").await.expect(303);
    propose(&anna, board, "Ended before its own time", &storm).await.expect(303);

    // One that has not begun ends without having been held.
    let coming = number(call(&staff, board, ("2026-11-25", "2026-11-26")).await.expect(303).location());
    staff.post_form(&format!("/storms/{coming}/end"), &[]).await.expect(303);
    assert_eq!(app.visitor().get("/storms").await.find_all("main section > h2"), ["Running now", "Over"]);
}

#[tokio::test]
async fn sessions_of_a_restricted_board_are_for_those_who_read_it() {
    let app = TestApp::spawn().await;
    let (anna, staff, admin) = (app.member("anna").await, app.staff().await, app.admin().await);
    let secret = app.closed_board_of_ideas("secret").await;
    call(&staff, secret, ("2026-11-21", "2026-11-26")).await.expect(422);
    let path = call(&admin, secret, ("2026-11-21", "2026-11-26")).await.expect(303).location().to_owned();
    let storm = number(&path);
    for reader in [&app.visitor(), &anna, &staff] {
        reader.get(&path).await.expect(404);
        for page in ["/storms", "/ideas"] {
            assert!(!reader.get(page).await.expect(200).text().contains(THEME), "{page}");
        }
    }
    anna.get(&format!("/ideas/new?storm={storm}")).await.expect(404);
    let board = app.board_of_ideas("wishes").await;
    let refused = propose(&anna, board, "For a session of a few", &storm).await.expect(422);
    assert!(refused.text().contains("There is no such session.") && !refused.text().contains(THEME));
    assert!(admin.get("/storms").await.text().contains(THEME));
    propose(&admin, secret, "For a session of a few", &storm).await.expect(303);
}

#[tokio::test]
async fn lists_go_on_by_cursor_without_gaps() {
    let app = TestApp::spawn().await;
    let (anna, staff) = (app.member("anna").await, app.staff().await);
    let boards = [app.board_of_ideas("one").await, app.board_of_ideas("two").await];
    let mut expected = Vec::new();
    for at in 0..33 {
        let storm = number(call(&staff, boards[at % 2], ("2026-11-21", "2026-11-22")).await.expect(303).location());
        staff.post_form(&format!("/storms/{storm}/end"), &[]).await.expect(303);
        app.clock.advance(i64::try_from(at % 2).unwrap());
        expected.push(format!("/storms/{storm}/what-would-make-roaming-easier"));
    }
    let paths = |page: &Reply| {
        let html = page.html();
        let links = scraper::Selector::parse("main section li h3 a").unwrap();
        html.select(&links).filter_map(|link| link.attr("href").map(ToOwned::to_owned)).collect::<Vec<_>>()
    };
    expected.reverse();
    assert_eq!(every_page(&app.visitor(), "/storms", paths).await, expected);

    let path = call(&staff, boards[0], ("2026-11-21", "2026-11-26")).await.expect(303).location().to_owned();
    let mut titles = Vec::new();
    for at in 0..62_i64 {
        let title = format!("The idea of the session number {at}");
        let entered = propose(&anna, boards[0], &title, &number(&path)).await.expect(303).location().to_owned();
        let idea = app.idea_at(&entered).await;
        app.scored(&idea, at / 20).await;
        titles.push(title);
    }
    titles.reverse();
    assert_eq!(every_page(&app.visitor(), &path, |page| page.find_all(".idea h3")).await, titles);
    for wrong in ["/storms?after=x", &format!("{path}?after=1")] {
        app.visitor().get(wrong).await.expect(400);
    }
}

#[tokio::test]
async fn a_board_has_no_more_sessions_at_once_than_can_be_shown() {
    let app = TestApp::spawn().await;
    let staff = app.staff().await;
    let board = app.board_of_ideas("wishes").await;
    for _ in 0..20 {
        call(&staff, board, ("2026-11-21", "2026-11-26")).await.expect(303);
    }
    assert!(call(&staff, board, ("2026-11-21", "2026-11-26")).await.expect(422).text().contains("20 sessions"));
    assert_eq!(app.visitor().get("/storms").await.find_all("main section li h3").len(), 20);
}
