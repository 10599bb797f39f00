//! Who gained most reputation in a week, a month, a quarter or since there is any, on a board or on all.
//!
//! What a page shows is kept in rows that a job makes of the events ([`roll`]), so a list costs the same however many
//! events there are. Employees stand in a list of their own. Restricted boards give no reputation and have no list.

mod period;
pub mod roll;
mod store;
pub mod web;

use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{BoardId, UserId};
use crate::message::Message;
use crate::web::MemberView;

pub use period::Period;
pub use store::set_staff;

/// Members on a page.
pub const PAGE: usize = 30;
/// Employees that are shown.
pub const STAFF: usize = 10;
/// Places are counted up to here, and are "1,000th or later" from here on.
pub const PLACES: i64 = 1_000;

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Board {
    /// For how long.
    pub period: Period,
    /// The site day on which that began.
    pub starts: i64,
    /// Where; none is everywhere.
    pub board: Option<BoardId>,
}

/// What somebody stands in a list with; the greater first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing {
    /// Reputation.
    pub gained: i64,
    /// Answers that others accepted.
    pub accepted: i64,
    /// Different people whose questions these answered.
    pub helped: i64,
    /// Who; of two with the same, the one who came later.
    pub user: UserId,
}

/// A row of a list.
#[derive(Debug, Clone)]
pub struct Leader {
    /// With what.
    pub standing: Standing,
    /// Who.
    pub member: MemberView,
}

/// Where a page begins: after whom, and at which place that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The place of the last one before.
    pub place: i64,
    after: Standing,
}

impl Cursor {
    /// Before the first one.
    pub const START: Self =
        Self { place: 0, after: Standing { gained: i64::MAX, accepted: 0, helped: 0, user: UserId(0) } };

    /// Reads a cursor from an address; nothing means the beginning.
    ///
    /// # Errors
    /// [`AppError::BadRequest`] when it is not one of ours.
    pub fn parse(text: Option<&str>) -> Result<Self> {
        let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(Self::START) };
        let numbers: Option<Vec<i64>> = text.split('.').map(|part| part.parse().ok()).collect();
        match numbers.as_deref() {
            Some([place, gained, accepted, helped, user]) => Ok(Self {
                place: *place,
                after: Standing { gained: *gained, accepted: *accepted, helped: *helped, user: UserId(*user) },
            }),
            Some(_) | None => Err(AppError::BadRequest(Message::new("error-400-text"))),
        }
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Standing { gained, accepted, helped, user } = self.after;
        write!(f, "{}.{gained}.{accepted}.{helped}.{user}", self.place)
    }
}

/// A page of the members of a list, the best first, and where the next begins, if there is one.
///
/// # Errors
/// When the database refuses.
pub fn members(c: &mut Conn, board: Board, from: Cursor) -> Result<(Vec<Leader>, Option<Cursor>)> {
    let mut leaders = store::leaders(c, (board, false), from.after, PAGE + 1)?;
    let more = leaders.len() > PAGE;
    leaders.truncate(PAGE);
    let place = from.place.saturating_add(i64::try_from(leaders.len()).unwrap_or(0));
    let next = leaders.last().filter(|_| more).map(|last| Cursor { place, after: last.standing });
    Ok((leaders, next))
}

/// The best of the employees.
///
/// # Errors
/// When the database refuses.
pub fn staff(c: &mut Conn, board: Board) -> Result<Vec<Leader>> {
    store::leaders(c, (board, true), Cursor::START.after, STAFF)
}

/// Somebody's place among the members of a list, up to [`PLACES`], and what they stand there with; none for who has gained
/// nothing, and for employees.
///
/// # Errors
/// When the database refuses.
pub fn place_of(c: &mut Conn, board: Board, user: UserId) -> Result<Option<(i64, Standing)>> {
    let Some(standing) = store::standing(c, board, user)? else { return Ok(None) };
    Ok(Some((store::ahead(c, board, standing)? + 1, standing)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_nothing_else_does() {
        let after = Standing { gained: 200, accepted: 3, helped: 2, user: UserId(7) };
        let cursor = Cursor { place: 30, after };
        assert_eq!(Cursor::parse(Some(&cursor.to_string())).ok(), Some(cursor));
        assert_eq!(Cursor::parse(None).ok(), Some(Cursor::START));
        for wrong in ["x", "1", "1.2.3.4", "1.2.3.4.5.6", "1.2.3.4.", "9999999999999999999999.1.1.1.1"] {
            assert!(Cursor::parse(Some(wrong)).is_err(), "{wrong}");
        }
    }
}
