//! The commands as they are run: exit codes, and what stands on the terminal.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use diesel::RunQueryDsl;
use talka::config::DatabaseUrl;
use talka::db::Db;

use super::filled;
use super::program::{Running, ended, talka, talka_on};
use crate::support::{Client, Engine, TestApp, TestDatabase};

#[test]
fn migrate_says_what_is_to_be_done_and_does_it() {
    let database = TestDatabase::empty();
    let run = |arguments: &[&str]| ended(&mut talka_on(database.url(), database.folder(), arguments));
    let (code, said, _) = run(&["migrate", "--check"]);
    assert_eq!(code, 1);
    assert!(said.contains("to be done"), "{said}");
    let (code, _, complaint) = run(&["verify"]);
    assert_eq!((code, complaint.lines().count()), (1, 1), "{complaint}");
    let (code, said, complaint) = run(&["migrate"]);
    assert_eq!((code, complaint.as_str()), (0, ""));
    assert!(said.contains("done: 0001"), "{said}");
    assert_eq!(run(&["migrate", "--check"]).0, 0);
    assert_eq!(run(&["verify"]), (0, "no difference\n".into(), String::new()));
}

#[test]
fn verify_exits_with_1_and_names_the_row() {
    let (database, db) = filled();
    let run = || ended(&mut talka_on(database.url(), database.folder(), &["verify"]));
    assert_eq!(run().0, 0);
    let stored = db
        .write_now(|tx| {
            diesel::sql_query("UPDATE topics SET answers_count = answers_count + 40 WHERE id = 3").execute(tx)?;
            let topic = talka::topics::load(tx, talka::ids::TopicId(3))?.unwrap();
            Ok(topic.answers_count)
        })
        .unwrap();
    let (code, said, _) = run();
    assert_eq!(code, 1);
    let line = format!("topics 3 answers_count: stored {stored}, recounted {}", stored - 40);
    assert!(said.lines().any(|found| found == line), "{said}");
}

#[test]
fn sums_of_reputation_that_are_wrong_are_made_right() {
    let (database, db) = filled();
    let run = |arguments: &[&str]| ended(&mut talka_on(database.url(), database.folder(), arguments));
    db.write_now(|tx| Ok(diesel::sql_query("UPDATE users SET reputation = reputation + 7 WHERE id < 3").execute(tx)?))
        .unwrap();
    assert_eq!(run(&["verify"]).0, 1);
    let said = |members: usize| (0, format!("{members} members had another sum\n"), String::new());
    assert_eq!(run(&["reputation", "recount"]), said(2));
    assert_eq!(run(&["reputation", "recount"]), said(0));
    assert_eq!(run(&["verify"]).0, 0);
}

#[test]
fn a_backup_is_whole_while_others_write() {
    let (database, db) = filled();
    let file = database.folder().join("a copy, 100% #1?.db");
    let backup = |file: &std::path::Path| {
        ended(&mut talka_on(database.url(), database.folder(), &["backup", file.to_str().unwrap()]))
    };
    if Engine::of_this_run() == Engine::Postgres {
        let (code, _, complaint) = backup(&file);
        assert_eq!(code, 1);
        assert!(complaint.contains("pg_dump"), "{complaint}");
        return;
    }
    let done = Arc::new(AtomicBool::new(false));
    let writer = std::thread::spawn({
        let done = Arc::clone(&done);
        move || {
            let mut written = 0_u32;
            while !done.load(Ordering::SeqCst) {
                db.write_now(|tx| {
                    // Torn apart, the two are a difference.
                    let added = diesel::sql_query(
                        "INSERT INTO metoos SELECT t.id, u.id, 5 FROM topics t, users u \
                         WHERE NOT EXISTS (SELECT 1 FROM metoos m WHERE m.topic_id = t.id AND m.user_id = u.id) LIMIT 7",
                    )
                    .execute(tx)?;
                    assert_eq!(added, 7);
                    diesel::sql_query(
                        "UPDATE topics SET metoo_count = (SELECT count(*) FROM metoos m WHERE m.topic_id = topics.id)",
                    )
                    .execute(tx)?;
                    Ok(())
                })
                .unwrap();
                written += 1;
                if written == 300 {
                    diesel_reset(&db);
                    written = 0;
                }
            }
        }
    });
    let (code, said, complaint) = backup(&file);
    done.store(true, Ordering::SeqCst);
    writer.join().unwrap();
    assert_eq!(code, 0, "{said}{complaint}");
    assert!(said.contains("whole and verified"), "{said}");
    // It is a database that a server can run on.
    let copy = DatabaseUrl::Sqlite(file.clone());
    assert_eq!(ended(&mut talka_on(&copy, database.folder(), &["verify"])).0, 0);
    let (code, _, complaint) = backup(&file);
    assert!(code == 1 && complaint.contains("is there already"), "{complaint}");
}

