//! Digests: when they come, what they say, and when they do not come.

use std::sync::Arc;

use diesel::prelude::*;
use talka::db::schema::{follows, inbox, mailboxes, metoos, topics};
use talka::follows::{Level, Subject};
use talka::ids::TagId;
use talka::jobs::{HandlerTable, NewJob, Runner, enqueue};
use talka::letters;
use talka::mail::SentMail;

use super::{choose, due, header, one_click, unsubscribe_path};
use crate::support::NOON;
use crate::support::{Asked, Client, TestApp};

/// From the noon at which tests begin, a Saturday, to eight the next morning.
const TO_MORNING: i64 = 20 * 3600;
const DAY: i64 = 24 * 3600;

/// Finds out when digests are due, and forgets the mails of before.
async fn settle(app: &TestApp) {
    app.clock.advance(61);
    app.mails().await;
}

async fn next_morning(app: &TestApp) -> Vec<SentMail> {
    app.clock.advance(TO_MORNING);
    app.mails().await
}

async fn follow_tag(app: &TestApp, client: &Client, slug: &str) {
    let (user, slug, now) = (client.id(), slug.to_owned(), app.clock.now());
    app.write(move |tx| {
        use talka::db::schema::tags;
        let tag: TagId = tags::table.filter(tags::slug.eq(&slug)).select(tags::id).first(tx)?;
        talka::follows::follow(tx, user, Subject::Tag(tag), Level::Topics, now)
    })
    .await;
}

#[tokio::test]
async fn what_waits_for_the_day_comes_at_eight_in_one_mail() {
    let app = TestApp::spawn().await;
    let (anna, ben) = (app.member("anna").await, app.member("ben").await);
    choose(&anna, &[("answers", "daily"), ("mentions", "daily"), ("zone", "Europe/Vilnius")]).await;
    choose(&ben, &[("topics", "never"), ("comments", "never")]).await;
    settle(&app).await;
    let board = app.board("help").await;
    let asked = app.ask(&anna, board, "Why is the sky blue?", "sky").await;
    let answer = app.answer(&ben, &asked, "Because of scattering of short waves.").await;
    app.answer(&ben, &asked, "And because our eyes see violet badly.").await;
    app.comment(&ben, &asked, answer, "Does that help you, @anna?").await;
    assert!(app.mails().await.is_empty());
    // Six in the morning in London is eight in Vilnius.
    app.clock.advance(18 * 3600 - 62);
    assert!(app.mails().await.is_empty());
    app.clock.advance(61);
    let mails = app.mails().await;
    assert_eq!(mails.len(), 1, "{mails:#?}");
    let mail = &mails[0];
    assert_eq!(mail.subject, "[Talka] What is new, 22 November 2026");
    let base = app.app.shared.config.absolute("");
    let unsubscribe = unsubscribe_path(&app, mail);
    let expected = format!(
        "Hello “anna”,\n\nNew in what you follow\n\nWhy is the sky blue?\n- You were mentioned\n- 2 new answers\n\
         {base}{}\n\nYou get this digest because you chose to hear of things daily or weekly.\n\
         Change or stop these mails:\n{base}{unsubscribe}\n\n-- \nSent by Talka.\n{base}/\n",
        asked.path
    );
    assert_eq!(mail.text.trim(), expected.trim());
    assert_eq!(header(mail, "References"), None, "a digest is of no topic");
    app.clock.advance(DAY);
    assert!(app.mails().await.is_empty(), "what was told is not told again");
    one_click(&app, &unsubscribe).await.expect(200);
    let page = anna.get("/settings/mail").await.expect(200);
    for (name, value) in [("answers", "never"), ("topics", "never"), ("status", "instant")] {
        let chosen = page.attr(&format!("select[name={name}] option[selected]"), "value");
        assert_eq!(chosen.as_deref(), Some(value), "{name}");
    }
}

