//! Customers for whom staff speak: found by handle or address, and made when nobody has that address yet.
//!
//! Such an account has no password and its address is not proven: nobody can sign in to it, it is told nothing, and no
//! mail goes there but what its owner asks for. They take it over as an imported one, by setting a password ([`reset`]);
//! signing up with the address is answered as for any that is known (R6).
//!
//! [`reset`]: super::reset

use super::names::{DisplayName, Email, Handle};
use super::store;
use crate::clock::Timestamp;
use crate::db::{Conn, dialect};
use crate::error::{Invalid, Result};
use crate::ids::{self, UserId};
use crate::message::Message;

/// How a customer was named.
#[derive(Debug, Clone)]
pub enum Customer {
    /// By the address they wrote from, and what to call them if they have no account.
    Email(Email, Option<DisplayName>),
    /// By handle.
    Handle(Handle),
}

impl Customer {
    /// Parses the fields `customer` and `name`; the latter may be empty.
    ///
    /// # Errors
    /// [`Invalid`] beside the field that is neither an address nor a handle, or no name.
    pub fn parse(customer: &str, name: &str) -> Result<Self, Invalid> {
        let typed = customer.trim();
        if !typed.strip_prefix('@').unwrap_or(typed).contains('@') {
            let unknown = |_| Invalid::field("customer", Message::new("accounts-customer-unknown"));
            return Handle::parse_official(typed).map(Self::Handle).map_err(unknown);
        }
        let email = Email::parse(typed).map_err(|error| Invalid::field("customer", error.into()))?;
        let name = match name.trim() {
            "" => None,
            name => Some(DisplayName::parse(name).map_err(|error| Invalid::field("name", error.into()))?),
        };
        Ok(Self::Email(email, name))
    }
}

/// The account of a customer. For an address that nobody has yet one is made: what it is called tells nothing of the
/// address.
///
/// # Errors
/// [`Invalid`] on the field `customer` for a handle that nobody has.
pub fn find_or_make(tx: &mut Conn, customer: &Customer, now: Timestamp) -> Result<UserId> {
    let (email, name) = match customer {
        Customer::Handle(handle) => {
            let known = store::by_handle(tx, &handle.skeleton())?.filter(|found| found.handle == handle.as_str());
            let unknown = || Invalid::field("customer", Message::new("accounts-customer-unknown"));
            return Ok(known.ok_or_else(unknown)?.id);
        }
        Customer::Email(email, name) => (email, name),
    };
    let key = email.key();
    // Of two at once, the second finds the account of the first.
    dialect::lock_names(tx, &[format!("customer:{key}")])?;
    if let Some(known) = store::by_email(tx, &key)? {
        return Ok(known.id);
    }
    let handle = free_handle(tx)?;
    let new = store::New {
        handle: handle.as_str(),
        handle_key: &handle.skeleton(),
        name: name.as_ref().map_or(handle.as_str(), DisplayName::as_str),
        email: Some(email.as_str()),
        email_key: Some(&key),
        verified_at: None,
        password: None,
        admin: false,
    };
    store::insert(tx, &new, now)
}

/// A handle that nobody has.
fn free_handle(tx: &mut Conn) -> Result<Handle> {
    loop {
        let number = 100_000 + ids::random_below(899_999_999);
        let handle = Handle::parse(&format!("customer-{number}")).map_err(crate::error::AppError::internal)?;
        if store::by_handle(tx, &handle.skeleton())?.is_none() {
            return Ok(handle);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn an_address_or_a_handle_names_a_customer() {
        assert!(matches!(Customer::parse(" Ada@Example.org ", "Ada").unwrap(), Customer::Email(_, Some(_))));
        assert!(matches!(Customer::parse("ada@example.org", " ").unwrap(), Customer::Email(_, None)));
        assert!(matches!(Customer::parse("@ada", "").unwrap(), Customer::Handle(_)));
        for (customer, name, field) in [
            ("", "", "customer"),
            ("a b", "", "customer"),
            ("a@", "", "customer"),
            ("a@example.org", "https://x.org", "name"),
        ] {
            assert_eq!(Customer::parse(customer, name).unwrap_err().fields[0].0, field, "{customer} {name}");
        }
        assert!(Handle::parse("customer-100000").is_ok(), "what is made up can be had");
    }
}
