//! Feeds of searches and of articles.

use super::content::Community;
use super::xml;
use crate::support::{Reply, TestApp};

async fn titles(community: &Community, path: &str) -> Vec<String> {
    let reply = community.app.visitor().get(path).await.expect(200);
    let feed = xml::atom(&reply.text(), &community.absolute(path));
    feed.all("entry").iter().map(|entry| entry.only("title").to_owned()).collect()
}

/// The feeds that a page names, of one format.
fn named(page: &Reply, format: &str) -> Vec<String> {
    let links = scraper::Selector::parse(&format!("link[rel=alternate][type='application/{format}+xml']")).unwrap();
    page.html().select(&links).filter_map(|link| link.attr("href")).map(ToOwned::to_owned).collect()
}

#[tokio::test]
async fn a_search_has_a_feed_of_the_newest_topics_that_it_finds() {
    let community = Community::new().await;
    let first = community.ask(community.question("A lost suitcase", "Where is it?")).await;
    community.ask(community.question("Something else", "Nothing of it.")).await;
    community.publish("All about a suitcase", "How to keep it.").await;
    community.answer(first, community.helper.id(), "In the other suitcase.").await;
    let found = ["All about a suitcase", "A lost suitcase"];
    assert_eq!(titles(&community, "/search.atom?q=suitcase").await, found);
    assert_eq!(titles(&community, "/search.atom?q=suitcase+is%3Aarticle").await, found[..1]);
    // Who asks makes no difference, not even to what is one's own.
    assert!(titles(&community, "/search.atom?q=suitcase+mine").await.is_empty());
    let own = community.asker.get("/search.atom?q=suitcase+mine").await.expect(200);
    assert!(!own.text().contains("<entry>"));
    for nothing in ["/search.atom?q=umbrella", "/search.atom?q=", "/search.atom?q=%22+%29+-"] {
        let reply = community.app.visitor().get(nothing).await.expect(200);
        assert!(!reply.text().contains("<entry>"), "{nothing}");
        xml::parse(&reply.text());
    }
    let empty = community.app.visitor().get("/search.rss?q=umbrella").await.expect(200);
    xml::rss(&empty.text(), &community.absolute("/search.rss?q=umbrella"));
    // Found by its page, in both formats.
    let page = community.app.visitor().get("/search?q=suitcase").await.expect(200);
    assert_eq!(named(&page, "atom"), ["/search.atom?q=suitcase"]);
    assert_eq!(named(&page, "rss"), ["/search.rss?q=suitcase"]);
    assert!(named(&community.app.visitor().get("/search").await, "atom").is_empty());
}

#[tokio::test]
async fn articles_have_a_feed_and_stand_in_those_of_their_places() {
    let community = Community::new().await;
    community.ask(community.question("A question", "text")).await;
    let article = community.publish("An article", "The **whole** text.").await;
    let id = format!("tag:127.0.0.1,2026:article/{article}");
    for path in ["/articles.atom", "/boards/phones/feed.atom", "/members/helper/feed.atom"] {
        let feed = xml::atom(&community.app.visitor().get(path).await.text(), &community.absolute(path));
        let entry = feed.all("entry")[0];
        assert_eq!((entry.only("id"), entry.only("title")), (id.as_str(), "An article"), "{path}");
        assert_eq!(entry.links("alternate"), [community.absolute(&format!("/articles/{article}/an-article"))]);
        assert!(entry.only("content").contains("<strong>whole</strong>"));
    }
    assert_eq!(titles(&community, "/articles.atom").await, ["An article"]);
    assert_eq!(titles(&community, "/feed.atom").await, ["A question"]);
}

#[tokio::test]
async fn pages_name_their_feeds_in_both_formats() {
    let community = Community::new().await;
    let topic = community.ask(community.question("Why", "text")).await;
    let article = community.publish("An article", "text").await;
    let question = format!("/questions/{topic}/feed");
    for (page, feed) in [
        ("/", "/feed"),
        ("/boards/phones", "/boards/phones/feed"),
        ("/tags/esim", "/tags/esim/feed"),
        (&format!("/questions/{topic}/why"), &question),
        ("/members/asker", "/members/asker/feed"),
        ("/articles", "/articles"),
        (&format!("/articles/{article}/an-article"), "/articles"),
    ] {
        let reply = community.app.visitor().get(page).await.expect(200);
        for format in ["atom", "rss"] {
            assert_eq!(named(&reply, format), [format!("{feed}.{format}")], "{page}");
        }
        community.app.visitor().get(&format!("{feed}.rss")).await.expect(200);
    }
}

#[tokio::test]
async fn a_flood_of_searches_by_feed_is_refused_whatever_copy_is_named() {
    let app = TestApp::with().flood(3).spawn().await;
    let visitor = app.visitor();
    let ask = || visitor.request(reqwest::Method::GET, "/search.atom?q=text").header("if-none-match", "\"other\"");
    let mut statuses = Vec::new();
    for _ in 0..8 {
        statuses.push(visitor.send(ask()).await.status.as_u16());
    }
    assert_eq!(statuses.first(), Some(&200));
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
}
