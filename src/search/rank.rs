//! The order of what was found: pure, so that it is the same whatever database found it.
//!
//! The score of a topic is what its words say (BM25 with the title above the text, rare words above common ones, words
//! that stand together above those that do not), times a little for what makes an answer worth reading: solved, voted
//! up, fresh. The factors are small: they order what the words leave equal, and never bring a worse match before a
//! better one.

use std::collections::HashMap;
use std::time::Duration;

use super::document::title_words;
use super::words::{Stemmer, Word};

/// A word in the title counts like so many in a text.
const TITLE: f64 = 3.0;
/// BM25's saturation: how fast more of the same word stops to count.
const SATURATION: f64 = 1.2;
/// BM25's share of the length in the weight of a text.
const LENGTH: f64 = 0.6;
/// Words of a text of the usual length.
const USUAL_LENGTH: f64 = 100.0;
/// What all words side by side add at most, in shares of the score.
const NEARNESS: f64 = 0.5;
/// What a solved topic has more.
const SOLVED: f64 = 0.15;
/// What a vote has more, by the logarithm of their number, up to [`VOTES_MOST`].
const VOTES: f64 = 0.04;
const VOTES_MOST: f64 = 0.2;
/// What one of today has more than a very old one; half of it after [`HALF_LIFE`].
const FRESH: f64 = 0.1;
const HALF_LIFE: Duration = crate::clock::days(365);

/// The words that are looked for, with their weights.
#[derive(Debug, Default)]
pub struct Terms {
    by_token: HashMap<String, usize>,
    weights: Vec<f64>,
}

impl Terms {
    /// Adds a word by all its stems; a rare one weighs more.
    pub fn add(&mut self, tokens: impl IntoIterator<Item = String>, weight: f64) {
        let term = self.weights.len();
        for token in tokens {
            self.by_token.entry(token).or_insert(term);
        }
        self.weights.push(weight);
    }

    /// How much all words weigh together.
    pub fn weight(&self) -> f64 {
        self.weights.iter().sum()
    }

    /// The words of a text that are looked for: their places, and which they are.
    pub fn places(&self, stemmer: &mut Stemmer, words: &[Word]) -> Vec<(usize, usize)> {
        let term = |word: &Word, stemmer: &mut Stemmer| {
            stemmer.stems(word).iter().find_map(|stem| self.by_token.get(stem.as_str()).copied())
        };
        words.iter().enumerate().filter_map(|(place, word)| Some((place, term(word, stemmer)?))).collect()
    }

    /// The same of a title whose stems are kept.
    pub fn places_in_title(&self, stored: &str) -> Vec<(usize, usize)> {
        let term = |mut stems: std::str::Split<'_, char>| stems.find_map(|stem| self.by_token.get(stem).copied());
        title_words(stored).enumerate().filter_map(|(place, stems)| Some((place, term(stems)?))).collect()
    }

    /// What a title says about them.
    pub fn title(&self, places: &[(usize, usize)]) -> f64 {
        let mut there = vec![false; self.weights.len()];
        for (_, term) in places {
            there[*term] = true;
        }
        let found: f64 = self.weights.iter().zip(there).filter(|(_, there)| *there).map(|(weight, _)| weight).sum();
        TITLE * found * self.nearness(places)
    }

