//! Values that live in columns: numbered ids as newtypes, coded enums, and the one source of randomness.
//!
//! The diesel derives stand here, on the ground floor, and not in `db/`: a value type must carry its own
//! conversions, or every row struct would repeat them.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// Declares a newtype over the `BIGINT` primary key of a table.
macro_rules! id_types {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
        )]
        #[serde(transparent)]
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        pub struct $name(pub i64);

        impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::BigInt, DB> for $name
        where
            i64: diesel::deserialize::FromSql<diesel::sql_types::BigInt, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                i64::from_sql(bytes).map($name)
            }
        }

        impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::BigInt, DB> for $name
        where
            i64: diesel::serialize::ToSql<diesel::sql_types::BigInt, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                self.0.to_sql(out)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map($name)
            }
        }
    )+};
}

id_types! {
    /// An account.
    UserId,
    /// A board.
    BoardId,
    /// A group of members.
    GroupId,
    /// A series of articles.
    SeriesId,
    /// A question, an idea or an article.
    TopicId,
    /// A text of a topic: its own or an answer.
    PostId,
    /// A short remark under a post.
    CommentId,
    /// One kept version of a post.
    RevisionId,
    /// A tag.
    TagId,
    /// A stored picture.
    ImageId,
    /// A signed-in browser.
    SessionId,
    /// A kept draft.
    DraftId,
    /// A queued piece of work.
    JobId,
    /// A mail in the outbox.
    MailId,
    /// A line of the audit table.
    AuditId,
    /// Something that people may want to hear of.
    EventId,
    /// An event in somebody's inbox.
    EntryId,
    /// A search somebody keeps.
    SearchId,
    /// What can become of an idea.
    StatusId,
    /// A word of staff on an idea.
    UpdateId,
    /// An edit that a member suggests.
    SuggestionId,
    /// A dated call for ideas.
    StormId,
    /// One topic that became part of another.
    MergeId,
    /// A transaction of the ledger.
    LedgerId,
    /// Something that may give points.
    AwardId,
    /// Points that became available together.
    LotId,
    /// What points are given for.
    RewardId,
    /// A member's wish for a reward.
    RedemptionId,
    /// Redemptions that were handed to billing at once.
    BatchId,
}

/// Declares an enum that is stored as short text; unknown text in the database is an error, not a default.
#[macro_export]
macro_rules! text_enum {
    ($(#[$doc:meta])* $vis:vis enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            serde::Serialize, serde::Deserialize,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
        )]
        #[diesel(sql_type = diesel::sql_types::Text)]
        $vis enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The text that stands for it in the database, in forms and in addresses.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The value a text stands for, if any.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
        }

        impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                let text = <String as diesel::deserialize::FromSql<diesel::sql_types::Text, DB>>::from_sql(bytes)?;
                Self::parse(&text).ok_or_else(|| format!("{text:?} is no {}", stringify!($name)).into())
            }
        }

        impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where
            str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                self.as_str().to_sql(out)
            }
        }
    };
}

/// 256 random bits as 43 URL-safe characters: session ids, links in mails, form keys.
#[must_use]
pub fn secret() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// Whether a text has the shape of a [`secret`].
#[must_use]
pub fn is_secret(text: &str) -> bool {
    text.len() == 43 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// 128 random bits as 22 URL-safe characters: picture addresses, message ids.
#[must_use]
pub fn random_key() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>())
}

/// 192 random bits that are used once, to seal something with.
#[must_use]
pub fn nonce() -> [u8; 24] {
    rand::random()
}

/// A random number below `bound` (at least 1), for jitter.
#[must_use]
pub fn random_below(bound: u64) -> u64 {
    rand::random::<u64>() % bound.max(1)
}

/// How a secret is kept: its SHA-256 in hex. Secrets are full-entropy, so no salt and no stretching is needed.
#[must_use]
pub fn digest(secret: &str) -> String {
    Sha256::digest(secret.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}

/// The HMAC-SHA256 of a message: what only a holder of the key can say about it.
#[must_use]
pub fn sign(key: &str, message: &[u8]) -> [u8; 32] {
    mac(key, message).finalize().into_bytes().into()
}

/// Whether a signature is that of [`sign`], in a time that does not depend on where they differ.
#[must_use]
pub fn is_signed(key: &str, message: &[u8], signature: &[u8]) -> bool {
    mac(key, message).verify_slice(signature).is_ok()
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of any length (RFC 2104)")]
fn mac(key: &str, message: &[u8]) -> Hmac<Sha256> {
    Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("a key of any length").chain_update(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_those_of_rfc_4231() {
        let hex: String = sign("Jefe", b"what do ya want for nothing?").iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        let signature = sign("key", b"message");
        assert!(is_signed("key", b"message", &signature));
        assert!(!is_signed("key", b"messagE", &signature) && !is_signed("kez", b"message", &signature));
        assert!(!is_signed("key", b"message", &signature[..31]) && !is_signed("key", b"message", b""));
    }

    #[test]
    fn secrets_are_long_and_never_the_same() {
        let (a, b) = (secret(), secret());
        assert!(is_secret(&a));
        assert!(!is_secret(&a[1..]) && !is_secret(&a.replace(&a[..1], "/")));
        assert_ne!(a, b);
        assert_eq!(digest(&a).len(), 64);
    }
}
