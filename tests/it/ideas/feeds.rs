//! The feeds of ideas.

use diesel::prelude::*;
use talka::db::schema::{merges, topics};
use talka::policy::State;

use crate::feeds::xml;
use crate::support::{Asked, Client, TestApp};

impl TestApp {
    /// Each feed of ideas that there is, without the end that tells the format.
    async fn idea_feeds(&self, idea: &Asked) -> Vec<String> {
        let (new, delivered) = (self.status("new").await, self.status("delivered").await);
        let fixed = ["/ideas", "/roadmap", "/changelog", "/boards/wishes/feed"].map(String::from);
        let of_status = [new, delivered].map(|id| format!("/ideas/status/{id}/feed"));
        [fixed.as_slice(), &of_status, &[format!("/ideas/{}/feed", idea.topic)]].concat()
    }

    /// The entries of a feed: their ids without the name of the site.
    async fn entries(&self, path: &str) -> Vec<String> {
        let path = format!("{path}.atom");
        let own = self.app.shared.config.absolute(&path);
        let feed = xml::atom(&self.visitor().get(&path).await.expect(200).text(), &own);
        let id = |entry: &&xml::Element| entry.only("id").trim_start_matches("tag:127.0.0.1,2026:").to_owned();
        feed.all("entry").iter().map(id).collect()
    }
}

/// An idea that was delivered, and a new one.
async fn two(app: &TestApp) -> (Asked, Asked, Client) {
    let (anna, staff) = (app.member("anna").await, app.staff().await);
    let board = app.board_of_ideas("wishes").await;
    let done = app.proposed(&anna, board, "Tell me <before> it expires").await;
    app.clock.advance(60);
    let new = app.proposed(&anna, board, "Share spare data with all").await;
    app.clock.advance(60);
    (done, new, staff)
}

#[tokio::test]
async fn every_feed_keeps_the_rules_of_its_format_and_knows_what_was_kept() {
    let app = TestApp::spawn().await;
    let (done, _, staff) = two(&app).await;
    for filled in [false, true] {
        if filled {
            app.say(&staff, &done, "delivered", "It is *there*: see [ideas](/ideas) & more.").await;
        }
        for feed in app.idea_feeds(&done).await {
            for (format, media_type) in [("atom", "application/atom+xml"), ("rss", "application/rss+xml")] {
                let path = format!("{feed}.{format}");
                let reply = app.visitor().get(&path).await.expect(200);
                let own = app.app.shared.config.absolute(&path);
                match format {
                    "atom" => xml::atom(&reply.text(), &own),
                    _ => xml::rss(&reply.text(), &own),
                };
                assert_eq!(reply.header("content-type"), format!("{media_type}; charset=utf-8"));
                assert_eq!(reply.header("set-cookie"), "", "{path}");
                let visitor = app.visitor();
                let again = visitor.request(reqwest::Method::GET, &path).header("if-none-match", reply.header("etag"));
                visitor.send(again).await.expect(304);
            }
        }
    }
}

#[tokio::test]
async fn each_feed_holds_what_it_says() {
    let app = TestApp::spawn().await;
    let (done, new, staff) = two(&app).await;
    let first = app.say(&staff, &done, "planned", "It will come.").await;
    app.clock.advance(60);
    let second = app.say(&staff, &done, "delivered", "It is there: see [ideas](/ideas).").await;
    app.clock.advance(60);
    let third = app.say(&staff, &new, "under_review", "We look at it.").await;
    let idea = |idea: &Asked| format!("idea/{}", idea.topic);
    let (planned, delivered) = (app.status("planned").await, app.status("delivered").await);
    let (first, second, third) = (format!("update/{first}"), format!("update/{second}"), format!("update/{third}"));
    for (path, expected) in [
        ("/ideas".to_owned(), vec![&idea(&new), &idea(&done)]),
        ("/boards/wishes/feed".to_owned(), vec![&idea(&new), &idea(&done)]),
        ("/members/anna/feed".to_owned(), vec![&idea(&new), &idea(&done)]),
        ("/roadmap".to_owned(), vec![&third, &second, &first]),
        ("/changelog".to_owned(), vec![&second]),
        (format!("/ideas/status/{planned}/feed"), vec![]),
        (format!("/ideas/status/{delivered}/feed"), vec![&second]),
        (format!("/ideas/{}/feed", done.topic), vec![&second, &first, &idea(&done)]),
    ] {
        assert_eq!(app.entries(&path).await.iter().collect::<Vec<_>>(), expected, "{path}");
    }
    let fresh = app.status("new").await;
    let bob = app.member("bob").await;
    let board = app.read(|c| Ok(talka::boards::by_slug(c, "wishes")?.unwrap().id)).await;
    let unsaid = app.proposed(&bob, board, "Nobody has looked at this").await;
    assert_eq!(app.entries(&format!("/ideas/status/{fresh}/feed")).await, [idea(&unsaid)]);

    let own = app.app.shared.config.absolute("/changelog.atom");
    let feed = xml::atom(&app.visitor().get("/changelog.atom").await.text(), &own);
    let entry = feed.all("entry")[0];
    assert_eq!(entry.only("title"), "Delivered: Tell me <before> it expires");
    assert_eq!(entry.all("author")[0].only("name"), "staff");
    let place = format!("{}#u{}", done.path, second.trim_start_matches("update/"));
    assert_eq!(entry.links("alternate"), [app.app.shared.config.absolute(&place)]);
    let link = format!("href=\"{}\"", app.app.shared.config.absolute("/ideas"));
    assert!(entry.only("content").contains(&link), "{}", entry.only("content"));
    let page = app.visitor().get(&done.path).await.expect(200);
    let linked = page.attr("link[rel=alternate][type='application/atom+xml']", "href");
    assert_eq!(linked.unwrap(), format!("/ideas/{}/feed.atom", done.topic));
}

