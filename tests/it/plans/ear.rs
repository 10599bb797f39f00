//! Hears every statement that goes to a database.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};

/// What was heard, by the address of the database. Only those of interest have an entry: other tests run meanwhile.
static HEARD: Mutex<BTreeMap<String, BTreeSet<Statement>>> = Mutex::new(BTreeMap::new());

/// A statement as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Statement {
    /// With places for values: `?` or `$1`.
    pub sql: String,
    /// The values, as diesel shows them.
    binds: String,
}

struct Ear {
    url: String,
}

impl Instrumentation for Ear {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartEstablishConnection { url, .. } = &event {
            self.url = (*url).to_owned();
        } else if let InstrumentationEvent::StartQuery { query, .. } = &event
            && let Some(heard) = HEARD.lock().unwrap().get_mut(&self.url)
        {
            let text = query.to_string();
            let (sql, binds) = text.rsplit_once(" -- binds: ").unwrap_or((&text, "[]"));
            heard.insert(Statement { sql: sql.to_owned(), binds: binds.to_owned() });
        }
    }
}

/// Connections that are opened from now on can be listened to.
pub fn open() {
    set_default_instrumentation(|| Some(Box::new(Ear { url: String::new() }))).unwrap();
}

/// Listens to a database's connections from now on.
pub fn listen(url: &str) {
    HEARD.lock().unwrap().insert(url.to_owned(), BTreeSet::new());
}

/// What was heard since.
pub fn heard(url: &str) -> Vec<Statement> {
    HEARD.lock().unwrap().remove(url).unwrap_or_default().into_iter().collect()
}

impl Statement {
    /// One that takes none.
    pub fn without_values(sql: &str) -> Self {
        Self { sql: sql.to_owned(), binds: "[]".to_owned() }
    }

    /// The statement with its values in their places.
    pub fn with_values(&self) -> String {
        let inner = self.binds.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or_default();
        let values: Vec<String> = parts(inner).into_iter().map(literal).collect();
        // From the last on: `$1` is the beginning of `$10`.
        (1..=values.len()).rev().fold(self.sql.clone(), |sql, n| sql.replace(&format!("${n}"), &values[n - 1]))
    }
}

/// Splits at the commas that stand in no quotes and no brackets.
fn parts(text: &str) -> Vec<&str> {
    let (mut found, mut start, mut depth, mut quoted, mut escaped) = (Vec::new(), 0, 0_i32, false, false);
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                found.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    if !text[start..].trim().is_empty() {
        found.push(text[start..].trim());
    }
    found
}

/// A value in SQL, from what `Debug` shows of it: `TopicId(5)` is 5, `Visible` is 'visible'.
fn literal(shown: &str) -> String {
    if let Some(text) = shown.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return format!("'{}'", text.replace("\\\"", "\"").replace('\'', "''"));
    }
    if let Some(list) = shown.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let values: Vec<String> = parts(list).into_iter().map(|part| literal(part).replace('\'', "")).collect();
        return format!("'{{{}}}'", values.join(","));
    }
    if let Some((_, inner)) = shown.strip_suffix(')').and_then(|rest| rest.split_once('(')) {
        return literal(inner);
    }
    match shown {
        "None" => "NULL".to_owned(),
        "true" | "false" => shown.to_owned(),
        name if name.starts_with(char::is_alphabetic) => format!("'{}'", kebab(name)),
        number => number.to_owned(),
    }
}

/// `TopicClose` as it is stored: `topic-close`.
fn kebab(name: &str) -> String {
    let mut stored = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !stored.is_empty() {
            stored.push('-');
        }
        stored.extend(letter.to_lowercase());
    }
    stored
}

#[test]
fn values_are_read_as_they_are_shown() {
    let statement = Statement {
        sql: "a = $1 AND b = $2 AND c = ANY($3) AND d = $4 AND e < $5".to_owned(),
        binds: "[TopicId(5), \"it's, \\\"so\\\"\", [PostId(1), PostId(-2)], TopicClose, Some(Timestamp(7))]".to_owned(),
    };
    assert_eq!(
        statement.with_values(),
        "a = 5 AND b = 'it''s, \"so\"' AND c = ANY('{1,-2}') AND d = 'topic-close' AND e < 7"
    );
}
