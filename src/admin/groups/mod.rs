//! Groups of members that boards can be restricted to. Everybody with a role belongs to that role's built-in group.

mod store;
pub mod web;

use super::{check, note};
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::{GroupId, UserId};
use crate::message::Message;
use crate::moderation::{By, Change, Deed, Subject, members};
use crate::web::MemberView;

pub use store::{Group, all, by_id};

/// Members on a page.
pub const PAGE: usize = 30;

/// What an admin says of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupText {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
}

/// Makes a group.
///
/// # Errors
/// [`AppError::Denied`] for others than admins, [`AppError::Duplicate`] when a group is called so.
pub fn create(tx: &mut Conn, by: By<'_>, slug: &str, text: &GroupText) -> Result<GroupId> {
    check(by)?;
    let id = store::insert(tx, slug, text, by.now)?;
    let changes: Vec<Change> = [Change::of("name", "", &text.name), Change::of("description", "", &text.description)]
        .into_iter()
        .flatten()
        .collect();
    note(tx, by, Deed::CreateGroup, Subject::Group(id), &changes)?;
    Ok(id)
}

/// Changes a group's name and description.
///
/// # Errors
/// [`AppError::Denied`] for others than admins, [`AppError::NotFound`] when there is no such group or it is built in.
pub fn edit(tx: &mut Conn, by: By<'_>, id: GroupId, text: &GroupText) -> Result<()> {
    let group = own(tx, by, id)?;
    store::update(tx, id, text)?;
    let changes: Vec<Change> =
        [Change::of("name", &group.name, &text.name), Change::of("description", &group.description, &text.description)]
            .into_iter()
            .flatten()
            .collect();
    note(tx, by, Deed::EditGroup, Subject::Group(id), &changes)
}

/// Puts a member into a group.
///
/// # Errors
/// As [`edit`]; [`AppError::Invalid`] when there is no such member, or they are in it.
pub fn add(tx: &mut Conn, by: By<'_>, id: GroupId, handle: &str) -> Result<()> {
    own(tx, by, id)?;
    let unfit = |key| AppError::from(Invalid::field("handle", Message::new(key)));
    let account = members::find(tx, handle)?.ok_or_else(|| unfit("admin-no-member"))?;
    if !store::add(tx, id, account.id, by.now)? {
        return Err(unfit("admin-group-has-member"));
    }
    let changes: Vec<Change> = Change::of("member", "", &account.handle).into_iter().collect();
    note(tx, by, Deed::AddToGroup, Subject::Group(id), &changes)
}

/// Takes a member out of a group; nothing happens when they are not in it.
///
/// # Errors
/// As [`edit`].
pub fn remove(tx: &mut Conn, by: By<'_>, id: GroupId, user: UserId) -> Result<()> {
    own(tx, by, id)?;
    let account = members::by_id(tx, user)?.ok_or(AppError::NotFound)?;
    if !store::remove(tx, id, user)? {
        return Ok(());
    }
    let changes: Vec<Change> = Change::of("member", &account.handle, "").into_iter().collect();
    note(tx, by, Deed::RemoveFromGroup, Subject::Group(id), &changes)
}

/// A page of a group's members after this one, and whether there are more.
///
/// # Errors
/// When the database refuses.
pub fn members_of(c: &mut Conn, id: GroupId, after: Option<UserId>) -> Result<(Vec<(UserId, MemberView)>, bool)> {
    let mut members = store::members(c, id, after.unwrap_or(UserId(0)))?;
    let more = members.len() > PAGE;
    members.truncate(PAGE);
    Ok((members, more))
}

/// A group that is the admins' own: a built-in one follows the roles.
fn own(tx: &mut Conn, by: By<'_>, id: GroupId) -> Result<Group> {
    check(by)?;
    by_id(tx, id)?.filter(|group| group.builtin.is_empty()).ok_or(AppError::NotFound)
}
