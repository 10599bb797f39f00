//! Forms that may be sent twice, by an impatient finger or a browser that tries again: what they do is done once.

mod store;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{self, UserId};

pub use store::forget;

/// What tells one submission from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission(Option<String>);

impl Submission {
    /// A form by its own key, by where it was sent and by what was typed: a page that one went back to still has its
    /// key, and another text in it must not be taken for the first one.
    ///
    /// A form without a key (of somebody's own making) is like no other.
    ///
    /// # Errors
    /// None that texts have.
    pub fn of(form_key: &str, place: &str, typed: &[&str]) -> Result<Self> {
        if form_key.is_empty() {
            return Ok(Self(None));
        }
        let all = serde_json::to_string(&(form_key, place, typed)).map_err(AppError::internal)?;
        Ok(Self(Some(ids::digest(&all))))
    }
}

/// Does something once for a form that may be sent twice: the second is led to where the first one was.
///
/// # Errors
/// What `f` answers, or when the database refuses.
pub fn once(
    tx: &mut Conn,
    (user, form, now): (UserId, &Submission, Timestamp),
    f: impl FnOnce(&mut Conn) -> Result<String>,
) -> Result<String> {
    let Some(key) = &form.0 else { return f(tx) };
    // The row is taken before the work: whoever sends the same form meanwhile waits here, and then finds it.
    if !store::take(tx, user, key, now)? {
        return store::location(tx, user, key);
    }
    let location = f(tx)?;
    store::keep(tx, user, key, &location)?;
    Ok(location)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_told_by_its_key_its_place_and_its_text() {
        let of = |key, place, typed: &[&str]| Submission::of(key, place, typed).ok();
        let one = of("k", "answers/1", &["a", "b"]);
        assert_eq!(one, of("k", "answers/1", &["a", "b"]));
        for other in [
            of("l", "answers/1", &["a", "b"]),
            of("k", "answers/2", &["a", "b"]),
            of("k", "answers/1", &["a", "c"]),
            of("k", "answers/1", &["ab"]),
        ] {
            assert_ne!(one, other);
        }
        assert_eq!(of("", "answers/1", &["a"]), Some(Submission(None)));
    }
}
