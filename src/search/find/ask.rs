//! How much of the index is asked for, and in which order.

use serde_json::{Value, json};

use super::tokens::Tokens;

/// With so many documents or fewer for each that is wanted, PostgreSQL is asked for all at once.
const AT_ONCE: usize = 2;
/// Of what is wanted, PostgreSQL is asked for this share first: a half.
const FIRST: usize = 2;

/// What the index is asked for.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The condition.
    pub tokens: Tokens,
    /// Documents that are wanted at most.
    pub limit: usize,
    /// Documents that fulfil the condition at most, as far as it is known; [`i64::MAX`] when it is not.
    pub expected: i64,
}

impl Ask {
    /// For PostgreSQL, where `parts` are all parts of the index, the newest first.
    pub(super) fn json(&self, parts: &[String]) -> Value {
        let expected = usize::try_from(self.expected).unwrap_or(usize::MAX);
        let groups: Vec<String> = if expected <= self.limit.saturating_mul(AT_ONCE) {
            vec![self.tokens.tsquery(&[])]
        } else {
            groups(parts, self.limit, expected).map(|group| self.tokens.tsquery(group)).collect()
        };
        let pairs: Vec<String> = self.tokens.pairs().iter().map(ToString::to_string).collect();
        json!({ "limit": self.limit, "groups": groups, "pairs": format!("{{{}}}", pairs.join(",")) })
    }
}

/// PostgreSQL's index gives all or nothing. So it is asked for some parts at a time, until there are enough: for as many
/// as have a share of what is wanted if every document that is expected is there and they are spread evenly, then always
/// for twice as many as before.
fn groups(mut parts: &[String], limit: usize, expected: usize) -> impl Iterator<Item = &[String]> {
    let wanted = parts.len().saturating_mul(limit) / FIRST;
    let mut size = wanted.checked_div(expected).unwrap_or(usize::MAX).max(1);
    std::iter::from_fn(move || {
        let (group, rest) = parts.split_at(parts.len().min(size));
        parts = rest;
        size = size.saturating_mul(2);
        (!group.is_empty()).then_some(group)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::Clause;

    fn sizes(parts: usize, limit: usize, expected: usize) -> Vec<usize> {
        let parts: Vec<String> = (0..parts).rev().map(|part| format!("+{part}")).collect();
        let groups: Vec<&[String]> = groups(&parts, limit, expected).collect();
        assert_eq!(groups.concat(), parts, "each part once, in order");
        groups.iter().map(|group| group.len()).collect()
    }

    #[test]
    fn the_newest_parts_are_asked_first_and_few_of_them_when_many_fit() {
        assert_eq!(sizes(50, 1_000, 20_000), [1, 2, 4, 8, 16, 19]);
        assert_eq!(sizes(50, 1_000, 2_500), [10, 20, 20]);
        assert_eq!(sizes(50, 1_000, 0), [50]);
        assert_eq!(sizes(3, 1, usize::MAX), [1, 2]);
        assert_eq!(sizes(1, 1_000, 2_000), [1]);
    }

    #[test]
    fn what_is_rare_is_asked_at_once() {
        let tokens = Tokens { all: vec![Clause::Phrase(vec!["a".into(), "b".into()])], none: Vec::new() };
        let asked = |expected| Ask { tokens: tokens.clone(), limit: 10, expected }.json(&["+1".into(), "+0".into()]);
        assert_eq!(asked(20)["groups"], json!(["('a' <-> 'b')"]));
        assert_eq!(asked(i64::MAX)["groups"], json!(["('a' <-> 'b') & ('+1')", "('a' <-> 'b') & ('+0')"]));
        assert_eq!(asked(0)["pairs"], json!(format!("{{{}}}", crate::search::document::pair("a", "b"))));
    }
}
