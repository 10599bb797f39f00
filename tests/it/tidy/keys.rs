//! Translation keys: what is asked for is there, what is there is asked for, and the variables fit.

use std::collections::{BTreeMap, BTreeSet};

use talka::embedded;
use talka::i18n::{I18n, Lang};

use super::source::{Source, files, literals, sources};

fn english() -> I18n {
    let locales = embedded::locales().iter().map(|file| (file.language, file.file, file.text));
    I18n::from_files(locales).unwrap()
}

/// A call of `t()` in a template.
struct Call {
    place: String,
    key: Option<String>,
    given: BTreeSet<String>,
}

/// Every `t(key=…, name=…)` of the templates.
fn calls() -> Vec<Call> {
    let mut calls = Vec::new();
    for (path, text) in files("templates") {
        for (at, _) in text.match_indices("t(key=") {
            if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let arguments = arguments(&text[at + 2..]);
            let (mut key, mut given) = (None, BTreeSet::new());
            for (name, value) in arguments {
                if name == "key" {
                    key = value.strip_prefix('"').and_then(|v| v.strip_suffix('"')).map(ToOwned::to_owned);
                } else {
                    given.insert(name);
                }
            }
            let line = text[..at].matches('\n').count() + 1;
            calls.push(Call { place: format!("templates/{path}:{line}"), key, given });
        }
    }
    calls
}

/// `a="x", b=f(1, 2))…` as names and values.
fn arguments(text: &str) -> Vec<(String, String)> {
    let (mut depth, mut quote) = (0_usize, None);
    let mut parts = vec![String::new()];
    for letter in text.chars() {
        match (quote, letter) {
            (Some(open), letter) if open == letter => quote = None,
            (None, '"' | '\'' | '`') => quote = Some(letter),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')') if depth == 0 => break,
            (None, ')' | ']' | '}') => depth -= 1,
            (None, ',') if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        parts.last_mut().unwrap().push(letter);
    }
    let named = parts.iter().filter_map(|part| part.split_once('='));
    named.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect()
}

/// Every `Message::new("key").with("name", …)…` and what else begins with a key in quotes.
fn messages(source: &Source) -> Vec<Call> {
    let mut calls = Vec::new();
    for start in ["Message::new", "Denied::because", "see_other_with"] {
        for (at, _) in source.code.match_indices(&format!("{start}(")) {
            let inside = source.in_parentheses(at);
            let is_first = start != "see_other_with";
            let first = if is_first { inside } else { inside.rsplit(',').next().unwrap_or_default() };
            let key = first.trim().strip_prefix('"').and_then(|rest| rest.split('"').next()).map(ToOwned::to_owned);
            let mut given = BTreeSet::new();
            let mut next = at + start.len() + inside.len() + 2;
            while let Some(after) = source.code[next..].trim_start().strip_prefix(".with(") {
                next = source.code.len() - after.len() - 1;
                let argument = source.in_parentheses(next);
                given.extend(literals(argument).first().map(|name| (*name).to_owned()));
                next += argument.len() + 2;
            }
            calls.push(Call { place: format!("src/{}:{}", source.path, source.line(at)), key, given });
        }
    }
    calls
}

#[test]
fn every_key_that_is_asked_for_is_there_with_its_variables() {
    let i18n = english();
    let mut wrong = Vec::new();
    let mut asked: Vec<Call> = calls();
    asked.extend(sources().iter().flat_map(messages));
    assert!(asked.len() > 100, "the calls were not found");
    for Call { place, key, given } in asked {
        let Some(key) = key else { continue };
        match i18n.variables(&key) {
            None => wrong.push(format!("{place}: {key} is in no file of assets/locales/en")),
            // A rule's moment and number may be added by whoever passes the message on.
            Some(wanted) if place.contains("policy/") && given.is_subset(wanted) => {}
            // All letters are given the same, so that a translation may name the site or the member anywhere.
            Some(wanted) if place.contains("templates/emails/") && given.is_superset(wanted) => {}
            Some(wanted) if *wanted != given => {
                wrong.push(format!("{place}: {key} wants {wanted:?} and is given {given:?}"));
            }
            Some(_) => {}
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn whatever_looks_like_a_key_is_one() {
    let i18n = english();
    let keys = i18n.keys(Lang::EN);
    let rooms: BTreeSet<&str> = keys.iter().filter_map(|key| key.split('-').next()).collect();
    let mut wrong = Vec::new();
    for source in sources() {
        for text in literals(&source.text) {
            let is_kebab =
                text.contains('-') && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            let room = text.split('-').next().unwrap_or_default();
            if is_kebab
                && rooms.contains(room)
                && !keys.contains(text)
                && !NO_KEYS.contains(&text)
                && !text.ends_with('-')
            {
                wrong.push(format!("src/{}: {text:?} is in no file of assets/locales/en", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Words of other tables that begin as keys do.
const NO_KEYS: &[&str] = &["mail-retry"];

#[test]
fn every_key_is_used() {
    let i18n = english();
    let mut used: BTreeMap<&str, bool> = i18n.keys(Lang::EN).into_iter().map(|key| (key, false)).collect();
    let templates = files("templates");
    let texts = templates.iter().map(|(_, text)| text).chain(sources().iter().map(|source| &source.text));
    for text in texts {
        // In quotes of either kind: a template passes a key on to a component, too.
        for word in text.split(['"', '\'']) {
            if let Some(found) = used.get_mut(word) {
                *found = true;
            }
        }
    }
    // A text may stand in another text.
    for file in embedded::locales() {
        for rest in file.text.split('{').skip(1) {
            let name = rest.split('}').next().unwrap_or_default().trim();
            if let Some(found) = used.get_mut(name) {
                *found = true;
            }
        }
    }
    let unused: Vec<&str> = used.into_iter().filter_map(|(key, used)| (!used).then_some(key)).collect();
    assert!(unused.is_empty(), "texts that nothing shows: {unused:#?}");
}

#[test]
fn a_key_begins_with_the_name_of_its_file() {
    for file in embedded::locales() {
        let keys = file.text.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key);
        for key in keys.filter(|key| key.starts_with(|c: char| c.is_ascii_lowercase())) {
            let is_kebab = key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            assert!(is_kebab && key.contains('-'), "{}: {key}", file.file);
        }
    }
}
