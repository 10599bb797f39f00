//! Decisions about content and people.

use diesel::prelude::*;
use talka::clock::Timestamp;
use talka::db::schema::{audit, audit_texts, comments, moderator_boards, posts, topics, users};
use talka::ids::{BoardId, CommentId, PostId, TopicId, UserId};
use talka::policy::State;

use crate::support::{Asked, Client, TestApp};

const WHY: &str = "It tells where somebody lives.";

async fn state_of(app: &TestApp, id: PostId) -> State {
    app.read(move |c| Ok(posts::table.find(id).select(posts::state).first(c)?)).await
}

/// Action and reason of every line, oldest first.
async fn lines(app: &TestApp) -> Vec<(String, String)> {
    app.read(|c| {
        let lines = audit::table.inner_join(audit_texts::table).order(audit::id);
        Ok(lines.select((audit::action, audit_texts::reason)).load(c)?)
    })
    .await
}

/// A moderator of one board only.
async fn limited(app: &TestApp, board: BoardId) -> Client {
    let moderator = app.moderator().await;
    let id = moderator.id();
    app.write(move |tx| {
        diesel::insert_into(moderator_boards::table)
            .values((moderator_boards::user_id.eq(id), moderator_boards::board_id.eq(board)))
            .execute(tx)?;
        Ok(())
    })
    .await;
    moderator
}

async fn scene(app: &TestApp) -> (Client, Asked, PostId) {
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    let answer = app.answer(&bob, &asked, "Because it is switched off, I think.").await;
    (ada, asked, answer)
}

#[tokio::test]
async fn a_hidden_answer_is_gone_for_others_until_it_is_restored() {
    let app = TestApp::spawn().await;
    let (ada, asked, answer) = scene(&app).await;
    let moderator = app.moderator().await;
    let (hide, restore) = (format!("/mod/posts/{answer}/hide"), format!("/mod/posts/{answer}/restore"));

    let form = moderator.get(&hide).await.expect(200);
    assert!(form.text().contains("switched off"), "the form shows what it is about");
    let reply = moderator.post_form(&hide, &[("reason", WHY)]).await.expect(303);
    assert_eq!(reply.location(), format!("{}#a{answer}", asked.path));
    assert_eq!(state_of(&app, answer).await, State::Hidden);
    assert!(!ada.get(&asked.path).await.expect(200).text().contains("switched off"));

    // A second one meanwhile changes nothing and says so.
    moderator.post_form(&hide, &[("reason", WHY)]).await.expect(409);
    moderator.get(&hide).await.expect(409);

    moderator.get(&restore).await.expect(200);
    moderator.post_form(&restore, &[("reason", "It was a mistake.")]).await.expect(303);
    assert_eq!(state_of(&app, answer).await, State::Visible);
    let lines = lines(&app).await;
    assert_eq!(lines[0], ("post-hide".into(), WHY.into()));
    assert_eq!(lines[1], ("post-restore".into(), "It was a mistake.".into()));
    assert_eq!(lines.len(), 2);
}

#[tokio::test]
async fn a_hidden_question_takes_its_topic_along() {
    let app = TestApp::spawn().await;
    let (_, asked, _) = scene(&app).await;
    let moderator = app.moderator().await;
    moderator.post_form(&format!("/mod/posts/{}/hide", asked.post), &[("reason", WHY)]).await.expect(303);
    app.visitor().get(&asked.path).await.expect(404);
    moderator.get(&asked.path).await.expect(200);
    let page = moderator.get("/mod").await.expect(200);
    assert!(page.text().contains("Why does my phone not ring?") && page.text().contains(WHY));
}

#[tokio::test]
async fn comments_are_hidden_and_restored() {
    let app = TestApp::spawn().await;
    let (ada, asked, answer) = scene(&app).await;
    let comment = app.comment(&ada, &asked, answer, "I will try that now, thank you.").await;
    let moderator = app.moderator().await;
    let state = |app: &TestApp, id: CommentId| {
        let db = app.app.shared.db.clone();
        async move { db.read(move |c| Ok(comments::table.find(id).select(comments::state).first::<State>(c)?)).await }
    };
    let hide = format!("/mod/comments/{comment}/hide");
    moderator.get(&hide).await.expect(200);
    moderator.post_form(&hide, &[("reason", WHY)]).await.expect(303);
    assert_eq!(state(&app, comment).await.unwrap(), State::Hidden);
    let restore = format!("/mod/comments/{comment}/restore");
    moderator.get(&restore).await.expect(200);
    moderator.post_form(&restore, &[("reason", WHY)]).await.expect(303);
    assert_eq!(state(&app, comment).await.unwrap(), State::Visible);
}

