//! Statuses for ideas: added, named in every language, coloured, ordered, retired.
//!
//! A status that an idea has, or had, stays: it is retired and not deleted. What a status means changes only while no
//! idea has it, and never for the two that the program itself gives.

pub mod web;

use super::boards::Life;
use super::{check, note};
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::i18n::{I18n, Lang};
use crate::ids::StatusId;
use crate::message::Message;
use crate::moderation::{By, Change, Deed, Subject};
use crate::statuses::{self, NewStatus, Status, Way};

/// Makes a status, the last in the order.
///
/// # Errors
/// [`AppError::Denied`] for others than admins, [`AppError::Invalid`] when a name is missing or taken.
pub fn create(tx: &mut Conn, by: By<'_>, i18n: &I18n, new: &NewStatus) -> Result<StatusId> {
    check(by)?;
    let all = statuses::lock(tx)?;
    let mut wrong = Invalid::default();
    check_names(&mut wrong, i18n, (&all, None), new);
    wrong.into_result()?;
    let id = statuses::create(tx, new, by.now)?;
    note(tx, by, Deed::CreateStatus, Subject::Status(id), &changes(None, new))?;
    Ok(id)
}

/// Changes a status.
///
/// # Errors
/// As [`create`]; [`AppError::NotFound`] when there is no such status, [`AppError::Invalid`] when its meaning may not
/// change.
pub fn edit(tx: &mut Conn, by: By<'_>, i18n: &I18n, (id, new): (StatusId, &NewStatus)) -> Result<()> {
    let (all, status) = held(tx, by, id)?;
    let mut wrong = Invalid::default();
    if new.kind != status.kind && (status.is_fixed() || statuses::is_given(tx, id)?) {
        wrong.push("kind", Message::new("admin-status-kind-fixed"));
    }
    check_names(&mut wrong, i18n, (&all, Some(&status)), new);
    wrong.into_result()?;
    statuses::update(tx, id, new)?;
    note(tx, by, Deed::EditStatus, Subject::Status(id), &changes(Some(&status), new))
}

/// Puts a status one place up or down.
///
/// # Errors
/// As [`edit`].
pub fn shift(tx: &mut Conn, by: By<'_>, id: StatusId, way: Way) -> Result<()> {
    let (all, _) = held(tx, by, id)?;
    if !statuses::shift(tx, &all, id, way)? {
        return Ok(());
    }
    let changes: Vec<Change> = Change::of("position", "", way.as_str()).into_iter().collect();
    note(tx, by, Deed::MoveStatus, Subject::Status(id), &changes)
}

/// Retires a status or revives it; nothing happens when it is so already.
///
/// # Errors
/// As [`edit`]; [`AppError::Conflict`] for one that the program itself gives.
pub fn set_life(tx: &mut Conn, by: By<'_>, id: StatusId, life: Life) -> Result<()> {
    let (_, status) = held(tx, by, id)?;
    if status.is_fixed() {
        return Err(AppError::Conflict(Message::new("admin-status-stays")));
    }
    let (since, action) = match life {
        Life::Retire => (Some(by.now), Deed::RetireStatus),
        Life::Revive => (None, Deed::ReviveStatus),
    };
    if status.retired == since.is_some() {
        return Ok(());
    }
    statuses::set_retired(tx, id, since)?;
    let changes: Vec<Change> = Change::of("in_use", &!status.retired, &since.is_none()).into_iter().collect();
    note(tx, by, action, Subject::Status(id), &changes)
}

/// Deletes a status that no idea has or had.
///
/// # Errors
/// As [`edit`]; [`AppError::Conflict`] for one that is in use, or that the program came with.
pub fn delete(tx: &mut Conn, by: By<'_>, id: StatusId) -> Result<()> {
    let (_, status) = held(tx, by, id)?;
    if !can_be_deleted(tx, &status)? {
        return Err(AppError::Conflict(Message::new("admin-status-in-use")));
    }
    statuses::delete(tx, id)?;
    let changes: Vec<Change> = Change::of("name", &status.name, "").into_iter().collect();
    note(tx, by, Deed::DeleteStatus, Subject::Status(id), &changes)
}

/// Whether a status is an admin's own, and no idea has it or ever had it.
///
/// # Errors
/// When the database refuses.
pub fn can_be_deleted(c: &mut Conn, status: &Status) -> Result<bool> {
    Ok(status.key.is_empty() && !statuses::is_given(c, status.id)? && !statuses::was_given(c, status.id)?)
}

/// All statuses and this one, which nobody else changes until the transaction ends.
fn held(tx: &mut Conn, by: By<'_>, id: StatusId) -> Result<(Vec<Status>, Status)> {
    check(by)?;
    let all = statuses::lock(tx)?;
    let status = all.iter().find(|status| status.id == id).cloned().ok_or(AppError::NotFound)?;
    Ok((all, status))
}

/// Notes what is wrong with the names: two statuses shall not look alike to a reader of any language, and only the
/// program's own have a name without being given one.
fn check_names(wrong: &mut Invalid, i18n: &I18n, (all, old): (&[Status], Option<&Status>), new: &NewStatus) {
    if new.name.is_empty() && old.is_none_or(|status| status.key.is_empty()) {
        wrong.push("name", Message::new("admin-status-name-missing"));
        return;
    }
    let renamed = Status {
        id: old.map_or(StatusId(0), |status| status.id),
        key: old.map(|status| status.key.clone()).unwrap_or_default(),
        name: new.name.clone(),
        names: new.names.clone(),
        kind: new.kind,
        tone: new.tone,
        icon: new.icon.clone(),
        retired: false,
    };
    let of_others = || all.iter().filter(|other| other.id != renamed.id);
    let mut codes: Vec<&str> = i18n.languages().map(Lang::code).collect();
    for (code, _) in of_others().flat_map(|other| &other.names).chain(&new.names) {
        codes.push(code);
    }
    codes.sort_unstable();
    codes.dedup();
    for code in codes {
        let name = renamed.name_in(i18n, code);
        let is_same = |other: &&Status| other.name_in(i18n, code).to_lowercase() == name.to_lowercase();
        if of_others().any(|other| is_same(&other)) {
            let field = if new.names.iter().any(|(of, _)| of == code) { "names" } else { "name" };
            wrong.push(field, Message::new("admin-status-name-taken").with("name", name).with("lang", code.to_owned()));
            return;
        }
    }
}

fn changes(old: Option<&Status>, new: &NewStatus) -> Vec<Change> {
    let list = |names: &[(String, String)]| {
        names.iter().map(|(code, name)| format!("{code}: {name}")).collect::<Vec<_>>().join(", ")
    };
    [
        Change::of("name", old.map_or("", |status| &status.name), &new.name),
        Change::of("names", &old.map(|status| list(&status.names)).unwrap_or_default(), &list(&new.names)),
        Change::of("meaning", old.map_or("", |status| status.kind.as_str()), new.kind.as_str()),
        Change::of("tone", old.map_or("", |status| status.tone.as_str()), new.tone.as_str()),
        Change::of("icon", old.map_or("", |status| &status.icon), &new.icon),
    ]
    .into_iter()
    .flatten()
    .collect()
}
