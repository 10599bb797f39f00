//! kill -9 under writes: what was acknowledged is there afterwards, and everything still fits together.

use std::collections::BTreeSet;

use diesel::prelude::*;
use talka::clock::Clock;
use talka::db::schema::{posts, topics, users};
use talka::db::{Conn, Db};
use talka::error::Result;
use talka::ids::{TopicId, UserId};
use talka::sessions;
use tokio::sync::mpsc::{self, UnboundedSender};

use super::filled;
use super::program::{Running, ended, talka_on};
use crate::support::Client;

const ROUNDS: usize = 3;
const CALLERS: i64 = 6;
/// Answers that are acknowledged before a round's end, all callers together.
const ENOUGH: usize = 40;

#[tokio::test]
async fn what_was_acknowledged_survives_kill_9() {
    let (database, db) = tokio::task::spawn_blocking(filled).await.unwrap();
    let sessions = db.write(sessions).await.unwrap();
    let open = topics::closed_at.is_null().and(topics::kind.eq("question"));
    let open: TopicId = db.read(move |c| Ok(topics::table.filter(open).select(topics::id).first(c)?)).await.unwrap();
    let path = format!("/questions/{open}/answers");
    // From here on nobody else has the file open: what a killed server leaves is put right by whoever comes next.
    drop(db);
    let mut acknowledged = BTreeSet::new();
    for round in 0..ROUNDS {
        let mut running = Running::start(&mut talka_on(database.url(), database.folder(), &["serve"]));
        let (tell, mut told) = mpsc::unbounded_channel();
        let callers: Vec<_> = sessions
            .iter()
            .enumerate()
            .map(|(caller, (id, handle, secret))| {
                let browser = Client::new(running.address).known_as(*id, handle);
                browser.set_cookie("talka", secret);
                tokio::spawn(answer_until_it_is_gone(browser, path.clone(), (round, caller), tell.clone()))
            })
            .collect();
        // The callers hold the only senders: without a caller there is nothing to wait for.
        drop(tell);
        for _ in 0..ENOUGH {
            acknowledged.insert(told.recv().await.expect("every caller gave up"));
        }
        running.kill();
        for caller in callers {
            caller.await.unwrap();
        }
        while let Some(text) = told.recv().await {
            acknowledged.insert(text);
        }
        let (code, said, complaint) = ended(&mut talka_on(database.url(), database.folder(), &["verify"]));
        assert_eq!(code, 0, "round {round}: {said}{complaint}");
        let there: BTreeSet<String> = Db::open(database.url())
            .unwrap()
            .read(|c| Ok(posts::table.filter(posts::kind.eq("answer")).select(posts::source).load(c)?))
            .await
            .unwrap()
            .into_iter()
            .collect();
        let lost: Vec<_> = acknowledged.difference(&there).collect();
        assert!(lost.is_empty(), "round {round}: acknowledged and not there: {lost:?}");
    }
    assert!(acknowledged.len() >= ROUNDS * ENOUGH);
}

/// A session of its own for each of some members: id, handle, and the cookie's secret.
fn sessions(tx: &mut Conn) -> Result<Vec<(UserId, String, String)>> {
    let members: Vec<(UserId, String)> = users::table
        .filter(users::is_staff.eq(false).and(users::is_moderator.eq(false)).and(users::is_admin.eq(false)))
        .order(users::id)
        .limit(CALLERS)
        .select((users::id, users::handle))
        .load(tx)?;
    let now = Clock::System.now();
    let signed_in = |(id, handle)| Ok((id, handle, sessions::start(tx, id, false, &sessions::Client::default(), now)?));
    members.into_iter().map(signed_in).collect()
}

/// Posts answers one after the other, until the server is there no more; tells the texts that were acknowledged.
async fn answer_until_it_is_gone(
    browser: Client,
    path: String,
    (round, caller): (usize, usize),
    tell: UnboundedSender<String>,
) {
    let token = browser.token_from("/no-such-page").await;
    for number in 0.. {
        let text = format!("The answer of round {round}, caller {caller}, number {number}.");
        let fields = [("csrf", token.as_str()), ("body", text.as_str())];
        let request = browser.request(reqwest::Method::POST, &path).form(&fields);
        match browser.try_send(request).await {
            Ok(reply) if reply.status == 303 => tell.send(text).unwrap(),
            Ok(reply) => panic!("{}: {}", reply.status, reply.text()),
            Err(_) => break,
        }
    }
}
