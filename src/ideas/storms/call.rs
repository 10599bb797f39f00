//! What is said of a session, as typed and as it keeps the rules.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{MAX_AHEAD, MAX_DAYS};
use crate::clock::Timestamp;
use crate::error::{AppError, Invalid, Result};
use crate::markdown::Body;
use crate::message::Message;
use crate::slug::Title;

/// A session as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StormForm {
    /// Its theme.
    pub title: String,
    /// The introduction, in Markdown.
    pub body: String,
    /// The first day, `2026-11-21`.
    pub first: String,
    /// The last day.
    pub last: String,
}

/// A session's words and days, which keep the rules that can be told from them alone.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "as in the form")]
pub struct Call {
    pub title: Title,
    pub body: Body,
    pub first: Date,
    pub last: Date,
}

/// The ends of the addresses of a session's forms.
const TAKEN: [&str; 2] = ["edit", "end"];

impl StormForm {
    /// Checks every field, so that all that is wrong is said at once.
    ///
    /// # Errors
    /// [`AppError::Invalid`] with a sentence for each wrong field.
    pub fn parse(&self) -> Result<Call> {
        let mut wrong = Invalid::default();
        let title = Title::parse(&self.title).map_err(|e| wrong.push("title", e.into())).ok();
        let body = Body::parse(&self.body).map_err(|e| wrong.push("body", e.into())).ok();
        let mut date = |name, typed: &str| {
            let date = typed.trim().parse::<Date>().ok().filter(|date| date.year() >= 1970);
            if date.is_none() {
                wrong.push(name, Message::new("ideas-storm-day"));
            }
            date
        };
        let (first, last) = (date("first", &self.first), date("last", &self.last));
        if let (Some(first), Some(last)) = (first, last) {
            if last < first {
                wrong.push("last", Message::new("ideas-storm-backwards"));
            } else if days_between(first, last) >= MAX_DAYS {
                wrong.push("last", Message::new("ideas-storm-long").with("max", MAX_DAYS));
            }
        }
        match (title, body, first, last) {
            (Some(title), Some(body), Some(first), Some(last)) if wrong.fields.is_empty() => {
                Ok(Call { title, body, first, last })
            }
            _ => Err(AppError::Invalid(wrong)),
        }
    }
}

impl Call {
    /// The readable part of its address.
    #[must_use]
    pub fn slug(&self) -> String {
        let slug = self.title.slug();
        if TAKEN.contains(&slug.as_str()) { format!("{slug}-ideas") } else { slug }
    }

    /// Its first day lies ahead, and not too far.
    pub(super) fn begins_in_time(&self, today: Date) -> Result<()> {
        let message = match days_between(today, self.first) {
            ..0 => Message::new("ideas-storm-first-past"),
            0..=MAX_AHEAD => return Ok(()),
            _ => Message::new("ideas-storm-far").with("max", MAX_AHEAD),
        };
        Err(Invalid::field("first", message).into())
    }

    /// When it begins, and when it has ended.
    pub(super) fn span(&self, zone: &TimeZone) -> Result<(Timestamp, Timestamp)> {
        let midnight = |day: Date| {
            let start = day.to_zoned(zone.clone()).and_then(|at| at.start_of_day()).map_err(AppError::internal)?;
            Ok::<_, AppError>(Timestamp(start.timestamp().as_microsecond()))
        };
        let after =
            self.last.checked_add(1.day()).map_err(|_| Invalid::field("last", Message::new("ideas-storm-day")))?;
        Ok((midnight(self.first)?, midnight(after)?))
    }
}

/// The day of the site on which a moment lies.
pub(super) fn day(at: Timestamp, zone: &TimeZone) -> Date {
    jiff::Timestamp::from_microsecond(at.0).unwrap_or_default().to_zoned(zone.clone()).date()
}

/// Days from one to another; negative when the other lies before.
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests {
    use super::*;

    fn form(first: &str, last: &str) -> StormForm {
        StormForm {
            title: "What should roaming cost?".into(),
            body: "Say it.".into(),
            first: first.into(),
            last: last.into(),
        }
    }

    fn wrong(form: &StormForm) -> Vec<(&'static str, &'static str)> {
        match form.parse() {
            Ok(_) => Vec::new(),
            Err(AppError::Invalid(invalid)) => invalid.fields.iter().map(|(field, m)| (*field, m.key)).collect(),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn days_are_days_in_order_and_ninety_at_most() {
        assert_eq!(wrong(&form("2026-11-21", "2026-11-21")), []);
        assert_eq!(wrong(&form("2026-11-21", "2027-02-18")), [], "ninety days, both ends counted");
        assert_eq!(wrong(&form("2026-11-21", "2027-02-19")), [("last", "ideas-storm-long")]);
        assert_eq!(wrong(&form("2026-11-21", "2026-11-20")), [("last", "ideas-storm-backwards")]);
        for typed in ["", "soon", "2026-02-30", "21.11.2026", "-000001-01-01", "99999-01-01"] {
            assert_eq!(wrong(&form(typed, "2026-11-21")), [("first", "ideas-storm-day")], "{typed}");
        }
        let empty = StormForm::default();
        let fields: Vec<&str> = wrong(&empty).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["title", "body", "first", "last"]);
    }

    #[test]
    fn a_session_runs_from_midnight_to_midnight_of_the_site() {
        let vilnius = TimeZone::get("Europe/Vilnius").unwrap();
        // The clocks go forward in between.
        let (from, to) = form("2027-03-27", "2027-03-28").parse().unwrap().span(&vilnius).unwrap();
        assert_eq!(Some(from), Timestamp::from_rfc3339("2027-03-26T22:00:00Z"));
        assert_eq!(Some(to), Timestamp::from_rfc3339("2027-03-28T21:00:00Z"));
    }

    #[test]
    fn an_address_is_never_that_of_a_form() {
        let call = StormForm { title: "— — — Edit — — —".into(), ..form("2026-11-21", "2026-11-21") }.parse().unwrap();
        assert_eq!(call.slug(), "edit-ideas");
    }
}
