//! Random votes, acceptances, removals and restrictions against a model that knows only what stands: whatever the way
//! there was, reputation is what a count of the end gives.

use std::collections::{BTreeMap, BTreeSet};

use talka::ids::{BoardId, PostId, UserId};
use talka::moderation::hiding::{self, Ground, Sight};
use talka::moderation::{By, Reason};
use talka::policy::{Actor, Direction};
use talka::questions::{self, Choice};
use talka::settings::Site;
use talka::votes::{self, Ballot};

use crate::ideas::actor;
use crate::support::{Client, TestApp};

const SEED: u64 = 0x7a1c_a05e_ed5e_ed05;
const PEOPLE: usize = 9;
const QUESTIONS: usize = 4;
const STEPS: usize = 1_500;

struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % bound
    }
}

/// A question or an answer as it stands.
struct Post {
    id: PostId,
    question: usize,
    is_answer: bool,
    author: usize,
    /// By voter: value and site day of the first vote, and whether it is void.
    votes: BTreeMap<usize, (i64, i64, bool)>,
    accepted_by: Option<usize>,
    hidden: bool,
    abuse: bool,
}

/// What a count of everything that stands gives each of them: no events, no order.
fn recount(posts: &[Post]) -> Vec<i64> {
    let mut rest = vec![0; PEOPLE];
    let mut days: BTreeMap<(usize, i64), i64> = BTreeMap::new();
    let hidden: BTreeSet<usize> =
        posts.iter().filter(|post| !post.is_answer && post.hidden).map(|post| post.question).collect();
    for post in posts {
        if post.hidden && post.abuse {
            rest[post.author] -= 100;
        }
        if post.hidden || hidden.contains(&post.question) {
            continue;
        }
        for (voter, (value, day, void)) in &post.votes {
            match value {
                1 if !void => {
                    *days.entry((post.author, *day)).or_default() += if post.is_answer { 10 } else { 5 };
                }
                -1 if !void => {
                    rest[post.author] -= 2;
                    rest[*voter] -= i64::from(post.is_answer);
                }
                _ => {}
            }
        }
        let asker = posts.iter().find(|own| !own.is_answer && own.question == post.question).unwrap().author;
        if post.accepted_by.is_some() && post.author != asker {
            rest[post.author] += 15;
            rest[asker] += 2;
        }
    }
    for ((user, _), gained) in days {
        rest[user] += gained.min(200);
    }
    rest
}

struct World {
    app: TestApp,
    people: Vec<Client>,
    posts: Vec<Post>,
    dice: Dice,
    site: Site,
}

impl World {
    async fn new() -> Self {
        let app = TestApp::spawn().await;
        let board: BoardId = app.board("phones").await;
        let mut people = Vec::new();
        for number in 0..PEOPLE {
            people.push(app.member(&format!("person{number}")).await);
        }
        let mut posts = Vec::new();
        let post = |id, question, author, is_answer| Post {
            id,
            question,
            is_answer,
            author,
            votes: BTreeMap::new(),
            accepted_by: None,
            hidden: false,
            abuse: false,
        };
        for question in 0..QUESTIONS {
            let asker = question;
            let asked = app.ask(&people[asker], board, &format!("Question number {question}"), "phones").await;
            posts.push(post(asked.post, question, asker, false));
            for answer in 0..4 {
                // Most answers are by one person, so that a day of theirs fills up.
                let author = if answer < 3 { PEOPLE - 1 } else { asker };
                let id = app.answer(&people[author], &asked, &format!("Answer {answer} to number {question}.")).await;
                posts.push(post(id, question, author, true));
            }
        }
        // More may be given a day than the limits allow: they are tested elsewhere.
        Self { app, people, posts, dice: Dice(SEED), site: Site::default() }
    }

    async fn step(&mut self) {
        let seconds = [0, 0, 60, 700, 7_200, 40_000][self.dice.below(6)];
        self.app.clock.advance(seconds);
        let (post, person) = (self.dice.below(self.posts.len()), self.dice.below(PEOPLE));
        match self.dice.below(100) {
            0..72 => self.vote(post, person).await,
            72..80 => self.void(post, person).await,
            80..92 => self.accept(post).await,
            _ => self.hide(post).await,
        }
    }

