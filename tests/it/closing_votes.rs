//! Votes to close a question and to open it again.

use std::sync::Arc;

use diesel::prelude::*;
use talka::clock::Timestamp;
use talka::db::schema::{audit, audit_texts, closing_calls, closing_votes, topics};
use talka::ids::{TopicId, UserId};
use talka::notify::{Kind, Reason};
use talka::policy::{Privilege, State};

use crate::support::{Asked, Client, Reply, TestApp};

struct Scene {
    app: TestApp,
    ada: Client,
    asked: Asked,
}

/// A question by ada.
async fn scene() -> Scene {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    let asked = app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    Scene { app, ada, asked }
}

async fn close(by: &Client, asked: &Asked, reason: &str) -> Reply {
    let fields = [("wish", "close"), ("close_reason", reason)];
    by.post_form(&format!("/topics/{}/closing", asked.topic), &fields).await
}

async fn reopen(by: &Client, asked: &Asked) -> Reply {
    by.post_form(&format!("/topics/{}/closing", asked.topic), &[("wish", "reopen")]).await
}

async fn take_back(by: &Client, asked: &Asked) -> Reply {
    by.post_form(&format!("/topics/{}/closing/take-back", asked.topic), &[]).await
}

impl Scene {
    async fn members<const N: usize>(&self, names: [&str; N]) -> Vec<Client> {
        let mut members = Vec::new();
        for name in names {
            members.push(self.app.member(name).await);
        }
        members
    }

    /// Whether the question is closed, and why.
    async fn closed(&self) -> Option<String> {
        let topic = self.asked.topic;
        let row: (Option<Timestamp>, String) = self
            .app
            .read(move |c| Ok(topics::table.find(topic).select((topics::closed_at, topics::close_reason)).first(c)?))
            .await;
        row.0.map(|_| row.1)
    }

    /// The votes of the call there is.
    async fn call(&self) -> Option<i64> {
        let topic = self.asked.topic;
        self.app
            .read(move |c| Ok(closing_calls::table.find(topic).select(closing_calls::votes).first(c).optional()?))
            .await
    }
}

/// Who did what, with which changes, of every line about closing.
async fn lines(app: &TestApp) -> Vec<(String, Option<UserId>, String)> {
    app.read(|c| {
        let lines = audit::table.inner_join(audit_texts::table).order(audit::id);
        Ok(lines.select((audit::action, audit::actor_id, audit_texts::detail)).load(c)?)
    })
    .await
}

#[tokio::test]
async fn three_close_it_for_the_reason_of_most() {
    let scene = scene().await;
    let [bob, carl, eve] = scene.members(["bob", "carl", "eve"]).await.try_into().ok().unwrap();
    let page = bob.get(&scene.asked.path).await.expect(200);
    let form = format!("/topics/{}/closing", scene.asked.topic);
    assert!(page.find(&format!("a[href='{form}']")).unwrap().contains("Vote to close"));
    assert_eq!(bob.get(&form).await.expect(200).find_all("input[name=close_reason]").len(), 4);
    close(&bob, &scene.asked, "outdated").await.expect(303);
    assert_eq!((scene.closed().await, scene.call().await), (None, Some(1)));
    close(&carl, &scene.asked, "off_topic").await.expect(303);
    let page = carl.get(&scene.asked.path).await.expect(200);
    assert!(page.text().contains("2 of 3 votes to close: outdated"), "the first of as many");
    // The same vote again counts once, and may give another reason.
    close(&bob, &scene.asked, "off_topic").await.expect(303);
    assert_eq!((scene.closed().await, scene.call().await), (None, Some(2)));
    assert!(eve.get(&scene.asked.path).await.expect(200).text().contains("2 of 3 votes to close: off topic"));
    close(&eve, &scene.asked, "outdated").await.expect(303);
    assert_eq!((scene.closed().await, scene.call().await), (Some("off_topic".into()), None));
    // The last one did it, and all three are named.
    let lines = lines(&scene.app).await;
    let [(deed, actor, changes)] = lines.as_slice() else { panic!("{lines:?}") };
    assert_eq!((deed.as_str(), *actor), ("topic-close", Some(eve.id())));
    assert!(
        ["off_topic", "bob", "carl", "eve"].iter().all(|word| changes.contains(&format!("\"{word}\""))),
        "{changes}"
    );
    assert_eq!(scene.app.told(&scene.ada).await, [(Kind::Closed, Reason::Own)]);
    let log = scene.app.moderator().await.get("/mod").await.expect(200);
    assert!(log.find("main li").unwrap().contains("Vote of"));
    // Whoever comes later is told that it is closed.
    let late = scene.app.member("late").await;
    close(&late, &scene.asked, "outdated").await.expect(409);
    scene.app.assert_verified();
}

