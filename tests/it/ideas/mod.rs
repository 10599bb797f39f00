//! Ideas: proposing, judging, and what becomes of them.

mod changelog;
mod export;
mod feeds;
mod lists;
mod pages;
mod roadmap;
mod said;
mod storms;
mod trend;
mod voting;

use diesel::prelude::*;
use talka::db::schema::{ideas, statuses, topics};
use talka::ids::{StatusId, TopicId};

use crate::support::{Client, Reply, TestApp};

/// Gives an idea the status of this key, as the word of staff does.
pub async fn decide(app: &TestApp, idea: TopicId, key: &'static str) {
    let now = app.clock.now();
    app.write(move |tx| {
        let (status, kind): (StatusId, String) =
            statuses::table.filter(statuses::key.eq(key)).select((statuses::id, statuses::kind)).first(tx)?;
        let closed = matches!(kind.as_str(), "done" | "refused").then_some(now);
        let stored = talka::ideas::StatusKind::parse(&kind).unwrap();
        diesel::update(ideas::table.find(idea))
            .set((ideas::status_id.eq(status), ideas::status_kind.eq(stored), ideas::said_at.eq(now)))
            .execute(tx)?;
        diesel::update(topics::table.find(idea)).set(topics::closed_at.eq(closed)).execute(tx)?;
        Ok(())
    })
    .await;
}

/// The number of the status of this key.
pub async fn status(app: &TestApp, key: &'static str) -> StatusId {
    app.read(move |c| Ok(statuses::table.filter(statuses::key.eq(key)).select(statuses::id).first(c)?)).await
}

/// The titles of a list of ideas.
pub fn titles(page: &Reply) -> Vec<String> {
    page.find_all(".idea h3 a")
}

/// Opens a page that is there.
pub async fn open(by: &Client, path: &str) -> Reply {
    by.get(path).await.expect(200)
}
