//! Editing: the grace, the history, restoring, and two who edit at once.

use diesel::prelude::*;
use talka::db::schema::{posts, revisions, topics};
use talka::ids::{BoardId, PostId};

use crate::support::{Asked, Client, Reply, TestApp};

const TITLE: &str = "Why does my phone not ring?";

async fn edit(by: &Client, post: PostId, version: i64, body: &str) -> Reply {
    let version = version.to_string();
    by.post_form(&format!("/posts/{post}/edit"), &[("body", body), ("version", &version), ("reason", "Clearer.")]).await
}

/// Version and number of kept revisions.
async fn versions(app: &TestApp, post: PostId) -> (i64, i64) {
    app.read(move |c| {
        Ok((
            posts::table.find(post).select(posts::version).first(c)?,
            revisions::table.filter(revisions::post_id.eq(post)).count().get_result(c)?,
        ))
    })
    .await
}

async fn scene(app: &TestApp) -> (Client, Client, Asked, PostId) {
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ada, board, TITLE, "phones").await;
    let answer = app.answer(&bob, &asked, "It was switched off all day.").await;
    (ada, bob, asked, answer)
}

#[tokio::test]
async fn five_minutes_of_grace_then_every_version_is_kept() {
    let app = TestApp::spawn().await;
    let (_, bob, asked, answer) = scene(&app).await;
    app.clock.advance(300);
    edit(&bob, answer, 1, "It was switched off all night.").await.expect(303);
    assert_eq!(versions(&app, answer).await, (2, 0), "within the grace nothing is kept");
    assert!(app.visitor().get(&asked.path).await.expect(200).find(".post a[href$='/history']").is_none());
    app.clock.advance(1);
    edit(&bob, answer, 2, "It was switched off all week.").await.expect(303);
    assert_eq!(versions(&app, answer).await, (3, 2));
    app.clock.advance(300);
    edit(&bob, answer, 3, "It was switched off all month.").await.expect(303);
    assert_eq!(versions(&app, answer).await, (4, 2), "the own last version has its grace too");
    // The same text again is no version.
    app.clock.advance(301);
    edit(&bob, answer, 4, "It was switched off all month.").await.expect(303);
    assert_eq!(versions(&app, answer).await, (4, 2));
    let history = app.visitor().get(&format!("/posts/{answer}/history")).await.expect(200);
    assert_eq!(history.find_all("main article h2"), ["Version 2", "Version 1"]);
    assert_eq!((history.find("del").unwrap(), history.find("ins").unwrap()), ("night".into(), "month".into()));
    assert!(history.find("main").unwrap().contains("Reason: Clearer."));
    assert!(app.visitor().get(&asked.path).await.expect(200).text().contains("Edited once"));
    app.assert_verified();
}

#[tokio::test]
async fn nobodys_grace_covers_anothers_text() {
    let app = TestApp::spawn().await;
    let (_, _, _, answer) = scene(&app).await;
    let moderator = app.moderator().await;
    edit(&moderator, answer, 1, "It was switched off, says the moderator.").await.expect(303);
    assert_eq!(versions(&app, answer).await, (2, 2));
    let history = app.visitor().get(&format!("/posts/{answer}/history")).await.expect(200);
    assert!(history.find("main article").unwrap().contains("moderator"));
}

#[tokio::test]
async fn any_version_is_restored_as_a_new_one() {
    let app = TestApp::spawn().await;
    let (ada, bob, asked, answer) = scene(&app).await;
    app.clock.advance(301);
    edit(&bob, answer, 1, "The second version of it.").await.expect(303);
    app.clock.advance(301);
    let restore = format!("/posts/{answer}/restore-version");
    ada.post_form(&restore, &[("number", "1"), ("version", "2")]).await.expect(403);
    bob.post_form(&restore, &[("number", "1"), ("version", "1")]).await.expect(409);
    for number in ["0", "3", "-1", "9223372036854775807"] {
        bob.post_form(&restore, &[("number", number), ("version", "2")]).await.expect(404);
    }
    bob.post_form(&restore, &[("number", "x"), ("version", "2")]).await.expect(422);
    bob.post_form(&restore, &[("number", "1"), ("version", "2")]).await.expect(303);
    assert!(app.visitor().get(&asked.path).await.expect(200).text().contains("switched off all day"));
    assert_eq!(versions(&app, answer).await, (3, 3));
    // A version of another post is not there.
    let other = app.answer(&ada, &asked, "Another answer, never edited.").await;
    ada.post_form(&format!("/posts/{other}/restore-version"), &[("number", "1"), ("version", "1")]).await.expect(404);
    app.assert_verified();
}

