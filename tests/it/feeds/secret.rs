//! The secret feed of one's inbox.

use diesel::prelude::*;
use reqwest::Method;
use talka::db::schema::{group_members, inbox_feeds, posts};
use talka::ids::{self, BoardId};
use talka::policy::State;
use talka::topics as topic_store;

use super::xml::{self, Element};
use crate::support::NOON;
use crate::support::{Asked, Client, Reply, TestApp};

/// A member who was told something, and the paths of their feed.
struct Scene {
    app: TestApp,
    board: BoardId,
    asker: Client,
    helper: Client,
    asked: Asked,
    atom: String,
    rss: String,
}

async fn scene() -> Scene {
    let app = TestApp::spawn().await;
    let (board, asker, helper) = (app.board("help").await, app.member("asker").await, app.member("helper").await);
    let asked = app.ask(&asker, board, "How do I bring my number along?", "esim").await;
    app.clock.advance(60);
    app.answer(&helper, &asked, "You ask [the old one](/boards/help) for a code.").await;
    app.clock.advance(60);
    app.comment(&helper, &asked, asked.post, "Which one is *the old one*?").await;
    app.run_jobs().await;
    let (atom, rss) = made(&app, &asker).await;
    Scene { app, board, asker, helper, asked, atom, rss }
}

/// Makes a feed by the form; answers the paths of both formats.
async fn made(app: &TestApp, who: &Client) -> (String, String) {
    let page = who.post_form("/inbox/feed", &[]).await.expect(200);
    assert_eq!(page.header("cache-control"), "no-store");
    let codes = page.find_all("main code");
    let base = app.app.shared.config.absolute("");
    let path = |end: &str| {
        let full = codes.iter().find(|code| code.ends_with(end)).unwrap();
        assert!(page.attr(&format!("a[data-copy][href='{full}']"), "href").is_some(), "it can be copied");
        full.strip_prefix(base.trim_end_matches('/')).unwrap().to_owned()
    };
    (path(".atom"), path(".rss"))
}

fn key(path: &str) -> &str {
    path.strip_prefix("/inbox/feed/").and_then(|rest| rest.split_once('.')).unwrap().0
}

impl Scene {
    async fn read(&self) -> Vec<Element> {
        let reply = self.app.visitor().get(&self.atom).await.expect(200);
        let feed = xml::atom(&reply.text(), &self.app.app.shared.config.absolute(&self.atom));
        feed.all("entry").into_iter().cloned().collect()
    }

    async fn titles(&self) -> Vec<String> {
        self.read().await.iter().map(|entry| entry.only("title").to_owned()).collect()
    }
}

#[tokio::test]
async fn it_holds_what_one_was_told_whoever_asks_for_it() {
    let scene = scene().await;
    let entries = scene.read().await;
    let titles =
        ["helper commented: How do I bring my number along?", "helper answered: How do I bring my number along?"];
    assert_eq!(scene.titles().await, titles);
    assert!(entries[0].only("content").contains("Which one is"));
    let link = format!("href=\"{}\"", scene.app.app.shared.config.absolute("/boards/help"));
    assert!(entries[1].only("content").contains(&link), "links are whole");
    assert_eq!(entries[1].all("author")[0].only("name"), "helper");
    assert!(entries[1].links("alternate")[0].contains("/posts/"));
    let rss = scene.app.visitor().get(&scene.rss).await.expect(200);
    let channel = xml::rss(&rss.text(), &scene.app.app.shared.config.absolute(&scene.rss));
    assert_eq!(channel.all("item")[0].only("guid"), entries[0].only("id"));
    for reader in [scene.app.visitor(), scene.app.admin().await] {
        let reply = reader.get(&scene.rss).await.expect(200);
        assert_eq!(reply.text(), rss.text());
        assert_eq!(reply.header("cache-control"), "private, no-cache");
        assert_eq!(reply.header("x-robots-tag"), "noindex");
        assert_eq!(reply.header("set-cookie"), "");
        assert!(!reply.header("referrer-policy").is_empty());
        let head = reader.send(reader.request(Method::HEAD, &scene.rss)).await.expect(200);
        assert_eq!((head.header("etag"), head.body.len()), (rss.header("etag"), 0));
    }
    // It is read, and the inbox is as unread as before.
    assert_eq!(scene.asker.get("/inbox/count").await.text(), "2");
    // Somebody who was told nothing has an empty one.
    let (empty, _) = made(&scene.app, &scene.app.member("quiet").await).await;
    let reply = scene.app.visitor().get(&empty).await.expect(200);
    let feed = xml::atom(&reply.text(), &scene.app.app.shared.config.absolute(&empty));
    assert!(feed.all("entry").is_empty());
}

