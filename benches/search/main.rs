//! `cargo bench --bench search`: how long finding takes in a large community.
//!
//! Fills an empty database with questions and an answer each (`TALKA_BENCH_TOPICS`, 100,000 at first), indexes them as
//! `talka search reindex` does, and asks from as many threads as there are processors: for each kind of query the median and the
//! 99th percentile over many different ones, beside the goal. SQLite in a folder of `target`, or the database that
//! `TALKA_DATABASE_URL` names; one that this benchmark has filled before is taken as it is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark that cannot go on ends")]
#![allow(clippy::print_stdout, reason = "its output is its purpose")]

mod data;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use diesel::RunQueryDsl;
use jiff::tz::TimeZone;
use talka::clock::Clock;
use talka::config::{Config, DatabaseUrl};
use talka::db::{Conn, Db};
use talka::policy::Visibility;
use talka::search::find::{Reader, Sort, find};
use talka::search::query::parse;
use talka::search::spell::did_you_mean;
use talka::search::{self, Fill, Wanted, similar, suggest};

use data::Random;

/// Different queries of each kind.
const QUERIES: u64 = 600;
/// Asked before it is measured, of each kind.
const WARM_UP: u64 = 60;
const SEARCH: Duration = Duration::from_millis(50);
const WHILE_TYPING: Duration = Duration::from_millis(20);

/// A kind of query.
struct Case {
    name: &'static str,
    goal: Duration,
    /// The text of the query with a number, among so many questions.
    text: fn(u64, u64) -> String,
    /// Asks, and answers how much was found.
    ask: fn(&mut Conn, &Reader<'_>, &str) -> usize,
}

fn cases() -> Vec<Case> {
    let search = |name, text| Case { name, goal: SEARCH, text, ask: ask_search };
    vec![
        search("one common word", |n, _| data::word(data::language(n), (n / 6 % 40) as usize)),
        search("one word", |n, _| mixed(n, 1)),
        search("two words", |n, _| mixed(n, 2)),
        search("three words", |n, _| mixed(n, 3)),
        search("two words of a title", |n, topics| of_title(n, topics, 2)),
        search("three words of a title", |n, topics| of_title(n, topics, 3)),
        search("a phrase of two words", |n, topics| format!("\"{}\"", of_text(n, topics, 2))),
        search("a phrase of common words", |n, _| format!("\"{} {}\"", common(n, 0), common(n, 1))),
        search("a tag and a word", |n, topics| {
            let number = n * 7919 % topics + 1;
            format!("tag:{} {}", data::tag(number), of_text(n, topics, 1))
        }),
        search("a word without another", |n, _| format!("{} -{}", common(n, 0), common(n, 1))),
        search("filters alone", |n, _| format!("is:solved score:>{}", n % 10)),
        search("nothing found", |n, _| format!("{}qx {}", mixed(n, 1), data::word(data::language(n), 5_000))),
        Case {
            name: "suggestions",
            goal: WHILE_TYPING,
            text: |n, topics| {
                let words = of_title(n, topics, 1 + n % 3);
                words.chars().take(words.chars().count().saturating_sub(n as usize % 3).max(2)).collect()
            },
            ask: |c, reader, text| suggest(c, text, reader).unwrap().len(),
        },
        Case {
            name: "similar questions",
            goal: WHILE_TYPING,
            text: |n, topics| data::title(topics + n),
            ask: |c, reader, text| {
                similar(c, reader, text, Wanted { most: 5, words: 1, share: 0.0, kind: None }).unwrap().len()
            },
        },
    ]
}

fn ask_search(c: &mut Conn, reader: &Reader<'_>, text: &str) -> usize {
    let query = parse(text);
    let found = find(c, &query, reader, Sort::Relevance).unwrap().topics.len();
    if found == 0 {
        did_you_mean(c, &query, reader).unwrap();
    }
    found
}

fn common(n: u64, which: u64) -> String {
    data::word(data::language(n), Random::new(n * 2 + which).below(60) as usize)
}

/// Words of a language, frequent and rare ones.
fn mixed(n: u64, count: u64) -> String {
    data::words(&mut Random::new(n + 1_000_000_000), data::language(n), count)
}

/// Words that stand one after the other.
fn some(text: &str, n: u64, count: u64) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let from = n as usize % (words.len() - count as usize + 1);
    words[from..from + count as usize].join(" ")
}

