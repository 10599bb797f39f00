//! Ideas: proposed, judged, answered by staff, merged.

mod behalf;
mod extensions;
mod merging;
mod model;

use talka::boards::{self, BoardKind, NewBoard, Readers};
use talka::clock::Timestamp;
use talka::ideas;
use talka::ids::{BoardId, UserId};
use talka::policy::{Actor, Member, ModeratorOf};
use talka::topics::{self, TopicForm};

use crate::support::{Asked, Client, TestApp};

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
    })
}

impl TestApp {
    /// A board of ideas, open to all.
    pub async fn idea_board(&self, slug: &str) -> BoardId {
        let (slug, now) = (slug.to_owned(), self.clock.now());
        self.write(move |tx| {
            let new = NewBoard {
                slug: slug.clone(),
                name: format!("Board {slug}"),
                description: String::new(),
                kind: BoardKind::Ideas,
                hue: 3,
            };
            boards::create(tx, &new, now)
        })
        .await
    }

    /// A board of ideas that nobody reads but its moderators and admins.
    pub async fn closed_idea_board(&self, slug: &str) -> BoardId {
        let id = self.idea_board(slug).await;
        self.write(move |tx| boards::set_readers(tx, id, &Readers::Groups(Vec::new()))).await;
        id
    }

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
            let (topic, path) = ideas::propose(tx, &actor, &new, now)?;
            let post = topics::own_post(tx, topic)?.id;
            Ok(Asked { topic, post, path })
        })
        .await
    }
}
