//! Every word on a page comes from a language file: in the pseudo-locale, where all of those have accents, a plain
//! letter stands out.

use reqwest::Method;
use scraper::{ElementRef, Node};
use talka::{routes, settings};

use crate::support::{Client, TestApp};

/// Pages with variables in their address, and for whom; those without are found in the table of routes.
const FURTHER: &[&str] = &["/no-such-page"];

/// What is no text of ours: keys of the keyboard, code, what people wrote (marked `dir="auto"` or `bdi`), languages,
/// each of which calls itself by its own name.
const NOT_OURS: &str = "kbd, code, pre, bdi, [dir=auto], script, style, svg, textarea, select[name=lang] option";

/// Attributes that are read to people.
const SPOKEN: &[&str] = &["title", "aria-label", "placeholder", "alt", "aria-description", "data-done"];

/// The words with plain letters on a page; `known` are those that are data.
fn plain_words(page: &scraper::Html, known: &[&str]) -> Vec<String> {
    let not_ours = scraper::Selector::parse(NOT_OURS).unwrap();
    let is_ours = |element: ElementRef<'_>| {
        let inside = |element: ElementRef<'_>| not_ours.matches(&element);
        !inside(element) && !element.ancestors().filter_map(ElementRef::wrap).any(inside)
    };
    let mut texts = Vec::new();
    for node in page.tree.nodes() {
        let parent = node.parent().and_then(ElementRef::wrap);
        if let Node::Text(text) = node.value()
            && parent.is_some_and(is_ours)
        {
            texts.push(text.to_string());
        }
        // An element's own `dir` is for what it holds; its title and the like are ours.
        if let Node::Element(element) = node.value()
            && parent.is_none_or(is_ours)
            && !["svg", "script"].contains(&element.name())
        {
            let spoken = element.attrs().filter(|(name, _)| SPOKEN.contains(name));
            texts.extend(spoken.map(|(_, value)| value.to_owned()));
            let is_button = matches!(element.attr("type"), Some("submit" | "button"));
            texts.extend(
                element.attr("value").filter(|_| is_button && element.name() == "input").map(ToOwned::to_owned),
            );
        }
    }
    let words = texts.iter().flat_map(|text| text.split(|c: char| c.is_whitespace()));
    words
        .filter(|word| {
            word.contains(|c: char| c.is_ascii_alphabetic()) && !known.iter().any(|known| word.contains(known))
        })
        .map(ToOwned::to_owned)
        .collect()
}

async fn look_at(client: &Client, path: &str, who: &str) -> Vec<String> {
    let reply = client.send(client.request(Method::GET, path).header("accept-language", "en-XA")).await;
    if !reply.header("content-type").starts_with("text/html") {
        return Vec::new();
    }
    // A part of a page has no head.
    if reply.text().contains("<html") {
        assert_eq!(reply.attr("html", "lang").as_deref(), Some("en-XA"), "{path}");
    }
    // Names of accounts, their addresses, the zone, the id of the request: data.
    let known = ["member", "moderator", "staff", "admin", "example.org", "UTC", reply.header("x-request-id")];
    plain_words(&reply.html(), &known).into_iter().map(|word| format!("{path} for the {who}: {word}")).collect()
}

#[tokio::test]
async fn no_page_says_anything_that_cannot_be_translated() {
    let app = TestApp::with().setting("TALKA_PSEUDO_LOCALE", "true").spawn().await;
    let now = app.clock.now();
    app.write(move |tx| settings::set_all(tx, &[(settings::key::NAME, "№ 1")], now)).await;
    let accounts = [
        ("member", app.member("member").await),
        ("moderator", app.moderator().await),
        ("staff", app.staff().await),
        ("admin", app.admin().await),
    ];
    for (_, account) in &accounts {
        app.rename(account, "№ 2").await;
    }
    let people: Vec<(&str, Client)> = accounts.into_iter().chain([("visitor", app.visitor())]).collect();
    let table = routes::table();
    let plain = table.iter().filter(|route| route.method == "GET" && !route.path.contains('{')).map(|route| route.path);
    let mut found = Vec::new();
    let mut pages = 0;
    for path in plain.chain(FURTHER.iter().copied()) {
        for (who, client) in &people {
            pages += 1;
            found.extend(look_at(client, path, who).await);
        }
    }
    assert!(pages > people.len());
    assert!(found.is_empty(), "words that are in no language file:\n{}", found.join("\n"));
}

#[tokio::test]
async fn a_word_in_a_page_would_be_found() {
    let page = scraper::Html::parse_document(
        "<p>Hello</p><p>Ĥéļļö</p><p dir=auto>mine</p><button title='Öþéñ Close'><kbd>n</kbd></button>",
    );
    assert_eq!(plain_words(&page, &[]), ["Hello", "Close"]);
}
