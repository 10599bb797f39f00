//! Reads from a Fluent source what the bundle does not tell: which messages there are, and which
//! variables each one uses in any of its variants.
//!
//! The text has passed Fluent's own parser before, so a light scan is enough.

use std::collections::{BTreeMap, BTreeSet};

/// What a message mentions.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Mentions {
    pub variables: BTreeSet<String>,
    pub messages: BTreeSet<String>,
}

/// Every message of a file with what it mentions. Terms and comments are left out: a term sees
/// only the arguments that its caller writes, never variables.
pub(super) fn messages(source: &str) -> BTreeMap<String, Mentions> {
    let mut found: BTreeMap<String, Mentions> = BTreeMap::new();
    let mut body = String::new();
    let mut current: Option<String> = None;
    for line in source.lines() {
        let begins_entry = line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-' || c == '#');
        if begins_entry {
            if let Some(key) = current.take() {
                found.insert(key, mentions(&body));
            }
            body.clear();
            let key = identifier(line);
            current = (!key.is_empty()).then(|| key.to_owned());
        }
        body.push_str(line);
        body.push('\n');
    }
    if let Some(key) = current {
        found.insert(key, mentions(&body));
    }
    found
}

fn mentions(body: &str) -> Mentions {
    let mut found = Mentions::default();
    let mut depth = 0_usize;
    let mut rest = body;
    while let Some(character) = rest.chars().next() {
        rest = &rest[character.len_utf8()..];
        match character {
            '{' => {
                depth += 1;
                let inner = rest.trim_start();
                let key = identifier(inner);
                // A name directly followed by `}` or `.` is a message; `NUMBER(` is a function.
                if !key.is_empty() && inner[key.len()..].trim_start().starts_with(['}', '.']) {
                    found.messages.insert(key.to_owned());
                }
            }
            '}' => depth = depth.saturating_sub(1),
            '"' if depth > 0 => rest = after_string(rest),
            '$' if depth > 0 => {
                found.variables.insert(identifier(rest).to_owned());
            }
            _ => {}
        }
    }
    found
}

/// The Fluent identifier that `text` begins with; empty when there is none.
fn identifier(text: &str) -> &str {
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return "";
    }
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).unwrap_or(text.len());
    &text[..end]
}

/// What follows the end of a string literal whose opening quote has been read.
fn after_string(text: &str) -> &str {
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            '"' if !escaped => return &text[at + 1..],
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_and_their_variables_are_found() {
        let found = messages(
            "# not-a-message = { $no }\n\
             -brand = Talka { $no }\n\
             plain = Costs $5, { \"{ $no }\" }\n\
             many = { $count ->\n    [one] One by { $author }\n   *[other] { NUMBER($count) } { plain }\n}\n\
             \n## Group\n\
             link =\n    See { -brand(case: \"x\") } { $url }\n",
        );
        let keys: Vec<&str> = found.keys().map(String::as_str).collect();
        assert_eq!(keys, ["link", "many", "plain"]);
        let set = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(found["plain"], Mentions::default());
        assert_eq!(found["many"].variables, set(&["author", "count"]));
        assert_eq!(found["many"].messages, set(&["plain"]));
        assert_eq!(found["link"].variables, set(&["url"]));
    }

    #[test]
    fn escaped_quotes_do_not_end_a_string() {
        assert_eq!(after_string(r#"a\"b" rest"#), " rest");
        assert_eq!(after_string(r#"a\\" rest"#), " rest");
    }
}