#[tokio::test]
async fn a_copy_stands_until_something_changes() {
    let scene = scene().await;
    let visitor = scene.app.visitor();
    let ask = async |name: &str, value: &str| -> Reply {
        visitor.send(visitor.request(Method::GET, &scene.atom).header(name, value)).await
    };
    let first = visitor.get(&scene.atom).await.expect(200);
    let (tag, date) = (first.header("etag").to_owned(), first.header("last-modified").to_owned());
    assert!(date.ends_with(" GMT"));
    let again = ask("if-none-match", &tag).await.expect(304);
    assert_eq!((again.header("cache-control"), again.header("x-robots-tag")), ("private, no-cache", "noindex"));
    ask("if-modified-since", &date).await.expect(304);
    // A vote is no change, and an edit is one of the same entry.
    let before = scene.read().await;
    let answer = before[1].links("alternate")[0].rsplit('/').next().unwrap().to_owned();
    scene.asker.post_form(&format!("/posts/{answer}/vote"), &[("value", "1")]).await.expect(303);
    ask("if-none-match", &tag).await.expect(304);
    scene.app.clock.advance(24 * 3600);
    let edit = [("body", "You ask the new one for a code."), ("version", "1"), ("reason", "")];
    scene.helper.post_form(&format!("/posts/{answer}/edit"), &edit).await.expect(303);
    ask("if-none-match", &tag).await.expect(200);
    ask("if-modified-since", &date).await.expect(200);
    let after = scene.read().await;
    assert_eq!(after[1].only("id"), before[1].only("id"));
    assert_eq!(after[1].only("published"), before[1].only("published"));
    assert!(after[1].only("updated") > before[1].only("updated"));
    assert!(after[1].only("content").contains("the new one"));
    assert_eq!(after[0], before[0]);
}

#[tokio::test]
async fn what_one_may_not_read_any_more_is_gone_from_it() {
    let scene = scene().await;
    let secret = scene.app.board_for("secret", &[&scene.asker, &scene.helper]).await;
    let asked = scene.app.ask(&scene.asker, secret, "A question for a few only", "hush").await;
    scene.app.clock.advance(60);
    scene.app.answer(&scene.helper, &asked, "An answer for a few only.").await;
    scene.app.run_jobs().await;
    assert_eq!(scene.titles().await.len(), 3);
    assert_eq!(scene.titles().await[0], "helper answered: A question for a few only");
    for public in ["/feed.atom", "/search.atom?q=few", "/members/helper/feed.atom", "/boards/help/feed.rss"] {
        assert!(!scene.app.visitor().get(public).await.expect(200).text().contains("few only"), "{public}");
    }
    let asker = scene.asker.id();
    scene
        .app
        .write(move |tx| Ok(diesel::delete(group_members::table.filter(group_members::user_id.eq(asker))).execute(tx)?))
        .await;
    assert_eq!(scene.titles().await.len(), 2, "the group has let them go");
    let question = scene.asked.topic;
    let set = async |state: State| {
        scene
            .app
            .write(move |tx| {
                let answer = posts::table
                    .filter(posts::topic_id.eq(question))
                    .filter(posts::kind.eq("answer"))
                    .select(posts::id)
                    .first(tx)?;
                let (topic, post) = topic_store::load_post(tx, answer)?.unwrap();
                topic_store::set_state(tx, &topic, &post, state, NOON)
            })
            .await;
    };
    set(State::Hidden).await;
    assert_eq!(scene.titles().await, ["helper commented: How do I bring my number along?"]);
    set(State::Visible).await;
    assert_eq!(scene.titles().await.len(), 2);
}

