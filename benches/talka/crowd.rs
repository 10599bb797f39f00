//! A question in a tag that ten thousand follow: how soon all have it in their inbox, and who waits for it meanwhile.

use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::rt;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use talka::config::DatabaseUrl;
use talka::db::{Conn, Db, sql};
use talka::error::Result;

use crate::data;
use crate::load::{Figures, Server};

/// Those who follow the tag.
pub const CROWD: i64 = 10_000;
/// What they should wait at most.
const GOAL: Duration = Duration::from_secs(5);

/// Adds them, as accounts after the members, to a filled database.
///
/// # Errors
/// When the database refuses.
pub fn fill(tx: &mut Conn, now: i64) -> Result<()> {
    sql("INSERT INTO tags (slug, description, topics_count, created_at) VALUES ('crowded', 'Followed by many', 0, $1)")
        .bind(now)
        .execute(tx)?;
    sql("INSERT INTO users (handle, handle_key, display_name, email, email_key, email_verified_at, created_at) \
         WITH RECURSIVE c(n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM c WHERE n < $2) \
         SELECT 'crowd' || n, 'crowd' || n, 'Crowd', 'c' || n || '@example.com', 'c' || n || '@example.com', $1, $1 \
         FROM c ORDER BY n")
    .bind(now)
    .bind(CROWD)
    .execute(tx)?;
    sql("INSERT INTO follows (user_id, subject, subject_id, level, why, created_at) \
         SELECT u.id, 'tag', t.id, 'topics', 'chosen', $1 FROM users u CROSS JOIN tags t \
         WHERE t.slug = 'crowded' AND u.display_name = 'Crowd'")
    .bind(now)
    .execute(tx)?;
    Ok(())
}

/// Loads the home page, first alone and then while one such question after the other is asked.
pub async fn run(server: &Arc<Server>, database: &DatabaseUrl, members: &str, seconds: u32) {
    let load = || {
        let (server, members) = (Arc::clone(server), members.to_owned());
        rt::task::spawn_blocking(move || server.load(seconds, &["get", &members, "/"]))
    };
    let alone = load().await.expect("a load");
    let db = Db::open(database).expect("the database");
    let (mut told, mut waits) = (count(&db).await, Vec::new());
    let loaded = load();
    while !loaded.is_finished() {
        let asked = Instant::now();
        ask(server, members, waits.len()).await;
        told += CROWD;
        while count(&db).await < told {
            assert!(asked.elapsed() < 10 * GOAL, "they do not hear of it");
            rt::time::sleep(Duration::from_millis(20)).await;
        }
        waits.push(asked.elapsed());
    }
    let meanwhile = loaded.await.expect("a load");
    waits.sort_unstable();
    println!(
        "\na question for {CROWD} followers: all inboxes have it after {:.1} s (of {}: at most {:.1} s; goal {} s)",
        waits[waits.len() / 2].as_secs_f64(),
        waits.len(),
        waits[waits.len() - 1].as_secs_f64(),
        GOAL.as_secs()
    );
    for (when, Figures { per_second, p50, p99, .. }) in [("meanwhile", meanwhile), ("without", alone)] {
        println!("  home, signed in, {when}: {per_second:.0} req/s, p50 {:.1} ms, p99 {:.1} ms", p50 / 1e3, p99 / 1e3);
    }
}

async fn ask(server: &Server, members: &str, number: usize) {
    let lines = std::fs::read_to_string(members).expect("the members");
    // Each by another, for nobody may ask so much.
    let line: Vec<&str> = lines.lines().nth(number % data::MEMBERS).expect("a member").split(' ').collect();
    let title = format!("What do ten thousand hear of first, number {number}?");
    let form = [
        ("title", title.as_str()),
        ("board", "1"),
        ("tags", "crowded"),
        ("lang", "en"),
        ("body", "This is a question that many people wait for."),
        ("reviewed", "1"),
        ("csrf", line[1]),
    ];
    let cookie = format!("talka={}", line[0]);
    assert_eq!(server.post("/ask", &cookie, &form).await, 303, "{title}");
}

/// Entries of the inboxes of the crowd.
async fn count(db: &Db) -> i64 {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let counted = db.read(|c| Ok(sql("SELECT count(*) AS n FROM inbox").get_result::<Count>(c)?.n));
    counted.await.expect("their number")
}
