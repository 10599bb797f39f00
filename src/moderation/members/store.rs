//! The SQL of accounts as moderators and admins work with them.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::users;
use crate::error::Result;
use crate::ids::UserId;

/// An account as moderators and admins work with it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = users)]
pub struct Account {
    /// Its row.
    pub id: UserId,
    /// Unique name.
    pub handle: String,
    /// Shown name.
    #[diesel(column_name = display_name)]
    pub name: String,
    /// File name of the photo, or empty.
    pub photo: String,
    /// When the address was proven, if it was.
    pub email_verified_at: Option<Timestamp>,
    /// Until when it is, or was, suspended.
    pub suspended_until: Option<Timestamp>,
    /// Why.
    pub suspended_reason: String,
    /// A moderator.
    #[diesel(column_name = is_moderator)]
    pub moderator: bool,
    /// An employee.
    #[diesel(column_name = is_staff)]
    pub staff: bool,
    /// An admin.
    #[diesel(column_name = is_admin)]
    pub admin: bool,
    /// A super-user.
    pub is_super: bool,
    /// The name on the employee's passport, for staff.
    pub real_name: String,
    /// Their job, for staff.
    pub job_title: String,
}

pub(super) fn by_key(c: &mut Conn, key: &str) -> Result<Option<Account>> {
    Ok(users::table.filter(users::handle_key.eq(key)).select(Account::as_select()).first(c).optional()?)
}

/// The account of this number.
///
/// # Errors
/// When the database refuses.
pub fn by_id(c: &mut Conn, id: UserId) -> Result<Option<Account>> {
    Ok(users::table.filter(users::id.eq(id)).select(Account::as_select()).first(c).optional()?)
}

pub(super) fn set_suspended(tx: &mut Conn, id: UserId, until: Option<Timestamp>, reason: &str) -> Result<()> {
    diesel::update(users::table.filter(users::id.eq(id)))
        .set((users::suspended_until.eq(until), users::suspended_reason.eq(reason)))
        .execute(tx)?;
    Ok(())
}
