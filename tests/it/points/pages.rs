//! The wallet, what staff give, and the terms.

use crate::accepting::accept;
use crate::support::TestApp;
use crate::votes::vote;

#[tokio::test]
async fn a_wallet_shows_each_line_and_what_was_not_paid() {
    let app = TestApp::spawn().await;
    let empty = app.member("empty").await;
    let page = empty.get("/wallet").await.expect(200).text();
    assert!(page.contains("no terms for rewards yet"), "{page}");
    app.terms().await;
    let (ann, asker, board) = (app.earner("ann").await, app.member("asker").await, app.board("phones").await);
    let asked = app.ask(&asker, board, "Why does my phone not ring?", "phones").await;
    let answer = app.answer(&ann, &asked, "It was switched off all day.").await;
    accept(&asker, answer, true).await.expect(303);
    vote(&app.member("silent").await, answer, 1).await.expect(303);
    app.settle().await;
    let page = ann.get("/wallet").await.expect(200).text();
    for words in
        ["Your answer was accepted", "Your first accepted answer", "+50", "+100", "Why does my phone not ring?"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let page = ann.get("/wallet/unpaid").await.expect(200).text();
    assert!(page.contains("The vote came from a new account"), "{page}");
    assert!(!asker.get("/wallet").await.expect(200).text().contains("phone not ring"), "everybody sees their own");
    ann.get("/wallet?after=x").await.expect(400);
    ann.get("/wallet/unpaid?after=-").await.expect(400);
}

#[tokio::test]
async fn a_long_history_is_read_page_by_page() {
    let app = TestApp::spawn().await;
    app.terms().await;
    let (ann, board) = (app.earner("ann").await, app.board("phones").await);
    let givers = app.givers("giver", 9).await;
    for number in 0..8 {
        let asked = app.ask(&givers[number], board, &format!("Why does phone {number} not ring?"), "phones").await;
        let answer = app.answer(&ann, &asked, "It was switched off all day.").await;
        for (place, giver) in givers.iter().enumerate() {
            if place != number && place % 2 == number % 2 {
                vote(giver, answer, 1).await.expect(303);
            }
        }
        accept(&givers[number], answer, true).await.expect(303);
    }
    app.settle().await;
    app.days_pass(15).await;
    let ann = app.back(&ann).await;
    let (mut seen, mut path, mut pages) = (Vec::new(), "/wallet".to_owned(), 0);
    loop {
        let reply = ann.get(&path).await.expect(200);
        let html = reply.html();
        let select = |text: &str| scraper::Selector::parse(text).unwrap();
        seen.extend(html.select(&select("ul.alist li b.num")).map(|b| b.text().collect::<String>()));
        pages += 1;
        let older = html.select(&select("nav.pager a[rel=next]")).next().and_then(|a| a.attr("href"));
        let Some(older) = older else { break };
        path = older.to_owned();
    }
    assert!(pages > 1 && pages < 6, "{pages}");
    let awards = app.awards_of(&ann).await.iter().filter(|(_, state, _)| state == "final").count();
    // Each is given once and released once.
    assert_eq!(seen.len(), 2 * awards, "{seen:?}");
}

#[tokio::test]
async fn staff_give_points_once_and_within_the_limit() {
    let app = TestApp::spawn().await;
    app.terms().await;
    let (ann, bob, staff) = (app.earner("ann").await, app.member("bob").await, app.staff().await);
    let token = staff.token_from("/members/ann/points").await;
    let give = |to: &'static str, gift: &'static str, points: &'static str, key: &'static str| {
        let fields = [
            ("csrf", token.clone()),
            ("gift", gift.to_owned()),
            ("points", points.to_owned()),
            ("reason", "You wrote a very good guide.".to_owned()),
            ("form_key", key.to_owned()),
        ];
        let staff = &staff;
        async move {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            staff.post_without_token(&format!("/members/{to}/points"), &fields).await
        }
    };
    for points in ["0", "-5", "1.5", "3001", "x", ""] {
        give("ann", "quality", points, "k").await.expect(422);
    }
    give("ann", "", "5", "k").await.expect(422);
    give("ann", "quality", "2000", "k1").await.expect(303);
    give("ann", "quality", "2000", "k1").await.expect(303);
    assert_eq!(app.has(&ann).await, (2_000, 0), "the same form twice is once");
    let full = give("ann", "quality", "1001", "k2").await.expect(422).text();
    assert!(full.contains("1,000"), "{full}");
    give("ann", "goodwill", "5000", "k3").await.expect(303);
    give("bob", "goodwill", "5000", "k4").await.expect(409);
    assert_eq!((app.has(&ann).await, app.has(&bob).await), ((7_000, 0), (0, 0)));
    assert!(ann.get("/wallet").await.text().contains("You wrote a very good guide."));
    ann.get("/members/bob/points").await.expect(403);
    app.assert_verified();
}

#[tokio::test]
async fn terms_are_published_by_admins_and_numbered() {
    let app = TestApp::spawn().await;
    let admin = app.admin().await;
    let publish = |text: &'static str| {
        let admin = &admin;
        async move { admin.post_form("/admin/points/terms", &[("source", text)]).await }
    };
    publish("Too short").await.expect(422);
    publish("These are the terms of the rewards.").await.expect(303);
    publish("These are the terms of the rewards.").await.expect(422);
    publish("These are other terms of the rewards.").await.expect(303);
    let page = admin.get("/admin/points").await.expect(200).text();
    assert!(page.contains("Version 2 is in force"), "{page}");
    for budget in ["-1", "1.5", "many"] {
        let month = (2026 * 12 + 10).to_string();
        admin.post_form("/admin/points/budget", &[("month", &month), ("budget", budget)]).await.expect(422);
    }
    let (now, past) = ((2026 * 12 + 10).to_string(), (2026 * 12 + 9).to_string());
    admin.post_form("/admin/points/budget", &[("month", &now), ("budget", "5000")]).await.expect(303);
    admin.post_form("/admin/points/budget", &[("month", &past), ("budget", "5000")]).await.expect(422);
    assert!(admin.get("/admin/points").await.text().contains("5,000"));
    app.member("ann").await.get("/admin/points").await.expect(404);
}