/// Room for the writer to begin anew.
fn diesel_reset(db: &Db) {
    db.write_now(|tx| {
        diesel::sql_query("DELETE FROM metoos").execute(tx)?;
        Ok(diesel::sql_query("UPDATE topics SET metoo_count = 0").execute(tx)?)
    })
    .unwrap();
}

#[test]
fn a_backup_of_a_damaged_database_says_so() {
    let (database, db) = filled();
    if Engine::of_this_run() == Engine::Postgres {
        return;
    }
    db.write_now(|tx| Ok(diesel::sql_query("UPDATE posts SET ups = ups + 1 WHERE id = 4").execute(tx)?)).unwrap();
    let copy = database.folder().join("copy.db");
    let (code, said, _) = ended(&mut talka_on(database.url(), database.folder(), &["backup", copy.to_str().unwrap()]));
    assert_eq!(code, 1);
    assert!(said.contains("posts 4 ups"), "{said}");
}

#[tokio::test]
async fn healthcheck_tells_ready_from_not_ready_and_from_nothing() {
    let app = TestApp::spawn().await;
    let folder = tempfile::tempdir().unwrap();
    let ask = |listen: String| ended(talka(folder.path(), &["healthcheck"]).env("TALKA_LISTEN", listen));
    assert_eq!(ask(app.address.to_string()), (0, "ready\n".into(), String::new()));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let answering = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 1024]).unwrap();
        stream.write_all(b"HTTP/1.1 503 Service Unavailable\r\n\r\nthe database does not answer\n").unwrap();
    });
    assert_eq!(ask(address.to_string()).0, 1);
    answering.join().unwrap();
    let (code, _, complaint) = ask(address.to_string());
    assert!(code == 1 && complaint.lines().count() == 1, "{complaint}");
}

#[tokio::test]
async fn sigterm_ends_the_server_in_order() {
    let database = TestDatabase::create();
    let running = Running::start(&mut talka_on(database.url(), database.folder(), &["serve"]));
    Client::new(running.address).get("/readyz").await.expect(200);
    let (status, took) = running.stop();
    assert_eq!(status.code(), Some(0));
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[tokio::test]
async fn a_server_goes_on_when_nobody_reads_its_log() {
    let database = TestDatabase::create();
    let mut running = Running::start(&mut talka_on(database.url(), database.folder(), &["serve"]));
    running.read_no_more();
    let visitor = Client::new(running.address);
    for _ in 0..3 {
        visitor.get("/readyz").await.expect(200);
    }
    assert_eq!(running.stop().0.code(), Some(0));
}

#[test]
fn verify_names_the_damage_of_a_file() {
    if Engine::of_this_run() == Engine::Postgres {
        return;
    }
    let (database, db) = filled();
    drop(db);
    let DatabaseUrl::Sqlite(path) = database.url() else { panic!("{:?}", database.url()) };
    let mut bytes = std::fs::read(path).unwrap();
    let middle = bytes.len() / 4096 / 2 * 4096;
    bytes[middle..middle + 8 * 4096].fill(0xff);
    std::fs::write(path, bytes).unwrap();
    let (code, said, complaint) = ended(&mut talka_on(database.url(), database.folder(), &["verify"]));
    assert_eq!(code, 1);
    assert!(said.contains("integrity") || complaint.contains("malformed"), "{said}{complaint}");
}

#[test]
fn a_wrong_setting_and_an_address_in_use_are_named_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    for listen in ["8080".to_owned(), listener.local_addr().unwrap().to_string()] {
        let (code, said, complaint) = ended(talka(folder.path(), &["serve"]).env("TALKA_LISTEN", &listen));
        assert_eq!((code, said.as_str(), complaint.lines().count()), (1, "", 1), "{complaint}");
        assert!(complaint.contains("TALKA_LISTEN") && complaint.contains(&listen), "{complaint}");
    }
}

#[tokio::test]
async fn the_demo_runs_and_its_sign_ins_work() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = talka(folder.path(), &["demo", "--password", "a-quiet-lamp-42"]);
    let running = Running::start(&mut command);
    let visitor = Client::new(running.address);
    let home = visitor.get("/boards").await.expect(200).text();
    assert!(home.contains("Wren Community") && !home.contains("Staff room"), "{home}");
    for handle in ["member", "moderator", "staff", "admin"] {
        let browser = Client::new(running.address);
        let fields = [("email", format!("{handle}@demo.example")), ("password", "a-quiet-lamp-42".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser.post_form("/sign-in", &fields).await.expect(303);
        assert!(browser.get("/boards").await.expect(200).text().contains("Staff room") == (handle != "member"));
    }
    assert!(running.stop().0.success());
    assert!(folder.path().join("demo.db").is_file());
}
