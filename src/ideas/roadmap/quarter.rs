//! A quarter of a year, as staff plan by them.

use jiff::tz::TimeZone;

use crate::clock::Timestamp;
use crate::message::Message;

/// How many quarters can be chosen, the present one included.
const AHEAD: i64 = 8;

/// A quarter: its year times four, and 0 to 3, as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter(pub i64);

impl Quarter {
    /// The quarter in which a moment lies, by the site's calendar.
    #[must_use]
    pub fn of(at: Timestamp, zone: &TimeZone) -> Self {
        let day = jiff::Timestamp::from_microsecond(at.0).unwrap_or_default().to_zoned(zone.clone());
        Self(i64::from(day.year()) * 4 + i64::from((day.month() - 1) / 3))
    }

    /// The quarters that can be chosen from now on.
    pub fn choices(now: Timestamp, zone: &TimeZone) -> impl Iterator<Item = Self> + use<> {
        let first = Self::of(now, zone).0;
        (first..first + AHEAD).map(Self)
    }

    const fn year(self) -> i64 {
        self.0.div_euclid(4)
    }

    /// From 1 to 4.
    const fn number(self) -> i64 {
        self.0.rem_euclid(4) + 1
    }

    /// As people say it: "4th quarter 2026".
    #[must_use]
    pub fn message(self) -> Message {
        Message::new("ideas-quarter").with("quarter", self.number()).with("year", self.year().to_string())
    }

    /// As programs read it: `2026-Q4`.
    #[must_use]
    pub fn code(self) -> String {
        format!("{}-Q{}", self.year(), self.number())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_begins_at_midnight_of_the_site() {
        let vilnius = TimeZone::get("Europe/Vilnius").unwrap();
        let at = Timestamp::from_rfc3339("2026-12-31T22:00:00Z").unwrap();
        assert_eq!(Quarter::of(at, &TimeZone::UTC).code(), "2026-Q4");
        assert_eq!(Quarter::of(at, &vilnius).code(), "2027-Q1");
    }

    #[test]
    fn eight_can_be_chosen_and_the_first_is_the_present_one() {
        let at = Timestamp::from_rfc3339("2026-11-21T12:00:00Z").unwrap();
        let codes: Vec<String> = Quarter::choices(at, &TimeZone::UTC).map(Quarter::code).collect();
        assert_eq!(codes.len(), 8);
        assert_eq!((codes[0].as_str(), codes[1].as_str(), codes[7].as_str()), ("2026-Q4", "2027-Q1", "2028-Q3"));
    }
}