#[tokio::test]
async fn a_questions_history_has_title_and_tags() {
    let app = TestApp::spawn().await;
    let (ada, _, asked, _) = scene(&app).await;
    app.clock.advance(301);
    let other = app.board("tablets").await.to_string();
    let fields = [
        ("title", "Why does my tablet not ring?"),
        ("board", other.as_str()),
        ("tags", "tablets, sound"),
        ("lang", "en"),
        ("body", "It has never rung."),
        ("version", "1"),
        ("reason", ""),
    ];
    ada.post_form(&format!("/posts/{}/edit", asked.post), &fields).await.expect(303);
    let history = app.visitor().get(&format!("/posts/{}/history", asked.post)).await.expect(200);
    let newest = history.find("main article").unwrap();
    assert!(newest.contains("tablet") && newest.contains("sound"), "{newest}");
    let topic = asked.topic;
    let tags: String = app.read(move |c| Ok(topics::table.find(topic).select(topics::tags).first(c)?)).await;
    assert_eq!(tags, "tablets sound");
    assert_eq!(app.visitor().get("/boards/tablets").await.expect(200).find_all("main .q__t").len(), 1);
    assert_eq!(app.visitor().get("/boards/phones").await.expect(200).find_all("main .q__t").len(), 0);
    app.visitor().get("/tags/phones").await.expect(404);
    ada.post_form(&format!("/posts/{}/restore-version", asked.post), &[("number", "1"), ("version", "2")])
        .await
        .expect(303);
    let page = app.visitor().get(&asked.path).await.expect(200);
    assert_eq!((page.find("h1").unwrap(), page.find_all("main .tag")), (TITLE.into(), vec!["phones".into()]));
    app.assert_verified();
}

#[tokio::test]
async fn who_was_slower_sees_both_texts_and_loses_nothing() {
    let app = TestApp::spawn().await;
    let (_, bob, _, answer) = scene(&app).await;
    let moderator = app.moderator().await;
    let form = bob.get(&format!("/posts/{answer}/edit")).await.expect(200);
    assert_eq!(form.attr("input[name=version]", "value").unwrap(), "1");
    edit(&moderator, answer, 1, "It was switched off, says the moderator.").await.expect(303);
    let slower = edit(&bob, answer, 1, "It was switched off, says Bob.").await.expect(409);
    assert_eq!(slower.find("textarea[readonly]").unwrap(), "It was switched off, says the moderator.");
    assert_eq!(slower.find("textarea[name=body]").unwrap(), "It was switched off, says Bob.");
    assert!(slower.find("ins").is_some() && slower.find("del").is_some());
    assert_eq!(slower.attr("input[name=version]", "value").unwrap(), "2");
    assert_eq!(slower.attr("input[name=reason]", "value").unwrap(), "Clearer.");
    assert_eq!(versions(&app, answer).await, (2, 2));
    edit(&bob, answer, 2, "It was switched off, say both.").await.expect(303);
    // A version that is not there yet is none to edit.
    edit(&bob, answer, 9, "It was switched off, says nobody.").await.expect(409);
}

#[tokio::test]
async fn a_wrong_edit_comes_back_as_typed() {
    let app = TestApp::spawn().await;
    let (ada, bob, asked, answer) = scene(&app).await;
    let reply = edit(&bob, answer, 1, "   ").await.expect(422);
    assert!(reply.find("#f-body-error").is_some());
    let long = "x".repeat(201);
    let fields = [("body", "Something else altogether."), ("version", "1"), ("reason", long.as_str())];
    let reply = bob.post_form(&format!("/posts/{answer}/edit"), &fields).await.expect(422);
    assert!(reply.find("#f-reason-error").is_some());
    assert_eq!(reply.find("textarea[name=body]").unwrap(), "Something else altogether.");
    // An answer has no title, a question has; other fields there are none.
    let reply = ada.post_form(&format!("/posts/{}/edit", asked.post), &[("body", "x"), ("version", "1")]).await;
    assert_eq!(reply.expect(422).find_all(".errsum li").len(), 3);
    for extra in [("author_id", "1"), ("state", "visible"), ("accepted", "true"), ("score", "99"), ("html", "<b>")] {
        let fields = [("body", "Something else altogether."), ("version", "1"), extra];
        bob.post_form(&format!("/posts/{answer}/edit"), &fields).await.expect(422);
    }
    assert_eq!(versions(&app, answer).await, (1, 0));
}

