//! Voting: every rule with its number, and what a refusal says.

use diesel::prelude::*;
use reqwest::Method;
use talka::db::schema::{comments, posts, topics};
use talka::ids::{BoardId, CommentId, PostId};
use talka::settings;

use crate::support::{Asked, Client, Reply, TestApp};

pub async fn vote(by: &Client, post: PostId, value: i64) -> Reply {
    by.post_form(&format!("/posts/{post}/vote"), &[("value", &value.to_string())]).await
}

async fn vote_comment(by: &Client, comment: CommentId, value: i64) -> Reply {
    by.post_form(&format!("/comments/{comment}/vote"), &[("value", &value.to_string())]).await
}

/// The same as a script sends it.
async fn vote_by_script(by: &Client, post: PostId, value: &str) -> Reply {
    let token = by.token_from("/no-such-page").await;
    let request = by.request(Method::POST, &format!("/posts/{post}/vote")).header("x-fragment", "1");
    by.send(request.form(&[("csrf", token.as_str()), ("value", value)])).await
}

/// Votes up, votes down, score.
pub async fn counts(app: &TestApp, post: PostId) -> (i64, i64, i64) {
    app.read(move |c| Ok(posts::table.find(post).select((posts::ups, posts::downs, posts::score)).first(c)?)).await
}

/// Questions of one author.
pub async fn questions_of(app: &TestApp, author: &Client, board: BoardId, count: usize) -> Vec<Asked> {
    let mut asked = Vec::new();
    for number in 0..count {
        asked.push(app.ask(author, board, &format!("Question {number} of {}", author.handle()), "phones").await);
    }
    asked
}

#[tokio::test]
async fn one_vote_a_person_a_post_up_or_down() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    let answer = app.answer(&ada, &asked, "It was switched off all day.").await;
    for (post, place) in [(asked.post, "#q".to_owned()), (answer, format!("#a{answer}"))] {
        let reply = vote(&bob, post, 1).await.expect(303);
        assert_eq!(reply.location(), format!("{}{place}", asked.path));
        vote(&bob, post, 1).await.expect(303);
        assert_eq!(counts(&app, post).await, (1, 0, 1), "the same vote again changes nothing");
        vote(&bob, post, -1).await.expect(303);
        assert_eq!(counts(&app, post).await, (0, 1, -1));
        vote(&bob, post, 0).await.expect(303);
        assert_eq!(counts(&app, post).await, (0, 0, 0));
        vote(&bob, post, 0).await.expect(303);
        vote(&bob, post, 1).await.expect(303);
    }
    let score: i64 = app.read(move |c| Ok(topics::table.find(asked.topic).select(topics::score).first(c)?)).await;
    assert_eq!(score, 1, "a question's score stands in its topic");
    app.assert_verified();
}

#[tokio::test]
async fn a_vote_that_is_none_is_refused() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    let path = format!("/posts/{}/vote", asked.post);
    for value in ["2", "-2", "9223372036854775807", "9223372036854775808", "1.0", "up", "", "true", "+1 "] {
        bob.post_form(&path, &[("value", value)]).await.expect(422);
    }
    let odd: [&[(&str, &str)]; 4] =
        [&[], &[("value", "1"), ("value", "1")], &[("value[]", "1")], &[("value", "1"), ("user_id", "1")]];
    for fields in odd {
        bob.post_form(&path, fields).await.expect(422);
    }
    assert_eq!(counts(&app, asked.post).await, (0, 0, 0));
}

#[tokio::test]
async fn nobody_votes_on_their_own() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    let asked = app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    let comment = app.comment(&ada, &asked, asked.post, "I forgot to say that it is new.").await;
    for value in [1, -1, 0] {
        let reply = vote(&ada, asked.post, value).await.expect(403);
        assert!(reply.find("main").unwrap().contains("your own post"), "{reply:?}");
    }
    vote_comment(&ada, comment, 1).await.expect(403);
    assert_eq!(counts(&app, asked.post).await, (0, 0, 0));
}

