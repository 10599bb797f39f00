//! What is hidden, deleted or restricted is not there for outsiders: not as a text, not as a number, not as a change of
//! anything (R34; bug classes 2 to 6 and 8 of `security.md`).

use diesel::prelude::*;
use reqwest::Method;
use talka::db::schema::{topics, users};
use talka::ids::{BoardId, PostId};
use talka::policy::State;
use talka::{boards, tags, topics as topic_store};

use crate::support::NOON;
use crate::support::{Asked, Client, TestApp};
use crate::votes::vote;

/// Stands in every private title, text, tag, comment, draft and reason.
const CANARY: &str = "quokkavault";

struct Scene {
    app: TestApp,
    ada: Client,
    open: BoardId,
    secret: BoardId,
    asked: Asked,
    answer: PostId,
}

/// A public question with an accepted answer, an edit, comments; and a restricted board with nothing on it yet.
async fn scene() -> Scene {
    let app = TestApp::spawn().await;
    let (ada, bob, open) = (app.member("ada").await, app.member("bob").await, app.board("open").await);
    let secret = app.board_for("secret", &[&ada]).await;
    let asked = app.ask(&ada, open, "Why does my phone not ring?", "phones").await;
    let answer = app.answer(&ada, &asked, "It was switched off all day.").await;
    app.comment(&ada, &asked, asked.post, "It is a new one.").await;
    app.clock.advance(301);
    let edit = [("body", "It was switched off all night."), ("version", "1"), ("reason", "")];
    ada.post_form(&format!("/posts/{answer}/edit"), &edit).await.expect(303);
    ada.post_form(&format!("/posts/{answer}/accept"), &[("on", "true")]).await.expect(303);
    vote(&bob, answer, 1).await.expect(303);
    app.ask(&bob, open, "Why does my phone ring all day?", "phones sound").await;
    app.clock.advance(601);
    Scene { app, ada, open, secret, asked, answer }
}

async fn set_state(app: &TestApp, post: PostId, state: State) {
    app.write(move |tx| {
        let (topic, post) = topic_store::load_post(tx, post)?.unwrap();
        topic_store::set_state(tx, &topic, &post, state, NOON)
    })
    .await;
}

impl Scene {
    /// Every page that an outsider may count on.
    fn pages(&self) -> Vec<String> {
        let (question, topic) = (&self.asked.path, self.asked.topic);
        let mut pages: Vec<String> = ["", "?tab=newest", "?tab=unanswered", "?tab=top"]
            .iter()
            .flat_map(|tab| ["/", "/boards/open", "/tags/phones"].map(|list| format!("{list}{tab}")))
            .collect();
        for page in ["/boards", "/tags", "/tags?order=name", "/feeds", "/ask", "/sitemap.xml", "/sitemaps/1.xml"] {
            pages.push(page.into());
        }
        for feed in ["", "/boards/open", "/tags/phones", &format!("/questions/{topic}"), "/members/ada"] {
            pages.extend(["atom", "rss"].map(|format| format!("{feed}/feed.{format}")));
        }
        for feed in [
            "/unanswered.atom",
            "/accepted.atom",
            "/members/ada",
            "/members/bob",
            "/members/bob?tab=questions",
            "/members/keeper",
        ] {
            pages.push(feed.into());
        }
        pages.extend([question.clone(), format!("{question}?sort=newest"), format!("{question}?sort=oldest")]);
        for post in [self.asked.post, self.answer] {
            pages.extend(["history", "comments"].map(|of| format!("/posts/{post}/{of}")));
        }
        pages
    }

    /// These pages as somebody gets them: status, tag, location, text.
    async fn seen(&self, by: &Client) -> Vec<(String, String)> {
        let mut seen = Vec::new();
        for path in self.pages() {
            let reply = by.get(&path).await;
            let (tag, modified) = (reply.header("etag"), reply.header("last-modified"));
            seen.push((path.clone(), format!("{} {tag} {modified}\n{}", reply.status, reply.bare(&path))));
        }
        seen
    }

