//! A small community with what a feed can hold.

use diesel::prelude::*;
use talka::db::Conn;
use talka::db::schema::{boards, posts, topics as topics_table};
use talka::ids::{BoardId, PostId, TopicId, UserId};
use talka::markdown::Body;
use talka::policy::Thresholds;
use talka::policy::{Actor, BoardFacts, BoardKind, PostKind, State, TopicKind};
use talka::questions::{self, Choice, Edit, QuestionForm};
use talka::search;
use talka::sessions;
use talka::topics::{self, NewPost, NewTopic, counters, tagging};

use crate::support::NOON;
use crate::support::{Client, TestApp};

/// A running Talka with an open board, and two members.
pub struct Community {
    pub app: TestApp,
    pub asker: Client,
    pub helper: Client,
    /// The open board, `phones`.
    pub board: BoardFacts,
}

/// A question to be put straight into the database: a test may need titles that the form refuses.
#[derive(Clone)]
pub struct Question {
    pub title: String,
    pub body: String,
    pub tags: Vec<String>,
    pub by: UserId,
    pub board: BoardFacts,
}

impl Community {
    pub async fn new() -> Self {
        let app = TestApp::spawn().await;
        let (asker, helper) = (app.member("asker").await, app.member("helper").await);
        let board = open_board(&app, "phones", "Phones", false).await;
        Self { app, asker, helper, board }
    }

    /// A board that only some may read.
    pub async fn restricted_board(&self, slug: &'static str, name: &'static str) -> BoardFacts {
        open_board(&self.app, slug, name, true).await
    }

    /// A question of the asker's on the open board, tagged `esim`, ready to be changed.
    pub fn question(&self, title: &str, body: &str) -> Question {
        let (title, body) = (title.to_owned(), body.to_owned());
        Question { title, body, tags: vec!["esim".into()], by: self.asker.id(), board: self.board }
    }

    /// Asks it, and moves the clock by a minute.
    pub async fn ask(&self, question: Question) -> TopicId {
        let now = self.app.clock.now();
        let topic = self.app.write(move |tx| insert_question(tx, &question, now)).await;
        self.app.clock.advance(60);
        topic
    }

    /// Publishes an article of the helper's on an open board, without tags, and moves the clock by a minute.
    pub async fn publish(&self, title: &str, body: &str) -> TopicId {
        let (now, author) = (self.app.clock.now(), self.helper.id());
        let (title, body) = (title.to_owned(), Body::parse(body).unwrap());
        let board = BoardFacts { kind: BoardKind::Articles, ..self.board };
        let topic = self
            .app
            .write(move |tx| {
                let (slug, kind) = (talka::slug::of(&title), TopicKind::Article);
                let (lang, excerpt, tags) = ("en", "", &[][..]);
                let (title, at) = (title.as_str(), now);
                let new = NewTopic { kind, board, author, title, slug: &slug, lang, tags, excerpt, at };
                let topic = topics::insert_topic(tx, &new)?;
                let (source, html, kind) = (body.source(), body.html().as_str(), PostKind::Article);
                topics::insert_post(tx, &NewPost { topic, kind, author, by_staff: false, source, html, at })?;
                search::index_topic(tx, topic)?;
                Ok(topic)
            })
            .await;
        self.app.clock.advance(60);
        topic
    }

    /// Answers it, and moves the clock by a minute.
    pub async fn answer(&self, topic: TopicId, by: UserId, body: &str) -> PostId {
        let (now, body) = (self.app.clock.now(), Body::parse(body).unwrap());
        let post = self
            .app
            .write(move |tx| {
                let (source, html) = (body.source(), body.html().as_str());
                let kind = PostKind::Answer;
                let new = NewPost { topic, kind, author: by, by_staff: false, source, html, at: now };
                let post = topics::insert_post(tx, &new)?;
                topics::touch(tx, topic, now)?;
                counters::recount_topic(tx, topic)?;
                counters::recount_user(tx, by)?;
                search::index_post(tx, post)?;
                Ok(post)
            })
            .await;
        self.app.clock.advance(60);
        post
    }

    /// The asker accepts an answer.
    pub async fn accept(&self, post: PostId) {
        let (actor, now) = (self.actor(&self.asker).await, self.app.clock.now());
        self.app.write(move |tx| questions::accept(tx, &actor, post, Choice::Accept, now)).await;
        self.app.clock.advance(60);
    }

