//! A reward as typed.

use std::ops::RangeInclusive;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::admin::{Length, line};
use crate::clock::Timestamp;
use crate::error::{Invalid, Result};
use crate::message::Message;
use crate::rewards::{NewReward, Reward, RewardKind};

const NAME: Length = Length { min: 2, max: 80 };
const DESCRIPTION: Length = Length { min: 0, max: 500 };
/// The most that something costs.
const COST: i64 = 1_000_000;
/// The most that there are of something.
const STOCK: i64 = 1_000_000;
/// The most that one member may have.
const PER_MEMBER: i64 = 1_000;

/// A reward as typed.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct RewardForm {
    name: String,
    description: String,
    kind: String,
    cost: String,
    stock: String,
    per_member: String,
    first: String,
    last: String,
}

impl RewardForm {
    /// A reward as it is.
    pub(super) fn of(reward: &Reward, zone: &TimeZone) -> Self {
        let day = |at: Option<Timestamp>| at.map(|at| at.date_in(zone)).unwrap_or_default();
        Self {
            name: reward.name.clone(),
            description: reward.description.clone(),
            kind: reward.kind.as_str().into(),
            cost: reward.cost.to_string(),
            stock: reward.stock.map(|stock| stock.to_string()).unwrap_or_default(),
            per_member: reward.per_member.to_string(),
            first: day(reward.starts_at),
            last: day(reward.ends_at),
        }
    }

    /// A new one of a kind that is chosen at first.
    pub(super) fn empty() -> Self {
        Self { kind: RewardKind::Credit.as_str().into(), per_member: "0".into(), ..Self::default() }
    }

    /// Checks it.
    ///
    /// # Errors
    /// [`crate::error::AppError::Invalid`] with every field that is wrong.
    pub(super) fn parse(&self, zone: &TimeZone) -> Result<NewReward> {
        let mut wrong = Invalid::default();
        let name = line(&mut wrong, "name", &self.name, NAME);
        let description = line(&mut wrong, "description", &self.description, DESCRIPTION);
        let kind = RewardKind::parse(&self.kind);
        if kind.is_none() {
            wrong.push("kind", Message::new("admin-reward-choose-kind"));
        }
        let cost = number(&mut wrong, "cost", &self.cost, 1..=COST).unwrap_or_default();
        let stock = number_if_any(&mut wrong, "stock", &self.stock, 0..=STOCK);
        let per_member = number_if_any(&mut wrong, "per_member", &self.per_member, 0..=PER_MEMBER).unwrap_or_default();
        let ends_at = day(&mut wrong, "last", &self.last, zone);
        let starts_at =
            day(&mut wrong, "first", &self.first, zone).map(|end| Timestamp::start_of_day(end.day_in(zone), zone));
        if starts_at.zip(ends_at).is_some_and(|(starts, ends)| starts > ends) {
            wrong.push("last", Message::new("admin-reward-days"));
        }
        wrong.into_result()?;
        let kind = kind.unwrap_or(RewardKind::Credit);
        Ok(NewReward { name, description, kind, cost, stock, per_member, starts_at, ends_at })
    }
}

/// A whole number within a range; notes when it is none.
fn number(wrong: &mut Invalid, field: &'static str, typed: &str, range: RangeInclusive<i64>) -> Option<i64> {
    let number = typed.trim().parse().ok().filter(|number| range.contains(number));
    if number.is_none() {
        wrong.push(field, Message::new("admin-reward-number").with("min", *range.start()).with("max", *range.end()));
    }
    number
}

fn number_if_any(wrong: &mut Invalid, field: &'static str, typed: &str, range: RangeInclusive<i64>) -> Option<i64> {
    if typed.trim().is_empty() { None } else { number(wrong, field, typed, range) }
}

/// The last moment of a day, if one was typed.
fn day(wrong: &mut Invalid, field: &'static str, typed: &str, zone: &TimeZone) -> Option<Timestamp> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let end = Timestamp::end_of_day(typed, zone);
    if end.is_none() {
        wrong.push(field, Message::new("admin-reward-day"));
    }
    end
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::error::AppError;

    fn typed(cost: &str, stock: &str, first: &str, last: &str) -> RewardForm {
        let (cost, stock, first, last) = (cost.into(), stock.into(), first.into(), last.into());
        RewardForm { name: "Airtime".into(), cost, stock, first, last, ..RewardForm::empty() }
    }

    #[test]
    fn amounts_are_whole_and_above_zero() {
        let zone = TimeZone::get("Europe/Vilnius").unwrap();
        for cost in ["-5", "0", "1.5", "1,5", "1e3", "", "9999999", "0x10", "５"] {
            let wrong = typed(cost, "", "", "").parse(&zone);
            assert!(matches!(wrong, Err(AppError::Invalid(ref wrong)) if wrong.fields.len() == 1), "{cost}: {wrong:?}");
        }
        for stock in ["-1", "2.5", "many"] {
            assert!(typed("5", stock, "", "").parse(&zone).is_err(), "{stock}");
        }
        let good = typed(" 500 ", "", "", "").parse(&zone).unwrap();
        assert_eq!((good.cost, good.stock, good.per_member), (500, None, 0));
    }

    #[test]
    fn days_are_the_sites_and_in_order() {
        let zone = TimeZone::get("Europe/Vilnius").unwrap();
        let one = typed("5", "3", "2026-11-21", "2026-11-21").parse(&zone).unwrap();
        let (starts, ends) = (one.starts_at.unwrap(), one.ends_at.unwrap());
        assert_eq!(ends.0 - starts.0 + 1, 86_400_000_000);
        assert_eq!((starts.date_in(&zone), ends.date_in(&zone)), ("2026-11-21".to_owned(), "2026-11-21".to_owned()));
        assert!(typed("5", "3", "2026-11-22", "2026-11-21").parse(&zone).is_err());
        assert!(typed("5", "3", "21.11.2026", "").parse(&zone).is_err());
    }
}
