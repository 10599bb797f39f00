//! Who hears of an event.
//!
//! All who follow anything the event touches are walked together in the order of their ids, so that each person's
//! follows are seen at once. A batch is one transaction: the event, its topic and everybody's rights are read anew in
//! it, so that what is hidden half-way is told to nobody else. Where the walk stands is kept with the event.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::store::{self, Noted};
use super::{Delivery, Kind, OnDelivered, Reason};
use crate::clock::Timestamp;
use crate::db::{Conn, Db};
use crate::error::Result;
use crate::follows::{self, Follow, Level, Subject};
use crate::ids::{EventId, UserId};
use crate::jobs::{Attempt, Handler, JobError};
use crate::policy::{self, Action, Actor, CommentFacts, PostFacts, State, TopicFacts};
use crate::{sessions, topics};

/// The kind of the jobs; their payload is the event's number.
pub const EXPAND: &str = "notify.expand";
/// People looked at in one transaction.
pub const BATCH: usize = 500;

const EVERYBODY: UserId = UserId(i64::MAX);

/// What the jobs of kind [`EXPAND`] do; `hook` is called for every new entry.
#[must_use]
pub fn handler(db: &Db, hook: OnDelivered) -> Handler {
    let db = db.clone();
    Handler::new(move |payload, attempt| expand(&db, &hook, payload, *attempt))
}

fn expand(db: &Db, hook: &OnDelivered, payload: &str, attempt: Attempt) -> Result<(), JobError> {
    let id: EventId = payload.parse().map_err(|_| JobError::Dead(format!("{payload:?} is no number of an event")))?;
    loop {
        let hook = hook.clone();
        let more = db.write_now(move |tx| step(tx, id, &hook, attempt.now))?;
        if !more {
            return Ok(());
        }
    }
}

/// Tells what waits to be told, in the caller's transaction and without any hook: for the sample community, which has
/// an inbox from the start.
///
/// # Errors
/// When the database refuses.
pub fn expand_waiting(tx: &mut Conn, now: Timestamp) -> Result<()> {
    let hook: OnDelivered = Arc::new(|_, _| Ok(()));
    let mut after = EventId(0);
    while let Some(id) = store::next_waiting(tx, after)? {
        while step(tx, id, &hook, now)? {}
        after = id;
    }
    Ok(())
}

/// The next batch of an event; whether there are more.
fn step(tx: &mut Conn, id: EventId, hook: &OnDelivered, now: Timestamp) -> Result<bool> {
    let Some(event) = store::event(tx, id)? else { return Ok(false) };
    if event.expanded_to == EVERYBODY {
        return Ok(false);
    }
    let upto = match Occasion::load(tx, event)? {
        Some(occasion) => occasion.tell_some(tx, hook, now)?,
        None => EVERYBODY,
    };
    store::set_expanded(tx, id, upto)?;
    Ok(upto != EVERYBODY)
}

/// An event with what it touches, as of now.
struct Occasion {
    event: Noted,
    topic: TopicFacts,
    post: Option<PostFacts>,
    comment: Option<CommentFacts>,
    subjects: Vec<Subject>,
    mentions: Vec<UserId>,
    /// Whom it is about, without any follow.
    own: Option<UserId>,
    /// The word of an office, which a block does not silence.
    official: bool,
}

impl Occasion {
    /// None when there is nothing to tell (any more): it was hidden, deleted or taken back.
    fn load(c: &mut Conn, event: Noted) -> Result<Option<Self>> {
        let Some(topic) = topics::load(c, event.topic)? else { return Ok(None) };
        let facts = topics::facts(c, &topic)?;
        let mut official = event.kind.is_office();
        let post = match event.post {
            None => None,
            Some(id) => {
                let Some((post, by_staff)) = store::post(c, id, facts)? else { return Ok(None) };
                official |= by_staff && event.comment.is_none() && event.actor == Some(post.author);
                Some(post)
            }
        };
        let comment = match (event.comment, post) {
            (Some(id), Some(post)) => {
                let Some((author, state, by_staff)) = store::comment(c, id)? else { return Ok(None) };
                official |= by_staff;
                Some(CommentFacts { post, author, state })
            }
            (Some(_), None) | (None, _) => None,
        };
        if !stands(event.kind, facts, post, comment) {
            return Ok(None);
        }
        // What was taken back or decided meanwhile asks nobody for anything.
        if let (Kind::Suggested, Some(suggestion)) = (event.kind, event.suggestion)
            && !store::is_waiting(c, suggestion)?
        {
            return Ok(None);
        }
        let mentions = event.mentions();
        let mut occasion =
            Self { own: None, subjects: Vec::new(), mentions, official, topic: facts, post, comment, event };
        occasion.own = occasion.concerned();
        occasion.subjects = occasion.touched(c)?;
        Ok(Some(occasion))
    }

