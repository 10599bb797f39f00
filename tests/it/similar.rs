//! What is like a question: while it is typed, before it is posted, and beside it; and what is counted of it.

use diesel::prelude::*;
use reqwest::Method;
use talka::db::schema::{deflections, related_topics};
use talka::follows::{Level, Subject};
use talka::ids::{BoardId, TopicId, UserId};
use talka::notify::{Kind, Reason};
use talka::similar::Deflections;

use crate::support::{Asked, Client, Reply, TestApp};

const TITLE: &str = "Why does my phone not ring?";

/// A solved and an unsolved question that are like [`TITLE`], one that is not, and one that few may read.
struct Scene {
    ada: Client,
    board: BoardId,
    solved: Asked,
    open: Asked,
    secret: Asked,
}

async fn scene(app: &TestApp) -> Scene {
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let closed = app.closed_board("secret").await;
    let solved = app.ask(&ada, board, "My phone does not ring at night", "phones").await;
    let answer = app.answer(&bob, &solved, "It is set to be silent, look at its side.").await;
    ada.post_form(&format!("/posts/{answer}/accept"), &[("on", "true")]).await.expect(303);
    let open = app.ask(&ada, board, "The phone rings, but why not loud?", "phones").await;
    app.ask(&ada, board, "Moving abroad with a contract", "contract").await;
    let secret = app.ask(&ada, closed, "Why does the secret phone not ring?", "phones").await;
    app.run_jobs().await;
    Scene { ada, board, solved, open, secret }
}

#[tokio::test]
async fn similar_topics_stand_under_the_title_solved_ones_first() {
    let app = TestApp::spawn().await;
    let it = scene(&app).await;
    let panel = app.visitor().get("/similar?title=Why+does+my+phone+not+ring%3F").await.expect(200);
    assert_eq!(panel.find_all(".likes a"), ["My phone does not ring at night", "The phone rings, but why not loud?"]);
    assert_eq!(panel.attr(".likes a", "href").unwrap(), format!("{}?from=ask", it.solved.path));
    assert_eq!(panel.attr("[data-found]", "data-found").unwrap(), "2 similar topics under the title");
    assert!(panel.text().contains("No answers yet"), "{panel:?}");
    assert_eq!(panel.find("html body header"), None, "a part of a page");
    for nothing in ["", "phone", "phone+ring", "zebra+giraffe+elephant"] {
        let panel = app.visitor().get(&format!("/similar?title={nothing}")).await.expect(200);
        assert_eq!(panel.find(".likes"), None, "{nothing}");
    }
    let moderator = app.moderator().await;
    let panel = moderator.get("/similar?title=Why+does+the+secret+phone+ring").await.expect(200);
    assert!(panel.find_all(".likes a").iter().any(|title| title.contains("secret")), "{panel:?}");
}

async fn post(by: &Client, more: &[(&str, &str)]) -> Reply {
    let fields =
        [("title", TITLE), ("board", "1"), ("tags", "phones"), ("body", "One.\n\n\"Two\" <3"), ("form_key", "a")];
    by.post_form("/ask", &[&fields, more].concat()).await
}

#[tokio::test]
async fn without_a_script_they_stand_before_posting() {
    let app = TestApp::spawn().await;
    let it = scene(&app).await;
    let step = post(&it.ada, &[]).await.expect(200);
    assert_eq!(step.find("h1").as_deref(), Some("Is it one of these?"));
    assert_eq!(step.find_all(".likes a").len(), 2);
    for (name, value) in [("title", TITLE), ("board", "1"), ("tags", "phones"), ("form_key", "a"), ("reviewed", "1")] {
        assert_eq!(step.attr(&format!("main input[name={name}]"), "value").as_deref(), Some(value));
    }
    assert!(step.text().contains("One.\n\n&quot;Two&quot; &lt;3</textarea>"), "{step:?}");
    // One of them may be opened: the text waits.
    assert_eq!(it.ada.get("/ask").await.attr("input[name=title]", "value").as_deref(), Some(TITLE));
    let back = post(&it.ada, &[("reviewed", "1"), ("back", "1")]).await.expect(200);
    assert_eq!(back.find("textarea[name=body]").as_deref(), Some("One. \"Two\" <3"));
    assert_eq!(back.attr("input[name=reviewed]", "value").as_deref(), Some("1"));
    let posted = post(&it.ada, &[("reviewed", "1")]).await.expect(303);
    assert_eq!(post(&it.ada, &[("reviewed", "1")]).await.expect(303).location(), posted.location());
    // Who cannot post yet goes the way that was there before.
    post(&app.visitor(), &[]).await.expect(401);
    post(&app.unverified("new").await, &[]).await.expect(303);
    post(&app.suspended("gone").await, &[]).await.expect(403);
}

