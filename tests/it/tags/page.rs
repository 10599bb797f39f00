//! A tag's page: its description, and who answers there.

use crate::support::TestApp;

#[tokio::test]
async fn a_description_is_markdown_and_lists_show_its_beginning() {
    let app = TestApp::spawn().await;
    let (ada, board, moderator) = (app.member("ada").await, app.board("phones").await, app.moderator().await);
    app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    let text = "About **phones** that ring.\n\n- one\n- two\n\n<script>alert(1)</script> [x](javascript:alert(1))";
    moderator.post_form("/tags/phones/edit", &[("description", text)]).await.expect(303);
    app.run_jobs().await;
    let page = app.visitor().get("/tags/phones").await.expect(200);
    assert_eq!(page.find(".prose strong").as_deref(), Some("phones"));
    assert_eq!(page.find_all(".prose li"), ["one", "two"]);
    assert!(!page.text().contains("<script>alert") && page.find(".prose a[href^=javascript]").is_none());
    app.write(talka::tags::fold_counts).await;
    let list = app.visitor().get("/tags").await.expect(200);
    assert!(list.text().contains("About phones that ring."), "{list:?}");
    assert_eq!(list.find("main strong"), None, "the list shows plain words");
    // The source comes back as it was typed, and what is too long with it.
    assert_eq!(moderator.get("/tags/phones/edit").await.expect(200).find("textarea").map(|t| t.len() > 50), Some(true));
    let long = "x".repeat(5_001);
    let reply = moderator.post_form("/tags/phones/edit", &[("description", &long)]).await.expect(422);
    assert!(reply.text().contains(&long) && reply.text().contains("5,001"), "{reply:?}");
    moderator.post_form("/tags/phones/edit", &[("description", " ")]).await.expect(303);
    assert_eq!(app.visitor().get("/tags/phones").await.expect(200).find(".prose"), None);
}

/// The names that stand under "Who answers here".
async fn answerers(client: &crate::support::Client, path: &str) -> Vec<String> {
    client.get(path).await.expect(200).find_all(".side li a[href^='/members/']")
}

#[tokio::test]
async fn who_answers_here_is_told_by_public_answers_that_helped() {
    let app = TestApp::spawn().await;
    let (ada, bob, eve, kim) =
        (app.member("ada").await, app.member("bob").await, app.member("eve").await, app.member("kim").await);
    let staff = app.staff().await;
    let open = app.board("phones").await;
    let secret = app.board_for("secret", &[&ada, &kim]).await;
    let asked = app.ask(&ada, open, "Why does my phone not ring?", "phones").await;
    let by_bob = app.answer(&bob, &asked, "It is set to be silent, I think.").await;
    let by_staff = app.answer(&staff, &asked, "Press the button at its side.").await;
    app.answer(&eve, &asked, "Nobody voted for this one here.").await;
    app.answer(&ada, &asked, "An answer of my own that I accept.").await;
    let hidden = app.ask(&ada, secret, "Why does my phone not ring here?", "phones").await;
    let by_kim = app.answer(&kim, &hidden, "Only we know about this one.").await;
    assert_eq!(answerers(&app.visitor(), "/tags/phones").await, Vec::<String>::new());
    eve.post_form(&format!("/posts/{by_staff}/vote"), &[("value", "1")]).await.expect(303);
    ada.post_form(&format!("/posts/{by_bob}/accept"), &[("on", "true")]).await.expect(303);
    ada.post_form(&format!("/posts/{by_kim}/accept"), &[("on", "true")]).await.expect(303);
    for reader in [&app.visitor(), &ada] {
        assert_eq!(answerers(reader, "/tags/phones").await, ["bob", "staff"]);
    }
    let page = app.visitor().get("/tags/phones").await;
    assert_eq!(page.find_all(".side .staff").len(), 1, "an employee is marked");
    assert!(page.attr("link[type='application/atom+xml']", "href").unwrap().ends_with("/tags/phones/feed.atom"));
    assert!(page.text().contains("href=\"/tags/phones/feed.atom\""));
    assert!(page.text().contains("href=\"/tags/phones?tab=unanswered\""));
}
