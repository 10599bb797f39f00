//! Votes on ideas: they can be taken back, cost one of a budget, and make one follow.

use diesel::prelude::*;
use reqwest::Method;
use talka::db::schema::votes;
use talka::follows::{self, Level, Subject, Switches};
use talka::ids::{PostId, TopicId, UserId};
use talka::settings::{self, Site};

use super::{decide, open};
use crate::support::{Asked, Client, TestApp, with_status};
use crate::votes::{counts, vote};

impl TestApp {
    /// Sets for how many open ideas a person may be at once.
    pub async fn set_idea_budget(&self, of: i64) {
        let now = self.clock.now();
        self.write(move |tx| settings::set(tx, settings::key::IDEA_BUDGET, &of.to_string(), now)).await;
        self.app.shared.site_changed();
    }
}

/// Ideas, each by somebody else.
async fn ideas(app: &TestApp, count: usize) -> Vec<Asked> {
    let board = app.idea_board("plans").await;
    let mut all = Vec::new();
    for number in 0..count {
        let author = app.member(&format!("author{number}")).await;
        all.push(app.idea(&author, board, &format!("The idea with the number {number}")).await);
    }
    all
}

async fn budget(app: &TestApp, of: &Client) -> (i64, i64) {
    let (user, now) = (of.id(), app.clock.now());
    let shared = app.app.shared.clone();
    app.read(move |c| {
        let site = shared.site(c, now)?;
        Ok(talka::votes::budget(c, user, site.idea_budget)?.map_or((0, 0), |budget| (budget.left, budget.of)))
    })
    .await
}

async fn followed(app: &TestApp, by: &Client, topic: TopicId) -> Option<Level> {
    let user = by.id();
    app.read(move |c| follows::level(c, user, Subject::Topic(topic))).await
}

#[tokio::test]
async fn a_vote_can_be_changed_and_taken_back_as_long_as_the_idea_is_open() {
    let app = TestApp::spawn().await;
    let (idea, bob) = (ideas(&app, 1).await.remove(0), app.member("bob").await);
    for (value, expected) in [(1, (1, 0, 1)), (-1, (0, 1, -1)), (0, (0, 0, 0)), (0, (0, 0, 0)), (1, (1, 0, 1))] {
        assert_eq!(vote(&bob, idea.post, value).await.expect(303).location(), format!("{}#idea", idea.path));
        assert_eq!(counts(&app, idea.post).await, expected, "{value}");
        // Not for ten minutes only.
        app.clock.advance(86_400);
    }
    decide(&app, idea.topic, "delivered").await;
    for value in [0, -1, 1] {
        let refused = vote(&bob, idea.post, value).await.expect(403);
        assert!(refused.find("main").unwrap().contains("decided"), "a clear sentence: {refused:?}");
    }
    assert_eq!(counts(&app, idea.post).await, (1, 0, 1));
    let page = open(&bob, &idea.path).await;
    assert!(page.find("article form.vote").is_none() && page.find("article .vote__off").is_some(), "{page:?}");
    assert!(page.find("aside").unwrap().contains("takes no more votes"), "{page:?}");
    decide(&app, idea.topic, "under_review").await;
    vote(&bob, idea.post, 0).await.expect(303);
    app.assert_verified();
}

#[tokio::test]
async fn the_script_gets_the_box_with_both_counts() {
    let app = TestApp::spawn().await;
    let (idea, bob, eve) = (ideas(&app, 1).await.remove(0), app.member("bob").await, app.member("eve").await);
    vote(&eve, idea.post, -1).await.expect(303);
    let token = bob.token_from("/no-such-page").await;
    let request = bob.request(Method::POST, &format!("/posts/{}/vote", idea.post)).header("x-fragment", "1");
    let part = bob.send(request.form(&[("csrf", token.as_str()), ("value", "1")])).await.expect(200);
    assert_eq!(part.find("output .vh").as_deref(), Some("0: 1 up, 1 down"));
    assert_eq!(part.attr("form", "class").as_deref(), Some("vote vote--box"));
    assert_eq!(part.find("button[data-way='1']").as_deref(), Some("Vote up: “The idea with the number 0”"));
}

#[tokio::test]
async fn who_votes_follows_until_they_take_it_back() {
    let app = TestApp::spawn().await;
    let (idea, bob) = (ideas(&app, 1).await.remove(0), app.member("bob").await);
    assert_eq!(followed(&app, &bob, idea.topic).await, None);
    vote(&bob, idea.post, -1).await.expect(303);
    assert_eq!(followed(&app, &bob, idea.topic).await, Some(Level::All), "whoever is against it, too");
    vote(&bob, idea.post, 0).await.expect(303);
    assert_eq!(followed(&app, &bob, idea.topic).await, None);
    vote(&bob, idea.post, 1).await.expect(303);
    // What was chosen by hand stays: no vote brings it back, and none takes it away.
    let path = format!("/follow/topic/{}", idea.topic);
    bob.post_form(&path, &[("level", "none")]).await.expect(303);
    vote(&bob, idea.post, -1).await.expect(303);
    assert_eq!(followed(&app, &bob, idea.topic).await, None, "a changed vote is no new one");
    bob.post_form(&path, &[("level", "answers")]).await.expect(303);
    vote(&bob, idea.post, 0).await.expect(303);
    assert_eq!(followed(&app, &bob, idea.topic).await, Some(Level::Answers));
    // By the switch for all.
    let eve = app.member("eve").await;
    let user = eve.id();
    app.write(move |tx| {
        let switches = follows::switches(tx, user)?;
        follows::set_switches(tx, user, Switches { voted: false, ..switches })
    })
    .await;
    vote(&eve, idea.post, 1).await.expect(303);
    assert_eq!(followed(&app, &eve, idea.topic).await, None);
}

