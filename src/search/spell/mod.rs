//! Words like one that was typed: for "did you mean", and for the rest of a word that is being typed.
//!
//! Words that are counted may stand in what this reader must not see. So nothing from here is shown before the index
//! has found something by it for this very reader; and whether a word is unknown is asked of the index too.

mod store;

use super::find::{Reader, Sort, Tokens, find, is_found};
use super::query::{Query, Term, parse};
use super::words::Word;
use crate::db::Conn;
use crate::error::Result;

pub use store::completions;

/// Words of one length that are compared.
const COMPARED: i64 = 1_000;
/// Words that are tried for one that is unknown.
const TRIED: usize = 4;
/// Words of a query that are looked up.
const LOOKED_UP: usize = 3;
/// Below so many letters, one may differ, from there on two.
const LONG: usize = 5;

/// The query with the words that find nothing replaced by words like them, if that finds something.
///
/// # Errors
/// When the database refuses.
pub fn did_you_mean(c: &mut Conn, query: &Query, reader: &Reader<'_>) -> Result<Option<String>> {
    let mut text = query.text.clone();
    let mut replaced = 0;
    for term in &query.all {
        let Term::Word(word) = term else { continue };
        if replaced == LOOKED_UP || is_known(c, word, reader)? {
            continue;
        }
        let Some(other) = like(c, word, reader)? else { continue };
        // Where it stands in the text as it was typed: the place in its piece is not the place in the query.
        let Some(at) = place(&text, word) else { continue };
        text.replace_range(at, &other);
        replaced += 1;
    }
    if replaced == 0 {
        return Ok(None);
    }
    let found = find(c, &parse(&text), reader, Sort::Newest)?;
    Ok((!found.topics.is_empty()).then_some(text))
}

/// Where a word stands in a text.
fn place(text: &str, word: &Word) -> Option<std::ops::Range<usize>> {
    super::words::words(text).find(|other| other.folded == word.folded).map(|other| other.start..other.end)
}

fn is_known(c: &mut Conn, word: &Word, reader: &Reader<'_>) -> Result<bool> {
    is_found(c, Tokens { all: vec![Term::Word(word.clone()).clause()], none: Vec::new() }, reader)
}

/// The most used of the nearest words that this reader would find something by.
fn like(c: &mut Conn, word: &Word, reader: &Reader<'_>) -> Result<Option<String>> {
    let letters: Vec<char> = word.folded.chars().collect();
    let far = if letters.len() < LONG { 1 } else { 2 };
    let mut near: Vec<(usize, i64, String)> = Vec::new();
    for length in letters.len().saturating_sub(far).max(2)..=letters.len() + far {
        for (other, docs) in store::of_length(c, length, COMPARED)? {
            let distance = distance(&letters, &other.chars().collect::<Vec<_>>(), far);
            near.extend(distance.filter(|distance| *distance > 0).map(|distance| (distance, docs, other)));
        }
    }
    near.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
    for (.., other) in near.into_iter().take(TRIED) {
        let Some(word) = super::words::words(&other).next() else { continue };
        if is_known(c, &word, reader)? {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

/// How many letters to add, leave out, change or swap with their neighbour (optimal string alignment), if at most `far`.
fn distance(one: &[char], other: &[char], far: usize) -> Option<usize> {
    if one.len().abs_diff(other.len()) > far {
        return None;
    }
    let (mut before, mut last) = (vec![0; other.len() + 1], (0..=other.len()).collect::<Vec<usize>>());
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1; other.len() + 1];
        for (j, b) in other.iter().enumerate() {
            let mut cost = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                cost = cost.min(before[j - 1] + 1);
            }
            row[j + 1] = cost;
        }
        if row.iter().all(|cost| *cost > far) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|distance| *distance <= far)
}

#[cfg(test)]
mod tests {
    use super::distance;

    fn of(one: &str, other: &str) -> Option<usize> {
        distance(&one.chars().collect::<Vec<_>>(), &other.chars().collect::<Vec<_>>(), 2)
    }

    #[test]
    fn letters_that_differ_are_counted_once() {
        for (one, other, expected) in [
            ("esim", "esim", Some(0)),
            ("esmi", "esim", Some(1)),
            ("activatoin", "activation", Some(1)),
            ("roamng", "roaming", Some(1)),
            ("rooming", "roaming", Some(1)),
            ("вопос", "вопрос", Some(1)),
            ("ca", "abc", None),
            ("abcdef", "fedcba", None),
            ("kitten", "sitting", None),
            ("", "ab", Some(2)),
        ] {
            assert_eq!(of(one, other), expected, "{one} {other}");
            assert_eq!(of(other, one), expected, "{other} {one}");
        }
    }
}