    /// What a text of so many words says about them.
    pub fn text(&self, places: &[(usize, usize)], length: usize) -> f64 {
        let mut counts = vec![0.0_f64; self.weights.len()];
        for (_, term) in places {
            counts[*term] += 1.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "no text has so many words")]
        let relative = 1.0 - LENGTH + LENGTH * length as f64 / USUAL_LENGTH;
        let score: f64 =
            self.weights.iter().zip(counts).map(|(weight, n)| weight * n / (n + SATURATION * relative)).sum();
        score * self.nearness(places)
    }

    /// 1 to 1 + [`NEARNESS`]: how close together all the words stand at the best place.
    fn nearness(&self, places: &[(usize, usize)]) -> f64 {
        let wanted = self.weights.len();
        if wanted < 2 {
            return 1.0;
        }
        let mut seen = vec![0_usize; wanted];
        let (mut different, mut start, mut best) = (0, 0, usize::MAX);
        for (place, term) in places {
            seen[*term] += 1;
            different += usize::from(seen[*term] == 1);
            while different == wanted && start < places.len() {
                let (first, term) = places[start];
                best = best.min(place - first + 1);
                seen[term] -= 1;
                different -= usize::from(seen[term] == 0);
                start += 1;
            }
        }
        if best == usize::MAX {
            return 1.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let share = wanted as f64 / best as f64;
        1.0 + NEARNESS * share.min(1.0)
    }
}

/// How much a word in so many of all documents weighs.
#[expect(clippy::cast_precision_loss, reason = "an estimate")]
pub fn rarity(docs: i64, all: i64) -> f64 {
    let (docs, all) = (docs.max(0) as f64, all.max(docs).max(1) as f64);
    (1.0 + (all - docs + 0.5) / (docs + 0.5)).ln()
}

/// What speaks for a topic besides its words.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// An answer is accepted.
    pub solved: bool,
    /// Votes up less votes down.
    pub score: i64,
    /// How long ago something happened in it.
    pub age: Duration,
}

/// The factor for it: 1 to about 1.45.
#[expect(clippy::cast_precision_loss, reason = "an estimate")]
pub fn factor(standing: &Standing) -> f64 {
    let solved = if standing.solved { SOLVED } else { 0.0 };
    let votes = (VOTES * (1.0 + standing.score.max(0) as f64).ln()).min(VOTES_MOST);
    let fresh = FRESH * 0.5_f64.powf(standing.age.as_secs_f64() / HALF_LIFE.as_secs_f64());
    1.0 + solved + votes + fresh
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::words::{stems_in_every_language, words};

    fn terms(query: &str) -> Terms {
        let mut terms = Terms::default();
        for word in words(query) {
            terms.add(stems_in_every_language(&word), 1.0);
        }
        terms
    }

    fn text(terms: &Terms, text: &str) -> f64 {
        let words: Vec<Word> = words(text).collect();
        terms.text(&terms.places(&mut Stemmer::new("en"), &words), words.len())
    }

    #[test]
    fn more_words_count_more_and_near_ones_more_than_distant_ones() {
        let terms = terms("spending cap");
        let near = text(&terms, "How to set a spending cap for my son on the plan");
        let far = text(&terms, "A cap on the plan for my son, and how to set spending");
        let one = text(&terms, "How to set a cap cap cap for my son on the plan");
        assert!(near > far && far > one && one > 0.0, "{near} {far} {one}");
        assert!(text(&terms, "nothing here").abs() < f64::EPSILON);
    }

    #[test]
    fn a_title_counts_more_than_a_text_and_a_rare_word_more_than_a_common_one() {
        let terms = terms("roaming");
        let words: Vec<Word> = words("Roaming in Spain").collect();
        let places = terms.places(&mut Stemmer::new("en"), &words);
        assert!(terms.title(&places) > terms.text(&places, words.len()));
        assert!(rarity(3, 1000) > rarity(300, 1000) && rarity(1000, 1000) > 0.0 && rarity(5, 0) > 0.0);
    }

    #[test]
    fn standing_orders_what_the_words_leave_equal() {
        let plain = Standing { solved: false, score: 0, age: crate::clock::days(4000) };
        let better = [
            Standing { solved: true, ..plain },
            Standing { score: 10, ..plain },
            Standing { age: Duration::ZERO, ..plain },
        ];
        for standing in better {
            assert!(factor(&standing) > factor(&plain));
        }
        let best = Standing { solved: true, score: 1_000_000, age: Duration::ZERO };
        assert!(factor(&best) < 1.5 * factor(&plain));
    }
}
