//! The site's own settings, kept in the database and changed by admins.

mod reputation;
mod store;

use jiff::tz::TimeZone;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::policy::{Privilege, Thresholds};
use crate::text_enum;

pub use reputation::{Amounts, Cause};
pub use store::{known_secret, secret, set};

text_enum! {
    /// Who may make an account.
    pub enum SignUp {
        /// Everybody.
        Open = "open",
        /// Nobody by themselves; admins make accounts.
        Closed = "closed",
    }
}

/// What the whole site goes by.
#[derive(Debug, Clone)]
pub struct Site {
    /// The community's name.
    pub name: String,
    /// One sentence under it.
    pub tagline: String,
    /// Days begin in this zone.
    pub zone: TimeZone,
    /// Who may make an account.
    pub sign_up: SignUp,
    /// How many open ideas a person may be for at once; 0 when as many as they like.
    pub idea_budget: i64,
    /// Whether those who are new write little at first.
    pub holds_newcomers: bool,
    /// What opens from how much reputation on.
    pub thresholds: Thresholds,
    /// What gives how much reputation.
    pub amounts: Amounts,
    /// What a hundred points are worth, in hundredths of [`Site::currency`].
    pub point_rate: i64,
    /// What that is, as it is written behind a number.
    pub currency: String,
}

/// The most that [`Site::point_rate`] may be.
pub const MAX_POINT_RATE: i64 = 1_000_000;
/// Characters of [`Site::currency`].
pub const MAX_CURRENCY: usize = 8;

/// The most that [`Site::idea_budget`] may be.
pub const MAX_IDEA_BUDGET: i64 = 1_000;

impl Default for Site {
    fn default() -> Self {
        Self {
            name: "Talka".into(),
            tagline: String::new(),
            zone: TimeZone::UTC,
            sign_up: SignUp::Open,
            idea_budget: 10,
            holds_newcomers: true,
            thresholds: Thresholds::GROWING,
            amounts: Amounts::default(),
            point_rate: 100,
            currency: "EUR".into(),
        }
    }
}

/// Keys of the settings, as stored.
pub mod key {
    /// [`super::Site::name`]
    pub const NAME: &str = "site.name";
    /// [`super::Site::tagline`]
    pub const TAGLINE: &str = "site.tagline";
    /// [`super::Site::zone`], an IANA name.
    pub const ZONE: &str = "site.zone";
    /// [`super::Site::sign_up`]
    pub const SIGN_UP: &str = "site.sign_up";
    /// [`super::Site::idea_budget`]
    pub const IDEA_BUDGET: &str = "ideas.budget";
    /// [`super::Site::holds_newcomers`]: `no` when not.
    pub const HOLDS_NEWCOMERS: &str = "newcomers.held";
    /// [`super::Site::thresholds`]: each begins so, and goes on with [`super::Privilege::as_str`].
    pub const PRIVILEGE: &str = "privilege.";
    /// [`super::Site::amounts`]: each begins so, and goes on with [`super::Cause::as_str`].
    pub const REPUTATION: &str = "reputation.";
    /// [`super::Amounts::idea_ups`]
    pub const IDEA_UPS: &str = "reputation.idea_ups";
    /// [`super::Site::point_rate`]
    pub const POINT_RATE: &str = "points.rate";
    /// [`super::Site::currency`]
    pub const CURRENCY: &str = "points.currency";
    /// What the links in mails are signed with: see [`super::secret`].
    pub const LINK_SECRET: &str = "mail.link_secret";
}

/// The settings as they stand; what is unset, or was set by a newer program to something unknown, has its default.
///
/// # Errors
/// When the database refuses.
pub fn load(c: &mut Conn) -> Result<Site> {
    let mut site = Site::default();
    for (name, value) in store::all(c)? {
        match name.as_str() {
            key::NAME => site.name = value,
            key::TAGLINE => site.tagline = value,
            key::ZONE => site.zone = TimeZone::get(&value).unwrap_or(TimeZone::UTC),
            key::SIGN_UP => site.sign_up = SignUp::parse(&value).unwrap_or(SignUp::Closed),
            key::IDEA_BUDGET => {
                site.idea_budget = number(&value, 0..=MAX_IDEA_BUDGET).unwrap_or(site.idea_budget);
            }
            key::POINT_RATE => site.point_rate = number(&value, 0..=MAX_POINT_RATE).unwrap_or(site.point_rate),
            key::CURRENCY => site.currency = value,
            key::HOLDS_NEWCOMERS => site.holds_newcomers = value != "no",
            key::IDEA_UPS => {
                let number = number(&value, 0..=Amounts::MAX_IDEA_UPS);
                site.amounts.idea_ups = number.unwrap_or(site.amounts.idea_ups);
            }
            _ => site.standing(&name, &value),
        }
    }
    Ok(site)
}

fn number(value: &str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
    value.parse().ok().filter(|number| range.contains(number))
}

impl Site {
    /// Takes a setting of reputation or of what it opens.
    fn standing(&mut self, name: &str, value: &str) {
        let privilege = name.strip_prefix(key::PRIVILEGE).and_then(Privilege::parse);
        if let Some((privilege, number)) = privilege.zip(number(value, 1..=Thresholds::MAX)) {
            self.thresholds = self.thresholds.with(privilege, number);
        }
        let cause = name.strip_prefix(key::REPUTATION).and_then(Cause::parse);
        if let Some((cause, amount)) = cause.zip(value.parse().ok()) {
            self.amounts = self.amounts.with(cause, amount).unwrap_or(self.amounts);
        }
    }
}

/// Sets several at once.
///
/// # Errors
/// When the database refuses.
pub fn set_all(tx: &mut Conn, values: &[(&str, &str)], now: Timestamp) -> Result<()> {
    values.iter().try_for_each(|(name, value)| set(tx, name, value, now))
}
