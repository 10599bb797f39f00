use std::collections::HashSet;
use std::path::PathBuf;

use proptest::prelude::*;
use scraper::{Html as Page, Node};
use url::Url;

use crate::markdown::{Body, CommentBody, Html, MAX_MENTIONS, excerpt, mentions, sanitise};

/// Reads the HTML as a browser does and names what must not be in it.
fn faults(html: &str) -> Vec<String> {
    // A fragment stands in the parser's own `body`.
    let elements: HashSet<&str> = HashSet::from([
        "a",
        "blockquote",
        "body",
        "br",
        "code",
        "del",
        "div",
        "em",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "html",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]);
    let attributes: HashSet<&str> =
        HashSet::from(["alt", "class", "href", "loading", "rel", "src", "start", "tabindex", "title"]);
    let mut faults = Vec::new();
    for node in Page::parse_fragment(html).tree.values() {
        match node {
            Node::Element(element) => {
                let name = element.name();
                if !elements.contains(name) {
                    faults.push(format!("element {name}"));
                }
                for (attribute, value) in element.attrs() {
                    let address = match attribute {
                        "href" => {
                            ["http://", "https://", "mailto:", "/"]
                                .iter()
                                .any(|start| value.to_ascii_lowercase().starts_with(start))
                                && !value.starts_with("//")
                        }
                        "src" => value.starts_with("/images/") && !value.contains(".."),
                        _ => true,
                    };
                    if !attributes.contains(attribute) || !address {
                        faults.push(format!("{name} {attribute}={value:?}"));
                    }
                }
                if name == "a" && element.attr("rel") != Some("nofollow ugc noopener") {
                    faults.push("link without rel".to_owned());
                }
            }
            Node::Comment(_) | Node::Doctype(_) | Node::ProcessingInstruction(_) => {
                faults.push(format!("{node:?}"));
            }
            Node::Document | Node::Fragment | Node::Text(_) => {}
        }
    }
    faults
}

fn assert_safe(source: &str) {
    let texts = [
        Body::parse(source).map(|body| body.into_parts().1),
        CommentBody::parse(source).map(|body| body.into_parts().1),
    ];
    for html in texts.into_iter().flatten() {
        assert_eq!(faults(html.as_str()), [""; 0], "{source:?}\n{html}");
        let base = Url::parse("https://talka.example").unwrap();
        let absolute = html.with_base(&base);
        assert_eq!(
            faults(absolute.as_str()).len(),
            absolute.as_str().matches("src=\"https://talka.example/images/").count(),
            "{absolute}"
        );
    }
    assert!(mentions(source).len() <= MAX_MENTIONS);
    excerpt(source, 100);
}

#[test]
fn every_example_of_commonmark_is_safe() {
    let Some(text) = corpus("markdown/commonmark-spec.json", "every_example_of_commonmark_is_safe") else {
        return;
    };
    let examples: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    assert!(examples.len() > 600);
    for example in examples {
        assert_safe(example["markdown"].as_str().unwrap());
    }
}

#[test]
fn every_naughty_string_is_safe() {
    let Some(text) = corpus("naughty/blns.json", "every_naughty_string_is_safe") else {
        return;
    };
    let strings: Vec<String> = serde_json::from_str(&text).unwrap();
    assert!(strings.len() > 400);
    for string in strings {
        assert_safe(&string);
        assert_safe(&format!("[a]({string})"));
        assert_safe(&format!("![{string}](<{string}> \"{string}\")"));
        assert_safe(&format!("```{string}\n{string}"));
    }
}

#[test]
fn every_vector_against_sanitisers_is_safe() {
    let mut seen = 0;
    for number in 1..=20 {
        let Some(text) =
            corpus(&format!("sanitizer/bleach-xss-data/{number}.test"), "every_vector_against_sanitisers_is_safe")
        else {
            return;
        };
        let vector = text.split("\n--\n").next().unwrap();
        assert_safe(vector);
        // The second lock alone: HTML that came past the renderer.
        let base = Url::parse("https://talka.example").unwrap();
        for html in [sanitise::clean(vector), Html::from_stored(vector.to_owned()).with_base(&base).0] {
            assert_eq!(faults(&html), [""; 0], "{vector}\n{html}");
        }
        seen += 1;
    }
    assert_eq!(seen, 20);
}

/// A file of the public test corpora, which are not part of the sources.
fn corpus(path: &str, test: &str) -> Option<String> {
    let Some(folder) = std::env::var_os("TALKA_TEST_DATA") else {
        println!("TALKA_TEST_DATA not set: {test} not run");
        return None;
    };
    let file = PathBuf::from(folder).join("corpora").join(path);
    Some(std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display())))
}

/// Texts with more syntax than chance would bring.
fn marked_up() -> impl Strategy<Value = String> {
    let bits = prop::sample::select(vec![
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```",
        "[",
        "](",
        ")",
        "![",
        "<",
        ">",
        "|",
        "|-|",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "# ",
        "> ",
        "    ",
        "@ann",
        "#12",
        "https://a.example/",
        "www.a.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "/images/a.png",
        "//evil.example",
        "<script>",
        "</script>",
        "<img src=x onerror=y>",
        "<svg onload=x>",
        "<!--",
        "-->",
        "&lt;",
        "&#x6a;",
        "\"",
        "'",
        "\\",
        "\t",
        "[a]: ",
        "[x] ",
        "\u{202e}",
        "a",
        " ",
        "ж",
    ]);
    prop::collection::vec(prop_oneof![4 => bits.prop_map(str::to_owned), 1 => any::<String>()], 0..40)
        .prop_map(|bits| bits.concat())
}

proptest! {
    #[test]
    fn any_text_is_safe(source in any::<String>()) {
        assert_safe(&source);
    }

    #[test]
    fn any_markup_is_safe(source in marked_up()) {
        assert_safe(&source);
    }

    #[test]
    fn any_html_is_cleaned(source in marked_up()) {
        prop_assert_eq!(faults(&sanitise::clean(&source)), Vec::<String>::new());
    }

    #[test]
    fn parsing_again_changes_nothing(source in marked_up()) {
        if let Ok(body) = Body::parse(&source) {
            prop_assert_eq!(Body::parse(body.source()), Ok(body.clone()));
            prop_assert_eq!(sanitise::clean(body.html().as_str()), body.html().as_str());
        }
    }
}
