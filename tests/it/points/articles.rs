//! What an article gives to those whose answers it was made of.

use crate::accepting::accept;
use crate::support::TestApp;

#[tokio::test]
async fn the_authors_of_the_answers_share_what_an_article_gives() {
    let app = TestApp::spawn().await;
    app.terms().await;
    let (ann, bob, asker) = (app.earner("ann").await, app.earner("bob").await, app.member("asker").await);
    let board = app.board("phones").await;
    let asked = app.ask(&asker, board, "Why does my phone not ring?", "phones").await;
    let answer = app.answer(&ann, &asked, "It was switched off all day.").await;
    app.answer(&bob, &asked, "Or it was in another room.").await;
    accept(&asker, answer, true).await.expect(303);
    app.settle().await;
    let before = app.has(&ann).await;
    let (article, now) = (asked.topic, app.clock.now());
    // An article of both answers, as the commands of articles write it.
    app.write(move |tx| {
        for text in [
            "INSERT INTO topics (kind, board_id, author_id, title, slug, lang, tags, excerpt, state, audience, created_at, \
             updated_at, active_at) SELECT 'article', board_id, author_id, 'Why phones do not ring', 'x', 'en', '', '', \
             'visible', 0, $1, $1, $1 FROM topics WHERE id = $2",
            "INSERT INTO article_sources (topic_id, question_id, post_id) SELECT a.id, $2, p.id FROM topics a \
             JOIN posts p ON p.topic_id = $2 AND p.kind = 'answer' WHERE a.kind = 'article' AND a.created_at = $1",
        ] {
            diesel::RunQueryDsl::execute(talka::db::sql(text).bind(now.0).bind(article.0), tx)?;
        }
        Ok(())
    })
    .await;
    app.clock.advance(3_600);
    app.run_jobs().await;
    assert_eq!((app.has(&ann).await.0 - before.0, app.has(&bob).await.0), (100, 100));
    app.clock.advance(3_600);
    app.run_jobs().await;
    assert_eq!(app.has(&bob).await.0, 100, "once");
    app.write(|tx| {
        let hide = "UPDATE topics SET state = 'hidden' WHERE kind = 'article'";
        diesel::RunQueryDsl::execute(talka::db::sql(hide), tx)?;
        Ok(())
    })
    .await;
    app.clock.advance(3_600);
    app.run_jobs().await;
    assert_eq!((app.has(&ann).await.0 - before.0, app.has(&bob).await.0), (0, 0), "gone with the article");
}