#[tokio::test]
async fn of_fifty_third_votes_at_once_one_closes_it() {
    let scene = scene().await;
    for voter in scene.members(["bob", "carl"]).await {
        close(&voter, &scene.asked, "outdated").await.expect(303);
    }
    let mut voters = Vec::new();
    for n in 0..50 {
        let voter = scene.app.member(&format!("voter{n}")).await;
        let token = voter.token_from("/no-such-page").await;
        voters.push((voter, token));
    }
    let path = Arc::new(format!("/topics/{}/closing", scene.asked.topic));
    let sent = voters.into_iter().map(|(voter, token)| {
        let path = Arc::clone(&path);
        tokio::spawn(async move {
            loop {
                let fields = [("csrf", token.as_str()), ("wish", "close"), ("close_reason", "off_topic")];
                let status = voter.post_without_token(&path, &fields).await.status.as_u16();
                // Too busy just now.
                if status != 503 {
                    return status;
                }
            }
        })
    });
    let mut statuses = Vec::new();
    for sent in sent.collect::<Vec<_>>() {
        statuses.push(sent.await.unwrap());
    }
    let with = |status: u16| statuses.iter().filter(|one| **one == status).count();
    assert_eq!((with(303), with(409)), (1, 49), "{statuses:?}");
    assert_eq!(scene.closed().await, Some("outdated".into()));
    assert_eq!(lines(&scene.app).await.len(), 1);
    assert_eq!(scene.app.told(&scene.ada).await, [(Kind::Closed, Reason::Own)]);
    scene.app.assert_verified();
}

#[tokio::test]
async fn fifty_times_the_same_vote_is_one() {
    let scene = scene().await;
    let bob = scene.app.member("bob").await;
    let fields = [("wish", "close"), ("close_reason", "outdated")];
    bob.post_at_once(50, &format!("/topics/{}/closing", scene.asked.topic), &fields).await;
    assert_eq!((scene.closed().await, scene.call().await), (None, Some(1)));
    scene.app.assert_verified();
}

#[tokio::test]
async fn three_others_open_it_again() {
    let scene = scene().await;
    let first = scene.members(["bob", "carl", "eve"]).await;
    for voter in &first {
        reopen(voter, &scene.asked).await.expect(409);
        close(voter, &scene.asked, "outdated").await.expect(303);
    }
    // Nobody opens again what they closed.
    for voter in &first {
        reopen(voter, &scene.asked).await.expect(409);
        voter.get(&format!("/topics/{}/closing", scene.asked.topic)).await.expect(409);
        assert!(voter.get(&scene.asked.path).await.expect(200).find("a[href$='/closing']").is_none());
    }
    assert_eq!(scene.call().await, None);
    // Who asked may, for others closed it.
    scene.app.run_jobs().await;
    let others = scene.members(["fay", "gus"]).await;
    assert!(others[0].get(&scene.asked.path).await.expect(200).text().contains("Vote to reopen"));
    reopen(&others[0], &scene.asked).await.expect(303);
    let own = first[0].get("/review?tab=reopen").await.expect(200);
    assert!(own.text().contains("You closed this one") && own.find("main li a[href$='/closing']").is_none());
    assert!(others[1].get("/review?tab=reopen").await.expect(200).find("main li a[href$='/closing']").is_some());
    for voter in others[1..].iter().chain([&scene.ada]) {
        assert!(scene.closed().await.is_some());
        reopen(voter, &scene.asked).await.expect(303);
    }
    assert_eq!((scene.closed().await, scene.call().await), (None, None));
    let lines = lines(&scene.app).await;
    assert_eq!((lines.len(), lines[1].0.as_str(), lines[1].1), (2, "topic-reopen", Some(scene.ada.id())));
    // All begins anew, for everybody.
    close(&first[0], &scene.asked, "outdated").await.expect(303);
    assert_eq!(scene.call().await, Some(1));
    scene.app.assert_verified();
}

#[tokio::test]
async fn who_closed_the_own_question_does_not_vote_to_open_it() {
    let scene = scene().await;
    let fields = [("close_reason", "resolved_elsewhere"), ("reason", "")];
    // Who may close at once does not vote.
    close(&scene.ada, &scene.asked, "outdated").await.expect(403);
    scene.ada.post_form(&format!("/mod/topics/{}/close", scene.asked.topic), &fields).await.expect(303);
    reopen(&scene.ada, &scene.asked).await.expect(409);
    for voter in scene.members(["bob", "carl", "eve"]).await {
        reopen(&voter, &scene.asked).await.expect(303);
    }
    assert_eq!(scene.closed().await, None);
    scene.app.assert_verified();
}

