//! The roadmap: which idea stands in which column, in which order, and who says so.

use diesel::prelude::*;
use talka::db::schema::ideas;

use super::said::every_page;
use crate::support::{Asked, Client, Reply, TestApp};

/// The titles in a column.
fn column(page: &Reply, kind: &str) -> Vec<String> {
    page.find_all(&format!("section[aria-labelledby=column-{kind}] li h3"))
}

async fn roadmap(reader: &Client) -> Reply {
    reader.get("/roadmap").await.expect(200)
}

#[tokio::test]
async fn each_column_has_the_ideas_of_its_kind() {
    let app = TestApp::spawn().await;
    let (anna, staff) = (app.member("anna").await, app.staff().await);
    let board = app.board_of_ideas("wishes").await;
    let page = roadmap(&app.visitor()).await;
    for kind in ["open", "accepted", "done", "refused"] {
        assert_eq!(column(&page, kind), Vec::<String>::new());
    }

    app.proposed(&anna, board, "Nobody has looked at this").await;
    let seen = app.proposed(&anna, board, "Somebody looks at this").await;
    app.say(&staff, &seen, "under_review", "We look at it.").await;
    let leading = app.proposed(&anna, board, "This is in the top now").await;
    let (topic, now) = (leading.topic, app.clock.now());
    app.write(move |tx| {
        diesel::update(ideas::table.find(topic)).set(ideas::top_at.eq(Some(now))).execute(tx)?;
        Ok(())
    })
    .await;
    app.scored(&leading, 5).await;
    for (title, score) in [("Planned with few votes", 1), ("Planned with many votes", 9)] {
        let planned = app.proposed(&anna, board, title).await;
        app.say(&staff, &planned, "planned", "It will come.").await;
        app.scored(&planned, score).await;
    }
    for (title, score) in [("Delivered long ago now", 50), ("Delivered just a while ago", 2)] {
        let done = app.proposed(&anna, board, title).await;
        app.say(&staff, &done, "delivered", "It is there.").await;
        app.scored(&done, score).await;
        app.clock.advance(60);
    }
    let refused = app.proposed(&anna, board, "Never to be done here").await;
    app.say(&staff, &refused, "declined", "It would cost more than it brings to all of us.").await;

    let page = roadmap(&app.visitor()).await;
    assert_eq!(column(&page, "open"), ["This is in the top now", "Somebody looks at this"]);
    assert_eq!(column(&page, "accepted"), ["Planned with many votes", "Planned with few votes"]);
    assert_eq!(column(&page, "done"), ["Delivered just a while ago", "Delivered long ago now"]);
    assert_eq!(column(&page, "refused"), ["Never to be done here"]);
    let first = page.find("section[aria-labelledby=column-accepted] li .meta").unwrap();
    assert!(first.contains("Planned") && first.contains('9'), "{first}");
    assert!(page.find("form[action$='/move']").is_none(), "visitors put nothing in order");
    let feeds = page.find_all("link[rel=alternate]");
    assert_eq!(feeds.len(), 2);
    assert_eq!(page.attr("link[rel=alternate][type='application/atom+xml']", "href").unwrap(), "/roadmap.atom");
}

#[tokio::test]
async fn a_restricted_boards_ideas_are_for_those_who_read_it() {
    let app = TestApp::spawn().await;
    let (anna, staff, admin) = (app.member("anna").await, app.staff().await, app.admin().await);
    let secret = app.closed_board_of_ideas("secret").await;
    for status in ["under_review", "planned", "delivered", "declined"] {
        let idea = app.proposed(&admin, secret, "The quokkavault idea of ours").await;
        app.say(&staff, &idea, status, "Said of the quokkavault idea, with a long reason for it.").await;
    }
    for reader in [&app.visitor(), &anna, &staff] {
        for path in ["/roadmap", "/roadmap?column=accepted", "/changelog", "/storms", "/roadmap.atom", "/changelog.rss"]
        {
            let page = reader.get(path).await.expect(200);
            assert!(!page.text().contains("quokkavault"), "{path}");
        }
    }
    for kind in ["open", "accepted", "done", "refused"] {
        assert_eq!(column(&roadmap(&admin).await, kind), ["The quokkavault idea of ours"]);
    }
    assert!(admin.get("/changelog").await.text().contains("Said of the quokkavault idea"));
}

async fn planned(app: &TestApp, staff: &Client, titles: &[&str]) -> Vec<Asked> {
    let (anna, board) = (app.member("anna").await, app.board_of_ideas("wishes").await);
    let mut ideas = Vec::new();
    for (title, score) in titles.iter().zip((1..100).rev()) {
        let idea = app.proposed(&anna, board, title).await;
        app.say(staff, &idea, "planned", "It will come.").await;
        app.scored(&idea, score).await;
        app.clock.advance(60);
        ideas.push(idea);
    }
    ideas
}

async fn moved(by: &Client, idea: &Asked, way: &str) -> Reply {
    by.post_form(&format!("/roadmap/{}/move", idea.topic), &[("way", way), ("column", "")]).await
}

