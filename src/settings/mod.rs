//! The site's own settings, kept in the database and changed by admins.

mod store;

use jiff::tz::TimeZone;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::text_enum;

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
}

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
                site.idea_budget = value.parse().ok().filter(|n| (0..=MAX_IDEA_BUDGET).contains(n)).unwrap_or(10);
            }
            _ => {}
        }
    }
    Ok(site)
}

/// Sets several at once.
///
/// # Errors
/// When the database refuses.
pub fn set_all(tx: &mut Conn, values: &[(&str, &str)], now: Timestamp) -> Result<()> {
    values.iter().try_for_each(|(name, value)| set(tx, name, value, now))
}
