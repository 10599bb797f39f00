//! What is typed is not lost: drafts on the server, and texts that travel through signing in.

use diesel::prelude::*;
use talka::clock::Timestamp;
use talka::db::schema::{drafts, posts, sessions};

use crate::questions::hidden;
use crate::support::{Client, PASSWORD, TestApp};

const TITLE: &str = "Why does my phone not ring?";

async fn kept(app: &TestApp) -> i64 {
    app.read(|c| Ok(drafts::table.count().get_result(c)?)).await
}

async fn keep(by: &Client, draft: &str, body: &str) -> u16 {
    by.post_form("/drafts", &[("draft", draft), ("body", body)]).await.status.as_u16()
}

#[tokio::test]
async fn a_questions_draft_comes_back_until_it_is_posted() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await.to_string());
    let fields = [
        ("draft", "question"),
        ("title", "Why does"),
        ("board", board.as_str()),
        ("tags", "phones, "),
        ("lang", "lt"),
        ("body", "Half a sen"),
        ("form_key", "x"),
    ];
    ada.post_form("/drafts", &fields).await.expect(200);
    let page = ada.get("/ask").await.expect(200);
    assert_eq!(page.attr("input[name=title]", "value").unwrap(), "Why does");
    assert_eq!(page.attr("input[name=tags]", "value").unwrap(), "phones, ");
    assert_eq!(page.attr("select[name=board] option[selected]", "value").unwrap(), board);
    assert_eq!(page.attr("select[name=lang] option[selected]", "value").unwrap(), "lt");
    assert_eq!(page.find("textarea[name=body]").unwrap(), "Half a sen");
    assert_eq!(app.member("bob").await.get("/ask").await.expect(200).find("textarea[name=body]").unwrap(), "");
    let fields = [("title", TITLE), ("board", board.as_str()), ("tags", "phones"), ("body", "A whole sentence.")];
    ada.post_form("/ask", &fields).await.expect(303);
    assert_eq!(kept(&app).await, 0);
    assert_eq!(ada.get("/ask").await.expect(200).find("textarea[name=body]").unwrap(), "");
}

#[tokio::test]
async fn an_answers_draft_stands_in_its_box() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let (one, two) = (
        app.ask(&ada, board, TITLE, "phones").await,
        app.ask(&ada, board, "Why does my phone ring all day?", "phones").await,
    );
    let secret = app.closed_board("secret").await;
    let hidden = app.ask(&ada, secret, "A question for nobody here", "phones").await;
    assert_eq!(keep(&bob, &format!("answer-{}", one.topic), "Half an ans").await, 200);
    assert_eq!(bob.get(&one.path).await.expect(200).find("textarea[name=body]").unwrap(), "Half an ans");
    assert_eq!(bob.get(&two.path).await.expect(200).find("textarea[name=body]").unwrap(), "");
    let hidden = format!("answer-{}", hidden.topic);
    for nowhere in ["answer-999", "answer-", "answer-x", "answer--1", "question-1", "", "idea-1", hidden.as_str()] {
        assert_eq!(keep(&bob, nowhere, "text").await, 404, "{nowhere}");
    }
    bob.post_form(&format!("/questions/{}/answers", one.topic), &[("body", "A whole answer.")]).await.expect(303);
    assert_eq!(kept(&app).await, 0);
    // An emptied draft goes.
    assert_eq!(keep(&bob, "question", "x").await, 200);
    assert_eq!(keep(&bob, "question", " \n").await, 200);
    assert_eq!(kept(&app).await, 0);
}

#[tokio::test]
async fn drafts_are_for_accounts_and_of_a_texts_length() {
    let app = TestApp::spawn().await;
    for who in [app.unverified("new").await, app.suspended("old").await] {
        assert_eq!(keep(&who, "question", "Mine.").await, 200, "it puts nothing in public");
    }
    assert_eq!(keep(&app.visitor(), "question", "Nobody's.").await, 401);
    let ada = app.member("ada").await;
    let before = kept(&app).await;
    assert_eq!(keep(&ada, "question", &"x".repeat(100_000)).await, 413);
    let long = "x".repeat(300_000);
    let fields = [("draft", "question"), ("body", "short"), ("lang", long.as_str())];
    ada.post_form("/drafts", &fields).await.expect(413);
    let fields = [("draft", "question"), ("body", "x"), ("post_when_verified", "true")];
    ada.post_form("/drafts", &fields).await.expect(422);
    assert_eq!(kept(&app).await, before);
}