#[tokio::test]
async fn a_decision_needs_a_reason_and_keeps_what_was_typed() {
    let app = TestApp::spawn().await;
    let (_, asked, answer) = scene(&app).await;
    let moderator = app.moderator().await;
    let long = "x".repeat(501);
    for reason in ["", "    ", "bad", long.as_str()] {
        let path = format!("/mod/posts/{answer}/hide");
        let reply = moderator.post_form(&path, &[("reason", reason)]).await.expect(422);
        assert!(reply.find(".errsum").is_some());
        assert_eq!(reply.find("textarea[name=reason]").unwrap(), reason.trim());
        moderator.post_form(&format!("/mod/topics/{}/reopen", asked.topic), &[("reason", reason)]).await;
    }
    let path = format!("/mod/topics/{}/close", asked.topic);
    for close_reason in ["", "duplicate", "boredom"] {
        let reply = moderator.post_form(&path, &[("close_reason", close_reason), ("reason", "")]).await.expect(422);
        assert!(reply.find("#f-close_reason-error").is_some());
    }
    moderator.post_form(&path, &[("close_reason", "outdated"), ("reason", "old")]).await.expect(422);
    for length in ["", "1h", "-24h"] {
        let reply = moderator.post_form("/members/ada/suspend", &[("length", length), ("reason", WHY)]).await;
        assert!(reply.expect(422).text().contains(WHY));
    }
    assert_eq!(state_of(&app, answer).await, State::Visible);
    assert!(lines(&app).await.is_empty());
}

#[tokio::test]
async fn a_form_with_more_or_other_fields_is_refused() {
    let app = TestApp::spawn().await;
    let (_, _, answer) = scene(&app).await;
    let moderator = app.moderator().await;
    let path = format!("/mod/posts/{answer}/hide");
    let odd: [&[(&str, &str)]; 4] =
        [&[], &[("reason", WHY), ("state", "deleted")], &[("reason", WHY), ("reason", WHY)], &[("reason[]", WHY)]];
    for fields in odd {
        moderator.post_form(&path, fields).await.expect(422);
    }
    moderator.post_without_token(&path, &[("reason", WHY)]).await.expect(403);
    assert_eq!(state_of(&app, answer).await, State::Visible);
}

#[tokio::test]
async fn others_than_moderators_decide_nothing() {
    let app = TestApp::spawn().await;
    let (ada, asked, answer) = scene(&app).await;
    let comment = app.comment(&ada, &asked, answer, "I will try that now, thank you.").await;
    let paths = [
        format!("/mod/posts/{answer}/hide"),
        format!("/mod/posts/{answer}/restore"),
        format!("/mod/comments/{comment}/hide"),
        format!("/mod/comments/{comment}/restore"),
        "/members/bob/suspend".to_owned(),
        "/members/bob/restore".to_owned(),
    ];
    for who in [ada, app.staff().await, app.unverified("new").await, app.suspended("gone").await] {
        for path in &paths {
            who.get(path).await.expect(404);
            // A valid token of one's own is no permission.
            who.post_form(path, &[("reason", WHY), ("length", "24h")]).await;
        }
        who.get("/mod").await.expect(404);
    }
    assert_eq!(state_of(&app, answer).await, State::Visible);
    assert!(lines(&app).await.is_empty());
}

#[tokio::test]
async fn a_moderator_of_one_board_decides_there_only() {
    let app = TestApp::spawn().await;
    let (ada, own) = (app.member("ada").await, app.board("own").await);
    let (other, secret) = (app.board("other").await, app.closed_board("secret").await);
    let here = app.ask(&ada, own, "A question on the own board", "phones").await;
    let there = app.ask(&ada, other, "A question on another board", "phones").await;
    let hidden = app.ask(&ada, secret, "A question on a secret board", "phones").await;
    let moderator = limited(&app, own).await;

    let close = |asked: &Asked| format!("/mod/topics/{}/close", asked.topic);
    let hide = |asked: &Asked| format!("/mod/posts/{}/hide", asked.post);
    let sent = [("close_reason", "off_topic"), ("reason", "")];
    moderator.post_form(&close(&there), &sent).await.expect(403);
    moderator.post_form(&hide(&there), &[("reason", WHY)]).await.expect(403);
    for path in [close(&hidden), hide(&hidden)] {
        moderator.get(&path).await.expect(404);
    }
    moderator.post_form(&close(&hidden), &sent).await.expect(404);
    moderator.post_form(&hide(&hidden), &[("reason", WHY)]).await.expect(404);
    moderator.post_form("/members/ada/suspend", &[("length", "24h"), ("reason", WHY)]).await.expect(403);
    assert!(lines(&app).await.is_empty());
    moderator.post_form(&close(&here), &sent).await.expect(303);

    // What others decided elsewhere is not in the log of this one.
    let admin = app.admin().await;
    admin.post_form(&hide(&hidden), &[("reason", "A reason nobody else reads.")]).await.expect(303);
    admin.post_form("/members/ada/suspend", &[("length", "24h"), ("reason", "Another such reason.")]).await.expect(303);
    let log = moderator.get("/mod").await.expect(200);
    assert_eq!(log.find_all("main .lines > li").len(), 1);
    assert!(!log.text().contains("nobody else reads") && !log.text().contains("secret board"));
    assert_eq!(admin.get("/mod").await.expect(200).find_all("main .lines > li").len(), 3);
}