fn of_title(n: u64, topics: u64, count: u64) -> String {
    some(&data::title(n * 7919 % topics + 1), n, count)
}

fn of_text(n: u64, topics: u64, count: u64) -> String {
    some(&data::text(n * 7919 % topics + 1, n.is_multiple_of(2)), n, count)
}

fn main() {
    let topics: u64 = std::env::var("TALKA_BENCH_TOPICS").map_or(100_000, |text| text.parse().expect("a number"));
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder in target");
    let url = std::env::var("TALKA_DATABASE_URL").ok();
    let key = |name: &str| match name {
        "TALKA_DATABASE_URL" => url.clone(),
        "TALKA_DATA_DIR" => folder.path().to_str().map(ToOwned::to_owned),
        _ => None,
    };
    let url = Config::from_parts(None, key).expect("TALKA_DATABASE_URL").database;
    let db = Db::open(&url).expect("a database");
    db.migrate().expect("its schema");
    if db.read_now(search::texts).unwrap() == 0 {
        fill(&db, topics);
    }
    println!("\n{:28}{:>10}{:>10}{:>10}{:>10}{:>10}", "", "found", "p50 ms", "p99 ms", "most ms", "goal ms");
    let (mut all, mut found) = (Vec::new(), 0);
    for case in cases() {
        let (times, count) = measure(&db, &case, topics);
        print(case.name, case.goal, times.clone(), count);
        if case.goal == SEARCH {
            all.extend(times);
            found += count;
        }
    }
    print("all searches", SEARCH, all, found);
}

fn fill(db: &Db, topics: u64) {
    println!("filling {:?} with {topics} questions and their answers", db.url());
    data::fill(db, topics).expect("an empty database");
    let before = db.read_now(data::size).unwrap();
    let (begun, mut from, mut documents) = (Instant::now(), Fill::default(), 0);
    while let Some((next, looked_at)) = db.write_now(move |tx| search::fill(tx, from)).expect("the index") {
        from = next;
        documents += looked_at;
    }
    let (took, after) = (begun.elapsed().as_secs_f64(), db.read_now(data::size).unwrap());
    println!("indexed {documents} documents in {took:.0} s: {:.0} a second", documents as f64 / took);
    println!("the texts take {} MiB, the index {} MiB", before >> 20, (after - before) >> 20);
    if matches!(db.url(), DatabaseUrl::Postgres(_)) {
        // What autovacuum would do in a minute. SQLite's planner works without statistics in Talka, so it gets none.
        db.write_now(|tx| Ok(diesel::sql_query("ANALYZE").execute(tx)?)).unwrap();
    }
}

fn measure(db: &Db, case: &Case, topics: u64) -> (Vec<Duration>, usize) {
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    run(db, case, topics, threads, 0..WARM_UP);
    run(db, case, topics, threads, WARM_UP..WARM_UP + QUERIES)
}

fn print(name: &str, goal: Duration, mut times: Vec<Duration>, found: usize) {
    times.sort_unstable();
    let ms = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1e3);
    let (p50, p99, most) = (times[times.len() / 2], times[times.len() * 99 / 100], times[times.len() - 1]);
    println!(
        "{name:28}{:>10.1}{:>10}{:>10}{:>10}{:>10}{}",
        found as f64 / times.len() as f64,
        ms(p50),
        ms(p99),
        ms(most),
        ms(goal),
        if p99 > goal { "  missed" } else { "" }
    );
}

/// Asks queries from several threads; how long each took, and how much was found.
fn run(db: &Db, case: &Case, topics: u64, threads: usize, queries: std::ops::Range<u64>) -> (Vec<Duration>, usize) {
    let (next, found, times) = (Mutex::new(queries), AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let Some(number) = next.lock().unwrap().next() else { break };
                    let text = (case.text)(number, topics);
                    let begun = Instant::now();
                    let count = db.read_now(|c| {
                        let (seen, zone) = (Visibility::public(), TimeZone::UTC);
                        let reader = Reader { seen: &seen, id: None, zone: &zone, now: Clock::System.now() };
                        Ok((case.ask)(c, &reader, &text))
                    });
                    times.lock().unwrap().push(begun.elapsed());
                    found.fetch_add(count.unwrap(), Ordering::Relaxed);
                }
            });
        }
    });
    (times.into_inner().unwrap(), found.into_inner())
}
