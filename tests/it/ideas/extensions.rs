//! Comments that became part of their idea.

use crate::support::{Asked, Client, TestApp};

async fn stage() -> (TestApp, Client, Asked) {
    let app = TestApp::spawn().await;
    let board = app.idea_board("wishes").await;
    let author = app.member("author").await;
    let idea = app.propose(&author, board, "Day passes for roaming abroad").await;
    (app, author, idea)
}

#[tokio::test]
async fn a_comment_becomes_part_of_the_idea_and_one_is_told_once() {
    let (app, author, idea) = stage().await;
    let bob = app.member("bob").await;
    let comment = app.comment(&bob, &idea, idea.post, "For a week as well.").await;
    let path = format!("/comments/{comment}/extend");
    bob.post_form(&path, &[]).await.expect(403);
    app.visitor().post_form(&path, &[]).await.expect(401);
    let place = author.post_form(&path, &[]).await.expect(303);
    assert_eq!(place.location(), format!("{}#c{comment}", idea.path));
    author.post_form(&path, &[]).await.expect(303);
    let page = app.visitor().get(&idea.path).await.expect(200);
    let shown = page.find(&format!("#e{comment}")).unwrap();
    assert!(
        shown.contains("For a week as well.") && shown.contains("bob") && shown.contains("Added by author"),
        "{shown}"
    );
    assert!(page.find(&format!("#c{comment}")).unwrap().contains("Part of the idea"));
    app.run_jobs().await;
    let told = bob.get("/inbox").await.expect(200).text().matches("became part of the idea").count();
    assert!(told > 0);
    // Back and again: nothing new to tell.
    let back = format!("/comments/{comment}/unextend");
    author.post_form(&back, &[]).await.expect(303);
    author.post_form(&back, &[]).await.expect(303);
    assert!(app.visitor().get(&idea.path).await.find(&format!("#e{comment}")).is_none());
    author.post_form(&path, &[]).await.expect(303);
    app.run_jobs().await;
    assert_eq!(bob.get("/inbox").await.expect(200).text().matches("became part of the idea").count(), told);
    app.assert_verified();
}

#[tokio::test]
async fn what_is_removed_is_no_part_until_it_comes_back() {
    let (app, author, idea) = stage().await;
    let (bob, moderator) = (app.member("bob").await, app.moderator().await);
    let comment = app.comment(&bob, &idea, idea.post, "For a week as well.").await;
    moderator.post_form(&format!("/comments/{comment}/extend"), &[]).await.expect(303);
    let place = format!("#e{comment}");
    let reason = [("reason", "A reason of some words.")];
    moderator.post_form(&format!("/mod/comments/{comment}/hide"), &reason).await.expect(303);
    for reader in [&app.visitor(), &bob, &author] {
        assert!(reader.get(&idea.path).await.expect(200).find(&place).is_none());
    }
    moderator.post_form(&format!("/mod/comments/{comment}/restore"), &reason).await.expect(303);
    assert!(app.visitor().get(&idea.path).await.find(&place).is_some());
    bob.post_form(&format!("/comments/{comment}/delete"), &[]).await.expect(303);
    assert!(app.visitor().get(&idea.path).await.find(&place).is_none());
    author.post_form(&format!("/comments/{comment}/unextend"), &[]).await.expect(404);
    app.assert_verified();
}

#[tokio::test]
async fn an_idea_is_extended_by_twenty_comments_at_most() {
    let (app, author, idea) = stage().await;
    let bob = app.member("bob").await;
    let mut forms = Vec::new();
    for number in 0..24 {
        let comment = app.comment(&bob, &idea, idea.post, &format!("Remark number {number}.")).await;
        forms.push((format!("/comments/{comment}/extend"), Vec::new()));
    }
    let replies = author.post_all_at_once(&forms).await;
    let count = |status: u16| replies.iter().filter(|reply| reply.status.as_u16() == status).count();
    assert_eq!((count(303), count(409)), (20, 4), "{replies:?}");
    let page = app.visitor().get(&idea.path).await.expect(200);
    assert_eq!(page.find_all("[id^=e]").iter().filter(|text| text.contains("Remark number")).count(), 20);
}
