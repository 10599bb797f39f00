//! The e-mail address of an account.

use std::fmt;

use url::Host;

use crate::i18n::Arg;

/// An e-mail address that mail can be sent to: ASCII before the `@`, and behind it a domain of
/// at least two labels in its ASCII form (`xn--…`).
///
/// Only ASCII before the `@`, because an address is also the way to reset a password: folding
/// `ı` to `i` would hand one mailbox the account of another.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email {
    address: String,
    at: usize,
}

/// Why an e-mail address is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.key())]
#[expect(missing_docs, reason = "each variant is the sentence of its key in names.ftl")]
pub enum EmailError {
    Empty,
    TooLong { length: usize },
    NoAt,
    Local,
    Domain,
}

impl EmailError {
    /// The Fluent key of the sentence for the person.
    pub fn key(&self) -> &'static str {
        match self {
            EmailError::Empty => "accounts-email-empty",
            EmailError::TooLong { .. } => "accounts-email-too-long",
            EmailError::NoAt => "accounts-email-no-at",
            EmailError::Local => "accounts-email-local",
            EmailError::Domain => "accounts-email-domain",
        }
    }

    /// The arguments of that sentence.
    pub fn args(&self) -> Vec<(&'static str, Arg<'static>)> {
        match self {
            EmailError::TooLong { length } => {
                vec![("max", Email::MAX.into()), ("length", (*length).into())]
            }
            EmailError::Empty | EmailError::NoAt | EmailError::Local | EmailError::Domain => vec![],
        }
    }
}

impl Email {
    /// Most bytes of a whole address (RFC 5321, as an erratum of RFC 3696 counts them).
    pub const MAX: usize = 254;
    const MAX_LOCAL: usize = 64;

    /// Parses what a person typed, without the spaces around it.
    ///
    /// # Errors
    ///
    /// The first rule that the address breaks. Quoted local parts and address literals are
    /// refused: hardly anybody has one, and they are how header injection is spelt.
    pub fn parse(typed: &str) -> Result<Email, EmailError> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(EmailError::Empty);
        }
        let too_long = |length| Err(EmailError::TooLong { length });
        if typed.len() > Email::MAX {
            return too_long(typed.len());
        }
        let (local, domain) = typed.split_once('@').ok_or(EmailError::NoAt)?;
        if !is_local(local) {
            return Err(EmailError::Local);
        }
        let domain = ascii_domain(domain).ok_or(EmailError::Domain)?;
        let address = format!("{local}@{domain}");
        if address.len() > Email::MAX {
            return too_long(address.len());
        }
        let at = local.len();
        Ok(Email { address, at })
    }

    /// The address to send to: the local part as typed, the domain in ASCII and lower case.
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// The address in lower case: what is unique among accounts, and looked up at sign-in.
    pub fn key(&self) -> String {
        self.address.to_ascii_lowercase()
    }

    /// What stands before the `@`.
    pub fn local(&self) -> &str {
        &self.address[..self.at]
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.address)
    }
}

/// An address in a log is personal data that nobody asked for.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Email(…@{})", &self.address[self.at + 1..])
    }
}

/// A dot-atom of RFC 5322.
fn is_local(local: &str) -> bool {
    let is_atom = |atom: &str| {
        !atom.is_empty() && atom.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&b))
    };
    local.len() <= Email::MAX_LOCAL && local.split('.').all(is_atom)
}

fn ascii_domain(domain: &str) -> Option<String> {
    // A host in an address may be percent-encoded; a domain in a mail address may not.
    if domain.contains('%') {
        return None;
    }
    let Ok(Host::Domain(ascii)) = Host::parse(domain) else {
        return None;
    };
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    (ascii.contains('.') && ascii.split('.').all(is_label)).then_some(ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_kept_as_typed_and_found_in_lower_case() {
        for (typed, address, key) in [
            ("ada@example.org", "ada@example.org", "ada@example.org"),
            (" Ada.L+x@Example.ORG ", "Ada.L+x@example.org", "ada.l+x@example.org"),
            ("o'neil@mail.example", "o'neil@mail.example", "o'neil@mail.example"),
            ("info@bücher.example", "info@xn--bcher-kva.example", "info@xn--bcher-kva.example"),
            ("a@пример.рф", "a@xn--e1afmkfd.xn--p1ai", "a@xn--e1afmkfd.xn--p1ai"),
        ] {
            let email = Email::parse(typed).unwrap_or_else(|e| panic!("{typed}: {e:?}"));
            assert_eq!(email.as_str(), address);
            assert_eq!(email.key(), key);
            assert!(email.as_str().parse::<lettre::Address>().is_ok(), "{typed}");
        }
        assert_eq!(Email::parse("Ada@example.org").unwrap().local(), "Ada");
    }

    #[test]
    fn each_rule_has_its_error() {
        let error = |typed: &str| Email::parse(typed).expect_err(typed);
        assert_eq!(error("  "), EmailError::Empty);
        assert_eq!(error("ada"), EmailError::NoAt);
        let long = format!("a@{}.example", "b".repeat(300));
        assert_eq!(error(&long), EmailError::TooLong { length: 310 });
        let short_as_typed = format!("a@{}example", "ü.".repeat(60));
        assert_eq!(error(&short_as_typed), EmailError::TooLong { length: 489 });
        for typed in [
            "@example.org",
            ".ada@example.org",
            "ada.@example.org",
            "a..b@example.org",
            "\"a b\"@example.org",
            "a b@example.org",
            "ada\r\nBcc: x@example.org",
            "ada\0@example.org",
            "<ada@example.org>",
            "a,b@example.org",
            "mıke@example.org",
            "ada\u{200b}@example.org",
            &format!("{}@example.org", "a".repeat(65)),
        ] {
            assert_eq!(error(typed), EmailError::Local, "{typed:?}");
        }
        for typed in [
            "ada@",
            "ada@localhost",
            "ada@@example.org",
            "ada@b@example.org",
            "ada@example.org.",
            "ada@.example.org",
            "ada@a..b",
            "ada@-a.example",
            "ada@a_b.example",
            "ada@127.0.0.1",
            "ada@[127.0.0.1]",
            "ada@0x7f.1",
            "ada@exa mple.org",
            "ada@example.org\nBcc: x",
            "ada@example.org\0",
            "ada@ex%61mple.org",
            "ada@example.org/x",
            "ada@example.org:25",
            "ada@example.org>",
        ] {
            assert_eq!(error(typed), EmailError::Domain, "{typed:?}");
        }
    }

    #[test]
    fn a_log_shows_no_address() {
        let email = Email::parse("ada@example.org").unwrap();
        assert_eq!(format!("{email:?}"), "Email(…@example.org)");
    }
}
