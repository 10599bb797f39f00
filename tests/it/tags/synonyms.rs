//! Other names of a tag.

use diesel::prelude::*;
use talka::db::schema::{revisions, tag_synonyms, topics};
use talka::ids::TopicId;

use crate::support::{Client, Reply, TestApp};

pub async fn tags_of(app: &TestApp, topic: TopicId) -> String {
    app.read(move |c| Ok(topics::table.find(topic).select(topics::tags).first(c)?)).await
}

pub async fn synonyms_of(app: &TestApp) -> Vec<String> {
    app.read(|c| Ok(tag_synonyms::table.order(tag_synonyms::slug).select(tag_synonyms::slug).load(c)?)).await
}

async fn add(by: &Client, tag: &str, synonym: &str) -> Reply {
    by.post_form(&format!("/tags/{tag}/synonyms"), &[("synonym", synonym)]).await
}

/// Asks as a browser does.
async fn ask(by: &Client, board: i64, tags: &str) -> TopicId {
    let fields = [
        ("title", "Why does my phone not ring at all?"),
        ("board", &board.to_string()),
        ("tags", tags),
        ("lang", "en"),
        ("body", "It used to ring, and since yesterday it does not."),
        ("form_key", &format!("key-{tags}")),
        ("reviewed", "1"),
    ];
    let reply = by.post_form("/ask", &fields).await.expect(303);
    reply.location().split('/').nth(2).unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_synonym_becomes_its_tag_wherever_it_is_typed() {
    let app = TestApp::spawn().await;
    let (ada, board, moderator) = (app.member("ada").await, app.board("phones").await, app.moderator().await);
    app.ask(&ada, board, "Why does my phone not ring?", "интернет").await;
    add(&moderator, "интернет", "Сеть").await.expect(303);
    add(&moderator, "интернет", "c++").await.expect(303);
    assert_eq!(synonyms_of(&app).await, ["c++", "сеть"]);
    let topic = ask(&ada, board.0, "сеть phones c++").await;
    assert_eq!(tags_of(&app, topic).await, "интернет phones");
    // In an edit too, and what is kept are the tags it carries.
    app.clock.advance(3_600);
    let post = app.read(move |c| Ok(talka::topics::own_post(c, topic)?.id)).await;
    let board = board.0.to_string();
    let fields = [
        ("title", "Why does my phone not ring at all?"),
        ("board", board.as_str()),
        ("tags", "phones, Сеть"),
        ("lang", "en"),
        ("body", "It used to ring, and since yesterday it does not."),
        ("version", "1"),
        ("reason", ""),
    ];
    ada.post_form(&format!("/posts/{post}/edit"), &fields).await.expect(303);
    assert_eq!(tags_of(&app, topic).await, "phones интернет");
    let kept: Vec<Option<String>> = app
        .read(move |c| {
            let of_post = revisions::table.filter(revisions::post_id.eq(post)).order(revisions::number);
            Ok(of_post.select(revisions::tags).load(c)?)
        })
        .await;
    assert_eq!(kept, [Some("интернет phones".to_owned()), Some("phones интернет".to_owned())]);
    app.assert_verified();
}

#[tokio::test]
async fn the_address_of_a_synonym_leads_to_the_tag() {
    let app = TestApp::spawn().await;
    let (ada, board, moderator) = (app.member("ada").await, app.board("phones").await, app.moderator().await);
    let secret = app.board_for("secret", &[&ada]).await;
    app.ask(&ada, board, "Why does my phone not ring?", "интернет c#").await;
    app.ask(&ada, secret, "Why does my phone not ring here?", "hush").await;
    for (tag, synonym) in [("интернет", "сеть"), ("c%23", "сишарп"), ("hush", "quiet")] {
        add(&moderator, tag, synonym).await.expect(303);
    }
    let visitor = app.visitor();
    let encoded = |slug: &str| url::form_urlencoded::byte_serialize(slug.as_bytes()).collect::<String>();
    for (from, to) in [
        (encoded("сеть"), encoded("интернет")),
        (encoded("СЕТЬ"), encoded("интернет")),
        (encoded("сишарп"), encoded("c#")),
        ("C%23".to_owned(), encoded("c#")),
    ] {
        for end in ["", "/feed.atom", "/feed.rss", "?tab=unanswered"] {
            let reply = visitor.get(&format!("/tags/{from}{end}")).await.expect(301);
            assert_eq!(reply.location(), format!("/tags/{to}{end}"));
        }
    }
    let reply = moderator.get(&format!("/tags/{}/edit", encoded("сеть"))).await.expect(301);
    assert_eq!(reply.location(), format!("/tags/{}/edit", encoded("интернет")));
    // It leads nobody to what is not there for them.
    for end in ["", "/feed.atom"] {
        let (quiet, nowhere) = (format!("/tags/quiet{end}"), format!("/tags/nowhere{end}"));
        let (one, other) = (visitor.get(&quiet).await.expect(404), visitor.get(&nowhere).await);
        assert_eq!(one.bare(&quiet), other.bare(&nowhere));
    }
    ada.get("/tags/quiet").await.expect(301);
    // It stands on the pages of its tag, for the moderators with a way to take it away.
    let page = visitor.get(&format!("/tags/{}", encoded("интернет"))).await.expect(200);
    assert!(page.find_all(".tag").contains(&"сеть".to_owned()), "{page:?}");
    let path = format!("/tags/{}/synonyms/remove", encoded("интернет"));
    moderator.post_form(&path, &[("synonym", "quiet")]).await.expect(404);
    moderator.post_form(&path, &[("synonym", "сеть")]).await.expect(303);
    moderator.post_form(&path, &[("synonym", "сеть")]).await.expect(404);
    visitor.get(&format!("/tags/{}", encoded("сеть"))).await.expect(404);
    let log = moderator.get("/mod").await.expect(200).text();
    assert!(log.contains("Gave a tag another name") && log.contains("Took another name from a tag"));
    app.assert_verified();
}

#[tokio::test]
async fn not_every_name_can_be_a_synonym() {
    let app = TestApp::spawn().await;
    let (ada, board, moderator) = (app.member("ada").await, app.board("phones").await, app.moderator().await);
    app.ask(&ada, board, "Why does my phone not ring?", "phones plans").await;
    add(&moderator, "phones", "telephones").await.expect(303);
    add(&moderator, "phones", "telephones").await.expect(303);
    for (tag, synonym) in
        [("phones", "phones"), ("phones", "plans"), ("phones", "a b"), ("phones", ""), ("plans", "telephones")]
    {
        let reply = add(&moderator, tag, synonym).await.expect(422);
        assert!(reply.find("#f-synonym-error").is_some(), "{tag} {synonym}: {reply:?}");
    }
    add(&moderator, "telephones", "phone").await.expect(404);
    add(&ada, "phones", "phone").await.expect(404);
    assert_eq!(synonyms_of(&app).await, ["telephones"]);
    for number in 0..29 {
        add(&moderator, "phones", &format!("name{number}")).await.expect(303);
    }
    add(&moderator, "phones", "one-more").await.expect(422);
    app.assert_verified();
}

/// Whoever is first, a question never carries a synonym, and a synonym is never a tag that questions carry.
#[tokio::test]
async fn a_name_is_not_used_while_it_becomes_a_synonym() {
    let app = TestApp::spawn().await;
    let (ada, board, moderator) = (app.member("ada").await, app.board("phones").await, app.moderator().await);
    app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    for round in 0..8 {
        let name = format!("name{round}");
        let askers: Vec<_> = (0..4).map(|_| app.ask(&ada, board, "Which of the names is it?", &name)).collect();
        let (added, _) = tokio::join!(add(&moderator, "phones", &name), futures_all(askers));
        assert!(matches!(added.status.as_u16(), 303 | 422), "{added:?}");
        app.assert_verified();
        let is_synonym = synonyms_of(&app).await.contains(&name);
        assert_eq!(is_synonym, added.status == 303);
        let slug = name.clone();
        let carried: i64 =
            app.read(move |c| Ok(topics::table.filter(topics::tags.eq(&slug)).count().get_result(c)?)).await;
        assert!(!is_synonym || carried == 0, "{carried} questions carry the synonym {name}");
    }
}

/// Waits for all of them, which run at the same time.
async fn futures_all<F: Future>(all: Vec<F>) -> Vec<F::Output> {
    let mut waiting: Vec<_> = all.into_iter().map(Box::pin).collect();
    let mut done = Vec::new();
    std::future::poll_fn(|cx| {
        waiting.retain_mut(|one| match one.as_mut().poll(cx) {
            std::task::Poll::Ready(output) => {
                done.push(output);
                false
            }
            std::task::Poll::Pending => true,
        });
        if waiting.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done
}
