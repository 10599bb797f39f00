//! The inbox, the bell, and the page of all that one follows, over HTTP.

use std::time::Duration;

use super::*;
use crate::support::until;
use talka::clock::days;
use talka::db::schema::follows as follows_table;

async fn count(who: &Client) -> String {
    who.get("/inbox/count").await.expect(200).text()
}

#[tokio::test]
async fn an_inbox_is_grouped_by_topic_and_read_in_three_ways() {
    let app = TestApp::spawn().await;
    let (board, asker) = (app.board("help").await, app.member("asker").await);
    let helpers = [app.member("mara").await, app.member("jonas").await, app.member("petra").await];
    assert!(asker.get("/inbox").await.expect(200).find(".empty").is_some());
    let asked = app.ask(&asker, board, "How do I bring my number along?", "esim").await;
    for helper in &helpers {
        app.clock.advance(1);
        app.answer(helper, &asked, "You ask the old one for a code.").await;
        app.comment(helper, &asked, asked.post, "Which one is the old one?").await;
    }
    let other = app.ask(&asker, board, "And which letter is it in the code?", "esim").await;
    app.answer(&helpers[0], &other, "The one in the middle of it.").await;
    app.run_jobs().await;
    assert_eq!(count(&asker).await, "7");
    let page = asker.get("/inbox").await.expect(200);
    assert_eq!(page.find_all(".inbox__g").len(), 2);
    let lines = page.find_all(".inbox__b > .inbox__l a");
    for line in ["mara answered", "3 new answers", "petra and 2 others commented"] {
        assert!(lines.contains(&line.to_owned()), "{line}: {lines:?}");
    }
    assert_eq!(page.find(".top .count"), Some("7".into()));
    // One, a topic, all.
    let one = page.attr(".inbox__each form", "action").unwrap();
    asker.post_form(&one, &[]).await.expect(303);
    assert_eq!(count(&asker).await, "6");
    helpers[0].post_form(&one, &[]).await.expect(404);
    asker.post_form(&format!("/inbox/topics/{}/read", asked.topic), &[]).await.expect(303);
    assert_eq!(count(&asker).await, "1");
    assert_eq!(asker.get("/inbox?show=unread").await.find_all(".inbox__g").len(), 1);
    asker.post_form("/inbox/read", &[]).await.expect(303);
    assert_eq!(count(&asker).await, "");
    assert!(asker.get("/inbox?show=unread").await.find(".empty").is_some());
    assert_eq!(asker.get("/inbox").await.find_all(".inbox__g").len(), 2);
    app.assert_verified();
    // After half a year, what was read is forgotten.
    app.clock.advance(i64::try_from(days(181).as_secs()).unwrap());
    app.run_jobs().await;
    assert_eq!(app.told_id(asker.id()).await, []);
    app.assert_verified();
}

#[tokio::test]
async fn opening_a_topic_reads_what_was_told_about_it() {
    let app = TestApp::spawn().await;
    let (board, asker, helper) = (app.board("help").await, app.member("asker").await, app.member("helper").await);
    let asked = app.ask(&asker, board, "How do I bring my number along?", "esim").await;
    app.answer(&helper, &asked, "You ask the old one for a code.").await;
    app.run_jobs().await;
    let ahead = asker.request(reqwest::Method::GET, &asked.path).header("sec-purpose", "prefetch");
    asker.send(ahead).await.expect(200);
    assert_eq!(count(&asker).await, "1");
    asker.get(&asked.path).await.expect(200);
    until("the bell is silent", Duration::from_secs(5), async || count(&asker).await.is_empty()).await;
    app.assert_verified();
}

