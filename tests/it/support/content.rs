//! Content for tests, put in by the features' own commands.

use diesel::prelude::*;
use talka::boards::{self, BoardKind, NewBoard, Readers};
use talka::cli::verify::verify;
use talka::clock::Timestamp;
use talka::comments;
use talka::db::Conn;
use talka::db::schema::{group_members, groups};
use talka::ideas;
use talka::ids::{BoardId, CommentId, GroupId, PostId, TopicId, UserId};
use talka::markdown::CommentBody;
use talka::policy::{Actor, Member, ModeratorOf, Privilege, Standing, Thresholds};
use talka::questions::{self, NewAnswer, QuestionForm};
use talka::topics;

use super::{Client, TestApp};

/// A question.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Its topic.
    pub topic: TopicId,
    /// Its own post.
    pub post: PostId,
    /// Its path.
    pub path: String,
}

/// Of somebody to whom most is open, as in a test's database.
pub const STANDING: Standing = Standing {
    reputation: 1,
    super_user: false,
    thresholds: Thresholds::OPEN.with(Privilege::SeeDeleted, 2).with(Privilege::EditPosts, 2),
};

/// Somebody who may write on these restricted boards, and on every open one.
fn writer(id: UserId, boards: Vec<BoardId>) -> Actor {
    Actor::Member(Member {
        id,
        verified: true,
        suspended_until: None,
        moderates: ModeratorOf::Nothing,
        staff: false,
        admin: false,
        boards,
        presentable: false,
        since: Timestamp(0),
        standing: STANDING,
    })
}

impl TestApp {
    /// A board, open to all.
    pub async fn board(&self, slug: &str) -> BoardId {
        self.board_of_kind(slug, BoardKind::Questions).await
    }

    /// A board for ideas, open to all.
    pub async fn idea_board(&self, slug: &str) -> BoardId {
        self.board_of_kind(slug, BoardKind::Ideas).await
    }

    pub async fn board_of_kind(&self, slug: &str, kind: BoardKind) -> BoardId {
        let (slug, now) = (slug.to_owned(), self.clock.now());
        self.write(move |tx| {
            let new = NewBoard {
                slug: slug.clone(),
                name: format!("Board {slug}"),
                description: String::new(),
                kind,
                hue: 1,
            };
            boards::create(tx, &new, now)
        })
        .await
    }

    /// An idea; its author may read the board, whoever that is.
    pub async fn idea(&self, by: &Client, board: BoardId, title: &str) -> Asked {
        let form = QuestionForm {
            title: title.to_owned(),
            board: board.to_string(),
            tags: "wishes".into(),
            lang: "en".into(),
            body: format!("The body of {title}, long enough to be one."),
        };
        let (actor, new, now) = (writer(by.id(), vec![board]), form.parse().unwrap(), self.clock.now());
        self.write(move |tx| {
            let (topic, path) = ideas::propose(tx, &actor, &new, now)?;
            let post = topics::own_post(tx, topic)?.id;
            Ok(Asked { topic, post, path })
        })
        .await
    }

    /// A board that nobody reads but its moderators and admins.
    pub async fn closed_board(&self, slug: &str) -> BoardId {
        let id = self.board(slug).await;
        self.write(move |tx| boards::set_readers(tx, id, &Readers::Groups(Vec::new()))).await;
        id
    }

    /// A question; its author may read the board, whoever that is.
    pub async fn ask(&self, by: &Client, board: BoardId, title: &str, tags: &str) -> Asked {
        self.ask_in(by, board, title, tags, "en").await
    }

    /// The same in another language.
    pub async fn ask_in(&self, by: &Client, board: BoardId, title: &str, tags: &str, lang: &str) -> Asked {
        let form = QuestionForm {
            title: title.to_owned(),
            board: board.to_string(),
            tags: tags.to_owned(),
            lang: lang.into(),
            body: format!("The body of {title}, long enough to be one."),
        };
        let (actor, new, now) = (writer(by.id(), vec![board]), form.parse().unwrap(), self.clock.now());
        self.write(move |tx| {
            let (topic, path) = questions::ask(tx, &actor, &new, now)?;
            let post = topics::own_post(tx, topic)?.id;
            Ok(Asked { topic, post, path })
        })
        .await
    }

    /// An answer.
    pub async fn answer(&self, by: &Client, to: &Asked, text: &str) -> PostId {
        let (actor, now) = (writer(by.id(), self.board_of(to).await), self.clock.now());
        let new = NewAnswer::parse(to.topic, text).unwrap();
        self.write(move |tx| Ok(questions::answer(tx, &actor, &new, now)?.0)).await
    }

    /// A comment under a post of this question.
    pub async fn comment(&self, by: &Client, under: &Asked, post: PostId, text: &str) -> CommentId {
        let (actor, now) = (writer(by.id(), self.board_of(under).await), self.clock.now());
        let body = CommentBody::parse(text).unwrap();
        self.write(move |tx| Ok(comments::add(tx, &actor, post, &body, now)?.comment.id)).await
    }

    /// Asserts that nothing is stored twice and differently: every counter is what its rows say.
    #[track_caller]
    pub fn assert_verified(&self) {
        let mut found = Vec::new();
        let count = self.app.shared.db.read_now(|c| verify(c, &mut |difference| found.push(difference.to_string())));
        assert_eq!((count.unwrap(), found), (0, Vec::<String>::new()));
    }

    /// A board that is read by those who belong to a group with these members (and by its moderators).
    pub async fn board_for(&self, slug: &str, members: &[&Client]) -> BoardId {
        let board = self.board(slug).await;
        self.restrict(board, slug, members).await;
        board
    }

    /// Lets a board be read by those who belong to a group of this name with these members (and by its moderators).
    pub async fn restrict(&self, board: BoardId, slug: &str, members: &[&Client]) {
        let (slug, now) = (slug.to_owned(), self.clock.now());
        let ids: Vec<UserId> = members.iter().map(|member| member.id()).collect();
        self.write(move |tx| {
            let group: GroupId = diesel::insert_into(groups::table)
                .values((groups::slug.eq(&slug), groups::name.eq(&slug), groups::created_at.eq(now)))
                .returning(groups::id)
                .get_result(tx)?;
            for id in &ids {
                diesel::insert_into(group_members::table)
                    .values((
                        group_members::group_id.eq(group),
                        group_members::user_id.eq(id),
                        group_members::added_at.eq(now),
                    ))
                    .execute(tx)?;
            }
            boards::set_readers(tx, board, &Readers::Groups(vec![group]))?;
            topics::counters::recount_board(tx, board, now)
        })
        .await;
    }

    async fn board_of(&self, asked: &Asked) -> Vec<BoardId> {
        let topic = asked.topic;
        self.read(move |c: &mut Conn| Ok(topics::load(c, topic)?.map(|topic| topic.board).into_iter().collect())).await
    }
}
