//! Roles given and taken: moderator (of the site, or of some boards), staff, admin.
//!
//! Whoever's roles change is signed out everywhere: a session lives as long as fits the rights it was begun with.

mod store;
pub mod web;

use super::{check, note};
use crate::boards;
use crate::db::{Conn, dialect};
use crate::error::{AppError, Invalid, Result};
use crate::ids::{BoardId, UserId};
use crate::leaders;
use crate::message::Message;
use crate::moderation::members::{self, Account};
use crate::moderation::{By, Change, Deed, Subject};
use crate::policy::ModeratorOf;
use crate::sessions;

pub use store::{Cursor, holders};

/// Who an employee is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Employee {
    /// Their real name.
    pub real_name: String,
    /// Their job.
    pub job_title: String,
}

/// The roles of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roles {
    /// Where it moderates.
    pub moderates: ModeratorOf,
    /// An employee, and which one.
    pub staff: Option<Employee>,
    /// May do everything.
    pub admin: bool,
}

impl Roles {
    /// The form's field of the first role held, if there is one.
    fn first_field(&self) -> Option<&'static str> {
        let held = [
            (self.moderates != ModeratorOf::Nothing, "moderator"),
            (self.staff.is_some(), "staff"),
            (self.admin, "admin"),
        ];
        held.into_iter().find_map(|(held, field)| held.then_some(field))
    }
}

/// The roles an account holds.
///
/// # Errors
/// When the database refuses.
pub fn of(c: &mut Conn, account: &Account) -> Result<Roles> {
    let moderates = match account.moderator {
        false => ModeratorOf::Nothing,
        true => match store::moderated(c, account.id)? {
            boards if boards.is_empty() => ModeratorOf::Everything,
            boards => ModeratorOf::Boards(boards),
        },
    };
    let staff =
        account.staff.then(|| Employee { real_name: account.real_name.clone(), job_title: account.job_title.clone() });
    Ok(Roles { moderates, staff, admin: account.admin })
}

/// Gives an account these roles and takes the others. The caller has made sure that the password was typed a short
/// while ago (R9).
///
/// # Errors
/// [`AppError::Denied`] for others than admins, [`AppError::NotFound`] when there is no such account,
/// [`AppError::Invalid`] when it cannot hold a role, a board is not there, or the last admin would go.
pub fn set(tx: &mut Conn, by: By<'_>, id: UserId, roles: &Roles) -> Result<()> {
    check(by)?;
    // All admins are held: two of them cannot take the role from one another at the same time.
    let admins = store::admins(tx)?;
    let held: Vec<UserId> = admins.iter().copied().chain([id]).collect();
    dialect::lock_users(tx, &held)?;
    let account = members::by_id(tx, id)?.ok_or(AppError::NotFound)?;
    let before = of(tx, &account)?;
    if before == *roles {
        return Ok(());
    }
    fits(tx, by, &account, roles)?;
    store::set(tx, id, roles)?;
    leaders::set_staff(tx, id, roles.staff.is_some())?;
    sessions::end_others(tx, id, None)?;
    let changes = changes(tx, &before, roles)?;
    note(tx, by, Deed::ChangeRoles, Subject::Member(id), &changes)
}

fn fits(tx: &mut Conn, by: By<'_>, account: &Account, roles: &Roles) -> Result<()> {
    let mut errors = Invalid::default();
    if account.admin && !roles.admin && store::admins(tx)? == [account.id] {
        errors.push("admin", Message::new("admin-role-last"));
    }
    if let Some(role) = roles.first_field() {
        if account.email_verified_at.is_none() {
            errors.push(role, Message::new("admin-role-unverified"));
        }
        if account.suspended_until.is_some_and(|until| until > by.now) {
            errors.push(role, Message::new("admin-role-suspended"));
        }
    }
    if let ModeratorOf::Boards(chosen) = &roles.moderates {
        let known: Vec<BoardId> = boards::list(tx, by.actor)?.into_iter().map(|board| board.id).collect();
        if !chosen.iter().all(|id| known.contains(id)) {
            errors.push("boards", Message::new("admin-role-no-board"));
        }
    }
    errors.into_result()
}

fn changes(c: &mut Conn, before: &Roles, after: &Roles) -> Result<Vec<Change>> {
    let real_name = |roles: &Roles| roles.staff.as_ref().map(|staff| staff.real_name.clone()).unwrap_or_default();
    let job_title = |roles: &Roles| roles.staff.as_ref().map(|staff| staff.job_title.clone()).unwrap_or_default();
    Ok([
        Change::of("moderator", &moderated(c, &before.moderates)?, &moderated(c, &after.moderates)?),
        Change::of("staff", &before.staff.is_some(), &after.staff.is_some()),
        Change::of("real_name", &real_name(before), &real_name(after)),
        Change::of("job_title", &job_title(before), &job_title(after)),
        Change::of("admin", &before.admin, &after.admin),
    ]
    .into_iter()
    .flatten()
    .collect())
}

/// Where somebody moderates, for the audit table.
fn moderated(c: &mut Conn, moderates: &ModeratorOf) -> Result<String> {
    Ok(match moderates {
        ModeratorOf::Nothing => String::new(),
        ModeratorOf::Everything => "*".into(),
        ModeratorOf::Boards(boards) => store::slugs(c, boards)?.join(", "),
    })
}
