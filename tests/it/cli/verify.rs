//! `talka verify`: a check that could not fail would prove nothing, so every kind of damage is done here once.

use diesel::connection::SimpleConnection;
use diesel::{Connection, RunQueryDsl, SqliteConnection};
use talka::cli::verify::{Difference, verify};
use talka::config::DatabaseUrl;
use talka::db::Db;

use super::filled;

fn differences(db: &Db) -> Vec<Difference> {
    let mut found = Vec::new();
    let count = db.read_now(|c| verify(c, &mut |difference| found.push(difference.clone()))).unwrap();
    assert_eq!(usize::try_from(count).unwrap(), found.len());
    found
}

/// Does the damage, and gives what is found: table, id and column of each difference.
fn after(db: &Db, damage: &str) -> Vec<String> {
    let damage = damage.to_owned();
    let sql = damage.clone();
    let rows = db.write_now(move |tx| Ok(diesel::sql_query(&sql).execute(tx)?)).unwrap();
    assert_eq!(rows, 1, "{damage} is to damage one row");
    differences(db).into_iter().map(|found| format!("{} {} {}", found.table, found.id, found.column)).collect()
}

#[test]
fn each_damage_is_found_and_named() {
    let (_database, db) = filled();
    assert_eq!(differences(&db), []);
    // What is done, what is found, and how it is undone.
    let damages = [
        ("UPDATE topics SET answers_count = answers_count + 1 WHERE id = 3", "topics 3 answers_count"),
        ("UPDATE topics SET accepted_count = accepted_count + 1 WHERE id = 3", "topics 3 accepted_count"),
        ("UPDATE topics SET metoo_count = metoo_count + 1 WHERE id = 3", "topics 3 metoo_count"),
        ("UPDATE topics SET score = score + 1 WHERE id = 3", "topics 3 score"),
        ("UPDATE topics SET staff_replied = NOT staff_replied WHERE id = 3", "topics 3 staff_replied"),
        ("UPDATE topics SET first_answer_at = 5 WHERE id = 3", "topics 3 first_answer_at"),
        ("UPDATE topics SET state = 'hidden' WHERE id = 3", "topics 3 state"),
        ("UPDATE topics SET audience = 1 WHERE id = 3", "topics 3 audience"),
        ("UPDATE topics SET tags = tags || ' more' WHERE id = 3", "topics 3 tags"),
        ("UPDATE topics SET tags = 'x' || tags WHERE id = 3", "topics 3 tags not in its row"),
        ("UPDATE topics SET author_id = author_id + 1 WHERE id = 3", "topics 3 author_id"),
        ("UPDATE posts SET ups = ups + 1 WHERE id = 4", "posts 4 ups"),
        ("UPDATE posts SET downs = downs + 1 WHERE id = 4", "posts 4 downs"),
        ("UPDATE posts SET comments_count = comments_count + 1 WHERE id = 4", "posts 4 comments_count"),
        ("UPDATE posts SET revisions_count = 1 WHERE id = 4", "posts 4 revisions_count"),
        ("UPDATE posts SET accepted = NOT accepted WHERE id = 4", "posts 4 accepted_at"),
        ("UPDATE posts SET accepted = NOT accepted WHERE id = 1", "posts 1 accepted"),
        ("UPDATE posts SET kind = 'answer' WHERE id = 1", "topics 1 own posts"),
        ("UPDATE posts SET audience = audience + 1 WHERE id = 4", "posts 4 audience"),
        ("UPDATE boards SET topics_count = topics_count + 1 WHERE id = 1", "boards 1 topics_count"),
        ("UPDATE tags SET topics_count = topics_count + 1 WHERE id = 1", "tags 1 topics_count"),
        ("UPDATE users SET answers_count = answers_count + 1 WHERE id = 5", "users 5 answers_count"),
        ("UPDATE users SET questions_count = questions_count + 1 WHERE id = 5", "users 5 questions_count"),
        ("UPDATE users SET accepted_count = accepted_count + 1 WHERE id = 5", "users 5 accepted_count"),
        ("UPDATE comments SET ups = ups + 1 WHERE id = 2", "comments 2 ups"),
        ("UPDATE comments SET state = 'deleted' WHERE id = 2", "posts"),
        ("UPDATE comments SET topic_id = topic_id + 1 WHERE id = 2", "comments 2 topic_id"),
    ];
    for (damage, expected) in damages {
        let found = rolled_back(&db, damage);
        assert!(found.iter().any(|difference| difference.starts_with(expected)), "{damage}: {found:?}");
    }
}

