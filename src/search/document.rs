//! What is indexed of a question, an answer or a comment: tokens, the same for both databases.
//!
//! | token | stands for | where |
//! |---|---|---|
//! | `e:activ` | a stem of the text; of the title and the tags too, but for comments | everywhere |
//! | `.e:activ` | a stem of the title, so that a match there can be asked for | questions |
//! | `activation` | a word as it is written, in its place: for phrases | everywhere |
//! | `#esim` `%3` `%idea` `@12` | a tag, the board, the kind, the author: rare ones make a search quick | everywhere |
//! | `+0/5` | a part of all documents that it is in, see [`parts`] | PostgreSQL only |
//!
//! Beside them PostgreSQL gets the pairs of neighbouring words, see [`pair`].
//!
//! Titles stand in answers too: who asks for words of the title and of the answer finds the answer.

use std::collections::{BTreeMap, BTreeSet};

use super::parts;
use super::words::{Stemmer, Word, words};
use crate::ids::{BoardId, CommentId, PostId, TopicId, UserId};
use crate::markdown;

/// Words of a document at most, those behind are not found. PostgreSQL counts places up to 16,383.
const MAX_WORDS: usize = 12_000;
/// PostgreSQL keeps so many places of a word in a document; a phrase that needs a later one is not found.
const MAX_PLACES: usize = 255;
/// Stands between the title and the text, so that no phrase goes from one to the other.
const GAP: &str = "_";
/// What is taken from the id of a comment to get its document's.
const COMMENTS: i64 = 1 << 40;

/// A text as it stands in the database.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its topic.
    pub topic: TopicId,
    /// The post, or the one a comment stands under.
    pub post: PostId,
    /// Set for a comment.
    pub comment: Option<CommentId>,
    /// It is the question itself.
    pub is_question: bool,
    /// Of the topic.
    pub title: String,
    /// Of the topic, with spaces between.
    pub tags: String,
    /// Of the topic.
    pub lang: String,
    /// Of the topic: a `TopicKind`.
    pub kind: String,
    /// Of the topic.
    pub board: BoardId,
    /// Who wrote it.
    pub author: UserId,
    /// Markdown.
    pub text: String,
    /// When it was written, in microseconds.
    pub created_at: i64,
}

impl Source {
    /// Its number in the index.
    #[must_use]
    pub fn id(&self) -> i64 {
        self.comment.map_or(self.post.0, of_comment)
    }

    /// The tokens of the parts that it is in.
    fn parts(&self) -> impl Iterator<Item = String> {
        self.comment.map_or_else(|| parts::tokens(parts::POSTS, self.post.0), |id| parts::tokens(parts::COMMENTS, id.0))
    }
}

/// The document of a comment.
#[must_use]
pub const fn of_comment(id: CommentId) -> i64 {
    id.0 - COMMENTS
}

/// The id of the comment that a document is of.
#[must_use]
pub const fn unfold_comment(document: i64) -> i64 {
    document + COMMENTS
}

/// The bucket of two words that stand one after the other. SQLite's index has the places of words; PostgreSQL's has not,
/// and would read every document that has the words of a phrase. With this, it reads those that have the phrase and one
/// in some hundreds of the others. FNV-1a folded to 16 bits: it stands in databases, so it never changes.
#[must_use]
pub fn pair(first: &str, second: &str) -> i16 {
    let bytes = first.bytes().chain([b' ']).chain(second.bytes());
    let hash = bytes.fold(0x811C_9DC5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let [a, b, c, d] = hash.to_le_bytes();
    i16::from_le_bytes([a ^ c, b ^ d])
}

/// The token of a stem in a title. Begins with no letter: who types a word does not meet it among the words.
#[must_use]
pub fn title_token(stem: &str) -> String {
    format!(".{stem}")
}

/// The words of a title as it is kept in [`Document::title`], each by its stems.
pub fn title_words(stored: &str) -> impl Iterator<Item = std::str::Split<'_, char>> {
    stored.split(' ').map(|word| word.split('/'))
}

/// The token of a tag.
#[must_use]
pub fn tag_token(slug: &str) -> String {
    format!("#{slug}")
}

/// The token of a kind of topic.
#[must_use]
pub fn kind_token(kind: &str) -> String {
    format!("%{kind}")
}

/// The token of a board.
#[must_use]
pub fn board_token(id: BoardId) -> String {
    format!("%{id}")
}

/// The token of an author.
#[must_use]
pub fn author_token(id: UserId) -> String {
    format!("@{id}")
}

/// The tokens of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Those without a place.
    pub bag: BTreeSet<String>,
    /// The words in their places; [`GAP`] where none is.
    pub words: Vec<String>,
    /// Of a topic's own text, the stems of its title: a word after the other, see [`title_words`].
    pub title: String,
}

impl Document {
    /// Of a text.
    #[must_use]
    pub fn of(source: &Source) -> Self {
        let mut stemmer = Stemmer::new(&source.lang);
        let mut document = Self { bag: BTreeSet::new(), words: Vec::new(), title: String::new() };
        document.bag.extend([kind_token(&source.kind), board_token(source.board), author_token(source.author)]);
        document.bag.extend(source.parts());
        document.bag.extend(source.tags.split_whitespace().map(tag_token));
        let title: Vec<Word> = words(&source.title).collect();
        if source.comment.is_none() {
            document.add_stems(&mut stemmer, &title);
            document.add_stems(&mut stemmer, &words(&source.tags).collect::<Vec<_>>());
        }
        if source.is_question {
            for word in &title {
                let stems = stemmer.stems(word);
                document.bag.extend(stems.iter().map(|stem| title_token(stem)));
                if !document.title.is_empty() {
                    document.title.push(' ');
                }
                document.title.push_str(&stems.join("/"));
            }
            document.words.extend(title.into_iter().map(|word| word.folded));
            document.words.push(GAP.to_owned());
        }
        let room = MAX_WORDS.saturating_sub(document.words.len());
        let text: Vec<Word> = words(&markdown::plain_text(&source.text)).take(room).collect();
        document.add_stems(&mut stemmer, &text);
        document.words.extend(text.into_iter().map(|word| word.folded));
        document.drop_late_places();
        document
    }