    /// Whose own affair it is.
    const fn concerned(&self) -> Option<UserId> {
        match (self.event.kind, self.post) {
            (Kind::Comment | Kind::Accepted, Some(post)) => Some(post.author),
            (Kind::Closed | Kind::Reopened | Kind::Status, _) => Some(self.topic.author),
            (
                Kind::Mention
                | Kind::Edited
                | Kind::Credited
                | Kind::Extended
                | Kind::Suggested
                | Kind::SuggestionApproved
                | Kind::SuggestionRejected
                | Kind::ReviewDue
                | Kind::Badge
                | Kind::Super
                | Kind::Fraud,
                _,
            ) => self.event.person,
            (Kind::Question | Kind::Article | Kind::Idea | Kind::Answer, _)
            | (Kind::Comment | Kind::Accepted, None) => None,
        }
    }

    /// What somebody may follow to hear of it, or mute not to.
    fn touched(&self, c: &mut Conn) -> Result<Vec<Subject>> {
        let id = self.event.topic;
        let mut subjects = vec![Subject::Topic(id), Subject::Board(self.topic.board.id)];
        subjects.extend(store::tags_of(c, id)?.into_iter().map(Subject::Tag));
        let member = match self.event.kind {
            Kind::Question | Kind::Article | Kind::Idea | Kind::Answer | Kind::Comment | Kind::Mention => {
                self.event.actor
            }
            Kind::Accepted => self.post.map(|post| post.author),
            Kind::Closed | Kind::Reopened | Kind::Status => Some(self.topic.author),
            Kind::Edited
            | Kind::Credited
            | Kind::Extended
            | Kind::Suggested
            | Kind::SuggestionApproved
            | Kind::SuggestionRejected
            | Kind::ReviewDue
            | Kind::Badge
            | Kind::Super
            | Kind::Fraud => None,
        };
        subjects.extend(member.map(Subject::Member));
        if matches!(self.event.kind, Kind::Question | Kind::Article | Kind::Idea) {
            subjects.extend(follows::matching(c, id)?.into_iter().map(Subject::Search));
        }
        Ok(subjects)
    }

    /// Tells the next people; answers up to which number everybody has been told.
    fn tell_some(&self, tx: &mut Conn, hook: &OnDelivered, now: Timestamp) -> Result<UserId> {
        let (people, upto) = self.people(tx)?;
        let told = if self.told_before(tx)? { Vec::new() } else { self.verdicts(people) };
        let ids: Vec<UserId> = told.iter().map(|(person, _)| *person).collect();
        let may_hear = self.may_hear(tx, &ids, now)?;
        let mut by_reason: BTreeMap<u8, (Reason, Vec<UserId>)> = BTreeMap::new();
        for (person, reason) in told.into_iter().filter(|(person, _)| may_hear.contains(person)) {
            by_reason.entry(reason.rank()).or_insert_with(|| (reason, Vec::new())).1.push(person);
        }
        for (reason, people) in by_reason.into_values() {
            self.deliver(tx, hook, (reason, &people), now)?;
        }
        Ok(if self.event.person.is_some() { EVERYBODY } else { upto })
    }

    /// The next people with what they follow of it, and the number up to which these are all.
    fn people(&self, c: &mut Conn) -> Result<(BTreeMap<UserId, Vec<Follow>>, UserId)> {
        let (after, until) = match self.event.person {
            Some(person) => (UserId(person.0 - 1), person),
            None => (self.event.expanded_to, EVERYBODY),
        };
        let mut upto = until;
        let mut people: BTreeMap<UserId, Vec<Follow>> = BTreeMap::new();
        for subject in &self.subjects {
            let rows = follows::followers(c, *subject, (after, upto), BATCH)?;
            if let Some(last) = rows.last().filter(|_| rows.len() == BATCH) {
                upto = last.user;
            }
            for follow in rows {
                people.entry(follow.user).or_default().push(follow);
            }
        }
        for person in self.mentions.iter().copied().chain(self.own) {
            if person > after {
                people.entry(person).or_default();
            }
        }
        // No more people than a batch, though they came by several subjects.
        if let Some((last, _)) = people.iter().nth(BATCH - 1) {
            upto = upto.min(*last);
        }
        people.retain(|person, _| *person <= upto);
        Ok((people, upto))
    }

