//! SQL: nothing that grows with its page, and nothing put together from what somebody typed.

use super::source::{Source, literals, sources};

/// Where a limit's last row is looked up: so many rows at most, whatever the table holds.
const TO_A_LIMIT: &[&str] = &["images/store.rs"];

#[test]
fn lists_go_by_cursor() {
    for source in sources() {
        for text in literals(&source.text) {
            // Skips nothing: it keeps PostgreSQL from taking a query within another apart.
            let text = text.replace(" OFFSET 0)", ")");
            let is_sql = text.contains("SELECT ") || text.contains(" LIMIT ");
            assert!(!(is_sql && text.contains("OFFSET")), "src/{}: {text}", source.path);
        }
        if TO_A_LIMIT.contains(&source.path.as_str()) {
            continue;
        }
        let calls: Vec<usize> = source.code.match_indices(".offset(").map(|(at, _)| source.line(at)).collect();
        assert!(calls.is_empty(), "src/{}:{calls:?}: .offset(…)", source.path);
    }
}

/// Statements that are put together by `format!`, each looked at: only constants and numbers go in. A new one, or one
/// that is gone, changes the count: look at it, then change the count here.
const FORMATTED: &[(&str, usize, &str)] = &[
    ("articles/store.rs", 4, "fixed conditions, a number; the step of a recursion twice"),
    ("cli/verify/store.rs", 2, "tables, columns and recounts of fixed lists"),
    ("comments/store.rs", 2, "columns, a fixed condition, numbers"),
    ("db/conn.rs", 2, "one fixed setting more for readers"),
    (
        "db/dialect.rs",
        3,
        "EXPLAIN of a statement that a test gives; virtual tables by the names that the database says",
    ),
    ("db/fold.rs", 2, "the tables whose totals are folded"),
    ("db/migrate.rs", 1, "the number of the lock"),
    ("feeds/store.rs", 2, "columns, conditions by kind of feed, a number"),
    (
        "ideas/list/store.rs",
        2,
        "the column of the order, and the condition of a status; one's own votes or those that came with a merge",
    ),
    ("ideas/merging/store.rs", 1, "a fixed condition, twice"),
    ("notify/inbox/store.rs", 2, "which rows are the latest, as each engine walks to them"),
    ("pages/sitemap/store.rs", 2, "numbers of the parts"),
    ("reputation/store.rs", 1, "what an account has earned, a constant"),
    ("search/find/store.rs", 3, "fixed conditions, and which documents of a topic"),
    ("search/index/store.rs", 2, "fixed conditions of rows"),
    ("topics/counters.rs", 2, "tables and columns of a fixed list"),
    ("topics/list.rs", 2, "tables, columns and conditions by scope and order"),
    ("topics/posts.rs", 3, "columns, conditions by order, a number"),
];

fn formatted(source: &Source) -> usize {
    let verbs =
        ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH ", "EXPLAIN ", "CREATE ", "DROP ", "SET ", "PRAGMA "];
    let macros = ["format", "write", "writeln", "concat"];
    let calls = macros.iter().flat_map(|name| {
        source.words(name).filter(|at| source.code[at + name.len()..].starts_with("!(")).collect::<Vec<_>>()
    });
    calls
        .filter(|at| {
            let inside = source.in_parentheses(*at);
            literals(inside).iter().any(|text| verbs.iter().any(|verb| text.contains(verb)))
        })
        .count()
}

#[test]
fn no_statement_is_put_together_unseen() {
    let found: Vec<(&str, usize)> =
        sources().iter().map(|source| (source.path.as_str(), formatted(source))).filter(|(_, n)| *n > 0).collect();
    let expected: Vec<(&str, usize)> = FORMATTED.iter().map(|(path, count, _)| (*path, *count)).collect();
    assert_eq!(found, expected, "formatted statements by file");
}

#[test]
fn both_engines_have_the_same_steps() {
    let steps = |engine: &str| -> Vec<String> {
        super::source::files(&format!("migrations/{engine}")).into_iter().map(|(path, _)| path).collect()
    };
    let (sqlite, postgres) = (steps("sqlite"), steps("postgres"));
    assert_eq!(sqlite, postgres);
    assert!(!sqlite.is_empty());
    for folder in sqlite.iter().filter_map(|path| path.strip_suffix("/up.sql")) {
        assert!(sqlite.contains(&format!("{folder}/down.sql")), "{folder} cannot be taken back");
    }
}
