//! Lists: each order, by board and tag, and by pages without gaps or repeats.

use std::collections::BTreeSet;

use crate::support::{Client, TestApp};

async fn titles(client: &Client, path: &str) -> Vec<String> {
    client.get(path).await.expect(200).find_all("main .q__t")
}

/// The address of the page that follows, if there is one.
fn older(page: &crate::support::Reply) -> Option<String> {
    page.attr("main a[rel=next]", "href")
}

#[tokio::test]
async fn each_order_is_its_own() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let first = app.ask(&ada, board, "The first question of all", "phones").await;
    app.clock.advance(60);
    let second = app.ask(&ada, board, "The second question of all", "phones esim").await;
    app.clock.advance(60);
    let third = app.ask(&bob, board, "The third question of all", "esim").await;
    app.clock.advance(60);
    app.answer(&bob, &first, "An answer to the first.").await;
    crate::votes::vote(&bob, second.post, 1).await.expect(303);
    crate::votes::vote(&ada, third.post, -1).await.expect(303);
    let close = format!("/mod/topics/{}/close", second.topic);
    let (one, two, three) = ("The first question of all", "The second question of all", "The third question of all");
    for (tab, expected) in [
        ("", vec![one, three, two]),
        ("?tab=active", vec![one, three, two]),
        ("?tab=newest", vec![three, two, one]),
        ("?tab=unanswered", vec![three, two]),
        ("?tab=top", vec![two, one, three]),
    ] {
        for scope in ["/", "/boards/phones"] {
            assert_eq!(titles(&bob, &format!("{scope}{tab}")).await, expected, "{scope}{tab}");
        }
    }
    assert_eq!(titles(&bob, "/tags/esim?tab=top").await, [two, three]);
    assert_eq!(titles(&ada, "/?tab=mine").await, [two, one]);
    assert_eq!(titles(&bob, "/?tab=mine").await, [three]);
    assert!(app.visitor().get("/?tab=mine").await.expect(303).location().starts_with("/sign-in?return_to="));
    ada.post_form(&close, &[("close_reason", "resolved_elsewhere"), ("reason", "")]).await.expect(303);
    assert_eq!(titles(&bob, "/?tab=unanswered").await, [three], "a closed question waits for nobody");
}

#[tokio::test]
async fn an_order_or_a_place_that_is_none_is_refused() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    let asked = app.ask(&ada, board, "The first question of all", "phones").await;
    for list in ["/", "/boards/phones", "/tags/phones"] {
        for query in [
            "tab=email",
            "tab=Active",
            "tab=",
            "tab=score%3B",
            "after=x",
            "after=1",
            "after=1.2.3",
            "after=1.x",
            "after=9223372036854775808.1",
            "after=%27",
            "after=1.1%20OR%201",
        ] {
            app.visitor().get(&format!("{list}?{query}")).await.expect(400);
        }
        // A place before everything, and one behind it, are places.
        for after in ["9223372036854775807.9223372036854775807", "-9223372036854775808.0", "0.-5"] {
            app.visitor().get(&format!("{list}?after={after}")).await.expect(200);
        }
    }
    app.answer(&ada, &asked, "An answer to the first.").await;
    for query in ["sort=email", "after=x", "after=1.2", "sort=newest&after=1.2.3.4"] {
        app.visitor().get(&format!("{}?{query}", asked.path)).await.expect(400);
    }
    ada.get("/boards/phones?tab=mine").await.expect(400);
}

#[tokio::test]
async fn a_hundred_questions_are_paged_while_new_ones_come() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    // Several of the same moment: the cursor tells them apart.
    for number in 0..100 {
        if number % 7 == 0 {
            app.clock.advance(1);
        }
        app.ask(&ada, board, &format!("Question of number {number:03}"), "phones").await;
    }
    for list in ["/?tab=newest", "/", "/?tab=top", "/?tab=unanswered", "/boards/phones?tab=newest", "/tags/phones"] {
        let (mut seen, mut next, mut pages) = (Vec::new(), Some(list.to_owned()), 0);
        while let Some(path) = next {
            let page = app.visitor().get(&path).await.expect(200);
            seen.extend(page.find_all("main .q__t"));
            next = older(&page);
            pages += 1;
            app.clock.advance(1);
            app.ask(&ada, board, &format!("A newer one on page {pages}"), "phones").await;
        }
        let old: Vec<&String> = seen.iter().filter(|title| title.starts_with("Question of")).collect();
        let distinct: BTreeSet<&String> = old.iter().copied().collect();
        assert_eq!((old.len(), distinct.len()), (100, 100), "{list}: {pages} pages");
    }
}

#[tokio::test]
async fn answers_are_paged_in_each_order() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ada, board, "The first question of all", "phones").await;
    let mut answers = Vec::new();
    for number in 0..45 {
        if number % 4 == 0 {
            app.clock.advance(1);
        }
        answers.push(app.answer(&bob, &asked, &format!("Answer of number {number:02}.")).await);
    }
    ada.post_form(&format!("/posts/{}/accept", answers[30]), &[("on", "true")]).await.expect(303);
    crate::votes::vote(&ada, answers[20], 1).await.expect(303);
    crate::votes::vote(&ada, answers[10], -1).await.expect(303);
    for sort in ["best", "newest", "oldest"] {
        let (mut seen, mut next) = (Vec::new(), Some(format!("{}?sort={sort}", asked.path)));
        while let Some(path) = next {
            let page = app.visitor().get(&path).await.expect(200);
            seen.extend(page.find_all(".answer .prose"));
            next = page.attr("main a[href*='&after=']", "href");
        }
        let distinct: BTreeSet<&String> = seen.iter().collect();
        assert_eq!((seen.len(), distinct.len()), (45, 45), "{sort}");
        if sort == "best" {
            let ends = [seen[0].as_str(), seen[1].as_str(), seen[44].as_str()];
            assert_eq!(ends, ["Answer of number 30.", "Answer of number 20.", "Answer of number 10."]);
        }
    }
}

#[tokio::test]
async fn the_numbers_of_boards_and_tags_follow_within_seconds() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    app.ask(&ada, board, "The first question of all", "phones").await;
    app.clock.advance(30);
    app.run_jobs().await;
    assert_eq!(app.visitor().get("/tags").await.expect(200).find_all("main .tag"), ["phones"]);
    assert!(app.visitor().get("/boards").await.expect(200).find("main").unwrap().contains("1 question"));
}

#[tokio::test]
async fn a_question_list_is_read_by_who_may() {
    let app = TestApp::spawn().await;
    let (ada, eve) = (app.member("ada").await, app.member("eve").await);
    let open = app.board("open").await;
    let secret = app.board_for("secret", &[&ada]).await;
    app.ask(&ada, open, "A question for everybody", "phones").await;
    app.clock.advance(1);
    app.ask(&ada, secret, "A question for a few only", "phones").await;
    for path in ["/", "/tags/phones", "/?tab=newest", "/?tab=top", "/?tab=unanswered"] {
        assert_eq!(titles(&ada, path).await.len(), 2, "{path}");
        assert_eq!(titles(&eve, path).await, ["A question for everybody"], "{path}");
        let visitor = app.visitor();
        if path != "/?tab=mine" {
            assert_eq!(titles(&visitor, path).await, ["A question for everybody"], "{path}");
        }
    }
    assert_eq!(titles(&ada, "/?tab=mine").await.len(), 2);
}
