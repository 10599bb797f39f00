//! Lengths, and words that must not stand in the sources.

use super::source::{root, sources};

/// Lines of a file, its tests aside. Near it, think again how the file is cut.
const LONGEST: usize = 400;

/// Longer, for a reason.
const LONG: &[(&str, &str)] = &[
    ("db/schema.rs", "one list: the tables, column by column"),
    ("routes.rs", "one list: the addresses, line by line"),
];

#[test]
fn no_file_is_longer_than_can_be_read() {
    for source in sources().iter().filter(|source| !LONG.iter().any(|(path, _)| *path == source.path)) {
        let lines = source.text.lines().count();
        assert!(lines <= LONGEST, "src/{} has {lines} lines; {LONGEST} are the most", source.path);
    }
    for (path, _) in LONG {
        assert!(root().join("src").join(path).exists(), "{path} is gone: take it off the list");
    }
}

#[test]
fn nothing_secret_is_logged() {
    let secret = ["password", "secret", "token", "csrf", "cookie", "hash", "email", "authorization"];
    let mut wrong = Vec::new();
    for source in sources() {
        for level in ["trace", "debug", "info", "warn", "error", "event", "span"] {
            for at in source.words(level).filter(|at| source.code[at + level.len()..].starts_with("!(")) {
                let start = at + level.len();
                let logged = source.in_parentheses(start);
                // Only what is put in: a sentence may say "token".
                let values: String = source.code[start + 2..start + 2 + logged.len()].to_lowercase();
                let inline: String = logged.split('{').skip(1).filter_map(|part| part.split('}').next()).collect();
                for word in secret.iter().filter(|word| values.contains(*word) || inline.contains(*word)) {
                    wrong.push(format!("src/{}:{}: {word}: {logged}", source.path, source.line(at)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_sources_hold_no_unfinished_work() {
    // In two parts, or this file would be one of those.
    let marks =
        [["TO", "DO"], ["FIX", "ME"], ["XX", "X:"], ["unimpl", "emented!"], ["to", "do!("]].map(|mark| mark.concat());
    for folder in ["src", "templates", "migrations", "assets/css", "assets/js", "assets/locales", "tests"] {
        for (path, text) in super::source::files(folder) {
            if path.contains("node_modules") {
                continue;
            }
            for mark in &marks {
                assert!(!text.contains(mark.as_str()), "{folder}/{path}: {mark}");
            }
        }
    }
}