    async fn fold(&self) {
        self.app.write(boards::fold_counts).await;
        self.app.write(tags::fold_counts).await;
    }

    /// Private things of every kind, by the author of the public ones and by somebody of whom nothing is public.
    async fn add_secrets(&self) -> Vec<(Asked, PostId)> {
        let app = &self.app;
        let keeper = app.member("keeper").await;
        let mut secrets = Vec::new();
        for by in [&self.ada, &keeper] {
            for (board, state) in
                [(self.secret, State::Visible), (self.open, State::Hidden), (self.open, State::Deleted)]
            {
                let asked = app.ask(by, board, &format!("A {CANARY} of a title"), &format!("phones {CANARY}")).await;
                let answer = app.answer(by, &asked, &format!("The {CANARY} answer to it.")).await;
                app.comment(by, &asked, asked.post, &format!("The {CANARY} remark on it.")).await;
                set_state(app, asked.post, state).await;
                secrets.push((asked, answer));
            }
            for state in [State::Hidden, State::Deleted] {
                let answer = app.answer(by, &self.asked, &format!("A {CANARY} answer to a public question.")).await;
                set_state(app, answer, state).await;
                let comment =
                    app.comment(by, &self.asked, self.asked.post, &format!("A {CANARY} remark, taken away.")).await;
                app.write(move |tx| {
                    let loaded = talka::comments::load(tx, comment)?.unwrap();
                    talka::comments::set_state(tx, &loaded, state)
                })
                .await;
            }
        }
        self.fold().await;
        secrets
    }
}

#[tokio::test]
async fn private_things_change_nothing_for_outsiders() {
    let scene = scene().await;
    // The keeper has an account before and after: what is looked for are the things.
    scene.fold().await;
    let (visitor, eve) = (scene.app.visitor(), scene.app.member("eve").await);
    visitor.token_from("/sign-in").await;
    // Discussion moves a question up the lists, and it was there for all when it took place: so at the same moment.
    let answered = scene.asked.topic;
    let now = scene.app.clock.now();
    scene
        .app
        .write(move |tx| {
            diesel::update(topics::table.find(answered))
                .set((topics::active_at.eq(now), topics::updated_at.eq(now)))
                .execute(tx)?;
            Ok(())
        })
        .await;
    let without_keeper = |seen: Vec<(String, String)>| -> Vec<(String, String)> {
        seen.into_iter().filter(|(path, _)| path != "/members/keeper").collect()
    };
    let before = (scene.seen(&visitor).await, scene.seen(&eve).await);
    let secrets = scene.add_secrets().await;
    let after = (scene.seen(&visitor).await, scene.seen(&eve).await);
    for (_, text) in after.0.iter().chain(&after.1) {
        assert!(!text.to_lowercase().contains(CANARY), "{text}");
    }
    for (before, after) in [(before.0.clone(), after.0), (before.1.clone(), after.1)] {
        for (before, after) in without_keeper(before).into_iter().zip(without_keeper(after)) {
            assert_eq!(before, after);
        }
    }

    // And what happens around them later changes nothing either.
    let moderator = scene.app.moderator().await;
    let admin = scene.app.admin().await;
    scene.app.clock.advance(1);
    for (asked, answer) in &secrets {
        vote(&moderator, *answer, 1).await;
        moderator.post_form(&format!("/posts/{}/comments", asked.post), &[("body", "A remark.")]).await;
        let edit = [("body", "An edited text of it."), ("version", "1"), ("reason", "")];
        moderator.post_form(&format!("/posts/{answer}/edit"), &edit).await.expect(303);
        admin.post_form(&format!("/questions/{}/me-too", asked.topic), &[("on", "true")]).await;
        scene.ada.post_form(&format!("/posts/{answer}/accept"), &[("on", "true")]).await;
    }
    scene.fold().await;
    scene.app.clock.advance(-1);
    for (before, after) in without_keeper(before.0).into_iter().zip(without_keeper(scene.seen(&visitor).await)) {
        assert_eq!(before, after);
    }
    for (before, after) in without_keeper(before.1).into_iter().zip(without_keeper(scene.seen(&eve).await)) {
        assert_eq!(before, after);
    }
    scene.app.assert_verified();
}

