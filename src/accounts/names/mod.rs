//! What a person is called: handle, display name and e-mail address, parsed at the edge (R30).
//!
//! From a parsed value on, the type proves the rules: nothing invisible, nothing that turns the
//! reading direction, no letters of two scripts in one word, nothing that a mail program would
//! make into a link.

mod display_name;
mod email;
mod handle;
mod reserved;
mod unicode;

use unicode_segmentation::UnicodeSegmentation;

use crate::message::Message;

pub use display_name::{DisplayName, DisplayNameError};
pub use email::{Email, EmailError};
pub use handle::{Handle, HandleError};

impl From<DisplayNameError> for Message {
    fn from(error: DisplayNameError) -> Self {
        Self { key: error.key(), args: error.args() }
    }
}

impl From<EmailError> for Message {
    fn from(error: EmailError) -> Self {
        Self { key: error.key(), args: error.args() }
    }
}

impl From<HandleError> for Message {
    fn from(error: HandleError) -> Self {
        Self { key: error.key(), args: error.args() }
    }
}

/// One or two letters for a generated avatar: of the first and the last word, in upper case.
/// Empty when the name has no letter or digit.
pub fn initials(name: &str) -> String {
    let mut firsts = name
        .split(|c: char| c.is_whitespace() || c == '-' || c == '_')
        .filter_map(|word| word.graphemes(true).find(|g| g.chars().any(char::is_alphanumeric)));
    let first = firsts.next();
    let last = firsts.next_back();
    first.into_iter().chain(last).map(upper).collect()
}

/// `ß` would become two letters, so such a letter stays as it is.
fn upper(grapheme: &str) -> String {
    let upper = grapheme.to_uppercase();
    if upper.graphemes(true).count() == 1 { upper } else { grapheme.to_owned() }
}

/// The colour of a generated avatar, 1 to 6: stable for an account, spread over neighbours.
pub fn avatar_colour(account_id: i64) -> u8 {
    // The remainder is 0 to 5 for every id, so `as` loses nothing.
    account_id.rem_euclid(6) as u8 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_last_word() {
        for (name, letters) in [
            ("Ada Lovelace", "AL"),
            ("ada", "A"),
            ("Anna Maria van Kowalska", "AK"),
            ("anna-maria", "AM"),
            ("šarūnas žukas", "ŠŽ"),
            ("山田 太郎", "山太"),
            ("山田太郎", "山"),
            ("(Bob) \"the\" Builder!", "BB"),
            ("ßeta", "ß"),
            ("e\u{301}mile", "E\u{301}"),
            ("— Ada", "A"),
            ("…", ""),
            ("", ""),
        ] {
            assert_eq!(initials(name), letters, "{name}");
        }
    }

    #[test]
    fn every_account_has_one_of_six_colours() {
        assert_eq!((1..=7).map(avatar_colour).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 1, 2]);
        for id in [0, -1, i64::MIN, i64::MAX] {
            assert!((1..=6).contains(&avatar_colour(id)), "{id}");
        }
    }
}
