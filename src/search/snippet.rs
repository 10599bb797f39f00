//! The part of a text that shows why it was found.

use serde::Serialize;

use super::rank::Terms;
use super::words::{Stemmer, Word, words};

/// Words of a snippet.
const LENGTH: usize = 32;
/// Words before the first that was looked for.
const BEFORE: usize = 6;

/// A part of a snippet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// Plain text, to be escaped where it is shown.
    pub text: String,
    /// It is one of the words that were looked for.
    pub mark: bool,
}

/// The place of a text where most of the words are that were looked for; its beginning when there are none.
pub fn snippet(text: &str, stemmer: &mut Stemmer, terms: &Terms) -> Vec<Piece> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let words: Vec<Word> = words(&text).collect();
    let places = terms.places(stemmer, &words);
    let first = best_start(&places);
    let (start, end) = (first.saturating_sub(BEFORE), (first.saturating_sub(BEFORE) + LENGTH).min(words.len()));
    let from = if start == 0 { 0 } else { words.get(start).map_or(0, |word| word.start) };
    let to = if end == words.len() { text.len() } else { words.get(end - 1).map_or(text.len(), |word| word.end) };
    let marked = places.iter().filter(|(place, _)| (start..end).contains(place)).map(|(place, _)| &words[*place]);
    let mut pieces = cut(&text, from, to, marked);
    if from > 0 {
        pieces.insert(0, Piece { text: "… ".into(), mark: false });
    }
    if to < text.len() {
        pieces.push(Piece { text: " …".into(), mark: false });
    }
    pieces
}

/// A whole line with the words marked that were looked for.
pub fn highlight(line: &str, stemmer: &mut Stemmer, terms: &Terms) -> Vec<Piece> {
    let words: Vec<Word> = words(line).collect();
    let places = terms.places(stemmer, &words);
    cut(line, 0, line.len(), places.iter().map(|(place, _)| &words[*place]))
}

/// The first place of those [`LENGTH`] words that have the most different ones.
fn best_start(places: &[(usize, usize)]) -> usize {
    let different = |from: usize| {
        let mut terms: Vec<usize> = places[from..]
            .iter()
            .take_while(|(place, _)| *place < places[from].0 + LENGTH - BEFORE)
            .map(|(_, term)| *term)
            .collect();
        terms.sort_unstable();
        terms.dedup();
        terms.len()
    };
    // The first of those with the most: `max_by_key` alone takes the last.
    (0..places.len()).rev().max_by_key(|from| different(*from)).map_or(0, |from| places[from].0)
}

fn cut<'a>(text: &str, from: usize, to: usize, marked: impl Iterator<Item = &'a Word>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = from;
    let mut push = |text: &str, mark| {
        if !text.is_empty() {
            pieces.push(Piece { text: text.to_owned(), mark });
        }
    };
    for word in marked {
        push(&text[at..word.start], false);
        push(&text[word.start..word.end], true);
        at = word.end;
    }
    push(&text[at..to], false);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::words::stems_in_every_language;

    fn shown(text: &str, query: &str) -> String {
        let mut terms = Terms::default();
        for word in words(query) {
            terms.add(stems_in_every_language(&word), 1.0);
        }
        let pieces = snippet(text, &mut Stemmer::new("en"), &terms);
        pieces.iter().map(|piece| if piece.mark { format!("[{}]", piece.text) } else { piece.text.clone() }).collect()
    }

    #[test]
    fn it_shows_where_the_words_are() {
        assert_eq!(shown("Activating it.\n<b>Done</b>!", "activation"), "[Activating] it. <b>Done</b>!");
        assert_eq!(shown("nothing here", "else"), "nothing here");
        assert_eq!(shown("", "else"), "");
        let long =
            format!("{}cap first. {}spending cap here. {}", "word ".repeat(50), "word ".repeat(60), "more ".repeat(50));
        let found = shown(&long, "spending cap");
        assert!(
            found.starts_with("… word") && found.contains("[spending] [cap] here") && found.ends_with(" …"),
            "{found}"
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_gives_one(text in "(\\PC{0,5}|word |cap ){0,60}") {
            let found = shown(&text, "cap word");
            proptest::prop_assert!(found.chars().count() <= text.chars().count() * 3 + 4);
        }
    }
}
