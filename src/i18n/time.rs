//! Times for people and for machines, from microseconds since the Unix epoch.
//!
//! A time beyond the years −9999 to 9999 is shown as the nearest that can be written.

use jiff::fmt::rfc2822::DateTimePrinter;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::{Arg, I18n, Lang};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const MONTH: i64 = 30 * DAY;
const YEAR: i64 = 365 * DAY;

const MONTHS: [&str; 12] = [
    "time-month-1",
    "time-month-2",
    "time-month-3",
    "time-month-4",
    "time-month-5",
    "time-month-6",
    "time-month-7",
    "time-month-8",
    "time-month-9",
    "time-month-10",
    "time-month-11",
    "time-month-12",
];

impl I18n {
    /// How long ago `then` was, or how soon it will be, seen from `now`: "3 hours ago". Both in
    /// microseconds since the epoch. Under a minute is "just now" in either direction, so that
    /// clocks a little apart do not show; whole units are counted, never rounded up.
    pub fn relative(&self, lang: Lang, then_micros: i64, now_micros: i64) -> String {
        let past = now_micros.saturating_sub(then_micros);
        let seconds = past.saturating_abs() / 1_000_000;
        let (ago, ahead, count) = match seconds {
            0..MINUTE => return self.text(lang, "time-just-now", &[]).into_owned(),
            MINUTE..HOUR => ("time-minutes-ago", "time-in-minutes", seconds / MINUTE),
            HOUR..DAY => ("time-hours-ago", "time-in-hours", seconds / HOUR),
            DAY..MONTH => ("time-days-ago", "time-in-days", seconds / DAY),
            // Twelve months of 30 days are 360 days, not yet a year.
            MONTH..YEAR => ("time-months-ago", "time-in-months", (seconds / MONTH).min(11)),
            _ => ("time-years-ago", "time-in-years", seconds / YEAR),
        };
        let key = if past > 0 { ago } else { ahead };
        self.text(lang, key, &[("count", Arg::Number(count))]).into_owned()
    }

    /// The day in a time zone: "21 November 2026".
    pub fn date(&self, lang: Lang, micros: i64, zone: &TimeZone) -> String {
        let when = timestamp(micros).to_zoned(zone.clone());
        self.text(lang, "time-date", &self.date_args(lang, &when)).into_owned()
    }

    /// The day and minute with the zone's abbreviation: "21 November 2026, 21:30 UTC".
    pub fn date_time(&self, lang: Lang, micros: i64, zone: &TimeZone) -> String {
        let when = timestamp(micros).to_zoned(zone.clone());
        let [day, month, year] = self.date_args(lang, &when);
        let clock = Arg::from(format!("{:02}:{:02}", when.hour(), when.minute()));
        let zone = Arg::from(zone.to_offset_info(when.timestamp()).abbreviation().to_owned());
        let args = [day, month, year, ("clock", clock), ("zone", zone)];
        self.text(lang, "time-date-time", &args).into_owned()
    }

    /// The year goes as text: it is not grouped as a number is. The month is a text of its own: choosing one of twelve
    /// in a sentence takes longer than all the rest of it.
    fn date_args(&self, lang: Lang, when: &Zoned) -> [(&'static str, Arg<'_>); 3] {
        let month = usize::try_from(when.month() - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or_default();
        [
            ("day", Arg::Number(when.day().into())),
            ("month", Arg::Text(self.text(lang, month, &[]))),
            ("year", Arg::from(when.year().to_string())),
        ]
    }
}

/// For `datetime` attributes, Atom and JSON, in UTC to the second: `2026-11-21T21:30:00Z`.
pub fn rfc3339(micros: i64) -> String {
    let moment = timestamp(micros);
    // Written without a fraction when there is none.
    Timestamp::from_second(moment.as_second()).unwrap_or(moment).to_string()
}

/// For mail and RSS, in UTC: `Sat, 21 Nov 2026 21:30:00 +0000`.
pub fn rfc2822(micros: i64) -> String {
    let moment = timestamp(micros).to_zoned(TimeZone::UTC);
    // RFC 2822 has no years before 0000; such a time can only be a mistake.
    DateTimePrinter::new().zoned_to_string(&moment).unwrap_or_else(|_| "Thu, 1 Jan 1970 00:00:00 +0000".to_owned())
}

/// For HTTP headers (RFC 9110): `Sat, 21 Nov 2026 21:30:00 GMT`.
pub fn http_date(micros: i64) -> String {
    timestamp(micros).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

fn timestamp(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(if micros < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000;
    /// Saturday, 21 November 2026, 21:30:05.5 UTC
    const NOW: i64 = 1_795_296_605_500_000;

    fn english() -> I18n {
        let texts = include_str!("../../assets/locales/en/time.ftl");
        I18n::from_files([("en", "time.ftl", texts)]).unwrap()
    }

    #[test]
    fn the_past_and_the_future_are_counted_in_whole_units() {
        let i18n = english();
        for (seconds, text) in [
            (0, "just now"),
            (59, "just now"),
            (-59, "just now"),
            (60, "1 minute ago"),
            (3_599, "59 minutes ago"),
            (3 * HOUR, "3 hours ago"),
            (DAY, "1 day ago"),
            (29 * DAY, "29 days ago"),
            (30 * DAY, "1 month ago"),
            (364 * DAY, "11 months ago"),
            (365 * DAY, "1 year ago"),
            (-HOUR, "in 1 hour"),
            (-2 * DAY, "in 2 days"),
            (-5 * YEAR, "in 5 years"),
        ] {
            let then = NOW - seconds * SECOND;
            assert_eq!(i18n.relative(Lang::EN, then, NOW), text, "{seconds} s");
        }
    }

    #[test]
    fn extreme_times_are_written_too() {
        let i18n = english();
        for micros in [i64::MIN, i64::MAX, 0, -1] {
            assert!(!i18n.relative(Lang::EN, micros, NOW).contains('⟦'));
            assert!(!i18n.relative(Lang::EN, NOW, micros).contains('⟦'));
            assert!(!i18n.date(Lang::EN, micros, &TimeZone::UTC).contains('⟦'));
            assert!(rfc3339(micros).ends_with('Z'));
            assert!(rfc2822(micros).ends_with("+0000"));
        }
        assert_eq!(rfc3339(i64::MAX), "9999-12-30T22:00:00Z");
    }

    #[test]
    fn a_day_begins_in_its_time_zone() {
        let i18n = english();
        let vilnius = TimeZone::fixed(jiff::tz::offset(3));
        assert_eq!(i18n.date(Lang::EN, NOW, &TimeZone::UTC), "21 November 2026");
        assert_eq!(i18n.date(Lang::EN, NOW, &vilnius), "22 November 2026");
        assert_eq!(i18n.date_time(Lang::EN, NOW, &TimeZone::UTC), "21 November 2026, 21:30 UTC");
    }

    #[test]
    fn every_month_has_its_name() {
        let i18n = english();
        let names: std::collections::BTreeSet<String> = (0..12)
            .map(|month| {
                let date = i18n.date(Lang::EN, month * 31 * DAY * SECOND, &TimeZone::UTC);
                date.split(' ').nth(1).unwrap().to_owned()
            })
            .collect();
        assert_eq!(names.len(), 12, "{names:?}");
    }

    #[test]
    fn machines_get_their_formats() {
        assert_eq!(rfc3339(NOW), "2026-11-21T21:30:05Z");
        assert_eq!(rfc2822(NOW), "Sat, 21 Nov 2026 21:30:05 +0000");
        assert_eq!(http_date(NOW), "Sat, 21 Nov 2026 21:30:05 GMT");
    }
}
