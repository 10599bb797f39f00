//! The SQL of reputation.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::{Given, Name};
use crate::both;
use crate::clock::Timestamp;
use crate::db::schema::{reputation_events, users};
use crate::db::{Conn, dialect, sql};
use crate::error::Result;
use crate::ids::{BoardId, PostId, UserId};
use crate::settings::Cause;

/// What an account has earned, from its events: an SQL expression about a row `x` of users. Each day's capped causes up
/// to the cap of that day, and everything else. Here and below the causes are those of [`Cause::is_capped`].
pub const EARNED: &str = "(SELECT CAST(coalesce(sum(d.rest + CASE WHEN d.capped > d.cap THEN d.cap ELSE d.capped END), 0) \
     AS BIGINT) FROM (SELECT sum(CASE WHEN e.kind IN ('question_up', 'answer_up', 'article_up') THEN e.amount ELSE 0 END) \
     AS capped, sum(CASE WHEN e.kind IN ('question_up', 'answer_up', 'article_up') THEN 0 ELSE e.amount END) AS rest, \
     (SELECT c.cap FROM reputation_caps c WHERE c.from_day <= e.day ORDER BY c.from_day DESC LIMIT 1) AS cap \
     FROM reputation_events e WHERE e.user_id = x.id GROUP BY e.day) d)";

/// Rows of events in one statement: PostgreSQL and SQLite take some 32,000 values.
const ROWS: usize = 1_000;

/// An event.
#[derive(Debug, Clone, PartialEq, Eq, Insertable)]
#[diesel(table_name = reputation_events)]
pub(super) struct Row {
    post_id: PostId,
    kind: Cause,
    user_id: UserId,
    cause_id: i64,
    number: i64,
    amount: i64,
    day: i64,
    board_id: BoardId,
    at: Timestamp,
}

impl Row {
    pub(super) const fn user(&self) -> UserId {
        self.user_id
    }

    pub(super) const fn of(given: Given, number: i64, now: Timestamp) -> Self {
        let Given { name, board, day, amount } = given;
        Self {
            post_id: name.post,
            kind: name.cause,
            user_id: name.user,
            cause_id: name.from,
            number,
            amount,
            day,
            board_id: board,
            at: now,
        }
    }
}

/// The last event of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub(super) struct Last {
    pub(super) number: i64,
    /// Of the event; what the name gives is the same without its sign when it was taken back.
    pub(super) amount: i64,
    day: i64,
    board: BoardId,
}

impl Last {
    pub(super) const fn stands(&self) -> bool {
        self.number % 2 == 1
    }

    /// What the name gave when it last did.
    pub(super) const fn gave(&self) -> i64 {
        if self.stands() { self.amount } else { -self.amount }
    }

    /// The event that takes it back.
    pub(super) const fn taken_back(&self, name: Name, now: Timestamp) -> Row {
        let given = Given { name, board: self.board, day: self.day, amount: -self.amount };
        Row::of(given, self.number + 1, now)
    }
}

pub(super) fn last(c: &mut Conn, name: Name) -> Result<Option<Last>> {
    Ok(reputation_events::table
        .filter(reputation_events::post_id.eq(name.post))
        .filter(reputation_events::kind.eq(name.cause))
        .filter(reputation_events::user_id.eq(name.user))
        .filter(reputation_events::cause_id.eq(name.from))
        .order(reputation_events::number.desc())
        .select((
            reputation_events::number,
            reputation_events::amount,
            reputation_events::day,
            reputation_events::board_id,
        ))
        .first(c)
        .optional()?)
}

/// The last events of everything about these posts.
pub(super) fn last_of(c: &mut Conn, posts: &[PostId]) -> Result<BTreeMap<Name, Last>> {
    type Found = (PostId, Cause, UserId, i64, (i64, i64, i64, BoardId));
    let rows: Vec<Found> = reputation_events::table
        .filter(reputation_events::post_id.eq_any(posts))
        .order((
            reputation_events::post_id,
            reputation_events::kind,
            reputation_events::user_id,
            reputation_events::cause_id,
            reputation_events::number,
        ))
        .select((
            reputation_events::post_id,
            reputation_events::kind,
            reputation_events::user_id,
            reputation_events::cause_id,
            (reputation_events::number, reputation_events::amount, reputation_events::day, reputation_events::board_id),
        ))
        .load(c)?;
    // The later of a name replaces the one before.
    let named = |(post, cause, user, from, (number, amount, day, board)): Found| {
        (Name { post, cause, user, from }, Last { number, amount, day, board })
    };
    Ok(rows.into_iter().map(named).collect())
}

