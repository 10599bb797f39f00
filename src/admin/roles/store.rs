//! The SQL of roles.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::Roles;
use crate::db::Conn;
use crate::db::schema::{boards, moderator_boards, users};
use crate::error::Result;
use crate::ids::{BoardId, UserId};
use crate::moderation::members::Account;
use crate::policy::ModeratorOf;

/// The words of the index `users_with_role`: only with the same ones do the databases see that it fits.
const WITH_ROLE: &str = "(is_moderator OR is_staff OR is_admin)";

/// The last account of the page before.
pub type Cursor = UserId;

/// Those who hold a role, oldest account first, after this one; one more than a page.
///
/// # Errors
/// When the database refuses.
pub fn holders(c: &mut Conn, after: Option<Cursor>, limit: i64) -> Result<Vec<Account>> {
    Ok(users::table
        .filter(sql::<Bool>(WITH_ROLE))
        .filter(users::id.gt(after.unwrap_or(UserId(0))))
        .order(users::id)
        .limit(limit)
        .select(Account::as_select())
        .load(c)?)
}

pub(super) fn admins(c: &mut Conn) -> Result<Vec<UserId>> {
    Ok(users::table
        .filter(sql::<Bool>(WITH_ROLE))
        .filter(users::is_admin.eq(true))
        .order(users::id)
        .select(users::id)
        .load(c)?)
}

/// The boards a moderator is limited to; none when to no board.
pub(super) fn moderated(c: &mut Conn, id: UserId) -> Result<Vec<BoardId>> {
    Ok(moderator_boards::table
        .filter(moderator_boards::user_id.eq(id))
        .order(moderator_boards::board_id)
        .select(moderator_boards::board_id)
        .load(c)?)
}

pub(super) fn slugs(c: &mut Conn, ids: &[BoardId]) -> Result<Vec<String>> {
    Ok(boards::table.filter(boards::id.eq_any(ids)).order(boards::id).select(boards::slug).load(c)?)
}

pub(super) fn set(tx: &mut Conn, id: UserId, roles: &Roles) -> Result<()> {
    let staff = roles.staff.as_ref();
    diesel::update(users::table.filter(users::id.eq(id)))
        .set((
            users::is_moderator.eq(roles.moderates != ModeratorOf::Nothing),
            users::is_staff.eq(staff.is_some()),
            users::is_admin.eq(roles.admin),
            users::real_name.eq(staff.map_or("", |staff| staff.real_name.as_str())),
            users::job_title.eq(staff.map_or("", |staff| staff.job_title.as_str())),
        ))
        .execute(tx)?;
    diesel::delete(moderator_boards::table.filter(moderator_boards::user_id.eq(id))).execute(tx)?;
    if let ModeratorOf::Boards(boards) = &roles.moderates {
        for board in boards {
            diesel::insert_into(moderator_boards::table)
                .values((moderator_boards::user_id.eq(id), moderator_boards::board_id.eq(board)))
                .execute(tx)?;
        }
    }
    Ok(())
}
