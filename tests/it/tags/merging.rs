//! Tags that become a part of another.

use diesel::prelude::*;
use talka::db::schema::{revisions, tags, topic_tags, topics};
use talka::ids::{BoardId, TopicId};
use talka::tags::merging::BATCH;

use super::synonyms::{synonyms_of, tags_of};
use crate::support::{Client, Reply, TestApp, with_status};

const WHY: &str = "They mean the same.";

async fn merge(by: &Client, from: &str, into: &str) -> Reply {
    by.post_form(&format!("/tags/{from}/merge"), &[("into", into), ("reason", WHY)]).await
}

/// How many questions carry a tag, by its rows.
async fn carried(app: &TestApp, slug: &str) -> i64 {
    let slug = slug.to_owned();
    app.read(move |c| {
        let rows = topic_tags::table.inner_join(tags::table).filter(tags::slug.eq(slug));
        Ok(rows.count().get_result(c)?)
    })
    .await
}

async fn count_of(app: &TestApp, slug: &str) -> i64 {
    let slug = slug.to_owned();
    app.read(move |c| Ok(tags::table.filter(tags::slug.eq(slug)).select(tags::topics_count).first(c)?)).await
}

async fn ask_many(app: &TestApp, by: &Client, board: BoardId, tags: &str, count: usize) -> Vec<TopicId> {
    let mut topics = Vec::new();
    for number in 0..count {
        topics.push(app.ask(by, board, &format!("The question number {number}"), tags).await.topic);
    }
    topics
}

#[tokio::test]
async fn a_merge_moves_every_question_and_touches_nothing_else() {
    let app = TestApp::spawn().await;
    let (ada, board, moderator) = (app.member("ada").await, app.board("phones").await, app.moderator().await);
    let secret = app.closed_board("secret").await;
    let both = app.ask(&ada, board, "A question with both of them", "x a b y").await.topic;
    let one = app.ask(&ada, board, "A question with one of them", "a z").await.topic;
    let other = app.ask(&ada, board, "A question with the other one", "b").await.topic;
    let apart = app.ask(&ada, secret, "A question that few can read", "z a").await.topic;
    moderator.post_form("/tags/a/edit", &[("description", "About *a*.")]).await.expect(303);
    moderator.post_form("/tags/a/synonyms", &[("synonym", "aa")]).await.expect(303);
    app.clock.advance(3_600);
    let times = |c: &mut talka::db::Conn| -> Vec<(i64, i64)> {
        topics::table.order(topics::id).select((topics::updated_at, topics::active_at)).load(c).unwrap()
    };
    let before = app.read(move |c| Ok(times(c))).await;
    let page = moderator.get("/tags/a/merge?into=B").await.expect(200);
    assert!(page.text().contains("3 questions will carry b instead"), "{page:?}");
    let reply = merge(&moderator, "a", "b").await.expect(303);
    assert_eq!(reply.location(), "/tags/b");
    for (topic, expected) in [(both, "x b y"), (one, "b z"), (other, "b"), (apart, "z b")] {
        assert_eq!(tags_of(&app, topic).await, expected);
    }
    assert_eq!(app.read(move |c| Ok(times(c))).await, before);
    let revisions: i64 = app.read(|c| Ok(revisions::table.count().get_result(c)?)).await;
    assert_eq!((revisions, carried(&app, "a").await, carried(&app, "b").await), (0, 0, 4));
    app.write(talka::tags::fold_counts).await;
    assert_eq!((count_of(&app, "a").await, count_of(&app, "b").await), (0, 3));
    // Chains are resolved, and the description went where there was none.
    assert_eq!(synonyms_of(&app).await, ["a", "aa"]);
    for name in ["a", "aa"] {
        assert_eq!(app.visitor().get(&format!("/tags/{name}")).await.expect(301).location(), "/tags/b");
    }
    assert_eq!(app.visitor().get("/tags/b").await.find(".prose em").as_deref(), Some("a"));
    let log = moderator.get("/mod").await.expect(200).text();
    assert!(log.contains("Merged a tag into this one") && log.contains(WHY));
    assert_eq!(app.ask(&ada, board, "Another question with it", "aa b").await.topic.0, apart.0 + 1);
    assert_eq!(tags_of(&app, TopicId(apart.0 + 1)).await, "b");
    app.assert_verified();
}

#[tokio::test]
async fn a_new_name_renames_and_the_old_one_leads_there() {
    let app = TestApp::spawn().await;
    let (ada, board, moderator) = (app.member("ada").await, app.board("phones").await, app.moderator().await);
    let topic = app.ask(&ada, board, "Why does my phone not ring?", "handy plans").await.topic;
    let page = moderator.get("/tags/handy/merge?into=Phones").await.expect(200);
    assert!(page.text().contains("There is no tag phones yet"), "{page:?}");
    assert_eq!(merge(&moderator, "handy", "Phones").await.expect(303).location(), "/tags/phones");
    assert_eq!(tags_of(&app, topic).await, "phones plans");
    app.visitor().get("/tags/phones").await.expect(200);
    app.visitor().get("/tags/handy").await.expect(301);
    // And back again, in two steps.
    merge(&moderator, "phones", "handy").await.expect(422);
    moderator.post_form("/tags/phones/synonyms/remove", &[("synonym", "handy")]).await.expect(303);
    merge(&moderator, "phones", "handy").await.expect(303);
    assert_eq!(tags_of(&app, topic).await, "handy plans");
    app.visitor().get("/tags/phones").await.expect(301);
    app.assert_verified();
}

