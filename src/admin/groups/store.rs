//! The SQL of groups.

use diesel::prelude::*;

use super::{GroupText, PAGE};
use crate::clock::Timestamp;
use crate::db::schema::{group_members, groups, users};
use crate::db::{Both, Conn};
use crate::error::Result;
use crate::ids::{GroupId, UserId};
use crate::web::{MemberView, member_view};

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = groups)]
pub struct Group {
    /// Its row.
    pub id: GroupId,
    /// Its short name.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The role whose holders belong to it, or empty.
    pub builtin: String,
}

/// Every group, in the order they were made.
///
/// # Errors
/// When the database refuses.
pub fn all(c: &mut Conn) -> Result<Vec<Group>> {
    Ok(groups::table.order(groups::id).select(Group::as_select()).load(c)?)
}

/// The group of this number.
///
/// # Errors
/// When the database refuses.
pub fn by_id(c: &mut Conn, id: GroupId) -> Result<Option<Group>> {
    Ok(groups::table.filter(groups::id.eq(id)).select(Group::as_select()).first(c).optional()?)
}

pub(super) fn insert(tx: &mut Conn, slug: &str, text: &GroupText, now: Timestamp) -> Result<GroupId> {
    Ok(diesel::insert_into(groups::table)
        .values((
            groups::slug.eq(slug),
            groups::name.eq(&text.name),
            groups::description.eq(&text.description),
            groups::created_at.eq(now),
        ))
        .returning(groups::id)
        .get_result(tx)?)
}

pub(super) fn update(tx: &mut Conn, id: GroupId, text: &GroupText) -> Result<()> {
    diesel::update(groups::table.filter(groups::id.eq(id)))
        .set((groups::name.eq(&text.name), groups::description.eq(&text.description)))
        .execute(tx)?;
    Ok(())
}

/// False when the member is in it already.
pub(super) fn add(tx: &mut Conn, id: GroupId, user: UserId, now: Timestamp) -> Result<bool> {
    let added = Both(
        diesel::insert_into(group_members::table)
            .values((group_members::group_id.eq(id), group_members::user_id.eq(user), group_members::added_at.eq(now)))
            .on_conflict((group_members::group_id, group_members::user_id))
            .do_nothing(),
    )
    .execute(tx)?;
    Ok(added == 1)
}

/// False when the member was not in it.
pub(super) fn remove(tx: &mut Conn, id: GroupId, user: UserId) -> Result<bool> {
    let membership =
        group_members::table.filter(group_members::group_id.eq(id)).filter(group_members::user_id.eq(user));
    Ok(diesel::delete(membership).execute(tx)? == 1)
}

pub(super) fn members(c: &mut Conn, id: GroupId, after: UserId) -> Result<Vec<(UserId, MemberView)>> {
    let rows: Vec<(UserId, String, String, String, bool, String, bool)> = group_members::table
        .inner_join(users::table)
        .filter(group_members::group_id.eq(id))
        .filter(group_members::user_id.gt(after))
        .order(group_members::user_id)
        .limit(PAGE as i64 + 1)
        .select((
            users::id,
            users::handle,
            users::display_name,
            users::photo,
            users::is_staff,
            users::job_title,
            users::is_super,
        ))
        .load(c)?;
    Ok(rows
        .into_iter()
        .map(|(id, handle, name, photo, staff, job, super_user)| {
            (id, member_view(id, handle, name, &photo, staff, job).super_user(super_user))
        })
        .collect())
}
