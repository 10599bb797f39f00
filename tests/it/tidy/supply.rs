//! What the program is built from: licences that may go together with it, each named where it asks to be.

use std::collections::BTreeSet;
use std::process::Command;

use super::source::root;

/// Licences that ask for their text to be kept, or for nothing. MPL-2.0 asks for the sources of the files under it,
/// which are published unchanged; `NOTICE` names those crates.
const TAKEN: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "PostgreSQL",
    "Unicode-3.0",
    "Zlib",
];

/// Whether an SPDX expression can be met with the licences above: one side of each OR, both sides of each AND.
fn can_be_met(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    let parts = |text: &str, operator: &str| -> Vec<String> {
        let (mut depth, mut parts) = (0_usize, vec![String::new()]);
        for word in text.replace('(', " ( ").replace(')', " ) ").split_whitespace() {
            match word {
                "(" => depth += 1,
                ")" => depth -= 1,
                _ => {}
            }
            if depth == 0 && word == operator {
                parts.push(String::new());
            } else {
                let last = parts.last_mut().unwrap();
                last.push_str(word);
                last.push(' ');
            }
        }
        parts.into_iter().map(|part| part.trim().to_owned()).collect()
    };
    let any = parts(&expression, "OR");
    if any.len() > 1 {
        return any.iter().any(|part| can_be_met(part));
    }
    let all = parts(&expression, "AND");
    if all.len() > 1 {
        return all.iter().all(|part| can_be_met(part));
    }
    match expression.trim().strip_prefix('(').and_then(|inner| inner.trim().strip_suffix(')')) {
        Some(inner) => can_be_met(inner),
        None => TAKEN.contains(&expression.trim()),
    }
}

#[test]
fn licence_expressions_are_read_as_they_are_meant() {
    for good in ["MIT", "MIT/Apache-2.0", "GPL-3.0-only OR MIT", "(MIT OR Apache-2.0) AND Unicode-3.0"] {
        assert!(can_be_met(good), "{good}");
    }
    for bad in
        ["GPL-3.0-or-later", "MIT AND GPL-2.0-only", "(GPL-3.0-only OR AGPL-3.0-only) AND MIT", "", "Proprietary"]
    {
        assert!(!can_be_met(bad), "{bad}");
    }
}

#[test]
fn every_crate_comes_under_a_licence_that_can_be_taken() {
    let asked = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&asked.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 100);
    let notice = std::fs::read_to_string(root().join("NOTICE")).unwrap();
    let mut named = BTreeSet::new();
    for package in packages {
        let (name, licence) = (package["name"].as_str().unwrap(), package["license"].as_str().unwrap_or_default());
        assert!(can_be_met(licence), "{name}: {licence:?}");
        if licence == "MPL-2.0" {
            named.insert(name);
            assert!(notice.contains(&format!(" {name} ")), "NOTICE does not name {name}, which is under MPL-2.0");
        }
    }
    assert!(!named.is_empty(), "no crate under MPL-2.0 any more: shorten NOTICE and this test");
}