#[tokio::test]
async fn the_asker_closes_the_own_question_and_a_moderator_reopens_it() {
    let app = TestApp::spawn().await;
    let (ada, asked, _) = scene(&app).await;
    let (close, reopen) = (format!("/mod/topics/{}/close", asked.topic), format!("/mod/topics/{}/reopen", asked.topic));
    let bob = app.sign_in(ada.id(), "ada", false).await;
    let stranger = app.member("stranger").await;
    let sent = [("close_reason", "resolved_elsewhere"), ("reason", "A new SIM card did it.")];
    stranger.post_form(&close, &sent).await.expect(403);
    bob.get(&close).await.expect(200);
    ada.post_form(&close, &sent).await.expect(303);
    let topic: TopicId = asked.topic;
    let stored: (Option<Timestamp>, String) = app
        .read(move |c| Ok(topics::table.find(topic).select((topics::closed_at, topics::close_reason)).first(c)?))
        .await;
    assert_eq!(stored, (Some(app.clock.now()), "resolved_elsewhere".into()));

    ada.post_form(&reopen, &[("reason", "It was not that.")]).await.expect(403);
    let moderator = app.moderator().await;
    moderator.post_form(&close, &sent).await.expect(409);
    moderator.get(&reopen).await.expect(200);
    moderator.post_form(&reopen, &[("reason", "It was not that.")]).await.expect(303);
    moderator.post_form(&reopen, &[("reason", "It was not that.")]).await.expect(409);
    let actions: Vec<String> = lines(&app).await.into_iter().map(|(action, _)| action).collect();
    assert_eq!(actions, ["topic-close", "topic-reopen"]);
}

async fn suspended_until(app: &TestApp, id: UserId) -> Option<Timestamp> {
    app.read(move |c| Ok(users::table.find(id).select(users::suspended_until).first(c)?)).await
}

#[tokio::test]
async fn a_suspended_member_writes_nothing_until_it_ends() {
    let app = TestApp::spawn().await;
    let (ada, asked, answer) = scene(&app).await;
    let moderator = app.moderator().await;
    moderator.get("/members/ada/suspend").await.expect(200);
    let reply = moderator.post_form("/members/ada/suspend", &[("length", "72h"), ("reason", WHY)]).await.expect(303);
    assert_eq!(reply.location(), "/members/ada");
    assert_eq!(suspended_until(&app, ada.id()).await, Some(Timestamp(app.clock.now().0 + 72 * 3_600_000_000)));
    let comment = [("body", "May I still say something?")];
    ada.post_form(&format!("/posts/{answer}/comments"), &comment).await.expect(403);
    ada.get(&asked.path).await.expect(200);

    moderator.get("/members/ada/restore").await.expect(200);
    moderator.post_form("/members/ada/restore", &[("reason", "They understood.")]).await.expect(303);
    assert_eq!(suspended_until(&app, ada.id()).await, None);
    ada.post_form(&format!("/posts/{answer}/comments"), &comment).await.expect(303);
    moderator.post_form("/members/ada/restore", &[("reason", "They understood.")]).await.expect(409);
    moderator.post_form("/members/nobody/suspend", &[("length", "72h"), ("reason", WHY)]).await.expect(404);
}

