//! The SQL of the leaderboard.

use std::ops::Range;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use super::roll::Daily;
use super::{Board, Leader, PLACES, Period, Standing};
use crate::db::schema::leaders;
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{BoardId, UserId};
use crate::reputation::Cause;
use crate::web::member_view;

/// As stored: 0 stands for all boards.
fn board_id(board: Option<BoardId>) -> i64 {
    board.map_or(0, |board| board.0)
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    gained: i64,
    #[diesel(sql_type = BigInt)]
    accepted: i64,
    #[diesel(sql_type = BigInt)]
    helped: i64,
    #[diesel(sql_type = BigInt)]
    user_id: UserId,
    #[diesel(sql_type = Text)]
    handle: String,
    #[diesel(sql_type = Text)]
    display_name: String,
    #[diesel(sql_type = Text)]
    photo: String,
    #[diesel(sql_type = Bool)]
    is_staff: bool,
    #[diesel(sql_type = Text)]
    job_title: String,
    #[diesel(sql_type = Bool)]
    is_super: bool,
}

impl From<Row> for Leader {
    fn from(row: Row) -> Self {
        let Row { gained, accepted, helped, user_id: user, .. } = row;
        let member = member_view(user, row.handle, row.display_name, &row.photo, row.is_staff, row.job_title);
        Self { standing: Standing { gained, accepted, helped, user }, member: member.super_user(row.is_super) }
    }
}

/// The first of a list after this one: of its employees, or of its members.
pub(super) fn leaders(
    c: &mut Conn,
    (board, staff): (Board, bool),
    after: Standing,
    most: usize,
) -> Result<Vec<Leader>> {
    let rows: Vec<Row> = sql("SELECT l.gained, l.accepted, l.helped, l.user_id, u.handle, u.display_name, u.photo, \
         u.is_staff, u.job_title, u.is_super FROM leaders l JOIN users u ON u.id = l.user_id \
         WHERE l.period = $1 AND l.starts = $2 AND l.board_id = $3 AND l.is_staff = $4 AND l.gained > 0 \
         AND (l.gained, l.accepted, l.helped, l.user_id) < ($5, $6, $7, $8) \
         ORDER BY l.gained DESC, l.accepted DESC, l.helped DESC, l.user_id DESC LIMIT $9")
    .bind(board.period.as_str())
    .bind(board.starts)
    .bind(board_id(board.board))
    .bind(staff)
    .bind(after.gained)
    .bind(after.accepted)
    .bind(after.helped)
    .bind(after.user.0)
    .bind(i64::try_from(most).unwrap_or(i64::MAX))
    .load(c)?;
    Ok(rows.into_iter().map(Leader::from).collect())
}

/// What a member has gained; none when it is nothing, or they are an employee.
///
/// Without a limit of one row: PostgreSQL takes the four parts of the key for independent, expects many rows, and
/// would look for the first of them from the start of the table.
pub(super) fn standing(c: &mut Conn, board: Board, user: UserId) -> Result<Option<Standing>> {
    let row: Option<(i64, i64, i64)> = leaders::table
        .find((board.period, board.starts, board_id(board.board), user))
        .filter(leaders::is_staff.eq(false))
        .filter(leaders::gained.gt(0))
        .select((leaders::gained, leaders::accepted, leaders::helped))
        .get_result(c)
        .optional()?;
    Ok(row.map(|(gained, accepted, helped)| Standing { gained, accepted, helped, user }))
}

/// How many members stand before this one, less than [`PLACES`]; in order, so that the index of the order is walked.
pub(super) fn ahead(c: &mut Conn, board: Board, standing: Standing) -> Result<i64> {
    #[derive(QueryableByName)]
    struct Before {
        #[diesel(sql_type = BigInt)]
        #[expect(dead_code, reason = "that there is one is all that is asked")]
        user_id: UserId,
    }
    let before: Vec<Before> = sql("SELECT l.user_id FROM leaders l \
         WHERE l.period = $1 AND l.starts = $2 AND l.board_id = $3 AND l.is_staff = $4 \
         AND (l.gained, l.accepted, l.helped, l.user_id) > ($5, $6, $7, $8) \
         ORDER BY l.gained, l.accepted, l.helped, l.user_id LIMIT $9")
    .bind(board.period.as_str())
    .bind(board.starts)
    .bind(board_id(board.board))
    .bind(false)
    .bind(standing.gained)
    .bind(standing.accepted)
    .bind(standing.helped)
    .bind(standing.user.0)
    .bind(PLACES - 1)
    .load(c)?;
    Ok(i64::try_from(before.len()).unwrap_or(PLACES))
}

