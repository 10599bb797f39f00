//! Signed addresses in mails: they change what is mailed, and nothing else. They do not sign in and do not run out, so
//! that the button in an old mail still works.
//!
//! A token is nine bytes (what it ends, and whose account it is) and their HMAC-SHA256 under the site's own secret.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::About;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{self, UserId};
use crate::settings::{self, key};

/// So that a signature made for something else never fits.
const PURPOSE: &[u8] = b"talka unsubscribe 1:";
const CLAIM: usize = 9;

/// What a link ends by one click.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// Letters about this.
    About(About),
    /// Digests.
    Digests,
}

impl Ends {
    fn code(self) -> u8 {
        match self {
            Self::Digests => 0,
            Self::About(About::Topics) => 1,
            Self::About(About::Answers) => 2,
            Self::About(About::Comments) => 3,
            Self::About(About::Mentions) => 4,
            Self::About(About::Status) => 5,
        }
    }

    fn of_code(code: u8) -> Option<Self> {
        let about = About::ALL.iter().map(|about| Self::About(*about));
        about.chain([Self::Digests]).find(|ends| ends.code() == code)
    }
}

/// The path of a link for this person.
///
/// # Errors
/// When the database refuses.
pub fn path(tx: &mut Conn, user: UserId, ends: Ends, now: Timestamp) -> Result<String> {
    let secret = settings::secret(tx, key::LINK_SECRET, now)?;
    Ok(format!("/unsubscribe/{}", token(&secret, user, ends)))
}

/// Whose link this is and what it ends; none when it was not made here.
///
/// # Errors
/// When the database refuses.
pub fn open(c: &mut Conn, token: &str) -> Result<Option<(UserId, Ends)>> {
    // Before the first link was made there is no secret; then every token is refused, in the same time.
    let known = settings::known_secret(c, key::LINK_SECRET)?;
    let secret = known.clone().unwrap_or_else(ids::secret);
    Ok(read(&secret, token).filter(|_| known.is_some()))
}

fn token(secret: &str, user: UserId, ends: Ends) -> String {
    let mut bytes = Vec::with_capacity(CLAIM + 32);
    bytes.push(ends.code());
    bytes.extend(user.0.to_be_bytes());
    let signature = ids::sign(secret, &signed(&bytes));
    bytes.extend(signature);
    URL_SAFE_NO_PAD.encode(bytes)
}

fn read(secret: &str, token: &str) -> Option<(UserId, Ends)> {
    let bytes = URL_SAFE_NO_PAD.decode(token).unwrap_or_default();
    let claim = bytes.get(..CLAIM).unwrap_or(&[0; CLAIM]);
    // What has not even the shape of a token is signed and compared too.
    if !ids::is_signed(secret, &signed(claim), bytes.get(CLAIM..).unwrap_or_default()) {
        return None;
    }
    let (code, user) = claim.split_first()?;
    Some((UserId(i64::from_be_bytes(user.try_into().ok()?)), Ends::of_code(*code)?))
}

fn signed(claim: &[u8]) -> Vec<u8> {
    [PURPOSE, claim].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_what_it_was_made_for() {
        for ends in About::ALL.iter().map(|about| Ends::About(*about)).chain([Ends::Digests]) {
            for user in [UserId(1), UserId(i64::MAX)] {
                assert_eq!(read("secret", &token("secret", user, ends)), Some((user, ends)));
            }
        }
    }

    #[test]
    fn nothing_else_is_a_token() {
        let good = token("secret", UserId(7), Ends::About(About::Answers));
        assert_eq!(read("another", &good), None, "of another site");
        for at in 0..good.len() {
            for letter in ['A', 'B', '-', '_', '9'] {
                let mut forged = good.clone();
                forged.replace_range(at..=at, &letter.to_string());
                assert!(forged == good || read("secret", &forged).is_none(), "{forged}");
            }
        }
        let long = format!("{good}AAAA");
        for odd in ["", "A", "%", "....", &good[1..], &good[..good.len() - 1], &long, &"A".repeat(10_000)] {
            assert_eq!(read("secret", odd), None, "{odd}");
        }
        let unknown_end = {
            let mut claim = vec![99];
            claim.extend(7_i64.to_be_bytes());
            let signature = ids::sign("secret", &signed(&claim));
            URL_SAFE_NO_PAD.encode([claim.as_slice(), &signature].concat())
        };
        assert_eq!(read("secret", &unknown_end), None);
    }
}
