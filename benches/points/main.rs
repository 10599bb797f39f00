//! `cargo bench --bench points`: how long the proof of a ledger takes, a page of a large wallet, and what the job that
//! earns takes for a vote.
//!
//! A million entries of ten thousand members, all sealed; half of all a member could have hangs on the first one, whose
//! wallet of fifty thousand entries is read at its beginning and in its middle, beside one of a hundred. Then votes for
//! answers, as their events stand when the job comes to them. SQLite in a folder of `target`, or an empty database that
//! `TALKA_DATABASE_URL` names.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark that cannot go on ends")]
#![allow(clippy::print_stdout, reason = "its output is its purpose")]

use std::time::{Duration, Instant};

use diesel::RunQueryDsl;
use talka::clock::Timestamp;
use talka::config::Config;
use talka::db::{Db, sql};
use talka::ids::UserId;
use talka::ledger::{proof, seal};
use talka::points::{earn, wallet};
use talka::policy::Actor;

/// 2026-11-21T12:00:00Z.
const NOW: Timestamp = Timestamp(1_795_262_400_000_000);
/// Votes that the job comes to.
const VOTES: i64 = 5_000;
/// How often a page is read.
const READS: usize = 101;

fn main() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder in target");
    let url = std::env::var("TALKA_DATABASE_URL").ok();
    let key = |name: &str| match name {
        "TALKA_DATABASE_URL" => url.clone(),
        "TALKA_DATA_DIR" => folder.path().to_str().map(ToOwned::to_owned),
        _ => None,
    };
    let config = Config::from_parts(None, key).expect("TALKA_DATABASE_URL");
    let db = Db::open(&config.database).unwrap();
    db.migrate().unwrap();
    println!("filling {:?}", db.url());
    fill(&db);
    let began = Instant::now();
    while db.write_now(|tx| seal::step(tx, NOW)).unwrap() {}
    println!("sealing 500,000 transactions: {:.1?}", began.elapsed());
    let began = Instant::now();
    let mut damages = 0;
    let extent = db.read_now(|c| proof::prove(c, &mut |_| damages += 1)).unwrap();
    println!("the proof of {extent:?}: {:.1?} (goal 10 s), {damages} damages", began.elapsed());
    wallets(&db);
    votes(&db);
}

fn run(db: &Db, text: &'static str) {
    db.write_now(move |tx| Ok(sql(text).execute(tx)?)).unwrap_or_else(|error| panic!("{error}: {text}"));
}

/// Every tenth entry of a member's is the first member's.
fn fill(db: &Db) {
    for text in [
        "INSERT INTO users (handle, handle_key, display_name, created_at, email_verified_at) WITH RECURSIVE c (n) AS \
         (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM c WHERE n < 20000) SELECT 'm' || n, 'm' || n, 'M', 1, 1 FROM c",
        "INSERT INTO ledger_accounts (kind, owner, balance) SELECT 'pending', id, 0 FROM users WHERE id <= 10000",
        "INSERT INTO ledger_accounts (kind, owner, balance) VALUES ('issuance', 0, NULL)",
        "INSERT INTO ledger_transactions (key, kind, subject, month, reason, digest, at) WITH RECURSIVE c (n) AS \
         (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM c WHERE n < 500000) \
         SELECT 'award:' || n, 'award', n, 24322, 'answer_up', '', n FROM c",
        "INSERT INTO ledger_entries (transaction_id, account_id, amount) SELECT t.id, a.id, 5 FROM ledger_transactions t \
         JOIN ledger_accounts a ON a.kind = 'pending' AND a.owner = CASE WHEN t.id % 10 = 0 THEN 1 ELSE 2 + t.id % 9000 END",
        "INSERT INTO ledger_entries (transaction_id, account_id, amount) SELECT t.id, a.id, -5 FROM ledger_transactions t \
         JOIN ledger_accounts a ON a.kind = 'issuance'",
        "UPDATE ledger_accounts SET balance = (SELECT coalesce(sum(e.amount), 0) FROM ledger_entries e \
         WHERE e.account_id = ledger_accounts.id) WHERE kind = 'pending'",
        // What is voted for: an answer of the first thousand members for each vote, by others who have a post that stood.
        "INSERT INTO boards (slug, name, kind, restricted, created_at) VALUES ('open', 'Open', 'questions', FALSE, 1)",
        "INSERT INTO topics (kind, board_id, author_id, title, slug, lang, tags, excerpt, state, audience, created_at, \
         updated_at, active_at) SELECT 'question', b.id, u.id, 'Title', 'title', 'en', '', '', 'visible', 0, 1, 1, 1 \
         FROM users u JOIN boards b ON b.slug = 'open' WHERE u.id > 10000 AND u.id <= 15000",
        "INSERT INTO posts (topic_id, audience, kind, author_id, source, html, state, created_at) \
         SELECT t.id, 0, 'question', t.author_id, 'Text', '<p>Text</p>', 'visible', 1 FROM topics t",
        "INSERT INTO posts (topic_id, audience, kind, author_id, source, html, state, created_at) \
         SELECT t.id, 0, 'answer', 1 + t.id % 1000, 'Text', '<p>Text</p>', 'visible', 1 FROM topics t",
        "INSERT INTO reward_terms (version, source, html, published_at) VALUES (1, 'Terms', 'Terms', 1)",
        "INSERT INTO reward_consents (user_id, version, at) SELECT id, 1, 1 FROM users",
    ] {
        run(db, text);
    }
}

fn wallets(db: &Db) {
    let page = |user: i64, before: i64| {
        let mut times: Vec<Duration> = (0..READS)
            .map(|_| {
                let began = Instant::now();
                let (lines, _) = db.read_now(|c| wallet::history(c, (&Actor::System, UserId(user)), before)).unwrap();
                assert!(!lines.is_empty());
                began.elapsed()
            })
            .collect();
        times.sort_unstable();
        times[READS / 2]
    };
    let (large, middle, small) = (page(1, i64::MAX), page(1, 250_000), page(2, i64::MAX));
    println!(
        "a page of a wallet, median: {large:.1?} of 50,000 entries, {middle:.1?} in their middle, {small:.1?} of 55"
    );
}

fn votes(db: &Db) {
    let text = "INSERT INTO reputation_events (user_id, kind, amount, day, board_id, post_id, cause_id, number, at) \
         SELECT p.author_id, 'answer_up', 10, $1, t.board_id, p.id, t.author_id, 1, $2 FROM posts p \
         JOIN topics t ON t.id = p.topic_id WHERE p.kind = 'answer'";
    let at = NOW.0;
    db.write_now(move |tx| Ok(sql(text).bind(at / 86_400_000_000).bind(at).execute(tx)?)).unwrap();
    let began = Instant::now();
    let mut after = None;
    loop {
        after = db.write_now(move |tx| earn::step(tx, after, NOW)).unwrap();
        if after.is_none() {
            break;
        }
    }
    let each = began.elapsed() / u32::try_from(VOTES).unwrap();
    let paid = db.read_now(|c| wallet::balances(c, UserId(2))).unwrap().pending;
    println!("earning, beside the votes: {each:.1?} a vote of {VOTES} (the second member has {paid} pending)");
}