#[tokio::test]
async fn what_was_read_or_hidden_meanwhile_is_not_told() {
    let app = TestApp::spawn().await;
    let (anna, ben) = (app.member("anna").await, app.member("ben").await);
    choose(&anna, &[("answers", "daily")]).await;
    choose(&ben, &[("topics", "never")]).await;
    settle(&app).await;
    let board = app.board("help").await;
    let read = app.ask(&anna, board, "A question that was looked at", "sky").await;
    let hidden = app.ask(&anna, board, "A question whose answer is hidden", "sky").await;
    app.answer(&ben, &read, "An answer that is read before the morning.").await;
    let gone = app.answer(&ben, &hidden, "An answer that is hidden before the morning.").await;
    app.mails().await;
    let (topic, user, now) = (read.topic, anna.id(), app.clock.now());
    app.write(move |tx| {
        let of_topic = inbox::table.filter(inbox::topic_id.eq(topic)).filter(inbox::user_id.eq(user));
        diesel::update(of_topic).set(inbox::read_at.eq(Some(now))).execute(tx)?;
        let (topic, post) = talka::topics::load_post(tx, gone)?.unwrap();
        talka::topics::set_state(tx, &topic, &post, talka::policy::State::Hidden, NOON)
    })
    .await;
    assert!(next_morning(&app).await.is_empty());
}

#[tokio::test]
async fn who_answers_is_shown_what_waits_for_an_answer() {
    let app = TestApp::spawn().await;
    let (anna, ben) = (app.member("anna").await, app.member("ben").await);
    let (open, secret) = (app.board("help").await, app.closed_board("secret").await);
    let first = app.ask(&anna, open, "A first question about the sky", "sky").await;
    app.answer(&ben, &first, "An answer by which Ben is known for the sky.").await;
    settle(&app).await;
    let plain = app.ask(&anna, open, "A plain question about the sky", "sky").await;
    let wanted = app.ask(&anna, open, "A question that many have about the sky", "sky").await;
    me_too(&app, &wanted, 3).await;
    app.ask(&ben, open, "A question by Ben himself about the sky", "sky").await;
    app.ask(&anna, open, "A question about the sea, which Ben knows nothing of", "sea").await;
    app.ask(&anna, secret, "A secret question about the sky", "sky").await;
    let mails = next_morning(&app).await;
    let to_ben: Vec<_> = mails.iter().filter(|mail| mail.to_address == "ben@example.org").collect();
    assert_eq!(to_ben.len(), 1, "{mails:#?}");
    let text = &to_ben[0].text;
    let (many, one) = (text.find("A question that many have").unwrap(), text.find("A plain question").unwrap());
    assert!(many < one && text.contains("3 others have this too"), "{text}");
    for absent in ["by Ben himself", "sea", "secret", "A first question"] {
        assert!(!text.contains(absent), "{absent}: {text}");
    }
    // The same questions the next day are no news; a new one brings them along.
    app.clock.advance(DAY);
    assert!(app.mails().await.is_empty());
    app.ask(&anna, open, "One more question about the sky", "sky").await;
    app.clock.advance(DAY);
    let more = app.mails().await;
    assert_eq!(more.len(), 1, "{more:#?}");
    assert!(more[0].text.contains("One more question") && more[0].text.contains(&plain.path), "{}", more[0].text);
}

