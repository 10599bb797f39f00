//! Merges against a model that reckons everything anew: votes, changes of mind, remarks, followers, merges of merges, and
//! all of it taken back.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use talka::clock::Timestamp;
use talka::comments;
use talka::db::schema::{follows, ideas, posts, topics};
use talka::error::{AppError, Result};
use talka::follows::{Level, Subject};
use talka::ideas::merging::{self, shown};
use talka::ids::{MergeId, UserId};
use talka::markdown::CommentBody;
use talka::moderation::{By, Reason};
use talka::policy::Direction;
use talka::settings::Site;
use talka::votes::heat::{Heat, split};
use talka::votes::{self, Ballot};

use super::actor;
use crate::support::{Asked, TestApp};

const IDEAS: usize = 12;
const PEOPLE: usize = 20;
const OPERATIONS: usize = 2_500;
const SEED: u64 = 0x7a1c_a001;

/// What somebody said, and when.
type Votes = BTreeMap<usize, (i64, Timestamp)>;

struct Merge {
    id: MergeId,
    from: usize,
    into: usize,
    copies: Votes,
    stands: bool,
}

#[derive(Default)]
struct Idea {
    author: usize,
    votes: Votes,
    /// Who follows, and by which merge (its place in the list) if by one.
    followers: BTreeMap<usize, Option<usize>>,
    comments: i64,
}

struct Model {
    ideas: Vec<Idea>,
    merges: Vec<Merge>,
    proposed_at: Timestamp,
}

impl Model {
    fn part_of(&self, idea: usize) -> Option<usize> {
        self.merges.iter().find(|merge| merge.stands && merge.from == idea).map(|merge| merge.into)
    }

    fn parts(&self, idea: usize) -> impl Iterator<Item = (usize, &Merge)> {
        self.merges.iter().enumerate().filter(move |(_, merge)| merge.stands && merge.into == idea)
    }

    /// The newest of all that somebody said; of two at once the own one, then that of the later merge.
    fn standing(&self, idea: usize) -> Votes {
        let mut standing = Votes::new();
        for (_, merge) in self.parts(idea) {
            for (person, vote) in &merge.copies {
                let newest = standing.entry(*person).or_insert(*vote);
                if vote.1 >= newest.1 {
                    *newest = *vote;
                }
            }
        }
        for (person, vote) in &self.ideas[idea].votes {
            let newest = standing.entry(*person).or_insert(*vote);
            if vote.1 >= newest.1 {
                *newest = *vote;
            }
        }
        standing
    }

    fn comments(&self, idea: usize) -> i64 {
        self.ideas[idea].comments + self.parts(idea).map(|(_, merge)| self.comments(merge.from)).sum::<i64>()
    }

    fn merge(&mut self, id: MergeId, from: usize, into: usize) {
        let author = self.ideas[into].author;
        let mut copies = self.standing(from);
        copies.retain(|person, (value, _)| *value != 0 && *person != author);
        let place = self.merges.len();
        let coming: Vec<usize> = self.ideas[from].followers.keys().copied().chain([self.ideas[from].author]).collect();
        for person in coming {
            self.ideas[into].followers.entry(person).or_insert(Some(place));
        }
        self.merges.push(Merge { id, from, into, copies, stands: true });
    }

    fn undo(&mut self, place: usize) {
        let into = self.merges[place].into;
        self.merges[place].stands = false;
        let others: Vec<(usize, usize)> = self.parts(into).map(|(other, merge)| (other, merge.from)).collect();
        let by_it: Vec<usize> =
            self.ideas[into].followers.iter().filter(|(_, by)| **by == Some(place)).map(|(who, _)| *who).collect();
        for person in by_it {
            let brings =
                |idea: usize| self.ideas[idea].author == person || self.ideas[idea].followers.contains_key(&person);
            let other = others.iter().find(|(_, from)| brings(*from)).map(|(other, _)| *other);
            match other {
                Some(other) => drop(self.ideas[into].followers.insert(person, Some(other))),
                None => drop(self.ideas[into].followers.remove(&person)),
            }
        }
    }
}

/// Small and the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % bound
    }
}

struct World {
    app: TestApp,
    model: Model,
    ideas: Vec<Asked>,
    people: Vec<UserId>,
    staff: UserId,
    dice: Dice,
    refused: usize,
}

impl World {
    async fn new() -> Self {
        let app = TestApp::spawn().await;
        let (staff, board) = (app.staff().await.id(), app.idea_board("wishes").await);
        let mut clients = Vec::new();
        for number in 0..PEOPLE {
            clients.push(app.member(&format!("person{number}")).await);
        }
        let mut model = Model { ideas: Vec::new(), merges: Vec::new(), proposed_at: app.clock.now() };
        let mut ideas = Vec::new();
        for number in 0..IDEAS {
            let author = number % PEOPLE;
            ideas.push(app.propose(&clients[author], board, &format!("A wish with the number {number}")).await);
            model.ideas.push(Idea { author, followers: [(author, None)].into(), ..Idea::default() });
        }
        let people = clients.iter().map(|client| client.id()).collect();
        Self { app, model, ideas, people, staff, dice: Dice(SEED), refused: 0 }
    }

