//! `cargo bench --bench standing`: what reputation adds to a vote, and how long it takes to sum it up anew.
//!
//! Votes on answers that everybody reads, which give reputation, and on answers of a restricted board, which give none
//! and are written the same but for that, a batch of one kind after a batch of the other, medians of both and their
//! ratio: a transaction each, as one waits for it; the work alone, as where many are committed together; and as members
//! send them, one after the other over HTTP. Then five million events of a hundred thousand members, summed up anew.
//! SQLite in a folder of `target`, or an empty database that `TALKA_DATABASE_URL` names.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark that cannot go on ends")]
#![allow(clippy::print_stdout, reason = "its output is its purpose")]

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use diesel::RunQueryDsl;
use talka::app::App;
use talka::cli::reputation;
use talka::clock::{Clock, Timestamp};
use talka::config::Config;
use talka::db::{Conn, Db, sql};
use talka::ids::{PostId, UserId};
use talka::mail::{Delivery, Mailer};
use talka::policy::Direction;
use talka::sessions;
use talka::settings::Site;
use talka::votes::{self, Ballot};
use talka::web::{FloodLimits, Rate};

const MEMBERS: i64 = 100_000;
const EVENTS: i64 = 5_000_000;
/// Votes of each kind in a batch, and batches of each.
const BATCH: usize = 200;
const BATCHES: usize = 40;
/// 2026-11-21T12:00:00Z.
const NOON: i64 = 1_795_262_400_000_000;

fn main() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder in target");
    let url = std::env::var("TALKA_DATABASE_URL").ok();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let key = |name: &str| match name {
        "TALKA_DATABASE_URL" => url.clone(),
        "TALKA_LISTEN" => Some(address.to_string()),
        "TALKA_DATA_DIR" => folder.path().to_str().map(ToOwned::to_owned),
        _ => None,
    };
    let config = Config::from_parts(None, key).expect("TALKA_DATABASE_URL");
    let db = Db::open(&config.database).unwrap();
    db.migrate().unwrap();
    println!("filling {:?}", db.url());
    fill(&db);
    for (how, votes) in
        [("committed one by one", alone as fn(&Db, Vec<Post>) -> Vec<Duration>), ("without the commit", together)]
    {
        print_ratio(how, vote(&db, votes), BATCH * BATCHES);
    }
    over_http(config, listener);
    events(&db);
    let began = Instant::now();
    let wrong = reputation::recount(&db).unwrap();
    println!(
        "{EVENTS} events of {MEMBERS} members summed up anew: {:.1?} (goal 60 s), {wrong} had another sum",
        began.elapsed()
    );
}

fn run(db: &Db, text: &'static str) {
    db.write_now(move |tx| Ok(sql(text).execute(tx)?)).unwrap_or_else(|error| panic!("{error}: {text}"));
}

/// Members, and for each vote a question with an answer: the first half of them on a board that everybody reads.
fn fill(db: &Db) {
    for text in [
        "INSERT INTO users (handle, handle_key, display_name, created_at, email_verified_at) WITH RECURSIVE c (n) AS \
         (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM c WHERE n < 100000) SELECT 'm' || n, 'm' || n, 'M', 1, 1 FROM c",
        "INSERT INTO boards (slug, name, kind, restricted, created_at) VALUES ('open', 'Open', 'questions', FALSE, 1), \
         ('closed', 'Closed', 'questions', TRUE, 1)",
        "INSERT INTO topics (kind, board_id, author_id, title, slug, lang, tags, excerpt, state, audience, created_at, \
         updated_at, active_at) WITH RECURSIVE c (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM c WHERE n < 36000) \
         SELECT 'question', b.id, n, 'Title', 'title', 'en', '', '', 'visible', CASE WHEN b.restricted THEN b.id ELSE 0 END, \
         n, n, n FROM c JOIN boards b ON b.slug = CASE WHEN n % 2 = 0 THEN 'open' ELSE 'closed' END",
        "INSERT INTO posts (topic_id, audience, kind, author_id, source, html, state, created_at) \
         SELECT t.id, t.audience, 'answer', t.author_id + 32000, 'Text', '<p>Text</p>', 'visible', t.id FROM topics t",
        "INSERT INTO groups (slug, name, created_at) VALUES ('in', 'In', 1)",
        "INSERT INTO board_groups (board_id, group_id) SELECT b.id, g.id FROM boards b JOIN groups g ON g.slug = 'in' \
         WHERE b.restricted",
        "INSERT INTO group_members (group_id, user_id, added_at) SELECT g.id, u.id, 1 FROM groups g JOIN users u \
         ON u.id > 90000 WHERE g.slug = 'in'",
    ] {
        run(db, text);
    }
}

/// An answer with its author, and whether everybody reads it.
#[derive(Clone, Copy, diesel::QueryableByName)]
struct Post {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    id: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    author_id: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    audience: i64,
}

/// The medians of a vote that gives reputation and of one that does not, on answers that have no vote yet.
fn vote(db: &Db, votes: fn(&Db, Vec<Post>) -> Vec<Duration>) -> (Duration, Duration) {
    let posts: Vec<Post> = db
        .read_now(|c| Ok(sql("SELECT id, author_id, audience FROM posts WHERE ups = 0 ORDER BY id").load(c)?))
        .unwrap();
    let (open, closed): (Vec<Post>, Vec<Post>) = posts.into_iter().partition(|post| post.audience == 0);
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for (open, closed) in open.chunks(BATCH).zip(closed.chunks(BATCH)).take(BATCHES) {
        with.extend(votes(db, open.to_vec()));
        without.extend(votes(db, closed.to_vec()));
    }
    (median(with), median(without))
}

