//! When digests are due: at eight in the morning where the person is, the weekly one on Mondays.

use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{ToSpan, Zoned};

use crate::clock::{Timestamp, days, hours};

/// The hour, local time.
const HOUR: Time = Time::constant(8, 0, 0, 0);

fn local(now: Timestamp, zone: &TimeZone) -> Zoned {
    jiff::Timestamp::from_microsecond(now.0).unwrap_or_default().to_zoned(zone.clone())
}

fn moment(at: &Zoned) -> Timestamp {
    Timestamp(at.timestamp().as_microsecond())
}

/// The first digest hour after `now`, whatever the clocks do in between.
pub(super) fn next(now: Timestamp, zone: &TimeZone) -> Timestamp {
    let here = local(now, zone);
    let at = |date: jiff::civil::Date| date.to_datetime(HOUR).to_zoned(zone.clone());
    let today = at(here.date()).ok().map(|at| moment(&at)).filter(|at| *at > now);
    let tomorrow = || here.date().tomorrow().and_then(at).ok().map(|at| moment(&at));
    // Without either it is the end of time; a day later is as good as anything.
    today.or_else(tomorrow).unwrap_or(now + hours(24))
}

/// The last Monday's digest hour at or before `now`.
pub(super) fn last_weekly(now: Timestamp, zone: &TimeZone) -> Timestamp {
    let here = local(now, zone);
    let since_monday = i64::from(here.weekday().since(Weekday::Monday));
    let at = |weeks: i64| {
        let date = here.date().checked_sub((since_monday + 7 * weeks).days()).ok()?;
        Some(moment(&date.to_datetime(HOUR).to_zoned(zone.clone()).ok()?))
    };
    at(0).filter(|at| *at <= now).or_else(|| at(1)).unwrap_or(now - days(7))
}

/// The date where the person is, as `2026-11-23`.
pub(super) fn date(now: Timestamp, zone: &TimeZone) -> String {
    local(now, zone).date().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::from_rfc3339(text).unwrap_or_else(|| panic!("{text}"))
    }

    fn vilnius() -> TimeZone {
        TimeZone::get("Europe/Vilnius").unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn the_digest_comes_at_eight_by_the_clock_on_the_wall() {
        for (now, due) in [
            ("2026-11-21T05:59:59Z", "2026-11-21T06:00:00Z"),
            ("2026-11-21T06:00:00Z", "2026-11-22T06:00:00Z"),
            ("2026-11-21T23:00:00Z", "2026-11-22T06:00:00Z"),
            // Summer time begins at 03:00 on 2026-03-29: that night has 23 hours.
            ("2026-03-28T06:00:00Z", "2026-03-29T05:00:00Z"),
            ("2026-03-29T00:30:00Z", "2026-03-29T05:00:00Z"),
            ("2026-03-29T05:00:00Z", "2026-03-30T05:00:00Z"),
            // It ends at 04:00 on 2026-10-25: that night has 25 hours.
            ("2026-10-24T05:00:00Z", "2026-10-25T06:00:00Z"),
            ("2026-10-25T00:30:00Z", "2026-10-25T06:00:00Z"),
            ("2026-10-25T06:00:00Z", "2026-10-26T06:00:00Z"),
        ] {
            assert_eq!(next(at(now), &vilnius()), at(due), "after {now}");
        }
    }

    #[test]
    fn where_eight_does_not_exist_it_comes_a_little_later_and_only_once() {
        // Samoa had no 2011-12-30 at all.
        let apia = TimeZone::get("Pacific/Apia").unwrap_or_else(|error| panic!("{error}"));
        let (before, after) = (at("2011-12-29T18:00:00Z"), at("2011-12-30T18:00:00Z"));
        assert_eq!(next(before, &apia), after);
        assert!(next(after, &apia) > after);
    }

    #[test]
    fn the_week_turns_on_monday_at_eight() {
        for (now, monday) in [
            ("2026-11-23T05:59:59Z", "2026-11-16T06:00:00Z"),
            ("2026-11-23T06:00:00Z", "2026-11-23T06:00:00Z"),
            ("2026-11-29T20:00:00Z", "2026-11-23T06:00:00Z"),
            // The week in which summer time began.
            ("2026-03-30T04:59:59Z", "2026-03-23T06:00:00Z"),
            ("2026-03-30T05:00:00Z", "2026-03-30T05:00:00Z"),
        ] {
            assert_eq!(last_weekly(at(now), &vilnius()), at(monday), "at {now}");
        }
    }

    #[test]
    fn the_date_is_that_of_the_place() {
        assert_eq!(date(at("2026-11-21T21:59:59Z"), &vilnius()), "2026-11-21");
        assert_eq!(date(at("2026-11-21T22:00:00Z"), &vilnius()), "2026-11-22");
    }
}