#[tokio::test]
async fn an_account_keeps_a_hundred_drafts() {
    let app = TestApp::spawn().await;
    let (ada, eve, board) = (app.member("ada").await, app.unverified("eve").await, app.board("phones").await);
    assert_eq!(keep(&ada, "question", "Ada's own.").await, 200);
    for number in 0..102 {
        app.clock.advance(1);
        let asked = app.ask(&ada, board, &format!("Question of number {number:03}"), "phones").await;
        assert_eq!(keep(&eve, &format!("answer-{}", asked.topic), "x").await, 200);
    }
    let id = eve.id();
    let topics: Vec<i64> = app
        .read(move |c| {
            let own = drafts::table.filter(drafts::user_id.eq(id)).order(drafts::topic_id);
            Ok(own.select(drafts::topic_id).load(c)?)
        })
        .await;
    assert_eq!((topics.len(), topics[0]), (100, 3), "the two that were left alone longest have gone");
}

#[tokio::test]
async fn drafts_are_forgotten_after_half_a_year() {
    let app = TestApp::spawn().await;
    let ada = app.member("ada").await;
    assert_eq!(keep(&ada, "question", "Some day.").await, 200);
    app.clock.advance(180 * 86_400);
    app.run_jobs().await;
    assert_eq!(kept(&app).await, 1);
    app.clock.advance(3_600);
    app.run_jobs().await;
    assert_eq!(kept(&app).await, 0);
}

#[tokio::test]
async fn an_answer_survives_an_expired_session() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ada, board, TITLE, "phones").await;
    let path = format!("/questions/{}/answers", asked.topic);
    let text = "An answer of half an hour,\n\nwith <b>two</b> paragraphs & \"quotes\".";
    let token = bob.token_from(&asked.path).await;
    app.write(|tx| {
        diesel::update(sessions::table).set(sessions::expires_at.eq(Timestamp(0))).execute(tx)?;
        Ok(())
    })
    .await;
    let fields = [("csrf", token.as_str()), ("body", text), ("form_key", "k")];
    let page = bob.post_without_token(&path, &fields).await.expect(401);
    assert_eq!(page.attr("input[name=carry_body]", "value").unwrap(), text);
    assert_eq!(page.attr("input[name=carry_to]", "value").unwrap(), path);
    let sign_in = async |password: &str| {
        let mut fields = hidden(&page, "form[action='/sign-in']");
        fields.push(("email".into(), "bob@example.org".into()));
        fields.push(("password".into(), password.into()));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        bob.post_without_token("/sign-in", &fields).await
    };
    let wrong = sign_in("not-the-password").await.expect(422);
    assert_eq!(wrong.attr("input[name=carry_body]", "value").unwrap(), text, "a slip loses nothing either");
    let reply = sign_in(PASSWORD).await.expect(303);
    assert_eq!(reply.location(), format!("/questions/{}", asked.topic));
    assert_eq!(app.read(|c| Ok(posts::table.count().get_result::<i64>(c)?)).await, 1, "it is not posted by itself");
    let body: String = app.read(|c| Ok(drafts::table.select(drafts::body).first(c)?)).await;
    assert_eq!(body.replace("\r\n", "\n"), text);
    let page = bob.get(&asked.path).await.expect(200);
    assert!(page.find("textarea[name=body]").unwrap().starts_with("An answer of half an hour"));
}

#[tokio::test]
async fn a_text_that_travelled_does_not_replace_the_one_that_was_kept() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await.to_string());
    assert_eq!(keep(&ada, "question", "The older text.").await, 200);
    let visitor = app.visitor();
    let typed = [("title", TITLE), ("board", board.as_str()), ("tags", "phones"), ("body", "The newer text.")];
    let page = visitor.post_form_from("/ask", "/ask", &typed).await.expect(401);
    let mut fields = hidden(&page, "form[action='/sign-in']");
    fields.push(("email".into(), "ada".into()));
    fields.push(("password".into(), PASSWORD.into()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    visitor.post_without_token("/sign-in", &fields).await.expect(303);
    let page = visitor.get("/ask").await.expect(200);
    let text = page.find("textarea[name=body]").unwrap();
    assert!(text.contains("The newer text.") && text.contains("The older text."), "{text}");
    assert_eq!(page.attr("input[name=title]", "value").unwrap(), TITLE);
}