#[tokio::test]
async fn a_vote_for_an_open_idea_costs_one_of_the_budget() {
    let app = TestApp::spawn().await;
    app.set_idea_budget(3).await;
    let (ideas, bob) = (ideas(&app, 6).await, app.member("bob").await);
    for (number, idea) in ideas[..3].iter().enumerate() {
        assert_eq!(budget(&app, &bob).await, (3 - i64::try_from(number).unwrap(), 3));
        vote(&bob, idea.post, 1).await.expect(303);
    }
    let refused = vote(&bob, ideas[3].post, 1).await.expect(403);
    assert!(refused.find("main").unwrap().contains("3 open ideas"), "the rule and its number: {refused:?}");
    vote(&bob, ideas[4].post, -1).await.expect(303);
    let refused = vote(&bob, ideas[4].post, 1).await.expect(403);
    assert!(refused.find("main").unwrap().contains("3 open ideas"), "{refused:?}");
    // One comes back with a decision, another by taking a vote back, another by turning it.
    decide(&app, ideas[0].topic, "declined").await;
    assert_eq!(budget(&app, &bob).await, (1, 3));
    vote(&bob, ideas[3].post, 1).await.expect(303);
    vote(&bob, ideas[5].post, 1).await.expect(403);
    vote(&bob, ideas[3].post, 0).await.expect(303);
    vote(&bob, ideas[1].post, -1).await.expect(303);
    assert_eq!(budget(&app, &bob).await, (2, 3));
    vote(&bob, ideas[5].post, 1).await.expect(303);
    vote(&bob, ideas[4].post, 1).await.expect(303);
    assert_eq!(budget(&app, &bob).await, (0, 3));
    // One that opens again is counted again, past the limit: then nothing new until two are free.
    decide(&app, ideas[0].topic, "planned").await;
    assert_eq!(budget(&app, &bob).await, (0, 3));
    vote(&bob, ideas[5].post, 0).await.expect(303);
    vote(&bob, ideas[3].post, 1).await.expect(403);
    vote(&bob, ideas[4].post, 0).await.expect(303);
    vote(&bob, ideas[3].post, 1).await.expect(303);
    // Off.
    app.set_idea_budget(0).await;
    vote(&bob, ideas[4].post, 1).await.expect(303);
    vote(&bob, ideas[5].post, 1).await.expect(303);
    app.assert_verified();
}

#[tokio::test]
async fn the_budget_holds_under_fifty_requests_at_once() {
    let app = TestApp::spawn().await;
    let (ideas, bob) = (ideas(&app, 39).await, app.member("bob").await);
    let mut forms: Vec<(String, Vec<(&str, &str)>)> =
        ideas.iter().map(|idea| (format!("/posts/{}/vote", idea.post), vec![("value", "1")])).collect();
    forms.extend(forms[..11].to_vec());
    let replies = bob.post_all_at_once(&forms).await;
    assert_eq!(replies.len(), 50);
    let user = bob.id();
    let given: i64 = app
        .read(move |c| {
            Ok(votes::table.filter(votes::user_id.eq(user)).filter(votes::value.eq(1)).count().get_result(c)?)
        })
        .await;
    assert_eq!((given, budget(&app, &bob).await), (10, (0, 10)));
    // The same vote twice is one, and was allowed both times.
    assert!(with_status(&replies, 303) >= 10 && with_status(&replies, 303) + with_status(&replies, 403) == 50);
    app.assert_verified();
}

#[tokio::test]
async fn the_limits_of_a_day_hold_for_ideas_too() {
    let app = TestApp::spawn().await;
    app.set_idea_budget(0).await;
    let (board, ada, bob) = (app.idea_board("plans").await, app.member("ada").await, app.member("bob").await);
    let mut own = Vec::new();
    for number in 0..8 {
        own.push(app.idea(&ada, board, &format!("The idea with the number {number}")).await.post);
    }
    for post in &own[..6] {
        vote(&bob, *post, 1).await.expect(303);
    }
    let refused = vote(&bob, own[6], 1).await.expect(429);
    assert!(refused.find("main").unwrap().contains("6 votes a day for one author"), "{refused:?}");
    // A vote that is turned down counts among the three of its day; one that is taken back gives nothing back.
    for post in &own[..3] {
        vote(&bob, *post, -1).await.expect(303);
    }
    vote(&bob, own[3], -1).await.expect(429);
    vote(&bob, own[0], 0).await.expect(303);
    vote(&bob, own[7], 1).await.expect(429);
    app.clock.advance(86_400);
    vote(&bob, own[7], 1).await.expect(303);
    app.assert_verified();
}

#[tokio::test]
async fn a_decision_and_a_vote_at_once_never_leave_a_vote_behind() {
    let app = TestApp::spawn().await;
    let (idea, bob) = (ideas(&app, 1).await.remove(0), app.member("bob").await);
    let (post, user): (PostId, UserId) = (idea.post, bob.id());
    decide(&app, idea.topic, "delivered").await;
    // The policy was asked before the idea was decided: the vote itself looks again.
    let (now, topic) = (app.clock.now(), idea.topic);
    let refused = app
        .app
        .shared
        .db
        .write(move |tx| {
            let receiver = talka::topics::load(tx, topic)?.unwrap().author;
            let ballot = talka::votes::Ballot {
                on: post,
                receiver,
                edited_at: None,
                giver: user,
                way: talka::policy::Direction::Up,
                now,
                site: &Site::default(),
            };
            talka::votes::cast(tx, &ballot).map(drop)
        })
        .await;
    assert!(refused.is_err());
    assert_eq!(counts(&app, post).await, (0, 0, 0));
}
