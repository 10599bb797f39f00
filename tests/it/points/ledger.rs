//! The ledger alone: nothing of it changes, nothing is posted twice, nobody owes by themselves, and what was changed
//! behind the program's back is named.

use std::sync::{Arc, Mutex};

use diesel::prelude::*;
use talka::clock::Timestamp;
use talka::db::schema::{ledger_accounts, ledger_entries, ledger_notes, ledger_seals, ledger_transactions};
use talka::error::{AppError, Result};
use talka::ids::{LedgerId, UserId};
use talka::ledger::proof::{self, Damage, Extent};
use talka::ledger::{self, Account, Below, Kind, Month, Posted, Posting, seal};

use crate::support::{Engine, TestApp};

const TABLES: [&str; 3] = ["ledger_transactions", "ledger_entries", "ledger_seals"];

fn posting<'a>(key: &str, entries: &'a [(Account, i64)]) -> Posting<'a> {
    Posting {
        key: key.to_owned(),
        kind: Kind::Award,
        subject: 1,
        month: Month(24_322),
        actor: None,
        reason: "test",
        note: "",
        reverses: None,
        entries,
        below: Below::Never,
    }
}

async fn post(app: &TestApp, key: String, from: Account, to: (Account, i64)) -> Result<Posted> {
    let now = app.clock.now();
    let entries = [(from, -to.1), to];
    app.app.shared.db.write(move |tx| ledger::post(tx, &posting(&key, &entries), now)).await
}

async fn balance(app: &TestApp, account: Account) -> i64 {
    app.read(move |c| ledger::balance(c, account)).await
}

async fn extent(app: &TestApp) -> (Extent, Vec<Damage>) {
    app.read(|c| {
        let mut found = Vec::new();
        let extent = proof::prove(c, &mut |damage| found.push(damage))?;
        Ok((extent, found))
    })
    .await
}

/// What has been committed is sealed, as the job does.
async fn seal(app: &TestApp) {
    let now = app.clock.now();
    while app.write(move |tx| seal::step(tx, now)).await {}
}

async fn head(app: &TestApp) -> Option<seal::Head> {
    app.read(seal::head).await
}

/// Three members with points in all their accounts, and a chain that is settled.
async fn filled(app: &TestApp) -> Vec<UserId> {
    let mut users = Vec::new();
    for handle in ["ann", "bob", "eve"] {
        users.push(app.member(handle).await.id());
    }
    for (number, user) in users.iter().enumerate() {
        let steps = [
            (Account::ISSUANCE, Account::pending(*user), 50),
            (Account::pending(*user), Account::available(*user), 40),
            (Account::available(*user), Account::reserved(*user), 30),
            (Account::reserved(*user), Account::redeemed(7), 20),
        ];
        for (step, (from, to, amount)) in steps.into_iter().enumerate() {
            post(app, format!("step:{number}:{step}"), from, (to, amount)).await.unwrap();
        }
    }
    let (staff, now) = (users[2], app.clock.now());
    let to = users[0];
    app.write(move |tx| {
        let entries = [(Account::GOODWILL, -5), (Account::pending(to), 5)];
        let note = "For the wait.";
        let noted = Posting { note, actor: Some(staff), kind: Kind::Goodwill, ..posting("noted", &entries) };
        ledger::post(tx, &noted, now)?;
        let back = Posting { kind: Kind::Reversal, ..posting("back", &[]) };
        let first = ledger::find(tx, "noted")?.unwrap();
        ledger::reverse(tx, first, back, now)
    })
    .await;
    seal(app).await;
    app.clock.advance(600);
    seal(app).await;
    users
}

