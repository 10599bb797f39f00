//! Templates, style sheet and script: nothing inline, nothing from elsewhere, nothing unescaped, nothing unused.

use super::source::{files, sources};

/// Values that are put into a page as they are: (file, expression, why nothing can go wrong).
const SAFE: &[(&str, &str, &str)] = &[
    ("layouts/base.html", "cx.jsonld", "JSON whose <, > and & are escaped, inside a script that is data"),
    ("macros/posts.html", "p.html", "a post's HTML as it was sanitised when it was written"),
    ("macros/posts.html", "c.html", "a comment's HTML as it was sanitised when it was written"),
    (
        "macros/suggestions.html",
        "side.html",
        "a post's HTML as it was sanitised when it was written, or its preview through the same sanitiser",
    ),
    ("macros/updates.html", "u.html", "an update's HTML as it was sanitised when it was written"),
    ("pages/articles/new.html", "preview", "the preview goes through the same sanitiser"),
    ("pages/ideas/changelog.html", "one.word.html", "what staff said, as it was sanitised when it was written"),
    ("pages/ideas/new.html", "preview", "the preview goes through the same sanitiser"),
    ("pages/ideas/update.html", "preview", "the preview goes through the same sanitiser"),
    ("pages/ideas/update_many.html", "preview", "the preview goes through the same sanitiser"),
    ("pages/moderation/decide.html", "quote.html", "the same HTML of a post or a comment"),
    ("partials/idea_extensions.html", "one.html", "a comment's HTML as it was sanitised when it was written"),
    ("pages/points/wallet.html", "terms.html", "the terms as they were sanitised when they were published"),
    ("pages/profile/show.html", "profile.bio", "a member's own words as they were sanitised when they were written"),
    ("pages/questions/ask.html", "preview", "the preview goes through the same sanitiser"),
    ("pages/questions/edit.html", "preview", "the preview goes through the same sanitiser"),
    ("pages/storms/show.html", "html", "a session's introduction as it was sanitised when it was written"),
    ("pages/suggestions/form.html", "preview", "the preview goes through the same sanitiser"),
    ("pages/tags/show.html", "html", "a tag's description as it was sanitised when it was written"),
];

#[test]
fn only_sanitised_text_is_not_escaped() {
    for (path, text) in files("templates") {
        assert!(!text.contains("autoescape"), "{path}");
        let text = without_comments(&text);
        for (before, _) in text.match_indices("| safe").map(|(at, _)| text.split_at(at)) {
            let expression = before.rsplit(['{', '=', '(']).next().unwrap_or_default().trim();
            let known = SAFE.iter().any(|(file, value, _)| *file == path && *value == expression);
            assert!(known, "{path}: {expression} | safe: say in tests/it/tidy/templates.rs why it may stand so");
        }
        assert!(!text.contains("|safe"), "{path}: write it with a blank, so that it is found");
    }
}

#[test]
fn nothing_stands_inline() {
    for (path, text) in files("templates") {
        let text = without_calls(&without_comments(&text)).to_lowercase();
        for forbidden in
            [" style=", "<style", "javascript:", "srcdoc=", "http-equiv", "<base", "<iframe", "<object", "<embed"]
        {
            assert!(!text.contains(forbidden), "{path}: {forbidden}");
        }
        let handler = text.match_indices(" on").find(|(at, _)| {
            let name: String = text[at + 3..].chars().take_while(char::is_ascii_lowercase).collect();
            !name.is_empty()
                && text[at + 3 + name.len()..].starts_with('=')
                && !text[at + 3 + name.len()..].starts_with("={")
        });
        assert!(handler.is_none(), "{path}: {:?}", handler.map(|(at, _)| &text[at..text.len().min(at + 40)]));
        for (at, _) in text.match_indices("<script") {
            let tag = text[at..].split('>').next().unwrap_or_default();
            assert!(tag.contains(" src=") || tag.contains("application/ld+json"), "{path}: {tag}");
        }
    }
}

