//! The made-up dump of `tests/data/stackexchange`: one of each odd thing.

use std::path::{Path, PathBuf};

use super::super::{Item, Tally};
use super::store::{assert_sound, execute, number, rows, texts};
use super::{assert_complete, site};

fn dump() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/stackexchange/phones.example.com")
}

/// A copy of the dump under the same name, to be broken.
fn copy(folder: &Path) -> PathBuf {
    let copy = folder.join("phones.example.com");
    std::fs::create_dir(&copy).unwrap();
    for file in std::fs::read_dir(dump()).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), copy.join(file.file_name())).unwrap();
    }
    copy
}

const fn tally(found: u64, taken: u64, left: u64) -> Tally {
    Tally { found, taken, known: 0, left }
}

#[test]
fn every_row_is_taken_or_listed() {
    let site = site();
    let report = site.import(&dump(), |_| ()).unwrap();
    assert_complete(&report);
    assert_sound(&site.db);
    for (item, expected) in [
        (Item::Users, tally(13, 12, 1)),
        (Item::ProfileFields, tally(2, 0, 2)),
        (Item::Tags, tally(5, 4, 1)),
        (Item::TagDescriptions, tally(3, 1, 2)),
        (Item::UnusableTags, tally(1, 0, 1)),
        (Item::Questions, tally(7, 7, 0)),
        (Item::Answers, tally(7, 6, 1)),
        (Item::OtherPosts, tally(2, 0, 2)),
        (Item::Acceptances, tally(3, 2, 1)),
        (Item::Comments, tally(9, 6, 3)),
        (Item::Votes, tally(28, 24, 4)),
        (Item::CommentVotes, tally(56, 13, 43)),
        (Item::AcceptanceDates, tally(3, 2, 1)),
        (Item::OtherVotes, tally(3, 0, 3)),
        (Item::Scores, tally(14, 12, 2)),
        (Item::TextLinks, tally(4, 3, 1)),
        (Item::PostLinks, tally(4, 1, 3)),
    ] {
        assert_eq!(report.of(item), expected, "{item:?}\n{report}");
    }
    assert_eq!(report.made["accounts of authors who are not in Users.xml"], 3);
    assert_eq!(report.made["tags that are not in Tags.xml"], 6);
    assert_eq!(report.made["votes up that the score counts and Votes.xml does not have"], 4);
    assert_eq!(report.made["votes down that the score counts and Votes.xml does not have"], 1);
    assert_eq!(report.oversized.len(), 3, "{report}");
    let scores = "SELECT m.foreign_id || ' ' || p.score || ' ' || p.ups AS t FROM posts p \
                  JOIN import_map m ON m.kind = 'post' AND m.local_id = p.id ORDER BY p.kind, p.created_at, p.id";
    assert_eq!(
        texts(&site.db, scores),
        [
            "10 4 4", "11 1 2", "12 0 0", "13 -1 0", "14 0 0", "16 0 0", "1 3 4", "2 -2 1", "3 0 0", "4 1 1", "5 0 0",
            "6 10 10", "7 1 1"
        ]
    );
}

#[test]
fn history_gives_reputation_by_the_same_rules() {
    let site = site();
    site.import(&dump(), |_| ()).unwrap();
    let counted = |sql: &str| number(&site.db, sql);
    for (kind, of) in [("question_up", "question"), ("answer_up", "answer")] {
        let events = counted(&format!("SELECT count(*) AS n FROM reputation_events WHERE kind = '{kind}'"));
        let ups = format!(
            "SELECT count(*) AS n FROM votes v JOIN posts p ON p.id = v.post_id JOIN topics t ON t.id = p.topic_id \
             WHERE v.value = 1 AND p.kind = '{of}' AND p.state = 'visible' AND t.state = 'visible' AND t.audience = 0"
        );
        assert_eq!(events, counted(&ups), "{kind}");
        assert!(events > 0);
    }
    assert!(counted("SELECT count(*) AS n FROM reputation_events WHERE kind = 'down'") > 0);
    // Nobody knows who voted: nobody pays for it.
    assert_eq!(counted("SELECT count(*) AS n FROM reputation_events WHERE kind = 'downvoting'"), 0);
    let accepted = "SELECT count(*) AS n FROM posts p JOIN topics t ON t.id = p.topic_id WHERE p.accepted \
         AND p.state = 'visible' AND t.state = 'visible' AND t.author_id <> p.author_id";
    assert_eq!(counted("SELECT count(*) AS n FROM reputation_events WHERE kind = 'accepted'"), counted(accepted));
    assert_eq!(counted("SELECT count(*) AS n FROM walks WHERE name = 'reputation' AND finished_at IS NULL"), 0);
    // Once more gives nothing twice.
    let events = counted("SELECT count(*) AS n FROM reputation_events");
    site.import(&dump(), |_| ()).unwrap();
    assert_eq!(counted("SELECT count(*) AS n FROM reputation_events"), events);
    assert_sound(&site.db);
}

