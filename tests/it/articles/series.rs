//! Articles in an order.

use crate::support::{Asked, Client, TestApp};

async fn into_series(by: &Client, article: &Asked, series: &str) {
    let fields = [("owner", by.handle()), ("days", "30"), ("series", series)];
    by.post_form(&format!("/articles/{}/keep", article.topic), &fields).await.expect(303);
}

#[tokio::test]
async fn a_series_is_made_ordered_and_read_from_part_to_part() {
    let app = TestApp::spawn().await;
    let (staff, moderator, board) = (app.staff().await, app.moderator().await, app.article_board("guides").await);
    staff.post_form("/series/new", &[("title", "x")]).await.expect(422);
    let made = [("title", "From SIM to eSIM"), ("description", "Three steps.")];
    assert_eq!(staff.post_form("/series/new", &made).await.expect(303).location(), "/series/from-sim-to-esim");
    staff.post_form("/series/new", &made).await.expect(422);
    // Without a part it is there for those who put it together.
    app.visitor().get("/series/from-sim-to-esim").await.expect(404);
    staff.get("/series/from-sim-to-esim").await.expect(200);
    let mut parts = Vec::new();
    for number in ["first", "second", "third"] {
        let part = app.article(&staff, board, &format!("The {number} part of all this")).await;
        into_series(&staff, &part, "1").await;
        parts.push(part);
    }
    let visitor = app.visitor();
    let titles = async || visitor.get("/series/from-sim-to-esim").await.expect(200).find_all(".steps h2");
    assert_eq!(
        titles().await,
        ["The first part of all this", "The second part of all this", "The third part of all this"]
    );
    let second = visitor.get(&parts[1].path).await.expect(200);
    assert!(second.text().contains("Part 2 of 3"));
    assert!(
        second.find("a[rel=prev]").unwrap().contains("first") && second.find("a[rel=next]").unwrap().contains("third")
    );
    assert!(visitor.get(&parts[0].path).await.find("a[rel=prev]").is_none());
    // Another order.
    let ids: Vec<String> = parts.iter().map(|part| part.topic.to_string()).collect();
    let fields = [
        ("title", "From SIM to eSIM"),
        ("description", ""),
        ("part", &ids[0]),
        ("place", "3"),
        ("part", &ids[1]),
        ("place", "1"),
        ("part", &ids[2]),
        ("place", "2"),
    ];
    staff.post_form("/series/from-sim-to-esim/edit", &fields).await.expect(303);
    assert_eq!(
        titles().await,
        ["The second part of all this", "The third part of all this", "The first part of all this"]
    );
    // A hidden part is none.
    let reason = [("reason", "A reason of some words.")];
    moderator.post_form(&format!("/mod/posts/{}/hide", parts[2].post), &reason).await.expect(303);
    assert_eq!(titles().await.len(), 2);
    let first = visitor.get(&parts[0].path).await.expect(200);
    assert!(first.text().contains("Part 2 of 2") && first.find("a[rel=prev]").unwrap().contains("second"));
    into_series(&staff, &parts[0], "").await;
    assert_eq!(titles().await, ["The second part of all this"]);
    app.assert_verified();
}

#[tokio::test]
async fn a_series_of_what_few_may_read_is_not_there_for_others() {
    let app = TestApp::spawn().await;
    let (admin, staff, board) = (app.admin().await, app.staff().await, app.closed_article_board("secret").await);
    admin.post_form("/series/new", &[("title", "Where our antennas are")]).await.expect(303);
    let part = app.article(&admin, board, "The antenna at the lighthouse").await;
    into_series(&admin, &part, "1").await;
    admin.get("/series/where-our-antennas-are").await.expect(200);
    for client in [&app.visitor(), &staff] {
        client.get("/series/where-our-antennas-are").await.expect(404);
        assert!(!client.get("/articles").await.expect(200).text().contains("antennas"));
    }
    staff.get("/series/where-our-antennas-are/edit").await.expect(404);
}
