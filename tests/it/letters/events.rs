//! The mail of one event: what it says, what stands in its head, and when it is not sent after all.

use std::sync::Arc;

use diesel::prelude::*;
use talka::boards::{self, Readers};
use talka::db::Conn;
use talka::db::schema::{outbox, topics, users};
use talka::error::Result;
use talka::ids::{PostId, UserId};
use talka::jobs::{HandlerTable, Runner};
use talka::mail::{self, State};
use talka::policy::State as Shown;
use talka::{letters, notify, topics as room};

use super::{answered, choose, header};
use crate::support::{Asked, NOON, TestApp};

#[tokio::test]
async fn an_answer_is_mailed_at_once_to_who_asked() {
    let app = TestApp::spawn().await;
    let (anna, ben) = (app.member("anna").await, app.member("ben").await);
    let asked = answered(&app, &anna, &ben).await;
    let mails = app.mails().await;
    assert_eq!(mails.len(), 1, "{mails:#?}");
    let mail = &mails[0];
    assert_eq!(mail.to_address, "anna@example.org");
    assert_eq!(mail.subject, "[Talka] Why is the sky blue?");
    for part in ["“ben” answered “Why is the sky blue?”", "Because of scattering", "/posts/", "/unsubscribe/"] {
        assert!(mail.text.contains(part), "{part}: {}", mail.text);
    }
    assert!(mail.html.contains("<blockquote dir=\"auto\">Because of scattering"), "{}", mail.html);
    let root = format!("<topic.{}@127.0.0.1>", asked.topic);
    for (name, value) in [
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("List-Id", "<talka.127.0.0.1>"),
        ("Auto-Submitted", "auto-generated"),
        ("Precedence", "bulk"),
        ("References", &root),
        ("In-Reply-To", &root),
    ] {
        assert_eq!(header(mail, name).as_deref(), Some(value), "{name}");
    }
    assert!(header(mail, "List-Unsubscribe").unwrap().starts_with("<http://127.0.0.1:"));
    // Later mails of the topic have the same root and subject, and a number of their own.
    app.answer(&ben, &asked, "And because our eyes see violet badly.").await;
    let more = app.mails().await;
    assert_eq!((more.len(), header(&more[0], "References")), (1, Some(root)));
    assert_eq!(more[0].subject, mail.subject);
    assert_ne!(more[0].message_id, mail.message_id);
    assert!(app.mails().await.is_empty());
}

#[tokio::test]
async fn what_was_chosen_otherwise_is_not_mailed_at_once() {
    let app = TestApp::spawn().await;
    let (anna, ben) = (app.member("anna").await, app.member("ben").await);
    for timing in ["daily", "weekly", "never"] {
        choose(&anna, &[("answers", timing)]).await;
        let board = app.board(timing).await;
        let asked = app.ask(&anna, board, "A question of those days", "sky").await;
        let answer = app.answer(&ben, &asked, "An answer that waits for its day.").await;
        assert!(app.mails().await.is_empty(), "{timing}");
        // A mention is another kind, and still told at once.
        app.comment(&ben, &asked, answer, "Look here, @anna, this may help.").await;
        assert_eq!(app.mails().await.len(), 1, "{timing}");
    }
    choose(&anna, &[("off", "true")]).await;
    let board = app.board("off").await;
    let asked = app.ask(&anna, board, "A question without mails", "sky").await;
    app.answer(&ben, &asked, "An answer that is not mailed.").await;
    assert!(app.mails().await.is_empty());
}

#[tokio::test]
async fn a_title_adds_nothing_to_the_head() {
    let app = TestApp::spawn().await;
    let (anna, ben) = (app.member("anna").await, app.member("ben").await);
    let board = app.board("help").await;
    let long = "Ąžuolas ".repeat(1_280);
    for title in [
        "x\r\nBcc: all@example.net",
        "x\nBcc: all@example.net",
        "x\rBcc: y",
        "line\u{2028}separator\u{2029}and\u{85}next",
        "\u{202e}evil\u{202c} \u{200b}👩‍👩‍👧‍👦 ﷽ Z̵̡͝a̴̧lgo =?utf-8?q?=0D=0ABcc:_x?=",
        "\"quotes\" <angle@example.net>, commas;",
        long.as_str(),
    ] {
        let asked = app.ask(&anna, board, "A title that will be another", "sky").await;
        set_title(&app, &asked, title).await;
        app.answer(&ben, &asked, "An answer below a curious title.").await;
        let mails = app.mails().await;
        assert_eq!(mails.len(), 1, "{title:?}");
        let mail = &mails[0];
        let (head, _) = mail.raw.split_once("\r\n\r\n").unwrap();
        assert!(head.is_ascii(), "{head}");
        assert!(!mail.subject.contains(char::is_control) && mail.subject.chars().count() < 200, "{}", mail.subject);
        for line in head.split("\r\n") {
            assert!(line.len() <= 998 && !line.contains(['\r', '\n']), "{line}");
            assert!(!line.to_ascii_lowercase().starts_with("bcc:"), "{head}");
        }
        assert_eq!(header(mail, "To").as_deref(), Some("anna <anna@example.org>"));
    }
}

