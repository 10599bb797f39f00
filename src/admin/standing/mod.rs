//! The numbers of reputation: what gives how much, and what opens from how much on. Before they are changed, a preview
//! says what that would do.

mod preview;
mod store;
pub mod web;

use std::collections::BTreeMap;

use super::{check, note};
use crate::db::Conn;
use crate::error::{Invalid, Result};
use crate::message::Message;
use crate::moderation::{By, Change, Deed, Subject};
use crate::policy::{Privilege, Thresholds};
use crate::reputation::{self, Amounts, Cause, walk};
use crate::settings::{self, Site, key};

pub use preview::Preview;

/// All of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbers {
    /// From how much reputation on each privilege is open: at once.
    pub thresholds: Thresholds,
    /// What each cause gives: from now on. How many votes up count for an idea: anew for every idea.
    pub amounts: Amounts,
    /// What a day of votes gives at most: from the next site day on.
    pub cap: i64,
}

/// The field of the cap, and that of [`Amounts::idea_ups`]; the others are named by privilege and cause.
const CAP: &str = "cap";
const IDEA_UPS: &str = "idea_ups";

impl Numbers {
    /// As they are for what happens next.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn load(c: &mut Conn, site: &Site, today: i64) -> Result<Self> {
        let cap = reputation::cap_on(c, today + 1)?;
        Ok(Self { thresholds: site.thresholds, amounts: site.amounts, cap })
    }

    /// By the names of their fields.
    #[must_use]
    pub fn fields(&self) -> BTreeMap<&'static str, i64> {
        let privileges = Privilege::ALL.iter().map(|privilege| (privilege.as_str(), self.thresholds.of(*privilege)));
        let causes = Cause::ALL.iter().map(|cause| (cause.as_str(), self.amounts.of(*cause)));
        privileges.chain(causes).chain([(CAP, self.cap), (IDEA_UPS, self.amounts.idea_ups)]).collect()
    }

    /// The names of all fields.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        let privileges = Privilege::ALL.iter().map(|privilege| privilege.as_str());
        privileges.chain(Cause::ALL.iter().map(|cause| cause.as_str())).chain([CAP, IDEA_UPS]).collect()
    }

    /// Reads the fields of a form.
    ///
    /// # Errors
    /// Every field that is no whole number of its range, with the range.
    pub fn parse(typed: &BTreeMap<String, String>) -> Result<Self> {
        let mut wrong = Invalid::default();
        let mut number = |field: &'static str, min: i64, max: i64| {
            let typed = typed.get(field).map_or("", |text| text.trim());
            // A minus sign as people type it.
            typed.replace('−', "-").parse().ok().filter(|number| (min..=max).contains(number)).unwrap_or_else(|| {
                wrong.push(field, Message::new("admin-standing-range").with("min", min).with("max", max));
                min
            })
        };
        let mut thresholds = Thresholds::GROWING;
        for privilege in Privilege::ALL {
            thresholds = thresholds.with(*privilege, number(privilege.as_str(), 1, Thresholds::MAX));
        }
        let mut amounts = Amounts::default();
        for cause in Cause::ALL {
            let (min, max) = if cause.takes() { (-Amounts::MOST, 0) } else { (0, Amounts::MOST) };
            amounts = amounts.with(*cause, number(cause.as_str(), min, max)).unwrap_or(amounts);
        }
        amounts.idea_ups = number(IDEA_UPS, 0, Amounts::MAX_IDEA_UPS);
        let cap = number(CAP, 0, Amounts::MAX_CAP);
        wrong.into_result()?;
        Ok(Self { thresholds, amounts, cap })
    }
}

/// Changes them.
///
/// # Errors
/// [`crate::error::AppError::Denied`] for others than admins.
pub fn change(tx: &mut Conn, by: By<'_>, new: &Numbers) -> Result<()> {
    check(by)?;
    let site = settings::load(tx)?;
    let today = by.now.day_in(&site.zone);
    let before = Numbers::load(tx, &site, today)?;
    let (old, new_fields) = (before.fields(), new.fields());
    let changed = new_fields.iter().filter(|(field, number)| old.get(*field) != Some(*number));
    let mut changes = Vec::new();
    for (field, number) in changed {
        let was = old.get(field).map(ToString::to_string).unwrap_or_default();
        changes.extend(Change::of(field, &was, &number.to_string()));
        match (Privilege::parse(field), Cause::parse(field)) {
            (Some(_), _) => settings::set(tx, &format!("{}{field}", key::PRIVILEGE), &number.to_string(), by.now)?,
            (None, Some(_)) => settings::set(tx, &format!("{}{field}", key::REPUTATION), &number.to_string(), by.now)?,
            (None, None) if *field == IDEA_UPS => {
                settings::set(tx, key::IDEA_UPS, &number.to_string(), by.now)?;
                walk::begin(tx, None, by.now)?;
            }
            (None, None) => reputation::set_cap(tx, today + 1, *number)?,
        }
    }
    note(tx, by, Deed::ChangeSettings, Subject::Site, &changes)
}