    /// A name that goes from a text and comes back in the next edit is told once; so is a remark that became part of an
    /// idea.
    fn told_before(&self, c: &mut Conn) -> Result<bool> {
        match (self.event.kind, self.event.person) {
            (Kind::Mention | Kind::Extended, Some(person)) => store::told_before(c, &self.event, person),
            _ => Ok(false),
        }
    }

    /// Who is told, and why: by the strongest reason, unless they muted any of it.
    fn verdicts(&self, people: BTreeMap<UserId, Vec<Follow>>) -> Vec<(UserId, Reason)> {
        let others = people.into_iter().filter(|(person, _)| self.event.actor != Some(*person));
        others.filter_map(|(person, follows)| Some((person, self.verdict(person, &follows)?))).collect()
    }

    fn verdict(&self, person: UserId, follows: &[Follow]) -> Option<Reason> {
        if follows.iter().any(|follow| follow.level == Level::Muted) {
            return None;
        }
        if self.mentions.contains(&person) || (self.event.kind == Kind::Mention && self.own == Some(person)) {
            return Some(Reason::Mentioned);
        }
        if self.own == Some(person) {
            return Some(Reason::Own);
        }
        let reasons = follows.iter().filter(|follow| self.event.kind.reaches(follow.level, follow.subject.kind())).map(
            |follow| match Reason::of(follow.subject) {
                Reason::Topic if person == self.topic.author => Reason::Own,
                reason @ (Reason::Mentioned
                | Reason::Own
                | Reason::Topic
                | Reason::Member
                | Reason::Search
                | Reason::Tag
                | Reason::Board) => reason,
            },
        );
        reasons.min_by_key(|reason| reason.rank())
    }

    /// Who of these may be told, and may read what they would be told of.
    fn may_hear(&self, c: &mut Conn, people: &[UserId], now: Timestamp) -> Result<Vec<UserId>> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let deaf = match self.event.actor {
            Some(actor) if !self.official => follows::blockers_of(c, actor, people)?,
            Some(_) | None => std::collections::HashSet::new(),
        };
        let read = match (self.comment, self.post) {
            (Some(comment), _) => Action::ReadComment(comment),
            (None, Some(post)) => Action::ReadPost(post),
            (None, None) => Action::ReadTopic(self.topic),
        };
        let mut members = sessions::members(c, people, now)?;
        let hears = |person: &UserId| {
            let Some(actor) = members.remove(person).map(Actor::Member) else { return false };
            [Action::BeTold, read].into_iter().all(|action| policy::check(&actor, action).is_ok())
        };
        Ok(people.iter().copied().filter(|person| !deaf.contains(person)).filter(hears).collect())
    }

    fn deliver(
        &self,
        tx: &mut Conn,
        hook: &OnDelivered,
        (reason, people): (Reason, &[UserId]),
        now: Timestamp,
    ) -> Result<()> {
        let event = &self.event;
        let kind = if reason == Reason::Mentioned { Kind::Mention } else { event.kind };
        let new = store::deliver(tx, event, (kind, reason), people)?;
        let fresh: Vec<UserId> = new.iter().map(|(_, person)| *person).collect();
        store::raise(tx, event, &fresh)?;
        for (entry, person) in new {
            let delivery = Delivery {
                entry,
                event: event.id,
                person,
                kind,
                reason,
                topic: event.topic,
                post: event.post,
                comment: event.comment,
                update: event.update,
                suggestion: event.suggestion,
                actor: event.actor,
                at: event.at,
                now,
            };
            hook(tx, &delivery)?;
        }
        Ok(())
    }
}

/// Whether it is all still there, and still so.
fn stands(kind: Kind, topic: TopicFacts, post: Option<PostFacts>, comment: Option<CommentFacts>) -> bool {
    // That it became part of another is the last thing that is said of an idea.
    let there = topic.state == State::Visible || (kind == Kind::Status && topic.state == State::Merged);
    let visible = there
        && post.is_none_or(|post| post.state == State::Visible)
        && comment.is_none_or(|comment| comment.state == State::Visible);
    let so = match kind {
        Kind::Accepted => post.is_some_and(|post| post.accepted),
        Kind::Closed => topic.closed,
        Kind::Reopened => !topic.closed,
        Kind::Question
        | Kind::Article
        | Kind::Idea
        | Kind::Status
        | Kind::Answer
        | Kind::Comment
        | Kind::Mention
        | Kind::Edited
        | Kind::Credited
        | Kind::Extended
        | Kind::Suggested
        | Kind::SuggestionApproved
        | Kind::SuggestionRejected
        | Kind::ReviewDue
        | Kind::Badge
        | Kind::Super
        | Kind::Fraud => true,
    };
    visible && so
}
