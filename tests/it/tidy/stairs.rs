//! Which way the stairs go: what may use what.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Source, sources};

/// From the top: each row may use those under it, and none above. What is in no row is a feature.
const ROWS: [&[&str]; 11] = [
    &["main"],
    &["cli"],
    &["app"],
    &["routes"],
    &["pages"],
    &[],
    &["web", "mail"],
    &["sessions", "settings", "jobs"],
    &["db"],
    &["error"],
    &["policy", "markdown", "i18n", "message", "config", "ids", "clock", "embedded", "slug", "language", "diff"],
];
const FEATURES: usize = 5;

/// Macros are used as if they stood at the top; these are the modules they are in.
const MACROS: &[(&str, &str)] = &[("text_enum", "ids"), ("both", "db")];

fn row(module: &str) -> usize {
    ROWS.iter().position(|row| row.contains(&module)).unwrap_or(FEATURES)
}

/// The first part of a path: `topics/store.rs` belongs to `topics`.
fn module(path: &str) -> &str {
    path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

/// The modules of the crate that a file names, and where.
fn used(source: &Source) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for start in ["crate::", "talka::"] {
        for at in source.words(start.trim_end_matches("::")) {
            let Some(rest) = source.code[at..].strip_prefix(start) else { continue };
            match rest.strip_prefix('{') {
                Some(group) => found.extend(names_of_group(group).into_iter().map(|name| (name, at))),
                None => found.push((leading_name(rest), at)),
            }
        }
    }
    let macro_home = |name: String| {
        MACROS.iter().find(|(one, _)| *one == name).map_or(name.clone(), |(_, module)| (*module).to_owned())
    };
    found.into_iter().map(|(name, at)| (macro_home(name), at)).collect()
}

fn leading_name(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// `a, b::{c, d}, e}` names a, b and e.
fn names_of_group(group: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0_usize;
    let mut item = String::new();
    for letter in group.chars() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(std::mem::take(&mut item)),
            other if depth == 0 => item.push(other),
            _ => {}
        }
    }
    names.push(item);
    names.iter().map(|item| leading_name(item.trim())).filter(|name| !name.is_empty()).collect()
}

/// Who uses whom, with one place for each.
fn graph() -> BTreeMap<String, BTreeMap<String, String>> {
    let mut graph: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for source in sources().iter().filter(|source| source.path != "lib.rs") {
        for (name, at) in used(source) {
            let place = format!("{}:{}", source.path, source.line(at));
            if name != module(&source.path) {
                graph.entry(module(&source.path).to_owned()).or_default().entry(name).or_insert(place);
            }
        }
    }
    graph
}

#[test]
fn nothing_uses_what_is_above_it() {
    let mut wrong = Vec::new();
    for (user, uses) in graph() {
        for (name, place) in uses.iter().filter(|(name, _)| row(name) < row(&user)) {
            wrong.push(format!("{place}: {user} uses {name}, which is above it"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_two_modules_use_each_other() {
    fn walk(
        at: &str,
        graph: &BTreeMap<String, BTreeMap<String, String>>,
        path: &mut Vec<String>,
        done: &mut BTreeSet<String>,
    ) {
        if let Some(first) = path.iter().position(|one| one == at) {
            panic!("a circle: {} → {at}", path[first..].join(" → "));
        }
        if !done.insert(at.to_owned()) {
            return;
        }
        path.push(at.to_owned());
        for name in graph.get(at).into_iter().flat_map(BTreeMap::keys) {
            walk(name, graph, path, done);
        }
        path.pop();
    }
    let graph = graph();
    assert!(graph.len() > 15, "the sources were not read: {:?}", graph.keys());
    let mut done = BTreeSet::new();
    for start in graph.keys() {
        walk(start, &graph, &mut Vec::new(), &mut done);
    }
}

#[test]
fn every_module_of_the_rows_is_there() {
    let there: BTreeSet<&str> = sources().iter().map(|source| module(&source.path)).collect();
    for name in ROWS.iter().flat_map(|row| row.iter()) {
        assert!(there.contains(name), "{name} stands in the rows and not in src/");
    }
}

/// Where a word may stand, and nowhere else.
struct Reserved {
    words: &'static [&'static str],
    places: &'static [&'static str],
    because: &'static str,
}

const RESERVED: &[Reserved] = &[
    Reserved {
        words: &["diesel", "diesel_migrations"],
        // `topics/` is one room of rows and their SQL: what questions, ideas and articles share. It has no pages.
        places: &["db/", "sessions/", "jobs/", "*/store.rs", "*/store/", "ids.rs", "clock.rs", "topics/"],
        because: "SQL stands in stores",
    },
    Reserved {
        words: &["actix_web", "actix_multipart"],
        // The commands start the runtime and the server.
        places: &["app.rs", "routes.rs", "web/", "pages/", "*/web.rs", "*/web/", "cli/serve.rs", "cli/demo/mod.rs"],
        because: "HTTP stands in handlers",
    },
    Reserved {
        words: &["SqliteConnection", "PgConnection"],
        places: &["db/"],
        because: "what differs between the engines stands in db/",
    },
    Reserved {
        words: &["SystemTime", "Utc::now", "Zoned::now", "Timestamp::now"],
        places: &["clock.rs"],
        because: "the time comes from the clock that tests set",
    },
    Reserved {
        words: &["Instant"],
        places: &["web/guard.rs"],
        because: "durations are measured where requests are logged; everything else goes by the clock",
    },
    Reserved {
        words: &["env::var", "env::vars", "env::var_os", "env::args"],
        places: &["config/mod.rs"],
        because: "the environment is read in one place, and checked",
    },
    Reserved {
        words: &["rand", "getrandom", "OsRng", "fastrand"],
        places: &["ids.rs"],
        because: "there is one source of secrets",
    },
];

fn is_in(path: &str, place: &str) -> bool {
    match place.strip_prefix("*/") {
        Some(file) if file.ends_with('/') => format!("/{path}").contains(&format!("/{file}")),
        Some(file) => path.ends_with(&format!("/{file}")),
        None if place.ends_with('/') => path.starts_with(place),
        None => path == place,
    }
}

#[test]
fn what_has_one_place_is_nowhere_else() {
    let mut wrong = Vec::new();
    for Reserved { words, places, because } in RESERVED {
        for source in sources().iter().filter(|source| !places.iter().any(|place| is_in(&source.path, place))) {
            for word in *words {
                wrong.extend(
                    source.words(word).map(|at| format!("src/{}:{}: {word}: {because}", source.path, source.line(at))),
                );
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
