//! Passwords: what is accepted, how they are kept, and how many are worked on at once (R1–R3, R6).
//!
//! argon2id takes some 20 ms of one core and 19 MiB, so hashing goes through a [`Hasher`], which
//! bounds both: without a bound, a flood of sign-ins takes every core and every byte.

mod hasher;

use std::collections::HashSet;
use std::fmt;
use std::hint::black_box;
use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use unicode_normalization::UnicodeNormalization;

use crate::i18n::Arg;
use crate::message::Message;

pub use hasher::{Hasher, HasherError};

/// A new password that keeps the rules, in NFKC, so that it is the same from every keyboard.
#[derive(Clone)]
pub struct Password(String);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Why a new password is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.key())]
#[expect(missing_docs, reason = "each variant is the sentence of its key in passwords.ftl")]
pub enum PasswordError {
    TooShort { length: usize },
    TooLong { length: usize },
    Common,
    OwnName,
}

impl PasswordError {
    /// The Fluent key of the sentence for the person.
    pub fn key(&self) -> &'static str {
        match self {
            PasswordError::TooShort { .. } => "accounts-password-too-short",
            PasswordError::TooLong { .. } => "accounts-password-too-long",
            PasswordError::Common => "accounts-password-common",
            PasswordError::OwnName => "accounts-password-own-name",
        }
    }

    /// The arguments of that sentence.
    pub fn args(&self) -> Vec<(&'static str, Arg<'static>)> {
        match self {
            PasswordError::TooShort { length } => {
                vec![("min", Password::MIN.into()), ("length", (*length).into())]
            }
            PasswordError::TooLong { length } => {
                vec![("max", Password::MAX.into()), ("length", (*length).into())]
            }
            PasswordError::Common | PasswordError::OwnName => vec![],
        }
    }
}

impl From<PasswordError> for Message {
    fn from(error: PasswordError) -> Self {
        Self { key: error.key(), args: error.args() }
    }
}

impl Password {
    /// Fewest characters.
    pub const MIN: usize = 8;
    /// Most characters.
    pub const MAX: usize = 128;

    /// Parses a new password. `own` is what others know of the account (handle, e-mail address
    /// and the part of it before the `@`): the password may be none of them, in any case.
    ///
    /// # Errors
    ///
    /// The first rule that the password breaks. There are no rules of composition: they make
    /// passwords worse (NIST SP 800-63B).
    pub fn parse(typed: &str, own: &[&str]) -> Result<Password, PasswordError> {
        let Some(password) = normalise(typed) else {
            let length = typed.chars().count();
            return Err(PasswordError::TooLong { length });
        };
        let length = password.chars().count();
        if length < Password::MIN {
            return Err(PasswordError::TooShort { length });
        }
        if length > Password::MAX {
            return Err(PasswordError::TooLong { length });
        }
        let folded = password.to_lowercase();
        if COMMON.contains(folded.as_str()) || is_one_character(&folded) {
            return Err(PasswordError::Common);
        }
        if own.iter().any(|own| own.nfkc().collect::<String>().to_lowercase() == folded) {
            return Err(PasswordError::OwnName);
        }
        Ok(Password(password))
    }
}

static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("../../assets/passwords.txt").lines().collect());

fn is_one_character(text: &str) -> bool {
    let mut characters = text.chars();
    let first = characters.next();
    characters.all(|c| Some(c) == first)
}

/// NFKC, or `None` for what is too long to be worth the work: no password of 128 characters
/// takes as many bytes.
fn normalise(typed: &str) -> Option<String> {
    (typed.len() <= Password::MAX * 16).then(|| typed.nfkc().collect())
}

/// What became of a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verified {
    /// The password is right.
    Yes,
    /// The password is right, and its hash was made with other parameters than are used now:
    /// hash it again and store that.
    YesRehash,
    /// The password is wrong, or what is stored is not a hash.
    No,
}

/// argon2id with the least that OWASP advises: 19 MiB, two passes, one lane.
const PARAMS: Params = match Params::new(19_456, 2, 1, None) {
    Ok(params) => params,
    Err(_) => Params::DEFAULT,
};

fn cost(params: &Params) -> (u32, u32, u32) {
    (params.m_cost(), params.t_cost(), params.p_cost())
}

fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, PARAMS)
}

/// The PHC string of a password, with a fresh random salt (argon2's own). Slow: see [`Hasher`].
///
/// # Errors
///
/// When the system gives no randomness or no memory.
pub fn hash(password: &Password) -> Result<String, argon2::password_hash::Error> {
    let hash: PasswordHash = argon2().hash_password(password.0.as_bytes())?;
    Ok(hash.to_string())
}

/// Compares what was typed with a stored PHC string. Slow: see [`Hasher`].
pub fn verify(phc: &str, typed: &str) -> Verified {
    let (Ok(stored), Some(password)) = (PasswordHash::new(phc), normalise(typed)) else {
        return dummy_verify(typed);
    };
    if argon2().verify_password(password.as_bytes(), &stored).is_err() {
        return Verified::No;
    }
    let current = stored.algorithm.as_str() == Algorithm::Argon2id.as_str()
        && stored.version == Some(Version::V0x13.into())
        && Params::try_from(&stored).is_ok_and(|params| cost(&params) == cost(&PARAMS));
    if current { Verified::Yes } else { Verified::YesRehash }
}

/// Takes as long as [`verify`] and is always `No`: for an account that does not exist or has no
/// password, so that the time tells nobody which accounts there are (R6).
pub fn dummy_verify(typed: &str) -> Verified {
    let password = normalise(typed).unwrap_or_default();
    let mut output = [0_u8; Params::DEFAULT_OUTPUT_LEN];
    let outcome = argon2().hash_password_into(password.as_bytes(), b"no such account!", &mut output);
    // Or the compiler could leave out work whose result nobody reads.
    let _ = black_box((outcome, output));
    Verified::No
}

#[cfg(test)]
mod tests;
