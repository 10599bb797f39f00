//! The SQL of what points come to.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::clock::Timestamp;
use crate::db::schema::{point_earners, point_totals, users};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::UserId;
use crate::ledger::Month;
use crate::web::{MemberView, member_view};

/// A month's numbers, in points but where it says otherwise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = point_totals)]
pub struct Totals {
    /// The month, as [`Month`] counts.
    pub month: i64,
    /// Not final yet, of everybody.
    pub pending: i64,
    /// To spend, of everybody.
    pub available: i64,
    /// In redemptions under way, of everybody.
    pub reserved: i64,
    /// Earned in the month and not taken back.
    pub awarded: i64,
    /// Accepted answers that were paid.
    pub answers: i64,
    /// What answers earned.
    pub answer_points: i64,
    /// Spent in the month.
    pub redeemed: i64,
    /// Run out in the month.
    pub expired: i64,
    /// When this was counted.
    pub at: Timestamp,
}

pub(super) fn totals_of(c: &mut Conn, month: Month) -> Result<Option<Totals>> {
    Ok(point_totals::table.find(month.0).first(c).optional()?)
}

/// The newest months up to this one.
///
/// # Errors
/// When the database refuses.
pub fn totals(c: &mut Conn, up_to: Month, most: i64) -> Result<Vec<Totals>> {
    Ok(point_totals::table
        .filter(point_totals::month.le(up_to.0))
        .order(point_totals::month.desc())
        .limit(most)
        .load(c)?)
}

/// What members have pending, available and reserved.
pub(super) fn owed(c: &mut Conn) -> Result<(i64, i64, i64)> {
    #[derive(QueryableByName)]
    struct Sum {
        #[diesel(sql_type = Text)]
        kind: String,
        #[diesel(sql_type = BigInt)]
        total: i64,
    }
    let rows: Vec<Sum> = sql("SELECT kind, CAST(sum(balance) AS BIGINT) AS total FROM ledger_accounts \
         WHERE kind IN ('pending', 'available', 'reserved') GROUP BY kind")
    .load(c)?;
    let of = |kind: &str| rows.iter().find(|row| row.kind == kind).map_or(0, |row| row.total);
    Ok((of("pending"), of("available"), of("reserved")))
}

/// What a month earned, spent and lost.
pub(super) fn sums(c: &mut Conn, month: Month) -> Result<Totals> {
    #[derive(QueryableByName)]
    struct Sum {
        #[diesel(sql_type = Text)]
        kind: String,
        #[diesel(sql_type = BigInt)]
        times: i64,
        #[diesel(sql_type = BigInt)]
        total: i64,
    }
    let awards: Vec<Sum> = sql("SELECT kind, count(*) AS times, CAST(sum(kept) AS BIGINT) AS total FROM awards \
         WHERE month = $1 AND state IN ('pending', 'final') GROUP BY kind")
    .bind(month.0)
    .load(c)?;
    // Each of these has one entry on a member's side.
    let moved: Vec<Sum> = sql("SELECT t.kind AS kind, count(*) AS times, CAST(sum(-e.amount) AS BIGINT) AS total \
         FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id \
         JOIN ledger_accounts a ON a.id = e.account_id \
         WHERE t.month = $1 AND t.kind IN ('redeem', 'expire') AND a.kind IN ('available', 'reserved') GROUP BY t.kind")
    .bind(month.0)
    .load(c)?;
    let of = |rows: &[Sum], kind: &str| {
        rows.iter().find(|row| row.kind == kind).map_or((0, 0), |row| (row.times, row.total))
    };
    let of_answers = ["accepted", "accepted_first", "answer_up"].iter().map(|kind| of(&awards, kind).1).sum();
    Ok(Totals {
        awarded: awards.iter().map(|row| row.total).sum(),
        answers: of(&awards, "accepted").0,
        answer_points: of_answers,
        redeemed: of(&moved, "redeem").1,
        expired: of(&moved, "expire").1,
        ..Totals::default()
    })
}

pub(super) fn put(tx: &mut Conn, totals: &Totals) -> Result<()> {
    diesel::delete(point_totals::table.find(totals.month)).execute(tx)?;
    diesel::insert_into(point_totals::table).values(totals).execute(tx)?;
    Ok(())
}

/// Who earned most in a month.
pub(super) fn best(c: &mut Conn, month: Month, most: i64) -> Result<Vec<(UserId, i64)>> {
    #[derive(QueryableByName)]
    struct Sum {
        #[diesel(sql_type = BigInt)]
        user: UserId,
        #[diesel(sql_type = BigInt)]
        total: i64,
    }
    let rows: Vec<Sum> = sql("SELECT user_id AS \"user\", CAST(sum(kept) AS BIGINT) AS total FROM awards \
         WHERE month = $1 AND state IN ('pending', 'final') GROUP BY user_id ORDER BY total DESC, user_id LIMIT $2")
    .bind(month.0)
    .bind(most)
    .load(c)?;
    Ok(rows.into_iter().map(|row| (row.user, row.total)).collect())
}

pub(super) fn put_earners(tx: &mut Conn, month: Month, best: &[(UserId, i64)]) -> Result<()> {
    diesel::delete(point_earners::table.filter(point_earners::month.eq(month.0))).execute(tx)?;
    for (place, (user, points)) in (1_i64..).zip(best) {
        diesel::insert_into(point_earners::table)
            .values((
                point_earners::month.eq(month.0),
                point_earners::place.eq(place),
                point_earners::user_id.eq(user),
                point_earners::points.eq(points),
            ))
            .execute(tx)?;
    }
    Ok(())
}

/// Somebody among those who earned most.
#[derive(Debug, Clone)]
pub struct Earner {
    /// Who.
    pub member: MemberView,
    /// How many points.
    pub points: i64,
}

/// Those who earned most in a month, the first first.
///
/// # Errors
/// When the database refuses.
pub fn earners(c: &mut Conn, month: Month) -> Result<Vec<Earner>> {
    type Row = (i64, UserId, String, String, String, bool, String);
    let rows: Vec<Row> = point_earners::table
        .inner_join(users::table.on(users::id.eq(point_earners::user_id)))
        .filter(point_earners::month.eq(month.0))
        .order((point_earners::month, point_earners::place))
        .select((
            point_earners::points,
            users::id,
            users::handle,
            users::display_name,
            users::photo,
            users::is_staff,
            users::job_title,
        ))
        .load(c)?;
    Ok(rows
        .into_iter()
        .map(|(points, id, handle, name, photo, staff, job)| Earner {
            member: member_view(id, handle, name, &photo, staff, job),
            points,
        })
        .collect())
}