#[tokio::test]
async fn a_key_that_opens_nothing_is_not_there_whatever_it_looks_like() {
    let scene = scene().await;
    let visitor = scene.app.visitor();
    let (old, unknown) = (scene.atom.clone(), format!("/inbox/feed/{}.atom", ids::secret()));
    let nowhere = visitor.get(&unknown).await.expect(404).bare(&unknown);
    let (new, _) = made(&scene.app, &scene.asker).await;
    assert_ne!(key(&new), key(&old));
    let digest = ids::digest(key(&new));
    let kept: String = scene.app.read(|c| Ok(inbox_feeds::table.select(inbox_feeds::key_hash).first(c)?)).await;
    assert_eq!(kept, digest, "of the key its digest is kept");
    visitor.get(&new).await.expect(200);
    let odd = [
        old,
        format!("/inbox/feed/{digest}.atom"),
        format!("/inbox/feed/{}.atom", &key(&new)[1..]),
        format!("/inbox/feed/{}A.atom", key(&new)),
        format!("/inbox/feed/{}.atom", key(&new).to_uppercase()),
        "/inbox/feed/none.atom".into(),
        "/inbox/feed/.atom".into(),
        format!("/inbox/feed/{}.json", key(&new)),
    ];
    for path in odd {
        let reply = visitor.get(&path).await.expect(404);
        assert_eq!(reply.bare(&path), nowhere, "{path}");
    }
    // Its owner does not see it again, and ends it.
    let inbox = scene.asker.get("/inbox").await.expect(200);
    assert!(!inbox.text().contains(key(&new)) && inbox.find("#feed form[action='/inbox/feed/revoke']").is_some());
    scene.asker.post_form("/inbox/feed/revoke", &[]).await.expect(303);
    let reply = visitor.get(&new).await.expect(404);
    assert_eq!(reply.bare(&new), nowhere);
    assert!(scene.asker.get("/inbox").await.find("#feed form[action='/inbox/feed/revoke']").is_none());
    scene.asker.post_form("/inbox/feed/revoke", &[]).await.expect(303);
}

#[tokio::test]
async fn it_outlives_sessions_and_a_suspension() {
    let scene = scene().await;
    assert!(scene.asker.get("/inbox").await.find("#feed").unwrap().contains("do not end the feed"));
    scene.asker.post_form("/settings/sessions/end-others", &[]).await.expect(303);
    scene.asker.post_form_from("/settings", "/sign-out", &[]).await.expect(303);
    assert_eq!(scene.titles().await.len(), 2);
    let suspended = scene.app.suspended("suspended").await;
    assert!(suspended.get("/inbox").await.status.is_success());
    let (atom, _) = made(&scene.app, &suspended).await;
    scene.app.visitor().get(&atom).await.expect(200);
    let unverified = scene.app.unverified("newcomer").await;
    let (atom, _) = made(&scene.app, &unverified).await;
    scene.app.visitor().get(&atom).await.expect(200);
}

#[tokio::test]
async fn it_ends_after_thirty_entries_the_newest_first() {
    let scene = scene().await;
    for number in 0..35 {
        let asked =
            scene.app.ask(&scene.asker, scene.board, &format!("The question number {number} of many"), "esim").await;
        scene.app.clock.advance(3_600);
        scene.app.answer(&scene.helper, &asked, "An answer that is long enough.").await;
        scene.app.clock.advance(3_600);
    }
    scene.app.run_jobs().await;
    let titles = scene.titles().await;
    assert_eq!(titles.len(), 30);
    assert_eq!(titles[0], "helper answered: The question number 34 of many");
    assert_eq!(titles[29], "helper answered: The question number 5 of many");
}
