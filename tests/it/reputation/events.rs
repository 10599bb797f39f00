//! What gives how much, and what takes it back.

use diesel::RunQueryDsl;
use talka::ids::PostId;
use talka::reputation;
use talka::settings::Cause;

use crate::accepting::accept;
use crate::ideas::decide;
use crate::support::{Client, Engine, TestApp};
use crate::votes::vote;

/// So many members.
async fn members(app: &TestApp, name: &str, count: usize) -> Vec<Client> {
    let mut members = Vec::new();
    for number in 0..count {
        members.push(app.member(&format!("{name}{number}")).await);
    }
    members
}

#[tokio::test]
async fn votes_give_and_take_by_what_they_are_on() {
    let app = TestApp::spawn().await;
    let (ann, bob, board) = (app.member("ann").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ann, board, "Why does my phone not ring?", "phones").await;
    let answer = app.answer(&ann, &asked, "It was switched off all day.").await;
    vote(&bob, asked.post, 1).await.expect(303);
    assert_eq!(app.earned(&ann).await, 5);
    vote(&bob, asked.post, -1).await.expect(303);
    assert_eq!((app.earned(&ann).await, app.earned(&bob).await), (-2, 0), "a question may be voted down for nothing");
    vote(&bob, answer, -1).await.expect(303);
    assert_eq!((app.earned(&ann).await, app.earned(&bob).await), (-4, -1));
    vote(&bob, answer, -1).await.expect(303);
    vote(&bob, answer, 1).await.expect(303);
    assert_eq!((app.earned(&ann).await, app.earned(&bob).await), (8, 0));
    vote(&bob, answer, 0).await.expect(303);
    vote(&bob, asked.post, 0).await.expect(303);
    assert_eq!((app.earned(&ann).await, app.earned(&bob).await), (0, 0));
    app.assert_verified();
}

#[tokio::test]
async fn an_idea_gives_so_many_times_only() {
    let app = TestApp::spawn().await;
    let (ann, board) = (app.member("ann").await, app.idea_board("wishes").await);
    let idea = app.propose(&ann, board, "Let me pay by the minute").await;
    let voters = members(&app, "voter", 53).await;
    for voter in &voters[..52] {
        vote(voter, idea.post, 1).await.expect(303);
    }
    assert_eq!(app.earned(&ann).await, 50);
    vote(&voters[0], idea.post, 0).await.expect(303);
    assert_eq!(app.earned(&ann).await, 50, "another comes in for the one that went");
    vote(&voters[1], idea.post, -1).await.expect(303);
    assert_eq!(app.earned(&ann).await, 48, "50 of 50, and 2 for the vote down");
    vote(&voters[2], idea.post, 0).await.expect(303);
    assert_eq!(app.earned(&ann).await, 47);
    vote(&voters[52], idea.post, 1).await.expect(303);
    assert_eq!(app.earned(&ann).await, 48);
    app.assert_verified();
}

#[tokio::test]
async fn a_day_of_votes_gives_so_much_at_most_and_a_reversal_burns_nobody() {
    let app = TestApp::spawn().await;
    let (ann, bob, board) = (app.member("ann").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&bob, board, "Why does my phone not ring?", "phones").await;
    let answer = app.answer(&ann, &asked, "It was switched off all day.").await;
    let voters = members(&app, "voter", 23).await;
    for voter in &voters[..22] {
        vote(voter, answer, 1).await.expect(303);
    }
    assert_eq!(app.earned(&ann).await, 200, "22 votes of 10");
    accept(&bob, answer, true).await.expect(303);
    assert_eq!(app.earned(&ann).await, 215, "an acceptance counts besides");
    vote(&voters[22], answer, -1).await.expect(303);
    assert_eq!(app.earned(&ann).await, 213, "what is taken is taken");
    assert!(app.void(answer, voters[0].id()).await);
    assert!(app.void(answer, voters[1].id()).await);
    assert_eq!(app.earned(&ann).await, 213, "the 20 that are left fill the day");
    assert!(app.void(answer, voters[2].id()).await);
    assert_eq!(app.earned(&ann).await, 203);
    assert!(!app.void(answer, voters[2].id()).await, "a second time changes nothing");
    assert_eq!(app.earned(&ann).await, 203);
    let refused = vote(&voters[2], answer, 1).await.expect(403);
    assert!(refused.text().contains("found not to count"), "{}", refused.text());
    app.clock.advance(86_400);
    let next = app.answer(&ann, &asked, "Or it was in another room.").await;
    vote(&bob, next, 1).await.expect(303);
    assert_eq!(app.earned(&ann).await, 213, "the next day gives again");
    app.assert_verified();
}

