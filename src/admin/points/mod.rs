//! What admins set about points: the terms, the months' budgets; and the head of the ledger's chain.

pub mod web;

use super::{Length, check, line, note};
use crate::db::Conn;
use crate::error::{Invalid, Result};
use crate::ledger::Month;
use crate::message::Message;
use crate::moderation::{By, Change, Deed, Subject};
use crate::points::close;
use crate::settings::{self, MAX_CURRENCY, MAX_POINT_RATE, key};

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

/// What points are worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worth {
    /// Of a hundred points, in hundredths of the currency's unit.
    pub rate: i64,
    /// The currency.
    pub currency: String,
}

impl Worth {
    /// Reads a rate as people write money, `1.25`, and a currency.
    ///
    /// # Errors
    /// [`crate::error::AppError::Invalid`] for each that cannot be taken.
    pub fn parse(rate: &str, currency: &str) -> Result<Self> {
        let mut wrong = Invalid::default();
        let cents = hundredths(rate.trim()).filter(|rate| (0..=MAX_POINT_RATE).contains(rate));
        if cents.is_none() {
            wrong.push("rate", Message::new("admin-points-rate-range").with("max", MAX_POINT_RATE / 100));
        }
        let currency = line(&mut wrong, "currency", currency, Length { min: 1, max: MAX_CURRENCY });
        wrong.into_result()?;
        Ok(Self { rate: cents.unwrap_or(0), currency })
    }
}

/// A number with at most two digits behind a point or a comma.
fn hundredths(typed: &str) -> Option<i64> {
    let (whole, rest) = typed.split_once(['.', ',']).unwrap_or((typed, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(rest) || rest.len() > 2 {
        return None;
    }
    let cents: i64 = format!("{rest:0<2}").parse().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(cents)
}

/// Says what points are worth, for the reports.
///
/// # Errors
/// [`crate::error::AppError::Denied`] for others than admins.
pub fn set_worth(tx: &mut Conn, by: By<'_>, worth: &Worth) -> Result<()> {
    check(by)?;
    let before = settings::load(tx)?;
    let (rate, was) = (worth.rate.to_string(), before.point_rate.to_string());
    let changes: Vec<Change> =
        [Change::of("point_rate", &was, &rate), Change::of("currency", &before.currency, &worth.currency)]
            .into_iter()
            .flatten()
            .collect();
    settings::set_all(tx, &[(key::POINT_RATE, &rate), (key::CURRENCY, &worth.currency)], by.now)?;
    note(tx, by, Deed::ChangeSettings, Subject::Site, &changes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_as_people_write_it() {
        for (typed, cents) in [("1", 100), ("1.2", 120), ("0,05", 5), ("12.34", 1_234), ("0", 0)] {
            assert_eq!(hundredths(typed), Some(cents), "{typed}");
        }
        for typed in ["", "-1", "1.234", "1.", ".5", "1e3", "1 000", "99999999999999999999"] {
            assert_eq!(hundredths(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_budget_is_a_whole_number_or_nothing() {
        assert!(matches!(parse_budget(" "), Ok(None)));
        assert!(matches!(parse_budget("5000"), Ok(Some(5_000))));
        for typed in ["-1", "1.5", "x", "1000000001"] {
            assert!(parse_budget(typed).is_err(), "{typed}");
        }
    }
}