/// Does the damage in a transaction that comes to nothing, and gives what is found in it.
pub fn rolled_back(db: &Db, damage: &str) -> Vec<String> {
    use std::sync::{Arc, Mutex};
    let (slot, sql) = (Arc::new(Mutex::new(Vec::new())), damage.to_owned());
    let found = Arc::clone(&slot);
    let ended = db.write_now(move |tx| {
        assert_eq!(diesel::sql_query(&sql).execute(tx)?, 1, "{sql} is to damage one row");
        let mut found = found.lock().unwrap();
        found.clear();
        verify(tx, &mut |difference| {
            found.push(format!("{} {} {}", difference.table, difference.id, difference.column));
        })?;
        Err::<(), _>(talka::error::AppError::NotFound)
    });
    assert!(matches!(ended, Err(talka::error::AppError::NotFound)), "{damage}: {ended:?}");
    let found = slot.lock().unwrap();
    found.clone()
}

#[test]
fn votes_are_compared_with_their_posts() {
    let (_database, db) = filled();
    let vote = "WHERE post_id = 1 AND user_id = (SELECT min(user_id) FROM votes WHERE post_id = 1)";
    let find = |column: &str, found: Vec<String>| {
        assert!(
            found.iter().any(|difference| difference.starts_with("votes 1/") && difference.ends_with(column)),
            "{column}: {found:?}"
        );
    };
    find("receiver_id", rolled_back(&db, &format!("UPDATE votes SET receiver_id = receiver_id + 1 {vote}")));
    let author = "(SELECT author_id FROM posts WHERE id = 1)";
    find("user_id", rolled_back(&db, &format!("UPDATE votes SET user_id = {author} {vote}")));
    find("value", rolled_back(&db, &format!("UPDATE votes SET value = 5 {vote}")));
    let gone = rolled_back(&db, &format!("DELETE FROM votes {vote}"));
    assert!(gone.iter().any(|difference| difference.starts_with("posts 1 ")), "{gone:?}");
}

#[test]
fn a_tag_s_copy_of_a_topic_is_compared_with_it() {
    let (_database, db) = filled();
    let tag = "WHERE topic_id = 3 AND tag_id = (SELECT min(tag_id) FROM topic_tags WHERE topic_id = 3)";
    for column in ["audience", "active_at", "created_at", "answers_count", "score"] {
        let found = rolled_back(&db, &format!("UPDATE topic_tags SET {column} = {column} + 1 {tag}"));
        assert!(found.len() == 1 && found[0].ends_with(column), "{column}: {found:?}");
    }
    let found = rolled_back(&db, &format!("UPDATE topic_tags SET closed_at = 5 {tag}"));
    assert!(found.len() == 1 && found[0].ends_with("closed_at"), "{found:?}");
}

#[test]
fn a_history_with_a_hole_is_found() {
    let (_database, db) = filled();
    let insert = |number: i64| {
        format!(
            "INSERT INTO revisions (post_id, number, author_id, source, reason, created_at) \
             VALUES (2, {number}, 1, 'x', '', 5)"
        )
    };
    after(&db, &insert(1));
    after(&db, "UPDATE posts SET revisions_count = revisions_count + 1 WHERE id = 2");
    assert_eq!(differences(&db), []);
    after(&db, &insert(3));
    assert_eq!(
        after(&db, "UPDATE posts SET revisions_count = revisions_count + 1 WHERE id = 2"),
        ["posts 2 last revision"]
    );
}

#[test]
fn a_changed_text_of_the_audit_table_is_found() {
    let (_database, db) = filled();
    let digest = talka::ids::digest(r#"["for a reason","[]"]"#);
    after(
        &db,
        &format!(
            "INSERT INTO audit (id, actor_id, action, subject_kind, subject_id, board_id, text_digest, at) \
             VALUES (999, 1, 'topic-close', 'topic', 1, 1, '{digest}', 5)"
        ),
    );
    let words = "INSERT INTO audit_texts (audit_id, reason, detail, ip) VALUES (999, 'for a reason', '[]', '')";
    assert_eq!(after(&db, words), [""; 0]);
    let changed = after(&db, "UPDATE audit_texts SET reason = 'for another reason' WHERE audit_id = 999");
    assert_eq!(changed, ["audit 999 text_digest"]);
    // Erased words are no difference: that is what they are kept apart for.
    assert_eq!(after(&db, "DELETE FROM audit_texts WHERE audit_id = 999"), [""; 0]);
}

#[test]
fn a_reference_to_nothing_is_found() {
    let (database, db) = filled();
    let DatabaseUrl::Sqlite(file) = database.url() else {
        // A server has none: it refuses the statement, whatever the connection says.
        return;
    };
    // A connection that has not asked for foreign keys does what it is told.
    let mut careless = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    careless
        .batch_execute(
            "PRAGMA foreign_keys = OFF; INSERT INTO drafts (user_id, kind, title, tags, lang, body, updated_at) \
             VALUES (999999, 'question', '', '', '', '', 5)",
        )
        .unwrap();
    let found = differences(&db);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].table.as_str(), found[0].column.as_str()), ("drafts", "reference"));
}
