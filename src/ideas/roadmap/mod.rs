//! The roadmap: a column a kind of status. What is delivered stands by its date; the other columns stand in the order
//! that staff gave them, and by score where they gave none.
//!
//! The order is kept as *ranks*: the higher one comes first, and what was never moved has none (0). A move gives ranks to
//! those above the moved idea where theirs do not tell them apart already, and to nothing below it.

mod order;
mod quarter;
mod store;
pub mod web;

use std::collections::HashMap;

use jiff::tz::TimeZone;

use super::list::{self, IdeaRow};
use super::{Idea, PAGE, StatusKind};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::{BoardId, TopicId};
use crate::message::Message;
use crate::policy::{self, Action, Actor};
use crate::text_enum;
use crate::topics::{self, Topic};

pub use order::Place;
pub use quarter::Quarter;

/// Ideas of a column on the roadmap itself; the rest is on the column's own pages.
pub const SHOWN: usize = 10;
/// Among so many of a column's first ideas one can be moved by a place; any can be put on top.
pub const MOVABLE: usize = 50;

text_enum! {
    /// Where an idea goes in its column.
    pub enum Way {
        /// Before the one above it.
        Up = "up",
        /// Behind the one below it.
        Down = "down",
        /// Before all others.
        Top = "top",
    }
}

/// An idea on the roadmap.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The idea as lists show it.
    pub idea: IdeaRow,
    /// When it is to be there, if staff have said so.
    pub quarter: Option<Quarter>,
}

/// Some of a column.
#[derive(Debug)]
pub struct Column {
    /// What becomes of its ideas.
    pub kind: StatusKind,
    /// The ideas, in order.
    pub ideas: Vec<Planned>,
    /// After which one it goes on, if it does.
    pub next: Option<Place>,
}

/// The beginning of every column, of ideas on these boards, which the reader may read.
///
/// # Errors
/// When the database refuses.
pub fn columns(c: &mut Conn, boards: &[BoardId]) -> Result<Vec<Column>> {
    let mut keys = Vec::new();
    for kind in StatusKind::ALL {
        keys.push((*kind, store::merged(c, boards, *kind, Place::START, SHOWN + 1)?));
    }
    filled(c, keys, SHOWN)
}

/// A page of one column.
///
/// # Errors
/// When the database refuses.
pub fn column(c: &mut Conn, boards: &[BoardId], kind: StatusKind, after: Place) -> Result<Column> {
    let keys = store::merged(c, boards, kind, after, PAGE + 1)?;
    let column = filled(c, vec![(kind, keys)], PAGE)?.pop();
    column.ok_or_else(|| AppError::internal("a column of the roadmap was lost"))
}

/// Columns with the rows of their ideas, all of which are read at once.
fn filled(c: &mut Conn, columns: Vec<(StatusKind, Vec<order::Key>)>, size: usize) -> Result<Vec<Column>> {
    let ids: Vec<TopicId> =
        columns.iter().flat_map(|(_, keys)| keys.iter().take(size)).map(|key| key.place.topic).collect();
    let mut rows: HashMap<TopicId, IdeaRow> =
        list::rows(c, &ids)?.into_iter().map(|row| (row.facts.topic, row)).collect();
    Ok(columns
        .into_iter()
        .map(|(kind, mut keys)| {
            let more = keys.len() > size;
            keys.truncate(size);
            let next = keys.last().filter(|_| more).map(|key| key.place);
            let planned = |key: order::Key| {
                Some(Planned { idea: rows.remove(&key.place.topic)?, quarter: key.quarter.map(Quarter) })
            };
            Column { kind, ideas: keys.into_iter().filter_map(planned).collect(), next }
        })
        .collect())
}

/// Moves an idea in its column, among the ideas that the actor sees there. At the end of the column it stays where it
/// is. Answers the kind of its column.
///
/// # Errors
/// By the policy; [`AppError::Conflict`] when it is not in a column that staff put in order, or too far down in it.
pub fn shift(tx: &mut Conn, actor: &Actor, id: TopicId, way: Way) -> Result<StatusKind> {
    let (topic, idea) = planned(tx, actor, id)?;
    let stands = match idea.kind {
        // Only what is being looked at.
        StatusKind::Open => idea.update.is_some() || idea.top_at.is_some(),
        StatusKind::Accepted | StatusKind::Refused => true,
        StatusKind::Done => false,
    };
    if !stands {
        return Err(AppError::Conflict(Message::new("ideas-roadmap-not-there")));
    }
    let boards = list::boards(tx, actor)?;
    let mut column = store::merged(tx, &boards, idea.kind, Place::START, MOVABLE + 1)?;
    let from = column.iter().position(|key| key.place.topic == id);
    match (way, from) {
        (Way::Top, Some(from)) => column[..=from].rotate_right(1),
        (Way::Top, None) => column.insert(0, store::key(tx, topic.id)?),
        (Way::Up, Some(from)) if from > 0 => column.swap(from - 1, from),
        (Way::Down, Some(from)) if from + 1 < column.len() => column.swap(from, from + 1),
        (Way::Up | Way::Down, Some(_)) => {}
        (Way::Up | Way::Down, None) => {
            return Err(AppError::Conflict(Message::new("ideas-roadmap-too-far").with("max", MOVABLE)));
        }
    }
    store::set_ranks(tx, &order::ranks(&column))?;
    Ok(idea.kind)
}

/// Says in which quarter an idea is to be there, or takes that back. Answers its topic.
///
/// # Errors
/// By the policy; [`AppError::Invalid`] for a quarter that cannot be chosen now.
pub fn plan(
    tx: &mut Conn,
    actor: &Actor,
    id: TopicId,
    quarter: Option<Quarter>,
    (now, zone): (Timestamp, &TimeZone),
) -> Result<Topic> {
    let (topic, idea) = planned(tx, actor, id)?;
    let known = quarter.is_none_or(|quarter| {
        idea.quarter == Some(quarter.0) || Quarter::choices(now, zone).any(|choice| choice == quarter)
    });
    if !known {
        return Err(Invalid::field("quarter", Message::new("ideas-quarter-unknown")).into());
    }
    store::set_quarter(tx, id, quarter)?;
    Ok(topic)
}

/// An idea of which the actor may say what becomes of it.
fn planned(c: &mut Conn, actor: &Actor, id: TopicId) -> Result<(Topic, Idea)> {
    let (topic, facts) = topics::readable(c, actor, id)?;
    policy::check(actor, Action::UpdateIdea(facts))?;
    let idea = super::find(c, id)?.ok_or(AppError::NotFound)?;
    Ok((topic, idea))
}
