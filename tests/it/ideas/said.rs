//! Ideas with what staff say of them, put in for tests of what is shown of them.

use diesel::prelude::*;
use talka::boards::{self, BoardKind, Readers};
use talka::clock::Timestamp;
use talka::db::schema::{idea_updates, ideas, topics};
use talka::ideas::{StatusKind, statuses};
use talka::ids::{BoardId, StatusId, TopicId, UpdateId};
use talka::markdown::Body;
use talka::topics as topic_store;

use crate::support::{Asked, Client, Reply, TestApp};

/// What every idea here says of itself.
pub const TEXT: &str = "It would help me every day, and I cannot do it now.";

impl TestApp {
    /// A board for ideas, open to all.
    pub async fn board_of_ideas(&self, slug: &str) -> BoardId {
        let board = self.board(slug).await;
        self.write(move |tx| boards::set_kind(tx, board, BoardKind::Ideas)).await;
        board
    }

    /// A board for ideas that nobody reads but its moderators and admins.
    pub async fn closed_board_of_ideas(&self, slug: &str) -> BoardId {
        let board = self.board_of_ideas(slug).await;
        self.write(move |tx| boards::set_readers(tx, board, &Readers::Groups(Vec::new()))).await;
        board
    }

    /// An idea, by the form.
    pub async fn proposed(&self, by: &Client, board: BoardId, title: &str) -> Asked {
        let path = propose(by, board, title, "").await.expect(303).location().to_owned();
        self.idea_at(&path).await
    }

    /// The idea of this path.
    pub async fn idea_at(&self, path: &str) -> Asked {
        let topic = TopicId(path.split('/').nth(2).unwrap().parse().unwrap());
        let post = self.read(move |c| Ok(topic_store::own_post(c, topic)?.id)).await;
        Asked { topic, post, path: path.to_owned() }
    }

    /// The status that the program knows by this key.
    pub async fn status(&self, key: &'static str) -> StatusId {
        self.read(move |c| Ok(statuses::by_key(c, key)?.id)).await
    }

    /// Staff say what becomes of an idea, now.
    pub async fn say(&self, by: &Client, idea: &Asked, status: &'static str, text: &str) -> UpdateId {
        let (topic, author, now) = (idea.topic, by.id(), self.clock.now());
        let body = Body::parse(text).unwrap();
        self.write(move |tx| {
            let status = statuses::by_key(tx, status)?;
            let update: UpdateId = diesel::insert_into(idea_updates::table)
                .values((
                    idea_updates::topic_id.eq(topic),
                    idea_updates::status_id.eq(status.id),
                    idea_updates::author_id.eq(author),
                    idea_updates::source.eq(body.source()),
                    idea_updates::html.eq(body.html().as_str()),
                    idea_updates::text_key.eq(body.source()),
                    idea_updates::created_at.eq(now),
                ))
                .returning(idea_updates::id)
                .get_result(tx)?;
            let before: Option<Timestamp> = ideas::table.find(topic).select(ideas::done_at).first(tx)?;
            let done = (status.kind == StatusKind::Done).then(|| before.unwrap_or(now));
            diesel::update(ideas::table.find(topic))
                .set((
                    ideas::status_id.eq(status.id),
                    ideas::status_kind.eq(status.kind),
                    ideas::update_id.eq(Some(update)),
                    ideas::updates_count.eq(ideas::updates_count + 1),
                    ideas::said_at.eq(now),
                    ideas::done_at.eq(done),
                ))
                .execute(tx)?;
            diesel::update(topics::table.find(topic))
                .set(topics::closed_at.eq((!status.kind.is_open()).then_some(now)))
                .execute(tx)?;
            Ok(update)
        })
        .await
    }

    /// Gives an idea a score, whoever voted.
    pub async fn scored(&self, idea: &Asked, score: i64) {
        let topic = idea.topic;
        self.write(move |tx| {
            diesel::update(topics::table.find(topic)).set(topics::score.eq(score)).execute(tx)?;
            Ok(())
        })
        .await;
    }
}

/// Sends the form for an idea; for a session, when its number is not empty.
pub async fn propose(by: &Client, board: BoardId, title: &str, storm: &str) -> Reply {
    let board = board.to_string();
    let fields = [
        ("title", title),
        ("board", &board),
        ("tags", "roaming"),
        ("lang", "en"),
        ("body", TEXT),
        ("reviewed", "1"),
        ("storm", storm),
    ];
    by.post_form("/ideas/new", &fields).await
}

/// All pages of a list from this address on, by the link to the next one; what `read` finds on each.
pub async fn every_page<T>(reader: &Client, path: &str, read: impl Fn(&Reply) -> Vec<T>) -> Vec<T> {
    let (mut found, mut next) = (Vec::new(), Some(path.to_owned()));
    while let Some(path) = next {
        let page = reader.get(&path).await.expect(200);
        found.extend(read(&page));
        next = page.attr(".pager a[rel=next]", "href");
    }
    found
}
