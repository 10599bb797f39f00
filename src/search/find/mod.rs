//! Finding topics by a query.
//!
//! The database gives a bounded number of documents by a rule that needs no ranks of its own, so that both give the
//! same: first the questions whose title has all the words, then other texts that have them, the newest first. Of
//! these the program makes the final order: all by what their title says and how they stand, the best
//! [`READ`] again by their texts.

mod ask;
mod order;
mod store;
mod tokens;

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::tz::TimeZone;

use ask::left_without;
pub use ask::{Ask, expected};
pub use store::{Body, Conditions, Facts, Hit, bodies, counts, facts, hits, hits_of_each, newest, texts_of};
pub use tokens::Tokens;

use super::document::{author_token, board_token, tag_token, title_token};
use super::query::{Clause, Filters, Named, Query, Term};
use super::rank::{Terms, rarity};
use super::words::stems_in_every_language;
use crate::accounts::names::Handle;
use crate::boards;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{BoardId, TopicId, UserId};
use crate::policy::{TopicKind, Visibility};
use crate::slug::TagSlug;
use crate::text_enum;

/// Documents that are looked at: "1,000 or more" says enough.
pub const MOST: usize = 1_000;
/// Topics whose texts are read to put them in order.
pub const READ: usize = 50;
/// Documents of a topic that are looked at.
pub const OF_TOPIC: usize = 3;
/// The kind of those that have answers.
const QUESTION: &str = TopicKind::Question.as_str();
/// The author of nothing, the board of nothing.
const NOTHING: i64 = -1;

text_enum! {
    /// The order of what was found.
    pub enum Sort {
        /// What answers best first.
        Relevance = "relevance",
        /// Newest topic first.
        Newest = "newest",
        /// Highest score first.
        Score = "score",
    }
}

/// Who asks, and when.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// What they may see.
    pub seen: &'a Visibility,
    /// Their account.
    pub id: Option<UserId>,
    /// Days begin in this zone.
    pub zone: &'a TimeZone,
    /// The moment of the request.
    pub now: Timestamp,
}

/// A topic that was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// What is known of it.
    pub facts: Facts,
    /// What was found of it, the best first; nothing when no words were asked for.
    pub hits: Vec<Hit>,
}

/// Everything that was found.
#[derive(Debug, Default)]
pub struct Results {
    /// In order.
    pub topics: Vec<Found>,
    /// There may be more than were looked at.
    pub more: bool,
    /// The words that were looked for.
    pub terms: Terms,
}

/// Finds what this reader may see.
///
/// # Errors
/// When the database refuses.
pub fn find(c: &mut Conn, query: &Query, reader: &Reader<'_>, sort: Sort) -> Result<Results> {
    if query.is_empty() {
        return Ok(Results::default());
    }
    let facets = facets(c, &query.filters, reader)?;
    let conditions = conditions(&query.filters, reader);
    let Weighed { terms, in_texts, in_titles } = weigh(c, query)?;
    let mut all: Vec<Clause> = query.all.iter().map(Term::clause).collect();
    all.extend(facets.all.iter().cloned());
    let mut none: Vec<Clause> = query.none.iter().map(Term::clause).collect();
    none.extend(facets.none.iter().cloned());
    if all.is_empty() {
        let topics = newest_that_fit(c, query, reader, &facets)?;
        let more = topics.len() >= MOST;
        return order::by(c, Results { topics, more, terms }, reader, sort);
    }
    let tokens = Tokens { all, none };
    let mut documents = Vec::new();
    if query.has_words() {
        let tokens = Tokens { all: title_clauses(query, &facets), none: tokens.none.clone() };
        documents = hits(c, Ask { tokens, limit: MOST, expected: in_titles }, &conditions)?;
    }
    if documents.len() < MOST {
        let known: HashSet<i64> = documents.iter().map(|hit| hit.id).collect();
        let others = hits(c, Ask { tokens, limit: MOST, expected: in_texts }, &conditions)?;
        documents.extend(others.into_iter().filter(|hit| !known.contains(&hit.id)));
    }
    let more = documents.len() >= MOST;
    documents.truncate(MOST);
    let topics = by_topic(c, &documents)?;
    order::by(c, Results { topics, more, terms }, reader, sort)
}

/// Whether there is anything for this reader with these tokens.
///
/// # Errors
/// When the database refuses.
pub fn is_found(c: &mut Conn, tokens: Tokens, reader: &Reader<'_>) -> Result<bool> {
    let ask = Ask { tokens, limit: 1, expected: i64::MAX };
    Ok(!hits(c, ask, &conditions(&Filters::default(), reader))?.is_empty())
}