#[tokio::test]
async fn no_statement_changes_or_deletes_what_was_written() {
    let app = TestApp::spawn().await;
    filled(&app).await;
    let before = extent(&app).await;
    let mut attempts: Vec<String> = [
        "UPDATE ledger_transactions SET reason = 'other'",
        "UPDATE ledger_transactions SET at = at",
        "UPDATE ledger_entries SET amount = amount + 1",
        "UPDATE ledger_entries SET account_id = account_id + 1 WHERE id = 1",
        "UPDATE ledger_seals SET hash = 'other'",
        "UPDATE ledger_accounts SET owner = 9 WHERE id = 1",
        "DELETE FROM ledger_accounts",
        "INSERT INTO ledger_seals (seq, transaction_id, hash) VALUES (1, 1, 'other') \
         ON CONFLICT (seq) DO UPDATE SET hash = excluded.hash",
        "INSERT INTO ledger_entries (id, transaction_id, account_id, amount) VALUES (1, 1, 1, 5) \
         ON CONFLICT (id) DO UPDATE SET amount = excluded.amount",
    ]
    .map(str::to_owned)
    .into();
    for table in TABLES {
        attempts.push(format!("DELETE FROM {table}"));
        match Engine::of_this_run() {
            Engine::Sqlite => {
                attempts.push(format!("REPLACE INTO {table} SELECT * FROM {table}"));
                attempts.push(format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"));
            }
            Engine::Postgres => {
                attempts.push(format!("TRUNCATE {table} CASCADE"));
            }
        }
    }
    if Engine::of_this_run() == Engine::Sqlite {
        // By another column than the number of the row, too.
        attempts.push("REPLACE INTO ledger_seals (seq, transaction_id, hash) VALUES (99, 1, 'other')".into());
        attempts.push("UPDATE OR REPLACE ledger_entries SET id = 2 WHERE id = 1".into());
        attempts.push("REPLACE INTO ledger_entries (transaction_id, account_id, amount) VALUES (1, 1, 5)".into());
    }
    for attempt in attempts {
        let sql = attempt.clone();
        let done = app.app.shared.db.write(move |tx| Ok(diesel::sql_query(&sql).execute(tx)?)).await;
        let Err(error) = done else { panic!("{attempt}: {done:?}") };
        let said = format!("{error:?}");
        assert!(said.contains("the ledger"), "{attempt}: {said}");
    }
    assert_eq!(extent(&app).await, before);
}

#[tokio::test]
async fn a_key_that_is_posted_twice_is_one_transaction() {
    let app = TestApp::spawn().await;
    let ann = app.member("ann").await.id();
    let to = Account::pending(ann);
    let first = post(&app, "award:1".into(), Account::ISSUANCE, (to, 50)).await.unwrap();
    let again = post(&app, "award:1".into(), Account::ISSUANCE, (to, 50)).await.unwrap();
    // Whoever asks with other entries asks for the same.
    let other = post(&app, "award:1".into(), Account::ISSUANCE, (to, 70)).await.unwrap();
    let Posted::New(id) = first else { panic!("{first:?}") };
    assert_eq!((again, other), (Posted::Already(id), Posted::Already(id)));
    assert_eq!(balance(&app, to).await, 50);
    let (read, found) = extent(&app).await;
    assert_eq!((read.transactions, read.entries, found), (1, 2, Vec::new()));
    // What was taken back once cannot be taken back under another key.
    let now = app.clock.now();
    let mut backs = Vec::new();
    for key in ["back:1", "back:1", "back:2"] {
        let back = app.app.shared.db.write(move |tx| ledger::reverse(tx, id, posting(key, &[]), now)).await;
        backs.push(back.is_ok());
    }
    assert_eq!((backs, balance(&app, to).await), (vec![true, true, false], 0));
    app.assert_verified();
}

#[tokio::test]
async fn the_same_key_at_the_same_time_is_one_transaction() {
    let app = TestApp::spawn().await;
    let ann = app.member("ann").await.id();
    let now = app.clock.now();
    let many = (0..20).map(|_| {
        let db = app.app.shared.db.clone();
        tokio::spawn(async move {
            db.write(move |tx| {
                talka::db::dialect::lock_users(tx, &[ann])?;
                let entries = [(Account::ISSUANCE, -50), (Account::pending(ann), 50)];
                ledger::post(tx, &posting("award:1", &entries), now)
            })
            .await
        })
    });
    let mut fresh = 0;
    for one in many.collect::<Vec<_>>() {
        fresh += usize::from(matches!(one.await.unwrap().unwrap(), Posted::New(_)));
    }
    assert_eq!((fresh, balance(&app, Account::pending(ann)).await), (1, 50));
    assert_eq!(extent(&app).await.1, Vec::new());
}

#[tokio::test]
async fn a_member_s_account_goes_below_nothing_by_a_decision_only() {
    let app = TestApp::spawn().await;
    let ann = app.member("ann").await.id();
    let available = Account::available(ann);
    post(&app, "a".into(), Account::ISSUANCE, (available, 50)).await.unwrap();
    for (number, from) in [available, Account::pending(ann), Account::reserved(ann)].into_iter().enumerate() {
        let more = post(&app, format!("more:{number}"), from, (Account::EXPIRED, 51)).await;
        let Err(AppError::Conflict(message)) = more else { panic!("{from:?}: {more:?}") };
        assert_eq!(message.key, "points-too-few");
    }
    // Nothing is left of what was refused: neither rows nor the key.
    assert_eq!(extent(&app).await.0.transactions, 1);
    assert!(matches!(post(&app, "more:0".into(), available, (Account::EXPIRED, 50)).await, Ok(Posted::New(_))));
    let now = app.clock.now();
    let entries = [(available, -30), (Account::ISSUANCE, 30)];
    app.write(move |tx| {
        let decided = Posting { below: Below::ByDecision, kind: Kind::Void, ..posting("void", &entries) };
        ledger::post(tx, &decided, now)
    })
    .await;
    assert_eq!(balance(&app, available).await, -30);
    // What is earned comes, though it does not reach; what is spent does not go.
    post(&app, "less".into(), Account::ISSUANCE, (available, 20)).await.unwrap();
    assert!(post(&app, "spend".into(), available, (Account::reserved(ann), 1)).await.is_err());
    assert_eq!(balance(&app, available).await, -10);
    app.assert_verified();
}

#[tokio::test]
async fn entries_that_do_not_balance_are_refused_and_leave_nothing() {
    let app = TestApp::spawn().await;
    let ann = app.member("ann").await.id();
    let (to, now) = (Account::pending(ann), app.clock.now());
    let wrong: [Vec<(Account, i64)>; 4] = [
        vec![(Account::ISSUANCE, -5), (to, 6)],
        vec![(to, 5)],
        vec![(Account::ISSUANCE, 0), (to, 0)],
        vec![(Account::ISSUANCE, -5), (to, 2), (to, 3)],
    ];
    for entries in wrong {
        let given = entries.clone();
        let posted = app.app.shared.db.write(move |tx| ledger::post(tx, &posting("wrong", &given), now)).await;
        assert!(matches!(posted, Err(AppError::Internal(_))), "{entries:?}: {posted:?}");
    }
    assert_eq!(extent(&app).await.0, Extent::default());
}

#[tokio::test]
async fn the_job_chains_everything_once() {
    let app = TestApp::spawn().await;
    let ann = app.member("ann").await.id();
    // More than a run takes at once.
    let now = app.clock.now();
    app.write(move |tx| {
        for number in 0..1_100 {
            let entries = [(Account::ISSUANCE, -1), (Account::pending(ann), 1)];
            ledger::post(tx, &posting(&format!("award:{number}"), &entries), now)?;
        }
        Ok(())
    })
    .await;
    assert_eq!(head(&app).await, None);
    seal(&app).await;
    let first = head(&app).await.unwrap();
    assert_eq!(first.seq, 1_100);
    for wait in [0, 10, 600] {
        app.clock.advance(wait);
        seal(&app).await;
        assert_eq!(head(&app).await.as_ref(), Some(&first), "twice is once");
    }
    // A job that ends half-way has done nothing, and the next one does it all.
    post(&app, "next".into(), Account::ISSUANCE, (Account::pending(ann), 1)).await.unwrap();
    let now = app.clock.now();
    let stopped = app.app.shared.db.write(move |tx| {
        seal::step(tx, now)?;
        Err::<(), _>(AppError::NotFound)
    });
    assert!(stopped.await.is_err());
    assert_eq!(head(&app).await, Some(first));
    seal(&app).await;
    assert_eq!(head(&app).await.unwrap().seq, 1_101);
    let (read, found) = extent(&app).await;
    assert_eq!((read.seals, found), (1_101, Vec::new()));
}

/// Numbers are given before transactions end: one may come to be seen behind a greater one.
#[tokio::test]
async fn a_transaction_that_comes_late_is_sealed_too() {
    let app = TestApp::spawn().await;
    let ann = app.member("ann").await.id();
    let now = app.clock.now();
    let insert = |id: i64, at: Timestamp| {
        app.write(move |tx| {
            let (to, from) = (Account::pending(ann), Account::ISSUANCE);
            let last = ledger::post(tx, &posting(&format!("before:{id}"), &[(from, -1), (to, 1)]), now)?.id();
            let row = format!(
                "INSERT INTO ledger_transactions (id, key, kind, subject, month, actor_id, reason, digest, reverses, at) \
                 SELECT {id}, 'late:{id}', kind, subject, month, actor_id, reason, digest, reverses, {} \
                 FROM ledger_transactions WHERE id = {}",
                at.0, last.0
            );
            diesel::sql_query(row).execute(tx)?;
            let entries = format!(
                "INSERT INTO ledger_entries (transaction_id, account_id, amount) \
                 SELECT {id}, account_id, amount FROM ledger_entries WHERE transaction_id = {}",
                last.0
            );
            diesel::sql_query(entries).execute(tx)?;
            let kept = "UPDATE ledger_accounts SET balance = balance + 1 WHERE kind = 'pending'";
            Ok(diesel::sql_query(kept).execute(tx)?)
        })
    };
    insert(2_000, now).await;
    seal(&app).await;
    insert(1_000, now).await;
    seal(&app).await;
    app.clock.advance(3_600);
    seal(&app).await;
    let (read, found) = extent(&app).await;
    assert_eq!((read.transactions, read.seals, found), (4, 4, Vec::new()));
}

/// What the proof finds when this was done to a copy.
async fn damaged(app: &TestApp, statement: &str) -> Vec<(&'static str, i64, &'static str)> {
    let (slot, sql) = (Arc::new(Mutex::new(Vec::new())), statement.to_owned());
    let found = Arc::clone(&slot);
    let ended = app.app.shared.db.write(move |tx| {
        for off in without_triggers() {
            diesel::sql_query(off).execute(tx)?;
        }
        assert_eq!(diesel::sql_query(&sql).execute(tx)?, 1, "{sql} is to damage one row");
        let mut found = found.lock().unwrap();
        found.clear();
        proof::prove(tx, &mut |damage| found.push((damage.table, damage.row, damage.what)))?;
        Err::<(), _>(AppError::NotFound)
    });
    let ended = ended.await;
    assert!(matches!(ended, Err(AppError::NotFound)), "{statement}: {ended:?}");
    let mut found = slot.lock().unwrap().clone();
    found.sort_unstable();
    found
}

fn without_triggers() -> Vec<String> {
    match Engine::of_this_run() {
        Engine::Sqlite => TABLES
            .iter()
            .flat_map(|table| ["update", "delete"].map(|what| format!("DROP TRIGGER {table}_no_{what}")))
            .collect(),
        Engine::Postgres => TABLES.iter().map(|table| format!("ALTER TABLE {table} DISABLE TRIGGER USER")).collect(),
    }
}

/// The number of a transaction, and its place in the chain.
async fn numbers(app: &TestApp, key: &'static str) -> (i64, i64) {
    app.read(move |c| {
        let id: LedgerId = ledger_transactions::table
            .filter(ledger_transactions::key.eq(key))
            .select(ledger_transactions::id)
            .first(c)?;
        let seq = ledger_seals::table.filter(ledger_seals::transaction_id.eq(id)).select(ledger_seals::seq).first(c)?;
        Ok((id.0, seq))
    })
    .await
}

#[tokio::test]
async fn a_transaction_that_was_changed_is_named() {
    let app = TestApp::spawn().await;
    filled(&app).await;
    assert_eq!(extent(&app).await.1, Vec::new());
    let changes = [
        "key = 'other'",
        "kind = 'quality'",
        "subject = subject + 1",
        "month = month - 1",
        "actor_id = (SELECT min(id) FROM users)",
        "reason = 'other'",
        "digest = 'other'",
        "reverses = 1",
        "at = at + 1",
    ];
    // The first of the chain, one in the middle, and the last but one.
    for key in ["step:0:0", "step:1:2", "step:2:3"] {
        let (id, _) = numbers(&app, key).await;
        for change in changes {
            let found = damaged(&app, &format!("UPDATE ledger_transactions SET {change} WHERE id = {id}")).await;
            assert_eq!(found, [("ledger_transactions", id, "seal")], "{key} {change}");
        }
    }
    let (last, _) = numbers(&app, "back").await;
    let found = damaged(&app, &format!("UPDATE ledger_transactions SET at = at - 1 WHERE id = {last}")).await;
    assert_eq!(found, [("ledger_transactions", last, "seal")]);
}

#[tokio::test]
async fn an_entry_that_was_changed_or_is_gone_is_named() {
    let app = TestApp::spawn().await;
    filled(&app).await;
    let (id, _) = numbers(&app, "step:1:1").await;
    let entries: Vec<(i64, i64)> = app
        .read(move |c| {
            let of = ledger_entries::table.filter(ledger_entries::transaction_id.eq(LedgerId(id)));
            Ok(of.order(ledger_entries::id).select((ledger_entries::id, ledger_entries::account_id)).load(c)?)
        })
        .await;
    for (entry, account) in entries {
        let expected = [
            ("ledger_accounts", account, "balance"),
            ("ledger_transactions", id, "seal"),
            ("ledger_transactions", id, "sum of its entries"),
        ];
        let changed = format!("UPDATE ledger_entries SET amount = amount + 3 WHERE id = {entry}");
        assert_eq!(damaged(&app, &changed).await, expected);
        assert_eq!(damaged(&app, &format!("DELETE FROM ledger_entries WHERE id = {entry}")).await, expected);
    }
    // From the house to the house: no balance is kept there, and the sum stays.
    let (first, _) = numbers(&app, "step:0:0").await;
    let moved = format!(
        "UPDATE ledger_entries SET account_id = (SELECT id FROM ledger_accounts WHERE kind = 'goodwill') \
         WHERE transaction_id = {first} AND amount < 0"
    );
    assert_eq!(damaged(&app, &moved).await, [("ledger_transactions", first, "seal")]);
}

#[tokio::test]
async fn a_seal_that_was_changed_or_is_gone_is_named() {
    let app = TestApp::spawn().await;
    filled(&app).await;
    let change = |seq: i64| format!("UPDATE ledger_seals SET hash = 'other' WHERE seq = {seq}");
    for key in ["step:0:0", "step:1:2"] {
        let (_, seq) = numbers(&app, key).await;
        assert_eq!(damaged(&app, &change(seq)).await, [("ledger_seals", seq, "hash")], "{key}");
    }
    // Of the last one nobody can say whether it is the transaction or its seal.
    let (last, end) = numbers(&app, "back").await;
    assert_eq!(damaged(&app, &change(end)).await, [("ledger_transactions", last, "seal")]);
    for key in ["step:0:0", "step:1:2"] {
        let (id, seq) = numbers(&app, key).await;
        let expected = [("ledger_seals", seq, "seq"), ("ledger_transactions", id, "seal")];
        let found = damaged(&app, &format!("DELETE FROM ledger_seals WHERE seq = {seq}")).await;
        assert_eq!(found, expected, "{key}");
    }
    let found = damaged(&app, &format!("DELETE FROM ledger_seals WHERE seq = {end}")).await;
    assert_eq!(found, [("ledger_transactions", last, "seal")]);
}

#[tokio::test]
async fn words_and_balances_that_were_changed_are_named() {
    let app = TestApp::spawn().await;
    let users = filled(&app).await;
    let (noted, _) = numbers(&app, "noted").await;
    let found = damaged(&app, "UPDATE ledger_notes SET words = 'For nothing.'").await;
    assert_eq!(found, [("ledger_notes", noted, "digest")]);
    // Words may be erased: that is what they are kept apart for.
    assert_eq!(damaged(&app, "DELETE FROM ledger_notes").await, []);
    let kept: usize = app.read(|c| Ok(ledger_notes::table.count().get_result::<i64>(c)?)).await.try_into().unwrap();
    assert_eq!(kept, 1);
    for user in users {
        let account: i64 = app
            .read(move |c| {
                let of = ledger_accounts::table.filter(ledger_accounts::kind.eq("available"));
                Ok(of.filter(ledger_accounts::owner.eq(user.0)).select(ledger_accounts::id).first(c)?)
            })
            .await;
        let found = damaged(&app, &format!("UPDATE ledger_accounts SET balance = 7 WHERE id = {account}")).await;
        assert_eq!(found, [("ledger_accounts", account, "balance")]);
    }
}
