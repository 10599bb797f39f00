//! What admins set about points: the terms, the months' budgets; and the head of the ledger's chain.

pub mod web;

use super::{check, note};
use crate::db::Conn;
use crate::error::{Invalid, Result};
use crate::ledger::Month;
use crate::message::Message;
use crate::moderation::{By, Change, Deed, Subject};
use crate::points::close;

/// The most that a month's budget may be.
pub const MAX_BUDGET: i64 = 1_000_000_000;

/// Reads a budget as typed: nothing is no limit.
///
/// # Errors
/// [`crate::error::AppError::Invalid`] for what is no whole number of the range.
pub fn parse_budget(typed: &str) -> Result<Option<i64>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let budget = typed.parse().ok().filter(|budget| (0..=MAX_BUDGET).contains(budget));
    match budget {
        Some(budget) => Ok(Some(budget)),
        None => Err(Invalid::field("budget", Message::new("admin-points-budget-range").with("max", MAX_BUDGET)).into()),
    }
}

/// Sets the budget of a month that is open.
///
/// # Errors
/// [`crate::error::AppError::Denied`] for others than admins; as [`close::set_budget`].
pub fn set_budget(tx: &mut Conn, by: By<'_>, month: Month, budget: Option<i64>) -> Result<()> {
    check(by)?;
    let before = close::set_budget(tx, month, budget)?;
    let shown = |budget: Option<i64>| budget.map(|budget| budget.to_string()).unwrap_or_default();
    let (year, number) = month.parts();
    let what = format!("{year:04}-{number:02}");
    let changes: Vec<Change> = Change::of(&what, &shown(before), &shown(budget)).into_iter().collect();
    note(tx, by, Deed::SetPointBudget, Subject::Site, &changes)
}
