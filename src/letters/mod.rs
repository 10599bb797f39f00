//! Letters: mails that tell people what happened, at once or gathered into digests, and everything by which people
//! turn them on and off.
//!
//! - *About* is the class of an event that one chooses for; *timing* is the choice. Defaults stand here, rows only
//!   where somebody chose otherwise.
//! - [`Writer::tell`] writes the mail of an event in the transaction that puts it into an inbox; [`Writer::digests`] is
//!   the recurring job that gathers what was chosen daily or weekly. Both write under a key of event (or day) and
//!   person, so that nothing is mailed twice, whatever number of nodes is at it.
//! - [`still_tells`] asks the policy once more when a mail is sent, hours later while the mail server was away.
//! - [`links`] are the signed addresses that end mails without signing in; [`bounces`] is what the mail relay reports.
//!
//! Mails of the account itself (prove this address, set a new password, the password was changed) are no letters: they
//! are sent whatever is turned off here, also to an address that bounced or complained, because somebody at the account
//! has just asked for them, and without them nobody could get back in.

pub mod bounces;
mod digest;
mod event;
pub mod links;
mod points;
mod schedule;
mod still;
mod store;
pub mod web;
mod writer;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{Invalid, Result};
use crate::i18n::Lang;
use crate::ids::UserId;
use crate::message::Message;
use crate::text_enum;

pub use digest::DIGESTS;
pub use points::RunOut;
pub use still::still_tells;
pub use store::{Off, OffAddress, Reader, forget, off_addresses, reader, why_off};
pub use writer::Writer;

text_enum! {
    /// What a mail is about: one choice each.
    pub enum About {
        /// New questions and articles in what one follows.
        Topics = "topics",
        /// New answers.
        Answers = "answers",
        /// New comments.
        Comments = "comments",
        /// Being mentioned.
        Mentions = "mentions",
        /// Accepted, closed, reopened, edited, credited, a review that is due.
        Status = "status",
    }
}

text_enum! {
    /// When one is told.
    pub enum Timing {
        /// At once, a mail each.
        AtOnce = "instant",
        /// In the digest of the day.
        Daily = "daily",
        /// In Monday's digest.
        Weekly = "weekly",
        /// Not by mail.
        Never = "never",
    }
}

impl About {
    /// For who has not chosen: at once what waits for an answer of this very person, once a day the rest.
    #[must_use]
    pub const fn default_timing(self) -> Timing {
        match self {
            Self::Mentions | Self::Answers | Self::Status => Timing::AtOnce,
            Self::Comments | Self::Topics => Timing::Daily,
        }
    }
}

/// When somebody wants to hear of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choices([Timing; About::ALL.len()]);

impl Default for Choices {
    fn default() -> Self {
        let mut choices = Self([Timing::Never; About::ALL.len()]);
        for about in About::ALL {
            choices.set(*about, about.default_timing());
        }
        choices
    }
}

impl Choices {
    /// The choice for this.
    #[must_use]
    pub const fn of(self, about: About) -> Timing {
        self.0[about as usize]
    }

    /// Whether a digest is wanted at all.
    #[must_use]
    pub fn has_digest(self) -> bool {
        self.0.iter().any(|timing| matches!(timing, Timing::Daily | Timing::Weekly))
    }

    /// Chooses.
    pub const fn set(&mut self, about: About, timing: Timing) {
        self.0[about as usize] = timing;
    }

    /// The choices as they stand in a form, each under its name; what is left out stays as it was.
    ///
    /// # Errors
    /// [`crate::error::AppError::Invalid`] for a timing that is none.
    pub fn parse<'a>(mut self, typed: impl Fn(About) -> Option<&'a str>) -> Result<Self> {
        let mut invalid = Invalid::default();
        for about in About::ALL {
            match typed(*about).map(|text| (text, Timing::parse(text))) {
                None => {}
                Some((_, Some(timing))) => self.set(*about, timing),
                Some((_, None)) => invalid.push(about.as_str(), Message::new("letters-timing-unknown")),
            }
        }
        invalid.into_result()?;
        Ok(self)
    }
}

/// How somebody wants their mails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wishes {
    /// When to hear of what.
    pub choices: Choices,
    /// Their language; none: the site's.
    pub lang: Option<Lang>,
    /// Name of their time zone; empty: the site's.
    pub zone: String,
    /// No letters at all.
    pub off: bool,
}

/// The name of a time zone as the database of time zones has it; empty stays empty.
///
/// # Errors
/// [`crate::error::AppError::Invalid`] when there is no such zone.
pub fn parse_zone(typed: &str) -> Result<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(String::new());
    }
    let unknown = || Invalid::field("zone", Message::new("letters-zone-unknown"));
    let zone = jiff::tz::TimeZone::get(typed).map_err(|_| unknown())?;
    Ok(zone.iana_name().ok_or_else(unknown)?.to_owned())
}

/// Somebody's choices.
///
/// # Errors
/// When the database refuses.
pub fn choices(c: &mut Conn, user: UserId) -> Result<Choices> {
    store::choices(c, user)
}

/// Keeps somebody's wishes. When the next digest is due is found again.
///
/// # Errors
/// When the database refuses.
pub fn wish(tx: &mut Conn, user: UserId, wishes: &Wishes, now: Timestamp) -> Result<()> {
    choose(tx, user, wishes.choices)?;
    store::set_place(tx, user, wishes.lang.map_or("", Lang::code), &wishes.zone)?;
    store::set_asked_off(tx, user, wishes.off, now)
}

/// Keeps somebody's choices.
///
/// # Errors
/// When the database refuses.
pub fn choose(tx: &mut Conn, user: UserId, choices: Choices) -> Result<()> {
    for about in About::ALL {
        let timing = choices.of(*about);
        store::set_choice(tx, user, *about, Some(timing).filter(|timing| *timing != about.default_timing()))?;
    }
    Ok(())
}

/// Ends what a link ends: a kind of letters, or digests, and that means everything chosen daily or weekly.
///
/// # Errors
/// When the database refuses.
pub fn end(tx: &mut Conn, user: UserId, ends: links::Ends) -> Result<()> {
    let mut choices = store::choices(tx, user)?;
    for about in About::ALL {
        let ended = match ends {
            links::Ends::About(one) => one == *about,
            links::Ends::Digests => matches!(choices.of(*about), Timing::Daily | Timing::Weekly),
        };
        if ended {
            choices.set(*about, Timing::Never);
        }
    }
    choose(tx, user, choices)
}

/// Ends all letters, or not any more. An address that was switched off for bouncing stays so.
///
/// # Errors
/// When the database refuses.
pub fn end_all(tx: &mut Conn, user: UserId, off: bool, now: Timestamp) -> Result<()> {
    store::set_asked_off(tx, user, off, now)
}
