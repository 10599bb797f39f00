//! The program beside the model: people, posts, the dice, and what both are asked to do.

use std::collections::BTreeMap;

use diesel::prelude::*;
use talka::db::Conn;
use talka::db::schema::{posts, reputation_events, users};
use talka::error::{AppError, Result};
use talka::ids::{BoardId, UserId};
use talka::ledger::seal;
use talka::moderation::By;
use talka::points::terms;
use talka::policy::Actor;

use super::book::{Book, Name, Person, Post};
use super::calendar::DAY;
use crate::ideas::actor;
use crate::support::{Asked, Client, TestApp};

/// Members who earn, or do not: the last but two accepts the terms late, the last but one never, the last is new.
pub const MEMBERS: usize = 16;
/// For so many operations the clock runs three years.
const THREE_YEARS: u64 = 50_000;

pub struct Dice(u64);

impl Dice {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % bound
    }

    pub fn one_in(&mut self, bound: usize) -> bool {
        self.below(bound) == 0
    }

    /// One of so many, mostly of the last `few`.
    pub fn late(&mut self, of: usize, few: usize) -> usize {
        if self.one_in(5) { self.below(of) } else { of - 1 - self.below(few.min(of)) }
    }
}

/// A redemption under way: whose, what it took, from which lots here and there.
pub struct Open {
    pub number: i64,
    pub user: i64,
    pub amount: i64,
    pub taken: Vec<talka::points::lots::Taken>,
    pub of_model: Vec<(usize, i64)>,
    pub approved: bool,
}

pub struct World {
    pub app: TestApp,
    pub book: Book,
    pub dice: Dice,
    pub boards: (BoardId, BoardId),
    pub people: Vec<Client>,
    pub staff: UserId,
    pub questions: Vec<Asked>,
    pub answers: Vec<i64>,
    pub ideas: Vec<(Asked, bool)>,
    pub open: Vec<Open>,
    /// Decisions that may be appealed against: giver and post.
    pub voided: Vec<(i64, i64)>,
    /// How far the model has read what gives reputation.
    seen: i64,
    /// How far a run of the earn job is that was stopped.
    pub after: Option<i64>,
    pub number: i64,
    pub tally: BTreeMap<&'static str, u64>,
    /// How many times the usual the clock is moved.
    pace: i64,
}

#[derive(Queryable)]
struct Event {
    id: i64,
    user: i64,
    kind: String,
    day: i64,
    post: i64,
    from: i64,
    number: i64,
    at: i64,
}

/// What a step of the earn job has seen.
pub struct Seen {
    /// All that came since the model looked last.
    fresh: Vec<Event>,
    /// What the step took.
    taken: Vec<Event>,
}

impl Event {
    fn name(&self) -> Option<Name> {
        let kind = ["answer_up", "accepted", "delivered"].into_iter().find(|kind| *kind == self.kind)?;
        Some((self.post, kind, self.user, self.from))
    }
}

fn events(c: &mut Conn, after: i64, up_to: i64) -> Result<Vec<Event>> {
    use reputation_events as e;
    Ok(e::table
        .filter(e::id.gt(after))
        .filter(e::id.le(up_to))
        .order(e::id)
        .select((e::id, e::user_id, e::kind, e::day, e::post_id, e::cause_id, e::number, e::at))
        .load(c)?)
}

/// What came behind one number, and what lies between two others.
pub fn look(c: &mut Conn, seen: i64, (after, up_to): (i64, i64)) -> Result<Seen> {
    Ok(Seen { fresh: events(c, seen, i64::MAX)?, taken: events(c, after, up_to)? })
}

