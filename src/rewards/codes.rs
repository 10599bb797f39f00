//! Voucher codes: loaded as a list, sealed with the site's key, opened for whom one was given to. A code stands in no
//! log, no audit line and no export.

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};

use super::RewardKind;
use super::store::{self, Redemption};
use crate::db::{Conn, dialect};
use crate::error::{AppError, Invalid, Result};
use crate::ids::{self, RewardId};
use crate::message::Message;
use crate::moderation::{By, Change, Deed, Entry, Subject, record};
use crate::policy::{self, Action, Actor};
use crate::settings;

/// Under which name the site's key is kept.
const KEY: &str = "rewards.key";
/// Codes that are loaded at once, at most.
pub const MOST: usize = 1_000;
/// Characters of a code, at most.
pub const LONGEST: usize = 100;
/// Lines that a message names, at most.
const NAMED: usize = 10;
/// Bytes that seal one code and are used once.
const NONCE: usize = 24;

/// The name that is held by whoever hands out or loads codes of a reward.
pub(super) fn guard(reward: RewardId) -> String {
    format!("reward:{reward}")
}

/// A list of codes, one a line, no two the same.
#[derive(Clone, PartialEq, Eq)]
pub struct Codes(Vec<String>);

impl std::fmt::Debug for Codes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} codes", self.0.len())
    }
}

impl Codes {
    /// Checks a list as typed into the field `codes`; empty lines are none.
    ///
    /// # Errors
    /// [`AppError::Invalid`], with the lines that are the same as one before or cannot be codes.
    pub fn parse(typed: &str) -> Result<Self> {
        let lines: Vec<&str> = typed.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let (mut seen, mut twice, mut odd) = (std::collections::HashSet::new(), Vec::new(), Vec::new());
        for (line, code) in (1_usize..).zip(&lines) {
            if code.chars().count() > LONGEST || code.chars().any(char::is_control) {
                odd.push(line);
            } else if !seen.insert(*code) {
                twice.push(line);
            }
        }
        let wrong = if lines.is_empty() || lines.len() > MOST {
            Message::new("rewards-codes-number").with("max", MOST)
        } else if !odd.is_empty() {
            Message::new("rewards-codes-odd").with("max", LONGEST).with("lines", named(&odd))
        } else if !twice.is_empty() {
            Message::new("rewards-codes-twice").with("lines", named(&twice))
        } else {
            return Ok(Self(lines.into_iter().map(ToOwned::to_owned).collect()));
        };
        Err(Invalid::field("codes", wrong).into())
    }
}

/// Numbers of lines for a message: the first ones.
fn named(lines: &[usize]) -> String {
    let first: Vec<String> = lines.iter().take(NAMED).map(ToString::to_string).collect();
    let more = if lines.len() > NAMED { " …" } else { "" };
    first.join(", ") + more
}

/// Loads codes for a voucher; answers how many.
///
/// # Errors
/// By the policy; [`AppError::NotFound`] when there is no such reward; [`AppError::Conflict`] for another kind;
/// [`AppError::Invalid`] with the lines of codes that were loaded before: then none is loaded.
pub fn load(tx: &mut Conn, by: By<'_>, id: RewardId, codes: &Codes) -> Result<usize> {
    policy::check(by.actor, Action::Administer)?;
    // All who load codes, for a code may be there only once on the whole site.
    dialect::lock_names(tx, &["reward:codes".to_owned(), guard(id)])?;
    let reward = store::reward(tx, id)?.ok_or(AppError::NotFound)?;
    if reward.kind != RewardKind::Voucher {
        return Err(AppError::Conflict(Message::new("rewards-codes-none")));
    }
    let keys = Keys::of(&settings::secret(tx, KEY, by.now)?);
    let digests: Vec<String> = codes.0.iter().map(|code| keys.digest(code)).collect();
    let known = store::known(tx, &digests)?;
    let doubles = (1_usize..).zip(&digests).filter(|(_, digest)| known.contains(digest)).map(|(line, _)| line);
    let doubles: Vec<usize> = doubles.collect();
    if !doubles.is_empty() {
        let message = Message::new("rewards-codes-known").with("lines", named(&doubles));
        return Err(Invalid::field("codes", message).into());
    }
    for (code, digest) in codes.0.iter().zip(&digests) {
        store::insert_code(tx, id, (digest, &keys.seal(code, id, digest)?), by.now)?;
    }
    let count = codes.0.len();
    store::grow(tx, id, i64::try_from(count).map_err(AppError::internal)?)?;
    let changes: Vec<Change> = Change::of("codes", "", &count).into_iter().collect();
    let (actor, subject) = (by.actor.id(), Subject::Reward(id));
    let entry =
        Entry { actor, action: Deed::LoadCodes, subject, board: None, reason: None, changes: &changes, ip: by.ip };
    record(tx, entry, by.now)?;
    Ok(count)
}

