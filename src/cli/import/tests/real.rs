//! Two whole sites as Stack Exchange publishes them.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use unicode_normalization::UnicodeNormalization;

use super::super::dump::{Dump, Row, Table};
use super::store::{assert_sound, number, rows, texts};
use super::{assert_complete, site};

#[test]
fn cardano_is_in() {
    real("cardano");
}

#[test]
fn ai_is_in() {
    real("ai");
}

fn real(name: &str) {
    let Some(data) = std::env::var_os("TALKA_TEST_DATA") else {
        #[expect(clippy::print_stdout, reason = "what did not run says so")]
        {
            println!("TALKA_TEST_DATA is not set: the import of the site {name} was not tested");
        }
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let archive = Path::new(&data).join(format!("se-{name}.tar.xz"));
    let unpacked = Command::new("tar").arg("xJf").arg(&archive).arg("-C").arg(folder.path()).status().unwrap();
    assert!(unpacked.success(), "{}", archive.display());
    let dir = folder.path().join(name);
    let dump = Dump::open(&dir).unwrap();
    let site = site();

    let report = site.import(&dir, |_| ()).unwrap();
    assert_complete(&report);
    assert_sound(&site.db);
    compare(&dump, &site.db);
    assert_words_are_kept(&dump, &site.db);
    assert_reputation(&site.db);

    let before = rows(&site.db);
    let again = site.import(&dir, |_| ()).unwrap();
    assert_complete(&again);
    assert_eq!(rows(&site.db), before);
    assert!(again.items.values().all(|tally| tally.taken == 0), "{again}");
    assert_eq!(again.left, report.left);
}

/// Reads the dump beside the import and compares what counts, post by post.
fn compare(dump: &Dump, db: &crate::db::Db) {
    let all = |table| dump.rows(table).unwrap().map(Result::unwrap);
    let kind = |row: &Row| row.number("PostTypeId").unwrap();
    let posts: HashMap<i64, i64> = all(Table::Posts).map(|row| (row.number("Id").unwrap(), kind(&row))).collect();
    let count = |wanted| posts.values().filter(|kind| **kind == wanted).count() as i64;
    assert_eq!(number(db, "SELECT count(*) AS n FROM posts WHERE kind = 'question'"), count(1));
    assert_eq!(number(db, "SELECT count(*) AS n FROM posts WHERE kind = 'answer'"), count(2));
    let under_texts = |row: &Row| matches!(posts.get(&row.number("PostId").unwrap()), Some(1 | 2));
    let comments = all(Table::Comments).filter(under_texts).count() as i64;
    assert_eq!(number(db, "SELECT count(*) AS n FROM comments"), comments);
    let comment_scores: i64 = all(Table::Comments).filter(under_texts).filter_map(|row| row.number("Score")).sum();
    assert_eq!(number(db, "SELECT count(*) AS n FROM comment_votes"), comment_scores);

    let mut here: Vec<String> = texts(
        db,
        "SELECT m.foreign_id || ' ' || p.score || ' ' || p.created_at || ' ' || \
           CASE WHEN p.kind = 'question' THEN coalesce((SELECT am.foreign_id FROM posts a \
             JOIN import_map am ON am.kind = 'post' AND am.local_id = a.id \
             WHERE a.topic_id = p.topic_id AND a.accepted), '-') ELSE '-' END AS t \
         FROM posts p JOIN import_map m ON m.kind = 'post' AND m.local_id = p.id",
    );
    let mut there: Vec<String> = all(Table::Posts)
        .filter(|row| matches!(kind(row), 1 | 2))
        .map(|row| {
            let text = |column| row.text(column).unwrap_or("-");
            let created = row.date("CreationDate").unwrap().0;
            format!("{} {} {created} {}", text("Id"), text("Score"), text("AcceptedAnswerId"))
        })
        .collect();
    here.sort();
    there.sort();
    assert_eq!(here, there);
}

/// Everybody has the reputation that the rules give for the votes and acceptances that came in: counted here from what
/// stands, without events.
fn assert_reputation(db: &crate::db::Db) {
    let fields = |line: String| -> Vec<i64> { line.split(' ').map(|field| field.parse().unwrap()).collect() };
    let mut earned: HashMap<i64, i64> = HashMap::new();
    let mut days: HashMap<(i64, i64), i64> = HashMap::new();
    let votes = "SELECT p.author_id || ' ' || v.day || ' ' || v.value || ' ' || CASE p.kind WHEN 'answer' THEN 10 ELSE 5 END \
         AS t FROM votes v JOIN posts p ON p.id = v.post_id";
    for vote in texts(db, votes).into_iter().map(fields) {
        match vote[2] {
            1 => *days.entry((vote[0], vote[1])).or_default() += vote[3],
            _ => *earned.entry(vote[0]).or_default() += 2 * vote[2],
        }
    }
    for ((author, _), gained) in days {
        *earned.entry(author).or_default() += gained.min(200);
    }
    let accepted = "SELECT a.author_id || ' ' || t.author_id AS t FROM posts a JOIN topics t ON t.id = a.topic_id \
         WHERE a.accepted AND a.author_id <> t.author_id";
    for one in texts(db, accepted).into_iter().map(fields) {
        *earned.entry(one[0]).or_default() += 15;
        *earned.entry(one[1]).or_default() += 2;
    }
    earned.retain(|_, earned| *earned != 0);
    let stored: HashMap<i64, i64> = texts(db, "SELECT id || ' ' || reputation AS t FROM users WHERE reputation <> 0")
        .into_iter()
        .map(fields)
        .map(|user| (user[0], user[1]))
        .collect();
    assert!(stored.len() > 100, "{}", stored.len());
    assert_eq!(stored, earned);
}

/// The letters and digits of what is shown are those of the dump's HTML: not only as many posts, but their words.
fn assert_words_are_kept(dump: &Dump, db: &crate::db::Db) {
    let shown: HashMap<String, String> = texts(
        db,
        "SELECT m.foreign_id || ' ' || p.html AS t FROM posts p \
         JOIN import_map m ON m.kind = 'post' AND m.local_id = p.id",
    )
    .into_iter()
    .map(|line| line.split_once(' ').map(|(id, html)| (id.to_owned(), words(html))).unwrap())
    .collect();
    let changed: Vec<String> = dump
        .rows(Table::Posts)
        .unwrap()
        .map(Result::unwrap)
        .filter(|row| matches!(row.number("PostTypeId"), Some(1 | 2)))
        .filter(|row| shown[row.text("Id").unwrap()] != words(row.text("Body").unwrap()))
        .map(|row| row.text("Id").unwrap().to_owned())
        .collect();
    assert!(changed.len() * 100 < shown.len(), "{} of {}: {changed:?}", changed.len(), shown.len());
}

/// Letters and digits in order; images count by their words only where they have some, numbers of lists not at all.
fn words(html: &str) -> String {
    let page = scraper::Html::parse_fragment(html);
    let mut words = String::new();
    for node in page.tree.nodes() {
        match node.value() {
            scraper::Node::Text(text) if !text.starts_with("http") => words.push_str(text),
            scraper::Node::Element(image) if image.name() == "img" => words.push_str(image.attr("alt").unwrap_or("")),
            scraper::Node::Text(_)
            | scraper::Node::Element(_)
            | scraper::Node::Document
            | scraper::Node::Fragment
            | scraper::Node::Doctype(_)
            | scraper::Node::Comment(_)
            | scraper::Node::ProcessingInstruction(_) => {}
        }
    }
    words.nfkc().filter(|c| c.is_alphanumeric()).collect()
}
