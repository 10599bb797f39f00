//! Fifty at once: a limit lets pass exactly as many as it says, and what can happen once happens once.

use diesel::prelude::*;
use talka::db::schema::{comments, metoos, posts, revisions, topics, users, votes};
use talka::ids::{BoardId, PostId, TopicId, UserId};

use crate::support::{Client, TestApp, with_status};
use crate::votes::{counts, questions_of};

const AT_ONCE: usize = 50;

async fn ballots(app: &TestApp, voter: &Client) -> i64 {
    let id = voter.id();
    app.read(move |c| Ok(votes::table.filter(votes::user_id.eq(id)).count().get_result(c)?)).await
}

fn ballot_paths(posts: &[PostId], value: &'static str) -> Vec<(String, Vec<(&'static str, &'static str)>)> {
    posts.iter().map(|post| (format!("/posts/{post}/vote"), vec![("value", value)])).collect()
}

#[tokio::test]
async fn the_limits_of_votes_hold_under_parallel_requests() {
    let app = TestApp::spawn().await;
    let board = app.board("phones").await;
    let ada = app.member("ada").await;
    let own: Vec<PostId> = questions_of(&app, &ada, board, AT_ONCE).await.into_iter().map(|asked| asked.post).collect();
    // Six for one author.
    let bob = app.member("bob").await;
    let replies = bob.post_all_at_once(&ballot_paths(&own, "1")).await;
    assert_eq!((with_status(&replies, 303), with_status(&replies, 429)), (6, AT_ONCE - 6));
    assert_eq!(ballots(&app, &bob).await, 6);
    // Three of them down.
    let eve = app.member("eve").await;
    let replies = eve.post_all_at_once(&ballot_paths(&own, "-1")).await;
    assert_eq!((with_status(&replies, 303), with_status(&replies, 429)), (3, AT_ONCE - 3));
    assert_eq!(ballots(&app, &eve).await, 3);
    app.assert_verified();
}

#[tokio::test]
async fn the_days_limit_holds_under_parallel_requests() {
    let app = TestApp::spawn().await;
    let board = app.board("phones").await;
    let mut posts = Vec::new();
    for number in 0..9 {
        let author = app.member(&format!("author{number}")).await;
        posts.extend(questions_of(&app, &author, board, 6).await.into_iter().map(|asked| asked.post));
    }
    posts.truncate(AT_ONCE);
    let voter = app.member("voter").await;
    let replies = voter.post_all_at_once(&ballot_paths(&posts, "1")).await;
    assert_eq!((with_status(&replies, 303), with_status(&replies, 429)), (40, AT_ONCE - 40));
    assert_eq!(ballots(&app, &voter).await, 40);
    app.assert_verified();
}

#[tokio::test]
async fn the_same_vote_fifty_times_counts_once() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    let replies = bob.post_at_once(AT_ONCE, &format!("/posts/{}/vote", asked.post), &[("value", "1")]).await;
    assert_eq!(with_status(&replies, 303), AT_ONCE, "{replies:?}");
    assert_eq!(counts(&app, asked.post).await, (1, 0, 1));
    let comment = app.comment(&ada, &asked, asked.post, "I forgot to say that it is new.").await;
    let replies = bob.post_at_once(AT_ONCE, &format!("/comments/{comment}/vote"), &[("value", "1")]).await;
    assert_eq!(with_status(&replies, 303), AT_ONCE, "{replies:?}");
    let ups: i64 = app.read(move |c| Ok(comments::table.find(comment).select(comments::ups).first(c)?)).await;
    assert_eq!(ups, 1);
    app.assert_verified();
}

/// Accepted answers of a topic, and of its answers' author.
async fn accepted(app: &TestApp, topic: TopicId, author: UserId) -> (i64, i64) {
    app.read(move |c| {
        Ok((
            topics::table.find(topic).select(topics::accepted_count).first(c)?,
            users::table.find(author).select(users::accepted_count).first(c)?,
        ))
    })
    .await
}

#[tokio::test]
async fn an_answer_is_accepted_once_and_a_question_had_once() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    let answer = app.answer(&bob, &asked, "It was switched off all day.").await;
    let replies = ada.post_at_once(AT_ONCE, &format!("/posts/{answer}/accept"), &[("on", "true")]).await;
    assert_eq!(with_status(&replies, 303), AT_ONCE, "{replies:?}");
    assert_eq!(accepted(&app, asked.topic, bob.id()).await, (1, 1));
    let replies = bob.post_at_once(AT_ONCE, &format!("/questions/{}/me-too", asked.topic), &[("on", "true")]).await;
    assert_eq!(with_status(&replies, 303), AT_ONCE, "{replies:?}");
    let topic = asked.topic;
    let (rows, count): (i64, i64) = app
        .read(move |c| {
            Ok((
                metoos::table.filter(metoos::topic_id.eq(topic)).count().get_result(c)?,
                topics::table.find(topic).select(topics::metoo_count).first(c)?,
            ))
        })
        .await;
    assert_eq!((rows, count), (1, 1));
    app.assert_verified();
}

