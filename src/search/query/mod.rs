//! What somebody typed into the search field, understood.
//!
//! [`parse`] takes any text. What it does not understand, or what is too much, it leaves out and says so in
//! [`Query::notes`]; a colon after a word that is no operator is no mistake, for people paste error messages.

mod filters;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;

pub use filters::{Filters, Named};

use super::words::{Word, is_grammar, stems_in_every_language, words};
use crate::message::Message;

/// Characters of a query that are read.
pub const MAX_CHARS: usize = 200;
/// Words that are searched for at once, those in phrases and those that shall not be there included.
pub const MAX_WORDS: usize = 12;
/// Operators in a query.
pub const MAX_OPERATORS: usize = 8;

/// A query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    /// As typed, without blanks at its ends, as far as it was read.
    pub text: String,
    /// What must be there.
    pub all: Vec<Term>,
    /// What must not be there.
    pub none: Vec<Term>,
    /// What else must hold.
    pub filters: Filters,
    /// What was not understood or left out.
    pub notes: Vec<Message>,
}

/// A part of a query that stands for words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// A word in any of its forms.
    Word(Word),
    /// Words as they are written, one after the other; one word when only this form will do.
    Phrase(Vec<Word>),
}

impl Term {
    /// Its words.
    #[must_use]
    pub fn words(&self) -> &[Word] {
        match self {
            Self::Word(word) => std::slice::from_ref(word),
            Self::Phrase(words) => words,
        }
    }

    /// What the index is asked for it.
    #[must_use]
    pub fn clause(&self) -> Clause {
        match self {
            Self::Word(word) => Clause::Any(stems_in_every_language(word)),
            Self::Phrase(words) => Clause::Phrase(words.iter().map(|word| word.folded.clone()).collect()),
        }
    }
}

/// A condition on the tokens of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clause {
    /// One of these.
    Any(Vec<String>),
    /// These, one after the other.
    Phrase(Vec<String>),
}

impl Query {
    /// Whether there are words to look for.
    #[must_use]
    pub fn has_words(&self) -> bool {
        !self.all.is_empty()
    }

    /// Whether nothing at all is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty() && self.filters == Filters::default()
    }
}

/// Reads a query. Total: any text is one.
#[must_use]
pub fn parse(typed: &str) -> Query {
    let typed = typed.trim();
    let text: String = typed.chars().filter(|c| !c.is_control()).take(MAX_CHARS).collect();
    let mut reading = Reading {
        query: Query { text: text.trim_end().to_owned(), ..Query::default() },
        words: 0,
        operators: 0,
        left_out: Vec::new(),
    };
    if typed.chars().nth(MAX_CHARS).is_some() {
        reading.note(Message::new("search-note-long").with("max", MAX_CHARS));
    }
    for piece in pieces(&text) {
        reading.take(&piece);
    }
    reading.finish()
}

/// A piece between blanks.
#[derive(Debug, PartialEq, Eq)]
struct Piece<'a> {
    not: bool,
    /// `tag` of `tag:esim`, as written.
    name: Option<&'a str>,
    value: &'a str,
    quoted: bool,
}

/// Splits at blanks that stand in no quotes; a quote without an end goes to the end.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let is_quote = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let not = rest.starts_with('-');
        let unsigned = rest.strip_prefix('-').unwrap_or(rest);
        let name = operator_name(unsigned);
        let body = name.map_or(unsigned, |name| &unsigned[name.len() + 1..]);
        let (value, after, quoted) = match body.chars().next() {
            Some(quote) if is_quote(quote) => {
                let inner = &body[quote.len_utf8()..];
                let end = inner.find(is_quote).unwrap_or(inner.len());
                (&inner[..end], inner[end..].trim_start_matches(is_quote), true)
            }
            _ => {
                let end = body.find(char::is_whitespace).unwrap_or(body.len());
                // A quote in the middle begins a piece of its own: 5"inch.
                let end = body[..end].find(is_quote).unwrap_or(end);
                (&body[..end], &body[end..], false)
            }
        };
        found.push(Piece { not, name, value, quoted });
        rest = after.trim_start();
    }
    found
}

fn operator_name(text: &str) -> Option<&str> {
    let (name, _) = text.split_once(':')?;
    filters::OPERATORS.iter().any(|one| one.eq_ignore_ascii_case(name)).then_some(name)
}

struct Reading {
    query: Query,
    words: usize,
    operators: usize,
    left_out: Vec<String>,
}

impl Reading {
    fn note(&mut self, message: Message) {
        if !self.query.notes.contains(&message) {
            self.query.notes.push(message);
        }
    }

    fn take(&mut self, piece: &Piece<'_>) {
        if let Some(name) = piece.name {
            self.operators += 1;
            if self.operators > MAX_OPERATORS {
                return self.note(Message::new("search-note-operators").with("max", MAX_OPERATORS));
            }
            if let Err(note) = self.query.filters.set(&name.to_ascii_lowercase(), piece.value, piece.not) {
                self.note(note);
            }
        } else if piece.value.eq_ignore_ascii_case("mine") && !piece.quoted && !piece.not {
            self.query.filters.mine = true;
        } else {
            self.take_words(piece);
        }
    }

    fn take_words(&mut self, piece: &Piece<'_>) {
        let mut found: Vec<Word> = words(piece.value).collect();
        let room = MAX_WORDS - self.words;
        if found.len() > room {
            self.left_out.extend(found.drain(room..).map(|word| word.plain));
        }
        self.words += found.len();
        if found.is_empty() {
            return;
        }
        let list = if piece.not { &mut self.query.none } else { &mut self.query.all };
        // What is excluded with a hyphen or a dot in it is one thing, not each of its parts.
        if piece.quoted || (piece.not && found.len() > 1) {
            list.push(Term::Phrase(found));
        } else {
            list.extend(found.into_iter().map(Term::Word));
        }
    }

    fn finish(mut self) -> Query {
        if !self.left_out.is_empty() {
            let left_out = self.left_out.join(" ");
            self.note(Message::new("search-note-words").with("max", MAX_WORDS).with("words", left_out));
        }
        let mut query = self.query;
        let says_something = |term: &Term| !matches!(term, Term::Word(word) if is_grammar(word));
        if query.all.iter().any(says_something) {
            query.all.retain(says_something);
        }
        let mut seen = Vec::new();
        query.all.retain(|term| {
            let fresh = !seen.contains(term);
            seen.push(Term::clone(term));
            fresh
        });
        if query.all.is_empty() && !query.none.is_empty() {
            query.notes.push(Message::new("search-note-only-not"));
        }
        query
    }
}
