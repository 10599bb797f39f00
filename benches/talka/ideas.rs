//! Ideas: their lists with 500 of them and with 50,000, which should cost the same; votes on them; and a word of staff
//! that 10,000 people follow.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use actix_web::rt;
use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use talka::clock::Clock;
use talka::config::DatabaseUrl;
use talka::db::{Conn, Db, sql};
use talka::error::{AppError, Result};
use talka::ideas::Order;
use talka::ideas::list::{Only, list};
use talka::ids::BoardId;
use talka::topics::Cursor;
use talka::votes::heat::Heat;

use crate::crowd::CROWD;
use crate::data;
use crate::load::Server;

/// Ideas at first, and at last.
const SIZES: [i64; 2] = [500, 50_000];
/// Loads of each list, whose median counts.
const LOADS: usize = 3;
/// How much more a list may cost with all ideas than with few.
const MOST: f64 = 1.3;
/// Words of staff, each on another idea that the crowd follows.
const WORDS: i64 = 9;
/// How long saying one may take.
const GOAL: Duration = Duration::from_millis(300);
/// Members have a budget of votes, which a longer load would use up.
const VOTING: u32 = 4;

/// Where the ideas of the database begin.
#[derive(Clone, Copy)]
struct Place {
    board: i64,
    /// Before the first idea.
    topic: i64,
    /// Before its text.
    post: i64,
}

/// Fills the board and loads its pages, twice.
pub async fn run(server: &Arc<Server>, database: &DatabaseUrl, members: &str, seconds: u32) {
    set_default_instrumentation(|| Some(Box::new(Ear))).expect("the only one that listens");
    let db = Db::open(database).expect("the database");
    let place = db.write(begin).await.expect("a board for ideas");
    let mut costs: Vec<Vec<f64>> = Vec::new();
    let mut ideas = 0;
    for size in SIZES {
        let from = ideas + 1;
        db.write(move |tx| fill(tx, place, (from, size))).await.expect("ideas");
        if matches!(database, DatabaseUrl::Postgres(_)) {
            db.write(|tx| Ok(sql("ANALYZE").execute(tx)?)).await.expect("statistics");
        }
        ideas = size;
        let mut of_size = Vec::new();
        for (name, signed_in, paths) in lists() {
            let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
            let arguments: Vec<&str> =
                ["get", if signed_in { members } else { "-" }].into_iter().chain(paths).collect();
            server.load(1, &arguments);
            let mut loads: Vec<_> = (0..LOADS).map(|_| server.load(seconds, &arguments)).collect();
            loads.sort_by(|a, b| a.cpu.total_cmp(&b.cpu));
            let median = &loads[LOADS / 2];
            println!(
                "{size:>7} ideas, {name:24}{:>9.0} req/s, p50 {:.1} ms, p99 {:.1} ms, CPU {:.0} µs",
                median.per_second,
                median.p50 / 1e3,
                median.p99 / 1e3,
                median.cpu
            );
            of_size.push(median.cpu);
        }
        costs.push(of_size);
    }
    for ((name, ..), (few, all)) in lists().iter().zip(costs[0].iter().zip(&costs[1])) {
        let ratio = all / few;
        let missed = if ratio > MOST { "  missed" } else { "" };
        println!("{name}: with {} ideas {ratio:.2} of what it costs with {} (goal {MOST}){missed}", SIZES[1], SIZES[0]);
    }
    let board = BoardId(place.board);
    for line in db.read(move |c| plan(c, board)).await.expect("a plan") {
        println!("  {line}");
    }
    let base = place.post.to_string();
    let voted = server.load(seconds.min(VOTING), &["idea", members, &base]);
    println!(
        "voting on ideas (durable): {:.0} a second, p50 {:.1} ms, p99 {:.1} ms, CPU {:.0} µs",
        voted.per_second,
        voted.p50 / 1e3,
        voted.p99 / 1e3,
        voted.cpu
    );
    say(server, &db, members, place).await;
}

