//! What is in a feed, and that the formats' rules are kept.

use diesel::prelude::*;
use reqwest::Method;
use talka::db::schema::users;

use super::content::Community;
use super::{documents, format, xml};

#[tokio::test]
async fn every_feed_keeps_the_rules_of_its_format() {
    let community = Community::new().await;
    let visitor = community.app.visitor();
    for filled in [false, true] {
        let topic = community.ask(community.question("Why is eSIM < SIM & more?", "Text with `code`.")).await;
        if filled {
            let answer = community.answer(topic, community.helper.id(), "Turn it *off* and on.").await;
            community.accept(answer).await;
        }
        for path in documents(&community).await {
            let reply = visitor.get(&path).await.expect(200);
            let (own, text) = (community.absolute(&path), reply.text());
            let media_type = match format(&path) {
                "atom" => {
                    xml::atom(&text, &own);
                    "application/atom+xml; charset=utf-8"
                }
                "rss" => {
                    xml::rss(&text, &own);
                    "application/rss+xml; charset=utf-8"
                }
                "txt" => "text/plain; charset=utf-8",
                _ => "application/xml; charset=utf-8",
            };
            assert_eq!(reply.header("content-type"), media_type, "{path}");
            assert!(reply.header("cache-control").starts_with("public, max-age="), "{path}");
            assert_eq!(reply.header("set-cookie"), "", "{path}");
        }
    }
}

#[tokio::test]
async fn a_feed_has_the_whole_text_with_full_links() {
    let community = Community::new().await;
    let body = "See [the old question](/questions/7/old) and [this](https://example.org/?a=1&b=2).\n\n> **quoted**";
    let topic = community.ask(community.question("Why?", body)).await;
    let feed = xml::atom(&community.app.visitor().get("/feed.atom").await.text(), &community.absolute("/feed.atom"));
    assert_eq!(feed.attribute("xml:lang"), "en");
    let entry = feed.all("entry")[0];
    assert_eq!(entry.only("id"), format!("tag:127.0.0.1,2026:question/{topic}"));
    assert_eq!(entry.links("alternate"), [community.absolute(&format!("/questions/{topic}/why"))]);
    assert_eq!(entry.all("category")[0].attribute("term"), "esim");
    assert_eq!(entry.all("author")[0].only("name"), "asker");
    let html = scraper::Html::parse_fragment(entry.only("content"));
    let links = scraper::Selector::parse("a").unwrap();
    let links: Vec<&str> = html.select(&links).filter_map(|link| link.attr("href")).collect();
    assert_eq!(links, [community.absolute("/questions/7/old").as_str(), "https://example.org/?a=1&b=2"]);
    assert!(entry.only("content").contains("<blockquote>\n<p><strong>quoted</strong></p>"));

    let channel = xml::rss(&community.app.visitor().get("/feed.rss").await.text(), &community.absolute("/feed.rss"));
    let item = channel.all("item")[0];
    assert_eq!(item.only("description"), entry.only("content"));
    assert_eq!((item.only("guid"), item.only("title")), (entry.only("id"), "Why?"));
}

#[tokio::test]
async fn each_feed_holds_what_it_says() {
    let community = Community::new().await;
    let waiting = community.ask(community.question("Waiting", "text")).await;
    let solved = community.ask(community.question("Solved", "text")).await;
    let mut other = community.question("Other", "text");
    (other.tags, other.by) = (vec!["roaming".into()], community.helper.id());
    let other = community.ask(other).await;
    let answers = [
        community.answer(solved, community.helper.id(), "one").await,
        community.answer(solved, community.helper.id(), "two").await,
        community.answer(other, community.asker.id(), "three").await,
    ];
    community.accept(answers[1]).await;
    community.accept(answers[0]).await;

    let question = |id| format!("tag:127.0.0.1,2026:question/{id}");
    let answer = |number: usize| format!("tag:127.0.0.1,2026:answer/{}", answers[number]);
    let (waiting, solved_id, other) = (question(waiting), question(solved), question(other));
    for (path, ids) in [
        ("/feed", vec![&other, &solved_id, &waiting]),
        ("/unanswered", vec![&waiting]),
        ("/accepted", vec![&answer(0), &answer(1)]),
        ("/boards/phones/feed", vec![&other, &solved_id, &waiting]),
        ("/tags/esim/feed", vec![&solved_id, &waiting]),
        ("/tags/roaming/feed", vec![&other]),
        (&format!("/questions/{solved}/feed"), vec![&answer(1), &answer(0), &solved_id]),
        ("/members/asker/feed", vec![&answer(2), &solved_id, &waiting]),
        ("/members/helper/feed", vec![&answer(1), &answer(0), &other]),
    ] {
        let path = format!("{path}.atom");
        let feed = xml::atom(&community.app.visitor().get(&path).await.expect(200).text(), &community.absolute(&path));
        let found: Vec<&str> = feed.all("entry").iter().map(|entry| entry.only("id")).collect();
        assert_eq!(found, ids, "{path}");
    }

    let path = format!("/questions/{solved}/feed.atom");
    let feed = xml::atom(&community.app.visitor().get(&path).await.text(), &community.absolute(&path));
    let entry = feed.all("entry")[0];
    assert_eq!(entry.only("title"), "Answer by helper: Solved");
    assert_eq!(entry.links("alternate"), [community.absolute(&format!("/questions/{solved}/solved#a{}", answers[1]))]);
}

