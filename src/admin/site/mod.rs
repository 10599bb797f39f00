//! The site's own settings.

pub mod web;

use jiff::tz::TimeZone;

use super::{check, note};
use crate::db::Conn;
use crate::error::Result;
use crate::moderation::{By, Change, Deed, Subject};
use crate::settings::{self, SignUp, key};

/// The settings as an admin wants them.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteText {
    /// The community's name.
    pub name: String,
    /// One sentence under it, or empty.
    pub tagline: String,
    /// Days begin in this zone: an IANA name that is known.
    pub zone: String,
    /// Who may make an account.
    pub sign_up: SignUp,
    /// How many open ideas a person may be for at once; 0 when as many as they like.
    pub idea_budget: i64,
    /// Whether those who are new write little at first.
    pub holds_newcomers: bool,
}

/// Changes the site's settings.
///
/// # Errors
/// [`crate::error::AppError::Denied`] for others than admins.
pub fn change(tx: &mut Conn, by: By<'_>, text: &SiteText) -> Result<()> {
    check(by)?;
    let before = settings::load(tx)?;
    let budget = text.idea_budget.to_string();
    let values = [
        (key::NAME, text.name.as_str()),
        (key::TAGLINE, text.tagline.as_str()),
        (key::ZONE, text.zone.as_str()),
        (key::SIGN_UP, text.sign_up.as_str()),
        (key::IDEA_BUDGET, budget.as_str()),
        (key::HOLDS_NEWCOMERS, yes(text.holds_newcomers)),
    ];
    settings::set_all(tx, &values, by.now)?;
    let changes: Vec<Change> = [
        Change::of("name", &before.name, &text.name),
        Change::of("tagline", &before.tagline, &text.tagline),
        Change::of("zone", zone_name(&before.zone), &text.zone),
        Change::of("sign_up", before.sign_up.as_str(), text.sign_up.as_str()),
        Change::of("idea_budget", &before.idea_budget.to_string(), &budget),
        Change::of("newcomers", yes(before.holds_newcomers), yes(text.holds_newcomers)),
    ]
    .into_iter()
    .flatten()
    .collect();
    note(tx, by, Deed::ChangeSettings, Subject::Site, &changes)
}

const fn yes(on: bool) -> &'static str {
    if on { "yes" } else { "no" }
}

/// The IANA name of a zone.
fn zone_name(zone: &TimeZone) -> &str {
    zone.iana_name().unwrap_or("UTC")
}

/// The same name as it is written in the database of zones, if there is such a zone.
fn known_zone(typed: &str) -> Option<String> {
    let zone = TimeZone::get(typed.trim()).ok()?;
    zone.iana_name().map(ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_zones_that_are_known_are_taken() {
        assert_eq!(known_zone(" europe/vilnius ").as_deref(), Some("Europe/Vilnius"));
        assert_eq!(known_zone("UTC").as_deref(), Some("UTC"));
        for typed in ["", "Vilnius", "+02:00", "../etc/passwd", "Europe/"] {
            assert_eq!(known_zone(typed), None, "{typed:?}");
        }
    }
}