impl World {
    pub async fn new(seed: u64, operations: u64) -> Self {
        let app = TestApp::spawn().await;
        let boards = (app.board("phones").await, app.idea_board("wishes").await);
        let (staff, admin) = (app.staff().await.id(), app.admin().await.id());
        let mut people = Vec::new();
        for number in 0..MEMBERS {
            let handle = format!("person{number}");
            let unverified = number == MEMBERS - 4;
            people.push(if unverified { app.unverified(&handle).await } else { app.member(&handle).await });
        }
        let (new, now) = (people[MEMBERS - 1].id(), app.clock.now());
        app.write(move |tx| {
            diesel::update(users::table.find(new)).set(users::created_at.eq(now)).execute(tx)?;
            let boss = admin_actor(admin);
            terms::publish(tx, By { actor: &boss, ip: "", now }, "Points may be spent on the rewards that are offered.")
        })
        .await;
        let mut world = Self {
            app,
            book: Book::default(),
            dice: Dice(seed | 1),
            boards,
            people,
            staff,
            questions: Vec::new(),
            answers: Vec::new(),
            ideas: Vec::new(),
            open: Vec::new(),
            voided: Vec::new(),
            seen: 0,
            after: None,
            number: 0,
            tally: BTreeMap::new(),
            pace: i64::try_from(THREE_YEARS / operations.max(1)).unwrap().clamp(1, 20),
        };
        world.fill().await;
        world
    }

    async fn fill(&mut self) {
        let now = self.app.clock.now().0;
        let person = |verified, since, staff| Person { verified, since, staff, terms: None };
        self.book.people.insert(self.staff.0, person(true, now - 30 * DAY, true));
        for number in 0..MEMBERS {
            let since = if number == MEMBERS - 1 { now } else { now - 30 * DAY };
            self.book.people.insert(self.user(number), person(number != MEMBERS - 4, since, false));
            if number < MEMBERS - 3 || number == MEMBERS - 1 {
                self.accept_terms(number).await;
            }
        }
        for number in 0..15 {
            self.ask(number % (MEMBERS - 1)).await;
            for answer in 0..3 {
                self.answer_to(number, (number + answer + 1) % (MEMBERS - 1)).await;
            }
        }
        self.propose(0).await;
    }

    pub fn user(&self, person: usize) -> i64 {
        self.people[person].id().0
    }

    /// Mostly one of a few, so that pairs and months fill up.
    pub fn member(&mut self) -> usize {
        let of = if self.dice.one_in(3) { 4 } else { MEMBERS };
        self.dice.below(of)
    }

    pub fn count(&mut self, what: &'static str) {
        *self.tally.entry(what).or_default() += 1;
    }