#[tokio::test]
async fn a_feed_ends_after_thirty_entries() {
    let community = Community::new().await;
    let topic = community.ask(community.question("First", "text")).await;
    for number in 0..32 {
        community.ask(community.question(&format!("Question {number}"), "text")).await;
        let answer = community.answer(topic, community.helper.id(), &format!("answer {number}")).await;
        community.accept(answer).await;
    }
    for path in documents(&community).await.iter().filter(|path| format(path) == "atom" && *path != "/articles.atom") {
        let feed = xml::atom(&community.app.visitor().get(path).await.text(), &community.absolute(path));
        assert_eq!(feed.all("entry").len(), 30, "{path}");
    }
    let path = format!("/questions/{topic}/feed.atom");
    let feed = xml::atom(&community.app.visitor().get(&path).await.text(), &community.absolute(&path));
    let ids: Vec<&str> = feed.all("entry").iter().map(|entry| entry.only("id")).collect();
    assert_eq!(ids[29], format!("tag:127.0.0.1,2026:question/{topic}"), "the question is there however many answers");
}

#[tokio::test]
async fn a_head_request_gets_the_head() {
    let community = Community::new().await;
    community.ask(community.question("Why?", "text")).await;
    let visitor = community.app.visitor();
    for path in documents(&community).await {
        let got = visitor.get(&path).await.expect(200);
        let head = visitor.send(visitor.request(Method::HEAD, &path)).await.expect(200);
        assert!(head.body.is_empty(), "{path}");
        for name in ["content-type", "content-length", "etag", "last-modified", "cache-control"] {
            assert_eq!(head.header(name), got.header(name), "{name} of {path}");
        }
    }
}

#[tokio::test]
async fn a_feed_under_another_spelling_has_moved_and_an_unknown_one_is_not_there() {
    let community = Community::new().await;
    let topic = community.ask(community.question("Why?", "text")).await;
    let visitor = community.app.visitor();
    for (path, to) in
        [("/tags/eSIM/feed.atom", "/tags/esim/feed.atom"), ("/members/Asker/feed.rss", "/members/asker/feed.rss")]
    {
        assert_eq!(visitor.get(path).await.expect(301).location(), to);
    }
    for path in [
        "/boards/none/feed.atom",
        "/tags/none/feed.atom",
        "/members/none/feed.atom",
        "/members/%00/feed.atom",
        "/questions/999/feed.atom",
        "/questions/x/feed.atom",
        "/questions/99999999999999999999/feed.atom",
        "/feed.json",
        "/feed.",
        &format!("/questions/{topic}/feed.json"),
    ] {
        visitor.get(path).await.expect(404);
    }
    for quoted in ["'", "%22", ";", "%00", "'%20OR%201=1--", "%F0%9F%99%82"] {
        for path in ["/boards/{}/feed.atom", "/tags/{}/feed.atom", "/members/{}/feed.rss", "/questions/{}/feed.rss"] {
            visitor.get(&path.replace("{}", quoted)).await.expect(404);
        }
    }
}

#[tokio::test]
async fn an_account_that_has_not_shown_itself_has_no_feed() {
    let community = Community::new().await;
    let unverified = community.app.unverified("newcomer").await;
    let visitor = community.app.visitor();
    visitor.get("/members/newcomer/feed.atom").await.expect(404);
    let id = unverified.id();
    community
        .app
        .write(move |tx| Ok(diesel::update(users::table.find(id)).set(users::imported.eq(true)).execute(tx)?))
        .await;
    visitor.get("/members/newcomer/feed.atom").await.expect(200);
}

#[tokio::test]
async fn the_directory_lists_feeds_that_are_there() {
    let community = Community::new().await;
    community.restricted_board("staff-room", "Staff room").await;
    let page = community.app.visitor().get("/feeds").await.expect(200);
    assert!(!page.text().contains("taff room") && !page.text().contains("⟦"));
    let html = page.html();
    let selector = |css: &str| scraper::Selector::parse(css).unwrap();
    let links = |css: &str| html.select(&selector(css)).filter_map(|link| link.attr("href")).collect::<Vec<_>>();
    let listed = [links("main a[href$='.atom']"), links("main a[href$='.rss']")].concat();
    assert_eq!(listed.len(), 16);
    for path in listed {
        community.app.visitor().get(path).await.expect(200);
    }
    let kinds = ["/feed", "/unanswered", "/accepted", "/articles", "/ideas", "/roadmap", "/changelog"];
    for format in ["atom", "rss"] {
        let found = links(&format!("link[rel=alternate][type='application/{format}+xml']"));
        assert_eq!(found, kinds.map(|kind| format!("{kind}.{format}")));
    }
    assert!(page.find("#inbox a[href^='/sign-in']").is_some(), "a visitor signs in first");
    assert!(community.asker.get("/feeds").await.find("#inbox a[href='/inbox#feed']").is_some());
}