async fn set_title(app: &TestApp, asked: &Asked, title: &str) {
    let (topic, title) = (asked.topic, title.to_owned());
    app.write(move |tx| {
        diesel::update(topics::table.find(topic)).set(topics::title.eq(&title)).execute(tx)?;
        Ok(())
    })
    .await;
}

/// Tells everybody in writing while the mail server is away: answers how many mails wait.
async fn queued(app: &TestApp) -> usize {
    let (shared, clock) = (app.app.shared.clone().into_inner(), app.clock.clone());
    let writer = letters::Writer::new(Arc::clone(&shared));
    let handler = notify::handler(&shared.db, Arc::new(move |tx, delivery| writer.tell(tx, delivery)));
    let runner = Runner::new(shared.db.clone(), clock, HandlerTable::from([(notify::EXPAND, handler)]), Vec::new());
    runner.run_due().await.unwrap();
    app.read(|c| Ok(mail::list(c, State::Queued, None)?.len())).await
}

fn set_state(tx: &mut Conn, post: PostId, state: Shown) -> Result<()> {
    let (topic, post) = room::load_post(tx, post)?.unwrap();
    room::set_state(tx, &topic, &post, state, NOON)
}

#[tokio::test]
async fn what_is_over_when_the_mail_server_is_back_is_dropped() {
    type Undo = fn(&mut Conn, &Asked, PostId, UserId) -> Result<()>;
    let undoings: [(&str, Undo); 6] = [
        ("the answer was hidden", |tx, _, post, _| set_state(tx, post, Shown::Hidden)),
        ("the question was deleted", |tx, asked, _, _| set_state(tx, asked.post, Shown::Deleted)),
        ("the board was restricted", |tx, asked, _, _| {
            let board = room::load(tx, asked.topic)?.unwrap().board;
            boards::set_readers(tx, board, &Readers::Groups(Vec::new()))
        }),
        ("the reader was suspended", |tx, _, _, user| {
            diesel::update(users::table.find(user)).set(users::suspended_until.eq(Some(i64::MAX))).execute(tx)?;
            Ok(())
        }),
        ("the reader has another address", |tx, _, _, user| {
            let set = (users::email.eq("new@example.org"), users::email_key.eq("new@example.org"));
            diesel::update(users::table.find(user)).set(set).execute(tx)?;
            Ok(())
        }),
        ("the reader turned mail off", |tx, _, _, user| letters::end_all(tx, user, true, NOON)),
    ];
    for (what, undo) in undoings {
        let app = TestApp::spawn().await;
        let (anna, ben) = (app.member("anna").await, app.member("ben").await);
        let board = app.board("help").await;
        let asked = app.ask(&anna, board, "Why is the sky blue?", "sky").await;
        let answer = app.answer(&ben, &asked, "Because of scattering of short waves.").await;
        assert_eq!(queued(&app).await, 1, "{what}");
        let (user, of) = (anna.id(), asked.clone());
        app.write(move |tx| undo(tx, &of, answer, user)).await;
        assert!(app.mails().await.is_empty(), "{what}");
        let rows: Vec<(String, String, String, String)> = app
            .read(|c| {
                let columns = (outbox::state, outbox::subject, outbox::body_text, outbox::body_html);
                Ok(outbox::table.select(columns).load(c)?)
            })
            .await;
        let dropped = ("dropped".to_owned(), String::new(), String::new(), String::new());
        assert_eq!(rows, [dropped], "{what}");
    }
}

#[tokio::test]
async fn a_mail_of_the_account_is_sent_whatever_is_off() {
    let app = TestApp::spawn().await;
    let anna = app.member("anna").await;
    choose(&anna, &[("off", "true")]).await;
    app.visitor().post_form("/reset-password", &[("email", "anna@example.org")]).await.expect(200);
    let mails = app.mails().await;
    assert_eq!(mails.len(), 1);
    assert_eq!((header(&mails[0], "List-Unsubscribe"), header(&mails[0], "References")), (None, None));
}

#[tokio::test]
async fn admins_see_what_was_dropped_without_its_words() {
    let app = TestApp::spawn().await;
    let (anna, ben, admin) = (app.member("anna").await, app.member("ben").await, app.admin().await);
    let asked = answered(&app, &anna, &ben).await;
    assert_eq!(queued(&app).await, 1);
    let post = asked.post;
    app.write(move |tx| set_state(tx, post, Shown::Hidden)).await;
    assert!(app.mails().await.is_empty());
    let page = admin.get("/admin/mail?state=dropped").await.expect(200);
    assert!(page.text().contains("anna@example.org") && !page.text().contains("sky blue"), "{page:?}");
}
