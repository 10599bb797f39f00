//! A stranger who sends what no page would: foreign fields, odd types, odd bytes, other people's things. Nothing fails,
//! nothing gives more rights (bug classes 10, 11, 34 and 36 of `security.md`).

use std::time::Duration;

use diesel::prelude::*;
use talka::db::schema::{comments, posts, sessions, topics, users, votes};
use talka::ids::PostId;

use crate::scripts::url_encoded;
use crate::support::{Asked, Client, Reply, TestApp};

pub struct Scene {
    pub app: TestApp,
    pub ada: Client,
    pub asked: Asked,
    pub answer: PostId,
}

pub async fn scene() -> Scene {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    let asked = app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    let answer = app.answer(&ada, &asked, "It was switched off all day.").await;
    app.comment(&ada, &asked, asked.post, "It is a new one.").await;
    Scene { app, ada, asked, answer }
}

impl Scene {
    /// Every form about content with fields that it takes.
    fn forms(&self) -> Vec<(String, Vec<(&'static str, &'static str)>)> {
        let (topic, question, answer) = (self.asked.topic, self.asked.post, self.answer);
        let whole = vec![
            ("title", "Another title of a question"),
            ("board", "1"),
            ("tags", "phones"),
            ("lang", "en"),
            ("body", "A text of a question."),
        ];
        let mut edit = whole.clone();
        edit.extend([("version", "1"), ("reason", "why")]);
        vec![
            ("/ask".into(), whole),
            (format!("/questions/{topic}/answers"), vec![("body", "An answer to it."), ("form_key", "k")]),
            (format!("/questions/{topic}/me-too"), vec![("on", "true")]),
            (format!("/posts/{answer}/vote"), vec![("value", "1")]),
            (format!("/posts/{answer}/accept"), vec![("on", "true")]),
            (format!("/posts/{question}/edit"), edit),
            (format!("/posts/{answer}/restore-version"), vec![("number", "1"), ("version", "1")]),
            (format!("/posts/{answer}/delete"), vec![]),
            (format!("/posts/{answer}/undelete"), vec![]),
            (format!("/posts/{answer}/comments"), vec![("body", "A remark on it.")]),
            ("/comments/1/edit".into(), vec![("body", "A changed remark.")]),
            ("/comments/1/delete".into(), vec![]),
            ("/comments/1/vote".into(), vec![("value", "1")]),
            ("/drafts".into(), vec![("draft", "question"), ("body", "Half a sentence.")]),
            ("/preview".into(), vec![("body", "Half a sentence.")]),
        ]
    }

    /// Everything that these forms could change.
    pub async fn rows(&self) -> String {
        self.app
            .read(|c| {
                let of_topics: Vec<(i64, String, i64, Option<i64>, i64)> = topics::table
                    .order(topics::id)
                    .select((topics::id, topics::title, topics::metoo_count, topics::closed_at, topics::author_id))
                    .load(c)?;
                let of_posts: Vec<(i64, String, String, i64, bool, i64, i64)> = posts::table
                    .order(posts::id)
                    .select((
                        posts::id,
                        posts::source,
                        posts::state,
                        posts::score,
                        posts::accepted,
                        posts::author_id,
                        posts::created_at,
                    ))
                    .load(c)?;
                let of_comments: Vec<(i64, String, String, i64)> = comments::table
                    .order(comments::id)
                    .select((comments::id, comments::source, comments::state, comments::ups))
                    .load(c)?;
                let of_users: Vec<(i64, bool, bool, bool)> = users::table
                    .order(users::id)
                    .select((users::id, users::is_admin, users::is_moderator, users::is_staff))
                    .load(c)?;
                let cast: i64 = votes::table.count().get_result(c)?;
                Ok(format!("{of_topics:?}{of_posts:?}{of_comments:?}{of_users:?}{cast}"))
            })
            .await
    }
}

#[tokio::test]
async fn no_form_takes_a_field_that_is_not_its_own() {
    let scene = scene().await;
    let before = scene.rows().await;
    let foreign = [
        ("role", "admin"),
        ("is_admin", "true"),
        ("author_id", "1"),
        ("user_id", "1"),
        ("state", "visible"),
        ("score", "1000"),
        ("pinned", "true"),
        ("points", "1000"),
        ("created_at", "0"),
        ("accepted", "true"),
        ("id", "1"),
        ("__proto__", "x"),
    ];
    for (path, fields) in scene.forms() {
        for field in foreign {
            let mut sent = fields.clone();
            sent.push(field);
            scene.ada.post_form(&path, &sent).await.expect(422);
        }
    }
    assert_eq!(before, scene.rows().await);
}

#[tokio::test]
async fn no_form_takes_a_field_of_another_type() {
    let scene = scene().await;
    let eve = scene.app.member("eve").await;
    let long = "9".repeat(400);
    let odd = [
        "",
        "yes",
        "1",
        "-1",
        "1.5",
        "NaN",
        "null",
        "[]",
        "{}",
        "true",
        "'",
        "\"; DROP TABLE posts; --",
        "%00",
        "𝟙",
        &long,
    ];
    for (path, fields) in scene.forms() {
        for (index, (name, value)) in fields.iter().enumerate() {
            // As an array, as an object, twice, and not at all.
            for shape in [format!("{name}[]"), format!("{name}[a]"), format!("{name}.a"), name.to_uppercase()] {
                let mut sent: Vec<(&str, &str)> = fields.clone();
                sent[index].0 = &shape;
                eve.post_form(&path, &sent).await.expect(422);
            }
            let mut twice: Vec<(&str, &str)> = fields.clone();
            twice.push((name, value));
            eve.post_form(&path, &twice).await.expect(422);
            let mut without: Vec<(&str, &str)> = fields.clone();
            without.remove(index);
            no_failure(&path, &eve.post_form(&path, &without).await);
            for value in odd {
                let mut sent: Vec<(&str, &str)> = fields.clone();
                sent[index].1 = value;
                no_failure(&path, &eve.post_form(&path, &sent).await);
            }
            let mut sent: Vec<(&str, &str)> = fields.clone();
            sent[index].1 = "a\0b";
            eve.post_form(&path, &sent).await.expect(422);
        }
    }
    scene.app.assert_verified();
}