#[tokio::test]
async fn an_edit_of_a_hidden_answer_shows_nowhere() {
    let app = TestApp::spawn().await;
    let (ada, bob, asked, answer) = scene(&app).await;
    app.clock.advance(60);
    let board = app.board("other").await;
    app.ask(&ada, board, "A question that is newer", "phones").await;
    let moderator = app.moderator().await;
    moderator.post_form(&format!("/mod/posts/{answer}/hide"), &[("reason", "Private data in it.")]).await.expect(303);
    let before = app.visitor().get("/").await.expect(200).bare("/");
    app.clock.advance(1);
    edit(&moderator, answer, 1, "It was switched off. (Address removed.)").await.expect(303);
    assert_eq!(before, app.visitor().get("/").await.expect(200).bare("/"), "{}", asked.path);
    let refused = edit(&bob, answer, 2, "It was switched off, at my address.").await.expect(403);
    assert!(refused.find("main").unwrap().contains("cannot be edited"), "{refused:?}");
    let refused = bob.post_form(&format!("/posts/{answer}/delete"), &[]).await.expect(403);
    assert!(refused.find("main").unwrap().contains("removed already"), "{refused:?}");
    app.assert_verified();
}

#[tokio::test]
async fn the_history_of_large_texts_opens_soon() {
    let app = TestApp::spawn().await;
    let (_, bob, _, answer) = scene(&app).await;
    for version in 1..=10 {
        app.clock.advance(301);
        let mut text = String::new();
        let mut number = version;
        while text.len() < 60_000 {
            number = (number * 48_271) % 2_147_483_647;
            text.push_str(&format!("{number:x} "));
        }
        edit(&bob, answer, version, &text).await.expect(303);
    }
    let started = std::time::Instant::now();
    app.visitor().get(&format!("/posts/{answer}/history")).await.expect(200);
    let took = started.elapsed();
    assert!(took < std::time::Duration::from_secs(2), "{took:?}: ten comparisons share the patience of one");
}

async fn moved(by: &Client, asked: &Asked, version: i64, to: BoardId) -> Reply {
    let (version, board) = (version.to_string(), to.to_string());
    let fields = [
        ("title", TITLE),
        ("board", board.as_str()),
        ("tags", "phones"),
        ("lang", "en"),
        ("body", "The body, long enough to be one, with a little more."),
        ("version", version.as_str()),
        ("reason", ""),
    ];
    by.post_form(&format!("/posts/{}/edit", asked.post), &fields).await
}

async fn board_of(app: &TestApp, asked: &Asked) -> BoardId {
    let topic = asked.topic;
    app.read(move |c| Ok(topics::table.find(topic).select(topics::board_id).first(c)?)).await
}

/// Answers were written for those who read the board: an asker cannot take them away from their authors, nor show them
/// to everybody.
#[tokio::test]
async fn who_may_read_answers_is_changed_by_moderators_only() {
    let app = TestApp::spawn().await;
    let (ada, _, asked, _) = scene(&app).await;
    let (open, elsewhere) = (board_of(&app, &asked).await, app.board("elsewhere").await);
    let few = app.board_for("few", &[&ada]).await;
    let refused = moved(&ada, &asked, 1, few).await.expect(422);
    assert!(refused.find("#f-board-error").unwrap().contains("moderator"), "{refused:?}");
    assert!(refused.find("textarea[name=body]").unwrap().contains("a little more"), "what was typed is there");
    assert_eq!(board_of(&app, &asked).await, open);
    let offered = |page: &Reply| page.find_all("#f-board option");
    let form = format!("/posts/{}/edit", asked.post);
    assert!(!offered(&ada.get(&form).await.expect(200)).contains(&"Board few".to_owned()), "nor is it offered");
    assert!(offered(&app.moderator().await.get(&form).await.expect(200)).contains(&"Board few".to_owned()));
    moved(&ada, &asked, 1, elsewhere).await.expect(303);
    assert_eq!(board_of(&app, &asked).await, elsewhere, "from one open board to another it may go");

    let hushed = app.ask(&ada, few, TITLE, "phones").await;
    moved(&ada, &hushed, 1, open).await.expect(303);
    moved(&ada, &hushed, 2, few).await.expect(303);
    app.answer(&ada, &hushed, "What only a few should read, says Ada.").await;
    moved(&ada, &hushed, 3, open).await.expect(422);
    assert_eq!(board_of(&app, &hushed).await, few, "nor does it come out of the restricted board");
    moved(&app.admin().await, &hushed, 3, open).await.expect(303);
    assert_eq!(board_of(&app, &hushed).await, open);
    app.assert_verified();
}
