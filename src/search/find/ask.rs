//! How much of the index is asked for, and in which order.

use serde_json::{Value, json};

use super::tokens::Tokens;
use crate::search::parts::Parts;
use crate::search::query::Clause;

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
    /// The same with another condition.
    pub(super) fn with(&self, clause: Option<Clause>) -> Self {
        let mut ask = self.clone();
        ask.tokens.all.extend(clause);
        ask
    }

    /// For PostgreSQL, where `parts` are all parts of the index.
    pub(super) fn json(&self, parts: &Parts) -> Value {
        let expected = usize::try_from(self.expected).unwrap_or(usize::MAX);
        let pairs: Vec<String> = self.tokens.pairs().iter().map(ToString::to_string).collect();
        let tsquery = |parts: &[String]| match pairs.is_empty() {
            true => self.tokens.tsquery(parts),
            false => self.tokens.tsquery_of_words(parts),
        };
        let groups: Vec<String> = if expected <= self.limit.saturating_mul(AT_ONCE) {
            vec![tsquery(&[])]
        } else {
            groups(parts.clone(), self.limit, expected).map(|group| tsquery(&group)).collect()
        };
        json!({
            "limit": self.limit,
            "groups": groups,
            "pairs": format!("{{{}}}", pairs.join(",")),
            "exactly": self.tokens.tsquery(&[]),
        })
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

/// How many of so many documents probably have none of some other words, of which each is in so many of all.
#[must_use]
pub fn left_without(docs: i64, without: &[i64], all: i64) -> i64 {
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    let share: f64 = without.iter().map(|docs| 1.0 - (*docs as f64 / all.max(1) as f64).min(1.0)).product();
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "an estimate, and saturates")]
    let left = (docs as f64 * share).ceil() as i64;
    left
}

/// PostgreSQL's index gives all or nothing. So it is asked for some parts at a time, the newest first, until there are
/// enough.
fn groups(mut parts: Parts, limit: usize, expected: usize) -> impl Iterator<Item = Vec<String>> {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an estimate, and saturates"
    )]
    let mut size = (FIRST * parts.count() as f64 * limit as f64 / expected as f64).max(1.0) as usize;
    std::iter::from_fn(move || {
        let group = parts.take(size);
        size = size.saturating_mul(GROWTH);
        (!group.is_empty()).then_some(group)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(posts: i64, limit: usize, expected: usize) -> Vec<Vec<String>> {
        groups(Parts::down_from(posts, 0), limit, expected).collect()
    }

    #[test]
    fn the_newest_parts_are_asked_first_and_few_of_them_when_many_fit() {
        assert_eq!(asked(16 << 12, 1, 17), [vec!["+2/1"], vec!["+1/3"], vec!["+1/2", "+1/1", "+1/0", "-4/0"]]);
        assert_eq!(asked(16 << 12, 1_000, 0), [vec!["+4/0", "-4/0"]]);
        assert_eq!(
            asked(16 << 12, 1_000, 2_000),
            [vec!["+2/1", "+1/3", "+1/2", "+0/7", "+0/6"], vec!["+0/5", "+0/4", "+1/0", "-4/0"]]
        );
        assert_eq!(asked(1, 1, usize::MAX), [["+4/0"], ["-4/0"]]);
    }

    #[test]
    fn words_meet_more_often_than_by_chance_and_never_more_often_than_the_rarest_stands() {
        assert_eq!(expected(&[500], 1_000), 500);
        assert_eq!(expected(&[1_000, 4_000], 10_000), 633);
        assert_eq!((left_without(633, &[5_000, 1_000], 10_000), left_without(i64::MAX, &[], 0)), (285, i64::MAX));
        assert_eq!((left_without(10, &[200], 100), left_without(0, &[1], 0)), (0, 0));
        assert_eq!((expected(&[0, 10], 100), expected(&[5, 5], 0), expected(&[], 100)), (0, 3, i64::MAX));
    }

    #[test]
    fn what_is_rare_is_asked_at_once() {
        let tokens = Tokens { all: vec![Clause::Phrase(vec!["a".into(), "b".into()])], none: Vec::new() };
        let asked = |expected| Ask { tokens: tokens.clone(), limit: 10, expected }.json(&Parts::down_from(1, 1));
        assert_eq!(asked(20)["groups"], json!(["('a' & 'b')"]));
        assert_eq!(asked(i64::MAX)["groups"], json!(["('a' & 'b') & ('+4/0')", "('a' & 'b') & ('-4/0')"]));
        assert_eq!(asked(0)["exactly"], "('a' <-> 'b')");
        assert_eq!(asked(0)["pairs"], json!(format!("{{{}}}", crate::search::document::pair("a", "b"))));
    }
}
