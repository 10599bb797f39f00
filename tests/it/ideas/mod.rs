//! Ideas: proposing, judging, and what becomes of them.

mod behalf;
mod changelog;
mod delivery;
mod everybody;
mod export;
mod extensions;
mod feeds;
mod freshness;
mod lists;
mod merging;
mod model;
mod pages;
mod roadmap;
mod said;
mod statuses;
mod storms;
mod trend;
mod updates;
mod voting;

use diesel::prelude::*;
use talka::clock::Timestamp;
use talka::db::schema::{self, ideas, topics};
use talka::ids::{BoardId, PostId, StatusId, TopicId, UserId};
use talka::policy::{Actor, Member, ModeratorOf};
use talka::reputation::{self, Part};
use talka::topics::TopicForm;

use crate::support::{Asked, Client, Reply, STANDING, TestApp};

/// Gives an idea the status of this key, as the word of staff does.
pub async fn decide(app: &TestApp, idea: TopicId, key: &'static str) {
    let now = app.clock.now();
    app.write(move |tx| {
        let (status, kind): (StatusId, String) = schema::statuses::table
            .filter(schema::statuses::key.eq(key))
            .select((schema::statuses::id, schema::statuses::kind))
            .first(tx)?;
        let closed = matches!(kind.as_str(), "done" | "refused").then_some(now);
        let stored = talka::ideas::StatusKind::parse(&kind).unwrap();
        diesel::update(ideas::table.find(idea))
            .set((ideas::status_id.eq(status), ideas::status_kind.eq(stored), ideas::said_at.eq(now)))
            .execute(tx)?;
        diesel::update(topics::table.find(idea)).set(topics::closed_at.eq(closed)).execute(tx)?;
        let post: PostId = ideas::table.find(idea).select(ideas::post_id).first(tx)?;
        reputation::settle(tx, &[post], Part::Delivery, now)
    })
    .await;
}

/// The number of the status of this key.
pub async fn status(app: &TestApp, key: &'static str) -> StatusId {
    app.status(key).await
}

/// The titles of a list of ideas.
pub fn titles(page: &Reply) -> Vec<String> {
    page.find_all(".idea h3 a")
}

/// Opens a page that is there.
pub async fn open(by: &Client, path: &str) -> Reply {
    by.get(path).await.expect(200)
}

/// Somebody who may do what any member may, or any employee.
pub fn actor(id: UserId, staff: bool) -> Actor {
    Actor::Member(Member {
        id,
        verified: true,
        suspended_until: None,
        moderates: ModeratorOf::Nothing,
        staff,
        admin: false,
        boards: Vec::new(),
        presentable: true,
        since: Timestamp(0),
        standing: STANDING,
    })
}

impl TestApp {
    /// An idea.
    pub async fn propose(&self, by: &Client, board: BoardId, title: &str) -> Asked {
        let form = TopicForm {
            title: title.to_owned(),
            board: board.to_string(),
            tags: "roaming".into(),
            lang: "en".into(),
            body: format!("The body of {title}, long enough to be one."),
        };
        let mut actor = actor(by.id(), false);
        if let Actor::Member(member) = &mut actor {
            member.boards.push(board);
        }
        let (new, now) = (form.parse().unwrap(), self.clock.now());
        self.write(move |tx| {
            let (topic, path) = talka::ideas::propose(tx, &actor, &new, now)?;
            let post = talka::topics::own_post(tx, topic)?.id;
            Ok(Asked { topic, post, path })
        })
        .await
    }
}