#[tokio::test]
async fn an_audience_that_shrinks_takes_everything_along_and_back() {
    let scene = scene().await;
    let app = &scene.app;
    let (eve, path) = (app.member("eve").await, scene.asked.path.clone());
    eve.get(&path).await.expect(200);
    let admin = app.admin().await;
    let board = scene.open;
    app.write(move |tx| {
        boards::set_readers(tx, board, &boards::Readers::Groups(vec![]))?;
        topic_store::counters::recount_board(tx, board, NOON)
    })
    .await;
    scene.fold().await;
    for who in [&eve, &app.visitor(), &scene.ada] {
        let page = who.get("/").await.expect(200);
        assert!(page.find_all("main .q__t").is_empty(), "{page:?}");
    }
    eve.get(&path).await.expect(404);
    for gone in ["/boards/open", "/tags/phones", &format!("/posts/{}/history", scene.answer)] {
        eve.get(gone).await.expect(404);
    }
    assert!(!app.visitor().get("/tags").await.expect(200).find("main").unwrap().contains("phones"));
    let counts: Vec<(i64, i64, i64)> = app
        .read(|c| {
            Ok(users::table.select((users::questions_count, users::answers_count, users::accepted_count)).load(c)?)
        })
        .await;
    assert!(counts.iter().all(|counts| *counts == (0, 0, 0)), "{counts:?}");
    admin.get(&path).await.expect(200);
    app.assert_verified();
    app.write(move |tx| {
        boards::set_readers(tx, board, &boards::Readers::Everyone)?;
        topic_store::counters::recount_board(tx, board, NOON)
    })
    .await;
    eve.get(&path).await.expect(200);
    app.assert_verified();
}

#[tokio::test]
async fn a_question_that_moves_to_a_restricted_board_is_gone_for_others() {
    let scene = scene().await;
    let app = &scene.app;
    let eve = app.member("eve").await;
    let secret = scene.secret.to_string();
    let fields = [
        ("title", "Why does my phone not ring?"),
        ("board", secret.as_str()),
        ("tags", "phones"),
        ("lang", "en"),
        ("body", "It stays silent."),
        ("version", "1"),
    ];
    app.moderator().await.post_form(&format!("/posts/{}/edit", scene.asked.post), &fields).await.expect(303);
    eve.get(&scene.asked.path).await.expect(404);
    assert_eq!(eve.get("/tags/phones").await.expect(200).find_all("main .q__t").len(), 1, "the other one");
    app.assert_verified();
}

#[tokio::test]
async fn previews_of_what_is_not_public_are_for_nobody_else() {
    let scene = scene().await;
    scene.add_secrets().await;
    let insider = &scene.ada;
    let page = insider.get("/").await.expect(200);
    let path = page
        .html()
        .select(&scraper::Selector::parse("main .q__t a").unwrap())
        .find(|link| link.text().any(|text| text.contains(CANARY)))
        .map(|link| link.attr("href").unwrap().to_owned())
        .unwrap();
    let page = insider.get(&path).await.expect(200);
    assert_eq!(page.attr("meta[name=robots]", "content").as_deref(), Some("noindex"));
    assert!(page.header("cache-control").contains("private"), "{}", page.header("cache-control"));
    // A copy kept by somebody between is asked for again with the cookie of whoever asks.
    assert!(page.header("vary").to_lowercase().contains("cookie"));
    for method in [Method::GET, Method::HEAD] {
        for headers in
            [("if-none-match", "*"), ("if-modified-since", "Sun, 22 Nov 2026 12:00:00 GMT"), ("range", "bytes=0-99")]
        {
            let visitor = scene.app.visitor();
            let request = visitor.request(method.clone(), &path).header(headers.0, headers.1);
            visitor.send(request).await.expect(404);
        }
    }
}
