//! Ideas and what staff said of them, as tables for spreadsheets. Read a batch at a time, in the order of numbers: what
//! is changed meanwhile stands there as it was when its batch was read.

mod store;
pub mod web;

use std::collections::{HashMap, HashSet};

use jiff::tz::TimeZone;

use super::list;
use super::roadmap::Quarter;
use super::statuses::{self, Status};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::i18n::{I18n, Lang, rfc3339};
use crate::ids::{BoardId, StatusId, TopicId};
use crate::policy::{self, Action, Actor, State, TopicKind};
use crate::topics;
use crate::web::csv::{self, Cell};

/// Rows that are read at once.
const BATCH: usize = 100;

/// How spreadsheets tell that a file is UTF-8.
const MARK: &str = "\u{feff}";

/// The columns of the ideas.
const IDEAS: [&str; 20] = [
    "number",
    "address",
    "title",
    "board",
    "author",
    "status",
    "kind",
    "up",
    "down",
    "score",
    "comments",
    "created",
    "updated",
    "updated_by",
    "updated_to",
    "update",
    "promised",
    "owner",
    "quarter",
    "merged_into",
];

/// The columns of the updates.
const UPDATES: [&str; 10] =
    ["number", "idea", "address", "status", "kind", "author", "text", "promised", "corrects", "created"];

/// What a table is written with.
#[derive(Clone, Copy)]
pub struct Pen<'a> {
    /// The names of statuses.
    pub i18n: &'a I18n,
    /// In this language.
    pub lang: Lang,
    /// The calendar of promised days.
    pub zone: &'a TimeZone,
    /// Completes a path of this site.
    pub absolute: &'a dyn Fn(&str) -> String,
}

/// The statuses, and the boards that the actor may read.
struct Known {
    boards: HashSet<BoardId>,
    statuses: HashMap<StatusId, Status>,
}

impl Known {
    fn load(c: &mut Conn, actor: &Actor) -> Result<Self> {
        policy::check(actor, Action::KeepIdeas)?;
        Ok(Self {
            boards: list::boards(c, actor)?.into_iter().collect(),
            statuses: statuses::all(c)?.into_iter().map(|status| (status.id, status)).collect(),
        })
    }

    /// What everybody may read of whoever may read the board.
    fn shows(&self, board: BoardId, state: State) -> bool {
        self.boards.contains(&board) && matches!(state, State::Visible | State::Merged)
    }

    fn name(&self, pen: Pen<'_>, id: StatusId) -> Option<String> {
        self.statuses.get(&id).map(|status| status.name(pen.i18n, pen.lang))
    }
}

/// The table of ideas after this number: one batch of it, and after which number the next one begins.
///
/// # Errors
/// By the policy.
pub fn ideas(c: &mut Conn, actor: &Actor, after: TopicId, pen: Pen<'_>) -> Result<(String, Option<TopicId>)> {
    let known = Known::load(c, actor)?;
    let mut out = head(after.0 == 0, &IDEAS);
    let batch = store::idea_ids(c, after, BATCH)?;
    let next = batch.last().filter(|_| batch.len() == BATCH).map(|(id, ..)| *id);
    let ids: Vec<TopicId> =
        batch.into_iter().filter(|(_, board, state)| known.shows(*board, *state)).map(|(id, ..)| id).collect();
    let merged: HashMap<TopicId, TopicId> = store::merged(c, &ids)?.into_iter().collect();
    for row in store::ideas(c, &ids)? {
        let cells: [Cell; IDEAS.len()] = [
            row.id.0.into(),
            (pen.absolute)(&topics::path(TopicKind::Idea, row.id, &row.slug)).into(),
            row.title.into(),
            row.board.into(),
            row.author.into(),
            known.name(pen, row.status).into(),
            row.kind.as_str().into(),
            row.ups.into(),
            row.downs.into(),
            row.score.into(),
            row.comments.into(),
            rfc3339(row.created_at.0).into(),
            row.said_at.map(|at| rfc3339(at.0)).into(),
            row.said_by.into(),
            row.said_status.and_then(|id| known.name(pen, id)).into(),
            row.said.into(),
            day(row.next_word_at, pen).into(),
            row.owner.into(),
            row.quarter.map(|quarter| Quarter(quarter).code()).into(),
            merged.get(&row.id).map(|into| into.0).into(),
        ];
        csv::write(&mut out, &cells);
    }
    Ok((out, next))
}

/// The table of updates, likewise.
///
/// # Errors
/// By the policy.
pub fn updates(c: &mut Conn, actor: &Actor, after: i64, pen: Pen<'_>) -> Result<(String, Option<i64>)> {
    let known = Known::load(c, actor)?;
    let mut out = head(after == 0, &UPDATES);
    let batch = store::updates(c, after, BATCH)?;
    let next = batch.last().filter(|_| batch.len() == BATCH).map(|row| row.id);
    for row in batch.into_iter().filter(|row| known.shows(row.board, row.state)) {
        let path = topics::path(TopicKind::Idea, row.topic, &row.slug);
        let cells: [Cell; UPDATES.len()] = [
            row.id.into(),
            row.topic.0.into(),
            (pen.absolute)(&format!("{path}#u{}", row.id)).into(),
            known.name(pen, row.status).into(),
            known.statuses.get(&row.status).map(|status| status.kind.as_str()).into(),
            row.author.into(),
            row.source.into(),
            day(row.next_word_at, pen).into(),
            row.corrects.into(),
            rfc3339(row.created_at.0).into(),
        ];
        csv::write(&mut out, &cells);
    }
    Ok((out, next))
}

/// The names of the columns, at the beginning of a table.
fn head(begins: bool, columns: &[&str]) -> String {
    let mut out = String::new();
    if begins {
        out.push_str(MARK);
        csv::write(&mut out, &columns.iter().map(|name| Cell::from(*name)).collect::<Vec<_>>());
    }
    out
}

/// The day whose end was promised.
fn day(end: Option<Timestamp>, pen: Pen<'_>) -> Option<String> {
    let last = jiff::Timestamp::from_microsecond(end?.0 - 1).ok()?;
    Some(last.to_zoned(pen.zone.clone()).date().to_string())
}