    fn user(&self, person: usize) -> UserId {
        self.people[person].id()
    }

    async fn vote(&mut self, at: usize, person: usize) {
        let author = self.posts[at].author;
        if author == person || self.is_hidden(at) {
            return;
        }
        let way = [Direction::Up, Direction::Up, Direction::Up, Direction::Down, Direction::None][self.dice.below(5)];
        let (on, giver, receiver) = (self.posts[at].id, self.user(person), self.user(author));
        let (now, site) = (self.app.clock.now(), self.site.clone());
        let cast =
            self.app.app.shared.db.write(move |tx| {
                votes::cast(tx, &Ballot { on, receiver, edited_at: None, giver, way, now, site: &site })
            });
        // Whatever a limit refuses changes nothing, which the count shows.
        if cast.await.is_ok() {
            let day = now.day_in(&self.site.zone);
            let vote = self.posts[at].votes.entry(person).or_insert((0, day, false));
            vote.0 = way.value();
        }
    }

    async fn void(&mut self, at: usize, person: usize) {
        let (post, giver) = (self.posts[at].id, self.user(person));
        let counted = self.app.void(post, giver).await;
        let stood = self.posts[at].votes.get(&person).is_some_and(|(value, _, void)| *value != 0 && !void);
        assert_eq!(counted, stood);
        if let Some(vote) = self.posts[at].votes.get_mut(&person) {
            *vote = (0, vote.1, true);
        }
    }

    async fn accept(&mut self, at: usize) {
        let question = self.posts[at].question;
        let asker = self.posts.iter().find(|post| !post.is_answer && post.question == question).unwrap().author;
        let (id, now, actor) = (self.posts[at].id, self.app.clock.now(), actor(self.user(asker), false));
        let choice = if self.dice.below(2) == 0 { Choice::Accept } else { Choice::TakeBack };
        let done = self.app.app.shared.db.write(move |tx| questions::accept(tx, &actor, id, choice, now)).await;
        if done.is_ok() {
            self.posts[at].accepted_by = (choice == Choice::Accept).then_some(asker);
        }
    }

    async fn hide(&mut self, at: usize) {
        let (id, hidden, abuse) = (self.posts[at].id, self.posts[at].hidden, self.dice.below(3) == 0);
        let sight = if hidden { Sight::Restore } else { Sight::Hide };
        let ground = if abuse { Ground::Abuse } else { Ground::Other };
        let (now, reason) = (self.app.clock.now(), Reason::parse("It has to be so.").unwrap());
        self.app
            .write(move |tx| {
                let by = By { actor: &Actor::System, ip: "", now };
                hiding::post(tx, by, id, (sight, ground), &reason).map(drop)
            })
            .await;
        self.posts[at].hidden = !hidden;
        self.posts[at].abuse = !hidden && abuse;
    }

    fn is_hidden(&self, at: usize) -> bool {
        let post = &self.posts[at];
        let own = self.posts.iter().find(|own| !own.is_answer && own.question == post.question).unwrap();
        post.hidden || own.hidden
    }

    async fn assert_counted(&self, step: usize) {
        let wanted = recount(&self.posts);
        let mut stored = Vec::new();
        for person in &self.people {
            stored.push(self.app.earned(person).await);
        }
        assert_eq!(stored, wanted, "after {step} steps from {SEED:#x}");
    }
}

#[tokio::test]
async fn reputation_is_what_a_count_of_what_stands_gives() {
    let mut world = World::new().await;
    for step in 0..STEPS {
        world.step().await;
        if step % 10 == 0 {
            world.assert_counted(step).await;
        }
    }
    world.assert_counted(STEPS).await;
    world.app.assert_verified();
}

/// The same from nothing, as after an import: a walk gives what the votes would have given one by one.
#[tokio::test]
async fn a_walk_through_everything_changes_nothing_that_stands() {
    let mut world = World::new().await;
    for _ in 0..300 {
        world.step().await;
    }
    world.assert_counted(300).await;
    let now = world.app.clock.now();
    world.app.write(move |tx| talka::reputation::walk::begin(tx, None, now)).await;
    world.app.run_jobs().await;
    world.assert_counted(300).await;
    world.app.assert_verified();
}