/// For each that is asked, the topics of the newest documents that fit, each once.
///
/// # Errors
/// When the database refuses.
pub fn newest_of(c: &mut Conn, asks: &[Ask], reader: &Reader<'_>, filters: &Filters) -> Result<Vec<Vec<TopicId>>> {
    let found = hits_of_each(c, asks, &conditions(filters, reader))?;
    let topics = |hits: Vec<Hit>| {
        let mut seen = HashSet::new();
        hits.into_iter().map(|hit| hit.topic).filter(|topic| seen.insert(*topic)).collect()
    };
    Ok(found.into_iter().map(topics).collect())
}

/// The same for titles: each word stands in the title of a question.
fn title_clauses(query: &Query, facets: &Tokens) -> Vec<Clause> {
    let in_title = |word| Clause::Any(in_titles(&stems_in_every_language(word)));
    let words = query.all.iter().flat_map(Term::words).map(in_title);
    let phrases = query.all.iter().filter(|term| matches!(term, Term::Phrase(_))).map(Term::clause);
    words.chain(phrases).chain(facets.all.iter().cloned()).collect()
}

/// The words of a query.
struct Weighed {
    /// With their weights.
    terms: Terms,
    /// How many documents probably have all of them.
    in_texts: i64,
    /// How many titles.
    in_titles: i64,
}

fn weigh(c: &mut Conn, query: &Query) -> Result<Weighed> {
    let words: Vec<Vec<String>> = query.all.iter().flat_map(Term::words).map(stems_in_every_language).collect();
    let mut terms = Terms::default();
    if words.is_empty() {
        return Ok(Weighed { terms, in_texts: i64::MAX, in_titles: i64::MAX });
    }
    let stems = words.concat();
    // Of a phrase, nobody knows how many there are: few.
    let single = query.none.iter().filter_map(|term| if let [word] = term.words() { Some(word) } else { None });
    let without: Vec<Vec<String>> = single.map(stems_in_every_language).collect();
    let counts = counts(c, &[in_titles(&stems), stems, without.concat()].concat())?;
    let docs = |tokens: &[String]| tokens.iter().filter_map(|token| counts.get(token)).sum::<i64>();
    let (posts, comments) = newest(c)?;
    let all = posts + comments;
    let titles: Vec<i64> = words.iter().map(|stems| docs(&in_titles(stems))).collect();
    let texts: Vec<i64> = words.iter().map(|stems| docs(stems)).collect();
    for (stems, docs) in words.into_iter().zip(&texts) {
        terms.add(stems, rarity(*docs, all));
    }
    let without: Vec<i64> = without.iter().map(|stems| docs(stems)).collect();
    let in_texts = left_without(expected(&texts, all), &without, all);
    Ok(Weighed { terms, in_texts, in_titles: left_without(expected(&titles, all), &without, all) })
}

/// The same stems in titles.
#[must_use]
pub fn in_titles(stems: &[String]) -> Vec<String> {
    stems.iter().map(|stem| title_token(stem)).collect()
}

/// Tags, boards and authors as tokens. What there is not gives a token that no document has: nothing is found, and
/// nobody learns whether it is there for others.
pub(super) fn facets(c: &mut Conn, filters: &Filters, reader: &Reader<'_>) -> Result<Tokens> {
    let mut found = Tokens::default();
    let mut add = |named: &Named, token: String| {
        let list = if named.not { &mut found.none } else { &mut found.all };
        list.push(Clause::Any(vec![token]));
    };
    for named in &filters.tags {
        let token = match TagSlug::parse(&named.name) {
            Ok(slug) => tag_token(&store::main_name(c, slug.into_string())?),
            Err(_) => board_token(BoardId(NOTHING)),
        };
        add(named, token);
    }
    for named in &filters.boards {
        let board = boards::by_slug(c, &named.name)?.map_or(BoardId(NOTHING), |board| board.id);
        add(named, board_token(board));
    }
    for named in &filters.users {
        let id = match Handle::parse_official(&named.name) {
            Ok(handle) => store::author(c, &handle.skeleton())?,
            Err(_) => None,
        };
        add(named, author_token(id.unwrap_or(UserId(NOTHING))));
    }
    if filters.mine {
        found.all.push(Clause::Any(vec![author_token(reader.id.unwrap_or(UserId(NOTHING)))]));
    }
    Ok(found)
}