/// Opens a page as a browser does, which says its name.
async fn open(by: &Client, path: &str, agent: &str) -> Reply {
    by.send(by.request(Method::GET, path).header("user-agent", agent)).await
}

const FIREFOX: &str = "Mozilla/5.0 (Android 16; Mobile) Firefox/150.0";

async fn counted(app: &TestApp) -> Vec<(i64, i64)> {
    let (counted, db) = (app.app.deflections.clone(), app.app.shared.db.clone());
    tokio::task::spawn_blocking(move || Deflections::flush(&counted, &db)).await.unwrap().unwrap();
    app.read(|c| Ok(deflections::table.select((deflections::clicks, deflections::asked)).load(c)?)).await
}

#[tokio::test]
async fn what_was_opened_instead_of_asking_is_counted_and_nobody_with_it() {
    let app = TestApp::spawn().await;
    let it = scene(&app).await;
    let from_form = format!("{}?from=ask", it.solved.path);
    let visitor = app.visitor();
    open(&visitor, &it.solved.path, FIREFOX).await.expect(200);
    open(&visitor, &from_form, "Googlebot/2.1").await.expect(200);
    open(&visitor, "/questions/999/x?from=ask", FIREFOX).await.expect(404);
    assert_eq!((counted(&app).await, visitor.cookie("talka-looked")), (Vec::new(), None));
    let reply = open(&visitor, &from_form, FIREFOX).await.expect(200);
    assert!(reply.header("set-cookie").contains("Max-Age=1800"), "{:?}", reply.headers);
    assert_eq!(visitor.cookie("talka-looked").as_deref(), Some("1"), "the same for everybody");
    open(&visitor, &format!("{}?from=ask", it.open.path), FIREFOX).await.expect(200);
    assert_eq!(counted(&app).await, [(1, 0)]);
    open(&it.ada, &from_form, FIREFOX).await.expect(200);
    post(&it.ada, &[("reviewed", "1")]).await.expect(303);
    assert_eq!((counted(&app).await, it.ada.cookie("talka-looked").unwrap_or_default()), (vec![(2, 1)], String::new()));
    let overview = app.admin().await.get("/admin").await.expect(200);
    assert_eq!(overview.find("main p.sm b").as_deref(), Some("1"), "{overview:?}");
    app.assert_verified();
}

async fn related(by: &Client, path: &str) -> Vec<String> {
    by.get(path).await.expect(200).find_all(".side .likes a")
}

#[tokio::test]
async fn what_is_alike_stands_beside_it_for_those_who_may_read_it() {
    let app = TestApp::spawn().await;
    let it = scene(&app).await;
    let visitor = app.visitor();
    assert_eq!(related(&visitor, &it.open.path).await, ["My phone does not ring at night"]);
    let moderator = app.moderator().await;
    assert_eq!(related(&moderator, &it.open.path).await.len(), 1, "no public list is made of what few may read");
    assert_eq!(related(&moderator, &it.secret.path).await.len(), 2);
    // A new one comes into the lists of what it is like.
    app.clock.advance(60);
    let new = app.ask(&it.ada, it.board, "Why does a phone ring at night", "phones").await;
    app.clock.advance(60);
    app.run_jobs().await;
    app.clock.advance(60);
    app.run_jobs().await;
    assert!(related(&visitor, &it.solved.path).await.contains(&"Why does a phone ring at night".to_owned()));
    let of_new = related(&visitor, &new.path).await;
    assert_eq!(of_new.len(), 2, "{of_new:?}");
    moderator
        .post_form(&format!("/mod/posts/{}/hide", it.solved.post), &[("reason", "It is not right at all.")])
        .await
        .expect(303);
    assert_eq!(related(&visitor, &new.path).await.len(), 1);
    // An edit looks anew.
    let stored: Vec<(TopicId, i64)> = app
        .read(|c| Ok(related_topics::table.select((related_topics::topic_id, related_topics::position)).load(c)?))
        .await;
    assert!(stored.iter().all(|(_, position)| *position < 8), "{stored:?}");
    app.assert_verified();
}

