//! What members of some standing do in the sample community, as they may by what they have earned until then: suggested
//! edits and what becomes of them, votes to close and to open again, and what employees decide about super-users.

use std::collections::HashMap;

use serde::Deserialize;

use super::articles::Place;
use super::content::parse;
use super::proposed::seconds;
use super::store;
use super::voters::Ago;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{PostId, SuggestionId};
use crate::moderation::calls::{self, Wish};
use crate::moderation::closing::CloseReason;
use crate::moderation::{By, Reason};
use crate::policy::Actor;
use crate::sessions;
use crate::suggestions::{self, Decided, New, Suggested, Why};
use crate::super_users;
use crate::topics::{self, TopicForm};

/// Everything that is written down of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Standing {
    #[serde(rename = "edit")]
    edits: Vec<Edit>,
    #[serde(rename = "vote")]
    votes: Vec<Vote>,
    #[serde(rename = "super")]
    supers: Vec<Super>,
}

/// A suggested edit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    /// Title of the question.
    question: String,
    /// Handle of who wrote the answer, when it is about one.
    answer_by: Option<String>,
    by: String,
    days_ago: f64,
    /// The new title, when it is another one.
    title: Option<String>,
    /// The new tags, when they are others.
    tags: Option<Vec<String>>,
    /// What is replaced in the text by what.
    #[serde(default)]
    change: Vec<[String; 2]>,
    reason: String,
    decision: Option<Decision>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    outcome: Outcome,
    by: String,
    days_ago: f64,
    /// What is improved in the suggested text.
    #[serde(default)]
    change: Vec<[String; 2]>,
    /// Why it is improved or rejected.
    #[serde(default)]
    reason: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Outcome {
    Approved,
    Improved,
    Rejected,
}

/// A vote to close a question or to open it again.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Vote {
    question: String,
    wish: Wish,
    by: String,
    days_ago: f64,
    reason: Option<CloseReason>,
}

/// What an employee decides about a super-user.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Super {
    member: String,
    decision: super_users::Decision,
    by: String,
    days_ago: f64,
    reason: String,
}

/// One thing that is done, by its place in what is written down.
#[derive(Debug, Clone, Copy)]
pub(super) enum Act {
    Suggest(usize),
    Decide(usize),
    Vote(usize),
    Super(usize),
}

impl Standing {
    /// Reads the file.
    ///
    /// # Errors
    /// When it does not fit.
    pub(super) fn load() -> Result<Self> {
        parse("standing.toml", include_str!("standing.toml"))
    }

    /// Everything that is done, and when.
    pub(super) fn acts(&self) -> impl Iterator<Item = (Ago, Act)> {
        let edits = self.edits.iter().enumerate();
        let decided = edits.clone().filter_map(|(place, edit)| Some((place, edit.decision.as_ref()?)));
        edits
            .map(|(place, edit)| (seconds(edit.days_ago), Act::Suggest(place)))
            .chain(decided.map(|(place, decision)| (seconds(decision.days_ago), Act::Decide(place))))
            .chain(self.votes.iter().enumerate().map(|(place, vote)| (seconds(vote.days_ago), Act::Vote(place))))
            .chain(self.supers.iter().enumerate().map(|(place, word)| (seconds(word.days_ago), Act::Super(place))))
    }
}

/// What is there while it is done.
pub(super) struct Desk<'a> {
    place: &'a Place<'a>,
    standing: &'a Standing,
    /// By place in what is written down.
    suggested: HashMap<usize, SuggestionId>,
}

impl<'a> Desk<'a> {
    /// Before anything is done.
    pub(super) fn new(place: &'a Place<'a>, standing: &'a Standing) -> Self {
        Self { place, standing, suggested: HashMap::new() }
    }