#[tokio::test]
async fn the_count_is_small_private_and_says_when_nothing_changed() {
    let app = TestApp::spawn().await;
    let (board, asker, helper) = (app.board("help").await, app.member("asker").await, app.member("helper").await);
    let first = asker.get("/inbox/count").await.expect(200);
    assert_eq!((first.header("cache-control"), first.text().as_str()), ("private, no-cache", ""));
    let again = |tag: String| asker.request(reqwest::Method::GET, "/inbox/count").header("if-none-match", tag);
    asker.send(again(first.header("etag").to_owned())).await.expect(304);
    let asked = app.ask(&asker, board, "How do I bring my number along?", "esim").await;
    let answer = app.answer(&helper, &asked, "You ask the old one for a code.").await;
    app.run_jobs().await;
    let now = asker.send(again(first.header("etag").to_owned())).await.expect(200);
    assert_eq!(now.text(), "1");
    app.visitor().get("/inbox/count").await.expect(303);
    // What is hidden since is not counted; it is when it comes back.
    let moderator = app.moderator().await;
    moderator.post_form(&format!("/mod/posts/{answer}/hide"), &[("reason", "It is not so.")]).await.expect(303);
    assert_eq!(count(&asker).await, "");
    moderator
        .post_form(&format!("/mod/posts/{answer}/restore"), &[("reason", "It is so after all.")])
        .await
        .expect(303);
    assert_eq!(count(&asker).await, "1");
    for _ in 0..104 {
        app.comment(&helper, &asked, asked.post, "Which one is the old one?").await;
    }
    app.run_jobs().await;
    assert_eq!(count(&asker).await, "99+");
}

async fn level(app: &TestApp, who: &Client) -> Vec<(String, String)> {
    let user = who.id();
    app.read(move |c| {
        Ok(follows_table::table
            .filter(follows_table::user_id.eq(user))
            .order((follows_table::subject, follows_table::subject_id))
            .select((follows_table::subject, follows_table::level))
            .load(c)?)
    })
    .await
}

#[tokio::test]
async fn one_follows_by_a_button_and_changes_it_in_the_list() {
    let app = TestApp::spawn().await;
    let (asker, fan) = (app.member("asker").await, app.member("fan").await);
    let (board, secret) = (app.board("help").await, app.board_for("secret", &[&asker]).await);
    let asked = app.ask(&asker, board, "How do I bring my number along?", "esim").await;
    let hidden = app.ask(&asker, secret, "A question for some of us only", "hush").await;
    let (esim, hush) = (app.tag("esim").await, app.tag("hush").await);
    for page in [asked.path.as_str(), "/boards/help", "/tags/esim", "/members/asker"] {
        let url = fan.get(page).await.expect(200).attr("form.follow", "action").unwrap();
        let level = fan.get(page).await.attr("form.follow button", "value").unwrap();
        fan.post_form(&url, &[("level", &level)]).await.expect(303);
        assert_eq!(fan.get(page).await.attr("form.follow button", "value"), Some("none".into()), "{page}");
        let unread = fan.request(reqwest::Method::POST, &url).header("x-fragment", "1");
        let token = fan.token_from("/inbox").await;
        let fragment = fan.send(unread.form(&[("csrf", token.as_str()), ("level", "muted")])).await.expect(200);
        assert!(fragment.find("form.follow [data-label]").is_some_and(|label| label == "Muted"), "{fragment:?}");
    }
    let levels = level(&app, &fan).await;
    assert_eq!(levels.len(), 4);
    assert!(levels.iter().all(|(_, level)| level == "muted"), "{levels:?}");
    for tab in ["topic", "board", "tag", "member"] {
        let page = fan.get(&format!("/following?tab={tab}")).await.expect(200);
        assert_eq!(page.find_all("form.follow").len(), 1, "{tab}");
    }
    fan.get("/following?tab=none").await.expect(400);
    // What one may not read cannot be followed, and is answered like what never was.
    for path in [
        format!("/follow/topic/{}", hidden.topic),
        format!("/follow/board/{secret}"),
        format!("/follow/tag/{hush}"),
        "/follow/topic/99999".into(),
        "/follow/member/99999".into(),
        "/follow/search/99999".into(),
        "/follow/nothing/1".into(),
    ] {
        fan.post_form(&path, &[("level", "all")]).await.expect(404);
    }
    fan.post_form(&format!("/follow/topic/{}", asked.topic), &[("level", "topics")]).await.expect(422);
    fan.post_form(&format!("/follow/tag/{esim}"), &[("level", "none")]).await.expect(303);
    assert_eq!(level(&app, &fan).await.len(), 3);
    // Who is suspended may hear less, and no more.
    let gone = app.suspended("gone").await;
    app.follow(&gone, Subject::Board(board), Level::All).await;
    gone.post_form(&format!("/follow/tag/{esim}"), &[("level", "all")]).await.expect(403);
    gone.post_form(&format!("/follow/board/{board}"), &[("level", "none")]).await.expect(303);
    assert_eq!(level(&app, &gone).await, []);
    let url = format!("/follow/topic/{}", asked.topic);
    app.visitor().post_form(&url, &[("level", "all")]).await.expect(401);
}

