//! Kept queries held to one new topic: which of them find it.
//!
//! There may be very many kept queries, so each is kept with tokens of its own ([`keys`]), one of which every topic has
//! that it finds. Those that share a token with the topic are held to it in memory, by the rules that the index goes by.

use super::document::{Document, tag_token};
use super::find::{Facts, Reader, counts, facets, facts, fits, written};
use super::query::{Clause, Query, Term};
use super::words::{is_grammar, stems_in_every_language};
use crate::db::Conn;
use crate::error::Result;
use crate::ids::TopicId;
use crate::slug::TagSlug;

/// The key of a query that says nothing of what a topic must have.
pub const ANY: &str = "";

/// The tokens by which a query is kept: those of its rarest word, or else of a tag.
///
/// # Errors
/// When the database refuses.
pub fn keys(c: &mut Conn, query: &Query) -> Result<Vec<String>> {
    let mut choices: Vec<(i64, Vec<String>)> = Vec::new();
    for term in &query.all {
        for word in term.words() {
            let tokens = match term {
                Term::Word(word) => stems_in_every_language(word),
                Term::Phrase(_) => vec![word.folded.clone()],
            };
            let docs = counts(c, &tokens)?.values().sum();
            choices.push((if is_grammar(word) { i64::MAX } else { docs }, tokens));
        }
    }
    let rarest = choices.into_iter().min_by_key(|(docs, _)| *docs).map(|(_, tokens)| tokens);
    let tag = || query.filters.tags.iter().find(|tag| !tag.not).and_then(|tag| TagSlug::parse(&tag.name).ok());
    Ok(rarest.or_else(|| tag().map(|tag| vec![tag_token(tag.as_str())])).unwrap_or_else(|| vec![ANY.to_owned()]))
}

/// A new topic.
#[derive(Debug)]
pub struct New {
    facts: Facts,
    document: Document,
}

impl New {
    /// None when it cannot be found.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn load(c: &mut Conn, topic: TopicId) -> Result<Option<Self>> {
        let Some(document) = super::document_of(c, topic)? else { return Ok(None) };
        Ok(facts(c, &[topic])?.pop().map(|facts| Self { facts, document }))
    }

    /// The keys of all queries that may find it, each once. `other_names` are the synonyms of its tags.
    #[must_use]
    pub fn keys(&self, other_names: &[String]) -> Vec<String> {
        let words = self.document.words.iter().chain(&self.document.bag).cloned();
        let names = other_names.iter().map(|name| tag_token(name));
        let mut keys: Vec<String> = words.chain(names).chain([ANY.to_owned()]).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Whether a query finds it, for one who may see it.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn is_found(&self, c: &mut Conn, query: &Query, reader: &Reader<'_>) -> Result<bool> {
        if query.is_empty() || !fits(&query.filters, written(&query.filters, reader.zone), &self.facts) {
            return Ok(false);
        }
        let says = |term: &Term| self.document.has(&term.clause());
        if !query.all.iter().all(says) || query.none.iter().any(says) {
            return Ok(false);
        }
        let facets = facets(c, &query.filters, reader)?;
        Ok(facets.all.iter().all(|one| self.document.has(one)) && !facets.none.iter().any(|one| self.document.has(one)))
    }
}

impl Document {
    fn has(&self, clause: &Clause) -> bool {
        match clause {
            Clause::Any(tokens) => tokens.iter().any(|token| self.bag.contains(token)),
            Clause::Phrase(words) => self.words.windows(words.len().max(1)).any(|place| place == words.as_slice()),
        }
    }
}