#[tokio::test]
async fn a_vote_changes_for_ten_minutes_and_again_after_an_edit() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    let answer = app.answer(&ada, &asked, "It was switched off all day.").await;
    vote(&bob, answer, 1).await.expect(303);
    app.clock.advance(600);
    vote(&bob, answer, -1).await.expect(303);
    app.clock.advance(601);
    for value in [1, 0] {
        let reply = vote(&bob, answer, value).await.expect(403);
        assert!(reply.find("main").unwrap().contains("10 minutes"), "the rule and its number: {reply:?}");
    }
    vote(&bob, answer, -1).await.expect(303);
    assert_eq!(counts(&app, answer).await, (0, 1, -1));

    let edit = [("body", "It was switched off all day: hold the button."), ("version", "1"), ("reason", "")];
    ada.post_form(&format!("/posts/{answer}/edit"), &edit).await.expect(303);
    app.clock.advance(86_400 / 3);
    vote(&bob, answer, 1).await.expect(303);
    assert_eq!(counts(&app, answer).await, (1, 0, 1));
    app.clock.advance(601);
    vote(&bob, answer, 0).await.expect(403);
    app.assert_verified();
}

#[tokio::test]
async fn forty_votes_a_site_day() {
    let app = TestApp::spawn().await;
    // Noon in UTC is 14:00 in Vilnius: the day there ends in ten hours.
    let now = app.clock.now();
    app.write(move |tx| settings::set(tx, settings::key::ZONE, "Europe/Vilnius", now)).await;
    app.app.shared.site_changed();
    let (voter, board) = (app.member("voter").await, app.board("phones").await);
    let mut posts = Vec::new();
    for number in 0..7 {
        let author = app.member(&format!("author{number}")).await;
        posts.extend(questions_of(&app, &author, board, 6).await.into_iter().map(|asked| asked.post));
    }
    for post in &posts[..39] {
        vote(&voter, *post, 1).await.expect(303);
    }
    // A vote that is taken back gives nothing back.
    vote(&voter, posts[0], 0).await.expect(303);
    vote(&voter, posts[39], 1).await.expect(303);
    let refused = vote(&voter, posts[40], 1).await.expect(429);
    assert!(refused.find("main").unwrap().contains("40 votes a day are used up"), "{refused:?}");
    assert_eq!(refused.header("retry-after"), (10 * 3_600).to_string());
    let refused = vote_by_script(&voter, posts[40], "1").await.expect(429);
    assert_eq!(refused.header("content-type"), "text/plain; charset=utf-8");
    assert!(refused.text().starts_with("40 votes a day are used up. You can vote again from "), "{}", refused.text());
    // What stands can still be changed: that is no new vote.
    vote(&voter, posts[1], -1).await.expect(303);

    app.clock.advance(10 * 3_600 - 1);
    vote(&voter, posts[40], 1).await.expect(429);
    app.clock.advance(1);
    vote(&voter, posts[40], 1).await.expect(303);
    app.assert_verified();
}

#[tokio::test]
async fn six_votes_a_day_for_one_author_of_which_three_down() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let posts: Vec<PostId> = questions_of(&app, &ada, board, 8).await.into_iter().map(|asked| asked.post).collect();
    for post in &posts[..3] {
        vote(&bob, *post, -1).await.expect(303);
    }
    let refused = vote(&bob, posts[3], -1).await.expect(429);
    assert!(refused.find("main").unwrap().contains("3 votes down a day for one author"), "{refused:?}");
    assert_eq!(refused.header("retry-after"), (12 * 3_600).to_string());
    for post in &posts[3..6] {
        vote(&bob, *post, 1).await.expect(303);
    }
    vote(&bob, posts[3], -1).await.expect(429);
    let refused = vote(&bob, posts[6], 1).await.expect(429);
    assert!(refused.find("main").unwrap().contains("6 votes a day for one author"), "{refused:?}");
    // One up makes room for one down; taking one back makes room for none.
    vote(&bob, posts[0], 1).await.expect(303);
    vote(&bob, posts[3], -1).await.expect(303);
    vote(&bob, posts[1], 0).await.expect(303);
    vote(&bob, posts[6], 1).await.expect(429);
    app.clock.advance(12 * 3_600);
    vote(&bob, posts[6], -1).await.expect(303);
    app.assert_verified();
}