async fn me_too(app: &TestApp, asked: &Asked, count: i64) {
    let topic = asked.topic;
    app.write(move |tx| {
        diesel::update(topics::table.find(topic)).set(topics::metoo_count.eq(count)).execute(tx)?;
        diesel::delete(metoos::table.filter(metoos::topic_id.eq(topic))).execute(tx)?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_follows_a_tag_is_shown_its_questions_and_a_mute_is_no_follow() {
    let app = TestApp::spawn().await;
    let (anna, ben, cleo) = (app.member("anna").await, app.member("ben").await, app.member("cleo").await);
    let board = app.board("help").await;
    app.ask(&anna, board, "A question that brings the tag", "sky").await;
    for client in [&ben, &cleo] {
        follow_tag(&app, client, "sky").await;
    }
    let user = cleo.id();
    app.write(move |tx| {
        diesel::update(follows::table.filter(follows::user_id.eq(user))).set(follows::level.eq("muted")).execute(tx)?;
        Ok(())
    })
    .await;
    settle(&app).await;
    app.ask(&anna, board, "A question for those who follow", "sky").await;
    let mails = next_morning(&app).await;
    assert_eq!(mails.iter().map(|mail| mail.to_address.as_str()).collect::<Vec<_>>(), ["ben@example.org"]);
    assert!(mails[0].text.contains("A question for those who follow"));
}

#[tokio::test]
async fn the_weekly_digest_comes_on_monday_with_the_weeks_best_answers_for_those_who_ask() {
    let app = TestApp::spawn().await;
    let (anna, ben) = (app.member("anna").await, app.member("ben").await);
    choose(&anna, &[("comments", "weekly"), ("topics", "weekly"), ("answers", "never")]).await;
    choose(&ben, &[("topics", "never"), ("status", "never")]).await;
    settle(&app).await;
    let board = app.board("help").await;
    let other = app.ask(&ben, board, "A question that others found solved", "sea").await;
    let cleo = app.member("cleo").await;
    choose(&cleo, &[("topics", "never"), ("status", "never")]).await;
    let solved = app.answer(&cleo, &other, "The answer that helped everybody this week.").await;
    ben.post_form(&format!("/posts/{solved}/accept"), &[("on", "true")]).await.expect(303);
    let asked = app.ask(&anna, board, "Why is the sky blue?", "sky").await;
    app.comment(&ben, &asked, asked.post, "A comment that waits for Monday.").await;
    app.mails().await;
    assert!(next_morning(&app).await.is_empty(), "Sunday");
    app.clock.advance(DAY);
    let mails = app.mails().await;
    let to_anna: Vec<_> = mails.iter().filter(|mail| mail.to_address == "anna@example.org").collect();
    assert_eq!(to_anna.len(), 1, "{mails:#?}");
    for part in ["- 1 new comment", "Answers that helped this week", "A question that others found solved"] {
        assert!(to_anna[0].text.contains(part), "{part}: {}", to_anna[0].text);
    }
    app.clock.advance(7 * DAY);
    assert!(app.mails().await.iter().all(|mail| mail.to_address != "anna@example.org"), "a week without news");
}

#[tokio::test]
async fn digests_stop_after_half_a_year_and_begin_again() {
    let app = TestApp::spawn().await;
    let (anna, ben) = (app.member("anna").await, app.member("ben").await);
    choose(&anna, &[("answers", "daily")]).await;
    choose(&ben, &[("topics", "never")]).await;
    settle(&app).await;
    let board = app.board("help").await;
    let asked = app.ask(&anna, board, "Why is the sky blue?", "sky").await;
    app.clock.advance(181 * DAY);
    app.answer(&ben, &asked, "An answer after half a year.").await;
    app.mails().await;
    app.clock.advance(DAY);
    assert!(app.mails().await.is_empty());
    assert_eq!(due(&app, &anna).await, None);
    let back = app.sign_in(anna.id(), "anna", false).await;
    back.get("/").await.expect(200);
    app.clock.advance(61);
    app.mails().await;
    assert!(due(&app, &anna).await.unwrap() > app.clock.now());
    app.clock.advance(DAY);
    assert!(app.mails().await.is_empty(), "what has piled up meanwhile is in the inbox");
    app.answer(&ben, &asked, "An answer after coming back.").await;
    app.clock.advance(DAY);
    assert_eq!(app.mails().await.len(), 1);
}

#[tokio::test]
async fn two_nodes_at_once_send_one() {
    let app = TestApp::spawn().await;
    let (anna, ben) = (app.member("anna").await, app.member("ben").await);
    choose(&anna, &[("answers", "daily")]).await;
    choose(&ben, &[("topics", "never")]).await;
    settle(&app).await;
    let board = app.board("help").await;
    let asked = app.ask(&anna, board, "Why is the sky blue?", "sky").await;
    app.answer(&ben, &asked, "Because of scattering of short waves.").await;
    app.mails().await;
    app.clock.advance(TO_MORNING);
    let (shared, now) = (app.app.shared.clone().into_inner(), app.clock.now());
    let mut nodes = Vec::new();
    for _ in 0..4 {
        let job = NewJob { kind: letters::DIGESTS, payload: "{}".into(), dedupe: None, run_at: now };
        app.write(move |tx| enqueue(tx, &job, now)).await;
        let digests = letters::Writer::new(Arc::clone(&shared)).digests();
        let table = HandlerTable::from([(letters::DIGESTS, digests)]);
        let node = Runner::new(shared.db.clone(), app.clock.clone(), table, Vec::new());
        nodes.push(tokio::spawn(async move { node.run_due().await.unwrap() }));
    }
    for node in nodes {
        node.await.unwrap();
    }
    assert_eq!(app.mails().await.len(), 1);
    // Even a claim that was lost would write no second letter on that day.
    let user = anna.id();
    app.write(move |tx| {
        let set = (mailboxes::next_digest_at.eq(Some(1_i64)), mailboxes::daily_upto.eq(0_i64));
        diesel::update(mailboxes::table.filter(mailboxes::user_id.eq(user))).set(set).execute(tx)?;
        Ok(())
    })
    .await;
    assert!(app.mails().await.is_empty());
}
