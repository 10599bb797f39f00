//! R34: what is restricted, hidden or deleted is in no feed, whoever asks for it.

use talka::ids::UserId;
use talka::policy::State;

use super::content::{Community, Question};
use super::documents;
use crate::support::Client;

/// Stands in every field of what nobody may see.
const CANARY: &str = "quokkavault";

fn secret(community: &Community, by: UserId) -> Question {
    let mut question = community.question(&format!("The {CANARY} title"), &format!("The {CANARY} text."));
    (question.tags, question.by) = (vec!["esim".into(), CANARY.into()], by);
    question
}

/// Two public questions, the first with an accepted answer.
async fn public() -> Community {
    let community = Community::new().await;
    let topic = community.ask(community.question("Solved", "text")).await;
    let answer = community.answer(topic, community.helper.id(), "It worked.").await;
    community.accept(answer).await;
    community.ask(community.question("Waiting", "text")).await;
    community.publish("An article", "text").await;
    community
}

/// Restricted, hidden and deleted questions with answers, all by a member of the canary's name and by the asker.
async fn add_secrets(community: &Community) -> Vec<talka::ids::TopicId> {
    let keeper = community.app.member(CANARY).await;
    let restricted = community.restricted_board(CANARY, "Quokkavault board").await;
    for state in [State::Hidden, State::Deleted] {
        let article = community.publish(&format!("The {CANARY} article"), &format!("The {CANARY} text.")).await;
        community.set_topic_state(article, state).await;
    }
    let mut topics = Vec::new();
    for by in [keeper.id(), community.asker.id()] {
        for state in [State::Visible, State::Hidden, State::Deleted] {
            let mut question = secret(community, by);
            if state == State::Visible {
                question.board = restricted;
            }
            let topic = community.ask(question).await;
            let answer = community.answer(topic, keeper.id(), &format!("The {CANARY} answer.")).await;
            community.mark_accepted(answer).await;
            community.set_topic_state(topic, state).await;
            topics.push(topic);
        }
    }
    topics
}

async fn readers(community: &Community) -> Vec<(&'static str, Client)> {
    vec![
        ("visitor", community.app.visitor()),
        ("member", community.app.member("reader").await),
        ("moderator", community.app.moderator().await),
        ("staff", community.app.staff().await),
        ("admin", community.app.admin().await),
    ]
}

#[tokio::test]
async fn public_documents_are_byte_for_byte_the_same_with_and_without_secrets() {
    let community = public().await;
    let paths = documents(&community).await;
    let mut before = Vec::new();
    for path in &paths {
        before.push(community.app.visitor().get(path).await.expect(200));
    }
    add_secrets(&community).await;
    for (who, reader) in readers(&community).await {
        for (path, before) in paths.iter().zip(&before) {
            let after = reader.get(path).await.expect(200);
            assert_eq!(after.text(), before.text(), "{path} for {who}");
            for name in ["etag", "last-modified", "cache-control", "vary"] {
                assert_eq!(after.header(name), before.header(name), "{name} of {path} for {who}");
            }
        }
    }
    let directory = community.app.visitor().get("/feeds").await.expect(200);
    assert!(!directory.text().to_lowercase().contains(CANARY));
}

#[tokio::test]
async fn removed_answers_are_in_no_feed() {
    let community = public().await;
    let topic = community.first_topic().await;
    for state in [State::Hidden, State::Deleted] {
        let answer = community.answer(topic, community.helper.id(), &format!("The {CANARY} answer.")).await;
        community.accept(answer).await;
        community.set_state(answer, state).await;
    }
    for (who, reader) in readers(&community).await {
        for path in documents(&community).await.iter().map(String::as_str).chain(["/members/helper/feed.atom"]) {
            assert!(!reader.get(path).await.expect(200).text().contains(CANARY), "{path} for {who}");
        }
    }
}

#[tokio::test]
async fn feeds_of_what_nobody_may_see_are_not_there() {
    let community = public().await;
    let topics = add_secrets(&community).await;
    for (who, reader) in readers(&community).await {
        for format in ["atom", "rss"] {
            for path in [format!("/boards/{CANARY}/feed.{format}"), format!("/tags/{CANARY}/feed.{format}")] {
                let reply = reader.get(&path).await;
                assert_eq!(reply.status.as_u16(), 404, "{path} for {who}");
            }
            for (place, topic) in topics.iter().enumerate() {
                let path = format!("/questions/{topic}/feed.{format}");
                let reply = reader.get(&path).await;
                // The first of each three stands on the restricted board; the others were public before they went.
                let status = if place % 3 == 0 { 404 } else { 410 };
                assert_eq!(reply.status.as_u16(), status, "{path} for {who}");
                assert!(!reply.text().contains(&format!("{CANARY} t")), "{path} for {who}");
            }
            let own = reader.get(&format!("/members/{CANARY}/feed.{format}")).await.expect(200);
            assert!(!own.text().contains("<entry>") && !own.text().contains("<item>"), "{who}");
            assert!(!own.text().contains("The quokkavault"), "{who}");
        }
    }
}

#[tokio::test]
async fn what_comes_back_is_there_again() {
    let community = public().await;
    let topic = community.first_topic().await;
    let path = format!("/questions/{topic}/feed.atom");
    community.set_topic_state(topic, State::Hidden).await;
    community.app.visitor().get(&path).await.expect(410);
    community.set_topic_state(topic, State::Visible).await;
    community.app.visitor().get(&path).await.expect(200);
    assert!(community.app.visitor().get("/feed.atom").await.text().contains("Solved"));
}