#[tokio::test]
async fn a_vote_is_taken_back_as_long_as_the_call_is_open() {
    let scene = scene().await;
    let [bob, carl] = scene.members(["bob", "carl"]).await.try_into().ok().unwrap();
    take_back(&bob, &scene.asked).await.expect(409);
    close(&bob, &scene.asked, "outdated").await.expect(303);
    take_back(&carl, &scene.asked).await.expect(409);
    close(&carl, &scene.asked, "outdated").await.expect(303);
    let page = carl.get(&scene.asked.path).await.expect(200);
    assert!(page.find("form[action$='/closing/take-back']").is_some());
    take_back(&carl, &scene.asked).await.expect(303);
    assert_eq!(scene.call().await, Some(1));
    take_back(&bob, &scene.asked).await.expect(303);
    assert_eq!(scene.call().await, None);
    take_back(&bob, &scene.asked).await.expect(409);
    scene.app.assert_verified();
}

#[tokio::test]
async fn a_call_runs_out_two_weeks_after_its_first_vote() {
    const DAY: i64 = 86_400;
    let scene = scene().await;
    let [bob, carl, eve] = scene.members(["bob", "carl", "eve"]).await.try_into().ok().unwrap();
    close(&bob, &scene.asked, "outdated").await.expect(303);
    scene.app.clock.advance(14 * DAY - 1);
    close(&carl, &scene.asked, "outdated").await.expect(303);
    assert_eq!(scene.call().await, Some(2));
    scene.app.clock.advance(1);
    // Sessions do not last as long.
    let bob = scene.app.sign_in(bob.id(), "bob", false).await;
    let eve = scene.app.sign_in(eve.id(), "eve", false).await;
    // It is as if it had never been.
    assert!(!eve.get(&scene.asked.path).await.expect(200).text().contains("votes to close"));
    assert!(eve.get("/review?tab=close").await.expect(200).text().contains("Nothing is waiting"));
    take_back(&bob, &scene.asked).await.expect(409);
    close(&eve, &scene.asked, "outdated").await.expect(303);
    assert_eq!((scene.closed().await, scene.call().await), (None, Some(1)));
    scene.app.assert_verified();
    // Or nobody votes, and the job clears it.
    scene.app.clock.advance(14 * DAY);
    scene.app.run_jobs().await;
    assert_eq!(scene.call().await, None);
    let votes: i64 = scene.app.read(|c| Ok(closing_votes::table.count().get_result(c)?)).await;
    assert_eq!(votes, 0);
    scene.app.assert_verified();
}

#[tokio::test]
async fn whoever_closes_it_at_once_ends_the_call() {
    let scene = scene().await;
    let [bob, carl] = scene.members(["bob", "carl"]).await.try_into().ok().unwrap();
    let moderator = scene.app.moderator().await;
    for voter in [&bob, &carl] {
        close(voter, &scene.asked, "outdated").await.expect(303);
    }
    // Moderators see how far it is, and close it themselves.
    let page = moderator.get(&scene.asked.path).await.expect(200);
    assert!(page.text().contains("2 of 3 votes to close: outdated"));
    assert!(page.find("a[href$='/closing']").is_none());
    let review = moderator.get("/review?tab=close").await.expect(200);
    assert!(review.find(&format!("a[href='/mod/topics/{}/close']", scene.asked.topic)).is_some());
    close(&moderator, &scene.asked, "outdated").await.expect(403);
    let fields = [("close_reason", "off_topic"), ("reason", "")];
    moderator.post_form(&format!("/mod/topics/{}/close", scene.asked.topic), &fields).await.expect(303);
    assert_eq!((scene.closed().await, scene.call().await), (Some("off_topic".into()), None));
    // Their votes did not close it: they may vote to open it again.
    reopen(&bob, &scene.asked).await.expect(303);
    let again = [("reason", "It is about this after all.")];
    moderator.post_form(&format!("/mod/topics/{}/reopen", scene.asked.topic), &again).await.expect(303);
    assert_eq!((scene.closed().await, scene.call().await), (None, None));
    scene.app.assert_verified();
}