    /// Does something in a transaction of its own, or lets it break off at the very end: then it has not been.
    pub async fn run<T: Send + 'static>(
        &mut self,
        mut f: impl FnMut(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Option<Result<T>> {
        let db = self.app.app.shared.db.clone();
        if !self.dice.one_in(15) {
            return Some(db.write(f).await);
        }
        self.count("crashed");
        let ended = db.write(move |tx| {
            f(tx)?;
            Err::<(), _>(AppError::Gone)
        });
        assert!(ended.await.is_err());
        None
    }

    /// The same; what is refused is counted, and anything else that goes wrong is a fault.
    pub async fn try_run<T: Send + 'static>(
        &mut self,
        what: &'static str,
        f: impl FnMut(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Option<T> {
        match self.run(f).await? {
            Ok(value) => {
                self.count(what);
                Some(value)
            }
            // Whatever a rule refuses changes nothing, which the comparison shows.
            Err(error @ (AppError::Internal(_) | AppError::Unavailable { .. })) => panic!("{what}: {error}"),
            Err(_) => {
                self.count("refused");
                None
            }
        }
    }

    pub async fn step(&mut self) {
        let seconds = [0, 0, 30, 600, 1_800, 3_600, 7_200][self.dice.below(7)];
        self.app.clock.advance(seconds * self.pace);
        match self.dice.below(1_000) {
            0..400 => self.vote().await,
            400..520 => self.accept().await,
            520..580 => self.hide_or_delete().await,
            580..620 => self.deliver().await,
            620..635 => {
                let person = if self.dice.one_in(4) { self.member() } else { 0 };
                self.propose(person).await;
            }
            635..655 => {
                let (question, person) = (self.dice.late(self.questions.len(), 12), self.member());
                self.answer_to(question, person).await;
            }
            655..660 => {
                let person = self.member();
                self.ask(person).await;
            }
            660..666 => self.void_vote().await,
            666..680 => self.void_points().await,
            680..690 => self.undo().await,
            690..705 => self.grant().await,
            705..708 => self.budget().await,
            708..800 => self.earn().await,
            800..840 => self.release().await,
            840..860 => self.expire().await,
            860..885 => self.close().await,
            885..935 => self.redeem().await,
            935..995 => self.answer_redemption().await,
            _ => self.late_terms().await,
        }
    }

    // What gives reputation.

    /// The model reads what came; the names that the step took.
    pub fn learn(&mut self, seen: &Seen) -> Vec<Name> {
        for event in &seen.fresh {
            self.seen = event.id;
            let Some(name) = event.name() else { continue };
            if event.number % 2 == 1 {
                self.book.stands.insert(name, (event.at, event.day));
            } else {
                self.book.stands.remove(&name);
            }
        }
        seen.taken.iter().filter_map(Event::name).collect()
    }

    pub fn seen(&self) -> i64 {
        self.seen
    }

    pub async fn accept_terms(&mut self, person: usize) {
        let (who, now) = (actor(self.people[person].id(), false), self.app.clock.now());
        self.app.write(move |tx| terms::accept(tx, By { actor: &who, ip: "", now }, 1)).await;
        let user = self.user(person);
        self.book.people.get_mut(&user).unwrap().terms.get_or_insert(now.0);
    }

    pub async fn ask(&mut self, person: usize) {
        let title = format!("Question number {} about something", self.questions.len());
        let asked = self.app.ask(&self.people[person], self.boards.0, &title, "phones").await;
        self.note(asked.post.0, (asked.topic.0, person), "question");
        self.questions.push(asked);
    }

    pub async fn answer_to(&mut self, question: usize, person: usize) {
        let asked = self.questions[question].clone();
        if self.book.posts[&asked.post.0].state != "visible" {
            return;
        }
        let text = format!("Answer number {}, which may help.", self.answers.len());
        let post = self.app.answer(&self.people[person], &asked, &text).await;
        self.note(post.0, (asked.topic.0, person), "answer");
        self.answers.push(post.0);
    }

    pub async fn propose(&mut self, person: usize) {
        let title = format!("A wish with the number {}", self.ideas.len());
        let asked = self.app.propose(&self.people[person], self.boards.1, &title).await;
        self.note(asked.post.0, (asked.topic.0, person), "idea");
        self.ideas.push((asked, false));
    }

    fn note(&mut self, id: i64, (topic, person): (i64, usize), kind: &'static str) {
        let author = self.user(person);
        self.book.add_post(id, Post { author, topic, kind, state: "visible", accepted_by: None });
    }

    /// A post and its question are there.
    pub fn is_visible(&self, post: i64) -> bool {
        let post = &self.book.posts[&post];
        let own = self.book.posts.values().find(|own| own.topic == post.topic && own.kind != "answer").unwrap();
        post.state == "visible" && own.state == "visible"
    }

    /// The jobs run to their end.
    pub async fn end(&mut self) {
        self.answer_all().await;
        for _ in 0..30 {
            self.earn().await;
        }
        let now = self.app.clock.now();
        while self.app.write(move |tx| seal::step(tx, now)).await {}
        self.app.clock.advance(600);
        let now = self.app.clock.now();
        while self.app.write(move |tx| seal::step(tx, now)).await {}
    }

    /// What of the stored posts the model believes: the dice have gone where the rules are.
    pub async fn assert_posts(&self) {
        let stored: Vec<(i64, String)> =
            self.app.read(|c| Ok(posts::table.order(posts::id).select((posts::id, posts::state)).load(c)?)).await;
        let wanted: Vec<(i64, String)> =
            self.book.posts.iter().map(|(id, post)| (*id, post.state.to_owned())).collect();
        assert_eq!(stored, wanted);
    }
}

pub fn admin_actor(id: UserId) -> Actor {
    let mut admin = actor(id, false);
    if let Actor::Member(member) = &mut admin {
        member.admin = true;
    }
    admin
}