#[test]
fn people_keep_their_names_and_get_handles() {
    let site = site();
    site.import(&dump(), |_| ()).unwrap();
    assert_eq!(
        texts(&site.db, "SELECT display_name || ' @' || handle AS t FROM users ORDER BY id"),
        [
            "Community @community-1",
            "Ann @ann",
            "Ann @ann-2",
            "ann @ann-3",
            "Анна Каренина @anna-karenina",
            "山田太郎 @shan-tian-tai-lang",
            "Support Team @member-6",
            "😀 @grinning",
            "Bob the Builder @bob-the-builder",
            "user9 @user9",
            "A name that is far longer than any handle can ever be @a-name-that-is-far-longer-than",
            "Late Joiner @late-joiner",
            "user77 @user77",
            "former member @former-member",
            "user404 @user404",
        ]
    );
    assert_eq!(
        texts(&site.db, "SELECT bio AS t FROM users WHERE id = 2"),
        ["I sell **phones**. [me](https://phones.example.com/users/1)"]
    );
    // A vote goes to people who were there: the one who joined in June gets only what nobody else can take.
    assert_eq!(
        texts(
            &site.db,
            "SELECT DISTINCT p.source AS t FROM votes v JOIN posts p ON p.id = v.post_id WHERE v.user_id = 12"
        ),
        ["Popular."]
    );
}

#[test]
fn texts_become_markdown_that_shows_the_same() {
    let site = site();
    site.import(&dump(), |_| ()).unwrap();
    let post = |foreign: i64, column: &str| {
        let sql = format!(
            "SELECT p.{column} AS t FROM posts p JOIN import_map m ON m.kind = 'post' AND m.local_id = p.id \
             WHERE m.foreign_id = '{foreign}'"
        );
        texts(&site.db, &sql).remove(0)
    };
    assert_eq!(
        post(1, "source"),
        "I am in *Riga*; see \\#2 and \\@bob.\n\n```sh\ndial *123# <send>\n```\n\n2 \\* 3 = 6, a\\_b\\_c, \\<b>\n\n\
         ![the menu](https://i.elsewhere.example/menu.png)"
    );
    assert!(!post(1, "html").contains("<img"), "{}", post(1, "html"));
    assert!(post(1, "html").contains("href=\"https://i.elsewhere.example/menu.png\""));
    assert_eq!(
        post(2, "source"),
        "Compare [this](/questions/1/how-do-i-switch-off-roaming-abroad), \
         [that](/questions/1/how-do-i-switch-off-roaming-abroad#a10), [gone](https://phones.example.com/q/999) and \
         [help](https://phones.example.com/help/on-topic)."
    );
    assert_eq!(post(10, "source"), "1. Open `Settings`\n2. Tap `Roaming`");
    assert_eq!(
        texts(&site.db, "SELECT source AS t FROM comments WHERE id = 1"),
        ["Which [operator](/questions/2/why-is-my-bill-so-high)? \\@Ann"]
    );
    assert_eq!(
        texts(
            &site.db,
            "SELECT tags || '/' || views || '/' || lang || '/' || close_reason || '/' || coalesce(closed_at, 0) AS t \
             FROM topics WHERE id <= 3 ORDER BY id"
        ),
        [
            "roaming esim/123/en//0",
            "roaming интернет/10/en/duplicate/1707559200000000",
            "интернет/10/ru//1707645600000000"
        ]
    );
    assert_eq!(texts(&site.db, "SELECT description AS t FROM tags WHERE slug = 'roaming'"), ["Using a phone abroad."]);
}