#[tokio::test]
async fn votes_of_yesterday_do_not_become_a_fourth_vote_down() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let posts: Vec<PostId> = questions_of(&app, &ada, board, 6).await.into_iter().map(|asked| asked.post).collect();
    app.clock.advance(12 * 3_600 - 60);
    for post in &posts {
        vote(&bob, *post, 1).await.expect(303);
    }
    app.clock.advance(120);
    for post in &posts[..3] {
        vote(&bob, *post, -1).await.expect(303);
    }
    for post in &posts[3..] {
        vote(&bob, *post, -1).await.expect(429);
    }
}

#[tokio::test]
async fn votes_on_comments_go_up_and_count_apart() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    let mut remarks = Vec::new();
    for number in 0..41 {
        remarks.push(app.comment(&ada, &asked, asked.post, &format!("Remark number {number} about it.")).await);
    }
    let ups = async |comment: CommentId| -> i64 {
        app.read(move |c| Ok(comments::table.find(comment).select(comments::ups).first(c)?)).await
    };
    vote_comment(&bob, remarks[0], -1).await.expect(422);
    vote_comment(&bob, remarks[0], 2).await.expect(422);
    for comment in &remarks[..40] {
        vote_comment(&bob, *comment, 1).await.expect(303);
    }
    vote_comment(&bob, remarks[0], 1).await.expect(303);
    assert_eq!(ups(remarks[0]).await, 1);
    vote_comment(&bob, remarks[0], 0).await.expect(303);
    assert_eq!(ups(remarks[0]).await, 0);
    let refused = vote_comment(&bob, remarks[40], 1).await.expect(429);
    assert!(refused.find("main").unwrap().contains("40 votes a day on comments"), "{refused:?}");
    // They count apart, on both sides.
    vote(&bob, asked.post, 1).await.expect(303);
    app.clock.advance(601);
    vote_comment(&bob, remarks[1], 0).await.expect(403);
    app.assert_verified();
}

#[tokio::test]
async fn a_script_gets_the_box_and_a_sentence() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    let fragment = vote_by_script(&bob, asked.post, "1").await.expect(200);
    assert!(!fragment.text().contains("<html") && fragment.text().contains("data-score=\"1\""), "{}", fragment.text());
    assert_eq!(fragment.attr("button[data-way='1']", "value").as_deref(), Some("0"));
    assert_eq!(fragment.attr("button[data-way='1']", "aria-pressed").as_deref(), Some("true"));
    for (client, status) in [(&ada, 403), (&app.unverified("new").await, 403), (&app.suspended("old").await, 403)] {
        let refused = vote_by_script(client, asked.post, "1").await.expect(status);
        assert_eq!(refused.header("content-type"), "text/plain; charset=utf-8");
        assert!(!refused.text().is_empty() && !refused.text().contains('<'));
    }
    let visitor = app.visitor();
    let request = visitor.request(Method::POST, &format!("/posts/{}/vote", asked.post)).header("x-fragment", "1");
    let refused = visitor.send(request.form(&[("value", "1")])).await.expect(401);
    assert_eq!(refused.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(counts(&app, asked.post).await, (1, 0, 1));
}

#[tokio::test]
async fn what_is_removed_takes_no_votes() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let moderator = app.moderator().await;
    let asked = app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    let answer = app.answer(&bob, &asked, "It was switched off all day.").await;
    bob.post_form(&format!("/posts/{answer}/delete"), &[]).await.expect(303);
    vote(&ada, answer, 1).await.expect(404);
    vote(&moderator, answer, 1).await.expect(403);
    assert_eq!(counts(&app, answer).await, (0, 0, 0));
}