/// Each vote in a transaction of its own: how long one waits for it.
fn alone(db: &Db, posts: Vec<Post>) -> Vec<Duration> {
    let timed = |post: Post| {
        let began = Instant::now();
        db.write_now(move |tx| cast(tx, post)).unwrap();
        began.elapsed()
    };
    posts.into_iter().map(timed).collect()
}

/// All in one transaction: the work of a vote alone, as where many are committed together.
fn together(db: &Db, posts: Vec<Post>) -> Vec<Duration> {
    let timed = |tx: &mut Conn, post: Post| {
        let began = Instant::now();
        cast(tx, post).map(|_| began.elapsed())
    };
    db.write_now(move |tx| posts.iter().map(|post| timed(tx, *post)).collect()).unwrap()
}

/// Everybody votes once, so that no limit is met.
fn cast(tx: &mut Conn, post: Post) -> talka::error::Result<i64> {
    let ballot = Ballot {
        on: PostId(post.id),
        receiver: UserId(post.author_id),
        edited_at: None,
        giver: UserId(post.author_id + 32_000),
        way: Direction::Up,
        now: Timestamp(NOON),
        site: &Site::default(),
    };
    votes::cast(tx, &ballot)
}

/// Members whose votes come over HTTP, and how many of each kind each of them gives: two kinds make a day's limit.
const VOTERS: usize = 50;
const EACH: usize = 20;

/// The same as members send it: each kind in turn, one after the other, over kept connections.
fn over_http(config: Config, listener: TcpListener) {
    let rate = Rate::new(u32::MAX, u32::MAX);
    let flood = FloodLimits { writes: rate, searches: rate, whole_feeds: rate, connections: 1_000 };
    let mailer = Mailer::with(&config.mail_from, Delivery::Memory(Arc::default())).unwrap();
    let address = listener.local_addr().unwrap();
    let app = App::build(config, Clock::System, flood, mailer).unwrap();
    let db = app.shared.db.clone();
    let (give, take) = channel();
    let server = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = app.server(listener, 1).unwrap();
            give.send(server.handle()).unwrap();
            server.await.unwrap();
        });
    });
    let handle = take.recv().unwrap();
    let posts: Vec<Post> = db
        .read_now(|c| Ok(sql("SELECT id, author_id, audience FROM posts WHERE ups = 0 ORDER BY id").load(c)?))
        .unwrap();
    let (open, closed): (Vec<Post>, Vec<Post>) = posts.into_iter().partition(|post| post.audience == 0);
    let turns = open.into_iter().zip(closed).map(|(open, closed)| [open, closed]).collect::<Vec<_>>();
    let start = |voter| {
        let now = Clock::System.now();
        let from = sessions::Client { ip: "127.0.0.1".into(), agent: "the benchmark".into() };
        db.write_now(move |tx| sessions::start(tx, UserId(voter), false, &from, now)).unwrap()
    };
    let secrets: Vec<String> = (90_001..).take(VOTERS).map(start).collect();
    let (mut with, mut without) = (Vec::new(), Vec::new());
    let browser = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    browser.block_on(async {
        for (secret, turns) in secrets.iter().zip(turns.chunks(EACH)) {
            let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
            let cookie = format!("talka={secret}");
            let page =
                client.get(format!("http://{address}/privileges")).header("cookie", &cookie).send().await.unwrap();
            let page = scraper::Html::parse_document(&page.text().await.unwrap());
            let meta = scraper::Selector::parse("meta[name=csrf]").unwrap();
            let token = page.select(&meta).next().and_then(|meta| meta.attr("content")).expect("a token").to_owned();
            for (post, times) in turns.iter().flat_map(|[open, closed]| [(open, true), (closed, false)]) {
                let request = client
                    .post(format!("http://{address}/posts/{}/vote", post.id))
                    .header("cookie", &cookie)
                    .form(&[("csrf", token.as_str()), ("value", "1")]);
                let began = Instant::now();
                let answer = request.send().await.unwrap();
                let took = began.elapsed();
                assert_eq!(answer.status(), 303, "post {}", post.id);
                if times { with.push(took) } else { without.push(took) }
            }
        }
    });
    drop(handle.stop(false));
    server.join().unwrap();
    print_ratio("over HTTP", (median(with), median(without)), VOTERS * EACH);
}

fn print_ratio(how: &str, (with, without): (Duration, Duration), each: usize) {
    println!(
        "a vote that gives reputation, {how}: {with:.1?}, one that gives none: {without:.1?} (medians of {each} each), \
         ratio {:.3} (goal 1.15)",
        with.as_secs_f64() / without.as_secs_f64()
    );
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Events of everybody, over two years: fifty each, now and then several on a day.
fn events(db: &Db) {
    let began = Instant::now();
    for from in (0..EVENTS).step_by(250_000) {
        db.write_now(move |tx| {
            Ok(sql("INSERT INTO reputation_events (user_id, kind, amount, day, board_id, post_id, cause_id, number, at) \
                 WITH RECURSIVE c (n) AS (SELECT $1 UNION ALL SELECT n + 1 FROM c WHERE n < $2) \
                 SELECT 1 + n % 100000, CASE n % 7 WHEN 0 THEN 'accepted' WHEN 1 THEN 'down' ELSE 'answer_up' END, \
                 CASE n % 7 WHEN 0 THEN 15 WHEN 1 THEN -2 ELSE 10 END, 20000 + n / 100000 * 7 % 700, 1, 1 + n % 16000, n + 1000000, 1, 1 \
                 FROM c")
            .bind(from)
            .bind(from + 249_999)
            .execute(tx)?)
        })
        .unwrap();
    }
    println!("{EVENTS} events written in {:.1?}", began.elapsed());
}