fn conditions(filters: &Filters, reader: &Reader<'_>) -> Conditions {
    // Only questions wait for an answer, or have one that is accepted.
    let of_questions = filters.unanswered || filters.solved || filters.accepted;
    let kind = filters.kind.unwrap_or(if of_questions { QUESTION } else { "" });
    let answers = match (filters.unanswered, kind) {
        (false, _) => i64::MAX,
        (true, QUESTION) => 0,
        (true, _) => -1,
    };
    Conditions {
        audiences: reader.seen.audiences(),
        kind,
        accepted_answers: i64::from(filters.solved),
        answers,
        score: filters.score,
        closed: filters.closed.map_or(0, |closed| if closed { 2 } else { 1 }),
        written: written(filters, reader.zone),
        accepted: i64::from(filters.accepted),
    }
}

/// From the beginning of the first day to before the beginning of the last.
pub(super) fn written(filters: &Filters, zone: &TimeZone) -> (i64, i64) {
    let begins =
        |day: jiff::civil::Date| day.to_zoned(zone.clone()).ok().map(|begin| begin.timestamp().as_microsecond());
    let from = filters.after.and_then(begins).unwrap_or(i64::MIN);
    let before = filters.before.and_then(begins).unwrap_or(i64::MAX);
    (from, before)
}

/// Without a word, a tag, a board or an author there is nothing to ask the index for: of the newest topics, those that
/// fit.
fn newest_that_fit(c: &mut Conn, query: &Query, reader: &Reader<'_>, facets: &Tokens) -> Result<Vec<Found>> {
    let mut newest = Vec::new();
    for audience in reader.seen.audiences() {
        for kind in TopicKind::ALL.iter().filter(|kind| query.filters.kind.is_none_or(|asked| asked == kind.as_str())) {
            newest.extend(store::newest_topics(c, audience, *kind, MOST)?);
        }
    }
    newest.sort_unstable_by_key(|topic| std::cmp::Reverse(*topic));
    newest.truncate(MOST);
    let newest: Vec<TopicId> = newest.into_iter().map(|(_, id)| id).collect();
    let written = written(&query.filters, reader.zone);
    let wanted = |topic: &Facts| {
        let excluded = facets.none.iter().any(|clause| {
            let (Clause::Any(tokens) | Clause::Phrase(tokens)) = clause;
            let of_topic = [board_token(topic.board_id), author_token(topic.author_id)];
            tokens.iter().any(|token| {
                of_topic.contains(token) || topic.tags.split_whitespace().any(|tag| tag_token(tag) == *token)
            })
        });
        !excluded && fits(&query.filters, written, topic)
    };
    let mut found = facts(c, &newest)?;
    found.retain(wanted);
    found.sort_by_key(|topic| std::cmp::Reverse((topic.created_at, topic.id)));
    found.truncate(MOST);
    Ok(found.into_iter().map(|facts| Found { facts, hits: Vec::new() }).collect())
}

/// Whether a topic is as the operators say, those for tags, boards and authors left out.
pub(super) fn fits(filters: &Filters, (from, before): (i64, i64), topic: &Facts) -> bool {
    let solved = topic.accepted_count > 0;
    filters.kind.is_none_or(|kind| kind == topic.kind)
        && (solved || !(filters.solved || filters.accepted))
        && (!filters.unanswered || (topic.kind == QUESTION && topic.answers_count == 0))
        && (filters.score.0..=filters.score.1).contains(&topic.score)
        && filters.closed.is_none_or(|closed| closed == topic.closed)
        && (from..before).contains(&topic.created_at)
}

/// Puts documents of a topic together, at most [`OF_TOPIC`] of each.
fn by_topic(c: &mut Conn, documents: &[Hit]) -> Result<Vec<Found>> {
    let mut hits: BTreeMap<TopicId, Vec<Hit>> = BTreeMap::new();
    for hit in documents {
        let of_topic = hits.entry(hit.topic).or_default();
        if of_topic.len() < OF_TOPIC {
            of_topic.push(*hit);
        }
    }
    let topics: Vec<TopicId> = hits.keys().copied().collect();
    let mut facts: HashMap<TopicId, Facts> = facts(c, &topics)?.into_iter().map(|facts| (facts.id, facts)).collect();
    Ok(hits.into_iter().filter_map(|(id, hits)| Some(Found { facts: facts.remove(&id)?, hits })).collect())
}