#[tokio::test]
async fn accepting_gives_to_both_but_not_for_ones_own() {
    let app = TestApp::spawn().await;
    let (ann, bob, staff) = (app.member("ann").await, app.member("bob").await, app.staff().await);
    let board = app.board("phones").await;
    let asked = app.ask(&ann, board, "Why does my phone not ring?", "phones").await;
    let (own, others) = (app.answer(&ann, &asked, "I had it off.").await, app.answer(&bob, &asked, "It is off.").await);
    accept(&ann, own, true).await.expect(303);
    assert_eq!((app.earned(&ann).await, app.earned(&bob).await), (0, 0));
    accept(&ann, own, false).await.expect(303);
    accept(&ann, others, true).await.expect(303);
    accept(&ann, others, true).await.expect(303);
    assert_eq!((app.earned(&ann).await, app.earned(&bob).await), (2, 15));
    accept(&ann, others, false).await.expect(303);
    assert_eq!((app.earned(&ann).await, app.earned(&bob).await), (0, 0));
    app.clock.advance(8 * 86_400);
    let staff = app.sign_in(staff.id(), staff.handle(), true).await;
    accept(&staff, others, true).await.expect(303);
    assert_eq!((app.earned(&bob).await, app.earned(&staff).await), (15, 0), "staff choose by office");
    app.assert_verified();
}

#[tokio::test]
async fn what_leaves_public_sight_gives_nothing_until_it_is_back() {
    let app = TestApp::spawn().await;
    let (ann, bob, moderator) = (app.member("ann").await, app.member("bob").await, app.moderator().await);
    let board = app.board("phones").await;
    let asked = app.ask(&bob, board, "Why does my phone not ring?", "phones").await;
    let answer = app.answer(&ann, &asked, "It was switched off all day.").await;
    vote(&bob, answer, 1).await.expect(303);
    vote(&ann, asked.post, 1).await.expect(303);
    accept(&bob, answer, true).await.expect(303);
    let earned = async || (app.earned(&ann).await, app.earned(&bob).await);
    assert_eq!(earned().await, (25, 7));
    let decide = async |verb: &str, post: PostId, fields: &[(&str, &str)]| {
        let fields: Vec<_> = fields.iter().copied().chain([("reason", "It has to be so.")]).collect();
        moderator.post_form(&format!("/mod/posts/{post}/{verb}"), &fields).await.expect(303);
    };
    // Its question takes an answer along.
    decide("hide", asked.post, &[]).await;
    assert_eq!(earned().await, (0, 0));
    app.assert_verified();
    // What is given again is what was given then.
    app.set_amount(Cause::AnswerUp, 1).await;
    decide("restore", asked.post, &[]).await;
    assert_eq!(earned().await, (25, 7));
    decide("hide", answer, &[("ground", "abuse")]).await;
    assert_eq!(earned().await, (-100, 5));
    app.assert_verified();
    decide("restore", answer, &[]).await;
    assert_eq!(earned().await, (25, 7));
    app.restrict(board, "insiders", &[&ann, &bob]).await;
    app.run_jobs().await;
    assert_eq!(earned().await, (0, 0), "nobody's reputation tells of a restricted board");
    app.assert_verified();
}