#[tokio::test]
async fn staff_put_a_column_in_order() {
    let app = TestApp::spawn().await;
    let staff = app.staff().await;
    let titles = ["The first idea of all", "The second idea of all", "The third idea of all", "The fourth idea of all"];
    let ideas = planned(&app, &staff, &titles).await;
    let [first, second, third, fourth] = titles;
    let order = async || column(&roadmap(&app.visitor()).await, "accepted");
    assert_eq!(order().await, titles);

    moved(&staff, &ideas[2], "up").await.expect(303);
    assert_eq!(order().await, [first, third, second, fourth]);
    moved(&staff, &ideas[0], "down").await.expect(303);
    assert_eq!(order().await, [third, first, second, fourth]);
    let reply = moved(&staff, &ideas[3], "top").await.expect(303);
    assert_eq!(reply.location(), format!("/roadmap#i{}", ideas[3].topic));
    assert_eq!(order().await, [fourth, third, first, second]);
    // At the ends of a column there is nowhere to go.
    moved(&staff, &ideas[3], "up").await.expect(303);
    moved(&staff, &ideas[1], "down").await.expect(303);
    assert_eq!(order().await, [fourth, third, first, second]);
    // What staff did not touch goes on by its score; what they put above stays above.
    app.scored(&ideas[1], 1_000).await;
    assert_eq!(order().await, [fourth, third, second, first]);
    assert!(roadmap(&staff).await.find(&format!("#i{} form button[value=up]", ideas[0].topic)).is_some());
}

#[tokio::test]
async fn only_staff_move_and_only_what_stands_in_an_order() {
    let app = TestApp::spawn().await;
    let staff = app.staff().await;
    let ideas = planned(&app, &staff, &["The first idea of all", "The second idea of all"]).await;
    let bob = app.member("bob").await;
    moved(&bob, &ideas[0], "up").await.expect(403);
    moved(&app.visitor(), &ideas[0], "up").await.expect(401);
    bob.get(&format!("/ideas/{}/plan", ideas[0].topic)).await.expect(403);
    bob.post_form(&format!("/ideas/{}/plan", ideas[0].topic), &[("quarter", "")]).await.expect(403);
    app.say(&staff, &ideas[0], "delivered", "It is there.").await;
    moved(&staff, &ideas[0], "up").await.expect(409);
    staff.post_form("/roadmap/99999/move", &[("way", "up")]).await.expect(404);
    staff.post_form(&format!("/roadmap/{}/move", ideas[1].topic), &[("way", "sideways")]).await.expect(400);
    let board = app.board_of_ideas("more").await;
    let unseen = app.proposed(&bob, board, "Nobody has looked at this").await;
    moved(&staff, &unseen, "top").await.expect(409);
}

#[tokio::test]
async fn a_column_goes_on_by_cursor_without_gaps() {
    let app = TestApp::spawn().await;
    let (anna, staff) = (app.member("anna").await, app.staff().await);
    let boards = [app.board_of_ideas("one").await, app.board_of_ideas("two").await];
    let mut titles = Vec::new();
    for number in 0..64 {
        let title = format!("The planned idea number {number}");
        let idea = app.proposed(&anna, boards[number % 2], &title).await;
        app.say(&staff, &idea, "planned", "It will come.").await;
        // Many ties, on both boards.
        app.scored(&idea, i64::try_from(number / 16).unwrap()).await;
        app.clock.advance(60);
        titles.push((number / 16, number, title));
    }
    titles.sort_by_key(|(score, number, _)| std::cmp::Reverse((*score, *number)));
    let expected: Vec<String> = titles.into_iter().map(|(_, _, title)| title).collect();
    let overview = roadmap(&app.visitor()).await;
    assert_eq!(column(&overview, "accepted"), expected[..10]);
    let more = overview.attr("section[aria-labelledby=column-accepted] > p a", "href").unwrap();
    assert_eq!(more, "/roadmap?column=accepted");
    let found = every_page(&app.visitor(), &more, |page| page.find_all(".rows li h2")).await;
    assert_eq!(found, expected);
    // Beyond those that are moved by a place, one is put on top.
    let last = app.visitor().get("/roadmap?column=accepted").await;
    assert!(last.find("form[action$='/move']").is_none());
    for wrong in ["/roadmap?column=accepted&after=x", "/roadmap?column=accepted&after=1.2", "/roadmap?column=x"] {
        app.visitor().get(wrong).await.expect(400);
    }
}

#[tokio::test]
async fn a_quarter_stands_on_the_roadmap() {
    let app = TestApp::spawn().await;
    let staff = app.staff().await;
    let ideas = planned(&app, &staff, &["The first idea of all"]).await;
    let form = format!("/ideas/{}/plan", ideas[0].topic);
    let page = staff.get(&form).await.expect(200);
    assert_eq!(page.find_all("select[name=quarter] option").len(), 9, "none, and eight quarters");
    let choice = page.find_all("select[name=quarter] option").into_iter().nth(1).unwrap();
    assert_eq!(choice, "4th quarter 2026");
    let value = page.attr("select[name=quarter] option:nth-child(2)", "value").unwrap();
    staff.post_form(&form, &[("quarter", &value)]).await.expect(303);
    assert!(roadmap(&app.visitor()).await.text().contains("4th quarter 2026"));
    for wrong in ["1", "x", "99999999999999999999", "-3"] {
        let page = staff.post_form(&form, &[("quarter", wrong)]).await.expect(422);
        assert!(page.text().contains("Choose one of the quarters"), "{wrong}");
    }
    // What was planned can be kept, though its time has passed.
    app.clock.advance(200 * 86_400);
    let staff = app.sign_in(staff.id(), "staff", true).await;
    staff.post_form(&form, &[("quarter", &value)]).await.expect(303);
    staff.post_form(&form, &[("quarter", "")]).await.expect(303);
    assert!(!roadmap(&app.visitor()).await.text().contains("quarter 2026"));
    staff.post_form(&form, &[("quarter", &value)]).await.expect(422);
}