    /// Some time passes, or none.
    fn wait(&mut self) {
        let seconds = [0, 0, 1, 3_600, 7_200, 20_000][self.dice.below(6)];
        self.app.clock.advance(seconds);
    }

    async fn step(&mut self) {
        self.wait();
        let (idea, person) = (self.dice.below(IDEAS), self.dice.below(PEOPLE));
        match self.dice.below(100) {
            0..60 => self.vote(idea, person).await,
            60..68 => self.comment(idea, person).await,
            68..76 => self.follow(idea, person).await,
            76..80 => self.unfollow(idea, person).await,
            80..91 => {
                let into = self.dice.below(IDEAS);
                self.merge(idea, into).await;
            }
            _ => self.undo().await,
        }
    }

    async fn try_write<T: Send + 'static>(
        &self,
        f: impl FnMut(&mut talka::db::Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.app.app.shared.db.write(f).await
    }

    async fn vote(&mut self, idea: usize, person: usize) {
        if self.model.ideas[idea].author == person {
            return;
        }
        let way = [Direction::Up, Direction::Up, Direction::Down, Direction::None][self.dice.below(4)];
        let now = self.app.clock.now();
        let site = Site { idea_budget: 0, ..Site::default() };
        let (on, giver) = (self.ideas[idea].post, self.people[person]);
        let receiver = self.people[self.model.ideas[idea].author];
        let cast = self
            .try_write(move |tx| {
                let ballot = Ballot { on, receiver, edited_at: None, giver, way, now, site: &site };
                votes::cast(tx, &ballot).map(drop)
            })
            .await;
        let stood = self.model.standing(idea).get(&person).map_or(0, |(value, _)| *value);
        match cast {
            Err(AppError::Denied(_)) => {
                assert!(self.model.part_of(idea).is_some(), "only what is part of another takes no votes");
                self.refused += 1;
            }
            Err(AppError::TooMany { .. }) => self.refused += 1,
            Err(error) => panic!("{error}"),
            Ok(()) => {
                assert!(self.model.part_of(idea).is_none());
                if stood != way.value() {
                    self.model.ideas[idea].votes.insert(person, (way.value(), now));
                }
            }
        }
    }

    async fn comment(&mut self, idea: usize, person: usize) {
        let (now, post) = (self.app.clock.now(), self.ideas[idea].post);
        let (actor, body) = (actor(self.people[person], false), CommentBody::parse("That would be good.").unwrap());
        let said = self.try_write(move |tx| comments::add(tx, &actor, post, &body, now).map(drop)).await;
        assert_eq!(said.is_ok(), self.model.part_of(idea).is_none(), "{said:?}");
        self.model.ideas[idea].comments += i64::from(said.is_ok());
    }

    async fn follow(&mut self, idea: usize, person: usize) {
        let (now, user, topic) = (self.app.clock.now(), self.people[person], self.ideas[idea].topic);
        self.app.write(move |tx| talka::follows::follow(tx, user, Subject::Topic(topic), Level::All, now)).await;
        self.model.ideas[idea].followers.insert(person, None);
    }

    async fn unfollow(&mut self, idea: usize, person: usize) {
        let (user, topic) = (self.people[person], self.ideas[idea].topic);
        self.app.write(move |tx| talka::follows::unfollow(tx, user, Subject::Topic(topic))).await;
        self.model.ideas[idea].followers.remove(&person);
    }

    async fn merge(&mut self, from: usize, into: usize) {
        let (now, staff) = (self.app.clock.now(), actor(self.staff, true));
        let (a, b) = (self.ideas[from].topic, self.ideas[into].topic);
        let merged = self
            .try_write(move |tx| {
                let reason = Reason::parse("They ask for the same.")?;
                merging::merge(tx, By { actor: &staff, ip: "", now }, a, b, &reason)
            })
            .await;
        let can = from != into && self.model.part_of(from).is_none() && self.model.part_of(into).is_none();
        match merged {
            Ok((id, _)) => {
                assert!(can);
                self.model.merge(id, from, into);
            }
            Err(AppError::Conflict(_) | AppError::Invalid(_)) => {
                assert!(!can);
                self.refused += 1;
            }
            Err(error) => panic!("{error}"),
        }
    }

    async fn undo(&mut self) {
        let standing: Vec<usize> =
            (0..self.model.merges.len()).filter(|place| self.model.merges[*place].stands).collect();
        if !standing.is_empty() {
            let place = standing[self.dice.below(standing.len())];
            self.undo_this(place).await;
        }
    }

