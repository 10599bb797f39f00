//! Topics like a title: what a question that is being typed may already have an answer in.
//!
//! Any of the words will do, so there is more than can be read. First the index gives, for each of the rarest words,
//! the newest titles and texts that have it, a bounded number; their topics are scored by the words they have. The best
//! [`READ`] are then read: title, tags, question, answers and comments together, by BM25F. Few parameters, the same for
//! every site: a word in the title counts three times, everywhere else once, and the length of a field is held against
//! it. `benches/relevance` measures what comes of it.

use std::collections::HashMap;

use super::find::{Ask, Facts, Hit, Reader, Tokens, counts, facts, in_titles, newest, newest_of, texts_of};
use super::query::{Clause, Filters};
use super::rank::{Standing, Terms, factor, rarity};
use super::words::{Stemmer, Word, is_grammar, stems_in_every_language, words};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::TopicId;
use crate::markdown;
use crate::policy::TopicKind;

/// Words of a title that are looked up, the rarest first.
const WORDS: usize = 8;
/// Characters of a title that are read.
const MAX_CHARS: usize = 200;
/// Titles that are looked at for a word.
const IN_TITLES: usize = 100;
/// Other documents that are looked at for a word, and for all of them, the rarest first: a rare word says more.
const ANYWHERE: usize = 300;
const ANYWHERE_IN_ALL: usize = 900;
/// Topics whose texts are read.
const READ: usize = 25;

/// A part of a topic: what a word in it counts, how much its length is held against it, and its usual length.
struct Field {
    weight: f64,
    length: f64,
    usual: f64,
}

const TITLE: Field = Field { weight: 3.0, length: 0.3, usual: 10.0 };
const TAGS: Field = Field { weight: 1.0, length: 0.3, usual: 4.0 };
const QUESTION: Field = Field { weight: 1.0, length: 0.75, usual: 110.0 };
const ANSWERS: Field = Field { weight: 1.0, length: 0.75, usual: 200.0 };
const COMMENTS: Field = Field { weight: 1.0, length: 0.75, usual: 80.0 };
/// BM25's saturation.
const SATURATION: f64 = 1.2;

/// How many topics are wanted, and how much they must have in common with the title.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wanted {
    /// At most.
    pub most: usize,
    /// So many of the title's words at least.
    pub words: usize,
    /// Of what the title's known words weigh together, the share of those that the topic has: 0 to 1.
    pub share: f64,
    /// Of this kind only.
    pub kind: Option<TopicKind>,
}

/// The topics that this reader may see and that are most like a title, the best first.
///
/// # Errors
/// When the database refuses.
pub fn similar(c: &mut Conn, reader: &Reader<'_>, title: &str, wanted: Wanted) -> Result<Vec<Facts>> {
    let asked = asked(c, title)?;
    let filters = Filters { kind: wanted.kind.map(TopicKind::as_str), ..Filters::default() };
    let ids = candidates(c, (reader, &filters), &asked, READ.max(wanted.most))?;
    let mut terms = Terms::default();
    let weights: Vec<f64> = asked.iter().map(|word| word.weight).collect();
    // A word that nobody has written yet says nothing of what there is.
    let known: f64 = asked.iter().filter(|word| word.docs > 0).map(|word| word.weight).sum();
    for word in asked {
        terms.add(word.stems, word.weight);
    }
    let mut texts: HashMap<TopicId, Vec<(Hit, String)>> = HashMap::new();
    for (hit, text) in texts_of(c, &ids)? {
        texts.entry(hit.topic).or_default().push((hit, text));
    }
    let mut stemmers: HashMap<String, Stemmer> = HashMap::new();
    let mut scored: Vec<(f64, Facts)> = facts(c, &ids)?
        .into_iter()
        .filter_map(|topic| {
            let stemmer = stemmers.entry(topic.lang.clone()).or_insert_with(|| Stemmer::new(&topic.lang));
            let texts = texts.remove(&topic.id).unwrap_or_default();
            let counted = count(&topic, &texts, (&terms, weights.len()), stemmer);
            let common: Vec<f64> =
                weights.iter().zip(&counted).filter(|(_, n)| **n > 0.0).map(|(weight, _)| *weight).collect();
            if common.len() < wanted.words || common.iter().sum::<f64>() < wanted.share * known {
                return None;
            }
            let age = reader.now.since(Timestamp(topic.active_at));
            let standing = Standing { solved: topic.accepted_count > 0, score: topic.score, age };
            let score: f64 = weights.iter().zip(counted).map(|(weight, n)| weight * n / (n + SATURATION)).sum();
            Some((score * factor(&standing), topic))
        })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.id.cmp(&a.1.id)));
    scored.truncate(wanted.most);
    Ok(scored.into_iter().map(|(_, topic)| topic).collect())
}