#[tokio::test]
async fn a_feed_ends_after_thirty_entries() {
    let app = TestApp::spawn().await;
    let (done, new, staff) = two(&app).await;
    let mut updates = Vec::new();
    for number in 0..33 {
        updates.push(app.say(&staff, &done, "planned", &format!("Word {number}.")).await);
        app.clock.advance(60);
    }
    let entries = app.entries(&format!("/ideas/{}/feed", done.topic)).await;
    assert_eq!(entries.len(), 30);
    assert_eq!(entries[29], format!("idea/{}", done.topic), "the idea is there however much was said of it");
    assert_eq!(entries[0], format!("update/{}", updates[32]));
    assert_eq!(app.entries("/roadmap").await.len(), 30);
    app.say(&staff, &new, "planned", "It will come.").await;
    assert_eq!(app.entries("/roadmap").await.len(), 30);
}

#[tokio::test]
async fn what_is_restricted_hidden_or_part_of_another_has_no_feed_of_its_own() {
    let app = TestApp::spawn().await;
    let (done, new, staff) = two(&app).await;
    app.say(&staff, &done, "delivered", "It is there.").await;
    let mut before = Vec::new();
    for feed in app.idea_feeds(&done).await {
        before.push(app.visitor().get(&format!("{feed}.atom")).await.expect(200).text());
    }
    let (admin, secret) = (app.admin().await, app.closed_board_of_ideas("secret").await);
    let board = app.read(|c| Ok(talka::boards::by_slug(c, "wishes")?.unwrap().id)).await;
    let restricted = app.proposed(&admin, secret, "The quokkavault idea of ours").await;
    let hidden = app.proposed(&admin, board, "The quokkavault that was hidden").await;
    for status in ["new", "delivered"] {
        for idea in [&restricted, &hidden] {
            app.say(&staff, idea, status, "The quokkavault word.").await;
        }
    }
    let gone = hidden.topic;
    app.write(move |tx| {
        diesel::update(topics::table.find(gone)).set(topics::state.eq(State::Hidden)).execute(tx)?;
        Ok(())
    })
    .await;
    for (feed, before) in app.idea_feeds(&done).await.iter().zip(&before) {
        for reader in [&app.visitor(), &staff, &admin] {
            let after = reader.get(&format!("{feed}.atom")).await.expect(200);
            assert_eq!(&after.text(), before, "{feed}");
        }
    }
    for reader in [&app.visitor(), &admin] {
        reader.get(&format!("/ideas/{}/feed.atom", hidden.topic)).await.expect(410);
        reader.get(&format!("/ideas/{}/feed.rss", restricted.topic)).await.expect(404);
    }
    app.visitor().get("/boards/secret/feed.atom").await.expect(404);

    let status = app.status("new").await;
    let (from, to, by, now) = (new.topic, done.topic, staff.id(), app.clock.now());
    app.write(move |tx| {
        diesel::update(topics::table.find(from)).set(topics::state.eq(State::Merged)).execute(tx)?;
        diesel::insert_into(merges::table)
            .values((
                merges::from_id.eq(from),
                merges::into_id.eq(to),
                merges::by_id.eq(by),
                merges::status_before.eq(status),
                merges::created_at.eq(now),
            ))
            .execute(tx)?;
        Ok(())
    })
    .await;
    let moved = app.visitor().get(&format!("/ideas/{}/feed.rss", new.topic)).await.expect(302);
    assert_eq!(moved.location(), format!("/ideas/{}/feed.rss", done.topic));
    let question = app.board("questions").await;
    let asked = app.ask(&admin, question, "Why does it not ring?", "phones").await;
    for path in [
        &format!("/ideas/{}/feed.atom", asked.topic),
        &format!("/questions/{}/feed.atom", done.topic),
        "/ideas/99999/feed.atom",
        "/ideas/x/feed.atom",
        "/ideas/status/99999/feed.atom",
        "/ideas.json",
        "/roadmap.json",
    ] {
        app.visitor().get(path).await.expect(404);
    }
}
