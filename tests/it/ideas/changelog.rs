//! The changelog: what was delivered, when, and with which words.

use super::said::every_page;
use crate::support::TestApp;

#[tokio::test]
async fn it_says_what_was_delivered_by_month_with_the_words_of_staff() {
    let app = TestApp::spawn().await;
    let (anna, staff) = (app.member("anna").await, app.staff().await);
    let board = app.board_of_ideas("wishes").await;
    let page = app.visitor().get("/changelog").await.expect(200);
    assert_eq!(page.find(".empty h2").as_deref(), Some("Nothing has been delivered yet"));

    let early = app.proposed(&anna, board, "Tell me before it expires").await;
    let late = app.proposed(&anna, board, "Share spare data with all").await;
    app.say(&staff, &early, "delivered", "You get a **text** two days before.").await;
    app.say(&staff, &late, "in_progress", "We are at it.").await;
    // Nine days on, and at the last minute of November in the site's zone.
    app.clock.advance(9 * 86_400 + 12 * 3_600 - 60);
    app.say(&staff, &early, "delivered", "A later word on the same.").await;
    let update = app.say(&staff, &late, "partly_delivered", "Within a family it works.").await;
    app.clock.advance(60);
    let next = app.proposed(&anna, board, "Show me the mast I am on").await;
    app.say(&staff, &next, "already_available", "It is under Settings.").await;

    let page = app.visitor().get("/changelog").await.expect(200);
    assert_eq!(page.find_all("main section > h2"), ["December 2026", "November 2026"]);
    let titles = page.find_all("main section li h3");
    assert_eq!(titles, ["Show me the mast I am on", "Share spare data with all", "Tell me before it expires"]);
    let words = page.find_all("main .update .prose");
    assert_eq!(words, ["It is under Settings.", "Within a family it works.", "You get a text two days before."]);
    assert!(page.text().contains("<strong>text</strong>"), "as it was rendered when it was written");
    assert!(!page.text().contains("A later word"), "that is on the idea's own page");
    assert_eq!(page.find("main .update__h .strong").as_deref(), Some("staff"));
    assert!(page.text().contains(&format!("{}#u{update}", late.path)));
    assert_eq!(page.attr("link[rel=alternate][type='application/rss+xml']", "href").unwrap(), "/changelog.rss");

    // What is opened again is delivered no more.
    app.say(&staff, &next, "under_review", "It is not there for all.").await;
    assert!(!app.visitor().get("/changelog").await.text().contains("Show me the mast"));
}

#[tokio::test]
async fn it_goes_on_by_cursor_without_gaps() {
    let app = TestApp::spawn().await;
    let (anna, staff) = (app.member("anna").await, app.staff().await);
    let boards = [app.board_of_ideas("one").await, app.board_of_ideas("two").await];
    let mut titles = Vec::new();
    for number in 0..65 {
        let title = format!("The delivered idea number {number}");
        let idea = app.proposed(&anna, boards[number % 2], &title).await;
        app.say(&staff, &idea, "delivered", "It is there.").await;
        // Several at one moment, on both boards.
        if number % 5 == 0 {
            app.clock.advance(60);
        }
        titles.push(title);
    }
    titles.reverse();
    let found = every_page(&app.visitor(), "/changelog", |page| page.find_all("main section li h3")).await;
    assert_eq!(found, titles);
    for wrong in ["x", "1.x", "1.2.3x"] {
        app.visitor().get(&format!("/changelog?after={wrong}")).await.expect(400);
    }
}