/// The topics to compare: those whose documents have the most of the words, by what these weigh.
fn candidates(c: &mut Conn, of: (&Reader<'_>, &Filters), asked: &[Asked], limit: usize) -> Result<Vec<TopicId>> {
    let any = |tokens: Vec<String>| Tokens { all: vec![Clause::Any(tokens)], none: Vec::new() };
    let (mut asks, mut shares, mut left) = (Vec::new(), Vec::new(), ANYWHERE_IN_ALL);
    for word in asked {
        asks.push(Ask { tokens: any(in_titles(&word.stems)), limit: IN_TITLES, expected: word.titles });
        shares.push((TITLE.weight - 1.0) * word.weight);
        let most = left.min(ANYWHERE);
        if most > 0 {
            asks.push(Ask { tokens: any(word.stems.clone()), limit: most, expected: word.docs });
            shares.push(word.weight);
            left -= most.min(usize::try_from(word.docs).unwrap_or(0));
        }
    }
    let mut scores: HashMap<TopicId, f64> = HashMap::new();
    for (topics, share) in newest_of(c, &asks, of.0, of.1)?.into_iter().zip(shares) {
        for topic in topics {
            *scores.entry(topic).or_default() += share;
        }
    }
    let mut best: Vec<(TopicId, f64)> = scores.into_iter().collect();
    best.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
    best.truncate(limit);
    Ok(best.into_iter().map(|(id, _)| id).collect())
}

/// A word that is looked up.
struct Asked {
    stems: Vec<String>,
    /// In so many documents.
    docs: i64,
    /// In so many titles.
    titles: i64,
    weight: f64,
}

fn asked(c: &mut Conn, title: &str) -> Result<Vec<Asked>> {
    let text: String = title.chars().take(MAX_CHARS).collect();
    let mut all: Vec<Vec<String>> =
        words(&text).filter(|word| !is_grammar(word)).map(|word| stems_in_every_language(&word)).collect();
    all.sort();
    all.dedup();
    let stems = all.concat();
    let known = counts(c, &[in_titles(&stems), stems].concat())?;
    let count = |tokens: &[String]| tokens.iter().filter_map(|token| known.get(token)).sum();
    let (posts, comments) = newest(c)?;
    let mut asked: Vec<Asked> = all
        .into_iter()
        .map(|stems| {
            let docs = count(&stems);
            Asked { weight: rarity(docs, posts + comments), docs, titles: count(&in_titles(&stems)), stems }
        })
        .collect();
    asked.sort_by_key(|word| word.docs);
    asked.truncate(WORDS);
    Ok(asked)
}

/// How often a topic has each of the words, by the fields' weights and lengths: BM25F.
fn count(topic: &Facts, texts: &[(Hit, String)], (terms, of): (&Terms, usize), stemmer: &mut Stemmer) -> Vec<f64> {
    let mut counted = vec![0.0; of];
    let (mut question, mut answers, mut comments) = (Vec::new(), Vec::new(), Vec::new());
    for (hit, text) in texts {
        let field = match hit {
            Hit { comment: Some(_), .. } => &mut comments,
            Hit { is_question: true, .. } => &mut question,
            Hit { .. } => &mut answers,
        };
        field.extend(words(&markdown::plain_text(text)));
    }
    let title: Vec<Word> = words(&topic.title).collect();
    let tags: Vec<Word> = words(&topic.tags).collect();
    let fields = [(TITLE, title), (TAGS, tags), (QUESTION, question), (ANSWERS, answers), (COMMENTS, comments)];
    for (field, words) in fields {
        #[expect(clippy::cast_precision_loss, reason = "no text has so many words")]
        let relative = 1.0 - field.length + field.length * words.len() as f64 / field.usual;
        for (_, term) in terms.places(stemmer, &words) {
            counted[term] += field.weight / relative;
        }
    }
    counted
}
