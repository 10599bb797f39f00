//! From a text to what is indexed of it; the same for documents and for queries, and for both databases.
//!
//! A *word* is a run of letters and digits, in small letters and without diacritics. A *stem* stands for all forms of
//! a word, and carries the language it was made by (`e:activ`, `r:вопрос`): so a word of a query is tried in every
//! language, and still only finds the documents in which that language's rules made the same stem. A word in Cyrillic
//! is stemmed as Russian, one in Latin letters by the language of its text if that is English, Polish or Lithuanian,
//! and any other stands for itself (`x:`).
//!
//! People leave diacritics out, and the rules of Polish and Lithuanian go by them. So a word gives up to two stems: of
//! the word as it is written, and of the word without diacritics; one that they have in common is a hit.

use std::collections::HashMap;

use tantivy_stemmers::algorithms::{english_porter_2, lithuanian_jocas, polish_yarovoy, russian};
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick, is_nfkc_quick};

/// Characters of a word at most; the rest is cut. Keeps tokens below every limit of the databases.
pub const MAX_WORD: usize = 40;

/// A word with its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// In small letters.
    pub plain: String,
    /// The same without diacritics.
    pub folded: String,
    /// Where it begins in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// The words of a text, in order. A character of a script without spaces is a word.
pub fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    let mut rest = text.char_indices().peekable();
    let found = std::iter::from_fn(move || {
        let (start, first) = rest.find(|(_, c)| c.is_alphanumeric())?;
        let mut end = start + first.len_utf8();
        if !stands_alone(first) {
            while let Some((at, c)) =
                rest.next_if(|(_, c)| (c.is_alphanumeric() || is_combining_mark(*c)) && !stands_alone(*c))
            {
                end = at + c.len_utf8();
            }
        }
        Some(word(&text[start..end], start, end))
    });
    found.filter(|word| !word.folded.is_empty())
}

fn word(written: &str, start: usize, end: usize) -> Word {
    if written.is_ascii() {
        let plain: String = written.chars().take(MAX_WORD).map(|c| c.to_ascii_lowercase()).collect();
        return Word { folded: plain.clone(), plain, start, end };
    }
    let plain: String = small(written).chars().filter(|c| c.is_alphanumeric()).take(MAX_WORD).collect();
    let folded = fold(&plain);
    Word { plain, folded, start, end }
}

/// In small letters, composed. Nearly every word is composed as it is written, which is seen ten times as fast as it is
/// done: a search reads some thousands of words.
fn small(written: &str) -> String {
    let small: String = if is_nfkc_quick(written.chars()) == IsNormalized::Yes {
        written.chars().flat_map(char::to_lowercase).collect()
    } else {
        written.nfkc().flat_map(char::to_lowercase).collect()
    };
    // Small letters of some characters are decomposed.
    if is_nfc_quick(small.chars()) == IsNormalized::Yes { small } else { small.nfc().collect() }
}

/// Chinese, Japanese, Thai, Lao, Khmer and Burmese put no spaces between words.
const fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Without diacritics, and with letters that have none but stand for others: ł is l, ß is ss. Й is a letter of its own.
fn fold(plain: &str) -> String {
    let mut folded = String::with_capacity(plain.len());
    for c in plain.chars() {
        match c {
            // Most of these have nothing that could be taken off.
            'a'..='z' | '0'..='9' | 'а'..='я' => folded.push(c),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ø' => folded.push('o'),
            'ı' => folded.push('i'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            _ => folded.extend(std::iter::once(c).nfkd().filter(|c| c.is_alphanumeric())),
        }
    }
    if folded.is_empty() { plain.to_owned() } else { folded }
}

/// By whose rules a word is stemmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Rules {
    English,
    Polish,
    Lithuanian,
    Russian,
    None,
}

impl Rules {
    /// For words in Latin letters in a text of this language.
    fn of_latin(language: &str) -> Self {
        match language {
            "en" => Self::English,
            "pl" => Self::Polish,
            "lt" => Self::Lithuanian,
            _ => Self::None,
        }
    }