    /// Does one thing.
    ///
    /// # Errors
    /// When it breaks a rule or names what is not there, or the database refuses.
    pub(super) fn act(&mut self, tx: &mut Conn, act: Act, now: Timestamp) -> Result<()> {
        match act {
            Act::Suggest(place) => {
                let id = self.suggest(tx, &self.standing.edits[place], now)?;
                self.suggested.insert(place, id);
                Ok(())
            }
            Act::Decide(place) => {
                let id = self.suggested.get(&place).copied().ok_or(AppError::NotFound)?;
                let Some(decision) = &self.standing.edits[place].decision else { return Ok(()) };
                self.decide(tx, id, decision, now)
            }
            Act::Vote(place) => {
                let vote = &self.standing.votes[place];
                let (actor, topic) = (self.actor(tx, &vote.by, now)?, store::topic(tx, &vote.question)?);
                calls::vote(tx, By { actor: &actor, ip: "", now }, topic, vote.wish, vote.reason).map(drop)
            }
            Act::Super(place) => {
                let word = &self.standing.supers[place];
                let member = self.actor(tx, &word.member, now)?.id().ok_or(AppError::SignIn)?;
                let by = By { actor: &self.actor(tx, &word.by, now)?, ip: "", now };
                let reason = Reason::parse(&word.reason)?;
                super_users::decide(tx, by, (member, word.decision), &reason, &self.place.site.zone)
            }
        }
    }

    /// Somebody with what they have earned until now.
    fn actor(&self, tx: &mut Conn, handle: &str, now: Timestamp) -> Result<Actor> {
        let id = self.place.actors.get(handle).and_then(|actor| actor.id()).ok_or(AppError::NotFound)?;
        sessions::members(tx, &[id], now)?.remove(&id).map(Actor::Member).ok_or(AppError::NotFound)
    }

    fn suggest(&self, tx: &mut Conn, edit: &Edit, now: Timestamp) -> Result<SuggestionId> {
        let actor = self.actor(tx, &edit.by, now)?;
        let id = post(tx, edit)?;
        let (topic, post, _) = topics::readable_post(tx, &actor, id)?;
        let form = TopicForm {
            title: edit.title.clone().unwrap_or(topic.title),
            board: topic.board.to_string(),
            tags: edit.tags.as_ref().map_or(topic.tags, |tags| tags.join(" ")),
            lang: topic.lang,
            body: changed(&post.source, &edit.change)?,
        };
        let new = New {
            post: post.id,
            version: post.version,
            edit: suggestions::parse(post.kind, &form)?,
            why: Why::parse(&edit.reason)?,
        };
        match suggestions::suggest(tx, &actor, &new, now)? {
            Suggested::Done(id) => Ok(id),
            Suggested::Before(_) | Suggested::Stale { .. } => Err(AppError::internal("somebody was there before")),
        }
    }

    fn decide(&self, tx: &mut Conn, id: SuggestionId, decision: &Decision, now: Timestamp) -> Result<()> {
        let actor = self.actor(tx, &decision.by, now)?;
        let decided = match decision.outcome {
            Outcome::Approved => suggestions::approve(tx, &actor, id, now)?,
            Outcome::Improved => {
                let read = suggestions::read(tx, &actor, id)?;
                let head = read.suggestion.head;
                let (title, tags, lang) = head.map(|head| (head.title, head.tags, head.lang)).unwrap_or_default();
                let body = changed(&read.suggestion.source, &decision.change)?;
                let form = TopicForm { title, board: read.topic.board.to_string(), tags, lang, body };
                let edit = suggestions::parse(read.post.kind, &form)?;
                let why = Why::parse(&decision.reason)?;
                suggestions::improve(tx, &actor, (id, read.post.version), (&edit, &why), now)?
            }
            Outcome::Rejected => {
                Decided::Done(suggestions::reject(tx, &actor, id, &Why::parse(&decision.reason)?, now)?)
            }
        };
        match decided {
            Decided::Done(_) => Ok(()),
            Decided::Stale => Err(AppError::internal("the post was changed meanwhile")),
        }
    }
}

/// The post that an edit is about.
fn post(tx: &mut Conn, edit: &Edit) -> Result<PostId> {
    let topic = store::topic(tx, &edit.question)?;
    match &edit.answer_by {
        Some(handle) => store::answer(tx, topic, handle),
        None => Ok(topics::own_post(tx, topic)?.id),
    }
}

/// A text in which each of these is another.
fn changed(text: &str, changes: &[[String; 2]]) -> Result<String> {
    changes.iter().try_fold(text.to_owned(), |text, [old, new]| {
        if !text.contains(old) {
            return Err(AppError::internal(format!("{old:?} is not there")));
        }
        Ok(text.replacen(old, new, 1))
    })
}
