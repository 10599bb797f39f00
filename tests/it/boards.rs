//! Boards and tags: what is restricted shows nowhere, not as a name and not as a number.

use diesel::RunQueryDsl;
use talka::cli::verify::verify;
use talka::{boards, tags};

use crate::support::{Client, TestApp};

/// The pages an outsider may count on.
async fn seen(client: &Client) -> Vec<String> {
    let mut pages = Vec::new();
    for path in ["/boards", "/tags", "/tags?order=name"] {
        let main = client.get(path).await.expect(200).find("main").unwrap();
        pages.push(main);
    }
    pages
}

async fn fold(app: &TestApp) {
    app.write(boards::fold_counts).await;
    app.write(tags::fold_counts).await;
}

#[tokio::test]
async fn counts_are_of_what_is_to_be_seen() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    app.ask(&ada, board, "Why does my phone not ring?", "phones esim").await;
    app.ask(&ada, board, "Why does my phone ring all day?", "phones").await;
    fold(&app).await;
    let page = app.visitor().get("/boards").await.expect(200);
    assert_eq!(page.find("main li .it").unwrap(), "2 questions");
    let page = app.visitor().get("/tags").await.expect(200);
    assert_eq!(page.find_all("main .tag"), ["phones", "esim"]);
    let page = app.visitor().get("/tags?order=name").await.expect(200);
    assert_eq!(page.find_all("main .tag"), ["esim", "phones"]);
}

#[tokio::test]
async fn a_restricted_board_changes_nothing_for_outsiders() {
    let app = TestApp::spawn().await;
    let (ada, open) = (app.member("ada").await, app.board("open").await);
    app.ask(&ada, open, "A question for everybody here", "roaming").await;
    fold(&app).await;
    let (outsider, admin) = (app.member("outsider").await, app.admin().await);
    let before = (seen(&outsider).await, seen(&app.visitor()).await);

    let secret = app.closed_board("secret").await;
    app.ask(&ada, secret, "A question for nobody else here", "roaming hush").await;
    fold(&app).await;

    assert_eq!(before, (seen(&outsider).await, seen(&app.visitor()).await));
    for path in ["/boards/secret", "/tags/hush"] {
        outsider.get(path).await.expect(404);
        app.visitor().get(path).await.expect(404);
        admin.get(path).await.expect(200);
    }
    let page = admin.get("/boards").await.expect(200);
    assert_eq!(page.find_all("main li h2"), ["Board open", "Board secret"]);
}

#[tokio::test]
async fn tags_are_listed_by_pages_without_gap_or_repetition() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    for i in 0..8 {
        let tags: Vec<String> = (0..5).map(|j| format!("tag-{:02}", i * 5 + j)).collect();
        app.ask(&ada, board, &format!("A question with number {i}"), &tags.join(" ")).await;
    }
    fold(&app).await;
    let all: Vec<String> = (0..40).map(|i| format!("tag-{i:02}")).collect();
    for path in ["/tags", "/tags?order=name"] {
        let first = app.visitor().get(path).await.expect(200);
        let next = first.attr("main a[rel=next]", "href").unwrap();
        let second = app.visitor().get(&next).await.expect(200);
        assert_eq!(second.attr("main a[rel=next]", "href"), None);
        let mut listed = first.find_all("main .tag");
        assert_eq!(listed.len(), 30);
        listed.extend(second.find_all("main .tag"));
        listed.sort();
        assert_eq!(listed, all);
    }
}

#[tokio::test]
async fn an_order_that_there_is_not_is_refused() {
    let app = TestApp::spawn().await;
    for path in ["/tags?order=email", "/tags?after=x", "/tags?after=1", "/tags?after=1.2.x"] {
        app.visitor().get(path).await.expect(400);
    }
}

#[tokio::test]
async fn moderators_describe_tags() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    app.ask(&ada, board, "Why does my compiler not ring?", "c# phones").await;
    let moderator = app.moderator().await;
    moderator.get("/tags/c%23/edit").await.expect(200);
    let reply = moderator.post_form("/tags/c%23/edit", &[("description", " All about  it ")]).await.expect(303);
    assert_eq!(reply.location(), "/tags/c%23");
    assert!(app.visitor().get("/tags/c%23").await.expect(200).text().contains("All about it"));

    let long = "x".repeat(5_001);
    let reply = moderator.post_form("/tags/c%23/edit", &[("description", &long)]).await.expect(422);
    assert!(reply.text().contains(&long), "the text comes back as typed");
    ada.post_form("/tags/c%23/edit", &[("description", "mine")]).await.expect(404);
    moderator.post_form("/tags/none/edit", &[("description", "none")]).await.expect(404);
    moderator.post_form("/tags/c%23/edit", &[("description", "x"), ("slug", "y")]).await.expect(422);
}

/// The numbers of questions by board and by tag, each in the order of ids.
async fn counted(app: &TestApp) -> (Vec<i64>, Vec<i64>) {
    use diesel::prelude::*;
    use talka::db::schema::{boards, tags};
    app.read(|c| {
        Ok((
            boards::table.order(boards::id).select(boards::topics_count).load(c)?,
            tags::table.order(tags::id).select(tags::topics_count).load(c)?,
        ))
    })
    .await
}

#[tokio::test]
async fn counts_follow_whatever_happens_to_a_question() {
    let app = TestApp::spawn().await;
    let (ada, bob) = (app.member("ada").await, app.member("bob").await);
    let (phones, plans) = (app.board("phones").await, app.board("plans").await);
    let asked = app.ask(&ada, phones, "Why does my phone not ring?", "phones esim").await;
    app.answer(&bob, &asked, "It is set to be silent.").await;
    app.ask(&ada, plans, "Which plan is the cheapest one?", "plans").await;
    fold(&app).await;
    assert_eq!(counted(&app).await, (vec![1, 1], vec![1, 1, 1]));
    let topic = asked.topic.0;
    for (change, expected) in [
        (format!("UPDATE topics SET state = 'hidden' WHERE id = {topic}"), ([0, 1], [0, 0, 1])),
        (format!("UPDATE topics SET state = 'deleted' WHERE id = {topic}"), ([0, 1], [0, 0, 1])),
        (format!("UPDATE topics SET state = 'visible' WHERE id = {topic}"), ([1, 1], [1, 1, 1])),
        (format!("UPDATE topics SET board_id = {plans} WHERE id = {topic}"), ([0, 2], [1, 1, 1])),
        (format!("UPDATE topics SET audience = {plans} WHERE id = {topic}"), ([0, 2], [0, 0, 1])),
        (format!("UPDATE topics SET audience = 0 WHERE id = {topic}"), ([0, 2], [1, 1, 1])),
        (format!("DELETE FROM topic_tags WHERE topic_id = {topic}"), ([0, 2], [0, 0, 1])),
    ] {
        let sql = change.clone();
        app.write(move |tx| Ok(diesel::sql_query(&sql).execute(tx)?)).await;
        // What waits to be added is not missing, and added once it is not added again.
        for _ in 0..2 {
            let found = app
                .read(|c| {
                    let mut found = Vec::new();
                    verify(c, &mut |difference| found.push(format!("{difference:?}")))?;
                    Ok(found)
                })
                .await;
            let about_counts = |text: &&String| text.contains("topics_count") || text.contains("\"posts\"");
            assert_eq!(found.iter().filter(about_counts).count(), 0, "{change}: {found:?}");
            fold(&app).await;
            let (boards, tags) = expected;
            assert_eq!(counted(&app).await, (boards.to_vec(), tags.to_vec()), "{change}");
        }
    }
}