#[tokio::test]
async fn those_whose_ideas_became_one_share_what_it_is_worth() {
    let app = TestApp::spawn().await;
    let (ann, bob, cid, staff) =
        (app.member("ann").await, app.member("bob").await, app.member("cid").await, app.staff().await);
    let board = app.idea_board("wishes").await;
    let one = app.propose(&ann, board, "Let me pay by the minute").await;
    let two = app.propose(&bob, board, "Bill every minute").await;
    let three = app.propose(&cid, board, "A tariff by minutes").await;
    decide(&app, one.topic, "partly_delivered").await;
    assert_eq!(app.earned(&ann).await, 25);
    decide(&app, one.topic, "delivered").await;
    assert_eq!(app.earned(&ann).await, 50);
    for (from, into) in [(&three, &two), (&two, &one)] {
        let fields = [("into", into.topic.to_string()), ("reason", "They are the same wish.".to_owned())];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        staff.post_form(&format!("/ideas/{}/merge", from.topic), &fields).await.expect(303);
    }
    assert_eq!((app.earned(&ann).await, app.earned(&bob).await, app.earned(&cid).await), (18, 16, 16));
    app.assert_verified();
    decide(&app, one.topic, "planned").await;
    assert_eq!((app.earned(&ann).await, app.earned(&bob).await, app.earned(&cid).await), (0, 0, 0));
    app.assert_verified();
}

/// Both databases refuse to change what was written, whoever asks.
#[tokio::test]
async fn events_are_never_changed() {
    let app = TestApp::spawn().await;
    let (ann, bob, board) = (app.member("ann").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ann, board, "Why does my phone not ring?", "phones").await;
    vote(&bob, asked.post, 1).await.expect(303);
    let mut attempts = vec![
        "UPDATE reputation_events SET amount = 1000",
        "DELETE FROM reputation_events",
        "UPDATE reputation_events SET number = 2 WHERE id = 1",
    ];
    match Engine::of_this_run() {
        Engine::Sqlite => attempts.push("REPLACE INTO reputation_events SELECT * FROM reputation_events"),
        Engine::Postgres => attempts.push("TRUNCATE reputation_events"),
    }
    for attempt in attempts {
        let done = app.app.shared.db.write(move |tx| Ok(diesel::sql_query(attempt).execute(tx)?)).await;
        assert!(done.is_err(), "{attempt}");
    }
    assert_eq!(app.earned(&ann).await, 5);
    app.assert_verified();
}

/// What went wrong is named, and summed up anew.
#[tokio::test]
async fn a_sum_that_is_wrong_is_found_and_mended() {
    let app = TestApp::spawn().await;
    let (ann, bob, board) = (app.member("ann").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ann, board, "Why does my phone not ring?", "phones").await;
    vote(&bob, asked.post, 1).await.expect(303);
    let id = ann.id();
    app.write(move |tx| Ok(talka::db::sql("UPDATE users SET reputation = 7 WHERE id = $1").bind(id.0).execute(tx)?))
        .await;
    let found = app.read(|c| {
        let mut found = Vec::new();
        talka::cli::verify::verify(c, &mut |difference| found.push(difference.to_string()))?;
        Ok(found)
    });
    assert_eq!(found.await, [format!("users {id} reputation: stored 7, recounted 5")]);
    let mended = app.write(move |tx| reputation::recompute(tx, (talka::ids::UserId(0), id))).await;
    assert_eq!((mended, app.earned(&ann).await), (1, 5));
    // A vote without its event, as a program that forgot it would leave it.
    let forgotten =
        "INSERT INTO votes (post_id, user_id, receiver_id, value, day, cast_at) VALUES ($1, $2, $3, 1, 1, 1)";
    let (post, ada) = (asked.post, app.member("ada").await.id());
    app.write(move |tx| Ok(talka::db::sql(forgotten).bind(post.0).bind(ada.0).bind(id.0).execute(tx)?)).await;
    let found = app.read(|c| {
        let mut found = Vec::new();
        talka::cli::verify::verify(c, &mut |difference| found.push(difference.to_string()))?;
        Ok(found)
    });
    let named = format!("reputation_events {post}/question_up/{id}/{ada} amount: stored nothing, recounted 5");
    assert!(found.await.contains(&named));
}
