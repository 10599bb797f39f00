//! Who is told of what, and why.

use super::*;
use crate::support::{Asked, NOON};
use talka::ids::BoardId;

#[tokio::test]
async fn one_entry_an_event_and_person_by_the_strongest_reason() {
    let app = TestApp::spawn().await;
    let (board, asker, fan) = (app.board("help").await, app.member("asker").await, app.member("fan").await);
    app.ask(&asker, board, "A first question with the tag", "esim").await;
    app.follow(&fan, Subject::Board(board), Level::All).await;
    app.follow(&fan, Subject::Tag(app.tag("esim").await), Level::All).await;
    assert_eq!(app.told(&fan).await, [(Kind::Question, Reason::Tag)]);
    app.empty_inbox(&fan).await;
    app.follow(&fan, Subject::Member(asker.id()), Level::All).await;
    let asked = app.ask(&asker, board, "A second question with the tag", "esim").await;
    assert_eq!(app.told(&fan).await, [(Kind::Question, Reason::Member)]);
    app.follow(&fan, Subject::Topic(asked.topic), Level::All).await;
    app.answer(&asker, &asked, "An answer of my own to it, @fan, see.").await;
    assert_eq!(app.told(&fan).await, [(Kind::Question, Reason::Member), (Kind::Mention, Reason::Mentioned)]);
    assert_eq!(app.told(&asker).await, []);
    app.assert_verified();
}

/// Each subject at each level, and which of these events reach its follower: question, answer, comment, accepted,
/// closed, reopened.
#[rustfmt::skip]
const REACH: &[(&str, Level, &str)] = &[
    ("topic",  Level::All,     "-acdxo"),
    ("topic",  Level::Answers, "-a-dxo"),
    ("topic",  Level::Muted,   "------"),
    ("board",  Level::All,     "qa-dxo"),
    ("board",  Level::Topics,  "q-----"),
    ("board",  Level::Answers, "-a-dxo"),
    ("board",  Level::Muted,   "------"),
    ("tag",    Level::All,     "qa-dxo"),
    ("tag",    Level::Topics,  "q-----"),
    ("tag",    Level::Answers, "-a-dxo"),
    ("tag",    Level::Muted,   "------"),
    ("asker",  Level::All,     "q---xo"),
    ("asker",  Level::Topics,  "q-----"),
    ("asker",  Level::Answers, "----xo"),
    ("asker",  Level::Muted,   "------"),
    ("helper", Level::All,     "-a-d--"),
    ("helper", Level::Topics,  "------"),
    ("helper", Level::Answers, "-a-d--"),
    ("helper", Level::Muted,   "------"),
];

#[tokio::test]
async fn every_level_of_every_subject_hears_what_it_should() {
    let app = TestApp::spawn().await;
    let (board, asker, helper) = (app.board("help").await, app.member("asker").await, app.member("helper").await);
    let moderator = app.moderator().await;
    app.ask(&asker, board, "A question that makes the tag", "esim").await;
    app.run_jobs().await;
    let tag = app.tag("esim").await;
    let mut fans = Vec::new();
    for (place, (subject, level, _)) in REACH.iter().enumerate() {
        let fan = app.member(&format!("fan{place}x")).await;
        match *subject {
            "board" => app.follow(&fan, Subject::Board(board), *level).await,
            "tag" => app.follow(&fan, Subject::Tag(tag), *level).await,
            "asker" => app.follow(&fan, Subject::Member(asker.id()), *level).await,
            "helper" => app.follow(&fan, Subject::Member(helper.id()), *level).await,
            _ => {}
        }
        fans.push(fan);
    }
    let asked = app.ask(&asker, board, "How do I bring my number along?", "esim").await;
    // Who follows the topic before the job comes to them has seen it.
    for (fan, (subject, level, _)) in fans.iter().zip(REACH) {
        if *subject == "topic" {
            app.follow(fan, Subject::Topic(asked.topic), *level).await;
        }
    }
    app.run_jobs().await;
    let answer = app.answer(&helper, &asked, "You ask the old one for a code first.").await;
    app.comment(&helper, &asked, asked.post, "Which one is the old one?").await;
    accept(&asker, answer).await;
    app.run_jobs().await;
    close(&moderator, &asked).await;
    app.run_jobs().await;
    moderator
        .post_form(&format!("/mod/topics/{}/reopen", asked.topic), &[("reason", "It is not so.")])
        .await
        .expect(303);
    for (fan, (subject, level, expected)) in fans.iter().zip(REACH) {
        let told: Vec<Kind> = app.told(fan).await.into_iter().map(|(kind, _)| kind).collect();
        let order = [
            (Kind::Question, 'q'),
            (Kind::Answer, 'a'),
            (Kind::Comment, 'c'),
            (Kind::Accepted, 'd'),
            (Kind::Closed, 'x'),
            (Kind::Reopened, 'o'),
        ];
        let heard: String = order.iter().map(|(kind, c)| if told.contains(kind) { *c } else { '-' }).collect();
        assert_eq!(heard, *expected, "{subject} {level:?}");
    }
    // Without a follow: one's own affairs.
    assert_eq!(
        app.told(&helper).await,
        [(Kind::Accepted, Reason::Own), (Kind::Closed, Reason::Topic), (Kind::Reopened, Reason::Topic)]
    );
    let own = [Kind::Answer, Kind::Comment, Kind::Closed, Kind::Reopened].map(|kind| (kind, Reason::Own));
    assert_eq!(app.told(&asker).await, own);
    app.assert_verified();
}

