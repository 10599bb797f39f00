//! The SQL of what staff gave for customers.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use super::SHOWN;
use crate::db::schema::{ideas, users, votes};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{PostId, TopicId, UserId};
use crate::web::{MemberView, member_view};

/// Votes counted up to here; "100 or more" says enough.
const COUNTED: i64 = 100;

pub(super) fn handle(c: &mut Conn, user: UserId) -> Result<String> {
    Ok(users::table.find(user).select(users::handle).first(c)?)
}

/// Who of the staff proposed an idea for its author.
///
/// # Errors
/// When the database refuses.
pub fn submitted_by(c: &mut Conn, idea: TopicId) -> Result<Option<MemberView>> {
    type Row = (UserId, String, String, String, bool, String);
    let row: Option<Row> = ideas::table
        .inner_join(users::table.on(ideas::submitted_by.eq(users::id.nullable())))
        .filter(ideas::topic_id.eq(idea))
        .select((users::id, users::handle, users::display_name, users::photo, users::is_staff, users::job_title))
        .first(c)
        .optional()?;
    Ok(row.map(|(id, handle, name, photo, staff, job)| member_view(id, handle, name, &photo, staff, job)))
}

/// How many votes on an idea staff gave for customers, as far as a hundred.
///
/// # Errors
/// When the database refuses.
pub fn how_many(c: &mut Conn, post: PostId) -> Result<i64> {
    let found: Vec<UserId> = votes::table
        .filter(votes::post_id.eq(post))
        .filter(votes::by_id.is_not_null())
        .filter(votes::value.ne(0))
        .limit(COUNTED)
        .select(votes::user_id)
        .load(c)?;
    Ok(i64::try_from(found.len()).unwrap_or(i64::MAX))
}

/// A vote that was given for a customer.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Given {
    /// For whom.
    pub customer: MemberView,
    /// By whom of the staff.
    pub by: MemberView,
    /// For the idea, not against it.
    pub up: bool,
    /// When.
    pub at: i64,
}

/// The votes on an idea that staff gave for customers: the first [`SHOWN`], the oldest accounts first.
///
/// # Errors
/// When the database refuses.
pub fn given(c: &mut Conn, post: PostId) -> Result<Vec<Given>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        id: UserId,
        #[diesel(sql_type = Text)]
        handle: String,
        #[diesel(sql_type = Text)]
        name: String,
        #[diesel(sql_type = Text)]
        photo: String,
        #[diesel(sql_type = BigInt)]
        by_id: UserId,
        #[diesel(sql_type = Text)]
        by_handle: String,
        #[diesel(sql_type = Bool)]
        is_super: bool,
        #[diesel(sql_type = Text)]
        by_name: String,
        #[diesel(sql_type = Text)]
        by_photo: String,
        #[diesel(sql_type = Bool)]
        by_staff: bool,
        #[diesel(sql_type = Text)]
        by_job: String,
        #[diesel(sql_type = BigInt)]
        value: i64,
        #[diesel(sql_type = BigInt)]
        cast_at: i64,
    }
    let rows: Vec<Row> = sql(
        "SELECT u.id, u.handle, u.display_name AS name, u.photo, u.is_super, s.id AS by_id, s.handle AS by_handle, \
         s.display_name AS by_name, s.photo AS by_photo, s.is_staff AS by_staff, s.job_title AS by_job, v.value, \
         v.cast_at FROM votes v JOIN users u ON u.id = v.user_id JOIN users s ON s.id = v.by_id \
         WHERE v.post_id = $1 AND v.by_id IS NOT NULL AND v.value <> 0 ORDER BY v.user_id LIMIT $2",
    )
    .bind(post.0)
    .bind(i64::try_from(SHOWN).unwrap_or(i64::MAX))
    .load(c)?;
    let view = |row: Row| Given {
        customer: member_view(row.id, row.handle, row.name, &row.photo, false, String::new()).super_user(row.is_super),
        by: member_view(row.by_id, row.by_handle, row.by_name, &row.by_photo, row.by_staff, row.by_job),
        up: row.value == 1,
        at: row.cast_at,
    };
    Ok(rows.into_iter().map(view).collect())
}
