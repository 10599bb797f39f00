//! A condition on tokens, in the language of each database. Tokens hold letters, digits and a few signs, never a quote.

use std::collections::BTreeSet;

use crate::search::document::pair;
use crate::search::query::Clause;

/// Documents with all of these and none of those.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tokens {
    /// All must hold; there is at least one.
    pub all: Vec<Clause>,
    /// None may hold.
    pub none: Vec<Clause>,
}

impl Tokens {
    /// For `MATCH`.
    #[must_use]
    pub fn fts5(&self) -> String {
        let clause = |clause: &Clause| match clause {
            Clause::Any(tokens) => {
                let tokens: Vec<String> = tokens.iter().map(|token| format!("\"{token}\"")).collect();
                format!("({})", tokens.join(" OR "))
            }
            Clause::Phrase(words) => format!("\"{}\"", words.join(" ")),
        };
        let all = self.all.iter().map(clause).collect::<Vec<_>>().join(" AND ");
        if self.none.is_empty() {
            return all;
        }
        format!("({all}) NOT ({})", self.none.iter().map(clause).collect::<Vec<_>>().join(" OR "))
    }

    /// As a literal of the type `tsquery`; in one of these parts only, if there are any.
    #[must_use]
    pub fn tsquery(&self, parts: &[String]) -> String {
        let clause = |clause: &Clause| match clause {
            Clause::Any(tokens) => list(tokens, " | "),
            Clause::Phrase(words) => list(words, " <-> "),
        };
        let none = self.none.iter().map(|one| format!("!{}", clause(one)));
        in_parts(self.all.iter().map(clause).chain(none), parts)
    }

    /// What PostgreSQL's index knows of it: documents have the words of a phrase, in whatever order.
    #[must_use]
    pub fn tsquery_of_words(&self, parts: &[String]) -> String {
        let all = self.all.iter().map(|clause| match clause {
            Clause::Any(tokens) => list(tokens, " | "),
            Clause::Phrase(words) => list(words, " & "),
        });
        let none = self.none.iter().filter_map(|clause| match clause {
            Clause::Any(tokens) => Some(format!("!{}", list(tokens, " | "))),
            Clause::Phrase(_) => None,
        });
        in_parts(all.chain(none), parts)
    }

    /// The pairs of words that a document with all of these has, whatever else it has.
    #[must_use]
    pub fn pairs(&self) -> BTreeSet<i16> {
        let phrases = self.all.iter().filter_map(|clause| match clause {
            Clause::Phrase(words) => Some(words),
            Clause::Any(_) => None,
        });
        phrases.flat_map(|words| words.windows(2)).map(|two| pair(&two[0], &two[1])).collect()
    }
}

fn list(tokens: &[String], by: &str) -> String {
    format!("({})", tokens.iter().map(|token| format!("'{token}'")).collect::<Vec<_>>().join(by))
}

fn in_parts(clauses: impl Iterator<Item = String>, parts: &[String]) -> String {
    clauses.chain((!parts.is_empty()).then(|| list(parts, " | "))).collect::<Vec<_>>().join(" & ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_database_is_asked_in_its_own_words() {
        let any = |tokens: &[&str]| Clause::Any(tokens.iter().map(ToString::to_string).collect());
        let phrase = Clause::Phrase(vec!["not".into(), "this".into()]);
        let tokens = Tokens { all: vec![any(&["e:a", "x:a"]), any(&["#t"])], none: vec![phrase, any(&["@1"])] };
        assert_eq!(tokens.fts5(), r##"(("e:a" OR "x:a") AND ("#t")) NOT ("not this" OR ("@1"))"##);
        assert_eq!(tokens.tsquery(&[]), "('e:a' | 'x:a') & ('#t') & !('not' <-> 'this') & !('@1')");
        assert_eq!(tokens.tsquery_of_words(&[]), "('e:a' | 'x:a') & ('#t') & !('@1')");
        assert!(tokens.pairs().is_empty(), "a document without the phrase may have them");
        let phrase = Tokens { all: vec![Clause::Phrase(vec!["a".into(), "b".into(), "c".into()])], none: Vec::new() };
        assert_eq!(phrase.tsquery_of_words(&["+0/1".into()]), "('a' & 'b' & 'c') & ('+0/1')");
        assert_eq!(phrase.pairs(), BTreeSet::from([pair("a", "b"), pair("b", "c")]));
        let one = Tokens { all: vec![any(&["e:a"])], none: Vec::new() };
        assert_eq!((one.fts5().as_str(), one.tsquery(&["+0/1".into()]).as_str()), (r#"("e:a")"#, "('e:a') & ('+0/1')"));
    }
}
