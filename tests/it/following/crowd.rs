//! Ten thousand followers.

use super::*;

const CROWD: i64 = 10_000;

/// All hear, and whoever writes meanwhile does not wait until they have.
#[tokio::test]
async fn ten_thousand_hear_and_nobody_waits_for_it() {
    let app = TestApp::spawn().await;
    let (board, asker) = (app.board("help").await, app.member("asker").await);
    app.ask(&asker, board, "A question that makes the tag", "esim").await;
    app.run_jobs().await;
    let (tag, now) = (app.tag("esim").await, app.clock.now());
    app.write(move |tx| {
        let crowd = format!(
            "INSERT INTO users (handle, handle_key, display_name, email_verified_at, created_at) \
             WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {CROWD}) \
             SELECT 'crowd' || n, 'crowd' || n, 'Crowd', 1, 1 FROM c"
        );
        diesel::sql_query(crowd).execute(tx)?;
        diesel::sql_query(format!(
            "INSERT INTO follows (user_id, subject, subject_id, level, why, created_at) \
             SELECT id, 'tag', {tag}, 'topics', 'chosen', {} FROM users WHERE display_name = 'Crowd'",
            now.0
        ))
        .execute(tx)?;
        Ok(())
    })
    .await;
    app.ask(&asker, board, "A question for ten thousand people", "esim").await;
    let told = std::sync::atomic::AtomicBool::new(false);
    let tell = async {
        app.run_jobs().await;
        told.store(true, std::sync::atomic::Ordering::SeqCst);
    };
    let write = async {
        let mut between = 0;
        while !told.load(std::sync::atomic::Ordering::SeqCst) {
            app.write(|tx| Ok(diesel::sql_query("UPDATE settings SET updated_at = 1 WHERE key = 'none'").execute(tx)?))
                .await;
            between += 1;
        }
        between
    };
    let ((), between) = tokio::join!(tell, write);
    let entries: i64 = app.read(|c| Ok(inbox::table.count().get_result(c)?)).await;
    assert_eq!(entries, CROWD);
    assert!(between > 2, "{between} writes went between the batches");
}
