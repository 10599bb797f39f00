//! The ideas of the sample community as they are written down beside this file, and when everything that is done about
//! one of them happens.

use serde::Deserialize;

use super::voters::{Ago, Planned};
use crate::db::Conn;
use crate::error::Result;
use crate::ideas::statuses;

/// From a remark to the moment at which it becomes part of its idea.
const THOUGHT_OVER: f64 = 0.25;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Storm {
    pub title: String,
    pub board: String,
    /// Who of the staff called for it, so many days ago, and for how many days from now it runs.
    pub by: String,
    pub days_ago: u64,
    pub days_left: u64,
    pub body: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Idea {
    pub title: String,
    pub board: String,
    pub tags: Vec<String>,
    pub lang: String,
    pub author: String,
    pub days_ago: f64,
    pub views: i64,
    /// How many vote for it, and how many against it, as far as there are so many.
    pub up: usize,
    pub down: usize,
    /// Came in the storm session.
    #[serde(default)]
    pub storm: bool,
    /// In how many quarters from now it is to be there.
    pub quarter: Option<i64>,
    pub merged: Option<Merged>,
    pub body: String,
    #[serde(default, rename = "comment")]
    pub comments: Vec<Remark>,
    #[serde(default, rename = "update")]
    pub updates: Vec<Update>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Merged {
    /// Title of the idea that it became part of.
    pub into: String,
    pub by: String,
    pub days_ago: f64,
    pub reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Remark {
    pub by: String,
    pub days_ago: f64,
    /// Became part of the idea.
    #[serde(default)]
    pub extension: bool,
    pub body: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Update {
    /// The key of the status.
    pub status: String,
    pub by: String,
    pub days_ago: f64,
    /// In how many days there will be another word.
    pub next_word_in_days: Option<u64>,
    /// Handle of who looks after it.
    #[serde(default)]
    pub owner: String,
    pub text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ideas {
    pub storm: Storm,
    #[serde(rename = "idea")]
    pub ideas: Vec<Idea>,
}

/// What somebody did about an idea; remarks and updates by their place in it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Deed {
    Propose,
    Vote(Planned),
    Remark(usize),
    Extend(usize),
    Update(usize),
    Merge,
}

/// When it takes no votes any more; now, when it still does.
pub(super) fn closed(tx: &mut Conn, idea: &Idea) -> Result<Ago> {
    let mut closed = idea.merged.as_ref().map_or(0, |merged| seconds(merged.days_ago));
    for update in &idea.updates {
        if !statuses::by_key(tx, &update.status)?.kind.is_open() {
            closed = closed.max(seconds(update.days_ago));
        }
    }
    Ok(closed)
}

/// Everything that is done about an idea, and when.
pub(super) fn deeds(idea: &Idea, votes: Vec<Planned>) -> Vec<(Ago, Deed)> {
    let mut deeds = vec![(seconds(idea.days_ago), Deed::Propose)];
    deeds.extend(votes.into_iter().map(|vote| (vote.at, Deed::Vote(vote))));
    for (place, remark) in idea.comments.iter().enumerate() {
        deeds.push((seconds(remark.days_ago), Deed::Remark(place)));
        if remark.extension {
            deeds.push((seconds((remark.days_ago - THOUGHT_OVER).max(0.0)), Deed::Extend(place)));
        }
    }
    deeds.extend(idea.updates.iter().enumerate().map(|(place, word)| (seconds(word.days_ago), Deed::Update(place))));
    deeds.extend(idea.merged.iter().map(|merged| (seconds(merged.days_ago), Deed::Merge)));
    deeds
}

#[expect(clippy::cast_possible_truncation, reason = "seconds of a year or two")]
pub(super) fn seconds(days: f64) -> Ago {
    (days * 86_400.0).round() as Ago
}
