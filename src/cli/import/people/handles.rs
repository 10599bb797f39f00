//! Handles for people who never chose one here.

use std::collections::HashSet;

use super::store::{self, Handle};
use crate::cli::import::texts;
use crate::db::Conn;
use crate::error::Result;

/// Characters a handle has at most.
const MAX: usize = 30;

/// What a name becomes that leaves nothing which a handle can begin with.
const NAMELESS: &str = "member";

/// A handle for each display name that nobody has, in order: the name spelled in ASCII; with the person's number in
/// the dump when that is taken; with further numbers.
pub fn choose(conn: &mut Conn, people: &[(&str, Option<i64>)]) -> Result<Vec<Handle>> {
    let bases: Vec<String> = people.iter().map(|(name, _)| base(name)).collect();
    let likely: Vec<String> = bases
        .iter()
        .zip(people)
        .flat_map(|(base, (_, number))| candidates(base, *number).take(3))
        .map(|handle| handle.handle_key)
        .collect();
    let mut taken: HashSet<String> = store::taken_handles(conn, &likely)?.into_iter().collect();
    let asked: HashSet<String> = likely.into_iter().collect();
    let mut chosen = Vec::with_capacity(people.len());
    for (base, (_, number)) in bases.iter().zip(people) {
        for handle in candidates(base, *number) {
            let key = &handle.handle_key;
            let in_use = taken.contains(key)
                || (!asked.contains(key) && !store::taken_handles(conn, std::slice::from_ref(key))?.is_empty());
            if !in_use {
                taken.insert(key.clone());
                chosen.push(handle);
                break;
            }
        }
    }
    Ok(chosen)
}

/// The name, the name with its number, the name with 2, 3 and so on; without what nobody may have.
fn candidates(base: &str, number: Option<i64>) -> impl Iterator<Item = Handle> + use<'_> {
    std::iter::once(base.to_owned())
        .chain(number.map(|number| numbered(base, number.unsigned_abs())))
        .chain((2..).map(|number| numbered(base, number)))
        .filter_map(|handle| texts::handle(&handle).map(|(handle, handle_key)| Handle { handle, handle_key }))
}

fn numbered(base: &str, number: u64) -> String {
    let number = number.to_string();
    let room = MAX.saturating_sub(number.len() + 1);
    format!("{}-{number}", base[..base.len().min(room)].trim_end_matches(['-', '_']))
}

/// The name in lower-case ASCII letters, digits, `-` and `_`: with a number behind it, a handle.
fn base(name: &str) -> String {
    let mut base = String::new();
    for c in deunicode::deunicode_with_tofu(name, " ").chars() {
        if c.is_ascii_alphanumeric() || c == '_' {
            base.push(c.to_ascii_lowercase());
        } else if c != '\'' && c != '.' && !base.ends_with('-') {
            base.push('-');
        }
    }
    base.truncate(MAX);
    let base = base.trim_matches(['-', '_']);
    // Neither short names nor those of offices (`admin`) can be had, nor become so by a number.
    if texts::handle(&numbered(base, 2)).is_some() { base.to_owned() } else { NAMELESS.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelled_in_ascii() {
        for (name, handle) in [
            ("Ada Lovelace", "ada-lovelace"),
            ("Žygimantas Ąžuolas", "zygimantas-azuolas"),
            ("Анна Ка́ренина", "anna-karenina"),
            ("J. R. R. O'Neill", "j-r-r-oneill"),
            ("snake_case", "snake_case"),
            ("__x__", "x"),
            ("42", "member"),
            ("Admin of this site", "member"),
            ("😀", "grinning"),
            ("", "member"),
        ] {
            assert_eq!(base(name), handle, "{name}");
        }
        assert_eq!(base(&"a b".repeat(20)).len(), 30);
    }

    #[test]
    fn numbers_fit_behind_long_names() {
        let long = "a".repeat(30);
        assert_eq!(numbered(&long, 1234).len(), 30);
        assert_eq!(numbered("ab", u64::MAX).len(), 23);
        let candidates: Vec<String> = candidates("ann", Some(-7)).take(3).map(|handle| handle.handle).collect();
        assert_eq!(candidates, ["ann", "ann-7", "ann-2"]);
        // Without these two, a search for a handle would have no end.
        assert!(
            texts::handle(&numbered(NAMELESS, 2)).is_some() && texts::handle(&numbered(NAMELESS, u64::MAX)).is_some()
        );
    }
}
