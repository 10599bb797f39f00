//! What somebody may not see is not there for them: not among hits, not in counts, suggestions or what was meant.

use crate::support::{Client, TestApp};

const SECRET: &str = "Quokkamania";

/// Asserts who finds the word, by every way there is.
async fn assert_found(who: &Client, found: bool) {
    let page = who.get(&format!("/search?q={SECRET}")).await.expect(200);
    assert_eq!(page.text().contains("<mark>"), found, "{page:?}");
    assert_eq!(page.find_all(".qlist .q").len(), usize::from(found));
    // The word with a mistake: its like is offered to those who find something by it.
    let misspelt = who.get("/search?q=Quokamania").await.expect(200);
    assert_eq!(misspelt.text().to_lowercase().contains("quokkamania"), found, "{misspelt:?}");
    for beginning in ["quokk", "Quokkamania", "quokkama"] {
        let list = who.get(&format!("/search/suggest?q={beginning}")).await.expect(200);
        assert_eq!(list.text().contains("strikes"), found, "{list:?}");
    }
}

#[tokio::test]
async fn what_is_restricted_hidden_or_deleted_is_found_by_nobody_else() {
    let app = TestApp::spawn().await;
    let (anna, insider, visitor, moderator) =
        (app.member("anna").await, app.member("insider").await, app.visitor(), app.moderator().await);
    let (open, secret) = (app.board("open").await, app.board_for("secret", &[&insider]).await);
    app.ask(&anna, open, "A question that is there for all", "other").await;
    app.ask(&insider, secret, &format!("{SECRET} strikes the office"), "other").await;
    app.run_jobs().await;
    assert_found(&visitor, false).await;
    assert_found(&anna, false).await;
    assert_found(&insider, true).await;

    let asked = app.ask(&anna, open, &format!("{SECRET} strikes everybody"), "other").await;
    app.run_jobs().await;
    assert_found(&visitor, true).await;
    moderator
        .post_form(&format!("/mod/posts/{}/hide", asked.post), &[("reason", "A reason of some words.")])
        .await
        .expect(303);
    assert_found(&visitor, false).await;
    app.assert_verified();
    moderator
        .post_form(&format!("/mod/posts/{}/restore", asked.post), &[("reason", "A reason of some words.")])
        .await
        .expect(303);
    assert_found(&visitor, true).await;
    anna.post_form(&format!("/posts/{}/delete", asked.post), &[]).await.expect(303);
    assert_found(&visitor, false).await;
    app.assert_verified();
}

#[tokio::test]
async fn comments_go_with_what_they_stand_under() {
    let app = TestApp::spawn().await;
    let (anna, visitor, moderator) = (app.member("anna").await, app.visitor(), app.moderator().await);
    let open = app.board("open").await;
    let asked = app.ask(&anna, open, "A question that is there for all", "other").await;
    let answer = app.answer(&anna, &asked, "An answer that says little, and that at length.").await;
    let comment = app.comment(&anna, &asked, answer, "A remark about quokkas in it").await;
    let hits = async || visitor.get("/search?q=quokka").await.expect(200).find_all(".qlist .q").len();
    let page = visitor.get("/search?q=quokka").await.expect(200);
    assert!(
        page.text().contains(&format!("/comments/{comment}")) && page.text().contains("<mark>quokkas</mark>"),
        "{page:?}"
    );
    let reason = [("reason", "A reason of some words.")];
    moderator.post_form(&format!("/mod/posts/{answer}/hide"), &reason).await.expect(303);
    assert_eq!(hits().await, 0);
    app.assert_verified();
    moderator.post_form(&format!("/mod/posts/{answer}/restore"), &reason).await.expect(303);
    assert_eq!(hits().await, 1);
    moderator.post_form(&format!("/mod/comments/{comment}/hide"), &reason).await.expect(303);
    assert_eq!(hits().await, 0);
    app.assert_verified();
}