async fn accept(by: &Client, answer: talka::ids::PostId) {
    by.post_form(&format!("/posts/{answer}/accept"), &[("on", "true")]).await.expect(303);
}

async fn close(by: &Client, asked: &Asked) {
    let fields = [("reason", "It is old."), ("close_reason", "outdated")];
    by.post_form(&format!("/mod/topics/{}/close", asked.topic), &fields).await.expect(303);
}

#[tokio::test]
async fn nobody_hears_whom_they_blocked_but_their_office() {
    let app = TestApp::spawn().await;
    let (board, asker, staff) = (app.board("help").await, app.member("asker").await, app.staff().await);
    let (loud, moderator) = (app.member("loud").await, app.moderator().await);
    for name in ["loud", "staff", "moderator"] {
        asker.post_form(&format!("/members/{name}/block"), &[("on", "true")]).await.expect(303);
    }
    let asked = app.ask(&asker, board, "A question that gets some answers", "esim").await;
    app.answer(&loud, &asked, "Hello @asker, this is an answer.").await;
    let place = format!("/questions/{}/answers", asked.topic);
    staff.post_form(&place, &[("body", "The official answer of this house."), ("form_key", "k")]).await.expect(303);
    close(&moderator, &asked).await;
    assert_eq!(app.told(&asker).await, [(Kind::Answer, Reason::Own), (Kind::Closed, Reason::Own)]);
    // Folded, but for what was said as staff.
    let page = asker.get(&asked.path).await.expect(200);
    assert_eq!(page.find_all("details.fold").len(), 1);
    assert!(loud.get(&asked.path).await.find_all("details.fold").is_empty());
    asker.post_form("/members/loud/block", &[("on", "false")]).await.expect(303);
    assert!(asker.get(&asked.path).await.find_all("details.fold").is_empty());
    asker.post_form("/members/asker/block", &[("on", "true")]).await.expect(403);
}

#[tokio::test]
async fn a_mute_wins_over_everything_and_some_hear_nothing() {
    let app = TestApp::spawn().await;
    let (board, asker, fan) = (app.board("help").await, app.member("asker").await, app.member("fan").await);
    let (gone, fresh) = (app.suspended("gone").await, app.unverified("fresh").await);
    for who in [&fan, &gone, &fresh] {
        app.follow(who, Subject::Board(board), Level::All).await;
    }
    let asked = app.ask(&asker, board, "A question about nothing at all", "esim").await;
    assert_eq!(app.told(&fan).await.len(), 1);
    assert_eq!((app.told(&gone).await, app.told(&fresh).await), (vec![], vec![]));
    app.follow(&fan, Subject::Topic(asked.topic), Level::Muted).await;
    app.answer(&asker, &asked, "Look here, @fan, an answer to read.").await;
    assert_eq!(app.told(&fan).await.len(), 1);
}