#[tokio::test]
async fn a_kept_search_tells_of_what_it_finds() {
    let app = TestApp::spawn().await;
    let (ada, fan, board) = (app.member("ada").await, app.member("fan").await, app.board("phones").await);
    let moderator = app.moderator().await;
    app.ask(&ada, board, "The first one brings the tag", "esim").await;
    moderator.post_form("/tags/esim/synonyms", &[("synonym", "e-sim")]).await.expect(303);
    app.told(&fan).await;
    let page = fan.get("/search?q=activation+tag%3Aesim").await.expect(200);
    assert_eq!(
        page.attr("main form[action='/searches'] [name=query]", "value").as_deref(),
        Some("activation tag:esim")
    );
    let visitor = app.visitor().get("/search?q=activation").await.expect(200);
    assert_eq!(visitor.find("form[action='/searches']"), None);
    for query in
        ["activation tag:esim", "\"at home\" -garden", "tag:e-sim is:question", "is:article", "activation tag:esim"]
    {
        fan.post_form("/searches", &[("query", query), ("name", "")]).await.expect(303);
    }
    let page = fan.get("/search?q=activation+tag%3Aesim").await.expect(200);
    assert!(page.text().contains("You follow this search"), "{page:?}");
    assert_eq!(fan.get("/following?tab=search").await.find_all("form[action^='/searches/']").len(), 4, "each once");
    let secret = app.closed_board("secret").await;
    for (board, title, tags, told) in [
        (board, "Activating the card in a car", "esim", true),
        (board, "A gadget that works at home", "other", true),
        (board, "A gadget at home and in the garden", "other", false),
        (board, "Nothing of this is at anybody's home", "other", false),
        (board, "Whatever has the name of the tag", "esim", true),
        (board, "Activating without the tag", "other", false),
        (secret, "Activating it where few may read", "esim", false),
    ] {
        app.ask(&ada, board, title, tags).await;
        let expected = if told { vec![(Kind::Question, Reason::Search)] } else { Vec::new() };
        assert_eq!(app.told(&fan).await, expected, "{title}");
        app.empty_inbox(&fan).await;
    }
    app.assert_verified();
}

#[tokio::test]
async fn followers_of_a_merged_tag_follow_the_other_one() {
    let app = TestApp::spawn().await;
    let (ada, board, moderator) = (app.member("ada").await, app.board("phones").await, app.moderator().await);
    let (fan, deaf) = (app.member("fan").await, app.member("deaf").await);
    app.ask(&ada, board, "A question with the one tag", "mobile").await;
    app.ask(&ada, board, "A question with the other tag", "phones").await;
    let (from, to) = (app.tag("mobile").await, app.tag("phones").await);
    app.follow(&fan, Subject::Tag(from), Level::All).await;
    app.follow(&deaf, Subject::Tag(from), Level::All).await;
    app.follow(&deaf, Subject::Tag(to), Level::Muted).await;
    moderator
        .post_form("/tags/mobile/merge", &[("into", "phones"), ("reason", "They mean the same.")])
        .await
        .expect(303);
    app.told(&fan).await;
    app.empty_inbox(&fan).await;
    app.empty_inbox(&deaf).await;
    for q in ["tag:mobile", "tag:phones"] {
        let found = app.visitor().get(&format!("/search?q={q}")).await.expect(200);
        assert_eq!(found.find_all(".qlist .q").len(), 2, "{q}");
    }
    app.ask(&ada, board, "A third question about them", "phones").await;
    assert_eq!(app.told(&fan).await, [(Kind::Question, Reason::Tag)]);
    assert_eq!(app.told(&deaf).await, []);
    let left =
        app.read(move |c| talka::follows::followers(c, Subject::Tag(from), (UserId(0), UserId(i64::MAX)), 9)).await;
    assert_eq!(left, []);
    app.assert_verified();
}