    /// The same, whoever may read the question.
    pub async fn mark_accepted(&self, post: PostId) {
        let now = self.app.clock.now();
        let by = self.asker.id().0;
        self.app
            .write(move |tx| {
                let set = (posts::accepted.eq(true), posts::accepted_at.eq(now), posts::accepted_by.eq(by));
                let topic =
                    diesel::update(posts::table.find(post)).set(set).returning(posts::topic_id).get_result(tx)?;
                counters::recount_topic(tx, topic)?;
                counters::recount_writers(tx, topic)
            })
            .await;
        self.app.clock.advance(60);
    }

    /// The asker edits the question, a day later.
    pub async fn edit_question(&self, topic: TopicId, title: &str, body: &str) {
        let form = QuestionForm {
            title: title.into(),
            board: self.board.id.to_string(),
            tags: "esim".into(),
            lang: "en".into(),
            body: body.into(),
        };
        let post = self.app.read(move |c| topics::own_post(c, topic)).await.id;
        self.edit(&self.asker, post, Edit::Topic(form.parse().unwrap())).await;
    }

    /// Its author edits an answer, a day later.
    pub async fn edit_answer(&self, by: &Client, post: PostId, body: &str) {
        self.edit(by, post, Edit::Answer(Body::parse(body).unwrap())).await;
    }

    async fn edit(&self, by: &Client, post: PostId, edit: Edit) {
        self.app.clock.advance(24 * 3600);
        let (actor, now) = (self.actor(by).await, self.app.clock.now());
        self.app
            .write(move |tx| {
                let version = topics::load_post(tx, post)?.unwrap().1.version;
                questions::edit(tx, &actor, (post, version), &edit, ("", now))
            })
            .await;
    }

    /// Deletes, hides or brings back a post; with a question's, its topic.
    pub async fn set_state(&self, post: PostId, state: State) {
        self.app
            .write(move |tx| {
                let (topic, post) = topics::load_post(tx, post)?.unwrap();
                topics::set_state(tx, &topic, &post, state, NOON)
            })
            .await;
    }

    /// The same for a question.
    pub async fn set_topic_state(&self, topic: TopicId, state: State) {
        let post = self.app.read(move |c| topics::own_post(c, topic)).await.id;
        self.set_state(post, state).await;
    }

    pub async fn actor(&self, client: &Client) -> Actor {
        let (secret, now) = (client.cookie("talka").unwrap(), self.app.clock.now());
        self.app.read(move |c| sessions::load(c, Some(&secret), Thresholds::OPEN, now)).await.actor
    }

    /// The number of the oldest topic.
    pub async fn first_topic(&self) -> TopicId {
        self.app.read(|c| Ok(topics_table::table.order(topics_table::id).select(topics_table::id).first(c)?)).await
    }

    /// A full address of this site.
    pub fn absolute(&self, path: &str) -> String {
        self.app.app.shared.config.absolute(path)
    }
}

async fn open_board(app: &TestApp, slug: &'static str, name: &'static str, restricted: bool) -> BoardFacts {
    let now = app.clock.now();
    let insert = move |tx: &mut Conn| {
        let id: BoardId = diesel::insert_into(boards::table)
            .values((
                boards::slug.eq(slug),
                boards::name.eq(name),
                boards::kind.eq("questions"),
                boards::restricted.eq(restricted),
                boards::created_at.eq(now),
            ))
            .returning(boards::id)
            .get_result(tx)?;
        Ok(BoardFacts { id, kind: BoardKind::Questions, restricted, retired: false })
    };
    app.write(insert).await
}

fn insert_question(tx: &mut Conn, question: &Question, now: talka::clock::Timestamp) -> talka::error::Result<TopicId> {
    let body = Body::parse(&question.body).unwrap();
    let (source, html) = (body.source(), body.html().as_str());
    let topic = topics::insert_topic(
        tx,
        &NewTopic {
            kind: TopicKind::Question,
            board: question.board,
            author: question.by,
            title: &question.title,
            slug: &talka::slug::of(&question.title),
            lang: "en",
            tags: &question.tags,
            excerpt: "",
            at: now,
        },
    )?;
    let kind = PostKind::Question;
    topics::insert_post(tx, &NewPost { topic, kind, author: question.by, by_staff: false, source, html, at: now })?;
    tagging::set(tx, &Actor::System, topic, &question.tags, now)?;
    search::index_topic(tx, topic)?;
    Ok(topic)
}
