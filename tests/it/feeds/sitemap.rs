//! The sitemap and robots.txt.

use diesel::prelude::*;
use talka::db::schema::{posts, search_docs, search_titles, topic_tags, topics};
use talka::ids::TopicId;
use talka::policy::State;

use super::content::Community;
use super::xml;

/// Gives a question a number of its own, as if many had come before.
async fn renumber(community: &Community, from: TopicId, to: i64) {
    community
        .app
        .write(move |tx| {
            diesel::delete(topic_tags::table.filter(topic_tags::topic_id.eq(from))).execute(tx)?;
            diesel::delete(search_docs::table.filter(search_docs::topic_id.eq(from))).execute(tx)?;
            diesel::delete(search_titles::table.find(from)).execute(tx)?;
            diesel::delete(posts::table.filter(posts::topic_id.eq(from))).execute(tx)?;
            diesel::update(topics::table.find(from)).set(topics::id.eq(to)).execute(tx)?;
            Ok(())
        })
        .await;
}

#[tokio::test]
async fn the_sitemap_is_there_without_any_question() {
    let community = Community::new().await;
    let visitor = community.app.visitor();
    let parts = xml::sitemap_index(&visitor.get("/sitemap.xml").await.expect(200).text());
    assert_eq!(parts, [community.absolute("/sitemaps/1.xml")]);
    let urls = xml::urlset(&visitor.get("/sitemaps/1.xml").await.expect(200).text());
    let urls: Vec<&str> = urls.iter().map(|(url, _)| url.as_str()).collect();
    let expected = ["/", "/ideas", "/boards", "/tags", "/roadmap", "/changelog", "/boards/phones"];
    assert_eq!(urls, expected.map(|path| community.absolute(path)));
}

#[tokio::test]
async fn every_public_question_is_in_one_part() {
    let community = Community::new().await;
    let mut asked = Vec::new();
    for (title, number) in [("One", 1), ("End", 10_000), ("Next", 10_001), ("Far", 45_678), ("Gone", 60_000)] {
        let topic = community.ask(community.question(title, "text")).await;
        if number == 60_000 {
            community.set_topic_state(topic, State::Hidden).await;
        }
        asked.push((topic, number));
    }
    // From the last, so that no number is taken twice.
    for (topic, number) in asked.into_iter().rev().filter(|(topic, number)| topic.0 != *number) {
        renumber(&community, topic, number).await;
    }
    let visitor = community.app.visitor();
    let parts = xml::sitemap_index(&visitor.get("/sitemap.xml").await.expect(200).text());
    assert_eq!(parts, [1, 2, 5].map(|part| community.absolute(&format!("/sitemaps/{part}.xml"))));
    let mut found = Vec::new();
    for part in [1, 2, 5] {
        let urls = xml::urlset(&visitor.get(&format!("/sitemaps/{part}.xml")).await.expect(200).text());
        found.extend(urls.into_iter().filter(|(url, _)| url.contains("/questions/")));
    }
    let expected = ["/questions/1/one", "/questions/10000/end", "/questions/10001/next", "/questions/45678/far"];
    assert_eq!(found.iter().map(|(url, _)| url.clone()).collect::<Vec<_>>(), expected.map(|p| community.absolute(p)));
    assert_eq!(found[0].1.as_deref(), Some("2026-11-21T12:00:00Z"));
    for part in ["0", "-1", "3", "4", "6", "7", "922337203685477", "9223372036854775807", "99999999999999999999", "x"] {
        visitor.get(&format!("/sitemaps/{part}.xml")).await.expect(404);
    }
}

#[tokio::test]
async fn tags_and_boards_are_in_the_first_part() {
    let community = Community::new().await;
    let mut question = community.question("Why?", "text");
    question.tags = vec!["c++".into(), "связь".into()];
    community.ask(question).await;
    community.app.write(talka::tags::fold_counts).await;
    let urls = xml::urlset(&community.app.visitor().get("/sitemaps/1.xml").await.expect(200).text());
    for path in ["/boards/phones", "/tags/c%2B%2B", "/tags/%D1%81%D0%B2%D1%8F%D0%B7%D1%8C"] {
        assert!(urls.iter().any(|(url, _)| *url == community.absolute(path)), "{path}");
    }
}

#[tokio::test]
async fn robots_are_told_where_to_go() {
    let community = Community::new().await;
    let text = community.app.visitor().get("/robots.txt").await.expect(200).text();
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.first(), Some(&"User-agent: *"));
    for path in ["/sign-in", "/settings", "/ask", "/posts/", "/admin", "/mod"] {
        assert!(lines.contains(&format!("Disallow: {path}").as_str()), "{path}");
    }
    assert!(!lines.contains(&"Disallow: /"));
    assert_eq!(lines.last().copied(), Some(format!("Sitemap: {}", community.absolute("/sitemap.xml")).as_str()));
}