    fn add_stems(&mut self, stemmer: &mut Stemmer, words: &[Word]) {
        for word in words {
            self.bag.extend(stemmer.stems(word).iter().cloned());
        }
    }

    fn drop_late_places(&mut self) {
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for word in &mut self.words {
            let seen = places.entry(word.clone()).or_default();
            *seen += 1;
            if *seen > MAX_PLACES {
                GAP.clone_into(word);
            }
        }
    }

    /// As the column of the FTS5 table takes it.
    #[must_use]
    pub fn fts5(&self) -> String {
        let bag = self.bag.iter().filter(|token| !parts::is_part(token)).map(String::as_str);
        bag.chain([GAP]).chain(self.words.iter().map(String::as_str)).collect::<Vec<_>>().join(" ")
    }

    /// As a literal of the type `tsvector`.
    #[must_use]
    pub fn tsvector(&self) -> String {
        let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (place, word) in self.words.iter().enumerate().filter(|(_, word)| *word != GAP) {
            places.entry(word).or_default().push((place + 1).to_string());
        }
        let bag = self.bag.iter().map(|token| format!("'{token}'"));
        bag.chain(places.into_iter().map(|(word, places)| format!("'{word}':{}", places.join(","))))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The [`pair`]s of its words, each once.
    #[must_use]
    pub fn pairs(&self) -> BTreeSet<i16> {
        let beside = self.words.windows(2).filter(|two| two.iter().all(|word| word != GAP));
        beside.map(|two| pair(&two[0], &two[1])).collect()
    }

    /// What is counted: each stem, each of the title, and each word, once.
    #[must_use]
    pub fn counted(&self) -> BTreeSet<&str> {
        let stems = self.bag.iter().filter(|token| is_stem(token)).map(String::as_str);
        stems.chain(self.words.iter().map(String::as_str).filter(|word| *word != GAP)).collect()
    }
}

/// `e:activ`, and `.e:activ` of a title.
pub fn is_stem(token: &str) -> bool {
    token.strip_prefix('.').unwrap_or(token).as_bytes().get(1) == Some(&b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(title: &str, text: &str) -> Source {
        Source {
            topic: TopicId(1),
            post: PostId(5000),
            comment: None,
            is_question: true,
            title: title.into(),
            tags: "esim c++".into(),
            lang: "en".into(),
            kind: "question".into(),
            board: BoardId(3),
            author: UserId(12),
            text: text.into(),
            created_at: 0,
        }
    }

    fn words_beside(pairs: &[&str]) -> BTreeSet<i16> {
        pairs.iter().filter_map(|two| two.split_once(' ')).map(|(first, second)| pair(first, second)).collect()
    }

    #[test]
    fn pairs_stay_as_they_are_in_databases() {
        assert_eq!((pair("spending", "cap"), pair("cap", "spending"), pair("как", "дела")), (-12_595, -21_225, -5_817));
    }

    #[test]
    fn both_databases_get_the_same_tokens() {
        let document = Document::of(&source("Activating it", "**No** activation,\n\n`it` is."));
        assert_eq!(
            document.fts5(),
            "#c++ #esim %3 %question .e:activ .e:it @12 e:activ e:c e:esim e:is e:it e:no _ activating it _ no activation it is"
        );
        assert_eq!(
            document.tsvector(),
            "'#c++' '#esim' '%3' '%question' '+0/1' '+1/0' '+2/0' '+3/0' '+4/0' '.e:activ' '.e:it' '@12' 'e:activ' 'e:c' 'e:esim' 'e:is' 'e:it' 'e:no' \
             'activating':1 'activation':5 'is':7 'it':2,6 'no':4"
        );
        assert_eq!(document.title, "e:activ e:it");
        let words: Vec<Vec<&str>> = title_words("p:ą/p:a x:b").map(Iterator::collect).collect();
        assert_eq!(words, [vec!["p:ą", "p:a"], vec!["x:b"]]);
        assert_eq!(document.pairs(), words_beside(&["activating it", "no activation", "activation it", "it is"]));
        assert!(document.counted().contains("e:activ") && document.counted().contains("activating"));
        assert!(document.counted().contains(".e:activ") && !document.counted().contains("+0/1"));
        assert!(!document.counted().contains("#esim") && !document.counted().contains("."));
    }

    #[test]
    fn answers_and_comments_have_their_own_words_in_place() {
        let answer = Document::of(&Source { is_question: false, ..source("Activating", "Restart.") });
        assert_eq!(answer.words, ["restart"]);
        assert!(answer.bag.contains("e:activ") && !answer.bag.contains(".e:activ"));
        let comment = Source { is_question: false, comment: Some(CommentId(7)), ..source("Activating", "Thanks") };
        assert_eq!(comment.id(), 7 - (1 << 40));
        let bag = Document::of(&comment).bag;
        assert!(bag.contains("-0/0") && !bag.contains("e:activ"));
    }

    #[test]
    fn no_document_is_too_long_for_either_database() {
        let many = Document::of(&source("Again", &"again and ".repeat(9_000)));
        assert_eq!(many.words.len(), MAX_WORDS);
        assert_eq!(many.words.iter().filter(|word| *word == "again").count(), MAX_PLACES);
    }
}
