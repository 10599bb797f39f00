//! A form that may be sent twice (a double click, a retry after a lost answer) takes effect once.

mod store;

use crate::clock::{Timestamp, days};
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{self, UserId};

/// What makes two submits the same: the form's own key and its text. What is typed after going back in the browser is
/// another text, and must not be lost. Empty for a form without a key (sent by a program), which is taken each time.
#[derive(Debug, Clone)]
pub struct FormKey(String);

impl FormKey {
    /// Of a form's hidden key and the texts it carries.
    #[must_use]
    pub fn of(key: &str, texts: &[&str]) -> Self {
        if key.is_empty() { Self(String::new()) } else { Self(ids::digest(&format!("{key}\0{}", texts.join("\0")))) }
    }
}

/// Does something once: the second submit of the same form finds where the first one led.
///
/// # Errors
/// What `f` answers, or when the database refuses.
pub fn once(
    tx: &mut Conn,
    (user, key, now): (UserId, &FormKey, Timestamp),
    f: impl FnOnce(&mut Conn) -> Result<String>,
) -> Result<String> {
    store::once(tx, (user, &key.0, now), f)
}

/// Forgets which forms were submitted, after a day.
///
/// # Errors
/// When the database refuses.
pub fn forget_old(tx: &mut Conn, now: Timestamp) -> Result<()> {
    store::forget(tx, now - days(1))
}