#[test]
fn a_second_run_adds_nothing_and_leaves_what_members_did() {
    let site = site();
    let first = site.import(&dump(), |_| ()).unwrap();
    execute(&site.db, "UPDATE votes SET value = 0 WHERE post_id = 1 AND value = 1");
    execute(&site.db, "UPDATE posts SET source = 'edited', version = 2 WHERE id = 2");
    execute(&site.db, "UPDATE posts SET accepted = FALSE, accepted_at = NULL, accepted_by = NULL WHERE accepted");
    let before = rows(&site.db);
    let second = site.import(&dump(), |_| ()).unwrap();
    assert_complete(&second);
    assert_eq!(rows(&site.db), before);
    assert!(second.items.values().all(|tally| tally.taken == 0), "{second}");
    assert!(second.made.is_empty(), "{second}");
    assert_eq!(second.of(Item::Questions).known, first.of(Item::Questions).taken);
    assert_eq!(texts(&site.db, "SELECT source AS t FROM posts WHERE id = 2"), ["edited"]);
    assert_eq!(number(&site.db, "SELECT count(*) AS n FROM posts WHERE accepted"), 0);
}

#[test]
fn a_dry_run_says_the_same_and_keeps_nothing() {
    let site = site();
    let before = rows(&site.db);
    let mut dry = site.import(&dump(), |args| args.dry_run = true).unwrap();
    assert_eq!(rows(&site.db), before);
    assert_eq!(number(&site.db, "SELECT count(*) AS n FROM import_map"), 0);
    assert!(dry.dry_run && dry.to_string().contains("dry run"));
    dry.dry_run = false;
    assert_eq!(site.import(&dump(), |_| ()).unwrap(), dry);
}

#[test]
fn a_run_that_was_ended_goes_on_where_it_was() {
    let (whole, broken) = (site(), site());
    whole.import(&dump(), |_| ()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = copy(folder.path());
    for file in ["Votes.xml", "Comments.xml", "Posts.xml", "Users.xml"] {
        let text = std::fs::read_to_string(copy.join(file)).unwrap();
        let rows: Vec<&str> = text.lines().collect();
        std::fs::write(copy.join(file), rows[..rows.len() / 2].join("\n")).unwrap();
    }
    for file in ["Users.xml", "Posts.xml", "Comments.xml", "Votes.xml"] {
        let error = broken.import(&copy, |_| ()).unwrap_err().to_string();
        assert!(error.contains(file) && error.contains("cut off"), "{error}");
        std::fs::copy(dump().join(file), copy.join(file)).unwrap();
    }
    broken.import(&copy, |_| ()).unwrap();
    assert_sound(&broken.db);
    assert_eq!(rows(&broken.db), rows(&whole.db));
}

#[test]
fn what_cannot_be_imported_is_refused_in_a_sentence() {
    let site = site();
    let folder = tempfile::tempdir().unwrap();
    let refusal = |dir: &Path, board: Option<&str>| {
        site.import(dir, |args| args.board = board.map(str::to_owned)).unwrap_err().to_string()
    };
    assert!(refusal(&folder.path().join("nowhere"), None).contains("cannot be read"));
    assert!(refusal(folder.path(), None).contains("it has no Users.xml"));
    assert!(refusal(&dump(), Some("No Slug")).contains("--board"));
    execute(&site.db, "INSERT INTO boards (slug, name, kind, created_at) VALUES ('ideas', 'Ideas', 'ideas', 0)");
    assert!(refusal(&dump(), Some("ideas")).contains("not for questions"));
    let copy = copy(folder.path());
    std::fs::write(copy.join("Tags.xml"), "<tags><row Id=\"1\" TagName=\"a\" TagName=\"b\" /></tags>").unwrap();
    assert!(refusal(&copy, None).contains("Tags.xml"));
}

#[test]
fn questions_of_a_restricted_board_stay_in_it() {
    let site = site();
    execute(
        &site.db,
        "INSERT INTO boards (slug, name, kind, restricted, created_at) VALUES ('inner', 'Inner', 'questions', TRUE, 0)",
    );
    site.import(&dump(), |args| args.board = Some("inner".into())).unwrap();
    assert_sound(&site.db);
    assert_eq!(number(&site.db, "SELECT count(*) AS n FROM topics WHERE audience <> board_id"), 0);
}