/// Without `{# … #}`: what is said to those who write templates.
fn without_comments(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{#") {
        kept.push_str(before);
        rest = after.split_once("#}").map_or("", |(_, after)| after);
    }
    kept + rest
}

/// Without `{{ … }}` and `{% … %}`: what is left is HTML.
fn without_calls(text: &str) -> String {
    let mut kept = text.to_owned();
    for (open, close) in [("{{", "}}"), ("{%", "%}")] {
        let mut parts = kept.split(open);
        let first = parts.next().unwrap_or_default().to_owned();
        kept = first + &parts.map(|part| part.split_once(close).map_or("", |(_, after)| after)).collect::<String>();
    }
    kept
}

#[test]
fn no_page_asks_another_host() {
    // Names of vocabularies, which nothing fetches.
    let names = ["http://www.w3.org/", "https://schema.org", "http://www.sitemaps.org/schemas/"];
    for folder in ["templates", "assets/css", "assets/js", "assets/img", "assets/icons"] {
        for (path, text) in files(folder).into_iter().filter(|(path, _)| path != "LICENSE") {
            let text = if folder == "templates" { without_comments(&text) } else { text };
            for start in ["http://", "https://", "=\"//", "url(//", "url(\"//", "@import"] {
                for (at, _) in text.match_indices(start) {
                    let rest = &text[at..];
                    // A scheme alone is a placeholder: no host follows.
                    let has_host = rest[start.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '[');
                    let known = names.iter().any(|name| rest.starts_with(name));
                    let what: String = rest.chars().take(60).collect();
                    assert!(known || !has_host, "{folder}/{path}: {what}");
                }
            }
        }
    }
}

#[test]
fn every_form_that_changes_something_carries_the_token() {
    for (path, text) in files("templates") {
        for (at, _) in text.match_indices("<form") {
            let (tag, rest) = text[at..].split_once('>').unwrap_or_default();
            if tag.contains("method=\"post\"") {
                let form = rest.split("</form>").next().unwrap_or_default();
                assert!(form.contains("<ui.csrf />"), "{path}: {tag}> has no {{{{ <ui.csrf /> }}}}");
            }
        }
    }
}

/// Whether `name` stands in quotes in a source or in another template.
fn is_named(name: &str, but: &str, templates: &[(String, String)]) -> bool {
    let quoted = format!("\"{name}\"");
    templates.iter().any(|(path, text)| path != but && text.contains(&quoted))
        || sources().iter().any(|source| source.text.contains(&quoted))
}

#[test]
fn every_template_is_used() {
    let templates = files("templates");
    for (path, _) in templates.iter().filter(|(path, _)| !path.starts_with("macros/")) {
        // A mail's templates are named without their ending, for they are a pair.
        let stem = path.trim_end_matches(".html").trim_end_matches(".txt");
        let letter = stem.trim_start_matches("emails/");
        let used = [path.as_str(), stem, letter].iter().any(|name| is_named(name, path, &templates));
        assert!(used, "templates/{path} is used nowhere");
    }
}

#[test]
fn every_template_stands_in_its_room() {
    for (path, _) in files("templates") {
        let rooms: Vec<&str> = path.split('/').collect();
        let known = matches!(rooms[..], ["layouts" | "partials" | "macros" | "emails", _] | ["pages", _, _]);
        assert!(known, "templates/{path}: layouts, partials, macros, pages/<feature> or emails");
    }
}

#[test]
fn every_component_is_used() {
    let templates = files("templates");
    let mut unused = Vec::new();
    for (path, text) in &templates {
        for rest in text.split("{% component ").skip(1) {
            let name = rest.split('(').next().unwrap_or_default();
            let calls = |text: &str| {
                without_comments(text)
                    .split(&format!("<{name}"))
                    .skip(1)
                    .any(|after| after.starts_with([' ', '>', '/']))
            };
            let used = templates.iter().any(|(_, text)| calls(text)) || sources().iter().any(|s| s.text.contains(name));
            if !used {
                unused.push(format!("{path}: {name}"));
            }
        }
    }
    assert!(unused.is_empty(), "components that nothing uses: {unused:#?}");
}