#[tokio::test]
async fn a_merge_that_makes_no_sense_is_refused() {
    let app = TestApp::spawn().await;
    let (ada, board, moderator) = (app.member("ada").await, app.board("phones").await, app.moderator().await);
    app.ask(&ada, board, "Why does my phone not ring?", "a b").await;
    moderator.post_form("/tags/a/synonyms", &[("synonym", "aa")]).await.expect(303);
    for into in ["a", "A", "aa", "", "a b", "<b>"] {
        let reply = merge(&moderator, "a", into).await.expect(422);
        assert!(reply.find("#f-into-error").is_some(), "{into}: {reply:?}");
    }
    let reply = moderator.post_form("/tags/a/merge", &[("into", "b"), ("reason", "no")]).await.expect(422);
    assert!(reply.find("#f-reason-error").is_some(), "{reply:?}");
    merge(&moderator, "aa", "b").await.expect(404);
    merge(&moderator, "none", "b").await.expect(404);
    merge(&ada, "a", "b").await.expect(404);
    // Of some boards only: questions of others would change.
    let limited = app.limited_moderator("limited", board).await;
    limited.get("/tags/a/edit").await.expect(200);
    limited.get("/tags/a/merge").await.expect(403);
    merge(&limited, "a", "b").await.expect(403);
    assert_eq!((carried(&app, "a").await, carried(&app, "b").await), (1, 1));
    app.assert_verified();
}

#[tokio::test]
async fn a_large_tag_moves_in_batches_and_all_is_well_in_between() {
    let app = TestApp::spawn().await;
    let (ada, board, moderator) = (app.member("ada").await, app.board("phones").await, app.moderator().await);
    let many = ask_many(&app, &ada, board, "a x", 2 * BATCH + 30).await;
    let all = i64::try_from(many.len()).unwrap();
    merge(&moderator, "a", "b").await.expect(303);
    let left = all - i64::try_from(BATCH).unwrap();
    assert_eq!((carried(&app, "a").await, carried(&app, "b").await), (left, all - left));
    app.assert_verified();
    app.visitor().get("/tags/a").await.expect(301);
    // What is asked meanwhile carries the tag, and the name is not free before it is done.
    let late = app.ask(&ada, board, "Asked in the middle of it", "a").await.topic;
    assert_eq!(tags_of(&app, late).await, "b");
    moderator.post_form("/tags/b/synonyms/remove", &[("synonym", "a")]).await.expect(409);
    // Merged on before it is done: the questions go where the chain ends.
    merge(&moderator, "b", "c").await.expect(303);
    app.assert_verified();
    app.run_jobs().await;
    for slug in ["a", "b"] {
        assert_eq!(carried(&app, slug).await, 0, "{slug}");
        assert_eq!(app.visitor().get(&format!("/tags/{slug}")).await.expect(301).location(), "/tags/c");
    }
    assert_eq!(carried(&app, "c").await, all + 1);
    assert_eq!(tags_of(&app, many[0]).await, "c x");
    while app.write(talka::tags::fold_counts).await {}
    assert_eq!(count_of(&app, "c").await, all + 1);
    // Twice is once.
    let from = app.read(|c| Ok(tags::table.filter(tags::slug.eq("a")).select(tags::id).first(c)?)).await;
    assert!(!app.write(move |tx| talka::tags::merging::move_batch(tx, from)).await);
    app.assert_verified();
}

#[tokio::test]
async fn two_merges_towards_each_other_do_not_swallow_both() {
    let app = TestApp::spawn().await;
    let (ada, board, moderator) = (app.member("ada").await, app.board("phones").await, app.moderator().await);
    for round in 0..6 {
        let (a, b) = (format!("a{round}"), format!("b{round}"));
        ask_many(&app, &ada, board, &a, 3).await;
        ask_many(&app, &ada, board, &b, 2).await;
        let forms: Vec<(String, Vec<(&str, &str)>)> = (0..10)
            .map(|n| if n % 2 == 0 { (&a, &b) } else { (&b, &a) })
            .map(|(from, into)| (format!("/tags/{from}/merge"), vec![("into", into.as_str()), ("reason", WHY)]))
            .collect();
        let replies = moderator.post_all_at_once(&forms).await;
        assert_eq!(with_status(&replies, 303), 1, "{replies:?}");
        assert_eq!(with_status(&replies, 404) + with_status(&replies, 409) + with_status(&replies, 422), 9);
        let counts = [carried(&app, &a).await, carried(&app, &b).await];
        assert!(counts == [0, 5] || counts == [5, 0], "{counts:?}");
        app.assert_verified();
    }
}

#[tokio::test]
async fn what_is_asked_during_a_merge_is_not_left_behind() {
    let app = TestApp::spawn().await;
    let (ada, board, moderator) = (app.member("ada").await, app.board("phones").await, app.moderator().await);
    for round in 0..4 {
        let (a, b) = (format!("a{round}"), format!("b{round}"));
        ask_many(&app, &ada, board, &a, 3).await;
        let ask = async {
            for number in 0..10 {
                app.ask(&ada, board, &format!("Asked meanwhile, number {number}"), &format!("x {a}")).await;
            }
        };
        let (merged, ()) = tokio::join!(merge(&moderator, &a, &b), ask);
        merged.expect(303);
        app.run_jobs().await;
        assert_eq!((carried(&app, &a).await, carried(&app, &b).await), (0, 13));
        app.assert_verified();
    }
}