#[tokio::test]
async fn of_fifty_edits_of_one_version_one_takes_effect() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    let asked = app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    let answer = app.answer(&ada, &asked, "It was switched off all day.").await;
    app.clock.advance(301);
    let texts: Vec<String> = (0..AT_ONCE).map(|n| format!("It was switched off all day, says edit {n}.")).collect();
    let path = format!("/posts/{answer}/edit");
    let forms: Vec<_> =
        texts.iter().map(|text| (path.clone(), vec![("body", text.as_str()), ("version", "1")])).collect();
    let replies = ada.post_all_at_once(&forms).await;
    assert_eq!((with_status(&replies, 303), with_status(&replies, 409)), (1, AT_ONCE - 1), "{replies:?}");
    let (version, kept): (i64, i64) = app
        .read(move |c| {
            Ok((
                posts::table.find(answer).select(posts::version).first(c)?,
                revisions::table.filter(revisions::post_id.eq(answer)).count().get_result(c)?,
            ))
        })
        .await;
    assert_eq!((version, kept), (2, 2));
    app.assert_verified();
}

async fn rows(app: &TestApp) -> (i64, i64, i64) {
    app.read(|c| {
        Ok((
            topics::table.count().get_result(c)?,
            posts::table.count().get_result(c)?,
            comments::table.count().get_result(c)?,
        ))
    })
    .await
}

fn question(board: BoardId) -> Vec<(&'static str, String)> {
    vec![
        ("title", "Why does my phone not ring?".to_owned()),
        ("board", board.to_string()),
        ("tags", "phones, brand-new".to_owned()),
        ("body", "It stays silent whoever calls me.".to_owned()),
        ("form_key", "the-key-of-this-form".to_owned()),
        ("reviewed", "1".to_owned()),
    ]
}

#[tokio::test]
async fn one_form_sent_fifty_times_posts_once() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let fields = question(board);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let replies = ada.post_at_once(AT_ONCE, "/ask", &fields).await;
    assert_eq!(with_status(&replies, 303), AT_ONCE, "{replies:?}");
    assert!(replies.iter().all(|reply| reply.location() == replies[0].location()), "all lead to the one question");
    assert_eq!(rows(&app).await, (1, 1, 0));

    let path = replies[0].location().to_owned();
    let topic = path.split('/').nth(2).unwrap().to_owned();
    let fields = [("body", "Turn the switch on its side."), ("form_key", "another-form")];
    let replies = bob.post_at_once(AT_ONCE, &format!("/questions/{topic}/answers"), &fields).await;
    assert_eq!(with_status(&replies, 303), AT_ONCE, "{replies:?}");
    assert!(replies.iter().all(|reply| reply.location() == replies[0].location()));
    assert_eq!(rows(&app).await, (1, 2, 0));

    let fields = [("body", "Which switch, please?"), ("form_key", "a-third-form")];
    let replies = ada.post_at_once(AT_ONCE, "/posts/2/comments", &fields).await;
    assert_eq!(with_status(&replies, 303), AT_ONCE, "{replies:?}");
    assert_eq!(rows(&app).await, (1, 2, 1));
    app.assert_verified();
}

#[tokio::test]
async fn another_text_in_the_same_form_is_another_post() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    let asked = app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    let path = format!("/questions/{}/answers", asked.topic);
    // Back in the browser, the form still has its key: what is typed there now must not be lost.
    for body in ["Turn the switch on its side.", "And if that does not help, call us."] {
        ada.post_form(&path, &[("body", body), ("form_key", "one-form")]).await.expect(303);
    }
    let page = ada.get(&asked.path).await.expect(200).text();
    assert!(page.contains("Turn the switch") && page.contains("And if that does not help"));
}

#[tokio::test]
async fn what_happens_at_once_around_one_question_leaves_every_count_right() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let (eve, moderator) = (app.member("eve").await, app.moderator().await);
    let asked = app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    let answer = app.answer(&bob, &asked, "It was switched off all day.").await;
    let (answers, hide, restore) = (
        format!("/questions/{}/answers", asked.topic),
        format!("/mod/posts/{}/hide", asked.post),
        format!("/mod/posts/{}/restore", asked.post),
    );
    let why = vec![("reason", "Only to see what happens.")];
    let bodies: Vec<String> = (0..12).map(|n| format!("Another answer, number {n}, to it.")).collect();
    let write: Vec<_> = bodies
        .iter()
        .flat_map(|body| {
            [
                (answers.clone(), vec![("body", body.as_str())]),
                (format!("/posts/{answer}/comments"), vec![("body", body.as_str())]),
            ]
        })
        .collect();
    let decide: Vec<_> = (0..12).flat_map(|_| [(hide.clone(), why.clone()), (restore.clone(), why.clone())]).collect();
    let choose: Vec<_> = (0..12)
        .flat_map(|n| {
            let on = if n % 2 == 0 { "true" } else { "false" };
            [(format!("/posts/{answer}/accept"), vec![("on", on)])]
        })
        .collect();
    let take_back: Vec<_> = (0..12)
        .flat_map(|_| [(format!("/posts/{answer}/delete"), vec![]), (format!("/posts/{answer}/undelete"), vec![])])
        .collect();
    let (a, b, c, d) = tokio::join!(
        eve.post_all_at_once(&write),
        moderator.post_all_at_once(&decide),
        ada.post_all_at_once(&choose),
        bob.post_all_at_once(&take_back)
    );
    for reply in [a, b, c, d].iter().flatten() {
        assert!(matches!(reply.status.as_u16(), 303 | 403 | 404 | 409), "{reply:?}");
    }
    app.assert_verified();
}