#[tokio::test]
async fn it_takes_standing_and_says_how_much() {
    let scene = scene().await;
    let bob = scene.app.member("bob").await;
    scene.app.set_threshold(Privilege::VoteToClose, 500).await;
    let page = bob.get(&scene.asked.path).await.expect(200);
    assert!(page.find("a[href$='/closing']").is_none());
    let refused = close(&bob, &scene.asked, "outdated").await.expect(403);
    assert!(refused.text().contains("500 reputation") && refused.text().contains("499 more"));
    bob.get(&format!("/topics/{}/closing", scene.asked.topic)).await.expect(403);
    assert_eq!(scene.call().await, None);
    // Those who do not vote do not see how far it is.
    scene.app.make_super(&bob).await;
    close(&bob, &scene.asked, "outdated").await.expect(303);
    let carl = scene.app.member("carl").await;
    for reader in [&carl, &scene.app.visitor()] {
        assert!(!reader.get(&scene.asked.path).await.expect(200).text().contains("votes to close"));
    }
    assert!(bob.get(&scene.asked.path).await.expect(200).text().contains("1 of 3 votes to close"));
}

#[tokio::test]
async fn wrong_forms_and_wrong_topics() {
    let scene = scene().await;
    let bob = scene.app.member("bob").await;
    for reason in ["", "duplicate", "boredom"] {
        let reply = close(&bob, &scene.asked, reason).await.expect(422);
        assert!(reply.find("#f-close_reason-error").is_some(), "{reason}");
    }
    let path = format!("/topics/{}/closing", scene.asked.topic);
    for fields in [&[][..], &[("wish", "delete")], &[("wish", "close"), ("close_reason", "outdated"), ("votes", "3")]] {
        bob.post_form(&path, fields).await.expect(422);
    }
    for id in ["0", "-1", "99999999"] {
        bob.post_form(&format!("/topics/{id}/closing"), &[("wish", "close"), ("close_reason", "outdated")])
            .await
            .expect(404);
        bob.post_form(&format!("/topics/{id}/closing/take-back"), &[]).await.expect(404);
    }
    let board = scene.app.idea_board("wishes").await;
    let idea = scene.app.idea(&scene.ada, board, "An idea that somebody has").await;
    close(&bob, &idea, "outdated").await.expect(403);
    assert_eq!(scene.call().await, None);
}

/// What a member finds of questions with votes: the entries, and the count of the tab.
async fn waiting(who: &Client, tab: &str) -> (usize, String) {
    let page = who.get(&format!("/review?tab={tab}")).await.expect(200);
    (page.find_all("main li.mod").len(), page.find(".tabs [aria-current] .n").unwrap())
}

async fn set_state(app: &TestApp, topic: TopicId, state: State) {
    let now = app.clock.now();
    app.write(move |tx| {
        let post = talka::topics::own_post(tx, topic)?;
        let topic = talka::topics::load(tx, topic)?.unwrap();
        talka::topics::set_state(tx, &topic, &post, state, now)
    })
    .await;
}

#[tokio::test]
async fn what_waits_is_listed_for_those_who_read_it() {
    let scene = scene().await;
    let [bob, carl] = scene.members(["bob", "carl"]).await.try_into().ok().unwrap();
    let secret = scene.app.board_for("secret", &[&bob]).await;
    let hushed = scene.app.ask(&scene.ada, secret, "Why is this so secret?", "phones").await;
    close(&bob, &scene.asked, "outdated").await.expect(303);
    scene.app.clock.advance(1);
    close(&bob, &hushed, "off_topic").await.expect(303);
    close(&carl, &hushed, "off_topic").await.expect(404);
    take_back(&carl, &hushed).await.expect(404);
    carl.get(&format!("/topics/{}/closing", hushed.topic)).await.expect(404);
    assert_eq!(waiting(&bob, "close").await, (2, "2".into()));
    assert_eq!(waiting(&carl, "close").await, (1, "1".into()));
    assert_eq!(waiting(&carl, "reopen").await, (0, "0".into()));
    let page = carl.get("/review?tab=close").await.expect(200);
    assert!(page.text().contains("1 of 3 votes to close: outdated") && !page.text().contains("secret"));
    assert!(bob.get("/review?tab=close").await.expect(200).text().contains("You have voted."));
    // Hidden, it is neither listed nor counted, and takes no vote; and it comes back.
    for state in [State::Hidden, State::Deleted] {
        set_state(&scene.app, scene.asked.topic, state).await;
        assert_eq!(waiting(&carl, "close").await, (0, "0".into()));
        close(&carl, &scene.asked, "outdated").await.expect(404);
        set_state(&scene.app, scene.asked.topic, State::Visible).await;
    }
    assert_eq!(waiting(&carl, "close").await, (1, "1".into()));
    // So when its board is restricted.
    let topic = scene.asked.topic;
    let board = scene.app.read(move |c| Ok(talka::topics::load(c, topic)?.map(|topic| topic.board))).await.unwrap();
    scene.app.restrict(board, "few", &[&bob]).await;
    assert_eq!((waiting(&carl, "close").await, waiting(&bob, "close").await), ((0, "0".into()), (2, "2".into())));
    scene.app.assert_verified();
}
