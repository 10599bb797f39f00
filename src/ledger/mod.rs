//! The ledger of points: double entry, append-only, idempotent (product.md, section 7; D3).
//!
//! - [`post`] writes a transaction whose entries sum up to 0, once for each key: who asks again gets the first one.
//! - A member's balances are kept beside their entries and changed with them, by an update that refuses to go below 0.
//!   Those of the house are the sums of its entries ([`sum`]): a row of theirs would make everybody wait for everybody.
//! - What was wrong is not changed but reversed, by a transaction with the same entries the other way round
//!   ([`reverse`]).
//! - [`seal`] chains a hash over what was committed; [`proof`] checks everything.
//!
//! Invariant: triggers refuse to change or delete a row of transactions, entries and seals.

pub mod proof;
pub mod seal;
mod store;

use jiff::tz::TimeZone;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{self, LedgerId, UserId};
use crate::message::Message;
use crate::text_enum;

pub use store::{Line, balance, entries_of, find, lines, sum};

text_enum! {
    /// Whose points an account counts, and in which state.
    pub enum AccountKind {
        /// Where points come from and go back to.
        Issuance = "issuance",
        /// What staff give out of goodwill.
        Goodwill = "goodwill",
        /// What nobody spent in time.
        Expired = "expired",
        /// What was spent on a reward.
        Redeemed = "redeemed",
        /// What was given away by a reward.
        Charity = "charity",
        /// A member's that are not final yet.
        Pending = "pending",
        /// A member's to spend.
        Available = "available",
        /// A member's in a redemption under way.
        Reserved = "reserved",
    }
}

impl AccountKind {
    /// A member's: its balance is kept, and does not go below 0.
    #[must_use]
    pub const fn is_members(self) -> bool {
        match self {
            Self::Pending | Self::Available | Self::Reserved => true,
            Self::Issuance | Self::Goodwill | Self::Expired | Self::Redeemed | Self::Charity => false,
        }
    }
}

/// An account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account {
    /// What it counts.
    pub kind: AccountKind,
    /// The member, the reward, or 0.
    pub owner: i64,
}

impl Account {
    /// Where points come from.
    pub const ISSUANCE: Self = Self { kind: AccountKind::Issuance, owner: 0 };
    /// What staff give out of goodwill.
    pub const GOODWILL: Self = Self { kind: AccountKind::Goodwill, owner: 0 };
    /// What nobody spent in time.
    pub const EXPIRED: Self = Self { kind: AccountKind::Expired, owner: 0 };

    /// A member's points that are not final yet.
    #[must_use]
    pub const fn pending(user: UserId) -> Self {
        Self { kind: AccountKind::Pending, owner: user.0 }
    }

    /// A member's points to spend.
    #[must_use]
    pub const fn available(user: UserId) -> Self {
        Self { kind: AccountKind::Available, owner: user.0 }
    }

    /// A member's points in redemptions under way.
    #[must_use]
    pub const fn reserved(user: UserId) -> Self {
        Self { kind: AccountKind::Reserved, owner: user.0 }
    }

    /// What was spent on a reward.
    #[must_use]
    pub const fn redeemed(reward: i64) -> Self {
        Self { kind: AccountKind::Redeemed, owner: reward }
    }

    /// What was given away by a reward.
    #[must_use]
    pub const fn charity(reward: i64) -> Self {
        Self { kind: AccountKind::Charity, owner: reward }
    }
}

text_enum! {
    /// What a transaction does.
    pub enum Kind {
        /// Points are earned, and pending.
        Award = "award",
        /// Staff reward quality; pending.
        Quality = "quality",
        /// Staff give points out of goodwill; pending.
        Goodwill = "goodwill",
        /// Pending points become available.
        Release = "release",
        /// At a month's close: more than a quarter came from one giver.
        Cut = "cut",
        /// At a month's close: the budget is smaller than what was earned.
        Scale = "scale",
        /// The cause of pending points is gone.
        Reversal = "reversal",
        /// A decision about fraud takes points back, or gives them back.
        Void = "void",
        /// Nobody spent them in time.
        Expire = "expire",
        /// A redemption begins.
        Reserve = "reserve",
        /// A redemption came to nothing.
        Return = "return",
        /// A redemption is paid.
        Redeem = "redeem",
    }
}

/// A month of the site's calendar: `year * 12 + month - 1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Month(pub i64);

impl Month {
    /// The one a moment falls into.
    #[must_use]
    pub fn of(at: Timestamp, zone: &TimeZone) -> Self {
        let month = at.months_in(zone, 1).into_iter().next();
        Self(month.map_or(0, |month| i64::from(month.year) * 12 + i64::from(month.month) - 1))
    }

    /// The one after it.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// The common year it is in, and its number from 1 to 12.
    #[must_use]
    pub const fn parts(self) -> (i64, i64) {
        (self.0.div_euclid(12), self.0.rem_euclid(12) + 1)
    }

    /// Its first day, as `2026-11-01`.
    #[must_use]
    pub fn first_day(self) -> String {
        let (year, month) = self.parts();
        format!("{year:04}-{month:02}-01")
    }

