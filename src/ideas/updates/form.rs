//! An update as typed, and as it is once its fields keep the rules that need no database.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::MAX_DAYS;
use crate::clock::Timestamp;
use crate::error::{AppError, Invalid, Result};
use crate::ids::{StatusId, UpdateId};
use crate::markdown::Body;
use crate::message::Message;

/// What staff say, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct UpdateForm {
    /// The number of the status.
    #[serde(default)]
    pub status: String,
    /// Markdown.
    #[serde(default)]
    pub body: String,
    /// The day of the next word, `2026-12-05`, or nothing.
    #[serde(default)]
    pub next_word: String,
    /// The handle of who looks after it, or nothing.
    #[serde(default)]
    pub owner: String,
    /// The number of the update that it corrects, or nothing.
    #[serde(default)]
    pub corrects: String,
}

/// What staff say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// What becomes of the idea.
    pub status: StatusId,
    /// Why, or what was done.
    pub body: Body,
    /// The end of the day by which there will be another word.
    pub next_word_at: Option<Timestamp>,
    /// The handle of who looks after it; empty: nobody.
    pub owner: String,
    /// The update that this one corrects.
    pub corrects: Option<UpdateId>,
}

impl UpdateForm {
    /// Checks what was typed on a day of this zone.
    ///
    /// # Errors
    /// [`AppError::Invalid`] with every field that is wrong; [`AppError::Unreadable`] for what no page of ours sends.
    pub fn parse(&self, zone: &TimeZone, now: Timestamp) -> Result<Word> {
        let mut wrong = Invalid::default();
        let status = match self.status.parse() {
            Ok(status) => Some(status),
            Err(_) => {
                wrong.push("status", Message::new("ideas-update-status-missing"));
                None
            }
        };
        let body = Body::parse(&self.body).map_err(|error| wrong.push("body", error.into())).ok();
        let next_word_at = next_word(self.next_word.trim(), zone, now).unwrap_or_else(|message| {
            wrong.push("next_word", message);
            None
        });
        let corrects = match self.corrects.as_str() {
            "" => None,
            typed => Some(typed.parse().map_err(|_| AppError::Unreadable)?),
        };
        let owner = self.owner.trim().trim_start_matches('@').to_owned();
        match (status, body) {
            (Some(status), Some(body)) if wrong.fields.is_empty() => {
                Ok(Word { status, body, next_word_at, owner, corrects })
            }
            _ => Err(wrong.into()),
        }
    }
}

/// The end of a day that is 1 to [`MAX_DAYS`] days ahead.
fn next_word(typed: &str, zone: &TimeZone, now: Timestamp) -> Result<Option<Timestamp>, Message> {
    if typed.is_empty() {
        return Ok(None);
    }
    let end = Timestamp::end_of_day(typed, zone).ok_or_else(|| Message::new("ideas-update-day-unknown"))?;
    let ahead = end.day_in(zone) - now.day_in(zone);
    if (1..=MAX_DAYS).contains(&ahead) {
        Ok(Some(end))
    } else {
        Err(Message::new("ideas-update-day-far").with("max", MAX_DAYS))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    /// Saturday, 21 November 2026, 23:30 in Vilnius.
    const NOW: &str = "2026-11-21T21:30:00Z";

    fn typed(day: &str) -> Result<Option<Timestamp>, &'static str> {
        let zone = TimeZone::get("Europe/Vilnius").unwrap();
        next_word(day, &zone, Timestamp::from_rfc3339(NOW).unwrap()).map_err(|message| message.key)
    }

    #[test]
    fn the_next_word_comes_on_one_of_the_next_ninety_days_of_the_site() {
        assert_eq!(typed(""), Ok(None));
        for day in ["2026-11-21", "2026-11-20", "2027-02-20", "9999-12-30"] {
            assert_eq!(typed(day), Err("ideas-update-day-far"), "{day}");
        }
        for day in ["tomorrow", "2026-13-01", "2026-02-30", "2026-11-22T10:00", "20261122", "9999-12-31", "-1"] {
            assert_eq!(typed(day), Err("ideas-update-day-unknown"), "{day}");
        }
        let end = typed("2026-11-22").unwrap().unwrap();
        assert_eq!(end, Timestamp(Timestamp::from_rfc3339("2026-11-22T22:00:00Z").unwrap().0 - 1));
        assert!(typed("2027-02-19").unwrap().is_some(), "the ninetieth day");
    }

    #[test]
    fn every_wrong_field_is_named_and_what_was_typed_is_parsed_once() {
        let parse = |form: &UpdateForm| form.parse(&TimeZone::UTC, Timestamp::from_rfc3339(NOW).unwrap());
        let wrong = parse(&UpdateForm { next_word: "soon".into(), ..UpdateForm::default() });
        let Err(AppError::Invalid(wrong)) = wrong else { panic!("{wrong:?}") };
        assert_eq!(wrong.fields.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["status", "body", "next_word"]);
        let form =
            UpdateForm { status: "3".into(), body: " Text ".into(), owner: " @ada ".into(), ..UpdateForm::default() };
        let word = parse(&form).unwrap();
        assert_eq!((word.status, word.owner.as_str(), word.body.source()), (StatusId(3), "ada", " Text"));
        let forged = UpdateForm { corrects: "x".into(), ..form };
        assert!(matches!(parse(&forged), Err(AppError::Unreadable)));
    }
}