    async fn undo_this(&mut self, place: usize) {
        let (now, staff, id) = (self.app.clock.now(), actor(self.staff, true), self.model.merges[place].id);
        let undone = self
            .try_write(move |tx| {
                let reason = Reason::parse("They are not the same.")?;
                merging::undo(tx, By { actor: &staff, ip: "", now }, id, &reason)
            })
            .await;
        let can = self.model.part_of(self.model.merges[place].into).is_none();
        match undone {
            Ok(_) => {
                assert!(can);
                self.model.undo(place);
            }
            Err(AppError::Conflict(_)) => {
                assert!(!can);
                self.refused += 1;
            }
            Err(error) => panic!("{error}"),
        }
    }

    /// Everything that is stored about each idea is what the model says.
    async fn check(&self) {
        for number in 0..IDEAS {
            self.check_idea(number).await;
        }
    }

    async fn check_idea(&self, number: usize) {
        let (topic, post) = (self.ideas[number].topic, self.ideas[number].post);
        type Stored = ((i64, i64, i64), (i64, String), (i64, i64));
        let (counts, (score, state), (heat, stored_split)): Stored = self
            .app
            .read(move |c| {
                let counts = posts::table.find(post).select((posts::ups, posts::downs, posts::score)).first(c)?;
                let of_topic = topics::table.find(topic).select((topics::score, topics::state)).first(c)?;
                let keys = ideas::table.find(topic).select((ideas::heat, ideas::split)).first(c)?;
                Ok((counts, of_topic, keys))
            })
            .await;
        let standing = self.model.standing(number);
        let count = |wanted: i64| i64::try_from(standing.values().filter(|vote| vote.0 == wanted).count()).unwrap();
        let (ups, downs) = (count(1), count(-1));
        assert_eq!((counts, score), ((ups, downs, ups - downs), ups - downs), "idea {number}");
        assert_eq!(state == "merged", self.model.part_of(number).is_some(), "idea {number}");
        assert_eq!(stored_split, split(ups, downs), "idea {number}");

        let mut rows: Vec<(i64, Timestamp, usize)> =
            standing.iter().filter(|(_, vote)| vote.0 != 0).map(|(who, vote)| (vote.0, vote.1, *who)).collect();
        rows.sort_unstable_by_key(|(_, at, who)| (*at, self.people[*who]));
        let rows: Vec<(i64, Timestamp)> = rows.into_iter().map(|(value, at, _)| (value, at)).collect();
        let (stored, whole) = (Heat::read(heat).key(), Heat::of_votes(self.model.proposed_at, &rows).key());
        let same = match (stored, whole) {
            (Some(stored), Some(whole)) => (stored - whole).abs() < 1e-9,
            (stored, whole) => stored.is_none() && whole.is_none(),
        };
        assert!(same, "idea {number}: {stored:?}, not {whole:?}");

        let people = self.people.clone();
        let said: Vec<i64> =
            self.app.read(move |c| people.iter().map(|person| votes::standing(c, post, *person)).collect()).await;
        let expected: Vec<i64> = (0..PEOPLE).map(|who| standing.get(&who).map_or(0, |vote| vote.0)).collect();
        assert_eq!(said, expected, "idea {number}");

        let followers: Vec<UserId> = self
            .app
            .read(move |c| {
                let of = follows::table.filter(follows::subject.eq("topic")).filter(follows::subject_id.eq(topic));
                Ok(of.select(follows::user_id).load(c)?)
            })
            .await;
        let expected: BTreeSet<UserId> =
            self.model.ideas[number].followers.keys().map(|who| self.people[*who]).collect();
        assert_eq!(followers.into_iter().collect::<BTreeSet<_>>(), expected, "idea {number}");

        let comments = self.app.read(move |c| shown::comments_of(c, topic)).await;
        assert_eq!(comments, self.model.comments(number), "idea {number}");
    }
}

#[tokio::test]
async fn whatever_happens_each_voter_counts_once_and_undoing_takes_nothing_else() {
    let mut world = World::new().await;
    let mut longest = 0;
    for operation in 1..=OPERATIONS {
        world.step().await;
        if operation % 25 == 0 {
            world.check().await;
        }
        let depth = |mut idea: usize| {
            let mut depth = 0;
            while let Some(next) = world.model.part_of(idea) {
                (idea, depth) = (next, depth + 1);
            }
            depth
        };
        longest = longest.max((0..IDEAS).map(depth).max().unwrap());
    }
    world.app.assert_verified();
    let undone = world.model.merges.iter().filter(|merge| !merge.stands).count();
    assert!(
        world.model.merges.len() > 50 && undone > 30 && longest > 2 && world.refused > 100,
        "the dice of {SEED:#x} were too kind"
    );

    for place in (0..world.model.merges.len()).rev() {
        if world.model.merges[place].stands {
            world.undo_this(place).await;
        }
    }
    for number in 0..IDEAS {
        assert_eq!(world.model.standing(number), world.model.ideas[number].votes, "what was given later stays");
    }
    world.check().await;
    world.app.assert_verified();
}