    /// Its first moment in a zone; none for years that calendars do not reach.
    #[must_use]
    pub fn start(self, zone: &TimeZone) -> Option<Timestamp> {
        let date: jiff::civil::Date = self.first_day().parse().ok()?;
        let start = date.to_zoned(zone.clone()).ok()?;
        Some(Timestamp(start.timestamp().as_microsecond()))
    }
}

/// Whether a member's account may go below 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Below {
    /// No.
    Never,
    /// It may: somebody decided that these points were not earned.
    ByDecision,
}

/// A transaction to write.
#[derive(Debug, Clone)]
pub struct Posting<'a> {
    /// What makes it one and the same, however often it is asked for: `reserve:17`.
    pub key: String,
    /// What it does.
    pub kind: Kind,
    /// What it is about, by kind: an award, a redemption, a lot.
    pub subject: i64,
    /// For which month it counts.
    pub month: Month,
    /// Who decided it; none: the program.
    pub actor: Option<UserId>,
    /// Why: a word of the program's, nothing personal.
    pub reason: &'static str,
    /// Why, in somebody's own words: kept beside it, and may be erased. Empty when there are none.
    pub note: &'a str,
    /// Which transaction it takes back.
    pub reverses: Option<LedgerId>,
    /// By how much which account changes: two or more, none by 0, together by 0.
    pub entries: &'a [(Account, i64)],
    /// Whether a member's account may go below 0.
    pub below: Below,
}

/// What became of a posting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Posted {
    /// It was written.
    New(LedgerId),
    /// It stood there before, and nothing was done.
    Already(LedgerId),
}

impl Posted {
    /// The transaction.
    #[must_use]
    pub const fn id(self) -> LedgerId {
        match self {
            Self::New(id) | Self::Already(id) => id,
        }
    }
}

/// Writes a transaction, unless one of its key is there. The caller holds the guard rows of its members.
///
/// # Errors
/// [`AppError::Conflict`] when a member's account would go below 0; [`AppError::Internal`] for entries that do not
/// balance: a fault of ours, and nothing is written.
pub fn post(tx: &mut Conn, posting: &Posting<'_>, now: Timestamp) -> Result<Posted> {
    if let Some(id) = find(tx, &posting.key)? {
        return Ok(Posted::Already(id));
    }
    balanced(posting)?;
    let digest = if posting.note.is_empty() { String::new() } else { ids::digest(posting.note) };
    let id = store::insert(tx, posting, &digest, now)?;
    if !posting.note.is_empty() {
        store::note(tx, id, posting.note)?;
    }
    for (account, amount) in posting.entries {
        if !store::enter(tx, id, (*account, *amount), posting.below)? {
            return Err(AppError::Conflict(Message::new("points-too-few")));
        }
    }
    Ok(Posted::New(id))
}

/// Takes a transaction back, by the same entries the other way round.
///
/// # Errors
/// As [`post`].
pub fn reverse(tx: &mut Conn, of: LedgerId, posting: Posting<'_>, now: Timestamp) -> Result<Posted> {
    let entries: Vec<(Account, i64)> =
        entries_of(tx, of)?.into_iter().map(|(account, amount)| (account, -amount)).collect();
    post(tx, &Posting { reverses: Some(of), entries: &entries, ..posting }, now)
}

fn balanced(posting: &Posting<'_>) -> Result<()> {
    let mut accounts: Vec<Account> = posting.entries.iter().map(|(account, _)| *account).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let sum = posting.entries.iter().try_fold(0_i64, |sum, (_, amount)| sum.checked_add(*amount));
    let good = accounts.len() == posting.entries.len()
        && accounts.len() >= 2
        && posting.entries.iter().all(|(_, amount)| *amount != 0)
        && sum == Some(0);
    if good { Ok(()) } else { Err(AppError::Internal(format!("a transaction does not balance: {posting:?}"))) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_month_knows_its_first_moment() {
        let zone = TimeZone::get("Europe/Vilnius").unwrap();
        let month = Month(2026 * 12 + 10);
        assert_eq!((month.parts(), month.first_day()), ((2026, 11), "2026-11-01".to_owned()));
        let start = month.start(&zone).unwrap();
        assert_eq!(Month::of(start, &zone), month);
        assert_eq!(Month::of(Timestamp(start.0 - 1), &zone), Month(month.0 - 1));
        assert_eq!(Month(2026 * 12 + 11).next().parts(), (2027, 1));
    }

    fn posting(entries: &[(Account, i64)]) -> Posting<'_> {
        Posting {
            key: "k".into(),
            kind: Kind::Award,
            subject: 1,
            month: Month(0),
            actor: None,
            reason: "test",
            note: "",
            reverses: None,
            entries,
            below: Below::Never,
        }
    }

    #[test]
    fn entries_balance_or_are_refused() {
        let user = UserId(7);
        let (from, to) = (Account::ISSUANCE, Account::pending(user));
        assert!(balanced(&posting(&[(from, -5), (to, 5)])).is_ok());
        let wrong: [&[(Account, i64)]; 6] = [
            &[],
            &[(to, 0)],
            &[(from, -5), (to, 4)],
            &[(from, 0), (to, 0)],
            &[(to, -5), (to, 5)],
            &[(from, i64::MAX), (to, 1)],
        ];
        for entries in wrong {
            assert!(balanced(&posting(entries)).is_err(), "{entries:?}");
        }
    }
}
