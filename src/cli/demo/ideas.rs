//! The ideas of the sample community: written by the commands that a person's requests go through, and what staff said
//! of them.

use std::collections::HashMap;

use super::articles::Place;
use super::content::{Member, parse};
use super::play::ago;
use super::proposed::{Deed, Idea, Ideas, Storm, Update, closed, deeds, seconds};
use super::voters::{Ago, Ballots, Planned, Target};
use crate::clock::{Timestamp, days};
use crate::comments;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::follows::{self, Subject, Why};
use crate::ideas::roadmap::{self, Quarter};
use crate::ideas::storms::{self, StormForm};
use crate::ideas::updates::{self, Said, UpdateForm};
use crate::ideas::{self, extensions, freshness, merging, statuses};
use crate::ids::{CommentId, StormId, TopicId};
use crate::markdown::CommentBody;
use crate::moderation::{By, Reason};
use crate::policy::{self, Action, Actor};
use crate::settings;
use crate::topics::{self, TopicForm};
use crate::votes::{self, Ballot};

/// Of everybody's budget, so much is left to who tries the demo.
const LEFT: i64 = 2;

/// The ideas as they are written down.
///
/// # Errors
/// When the file does not fit.
pub(super) fn load() -> Result<Ideas> {
    parse("ideas.toml", include_str!("ideas.toml"))
}

/// Calls for ideas.
fn call(tx: &mut Conn, place: &Place<'_>, storm: &Storm) -> Result<StormId> {
    let at = place.now - days(storm.days_ago);
    let form = StormForm {
        title: storm.title.clone(),
        body: storm.body.clone(),
        first: at.date_in(&place.site.zone),
        last: (place.now + days(storm.days_left)).date_in(&place.site.zone),
    };
    let board = place.boards.get(storm.board.as_str()).copied().ok_or(AppError::NotFound)?;
    let staff = place.actors.get(storm.by.as_str()).copied().ok_or(AppError::NotFound)?;
    storms::open(tx, staff, board, &form.parse()?, (at, &place.site.zone))?;
    let running = storms::current(tx, &[board], place.now)?;
    running.first().map(|storm| storm.id).ok_or(AppError::NotFound)
}

/// What is there while they are played.
pub(super) struct Stage<'a> {
    place: &'a Place<'a>,
    members: &'a [Member],
    ideas: &'a [Idea],
    /// What is done about them, and when.
    deeds: Vec<(Ago, &'a Idea, Deed)>,
    storm: StormId,
    /// By title.
    topics: HashMap<String, TopicId>,
    /// By idea and place in it.
    remarks: HashMap<(TopicId, usize), CommentId>,
}

