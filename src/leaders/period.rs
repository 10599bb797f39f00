//! The periods of the leaderboard: which days belong to them.

use std::ops::Range;

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};

use crate::text_enum;

text_enum! {
    /// For how long it is looked who gained most.
    pub enum Period {
        /// From Monday on.
        Week = "week",
        /// Of the calendar.
        Month = "month",
        /// Three months, from January, April, July or October on.
        Quarter = "quarter",
        /// Since there is reputation.
        All = "all",
    }
}

const EPOCH: Date = date(1970, 1, 1);

/// The date of a site day; none when there is no such date.
fn date_of(day: i64) -> Option<Date> {
    EPOCH.checked_add(Span::new().try_days(day).ok()?).ok()
}

fn day_of(date: Date) -> i64 {
    date.duration_since(EPOCH).as_hours() / 24
}

impl Period {
    /// Periods of which each is the sum of those of the one before.
    pub const SUMS: [(Self, Self); 2] = [(Self::Quarter, Self::Month), (Self::All, Self::Quarter)];

    /// The site day on which the one with this day begins; of all time that is 0.
    #[must_use]
    pub fn start(self, day: i64) -> i64 {
        let first = |month: fn(i8) -> i8| {
            let date = date_of(day)?;
            Some(day_of(Date::new(date.year(), month(date.month()), 1).ok()?))
        };
        match self {
            // The epoch was a Thursday.
            Self::Week => day - (day + 3).rem_euclid(7),
            Self::Month => first(|month| month).unwrap_or(day),
            Self::Quarter => first(|month| (month - 1) / 3 * 3 + 1).unwrap_or(day),
            Self::All => 0,
        }
    }

    /// The site days of the one that begins on this day.
    #[must_use]
    pub fn days(self, start: i64) -> Range<i64> {
        let after = |months: i64| {
            let end = date_of(start).and_then(|date| date.checked_add(months.months()).ok());
            start..end.map_or(start, day_of)
        };
        match self {
            Self::Week => start..start + 7,
            Self::Month => after(1),
            Self::Quarter => after(3),
            Self::All => i64::MIN..i64::MAX,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn day(text: &str) -> i64 {
        day_of(text.parse().unwrap())
    }

    #[test]
    fn each_begins_where_the_calendar_says() {
        let today = day("2026-11-21");
        assert_eq!(Period::Week.start(today), day("2026-11-16"));
        assert_eq!(Period::Week.start(day("2026-11-16")), day("2026-11-16"));
        assert_eq!(Period::Week.start(day("2026-11-15")), day("2026-11-09"));
        assert_eq!(Period::Month.start(today), day("2026-11-01"));
        assert_eq!(Period::Quarter.start(today), day("2026-10-01"));
        assert_eq!(Period::All.start(today), 0);
        assert_eq!(Period::Quarter.start(day("2024-02-29")), day("2024-01-01"));
        assert_eq!(Period::Week.start(day("1969-12-31")), day("1969-12-29"));
    }

    #[test]
    fn each_ends_where_the_next_begins() {
        for period in [Period::Week, Period::Month, Period::Quarter] {
            let (mut start, end) = (period.start(day("2023-01-01")), day("2027-01-01"));
            while start < end {
                let days = period.days(start);
                assert_eq!(period.start(days.end), days.end, "{period:?} after {start}");
                assert!(days.clone().all(|day| period.start(day) == start), "{period:?} from {start}");
                start = days.end;
            }
        }
    }
}