/// Writes events, and brings what their people have earned up to them. The people are held.
pub(super) fn write(tx: &mut Conn, rows: &[Row]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    for rows in rows.chunks(ROWS) {
        // One, as a vote gives it, is a statement that is kept; one for many is prepared each time.
        if let [row] = rows {
            diesel::insert_into(reputation_events::table).values(row).execute(tx)?;
        } else {
            both!(tx, c => diesel::insert_into(reputation_events::table).values(rows).execute(c))?;
        }
    }
    let mut days: BTreeMap<(UserId, i64), (i64, i64)> = BTreeMap::new();
    for row in rows {
        let (capped, rest) = days.entry((row.user_id, row.day)).or_default();
        *(if row.kind.is_capped() { capped } else { rest }) += row.amount;
    }
    for ((user, day), (capped, rest)) in days {
        earn(tx, (user, day), (capped, rest))?;
    }
    Ok(())
}

/// Adds what a day has given since. Its events are there already, so what counted before is their sum without it.
fn earn(tx: &mut Conn, (user, day): (UserId, i64), (capped, rest): (i64, i64)) -> Result<()> {
    if capped == 0 {
        sql("UPDATE users SET reputation = reputation + $1 WHERE id = $2").bind(rest).bind(user.0).execute(tx)?;
        return Ok(());
    }
    sql("UPDATE users SET reputation = reputation + $1 + CASE WHEN d.given > c.cap THEN c.cap ELSE d.given END \
         - CASE WHEN d.given - $2 > c.cap THEN c.cap ELSE d.given - $2 END FROM \
         (SELECT CAST(coalesce(sum(e.amount), 0) AS BIGINT) AS given FROM reputation_events e WHERE e.user_id = $3 \
          AND e.day = $4 AND e.kind IN ('question_up', 'answer_up', 'article_up')) d, \
         (SELECT cap FROM reputation_caps WHERE from_day <= $4 ORDER BY from_day DESC LIMIT 1) c WHERE users.id = $3")
    .bind(rest)
    .bind(capped)
    .bind(user.0)
    .bind(day)
    .execute(tx)?;
    Ok(())
}

/// Sums up anew what the accounts with these numbers have earned; answers how many had something else.
///
/// # Errors
/// When the database refuses.
pub fn recompute(tx: &mut Conn, (from, to): (UserId, UserId)) -> Result<usize> {
    #[derive(QueryableByName)]
    struct Earned {
        #[diesel(sql_type = BigInt)]
        id: UserId,
        #[diesel(sql_type = BigInt)]
        stored: i64,
        #[diesel(sql_type = BigInt)]
        earned: i64,
    }
    // Held: an event that comes meanwhile is added to what is written here.
    let users: Vec<UserId> =
        users::table.filter(users::id.between(from, to)).order(users::id).select(users::id).load(tx)?;
    dialect::lock_users(tx, &users)?;
    let of_all = format!(
        "SELECT x.id AS id, x.reputation AS stored, {EARNED} AS earned FROM users x \
         WHERE x.id >= $1 AND x.id <= $2 ORDER BY x.id"
    );
    let rows: Vec<Earned> = sql(of_all).bind(from.0).bind(to.0).load(tx)?;
    let wrong: Vec<Earned> = rows.into_iter().filter(|row| row.stored != row.earned).collect();
    for row in &wrong {
        diesel::update(users::table.find(row.id)).set(users::reputation.eq(row.earned)).execute(tx)?;
    }
    Ok(wrong.len())
}

/// The member with the greatest number; 0 when there is none.
///
/// # Errors
/// When the database refuses.
pub fn last_member(c: &mut Conn) -> Result<UserId> {
    Ok(users::table.select(users::id).order(users::id.desc()).first(c).optional()?.unwrap_or(UserId(0)))
}

/// The cap of a day's votes as it is on this site day.
///
/// # Errors
/// When the database refuses.
pub fn cap_on(c: &mut Conn, day: i64) -> Result<i64> {
    #[derive(QueryableByName)]
    struct Cap {
        #[diesel(sql_type = BigInt)]
        cap: i64,
    }
    let cap: Cap = sql("SELECT cap FROM reputation_caps WHERE from_day <= $1 ORDER BY from_day DESC LIMIT 1")
        .bind(day)
        .get_result(c)?;
    Ok(cap.cap)
}

/// Sets the cap of a day's votes from this site day on.
///
/// # Errors
/// When the database refuses.
pub fn set_cap(tx: &mut Conn, from_day: i64, cap: i64) -> Result<()> {
    sql("INSERT INTO reputation_caps (from_day, cap) VALUES ($1, $2) ON CONFLICT (from_day) DO UPDATE SET cap = $2")
        .bind(from_day)
        .bind(cap)
        .execute(tx)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_name_the_causes_that_a_cap_bounds() {
        let capped: Vec<String> =
            Cause::ALL.iter().filter(|cause| cause.is_capped()).map(|cause| format!("'{}'", cause.as_str())).collect();
        assert!(EARNED.contains(&format!("IN ({})", capped.join(", "))));
    }
}