/// The lists that are loaded: their names, whether by members, and their addresses.
fn lists() -> [(&'static str, bool, Vec<String>); 3] {
    let orders = || Order::ALL.iter().map(|order| format!("/ideas?order={}", order.as_str())).collect();
    let of_status = [1, 3, 5, 8].map(|status| format!("/ideas?status={status}&order=top")).to_vec();
    [("all orders", false, orders()), ("all orders, signed in", true, orders()), ("of a status", false, of_status)]
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn number(c: &mut Conn, text: &'static str) -> Result<i64> {
    Ok(sql(text).get_result::<Number>(c)?.n)
}

fn begin(tx: &mut Conn) -> Result<Place> {
    sql("INSERT INTO boards (slug, name, kind, hue, position, topics_count, created_at) \
         VALUES ('ideas', 'Ideas', 'ideas', 1, 20, 0, 0)")
    .execute(tx)?;
    Ok(Place {
        board: number(tx, "SELECT max(id) AS n FROM boards")?,
        topic: number(tx, "SELECT max(id) AS n FROM topics")?,
        post: number(tx, "SELECT max(id) AS n FROM posts")?,
    })
}

/// Ideas of the crowd, with ten votes each on average, none by the members. `n` counts them.
fn fill(tx: &mut Conn, place: Place, (from, to): (i64, i64)) -> Result<()> {
    let now = Clock::System.now();
    data::texts(tx)?;
    for statement in STATEMENTS {
        let text = [
            (":topic", place.topic),
            (":post", place.post),
            (":board", place.board),
            (":heat", Heat::of_new(now).stored()),
            (":now", now.0),
            (":from", from),
            // After the one that begins with it.
            (":to", to),
        ]
        .iter()
        .fold(statement.replace(":c", C), |text, (name, value)| text.replace(name, &value.to_string()));
        diesel::sql_query(&text).execute(tx).map_err(|e| AppError::Internal(format!("{e} in {text}")))?;
    }
    Ok(())
}

const C: &str = "WITH RECURSIVE c(n) AS (SELECT CAST(:from AS BIGINT) UNION ALL SELECT n + 1 FROM c WHERE n < :to)";

const STATEMENTS: [&str; 8] = [
    "INSERT INTO topics (id, kind, board_id, author_id, title, slug, lang, tags, excerpt, state, audience, closed_at, \
     score, created_at, updated_at, active_at) \
     :c SELECT :topic + n, 'idea', :board, 2001 + n * 7 % 10000, 'Let a family share what is left of the month, number ' || n, \
     'share-' || n, 'en', '', substr(x.source, 1, 180), 'visible', 0, CASE WHEN n % 10 > 7 THEN :now END, \
     n % 21 - 2 * (n % 21 / 5), :now - 1000000 * (n * 7919 % 50000), :now, :now FROM c JOIN texts x ON x.id = n % 50 ORDER BY n",
    "INSERT INTO posts (id, topic_id, audience, kind, author_id, source, html, state, ups, downs, score, created_at) \
     :c SELECT :post + n, t.id, 0, 'idea', t.author_id, x.source, x.html, 'visible', n % 21 - n % 21 / 5, n % 21 / 5, \
     t.score, t.created_at FROM c JOIN topics t ON t.id = :topic + n JOIN texts x ON x.id = n % 50 ORDER BY n",
    "INSERT INTO ideas (topic_id, post_id, board_id, state, status_id, status_kind, heat, score, split, said_at, created_at) \
     :c SELECT t.id, :post + n, t.board_id, 'visible', s.id, s.kind, :heat - n * 7919 % 50000 * 1000000000, t.score, \
     n * 31 % 1000, t.created_at, t.created_at FROM c JOIN topics t ON t.id = :topic + n JOIN statuses s ON s.key = \
     CASE WHEN n % 10 = 7 THEN 'planned' WHEN n % 10 = 8 THEN 'delivered' WHEN n % 10 = 9 THEN 'declined' ELSE 'new' END \
     ORDER BY n",
    "INSERT INTO votes (post_id, user_id, receiver_id, value, day, cast_at, idea_id) \
     :c, k(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM k WHERE i < 20) \
     SELECT :post + n, 2001 + (n * 7 + i * 97) % 10000, 2001 + n * 7 % 10000, CASE WHEN i % 5 = 0 THEN -1 ELSE 1 END, \
     20000, :now - 1000000 * i, :topic + n FROM c JOIN k ON k.i <= n % 21",
    "INSERT INTO idea_updates (topic_id, status_id, author_id, source, html, text_key, created_at) \
     :c SELECT d.topic_id, d.status_id, 100, x.source, x.html, 'word ' || n, :now - 1000000 * (:to - n) FROM c \
     JOIN ideas d ON d.topic_id = :topic + n JOIN texts x ON x.id = n % 50 WHERE n % 10 > 6 ORDER BY n",
    "UPDATE ideas SET update_id = (SELECT max(u.id) FROM idea_updates u WHERE u.topic_id = ideas.topic_id), updates_count = 1, \
     done_at = CASE WHEN status_kind = 'done' THEN :now - topic_id END \
     WHERE topic_id BETWEEN :topic + :from AND :topic + :to AND status_kind <> 'open'",
    "INSERT INTO follows (user_id, subject, subject_id, level, why, created_at) \
     :c SELECT u.id, 'topic', :topic + n, 'all', 'voted', :now FROM c CROSS JOIN users u \
     WHERE n <= 9 AND u.display_name = 'Crowd' AND u.id <> 2001 + n * 7 % 10000",
    "DROP TABLE texts",
];

/// What the server was asked by this process, for [`plan`].
static HEARD: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Ear;

impl Instrumentation for Ear {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { query, .. } = &event {
            let text = query.to_string();
            if text.contains("FROM ideas WHERE board_id") {
                HEARD.lock().expect("nobody panicked").push(text);
            }
        }
    }
}

/// How the database finds the first page of a board.
fn plan(c: &mut Conn, board: BoardId) -> Result<Vec<String>> {
    #[derive(QueryableByName)]
    struct Sqlite {
        #[diesel(sql_type = Text)]
        detail: String,
    }
    #[derive(QueryableByName)]
    struct Postgres {
        #[diesel(sql_type = Text)]
        #[diesel(column_name = "QUERY PLAN")]
        line: String,
    }
    let after = Cursor::parse(None)?;
    list(c, &[board], Only::Everything, Order::Top, after)?;
    let heard = HEARD.lock().expect("nobody panicked").last().cloned().expect("the statement of the list");
    let text = heard.split(" -- binds").next().unwrap_or_default();
    let values = [board.0, after.key, after.id, 31];
    let text = values
        .iter()
        .enumerate()
        .fold(text.to_owned(), |text, (at, value)| text.replace(&format!("${}", at + 1), &value.to_string()));
    let plan = match c {
        Conn::Sqlite(_) => {
            sql(format!("EXPLAIN QUERY PLAN {text}")).load(c)?.into_iter().map(|row: Sqlite| row.detail).collect()
        }
        Conn::Pg(_) => sql(format!("EXPLAIN ANALYZE {text}"))
            .load(c)?
            .into_iter()
            .map(|row: Postgres| row.line)
            .collect::<Vec<_>>(),
    };
    Ok([vec![text], plan].concat())
}

/// Staff say something of ideas that the crowd follows.
async fn say(server: &Arc<Server>, db: &Db, members: &str, place: Place) {
    let lines = std::fs::read_to_string(Path::new(members)).expect("the members");
    // The hundredth member is of the staff.
    let staff: Vec<&str> = lines.lines().nth(99).expect("a member").split(' ').collect();
    let cookie = format!("talka={}", staff[0]);
    let told = || async { db.read(|c| number(c, "SELECT count(*) AS n FROM inbox")).await.expect("their number") };
    let (mut took, mut waits) = (Vec::new(), Vec::new());
    for n in 1..=WORDS {
        let (id, before) = (place.topic + n, told().await);
        let seen = db.read(move |c| {
            Ok(sql("SELECT coalesce(update_id, 0) AS n FROM ideas WHERE topic_id = $1")
                .bind(id)
                .get_result::<Number>(c)?
                .n)
        });
        let seen = match seen.await.expect("the idea") {
            0 => String::new(),
            update => update.to_string(),
        };
        let body = format!("We begin with it in spring, and tell of the first results here. This is word {n}.");
        let form = [("status", "3"), ("body", body.as_str()), ("seen", seen.as_str()), ("csrf", staff[1])];
        let said = Instant::now();
        let status = server.post(&format!("/ideas/{id}/update"), &cookie, &form).await;
        took.push(said.elapsed());
        assert_eq!(status, 303, "a word of staff");
        // Its author hears of it too.
        while told().await < before + CROWD {
            assert!(said.elapsed() < Duration::from_secs(60), "they do not hear of it");
            rt::time::sleep(Duration::from_millis(20)).await;
        }
        waits.push(said.elapsed());
    }
    took.sort_unstable();
    waits.sort_unstable();
    let most = took[took.len() - 1];
    println!(
        "a word of staff on an idea that {CROWD} follow: answered after {:.0} ms (of {WORDS}: at most {:.0} ms; goal {} ms){}, \
         all inboxes have it after {:.1} s",
        took[took.len() / 2].as_secs_f64() * 1e3,
        most.as_secs_f64() * 1e3,
        GOAL.as_millis(),
        if most > GOAL { "  missed" } else { "" },
        waits[waits.len() / 2].as_secs_f64()
    );
}
