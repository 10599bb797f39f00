//! Time: the one place that reads the clock. A request, a job and a test get their `now` from here.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use diesel::sql_types::BigInt;

/// Microseconds since 1970-01-01T00:00:00Z; the same, sortable and exact on both databases.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    serde::Serialize,
    serde::Deserialize,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[serde(transparent)]
#[diesel(sql_type = BigInt)]
pub struct Timestamp(pub i64);

impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<BigInt, DB> for Timestamp
where
    i64: diesel::deserialize::FromSql<BigInt, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
        i64::from_sql(bytes).map(Timestamp)
    }
}

impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<BigInt, DB> for Timestamp
where
    i64: diesel::serialize::ToSql<BigInt, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
        self.0.to_sql(out)
    }
}

impl Timestamp {
    /// Further than any date that is shown: "for good".
    pub const FOREVER: Self = Self(253_402_300_799_000_000);

    /// A moment as machines write it, `2026-11-21T12:00:00Z`.
    #[must_use]
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        text.parse::<jiff::Timestamp>().ok().map(|moment| Self(moment.as_microsecond()))
    }

    /// Whole seconds since the epoch.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// How long ago `earlier` was; zero when it lies ahead (clocks of two nodes may differ).
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// The day of the site this moment falls on, in days since 1970-01-01 of `zone`'s calendar.
    #[must_use]
    pub fn day_in(self, zone: &jiff::tz::TimeZone) -> i64 {
        let moment = jiff::Timestamp::from_microsecond(self.0).unwrap_or_default();
        let offset = i64::from(zone.to_offset(moment).seconds());
        (self.seconds() + offset).div_euclid(86_400)
    }

    /// The first days of the last months of the site's calendar, the present month's last.
    #[must_use]
    pub fn months_in(self, zone: &jiff::tz::TimeZone, count: usize) -> Vec<Month> {
        let moment = jiff::Timestamp::from_microsecond(self.0).unwrap_or_default();
        let today = moment.to_zoned(zone.clone()).date();
        let mut first = today.first_of_month();
        let mut months = Vec::new();
        for _ in 0..count {
            let day = (first - jiff::civil::date(1970, 1, 1)).get_days();
            months.push(Month { day: day.into(), month: first.month(), year: first.year() });
            first = first.yesterday().unwrap_or(first).first_of_month();
        }
        months.reverse();
        months
    }

    /// The last moment of a day of the site, written `2026-12-05`; none when there is no such day.
    #[must_use]
    pub fn end_of_day(day: &str, zone: &jiff::tz::TimeZone) -> Option<Self> {
        let date: jiff::civil::Date = day.parse().ok().filter(|date: &jiff::civil::Date| date.to_string() == day)?;
        let next = date.tomorrow().ok()?.to_zoned(zone.clone()).ok()?;
        Some(Self(next.timestamp().as_microsecond() - 1))
    }

    /// The day of the site this moment falls on, written `2026-12-05`.
    #[must_use]
    pub fn date_in(self, zone: &jiff::tz::TimeZone) -> String {
        let moment = jiff::Timestamp::from_microsecond(self.0).unwrap_or_default();
        moment.to_zoned(zone.clone()).date().to_string()
    }

    /// When the day after this moment's begins in `zone`: the moment at which daily limits clear.
    #[must_use]
    pub fn next_day_in(self, zone: &jiff::tz::TimeZone) -> Self {
        let moment = jiff::Timestamp::from_microsecond(self.0).unwrap_or_default();
        let next = moment.to_zoned(zone.clone()).tomorrow().and_then(|day| day.start_of_day());
        next.map_or(self + Duration::from_secs(86_400), |day| Self(day.timestamp().as_microsecond()))
    }
}

/// A month of a site's calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// Its first site day, counted as in [`Timestamp::day_in`].
    pub day: i64,
    /// 1 to 12.
    pub month: i8,
    /// Of the common era.
    pub year: i16,
}

impl std::ops::Add<Duration> for Timestamp {
    type Output = Self;
    fn add(self, by: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(by.as_micros()).unwrap_or(i64::MAX)))
    }
}

impl std::ops::Sub<Duration> for Timestamp {
    type Output = Self;
    fn sub(self, by: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(by.as_micros()).unwrap_or(i64::MAX)))
    }
}

/// Seconds, minutes, hours and days as they stand in the rules.
pub const fn minutes(n: u64) -> Duration {
    Duration::from_secs(n * 60)
}
/// See [`minutes`].
pub const fn hours(n: u64) -> Duration {
    minutes(n * 60)
}
/// See [`minutes`].
pub const fn days(n: u64) -> Duration {
    hours(n * 24)
}

/// Where `now` comes from: the system, or a hand that a test moves.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The system's clock.
    #[default]
    System,
    /// A clock that stands until it is set.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock for tests that shows `at` until it is moved.
    #[must_use]
    pub fn manual(at: Timestamp) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(at.0)))
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => {
                let micros = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_micros());
                Timestamp(i64::try_from(micros).unwrap_or(i64::MAX))
            }
            Self::Manual(at) => Timestamp(at.load(Ordering::SeqCst)),
        }
    }

    /// Moves a manual clock (back too, with a negative number of seconds); the system's cannot be moved.
    pub fn advance(&self, seconds: i64) {
        if let Self::Manual(at) = self {
            at.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_day_begins_at_local_midnight() -> Result<(), jiff::Error> {
        let vilnius = jiff::tz::TimeZone::get("Europe/Vilnius")?;
        let before: jiff::Timestamp = "2026-11-21T21:59:59Z".parse()?;
        let after: jiff::Timestamp = "2026-11-21T22:00:00Z".parse()?;
        let (before, after) = (Timestamp(before.as_microsecond()), Timestamp(after.as_microsecond()));
        assert_eq!(before.day_in(&vilnius) + 1, after.day_in(&vilnius));
        assert_eq!(before.next_day_in(&vilnius), after);
        Ok(())
    }

    #[test]
    fn months_are_those_of_the_zone() {
        // 2026-01-31T23:30Z is in February already where it is two hours later.
        let (late, utc) = (Timestamp(1_769_902_200_000_000), jiff::tz::TimeZone::UTC);
        let east = jiff::tz::TimeZone::fixed(jiff::tz::offset(2));
        let of = |zone| late.months_in(zone, 2).iter().map(|month| (month.year, month.month)).collect::<Vec<_>>();
        assert_eq!(of(&utc), [(2025, 12), (2026, 1)]);
        assert_eq!(of(&east), [(2026, 1), (2026, 2)]);
        assert_eq!(late.months_in(&utc, 1)[0].day, late.day_in(&utc) - 30);
    }

    #[test]
    fn an_earlier_clock_gives_no_negative_duration() {
        assert_eq!(Timestamp(5).since(Timestamp(9)), Duration::ZERO);
    }
}
