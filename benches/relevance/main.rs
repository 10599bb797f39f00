//! `cargo bench --bench relevance`: how good similar questions are, on real sites.
//!
//! Two Stack Exchange sites of the folder `TALKA_TEST_DATA` are imported into an embedded database. Where a question
//! links to another, each of them is asked for by its title alone, with the other as the answer; the question itself
//! does not count. Most such pairs are "see also" rather than the same question, so nothing finds them all: the figures
//! stand beside those of a plain BM25 (title three times and the text, English stems) on the same questions.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark that cannot go on ends")]
#![allow(clippy::print_stdout, reason = "its output is its purpose")]
#![allow(clippy::wildcard_enum_match_arm, reason = "of XML only the rows matter")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use talka::cli::import::{self, ImportArgs, Origin, StackExchange};
use talka::clock::{Clock, Timestamp};
use talka::config::DatabaseUrl;
use talka::db::Db;
use talka::db::schema::{import_map, posts, topics};
use talka::ids::TopicId;
use talka::policy::Visibility;
use talka::search::find::Reader;
use talka::search::{Wanted, similar};

/// A site with what the plain BM25 reaches on it.
struct Site {
    name: &'static str,
    hit_5: f64,
    ndcg_10: f64,
}

const SITES: [Site; 2] =
    [Site { name: "cardano", hit_5: 0.456, ndcg_10: 0.380 }, Site { name: "ai", hit_5: 0.406, ndcg_10: 0.308 }];
/// After the last post of both.
const NOW: Timestamp = Timestamp(1_641_000_000_000_000);
const LOOKED_AT: usize = 10;

fn main() {
    let data = std::env::var_os("TALKA_TEST_DATA").expect("TALKA_TEST_DATA names the folder with the sites");
    println!(
        "{:<10}{:>9}{:>8}{:>8}{:>9}{:>10}{:>10}{:>10}{:>10}",
        "site", "queries", "hit@1", "hit@5", "nDCG@10", "hit@5 x", "nDCG x", "median", "p99"
    );
    for site in SITES {
        let folder = tempfile::tempdir().unwrap();
        let archive = Path::new(&data).join(format!("se-{}.tar.xz", site.name));
        let unpacked = Command::new("tar").arg("xJf").arg(&archive).arg("-C").arg(folder.path()).status().unwrap();
        assert!(unpacked.success(), "{}", archive.display());
        let dir = folder.path().join(site.name);
        let db = Db::open(&DatabaseUrl::Sqlite(folder.path().join("talka.db"))).unwrap();
        db.migrate().unwrap();
        let from = Origin::Stackexchange(StackExchange { dir: dir.clone(), board: None, host: None, dry_run: false });
        import::run(&db, &Clock::manual(NOW), &ImportArgs { from }).unwrap();
        measure(&site, &db, &linked(&dir));
    }
}

/// The linked pairs, both ways, by the ids of the dump.
fn linked(dir: &Path) -> BTreeSet<(i64, i64)> {
    let mut reader = quick_xml::Reader::from_file(dir.join("PostLinks.xml")).unwrap();
    let (mut pairs, mut buffer) = (BTreeSet::new(), Vec::new());
    loop {
        match reader.read_event_into(&mut buffer).unwrap() {
            quick_xml::events::Event::Empty(row) => {
                let number = |name: &str| -> Option<i64> {
                    let value = row.try_get_attribute(name).unwrap()?;
                    value.value.parse().ok()
                };
                if let (Some(one), Some(other)) = (number("PostId"), number("RelatedPostId")) {
                    pairs.extend([(one, other), (other, one)]);
                }
            }
            quick_xml::events::Event::Eof => return pairs,
            _ => {}
        }
        buffer.clear();
    }
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn measure(site: &Site, db: &Db, pairs: &BTreeSet<(i64, i64)>) {
    let questions: HashMap<i64, (TopicId, String)> = db
        .read_now(|c| {
            let rows: Vec<(String, TopicId, String)> = import_map::table
                .inner_join(posts::table.on(posts::id.eq(import_map::local_id)))
                .inner_join(topics::table.on(topics::id.eq(posts::topic_id)))
                .filter(import_map::kind.eq("post"))
                .filter(posts::kind.eq("question"))
                .select((import_map::foreign_id, topics::id, topics::title))
                .load(c)?;
            Ok(rows.into_iter().map(|(foreign, id, title)| (foreign.parse().unwrap(), (id, title))).collect())
        })
        .unwrap();
    let mut wanted: BTreeMap<i64, BTreeSet<TopicId>> = BTreeMap::new();
    for (one, other) in pairs.iter().filter(|(one, other)| one != other && questions.contains_key(one)) {
        if let Some((topic, _)) = questions.get(other) {
            wanted.entry(*one).or_default().insert(*topic);
        }
    }
    let (mut first, mut five, mut ndcg) = (0.0, 0.0, 0.0);
    let mut times: Vec<Duration> = Vec::new();
    for (question, answers) in &wanted {
        let (itself, title) = &questions[question];
        let begun = Instant::now();
        let found = db
            .read_now(|c| {
                let (seen, zone) = (Visibility::public(), jiff::tz::TimeZone::UTC);
                similar(
                    c,
                    &Reader { seen: &seen, id: None, zone: &zone, now: NOW },
                    title,
                    Wanted { most: LOOKED_AT + 1, words: 1, share: 0.0, kind: None },
                )
            })
            .unwrap();
        times.push(begun.elapsed());
        let found: Vec<TopicId> = found.into_iter().map(|topic| topic.id).filter(|id| id != itself).collect();
        let right: Vec<bool> = found.iter().take(LOOKED_AT).map(|id| answers.contains(id)).collect();
        first += f64::from(u8::from(right.first() == Some(&true)));
        five += f64::from(u8::from(right.iter().take(5).any(|right| *right)));
        let gain = |place: usize| 1.0 / (place as f64 + 2.0).log2();
        let ideal: f64 = (0..answers.len().min(LOOKED_AT)).map(gain).sum();
        ndcg +=
            right.iter().enumerate().filter(|(_, right)| **right).map(|(place, _)| gain(place)).sum::<f64>() / ideal;
    }
    let all = wanted.len() as f64;
    times.sort();
    let (median, p99) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    println!(
        "{:<10}{:>9}{:>8.3}{:>8.3}{:>9.3}{:>10.2}{:>10.2}{median:>10.1?}{p99:>10.1?}",
        site.name,
        wanted.len(),
        first / all,
        five / all,
        ndcg / all,
        five / all / site.hit_5,
        ndcg / all / site.ndcg_10,
    );
    println!("{:<10}{:>9}{:>8}{:>8.3}{:>9.3}", "  BM25", "", "", site.hit_5, site.ndcg_10);
}
