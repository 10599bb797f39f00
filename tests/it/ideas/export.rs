//! The tables of ideas and of what staff say of them, read back as a spreadsheet reads them.

use std::collections::HashMap;

use diesel::prelude::*;
use talka::db::schema::{ideas, merges, topics};
use talka::policy::State;

use super::said::TEXT;
use crate::support::{Client, Reply, TestApp};

/// Reads a table as RFC 4180 has it.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut letters = text.strip_prefix('\u{feff}').expect("the mark of UTF-8").chars().peekable();
    let mut quoted = false;
    while let Some(letter) = letters.next() {
        let row = rows.last_mut().unwrap();
        match letter {
            '"' if quoted && letters.next_if_eq(&'"').is_some() => row.last_mut().unwrap().push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\r' if !quoted => {
                assert_eq!(letters.next(), Some('\n'), "a row ends with both");
                rows.push(vec![String::new()]);
            }
            other => row.last_mut().unwrap().push(other),
        }
    }
    assert!(!quoted && rows.pop() == Some(vec![String::new()]), "the last row ends too");
    rows
}

/// The rows of a table, each by the names of the columns.
fn table(text: &str) -> Vec<HashMap<String, String>> {
    let mut rows = rows(text).into_iter();
    let head = rows.next().unwrap();
    rows.map(|row| {
        assert_eq!(row.len(), head.len());
        head.iter().cloned().zip(row).collect()
    })
    .collect()
}

async fn csv(reader: &Client, path: &str) -> Reply {
    let reply = reader.get(path).await.expect(200);
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(reply.header("cache-control"), "no-store");
    reply
}

#[tokio::test]
async fn a_table_has_all_that_is_known_of_an_idea() {
    let app = TestApp::spawn().await;
    let (anna, staff) = (app.member("anna").await, app.staff().await);
    let board = app.board_of_ideas("wishes").await;
    let formula = "=HYPERLINK(\"http://evil.example\",\"click\")";
    let idea = app.proposed(&anna, board, formula).await;
    let plain = app.proposed(&anna, board, "Say \"hello\", then go on").await;
    app.say(&staff, &idea, "planned", "-1 + 1, over\n\ntwo lines").await;
    app.scored(&plain, -12).await;
    let (topic, owner) = (idea.topic, staff.id());
    // The end of the 5th of December.
    let promised = talka::clock::Timestamp::from_rfc3339("2026-12-06T00:00:00Z").unwrap();
    app.write(move |tx| {
        diesel::update(ideas::table.find(topic))
            .set((ideas::quarter.eq(2027 * 4), ideas::owner_id.eq(owner), ideas::next_word_at.eq(promised)))
            .execute(tx)?;
        Ok(())
    })
    .await;

    let reply = csv(&staff, "/ideas.csv").await;
    assert_eq!(reply.header("content-disposition"), "attachment; filename=\"ideas-2026-11-21.csv\"");
    let found = table(&reply.text());
    assert_eq!(found.len(), 2);
    let cells =
        |row: &HashMap<String, String>, names: &[&str]| names.iter().map(|name| row[*name].clone()).collect::<Vec<_>>();
    let names = ["number", "title", "board", "author", "status", "kind", "score", "comments", "created"];
    let number = idea.topic.to_string();
    let guarded = format!("'{formula}");
    let expected = [&number, &guarded, "Board wishes", "anna", "Planned", "accepted", "0", "0", "2026-11-21T12:00:00Z"];
    assert_eq!(cells(&found[0], &names), expected);
    assert_eq!(found[0]["address"], app.app.shared.config.absolute(&idea.path));
    let names = ["updated", "updated_by", "updated_to", "update", "promised", "owner", "quarter", "merged_into"];
    let expected = [
        "2026-11-21T12:00:00Z",
        "staff",
        "Planned",
        "'-1 + 1, over\n\ntwo lines",
        "2026-12-05",
        "staff",
        "2027-Q1",
        "",
    ];
    assert_eq!(cells(&found[0], &names), expected);
    assert_eq!(found[1]["title"], "Say \"hello\", then go on");
    assert_eq!((found[1]["score"].as_str(), found[1]["update"].as_str()), ("-12", ""), "a number stays one");

    let reply = csv(&staff, "/ideas/updates.csv").await;
    assert_eq!(reply.header("content-disposition"), "attachment; filename=\"idea-updates-2026-11-21.csv\"");
    let updates = table(&reply.text());
    assert_eq!(updates.len(), 1);
    let names = ["idea", "status", "kind", "author", "text", "created"];
    let expected = [&number, "Planned", "accepted", "staff", "'-1 + 1, over\n\ntwo lines", "2026-11-21T12:00:00Z"];
    assert_eq!(cells(&updates[0], &names), expected);
}