/// The code that a redemption was given, for its own member; nothing for others, or when it has none.
///
/// # Errors
/// When it cannot be opened, because the site's key or the row is not what it was.
pub fn reveal(c: &mut Conn, actor: &Actor, redemption: &Redemption) -> Result<Option<String>> {
    if !actor.is(redemption.user) {
        return Ok(None);
    }
    let Some((digest, sealed)) = store::sealed_of(c, redemption.id)? else { return Ok(None) };
    let key = settings::known_secret(c, KEY)?.ok_or(AppError::internal("the key of voucher codes is gone"))?;
    Keys::of(&key).open(&sealed, redemption.reward, &digest).map(Some)
}

/// Two keys made from the site's one: whoever knows a digest's cannot open anything.
struct Keys {
    seal: [u8; 32],
    digest: String,
}

impl Keys {
    fn of(secret: &str) -> Self {
        let digest = ids::sign(secret, b"digests of voucher codes");
        Self { seal: ids::sign(secret, b"seals of voucher codes"), digest: STANDARD_NO_PAD.encode(digest) }
    }

    fn digest(&self, code: &str) -> String {
        STANDARD_NO_PAD.encode(ids::sign(&self.digest, code.as_bytes()))
    }

    /// Which row a seal is for: in another one it does not open.
    fn place(reward: RewardId, digest: &str) -> String {
        format!("{reward}:{digest}")
    }

    fn seal(&self, code: &str, reward: RewardId, digest: &str) -> Result<String> {
        let (nonce, place) = (ids::nonce(), Self::place(reward, digest));
        let payload = Payload { msg: code.as_bytes(), aad: place.as_bytes() };
        let sealed = XChaCha20Poly1305::new(&self.seal.into()).encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| AppError::internal("a voucher code could not be sealed"))?;
        Ok(STANDARD_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
    }

    fn open(&self, sealed: &str, reward: RewardId, digest: &str) -> Result<String> {
        let broken = || AppError::internal("a voucher code cannot be opened");
        let bytes = STANDARD_NO_PAD.decode(sealed).map_err(|_| broken())?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>().ok_or_else(broken)?;
        let place = Self::place(reward, digest);
        let payload = Payload { msg: sealed, aad: place.as_bytes() };
        let opened = XChaCha20Poly1305::new(&self.seal.into()).decrypt(&XNonce::from(*nonce), payload);
        String::from_utf8(opened.map_err(|_| broken())?).map_err(|_| broken())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_seal_opens_in_its_own_row_and_with_its_own_key_only() {
        let (keys, others) = (Keys::of("one"), Keys::of("two"));
        let digest = keys.digest("SPRING-1");
        let sealed = keys.seal("SPRING-1", RewardId(3), &digest).unwrap();
        assert!(!sealed.contains("SPRING"));
        assert_ne!(sealed, keys.seal("SPRING-1", RewardId(3), &digest).unwrap(), "never the same twice");
        assert_eq!(keys.open(&sealed, RewardId(3), &digest).unwrap(), "SPRING-1");
        assert!(keys.open(&sealed, RewardId(4), &digest).is_err());
        assert!(keys.open(&sealed, RewardId(3), &keys.digest("SPRING-2")).is_err());
        assert!(others.open(&sealed, RewardId(3), &digest).is_err());
        assert!(keys.open("", RewardId(3), &digest).is_err() && keys.open("?", RewardId(3), &digest).is_err());
        assert_ne!(digest, others.digest("SPRING-1"));
    }

    #[test]
    fn a_list_names_the_lines_that_are_doubles() {
        assert_eq!(Codes::parse(" A \n\nB\r\nC").unwrap(), Codes(vec!["A".into(), "B".into(), "C".into()]));
        let lines = |typed: &str| match Codes::parse(typed) {
            Err(AppError::Invalid(wrong)) => format!("{:?}", wrong.fields),
            other => format!("{other:?}"),
        };
        assert!(lines("A\nB\nA\nB").contains("3, 4"), "{}", lines("A\nB\nA\nB"));
        assert!(lines("").contains("rewards-codes-number"));
        assert!(lines(&"x".repeat(LONGEST + 1)).contains("rewards-codes-odd"));
        let many: String = (0..=MOST).map(|n| format!("{n}\n")).collect();
        assert!(lines(&many).contains("rewards-codes-number"));
        assert!(!format!("{:?}", Codes::parse("SECRET").unwrap()).contains("SECRET"));
    }
}
