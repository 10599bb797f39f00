//! Comments: six hundred characters, links and code.

use diesel::prelude::*;
use talka::db::schema::{comments, posts};
use talka::ids::PostId;

use crate::support::{Client, Reply, TestApp};

async fn comment(by: &Client, post: PostId, body: &str) -> Reply {
    by.post_form(&format!("/posts/{post}/comments"), &[("body", body)]).await
}

async fn counted(app: &TestApp, post: PostId) -> i64 {
    app.read(move |c| Ok(posts::table.find(post).select(posts::comments_count).first(c)?)).await
}

#[tokio::test]
async fn six_hundred_characters_and_not_one_more() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    let asked = app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    let full = "ж".repeat(600);
    let reply = comment(&ada, asked.post, &full).await.expect(303);
    assert_eq!(reply.location(), format!("{}#c1", asked.path));
    let long = "ж".repeat(601);
    let reply = comment(&ada, asked.post, &long).await.expect(422);
    assert_eq!(reply.find("textarea[name=body]").unwrap(), long);
    assert!(reply.find("#f-body-error").unwrap().contains("601"), "{reply:?}");
    for empty in ["", "   ", "\r\n\t"] {
        comment(&ada, asked.post, empty).await.expect(422);
    }
    assert_eq!(counted(&app, asked.post).await, 1);
}

#[tokio::test]
async fn links_and_code_only() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    let asked = app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    let body = "# Big `code` [here](https://example.org) ![x](https://example.org/x.png) <b>bold</b> [no](javascript:alert(1))";
    comment(&ada, asked.post, body).await.expect(303);
    let page = app.visitor().get(&asked.path).await.expect(200);
    assert_eq!(page.find(".comment code").unwrap(), "code");
    assert_eq!(page.attr(".comment__b a[href='https://example.org']", "rel").unwrap(), "nofollow ugc noopener");
    for none in [".comment__b h1", ".comment__b img", ".comment__b b", ".comment__b a[href^=javascript]"] {
        assert!(page.find(none).is_none(), "{none}");
    }
}

#[tokio::test]
async fn many_comments_come_by_pages() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    let asked = app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    for number in 1..=55 {
        app.comment(&ada, &asked, asked.post, &format!("Remark {number} on it.")).await;
    }
    let page = app.visitor().get(&asked.path).await.expect(200);
    assert_eq!(page.find_all(".comment").len(), 5);
    assert!(page.find("main").unwrap().contains("50"), "and says how many more there are");
    let all = format!("/posts/{}/comments", asked.post);
    let first = app.visitor().get(&all).await.expect(200);
    let next = first.attr("main a[href*='?after=']", "href").unwrap();
    let second = app.visitor().get(&next).await.expect(200);
    assert_eq!((first.find_all(".comment").len(), second.find_all(".comment").len()), (50, 5));
    // The address of a comment leads to where it stands.
    let reply = app.visitor().get("/comments/53").await.expect(303);
    let (path, anchor) = reply.location().split_once('#').unwrap();
    assert!(app.visitor().get(path).await.expect(200).find(&format!("#{anchor}")).is_some());
    for odd in ["x", "1.5", "%27", "99999999999999999999"] {
        app.visitor().get(&format!("{all}?after={odd}")).await.expect(400);
    }
    assert!(comment(&ada, asked.post, "One more of them.").await.expect(303).location().starts_with(&all));
    app.assert_verified();
}

#[tokio::test]
async fn ones_own_comment_is_changed_and_taken_back() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    let id = app.comment(&bob, &asked, asked.post, "Is it switched on?").await;
    let (edit, delete) = (format!("/comments/{id}/edit"), format!("/comments/{id}/delete"));
    ada.post_form(&edit, &[("body", "Not by me.")]).await.expect(403);
    bob.post_form(&edit, &[("body", "Is it really switched on?")]).await.expect(303);
    let long = "x".repeat(601);
    assert_eq!(bob.post_form(&edit, &[("body", &long)]).await.expect(422).find("textarea").unwrap(), long);
    let page = app.visitor().get(&asked.path).await.expect(200);
    assert!(page.find(".comment").unwrap().contains("Is it really switched on?"));
    ada.post_form(&delete, &[]).await.expect(403);
    bob.post_form(&delete, &[]).await.expect(303);
    bob.post_form(&delete, &[]).await.expect(403);
    assert_eq!(counted(&app, asked.post).await, 0);
    assert!(app.visitor().get(&asked.path).await.expect(200).find(".comment").is_none());
    let state: String = app.read(move |c| Ok(comments::table.find(id).select(comments::state).first(c)?)).await;
    assert_eq!(state, "deleted", "it stays for moderators");
    app.assert_verified();
}
