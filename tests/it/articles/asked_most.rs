//! The page of the questions that most people came for.

use diesel::prelude::*;
use talka::db::schema::topics;
use talka::ids::{BoardId, TopicId};

use crate::support::{Client, TestApp};

async fn solved(app: &TestApp, by: &Client, board: BoardId, title: &str, views: i64, lang: &'static str) -> TopicId {
    let asked = app.ask(by, board, title, "phones").await;
    let answer = app.answer(by, &asked, &format!("The answer to {title}")).await;
    by.post_form(&format!("/posts/{answer}/accept"), &[("on", "true")]).await.expect(303);
    let id = asked.topic;
    app.write(move |tx| {
        diesel::update(topics::table.find(id)).set((topics::views.eq(views), topics::lang.eq(lang))).execute(tx)?;
        Ok(())
    })
    .await;
    id
}

#[tokio::test]
async fn the_most_seen_solved_questions_stand_by_board() {
    let app = TestApp::spawn().await;
    let (ada, admin) = (app.member("ada").await, app.admin().await);
    let (phones, bills) = (app.board("phones").await, app.board("bills").await);
    let secret = app.board_for("secret", &[&ada]).await;
    assert!(app.visitor().get("/faq").await.expect(200).text().contains("No solved questions yet"));
    solved(&app, &ada, phones, "How do I unlock my phone?", 10, "en").await;
    solved(&app, &ada, bills, "Why is my bill so high now?", 30, "en").await;
    solved(&app, &ada, phones, "Kaip atrakinti telefoną greitai?", 40, "lt").await;
    let gone = solved(&app, &ada, phones, "How do I find what is gone?", 50, "en").await;
    solved(&app, &ada, secret, "Where is the secret antenna?", 60, "pl").await;
    app.ask(&ada, phones, "Is this one not solved yet?", "phones").await;
    let post = app.read(move |c| talka::topics::own_post(c, gone)).await.id;
    admin.post_form(&format!("/mod/posts/{post}/hide"), &[("reason", "A reason of some words.")]).await.expect(303);
    let page = app.visitor().get("/faq").await.expect(200);
    assert_eq!(page.find_all("h2 a"), ["Board phones", "Board bills"]);
    assert_eq!(
        page.find_all(".faq h3"),
        ["Kaip atrakinti telefoną greitai?", "How do I unlock my phone?", "Why is my bill so high now?"]
    );
    assert!(page.text().contains("The answer to Why is my bill") && page.text().contains("\"@type\":\"FAQPage\""));
    assert_eq!(page.find_all(".chips a"), ["All languages", "English", "Lietuvių"]);
    let lithuanian = app.visitor().get("/faq?lang=lt").await.expect(200);
    assert_eq!(lithuanian.find_all(".faq h3"), ["Kaip atrakinti telefoną greitai?"]);
    app.visitor().get("/faq?lang=xx").await.expect(400);
    // Who may read more sees more.
    let own = ada.get("/faq").await.expect(200);
    assert!(own.text().contains("secret antenna"));
    assert_eq!(own.find_all(".chips a").len(), 4);
}
