//! How much of the index is asked for, and in which order.

use serde_json::{Value, json};

use super::tokens::Tokens;

/// With so many documents or fewer for each that is wanted, PostgreSQL is asked for all at once.
const AT_ONCE: usize = 4;
/// Otherwise, for parts with so many for each first: a little more, as they are not spread evenly.
const FIRST: f64 = 1.25;
/// Then always for so many times as many parts as before.
const GROWTH: usize = 4;

/// What the index is asked for.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The condition.
    pub tokens: Tokens,
    /// Documents that are wanted at most.
    pub limit: usize,
    /// Documents that probably fulfil the condition, see [`expected`]; [`i64::MAX`] when that is not known.
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

/// How many of all documents probably have all of some words, of which each is in so many. The rarest says how many at
/// most; words that have nothing to do with each other meet much more seldom. What is true lies between the two, and so
/// does the answer.
#[must_use]
pub fn expected(docs: &[i64], all: i64) -> i64 {
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    let (docs, all): (Vec<f64>, f64) = (docs.iter().map(|docs| *docs as f64).collect(), all.max(1) as f64);
    let rarest = docs.iter().copied().fold(f64::INFINITY, f64::min);
    let by_chance = docs.iter().map(|docs| (docs / all).min(1.0)).product::<f64>() * all;
    #[expect(clippy::cast_possible_truncation, reason = "saturates: without a word, nothing is known")]
    let between = (rarest * by_chance).sqrt().min(rarest).ceil() as i64;
    between
}

/// PostgreSQL's index gives all or nothing. So it is asked for some parts at a time, the newest first, until there are
/// enough.
fn groups(mut parts: &[String], limit: usize, expected: usize) -> impl Iterator<Item = &[String]> {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an estimate, and saturates"
    )]
    let mut size = (FIRST * parts.len() as f64 * limit as f64 / expected as f64).max(1.0) as usize;
    std::iter::from_fn(move || {
        let (group, rest) = parts.split_at(parts.len().min(size));
        parts = rest;
        size = size.saturating_mul(GROWTH);
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
        assert_eq!(sizes(50, 1_000, 20_000), [3, 12, 35]);
        assert_eq!(sizes(50, 1_000, 2_500), [25, 25]);
        assert_eq!(sizes(50, 1_000, 0), [50]);
        assert_eq!(sizes(3, 1, usize::MAX), [1, 2]);
        assert_eq!(sizes(1, 1_000, 2_000), [1]);
    }

    #[test]
    fn words_meet_more_often_than_by_chance_and_never_more_often_than_the_rarest_stands() {
        assert_eq!(expected(&[500], 1_000), 500);
        assert_eq!(expected(&[1_000, 4_000], 10_000), 633);
        assert_eq!((expected(&[0, 10], 100), expected(&[5, 5], 0), expected(&[], 100)), (0, 3, i64::MAX));
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