/// Moves somebody's rows to the list of employees, or from there.
///
/// # Errors
/// When the database refuses.
pub fn set_staff(tx: &mut Conn, user: UserId, staff: bool) -> Result<()> {
    diesel::update(leaders::table.filter(leaders::user_id.eq(user)).filter(leaders::is_staff.ne(staff)))
        .set(leaders::is_staff.eq(staff))
        .execute(tx)?;
    Ok(())
}

/// A member's events of these days.
pub(super) fn days(c: &mut Conn, user: UserId, days: Range<i64>) -> Result<Vec<Daily>> {
    #[derive(QueryableByName)]
    struct Event {
        #[diesel(sql_type = BigInt)]
        day: i64,
        #[diesel(sql_type = BigInt)]
        board_id: BoardId,
        #[diesel(sql_type = Text)]
        kind: Cause,
        #[diesel(sql_type = BigInt)]
        amount: i64,
        #[diesel(sql_type = BigInt)]
        cap: i64,
    }
    let rows: Vec<Event> = sql("SELECT e.day, e.board_id, e.kind, e.amount, \
         (SELECT c.cap FROM reputation_caps c WHERE c.from_day <= e.day ORDER BY c.from_day DESC LIMIT 1) AS cap \
         FROM reputation_events e WHERE e.user_id = $1 AND e.day >= $2 AND e.day < $3")
    .bind(user.0)
    .bind(days.start)
    .bind(days.end)
    .load(c)?;
    let daily = |Event { day, board_id, kind, amount, cap }| Daily { day, board: board_id, cause: kind, amount, cap };
    Ok(rows.into_iter().map(daily).collect())
}

/// What a member's rows of the parts of a period say together.
pub(super) fn sum_of(c: &mut Conn, whole: Board, parts: Period, user: UserId) -> Result<i64> {
    #[derive(QueryableByName)]
    struct Sum {
        #[diesel(sql_type = BigInt)]
        gained: i64,
    }
    let days = whole.period.days(whole.starts);
    let sum: Sum = sql("SELECT CAST(coalesce(sum(gained), 0) AS BIGINT) AS gained FROM leaders \
         WHERE user_id = $1 AND period = $2 AND board_id = $3 AND starts >= $4 AND starts < $5")
    .bind(user.0)
    .bind(parts.as_str())
    .bind(board_id(whole.board))
    .bind(days.start)
    .bind(days.end)
    .get_result(c)?;
    Ok(sum.gained)
}

pub(super) fn set_gained(tx: &mut Conn, row: Board, user: UserId, gained: i64) -> Result<()> {
    sql("INSERT INTO leaders (period, starts, board_id, user_id, is_staff, gained, accepted, helped) \
         SELECT $1, $2, $3, u.id, u.is_staff, $4, 0, 0 FROM users u WHERE u.id = $5 \
         ON CONFLICT (period, starts, board_id, user_id) DO UPDATE SET gained = excluded.gained")
    .bind(row.period.as_str())
    .bind(row.starts)
    .bind(board_id(row.board))
    .bind(gained)
    .bind(user.0)
    .execute(tx)?;
    Ok(())
}

/// Counts acceptances and the people behind them: what was taken back has an event of its own on the same day.
pub(super) fn count_accepted(tx: &mut Conn, row: Board, user: UserId) -> Result<()> {
    #[derive(QueryableByName)]
    struct Asker {
        #[diesel(sql_type = BigInt)]
        standing: i64,
    }
    let days = row.period.days(row.starts);
    let here = if row.board.is_some() { "AND e.board_id = $4 " } else { "" };
    let askers: Vec<Asker> = sql(format!(
        "SELECT sum(CASE WHEN e.number % 2 = 1 THEN 1 ELSE -1 END) AS standing FROM reputation_events e \
         WHERE e.user_id = $1 AND e.kind = 'accepted' AND e.day >= $2 AND e.day < $3 {here}GROUP BY e.cause_id"
    ))
    .bind(user.0)
    .bind(days.start)
    .bind(days.end)
    .bind(board_id(row.board))
    .load(tx)?;
    let standing = || askers.iter().map(|asker| asker.standing).filter(|standing| *standing > 0);
    let key = (row.period, row.starts, board_id(row.board), user);
    diesel::update(leaders::table.find(key))
        .set((
            leaders::accepted.eq(standing().sum::<i64>()),
            leaders::helped.eq(i64::try_from(standing().count()).unwrap_or(i64::MAX)),
        ))
        .execute(tx)?;
    Ok(())
}