#[tokio::test]
async fn a_text_names_ten_and_an_edit_only_new_ones() {
    let app = TestApp::spawn().await;
    let (board, asker) = (app.board("help").await, app.member("asker").await);
    let mut named = Vec::new();
    for n in 0..12 {
        named.push(app.member(&format!("named{n}x")).await);
    }
    let asked = app.ask(&asker, board, "A question that names nobody yet", "esim").await;
    let all: String = (0..12).map(|n| format!("@named{n}x ")).collect();
    app.answer(&asker, &asked, &format!("Look at this: {all}")).await;
    let answer = app.answer(&asker, &asked, "Only @named0x and `@named1x` here.").await;
    let mut counts = Vec::new();
    for who in &named {
        counts.push(app.told(who).await.len());
    }
    assert_eq!(counts, [2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0]);
    for (version, text) in [(1, "Now @named0x and @named1x."), (2, "Now @named0x again."), (3, "Now @named1x again.")] {
        let version = version.to_string();
        let fields = [("body", text), ("version", version.as_str()), ("reason", "")];
        asker.post_form(&format!("/posts/{answer}/edit"), &fields).await.expect(303);
        app.run_jobs().await;
    }
    assert_eq!(app.told(&named[0]).await.len(), 2);
    assert_eq!(app.told(&named[1]).await.len(), 2);
    // One's own post, edited by another.
    let moderator = app.moderator().await;
    let fields = [("body", "A better answer, for all of us."), ("version", "4"), ("reason", "clearer")];
    moderator.post_form(&format!("/posts/{answer}/edit"), &fields).await.expect(303);
    assert_eq!(app.told(&asker).await, [(Kind::Edited, Reason::Own)]);
}

#[tokio::test]
async fn what_is_hidden_or_restricted_meanwhile_is_told_to_nobody() {
    let app = TestApp::spawn().await;
    let (asker, fan, moderator) = (app.member("asker").await, app.member("fan").await, app.moderator().await);
    let board = app.board_for("inside", &[&asker, &fan]).await;
    app.follow(&fan, Subject::Board(board), Level::All).await;
    let asked = app.ask(&asker, board, "A question for a few of us only", "esim").await;
    let hide = format!("/mod/posts/{}/hide", asked.post);
    moderator.post_form(&hide, &[("reason", "It shows a number.")]).await.expect(303);
    assert_eq!(app.told(&fan).await, []);
    app.ask(&asker, board, "A second question for a few of us", "esim").await;
    assert_eq!(app.told(&fan).await, [(Kind::Question, Reason::Board)]);
    assert_eq!(count(&fan).await, "1");
    leave(&app, board, &fan).await;
    assert_eq!(count(&fan).await, "");
    assert!(fan.get("/inbox").await.find_all(".inbox__g").is_empty());
    app.ask(&asker, board, "A third question for a few of us", "esim").await;
    assert_eq!(app.told(&fan).await, [(Kind::Question, Reason::Board)]);
    app.assert_verified();
}

async fn count(who: &Client) -> String {
    who.get("/inbox/count").await.expect(200).text()
}

/// Takes a member out of all groups that read a board.
async fn leave(app: &TestApp, _board: BoardId, who: &Client) {
    use talka::db::schema::group_members;
    let user = who.id();
    app.write(move |tx| {
        diesel::delete(group_members::table.filter(group_members::user_id.eq(user))).execute(tx)?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_second_run_and_a_second_node_tell_nothing_twice() {
    use talka::db::schema::events;
    use talka::jobs::{self, NewJob};
    let app = TestApp::spawn().await;
    let (board, asker) = (app.board("help").await, app.member("asker").await);
    let mut fans = Vec::new();
    for n in 0..5 {
        let fan = app.member(&format!("fan{n}x")).await;
        app.follow(&fan, Subject::Board(board), Level::All).await;
        fans.push(fan);
    }
    app.ask(&asker, board, "A question that is told twice", "esim").await;
    for _ in 0..2 {
        // As if it had been killed after a part, and as if two nodes had it.
        app.write(|tx| {
            diesel::update(events::table).set(events::expanded_to.eq(0)).execute(tx)?;
            let id: i64 = events::table.select(events::id).first(tx)?;
            for _ in 0..2 {
                let job = NewJob { kind: "notify.expand", payload: id.to_string(), dedupe: None, run_at: NOON };
                jobs::enqueue(tx, &job, NOON)?;
            }
            Ok(())
        })
        .await;
        tokio::join!(app.run_jobs(), app.run_jobs());
        for fan in &fans {
            assert_eq!(app.told(fan).await, [(Kind::Question, Reason::Board)]);
        }
    }
    app.assert_verified();
}