/// Words that the program stores and moments are shown in the reader's language.
#[tokio::test]
async fn the_log_tells_changes_in_words() {
    let app = TestApp::spawn().await;
    let (_, asked, _) = scene(&app).await;
    let (moderator, admin) = (app.moderator().await, app.admin().await);
    let close = [("close_reason", "off_topic"), ("reason", "")];
    moderator.post_form(&format!("/mod/topics/{}/close", asked.topic), &close).await.expect(303);
    moderator.post_form("/members/ada/suspend", &[("length", "24h"), ("reason", WHY)]).await.expect(303);
    moderator.post_form("/members/bob/suspend", &[("length", "for-good"), ("reason", WHY)]).await.expect(303);
    let board = [("name", "Bills"), ("hue", "2"), ("readers", "everyone")];
    admin.post_form("/admin/boards/new", &board).await.expect(303);
    admin.post_form("/admin/members/bob", &[("moderator", "true")]).await.expect(422);
    app.member("eve").await;
    admin.post_form("/admin/members/eve", &[("moderator", "true")]).await.expect(303);
    let words = ["It is off topic here", "For good", "Yellow", "Everyone", "On every board"];
    for (client, path, told) in [(&moderator, "/mod", &words[..2]), (&admin, "/admin/audit", &words[..])] {
        let page = client.get(path).await.expect(200);
        let values = page.find_all(".changes ins");
        for word in told {
            assert!(values.iter().any(|value| value == word), "{path}: {word}: {values:?}");
        }
        assert!(values.iter().all(|value| !value.contains('_') && !value.contains("00Z")), "{path}: {values:?}");
        assert_eq!(page.attr(".changes ins time", "datetime").unwrap(), "2026-11-22T12:00:00Z", "{path}");
        assert_eq!(page.find(".changes ins time").unwrap(), "in 1 day", "{path}");
    }
}

/// The roles of an account rest while it is suspended: hidden posts and the boards that a role opens are gone for it.
#[tokio::test]
async fn a_suspended_moderator_sees_what_members_see() {
    let app = TestApp::spawn().await;
    let (ada, _, answer) = scene(&app).await;
    let (moderator, admin) = (app.moderator().await, app.admin().await);
    let closed = app.closed_board("secret").await;
    let secret = app.ask(&ada, closed, "What do we do behind the scenes?", "staff").await;
    moderator.post_form(&format!("/mod/posts/{answer}/hide"), &[("reason", WHY)]).await.expect(303);
    let (hidden, board) = (format!("/posts/{answer}/history"), "/boards/secret");
    for path in [hidden.as_str(), board, &secret.path] {
        moderator.get(path).await.expect(200);
    }
    let sent = [("length", "7d"), ("reason", WHY)];
    admin.post_form("/members/moderator/suspend", &sent).await.expect(303);
    for path in [hidden.as_str(), board, &secret.path] {
        moderator.get(path).await.expect(404);
    }
    let home = moderator.get("/").await.expect(200);
    assert!(home.html().select(&scraper::Selector::parse("a[href='/mod']").unwrap()).next().is_none());
    admin.post_form("/members/moderator/restore", &[("reason", WHY)]).await.expect(303);
    moderator.get(&hidden).await.expect(200);
}

#[tokio::test]
async fn who_holds_a_role_is_not_suspended_by_a_moderator() {
    let app = TestApp::spawn().await;
    let (moderator, admin) = (app.moderator().await, app.admin().await);
    app.staff().await;
    let sent = [("length", "for-good"), ("reason", WHY)];
    for handle in ["moderator", "staff", "admin"] {
        moderator.post_form(&format!("/members/{handle}/suspend"), &sent).await.expect(403);
    }
    admin.post_form("/members/admin/suspend", &sent).await.expect(403);
    admin.post_form("/members/staff/suspend", &sent).await.expect(303);
}

#[tokio::test]
async fn lines_of_the_audit_table_are_never_changed() {
    let app = TestApp::spawn().await;
    let (_, _, answer) = scene(&app).await;
    let moderator = app.moderator().await;
    moderator.post_form(&format!("/mod/posts/{answer}/hide"), &[("reason", WHY)]).await.expect(303);
    let db = app.app.shared.db.clone();
    let update = |tx: &mut talka::db::Conn| Ok(diesel::update(audit::table).set(audit::at.eq(0)).execute(tx)?);
    assert!(db.write(update).await.is_err());
    assert!(db.write(|tx| Ok(diesel::delete(audit::table).execute(tx)?)).await.is_err());
    let (digest, reason, detail): (String, String, String) = app
        .read(|c| {
            let line = audit::table.inner_join(audit_texts::table);
            Ok(line.select((audit::text_digest, audit_texts::reason, audit_texts::detail)).first(c)?)
        })
        .await;
    assert_eq!(digest, talka::ids::digest(&serde_json::to_string(&[reason, detail]).unwrap()));
}
