//! Which accounts vote from one browser. The browser keeps a random key for thirty days; here stands only what a secret
//! of the site makes of it, as long.

mod store;

use std::collections::BTreeMap;
use std::fmt::Write;

use super::detect::Together;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{self, UserId};
use crate::settings;

/// Site days that it is known.
pub const DAYS: i64 = 30;
/// The name of the secret.
const SALT: &str = "fraud.salt";
/// A browser of more accounts stands in a library, and says nothing about any two of them.
const CROWD: usize = 5;
/// Rows that are read at once.
const PART: i64 = 1_000;

/// Notes that a member votes from a browser, on this site day.
///
/// # Errors
/// When the database refuses.
pub fn seen(tx: &mut Conn, (user, browser): (UserId, &str), (day, now): (i64, Timestamp)) -> Result<()> {
    let salt = settings::secret(tx, SALT, now)?;
    let mut hash = String::new();
    for byte in ids::sign(&salt, browser.as_bytes()) {
        // Writing into a text does not fail.
        let _ = write!(hash, "{byte:02x}");
    }
    store::note(tx, &hash, user, day)
}

/// Forgets who was not seen any more for [`DAYS`] site days.
///
/// # Errors
/// When the database refuses.
pub fn forget(tx: &mut Conn, today: i64) -> Result<()> {
    store::forget(tx, today - DAYS)
}

/// All pairs of accounts that share a browser.
pub(super) fn together(c: &mut Conn) -> Result<Vec<Together>> {
    let mut browsers: BTreeMap<String, Vec<UserId>> = BTreeMap::new();
    let mut after = (String::new(), UserId(0));
    loop {
        let rows = store::after(c, &after, PART)?;
        let Some(last) = rows.last() else { break };
        after = last.clone();
        for (hash, user) in rows {
            browsers.entry(hash).or_default().push(user);
        }
    }
    let mut pairs = Vec::new();
    for users in browsers.values().filter(|users| users.len() <= CROWD) {
        for (at, one) in users.iter().enumerate() {
            pairs.extend(users.iter().skip(at + 1).map(|other| Together { one: *one, other: *other }));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    Ok(pairs)
}
