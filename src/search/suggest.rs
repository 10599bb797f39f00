//! Titles that fit what is being typed. The last word may be a beginning.

use super::document::title_words;
use super::find::{Ask, Facts, Reader, Tokens, counts, expected, facts, in_titles, newest, newest_of};
use super::query::{Clause, Filters};
use super::rank::{Standing, Terms, factor};
use super::spell::completions;
use super::words::{Word, is_grammar, stems_in_every_language, words};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;

/// Titles that are suggested.
pub const SUGGESTED: usize = 6;
/// The newest that fit, of which the best are suggested.
const LOOKED_AT: usize = 60;
/// Characters that are read: of a title.
const MAX_CHARS: usize = 150;
/// Words that are read.
const MAX_WORDS: usize = 8;
/// Ends of the last word that are tried.
const ENDS: usize = 8;
/// Letters of a beginning that is completed.
const BEGINNING: usize = 2;

/// Topics whose titles have all these words, the best first.
///
/// # Errors
/// When the database refuses.
pub fn suggest(c: &mut Conn, typed: &str, reader: &Reader<'_>) -> Result<Vec<Facts>> {
    let text: String = typed.chars().take(MAX_CHARS).collect();
    let all: Vec<Word> = words(&text).collect();
    let last = all.last().filter(|last| last.end == text.len()).map(|last| last.folded.clone());
    let is_last = |word: &Word| last.as_ref() == Some(&word.folded);
    let mut asked: Vec<&Word> = all.iter().filter(|word| is_last(word) || !is_grammar(word)).collect();
    asked.truncate(MAX_WORDS);
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let mut terms = Terms::default();
    let mut clauses = Vec::new();
    for word in asked {
        let mut stems = stems_in_every_language(word);
        if is_last(word) && word.folded.chars().count() >= BEGINNING {
            for whole in completions(c, &word.folded, ENDS)? {
                stems.extend(words(&whole).flat_map(|word| stems_in_every_language(&word)));
            }
        }
        stems.sort();
        stems.dedup();
        clauses.push(in_titles(&stems));
        terms.add(stems, 1.0);
    }
    let counts = counts(c, &clauses.concat())?;
    let docs = |tokens: &Vec<String>| tokens.iter().filter_map(|token| counts.get(token)).sum();
    let docs: Vec<i64> = clauses.iter().map(docs).collect();
    let (posts, comments) = newest(c)?;
    let tokens = Tokens { all: clauses.into_iter().map(Clause::Any).collect(), none: Vec::new() };
    let ask = Ask { tokens, limit: LOOKED_AT, expected: expected(&docs, posts + comments) };
    let topics = newest_of(c, &[ask], reader, &Filters::default())?.concat();
    let mut scored: Vec<(f64, Facts)> = facts(c, &topics)?
        .into_iter()
        .map(|topic| {
            let said = terms.text(&terms.places_in_title(&topic.stems), title_words(&topic.stems).count());
            let age = reader.now.since(Timestamp(topic.active_at));
            let standing = Standing { solved: topic.accepted_count > 0, score: topic.score, age };
            (said * factor(&standing), topic)
        })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.id.cmp(&a.1.id)));
    scored.truncate(SUGGESTED);
    Ok(scored.into_iter().map(|(_, topic)| topic).collect())
}