#[tokio::test]
async fn a_table_has_what_its_reader_may_read_and_nothing_else() {
    let app = TestApp::spawn().await;
    let (anna, staff, admin) = (app.member("anna").await, app.staff().await, app.admin().await);
    let (board, secret) = (app.board_of_ideas("wishes").await, app.closed_board_of_ideas("secret").await);
    let hidden = app.proposed(&anna, board, "This one is hidden from all").await;
    app.say(&staff, &hidden, "planned", "The quokkavault word.").await;
    let restricted = app.proposed(&admin, secret, "The quokkavault idea of ours").await;
    app.say(&staff, &restricted, "planned", "The quokkavault word.").await;
    let into = app.proposed(&anna, board, "What the other is part of").await;
    let merged = app.proposed(&anna, board, "What is part of another").await;
    let status = app.status("new").await;
    let (by, now) = (staff.id(), app.clock.now());
    let (from, to, gone) = (merged.topic, into.topic, hidden.topic);
    app.write(move |tx| {
        diesel::update(topics::table.find(gone)).set(topics::state.eq(State::Hidden)).execute(tx)?;
        diesel::update(topics::table.find(from)).set(topics::state.eq(State::Merged)).execute(tx)?;
        diesel::insert_into(merges::table)
            .values((
                merges::from_id.eq(from),
                merges::into_id.eq(to),
                merges::by_id.eq(by),
                merges::status_before.eq(status),
                merges::created_at.eq(now),
            ))
            .execute(tx)?;
        Ok(())
    })
    .await;
    let found = table(&csv(&staff, "/ideas.csv").await.text());
    let numbers: Vec<&str> = found.iter().map(|row| row["number"].as_str()).collect();
    assert_eq!(numbers, [into.topic.to_string(), merged.topic.to_string()]);
    assert_eq!(found[1]["merged_into"], into.topic.to_string());
    assert!(!csv(&staff, "/ideas/updates.csv").await.text().contains("quokkavault"));
    assert!(csv(&admin, "/ideas.csv").await.text().contains("quokkavault idea"));
    assert_eq!(table(&csv(&admin, "/ideas/updates.csv").await.text()).len(), 1);

    let moderator = app.moderator().await;
    for path in ["/ideas.csv", "/ideas/updates.csv"] {
        anna.get(path).await.expect(403);
        moderator.get(path).await.expect(403);
        app.visitor().get(path).await.expect(303);
    }
}

#[tokio::test]
async fn a_table_of_many_batches_has_each_row_once() {
    let app = TestApp::spawn().await;
    let (anna, staff) = (app.member("anna").await, app.staff().await);
    let (board, secret) = (app.board_of_ideas("wishes").await, app.closed_board_of_ideas("secret").await);
    let (open, closed) = (
        app.proposed(&anna, board, "The pattern of all the others").await,
        app.proposed(&app.admin().await, secret, "The pattern of the secret ones").await,
    );
    app.say(&staff, &open, "planned", TEXT).await;
    app.say(&staff, &closed, "planned", TEXT).await;
    // Three batches and a half, of which a whole one holds nothing for this reader.
    app.write(move |tx| {
        for number in 0..350_i64 {
            let of = if (100..260).contains(&number) { closed.topic } else { open.topic };
            for table in COPIES {
                diesel::sql_query(table.replace(":of", &of.to_string())).execute(tx)?;
            }
        }
        Ok(())
    })
    .await;
    for path in ["/ideas.csv", "/ideas/updates.csv"] {
        let found = table(&csv(&staff, path).await.text());
        let numbers: Vec<i64> = found.iter().map(|row| row["number"].parse().unwrap()).collect();
        assert_eq!(numbers.len(), 191, "{path}");
        assert!(numbers.is_sorted_by(|a, b| a < b), "{path}");
    }
}

/// One idea more like this one, with one update.
const COPIES: [&str; 4] = [
    "INSERT INTO topics (kind, board_id, author_id, title, slug, lang, tags, excerpt, state, audience, created_at, \
     updated_at, active_at) SELECT kind, board_id, author_id, title, slug, lang, '', excerpt, state, audience, \
     created_at, updated_at, active_at FROM topics WHERE id = :of",
    "INSERT INTO posts (topic_id, audience, kind, author_id, source, html, state, created_at) \
     SELECT (SELECT max(id) FROM topics), audience, kind, author_id, source, html, state, created_at \
     FROM posts WHERE topic_id = :of",
    "INSERT INTO ideas (topic_id, post_id, board_id, state, status_id, status_kind, heat, said_at, created_at) \
     SELECT (SELECT max(id) FROM topics), (SELECT max(id) FROM posts), board_id, state, status_id, status_kind, heat, \
     said_at, created_at FROM ideas WHERE topic_id = :of",
    "INSERT INTO idea_updates (topic_id, status_id, author_id, source, html, text_key, created_at) \
     SELECT (SELECT max(id) FROM topics), status_id, author_id, source, html, text_key, created_at \
     FROM idea_updates WHERE id = (SELECT min(id) FROM idea_updates WHERE topic_id = :of)",
];