#[tokio::test]
async fn one_follows_by_doing_where_the_switch_is_on() {
    let app = TestApp::spawn().await;
    let (board, asker, helper) = (app.board("help").await, app.member("asker").await, app.member("helper").await);
    let asked = app.ask(&asker, board, "How do I bring my number along?", "esim").await;
    app.answer(&helper, &asked, "You ask the old one for a code.").await;
    assert_eq!((level(&app, &asker).await.len(), level(&app, &helper).await.len()), (1, 1));
    let me_too = format!("/questions/{}/me-too", asked.topic);
    let (one, other) = (app.member("one").await, app.member("other").await);
    one.post_form(&me_too, &[("on", "true")]).await.expect(303);
    assert_eq!(level(&app, &one).await.len(), 1);
    one.post_form(&me_too, &[("on", "false")]).await.expect(303);
    assert_eq!(level(&app, &one).await.len(), 0);
    other.post_form("/settings/following", &[("asked", "true")]).await.expect(303);
    let page = other.get("/settings/following").await.expect(200);
    assert!(page.attr("#f-asked", "checked").is_some() && page.attr("#f-me_too", "checked").is_none());
    other.post_form(&me_too, &[("on", "true")]).await.expect(303);
    app.answer(&other, &asked, "Another answer to the question.").await;
    assert_eq!(level(&app, &other).await.len(), 0);
    app.ask(&other, board, "What is the switch of this good for?", "esim").await;
    assert_eq!(level(&app, &other).await.len(), 1);
    // A mute is not overridden.
    app.follow(&helper, Subject::Topic(asked.topic), Level::Muted).await;
    app.answer(&helper, &asked, "A second answer by the same one.").await;
    assert_eq!(level(&app, &helper).await, [("topic".to_owned(), "muted".to_owned())]);
}

#[tokio::test]
async fn searches_are_kept_and_blocks_are_listed() {
    let app = TestApp::spawn().await;
    let (fan, other) = (app.member("fan").await, app.member("other").await);
    fan.post_form("/searches", &[("query", " "), ("name", "Empty")]).await.expect(422);
    fan.post_form("/searches", &[("query", "esim tag:roaming"), ("name", "")]).await.expect(303);
    let page = fan.get("/following?tab=search").await.expect(200);
    let remove = page.attr("form[action^='/searches/']", "action").unwrap();
    assert!(page.text().contains("esim tag:roaming"));
    other.post_form(&remove, &[]).await.expect(404);
    fan.post_form(&remove, &[]).await.expect(303);
    assert_eq!(level(&app, &fan).await, []);
    for n in 0..20 {
        fan.post_form("/searches", &[("query", &format!("words {n}")), ("name", "")]).await.expect(303);
    }
    fan.post_form("/searches", &[("query", "one too many"), ("name", "")]).await.expect(422);
    fan.post_form("/members/other/block", &[("on", "true")]).await.expect(303);
    assert!(fan.get("/following?tab=blocked").await.expect(200).text().contains("@other"));
    fan.post_form("/members/nobody/block", &[("on", "true")]).await.expect(404);
}
