//! The page of results.

use diesel::prelude::*;
use talka::cli::search::reindex;
use talka::db::schema::{search_docs, search_misses, search_words};

use crate::support::TestApp;

#[tokio::test]
async fn an_edited_title_is_found_by_its_new_words_only() {
    let app = TestApp::spawn().await;
    let (anna, board) = (app.member("anna").await, app.board("open").await);
    let asked = app.ask(&anna, board, "Activating a gadget at home", "other").await;
    app.answer(&anna, &asked, "Press the <b>button</b> & wait for a while, then press again.").await;
    let found = async |q: &str| anna.get(&format!("/search?q={q}")).await.expect(200);
    let page = found("activation+button").await;
    assert!(page.text().contains("&lt;b&gt;<mark>button</mark>&lt;/b&gt; &amp; wait"), "{page:?}");
    assert!(page.text().contains("<mark>Activating</mark> a gadget") && page.text().contains("/posts/"), "{page:?}");
    let edit = [
        ("title", "Configuring a gadget at home"),
        ("board", &board.to_string()),
        ("tags", "other"),
        ("lang", "en"),
        ("body", "A text that is long enough for everything."),
        ("version", "1"),
        ("reason", ""),
    ];
    anna.post_form(&format!("/posts/{}/edit", asked.post), &edit).await.expect(303);
    assert_eq!(found("activation+button").await.find_all(".qlist .q").len(), 0);
    assert_eq!(found("configure+button").await.find_all(".qlist .q").len(), 1);
    app.assert_verified();
}

#[tokio::test]
async fn nothing_found_offers_what_was_meant_and_to_ask_and_is_counted() {
    let app = TestApp::spawn().await;
    let (anna, board) = (app.member("anna").await, app.board("open").await);
    app.ask(&anna, board, "Activating an eSIM at home", "other").await;
    app.run_jobs().await;
    let page = app.visitor().get("/search?q=esmi+activation").await.expect(200);
    let text = page.text();
    assert!(text.contains("esim activation") && text.contains("/ask?title=esmi+activation"), "{page:?}");
    assert!(page.text().contains("noindex"), "{page:?}");
    app.visitor().get("/search?q=anna%40example.org").await.expect(200);
    app.visitor().get("/search?q=nothing+861234567").await.expect(200);
    // They are counted behind the answer's back: one that is written after them has waited for them.
    app.write(|_| Ok(())).await;
    crate::support::until("the miss is counted", std::time::Duration::from_secs(10), async || {
        let misses: Vec<(String, i64)> =
            app.read(|c| Ok(search_misses::table.select((search_misses::query, search_misses::count)).load(c)?)).await;
        assert!(misses.iter().all(|(query, _)| query == "esmi activation"), "{misses:?}");
        misses.len() == 1
    })
    .await;
}

#[tokio::test]
async fn filters_orders_and_pages_are_links() {
    let app = TestApp::spawn().await;
    let (anna, board, other) = (app.member("anna").await, app.board("open").await, app.board("other").await);
    for n in 0..25 {
        app.ask(&anna, if n < 5 { other } else { board }, &format!("Gadget number {n} at home"), "other").await;
    }
    let page = app.visitor().get("/search?q=gadget").await.expect(200);
    assert_eq!(page.find_all(".qlist .q").len(), 20);
    assert!(page.text().contains("25 results") && page.text().contains("board%3Aother"), "{page:?}");
    let next = page
        .html()
        .select(&scraper::Selector::parse("a[rel=next]").unwrap())
        .next()
        .unwrap()
        .attr("href")
        .unwrap()
        .to_owned();
    assert_eq!(app.visitor().get(&next).await.expect(200).find_all(".qlist .q").len(), 5);
    let narrowed = app.visitor().get("/search?q=gadget+board%3Aother&sort=newest").await.expect(200);
    assert_eq!(narrowed.find_all(".qlist .q").len(), 5);
    let mine = anna.get("/search?q=mine+is%3Aunanswered").await.expect(200);
    assert!(mine.text().contains("25 results"), "{mine:?}");
    assert!(app.visitor().get("/search?q=is%3Aunanswered").await.expect(200).text().contains("25 results"));
}

#[tokio::test]
async fn any_query_is_answered() {
    let app = TestApp::spawn().await;
    let (anna, board) = (app.member("anna").await, app.board("open").await);
    app.ask(&anna, board, "Activating an eSIM at home", "other").await;
    let many = "tag:x ".repeat(200);
    let long = "esim ".repeat(2_000);
    let queries = [
        "\"",
        "\"\"\"",
        "-",
        "--",
        "a\"b\"c",
        "esim\u{0}activating",
        "\u{202e}esim",
        "😀",
        "' OR 1=1 --",
        "esim AND NOT",
        "NEAR(esim)",
        "esim*",
        "^esim",
        "tokens:esim",
        "e:esim",
        "esim & | !",
        "<->",
        "<script>",
        &many,
        &long,
        "esim NOT x",
        "after:9999-12-31 esim",
        "before:-0001-01-01 esim",
        "score:>99999999999 esim",
        "user:%00 esim",
        "-esim -home",
    ];
    for path in ["/search", "/search/suggest"] {
        for q in queries {
            let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", q).finish();
            let reply = app.visitor().get(&format!("{path}?{query}")).await;
            assert!(matches!(reply.status.as_u16(), 200 | 400 | 414), "{q}: {reply:?}");
            assert!(!reply.text().contains("<script>"), "{q}");
        }
    }
    let page = app.visitor().get("/search?q=esim+tag%3A").await.expect(200);
    assert!(page.text().contains("was not understood"), "{page:?}");
}

#[tokio::test]
async fn the_index_is_built_anew_and_of_an_old_database_in_the_background() {
    let app = TestApp::spawn().await;
    let (anna, board) = (app.member("anna").await, app.board("open").await);
    let asked = app.ask(&anna, board, "Activating an eSIM at home", "other").await;
    let answer = app.answer(&anna, &asked, "An answer that is long enough for everything.").await;
    app.comment(&anna, &asked, answer, "A remark of some words").await;
    app.run_jobs().await;
    type Index = (Vec<i64>, Vec<(String, i64)>);
    let index = async || -> Index {
        app.read(|c| {
            let words = search_words::table
                .filter(search_words::docs.gt(0))
                .order(search_words::word)
                .select((search_words::word, search_words::docs))
                .load(c)?;
            Ok((search_docs::table.order(search_docs::id).select(search_docs::id).load(c)?, words))
        })
        .await
    };
    let before = index().await;
    assert_eq!(before.0.len(), 3);
    let db = app.app.shared.db.clone();
    let looked_at = tokio::task::spawn_blocking(move || reindex(&db, false)).await.unwrap().unwrap();
    assert_eq!((looked_at, index().await), (3, before.clone()));
    app.write(talka::search::clear).await;
    assert_eq!(index().await, (Vec::new(), Vec::new()));
    let now = app.clock.now();
    app.write(move |tx| talka::search::begin_if_missing(tx, now)).await;
    app.run_jobs().await;
    assert_eq!(index().await, before);
    app.assert_verified();
}