#[track_caller]
fn no_failure(path: &str, reply: &Reply) {
    assert!(!reply.status.is_server_error(), "{path}: {reply:?}");
}

#[tokio::test]
async fn nobody_is_led_away_from_the_site() {
    let app = TestApp::spawn().await;
    let ada = app.member("ada").await;
    for target in [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "https://evil.example",
        "HTTPS://evil.example",
        "javascript:alert(1)",
        "/%09//evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\u{1}//evil.example",
        " //evil.example",
        "/.//evil.example",
        "/x/..//evil.example",
        "/%2e%2e//evil.example",
        "/./\\evil.example",
        "@evil.example",
        ".evil.example",
        ":80",
        "/x\r\nSet-Cookie: a=b",
        "http://127.0.0.1:1",
        "evil.example",
        "/\u{2f}evil.example",
        "／／evil.example",
    ] {
        for path in ["/theme", "/sign-in", "/confirm-password"] {
            let fields: &[(&str, &str)] = match path {
                "/theme" => &[("theme", "dark"), ("return_to", target)],
                "/sign-in" => &[("email", "ada"), ("password", crate::support::PASSWORD), ("return_to", target)],
                _ => &[("password", crate::support::PASSWORD), ("return_to", target)],
            };
            let client = if path == "/sign-in" { app.visitor() } else { app.sign_in(ada.id(), "ada", false).await };
            let reply = client.post_form(path, fields).await;
            if path == "/sign-in" && reply.status.as_u16() == 429 {
                app.clock.advance(3_600);
                continue;
            }
            let led = reply.location();
            assert!(
                led.starts_with('/') && !led.starts_with("//") && !led.contains('\\'),
                "{path} {target:?}: {reply:?}"
            );
            assert!(reply.headers.get("set-cookie").is_none_or(|cookie| !cookie.to_str().unwrap().starts_with("a=")));
        }
        let page = app.visitor().get(&format!("/sign-in?return_to={}", url_encoded(target))).await;
        let kept = page.attr("input[name=return_to]", "value").unwrap_or_default();
        assert!(kept.is_empty() || (kept.starts_with('/') && !kept.starts_with("//")), "{target:?}: {kept}");
    }
}

#[tokio::test]
async fn a_handle_of_any_script_is_spelt_out_in_headers() {
    let app = TestApp::spawn().await;
    app.member("наталья").await;
    let moderator = app.moderator().await;
    let fields = [("length", "24h"), ("reason", "Only to see where it leads.")];
    let reply = moderator.post_form("/members/наталья/suspend", &fields).await.expect(303);
    assert_eq!(reply.location(), "/members/%D0%BD%D0%B0%D1%82%D0%B0%D0%BB%D1%8C%D1%8F");
    moderator.get(reply.location()).await.expect(200);
}

#[tokio::test]
async fn another_ones_sessions_and_drafts_are_out_of_reach() {
    let scene = scene().await;
    let eve = scene.app.member("eve").await;
    scene.ada.post_form("/drafts", &[("draft", "question"), ("body", "The private half of a text.")]).await.expect(200);
    assert!(!eve.get("/ask").await.expect(200).text().contains("private half"));
    let ids: Vec<i64> = scene.app.read(|c| Ok(sessions::table.select(sessions::id).load(c)?)).await;
    for id in ids {
        eve.post_form("/settings/sessions/end", &[("id", &id.to_string())]).await;
    }
    scene.ada.get("/settings").await.expect(200);
    // With the token of one's own, nothing of another's is done.
    let before = scene.rows().await;
    let (answer, question) = (scene.answer, scene.asked.post);
    for (path, fields) in [
        (format!("/posts/{answer}/delete"), vec![]),
        (format!("/posts/{question}/delete"), vec![]),
        (format!("/posts/{answer}/accept"), vec![("on", "true")]),
        (format!("/posts/{answer}/edit"), vec![("body", "Mine now."), ("version", "1")]),
        ("/comments/1/edit".into(), vec![("body", "Mine now.")]),
        ("/comments/1/delete".into(), vec![]),
        (format!("/mod/topics/{}/close", scene.asked.topic), vec![("close_reason", "outdated"), ("reason", "")]),
    ] {
        eve.post_form(&path, &fields).await.expect(403);
    }
    assert_eq!(before, scene.rows().await);
}

#[tokio::test]
async fn a_suspension_holds_from_the_next_request_on() {
    let scene = scene().await;
    let id = scene.ada.id();
    let now = scene.app.clock.now();
    scene
        .app
        .write(move |tx| {
            diesel::update(users::table.find(id))
                .set(users::suspended_until.eq(now + Duration::from_secs(60)))
                .execute(tx)?;
            Ok(())
        })
        .await;
    let before = scene.rows().await;
    for (path, fields) in scene.forms() {
        if path != "/drafts" && path != "/preview" {
            let reply = scene.ada.post_form(&path, &fields).await.expect(403);
            assert!(reply.find("main").unwrap().contains("suspended until"), "{path}: {reply:?}");
        }
    }
    assert_eq!(before, scene.rows().await);
    scene.app.clock.advance(61);
    scene.ada.post_form("/comments/1/edit", &[("body", "It is over.")]).await.expect(303);
}