impl<'a> Stage<'a> {
    /// Calls for ideas, and says who votes for which.
    ///
    /// # Errors
    /// When one names somebody who is not there, or the database refuses.
    pub(super) fn set(
        tx: &mut Conn,
        place: &'a Place<'a>,
        (members, mut ballots): (&'a [Member], Ballots),
        Ideas { storm, ideas }: &'a Ideas,
    ) -> Result<Self> {
        let budget = settings::load(tx)?.idea_budget;
        let mut events: Vec<(Ago, &Idea, Deed)> = Vec::new();
        for idea in ideas {
            let author = members.iter().position(|member| member.handle == idea.author).ok_or(AppError::NotFound)?;
            let target = Target { author, written: seconds(idea.days_ago), inside: false };
            let votes = ballots.on_idea((target, closed(tx, idea)?), (idea.up, idea.down), budget - LEFT);
            events.extend(deeds(idea, votes).into_iter().map(|(at, deed)| (at, idea, deed)));
        }
        let storm = call(tx, place, storm)?;
        Ok(Self { place, members, ideas, deeds: events, storm, topics: HashMap::new(), remarks: HashMap::new() })
    }

    /// When each deed is done.
    pub(super) fn times(&self) -> impl Iterator<Item = (Ago, usize)> {
        self.deeds.iter().enumerate().map(|(number, (at, ..))| (*at, number))
    }

    /// Does one.
    ///
    /// # Errors
    /// When it breaks a rule or names what is not there, or the database refuses.
    pub(super) fn act(&mut self, tx: &mut Conn, number: usize) -> Result<()> {
        let (at, idea, deed) = self.deeds[number];
        self.perform(tx, idea, deed, ago(self.place.now, at))
            .map_err(|error| AppError::internal(format!("the sample idea {:?}: {deed:?}: {error}", idea.title)))
    }

    /// What is left when all is done: views, quarters, and what is wanted most.
    ///
    /// # Errors
    /// When the database refuses.
    pub(super) fn settle(&self, tx: &mut Conn) -> Result<()> {
        let place = self.place;
        for idea in self.ideas {
            let topic = self.topic(&idea.title)?;
            topics::add_views(tx, &[(topic, idea.views)])?;
            if let (Some(ahead), Some(word)) = (idea.quarter, idea.updates.last()) {
                let quarter = Quarter(Quarter::of(place.now, &place.site.zone).0 + ahead);
                roadmap::plan(tx, self.somebody(&word.by)?, topic, Some(quarter), (place.now, &place.site.zone))?;
            }
        }
        freshness::settle_top(tx, place.now)
    }

    fn somebody(&self, handle: &str) -> Result<&Actor> {
        self.place.actors.get(handle).copied().ok_or(AppError::NotFound)
    }

    fn topic(&self, title: &str) -> Result<TopicId> {
        self.topics.get(title).copied().ok_or(AppError::NotFound)
    }

    fn perform(&mut self, tx: &mut Conn, idea: &Idea, deed: Deed, at: Timestamp) -> Result<()> {
        match deed {
            Deed::Propose => self.propose(tx, idea, at),
            Deed::Vote(vote) => self.vote(tx, idea, vote, at),
            Deed::Remark(place) => {
                let (remark, topic) = (&idea.comments[place], self.topic(&idea.title)?);
                let body = CommentBody::parse(&remark.body).map_err(AppError::internal)?;
                let post = topics::own_post(tx, topic)?.id;
                let loaded = comments::add(tx, self.somebody(&remark.by)?, post, &body, at)?;
                self.remarks.insert((topic, place), loaded.comment.id);
                Ok(())
            }
            Deed::Extend(place) => {
                let remark = self.remarks.get(&(self.topic(&idea.title)?, place)).copied().ok_or(AppError::NotFound)?;
                extensions::extend(tx, self.somebody(&idea.author)?, remark, at).map(drop)
            }
            Deed::Update(place) => self.update(tx, idea, &idea.updates[place], at),
            Deed::Merge => {
                let Some(merged) = &idea.merged else { return Ok(()) };
                let by = By { actor: self.somebody(&merged.by)?, ip: "", now: at };
                let (from, into) = (self.topic(&idea.title)?, self.topic(&merged.into)?);
                merging::merge(tx, by, from, into, &Reason::parse(&merged.reason)?).map(drop)
            }
        }
    }

    fn propose(&mut self, tx: &mut Conn, idea: &Idea, at: Timestamp) -> Result<()> {
        let form = TopicForm {
            title: idea.title.clone(),
            board: self.place.boards.get(idea.board.as_str()).map(ToString::to_string).unwrap_or_default(),
            tags: idea.tags.join(" "),
            lang: idea.lang.clone(),
            body: idea.body.clone(),
        };
        let author = self.somebody(&idea.author)?;
        let (topic, _) = ideas::propose(tx, author, &form.parse()?, at)?;
        if idea.storm {
            storms::enter(tx, author, self.storm, topic, at)?;
        }
        self.topics.insert(idea.title.clone(), topic);
        Ok(())
    }

    fn vote(&self, tx: &mut Conn, idea: &Idea, vote: Planned, at: Timestamp) -> Result<()> {
        let voter = self.somebody(&self.members[vote.giver].handle)?;
        let giver = voter.id().ok_or(AppError::SignIn)?;
        let topic = self.topic(&idea.title)?;
        let post = topics::own_post(tx, topic)?;
        let (_, _, facts) = topics::readable_post(tx, voter, post.id)?;
        policy::check(voter, Action::Vote(facts, vote.way))?;
        let ballot = Ballot {
            on: post.id,
            receiver: post.author,
            edited_at: None,
            giver,
            way: vote.way,
            now: at,
            site: self.place.site,
        };
        votes::cast(tx, &ballot)?;
        follows::follow_by(tx, giver, Subject::Topic(topic), (Why::Voted, at))
    }

    fn update(&self, tx: &mut Conn, idea: &Idea, update: &Update, at: Timestamp) -> Result<()> {
        let (topic, zone) = (self.topic(&idea.title)?, &self.place.site.zone);
        let next_word = update.next_word_in_days.map(|ahead| (at + days(ahead)).date_in(zone)).unwrap_or_default();
        let form = UpdateForm {
            status: statuses::by_key(tx, &update.status)?.id.to_string(),
            body: update.text.clone(),
            next_word,
            owner: update.owner.clone(),
            corrects: String::new(),
        };
        let seen = ideas::find(tx, topic)?.and_then(|idea| idea.update);
        let by = By { actor: self.somebody(&update.by)?, ip: "", now: at };
        match updates::say(tx, by, (topic, seen), &form.parse(zone, at)?)? {
            Said::Done(_) => Ok(()),
            Said::Stale(_) => Err(AppError::internal("somebody else has said something of it")),
        }
    }
}
