//! The sources as the rules look at them: without comments, without test code, and, where words in quotes do not
//! count, without those.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A file of `src`.
pub struct Source {
    /// Path below `src/`, as `topics/store.rs`.
    pub path: String,
    /// The code with its string literals.
    pub text: String,
    /// The code with empty string literals. Bytes and lines stand where they stand in `text`.
    pub code: String,
}

impl Source {
    /// The line of a byte, from 1.
    pub fn line(&self, at: usize) -> usize {
        self.text[..at].matches('\n').count() + 1
    }

    /// Where a word stands in the code: not as a part of a longer one.
    pub fn words<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        self.code.match_indices(word).map(|(at, _)| at).filter(move |at| {
            !is_word(self.code[..*at].chars().next_back()) && !is_word(self.code[at + word.len()..].chars().next())
        })
    }

    /// What stands between the parenthesis at (or after) `at` and its counterpart, as in `text`.
    pub fn in_parentheses(&self, at: usize) -> &str {
        let Some(open) = self.code[at..].find('(').map(|found| at + found) else { return "" };
        let mut depth = 0_usize;
        for (offset, letter) in self.code[open..].char_indices() {
            match letter {
                '(' => depth += 1,
                ')' if depth == 1 => return &self.text[open + 1..open + offset],
                ')' => depth -= 1,
                _ => {}
            }
        }
        ""
    }
}

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder of the repository, sorted, as (path below the folder, text); binary files are left out.
pub fn files(folder: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, found) } else { found.push(path) }
        }
    }
    let start = root().join(folder);
    let mut found = Vec::new();
    walk(&start, &mut found);
    found.sort();
    let read = |path: &PathBuf| {
        let name = path.strip_prefix(&start).unwrap().to_str().unwrap().to_owned();
        std::fs::read_to_string(path).ok().map(|text| (name, text))
    };
    found.iter().filter_map(read).collect()
}

/// The sources of the program without those that are compiled for tests only.
pub fn sources() -> &'static [Source] {
    static SOURCES: OnceLock<Vec<Source>> = OnceLock::new();
    SOURCES.get_or_init(|| {
        let all: Vec<(String, String)> = files("src").into_iter().filter(|(path, _)| path.ends_with(".rs")).collect();
        let for_tests: BTreeSet<String> = all.iter().flat_map(|(path, text)| test_modules(path, text)).collect();
        let is_test = |path: &str| {
            for_tests.iter().any(|module| path == format!("{module}.rs") || path.starts_with(&format!("{module}/")))
        };
        let all = all.into_iter().filter(|(path, _)| !is_test(path));
        all.map(|(path, text)| {
            let text = without_test_code(&path, &blank(&text, false));
            let code = blank(&text, true);
            Source { path, text, code }
        })
        .collect()
    })
}

/// Modules in files of their own that a file declares for tests, as `jobs/tests`.
fn test_modules(path: &str, text: &str) -> Vec<String> {
    let folder = match path.rsplit_once('/') {
        Some((folder, "mod.rs")) => format!("{folder}/"),
        None if matches!(path, "lib.rs" | "main.rs") => String::new(),
        _ => format!("{}/", path.trim_end_matches(".rs")),
    };
    let after_attribute = text.split("#[cfg(test)]").skip(1);
    let declared = after_attribute.filter_map(|rest| {
        let line = rest.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with("#["))?;
        line.strip_suffix(';')?.rsplit(' ').next()
    });
    declared.map(|name| format!("{folder}{name}")).collect()
}

/// Cuts the test module at the end of a file.
fn without_test_code(path: &str, text: &str) -> String {
    let Some((code, tests)) = text.split_once("#[cfg(test)]\nmod tests {").or_else(|| {
        let at = text.find("#[cfg(test)]\n#[allow(")?;
        text[at..].contains("mod tests {").then(|| text.split_at(at))
    }) else {
        return text.to_owned();
    };
    assert_eq!(tests.matches("\n}").count(), 1, "{path}: the module of tests stands last");
    code.to_owned()
}

/// Puts blanks in the place of comments, and of what stands in quotes if asked to.
fn blank(text: &str, strings_too: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let (length, keep) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), false)
        } else if rest.starts_with("/*") {
            (rest.find("*/").map_or(rest.len(), |end| end + 2), false)
        } else if let Some(length) = string_literal(rest).filter(|_| !is_word_byte(bytes, at)) {
            (length, !strings_too)
        } else if let Some(length) = char_literal(rest) {
            (length, !strings_too)
        } else {
            (rest.chars().next().map_or(1, char::len_utf8), true)
        };
        if keep {
            out.push_str(&rest[..length]);
        } else {
            // A quote at either end, so that an empty literal is still one.
            let blanked: String = rest[..length].bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }).collect();
            out.push_str(&blanked);
        }
        at += length;
    }
    out
}

fn is_word_byte(bytes: &[u8], at: usize) -> bool {
    at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_')
}

/// The length of the string literal that a text begins with.
fn string_literal(text: &str) -> Option<usize> {
    let prefix = text.len() - text.trim_start_matches(['b', 'c']).len();
    let plain = &text[prefix..];
    if prefix > 1 {
        return None;
    }
    if let Some(raw) = plain.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        raw[hashes..].strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        let start = prefix + 1 + hashes + 1;
        return Some(start + text[start..].find(&end)? + end.len());
    }
    plain.strip_prefix('"')?;
    let mut escaped = false;
    for (offset, letter) in text[prefix + 1..].char_indices() {
        match letter {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return Some(prefix + 1 + offset + 1),
            _ => escaped = false,
        }
    }
    None
}

/// The length of the character literal that a text begins with; a lifetime is none.
fn char_literal(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('\'')?;
    let end = if inner.starts_with('\\') { inner[2..].find('\'')? + 2 } else { inner.chars().next()?.len_utf8() };
    inner[end..].starts_with('\'').then_some(end + 2)
}

/// The string literals of a text, without their quotes.
pub fn literals(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if let Some(length) = string_literal(rest).filter(|_| !is_word_byte(text.as_bytes(), at)) {
            let whole = &rest[..length];
            let inner = whole.split_once('"').and_then(|(_, rest)| rest.rsplit_once('"'));
            found.extend(inner.map(|(inner, _)| inner));
            at += length;
        } else {
            at += char_literal(rest).unwrap_or_else(|| rest.chars().next().map_or(1, char::len_utf8));
        }
    }
    found
}

#[test]
fn the_rules_see_code_as_the_compiler_does() {
    let text = "let a = \"// no comment\"; // a comment \"here\"\nlet b: &'a str = r#\"raw \"x\" /* */\"#; let c = '\"'; b\"\\\"\";";
    let kept = blank(text, false);
    assert_eq!(kept.len(), text.len());
    assert!(kept.contains("// no comment") && !kept.contains("a comment") && kept.contains("raw"), "{kept}");
    let code = blank(text, true);
    assert_eq!(code.len(), text.len());
    assert!(!code.contains("no comment") && !code.contains("raw") && code.contains("let b: &'a str ="), "{code}");
    assert_eq!(literals(&kept), ["// no comment", "raw \"x\" /* */", "\\\""]);
}

#[test]
fn code_for_tests_is_left_out() {
    assert!(sources().len() > 50);
    for source in sources() {
        assert!(!source.code.contains("#[test]"), "{}", source.path);
    }
}