    /// For a word, where those in Latin letters go by these rules.
    fn of(word: &Word, latin: Self) -> Self {
        match script(&word.plain) {
            Script::Cyrillic => Self::Russian,
            Script::Other => Self::None,
            Script::Latin => latin,
        }
    }

    const fn prefix(self) -> &'static str {
        match self {
            Self::English => "e:",
            Self::Polish => "p:",
            Self::Lithuanian => "l:",
            Self::Russian => "r:",
            Self::None => "x:",
        }
    }

    fn stem(self, word: &str) -> String {
        let stem = match self {
            Self::English => english_porter_2(word),
            Self::Polish => polish_yarovoy(word),
            Self::Lithuanian => lithuanian_jocas(word),
            Self::Russian => russian(word),
            Self::None => word.into(),
        };
        if stem.is_empty() { word.to_owned() } else { stem.into_owned() }
    }

    /// One stem, or two when the diacritics made a difference.
    fn stems(self, word: &Word) -> Vec<String> {
        let of = |text: &str| format!("{}{}", self.prefix(), fold(&self.stem(text)));
        let plain = of(&word.plain);
        if self == Self::None || word.plain == word.folded {
            return vec![plain];
        }
        let folded = of(&word.folded);
        if folded == plain { vec![plain] } else { vec![plain, folded] }
    }
}

enum Script {
    Latin,
    Cyrillic,
    Other,
}

/// The script of a word; one with digits or of several scripts is a name or a number, and has no forms.
fn script(word: &str) -> Script {
    let is_latin = |c: char| c.is_ascii_alphabetic() || matches!(c, '\u{00DF}'..='\u{024F}' | '\u{1E00}'..='\u{1EFF}');
    let is_cyrillic = |c: char| matches!(c, '\u{0400}'..='\u{04FF}');
    if word.chars().all(is_latin) {
        Script::Latin
    } else if word.chars().all(is_cyrillic) {
        Script::Cyrillic
    } else {
        Script::Other
    }
}

/// Every stem that a word of a query can have: in whatever language the texts are.
pub fn stems_in_every_language(word: &Word) -> Vec<String> {
    let rules: &[Rules] = match script(&word.plain) {
        Script::Latin => &[Rules::English, Rules::Polish, Rules::Lithuanian, Rules::None],
        Script::Cyrillic => &[Rules::Russian],
        Script::Other => &[Rules::None],
    };
    rules.iter().flat_map(|rules| rules.stems(word)).collect()
}

/// Stems the words of texts in one language. Words come again and again, so it remembers.
#[derive(Debug)]
pub struct Stemmer {
    latin: Rules,
    known: HashMap<String, Vec<String>>,
}

impl Stemmer {
    /// For texts in this language (BCP 47).
    #[must_use]
    pub fn new(language: &str) -> Self {
        Self { latin: Rules::of_latin(language), known: HashMap::new() }
    }

    /// The stems of a word.
    pub fn stems(&mut self, word: &Word) -> &[String] {
        if !self.known.contains_key(&word.plain) {
            let stems = Rules::of(word, self.latin).stems(word);
            self.known.insert(word.plain.clone(), stems);
        }
        self.known.get(&word.plain).map_or(&[], Vec::as_slice)
    }
}

/// Words of grammar: they are in nearly every text, so a query that has others too is not asked for them.
const GRAMMAR: &str = "a an and are as at be been but by can could did do does for from had has have how i if in is \
     it its me my no not of on or our so than that the their them then there these they this to was we were what when \
     where which who why will with would you your \
     и в во не на я с со как а то но да к у за из от по о об для что это так же бы ли или мы вы он она они мне меня \
     мой при до где когда почему какой какая \
     i w we z ze na do nie to jak sie że ze o od za po dla czy jest co ale lub moj moja przez gdy gdzie mam mi ja \
     ir i is as ar kaip kad su be po ne ant apie bet yra tai man ka kur kai mano del";

