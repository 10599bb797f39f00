//! What a feed reader asks for again is answered 304 until something has changed; a vote is no change.

use reqwest::Method;
use talka::policy::Direction;
use talka::settings::Site;
use talka::topics;
use talka::votes::{self, Ballot};

use super::content::Community;
use super::{documents, format, xml};
use crate::support::{Reply, TestApp};

async fn ask_again(community: &Community, path: &str, headers: &[(&str, &str)]) -> Reply {
    let visitor = community.app.visitor();
    let request =
        headers.iter().fold(visitor.request(Method::GET, path), |request, (name, value)| request.header(*name, *value));
    visitor.send(request).await
}

async fn filled() -> (Community, talka::ids::TopicId, talka::ids::PostId) {
    let community = Community::new().await;
    let topic = community.ask(community.question("Why is it slow?", "The first text.")).await;
    let answer = community.answer(topic, community.helper.id(), "Because.").await;
    community.accept(answer).await;
    community.ask(community.question("Waiting", "text")).await;
    community.publish("An article", "text").await;
    (community, topic, answer)
}

#[tokio::test]
async fn the_same_feed_is_not_sent_twice() {
    let (community, ..) = filled().await;
    for path in documents(&community).await.iter().filter(|path| *path != "/robots.txt") {
        let first = community.app.visitor().get(path).await.expect(200);
        let etag = first.header("etag");
        assert!(etag.len() > 40, "{path}: {etag:?}");
        for tags in [etag.to_owned(), format!("\"other\", {etag}"), "*".into(), etag.trim_start_matches("W/").into()] {
            let again = ask_again(&community, path, &[("if-none-match", &tags)]).await.expect(304);
            assert!(again.body.is_empty());
            for name in ["etag", "cache-control", "vary", "last-modified"] {
                assert_eq!(again.header(name), first.header(name), "{name} of {path}");
            }
        }
        ask_again(&community, path, &[("if-none-match", "\"other\"")]).await.expect(200);
        let date = first.header("last-modified");
        if matches!(format(path), "atom" | "rss") {
            assert!(date.ends_with(" GMT"), "{path}: {date:?}");
            ask_again(&community, path, &[("if-modified-since", date)]).await.expect(304);
            let stale = [("if-modified-since", date), ("if-none-match", "\"other\"")];
            ask_again(&community, path, &stale).await.expect(200);
        } else {
            assert_eq!(date, "");
        }
        ask_again(&community, path, &[("if-modified-since", "Thu, 01 Jan 1970 00:00:00 GMT")]).await.expect(200);
    }
}

#[tokio::test]
async fn a_vote_changes_no_feed() {
    let (community, topic, answer) = filled().await;
    let voter = community.app.member("voter").await;
    let mut before = Vec::new();
    for path in documents(&community).await {
        before.push((community.app.visitor().get(&path).await, path));
    }
    community.app.clock.advance(3_600);
    let (giver, now) = (voter.id(), community.app.clock.now());
    let (asker, helper) = (community.asker.id(), community.helper.id());
    community
        .app
        .write(move |tx| {
            let question = topics::own_post(tx, topic)?.id;
            for (on, receiver, way) in [(question, asker, Direction::Up), (answer, helper, Direction::Down)] {
                let site = &Site::default();
                votes::cast(tx, &Ballot { on, receiver, edited_at: None, giver, way, now, site })?;
            }
            assert_eq!(topics::own_post(tx, topic)?.score, 1);
            Ok(())
        })
        .await;
    for (before, path) in before {
        let after = community.app.visitor().get(&path).await;
        assert_eq!(after.text(), before.text(), "{path}");
        assert_eq!(after.header("etag"), before.header("etag"), "{path}");
    }
}

#[tokio::test]
async fn an_edit_is_a_change_of_the_same_entry() {
    let (community, topic, answer) = filled().await;
    let path = format!("/questions/{topic}/feed.atom");
    let read = async || {
        let reply = community.app.visitor().get(&path).await.expect(200);
        let feed = xml::atom(&reply.text(), &community.absolute(&path));
        let entry = |place: usize| feed.all("entry")[place].clone();
        (reply.header("etag").to_owned(), feed.only("id").to_owned(), entry(0), entry(1))
    };
    let (first_tag, feed_id, first_answer, first_question) = read().await;

    community.edit_question(topic, "Why is it so slow today?", "The second text.").await;
    let (second_tag, second_id, second_answer, second_question) = read().await;
    assert_ne!(second_tag, first_tag);
    assert_eq!((&second_id, &feed_id), (&feed_id, &second_id));
    assert_eq!(second_question.only("id"), first_question.only("id"));
    assert_eq!(second_question.only("published"), first_question.only("published"));
    assert!(second_question.only("updated") > first_question.only("updated"));
    assert_eq!(second_question.only("title"), "Why is it so slow today?");
    assert!(second_question.only("content").contains("The second text."));
    assert_eq!(second_answer.only("updated"), first_answer.only("updated"), "the answer was not edited");

    community.edit_answer(&community.helper, answer, "Because of the weather.").await;
    let (third_tag, _, third_answer, _) = read().await;
    assert_ne!(third_tag, second_tag);
    assert_eq!(third_answer.only("id"), first_answer.only("id"));
    assert!(third_answer.only("updated") > first_answer.only("updated"));
    ask_again(&community, &path, &[("if-none-match", &first_tag)]).await.expect(200);
}

#[tokio::test]
async fn an_entry_that_goes_is_a_change_too() {
    let (community, topic, _) = filled().await;
    let first = community.app.visitor().get("/feed.atom").await.expect(200);
    community.set_topic_state(topic, talka::policy::State::Hidden).await;
    ask_again(&community, "/feed.atom", &[("if-none-match", first.header("etag"))]).await.expect(200);
    let latest = community.ask(community.question("Latest", "text")).await;
    let with_latest = community.app.visitor().get("/feed.atom").await.expect(200);
    community.set_topic_state(latest, talka::policy::State::Deleted).await;
    // The date of the last change is an earlier one now: a reader that knows only dates must still see it.
    let date = with_latest.header("last-modified");
    ask_again(&community, "/feed.atom", &[("if-modified-since", date)]).await.expect(200);
}

#[tokio::test]
async fn who_never_names_a_copy_is_slowed_down_and_told_why() {
    let app = TestApp::with().flood(3).spawn().await;
    let visitor = app.visitor();
    let etag = visitor.get("/feed.atom").await.expect(200).header("etag").to_owned();
    visitor.get("/feed.rss").await.expect(200);
    visitor.get("/unanswered.atom").await.expect(200);
    let refused = visitor.get("/feed.atom").await.expect(429);
    assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
    assert!(refused.text().contains("If-None-Match"), "{}", refused.text());
    for _ in 0..10 {
        let request = visitor.request(Method::GET, "/feed.atom").header("if-none-match", &etag);
        visitor.send(request).await.expect(304);
    }
}
