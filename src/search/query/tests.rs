//! Any text is a query.

use super::*;

fn shown(terms: &[Term]) -> Vec<String> {
    terms
        .iter()
        .map(|term| match term {
            Term::Word(word) => word.folded.clone(),
            Term::Phrase(words) => {
                format!("\"{}\"", words.iter().map(|w| w.folded.as_str()).collect::<Vec<_>>().join(" "))
            }
        })
        .collect()
}

fn notes(query: &Query) -> Vec<&str> {
    query.notes.iter().map(|note| note.key).collect()
}

#[test]
fn words_phrases_and_exclusions() {
    let query = parse(r#"  eSIM „exact phrase“ -roaming -"not this" e-mail -e-sim "#);
    assert_eq!(shown(&query.all), ["esim", "\"exact phrase\"", "e", "mail"]);
    assert_eq!(shown(&query.none), ["roaming", "\"not this\"", "\"e sim\""]);
    assert!(query.notes.is_empty() && query.has_words());
    assert_eq!(shown(&parse("how do I activate esim").all), ["activate", "esim"]);
    assert_eq!(shown(&parse("how to").all), ["how", "to"]);
    assert_eq!(shown(&parse("twice Twice").all), ["twice"]);
    assert!(parse(" \t ").is_empty());
}

#[test]
fn every_operator() {
    let query = parse("tag:C++ -tag:lte board:\"tips\" user:@Anna is:question is:solved status:open score:>=3 x");
    let named = |name: &str, not| Named { name: name.into(), not };
    assert_eq!(query.filters.tags, [named("c++", false), named("lte", true)]);
    assert_eq!(
        (query.filters.boards.as_slice(), query.filters.users.as_slice()),
        ([named("tips", false)].as_slice(), [named("anna", false)].as_slice())
    );
    assert_eq!((query.filters.kind, query.filters.solved, query.filters.closed), (Some("question"), true, Some(false)));
    assert_eq!(query.filters.score, (3, i64::MAX));
    assert_eq!(shown(&query.all), ["x"]);
    let query = parse("is:unanswered is:accepted after:2026-01-31 before:2026-02-28 mine");
    let day = |text: &str| text.parse().ok();
    assert_eq!((query.filters.after, query.filters.before), (day("2026-01-31"), day("2026-02-28")));
    assert!(query.filters.unanswered && query.filters.accepted && query.filters.mine && !query.has_words());
    for (text, range) in [
        ("score:>3", (4, i64::MAX)),
        ("score:<3", (i64::MIN, 2)),
        ("score:<=-3", (i64::MIN, -3)),
        ("score:=0", (0, 0)),
        ("score:7", (7, 7)),
    ] {
        assert_eq!(parse(text).filters.score, range, "{text}");
    }
}

#[test]
fn what_is_not_understood_is_said() {
    for (text, note) in [
        ("is:nice", "search-note-value"),
        ("tag:", "search-note-value"),
        ("score:many", "search-note-value"),
        ("after:2026-02-30", "search-note-value"),
        ("after:yesterday", "search-note-value"),
        ("-is:solved", "search-note-not"),
        ("-word", "search-note-only-not"),
        ("a b c d e f g h i j k l m n", "search-note-words"),
    ] {
        assert_eq!(notes(&parse(text)), [note], "{text}");
    }
    assert_eq!(shown(&parse("error:404 https://x.org").all), ["error", "404", "https", "x", "org"]);
    assert_eq!(notes(&parse(&"tag:x ".repeat(200))), ["search-note-long", "search-note-operators"]);
    assert_eq!(parse(&"tag:x ".repeat(200)).filters.tags.len(), MAX_OPERATORS);
    assert_eq!(shown(&parse("\"never ends").all), ["\"never ends\""]);
    assert_eq!(shown(&parse("mine \"mine\"").all), ["\"mine\""]);
}

proptest::proptest! {
    #[test]
    fn any_text_is_a_query(text in "(\\PC|[\"“:\\-<>= ]|tag:|is:|score:|after:|mine| \u{202e}|\u{0}){0,300}") {
        let query = parse(&text);
        let words: usize = query.all.iter().chain(&query.none).map(|term| term.words().len()).sum();
        proptest::prop_assert!(words <= MAX_WORDS);
        proptest::prop_assert!(query.text.chars().count() <= MAX_CHARS);
        proptest::prop_assert!(query.filters.tags.len() <= MAX_OPERATORS);
        // What was read is read the same again: pages put it into their links.
        let again = parse(&query.text);
        proptest::prop_assert_eq!((again.all, again.none, again.filters), (query.all, query.none, query.filters));
    }
}
