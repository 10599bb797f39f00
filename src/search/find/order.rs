//! The final order.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::{Body, Facts, Found, READ, Reader, Results, Sort, bodies};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::markdown;
use crate::search::rank::{Standing, Terms, factor};
use crate::search::words::{Stemmer, Word, words};

/// What a topic that has all the words somewhere is worth besides its title: between a text that has them once and far
/// apart, and one that is about them.
const SOMEWHERE: f64 = 0.6;

/// Puts results in order.
pub(super) fn by(c: &mut Conn, mut results: Results, reader: &Reader<'_>, sort: Sort) -> Result<Results> {
    let topics = &mut results.topics;
    match sort {
        Sort::Newest => topics.sort_by_key(|found| Reverse((found.facts.created_at, found.facts.id))),
        Sort::Score => topics.sort_by_key(|found| Reverse((found.facts.score, found.facts.id))),
        Sort::Relevance => by_relevance(c, topics, &results.terms, reader.now)?,
    }
    Ok(results)
}

fn by_relevance(c: &mut Conn, topics: &mut Vec<Found>, terms: &Terms, now: Timestamp) -> Result<()> {
    let mut stemmers: HashMap<String, Stemmer> = HashMap::new();
    let mut scored: Vec<(f64, f64, Found)> = Vec::with_capacity(topics.len());
    for found in topics.drain(..) {
        let title = terms.title(&terms.places_in_title(&found.facts.stems));
        let first = (title + SOMEWHERE * terms.weight()) * factor(&standing(&found.facts, now));
        scored.push((first, title, found));
    }
    sort(&mut scored);
    let read = scored.len().min(READ);
    let documents: Vec<i64> =
        scored[..read].iter().flat_map(|(.., found)| found.hits.iter().map(|hit| hit.id)).collect();
    let texts: HashMap<i64, Body> = bodies(c, &documents)?.into_iter().map(|body| (body.id, body)).collect();
    for (score, title, found) in &mut scored[..read] {
        let stemmer = stemmers.entry(found.facts.lang.clone()).or_insert_with(|| Stemmer::new(&found.facts.lang));
        let mut by_text: Vec<(f64, super::Hit)> = found
            .hits
            .iter()
            .map(|hit| (texts.get(&hit.id).map_or(0.0, |body| text_score(terms, stemmer, &body.source)), *hit))
            .collect();
        // Stable: of those that say the same, the question first, for its id is smaller than those of its answers.
        by_text.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.id.abs().cmp(&b.1.id.abs())));
        let best = by_text.first().map_or(0.0, |(score, _)| *score);
        found.hits = by_text.into_iter().map(|(_, hit)| hit).collect();
        *score = (*title + best) * factor(&standing(&found.facts, now));
    }
    sort(&mut scored[..read]);
    topics.extend(scored.into_iter().map(|(.., found)| found));
    Ok(())
}

fn sort(scored: &mut [(f64, f64, Found)]) {
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.2.facts.id.cmp(&a.2.facts.id)));
}

fn text_score(terms: &Terms, stemmer: &mut Stemmer, source: &str) -> f64 {
    let words: Vec<Word> = words(&markdown::plain_text(source)).collect();
    terms.text(&terms.places(stemmer, &words), words.len())
}

fn standing(facts: &Facts, now: Timestamp) -> Standing {
    Standing { solved: facts.accepted_count > 0, score: facts.score, age: now.since(Timestamp(facts.active_at)) }
}