/// Whether a word only holds a sentence together, in one of the languages that are stemmed.
pub fn is_grammar(word: &Word) -> bool {
    static WORDS: std::sync::LazyLock<std::collections::HashSet<&str>> =
        std::sync::LazyLock::new(|| GRAMMAR.split_whitespace().collect());
    WORDS.contains(word.folded.as_str())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).map(|word| word.folded).collect()
    }

    /// Whether a text in this language is found by this word.
    fn finds(query: &str, text: &str, language: &str) -> bool {
        let asked = stems_in_every_language(&words(query).next().unwrap());
        words(text).any(|word| Stemmer::new(language).stems(&word).iter().any(|stem| asked.contains(stem)))
    }

    #[test]
    fn words_are_runs_of_letters_and_digits_without_diacritics() {
        assert_eq!(folded("Žalia, e-SIM: 5G!"), ["zalia", "e", "sim", "5g"]);
        assert_eq!(folded("ŁÓDŹ straße Ёлка йод"), ["lodz", "strasse", "елка", "йод"]);
        assert_eq!(folded("cafe\u{301} ﬁne Ⅳ"), ["cafe", "fine", "iv"]);
        assert_eq!(folded("你好 ok"), ["你", "好", "ok"]);
        assert_eq!(folded("?! \u{0} …"), Vec::<String>::new());
        assert_eq!(folded(&"x".repeat(500)), ["x".repeat(MAX_WORD)]);
        let word = words("an Äpfel").nth(1).unwrap();
        assert_eq!((word.start, word.end, word.plain.as_str()), (3, 9, "äpfel"));
    }

    #[test]
    fn the_quick_way_to_a_word_leads_to_the_same() {
        let slow = |text: &str| text.nfkc().flat_map(char::to_lowercase).nfc().collect::<String>();
        let slowly_folded = |c: char| std::iter::once(c).nfkd().filter(|c| c.is_alphanumeric()).collect::<String>();
        for c in (0..=0x2FFFF).filter_map(char::from_u32) {
            for text in [c.to_string(), format!("a{c}"), format!("{c}\u{301}"), format!("е{c}\u{307}")] {
                assert_eq!(small(&text), slow(&text), "{c:?} {:x}", u32::from(c));
            }
        }
        for c in ('a'..='z').chain('0'..='9').chain('а'..='я').filter(|c| *c != 'й') {
            assert_eq!(fold(&c.to_string()), slowly_folded(c));
        }
    }

    #[test]
    fn forms_of_a_word_find_each_other_in_their_language() {
        for (query, text, language) in [
            ("activations", "activation", "en"),
            ("вопросами", "вопросы", "ru"),
            ("ёлки", "елка", "ru"),
            ("вопрос", "Вопросов много", "en"),
            ("klausimų", "klausimas", "lt"),
            ("książki", "książkami", "pl"),
            ("ksiazkami", "książkami", "pl"),
            ("książkami", "ksiazkami", "pl"),
            ("iPhone", "iphone", "de"),
            ("5g", "5G", "en"),
        ] {
            assert!(finds(query, text, language), "{query} in {text}");
        }
    }

    #[test]
    fn rules_of_one_language_find_nothing_in_another() {
        assert!(!finds("activations", "activation", "de"));
        assert!(!finds("running", "runs", "lt"));
        assert!(!finds("roaming", "billing", "en"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_words_that_both_databases_take(text in "\\PC{0,80}", language in "en|pl|lt|ru|de") {
            let mut stemmer = Stemmer::new(&language);
            for word in words(&text) {
                proptest::prop_assert!(text.is_char_boundary(word.start) && text.is_char_boundary(word.end));
                proptest::prop_assert!(!word.folded.is_empty());
                proptest::prop_assert!(word.folded.chars().all(char::is_alphanumeric), "{:?}", word.folded);
                let asked = stems_in_every_language(&word);
                for stem in stemmer.stems(&word) {
                    proptest::prop_assert!(asked.contains(stem));
                    proptest::prop_assert!(stem.len() <= 400 && stem[2..].chars().all(char::is_alphanumeric), "{stem:?}");
                }
                // What is found is found again by what was indexed.
                let again: Vec<Word> = words(&word.folded).collect();
                proptest::prop_assert!(again.iter().all(|word| word.folded == word.plain || word.folded.contains('й') || !word.folded.is_ascii()));
            }
        }
    }
}
