#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests")]

use std::collections::HashSet;
use std::fmt::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use scraper::{Html as Page, Node};

use super::*;

fn post(source: &str) -> String {
    Body::parse(source).unwrap().into_parts().1.into_string()
}

fn comment(source: &str) -> String {
    CommentBody::parse(source).unwrap().into_parts().1.into_string()
}

const REL: &str = "rel=\"nofollow ugc noopener\"";

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
fn renders_what_commonmark_and_its_extensions_have() {
    assert_eq!(
        post("Some *em*, **strong**, ~~gone~~ and `code`.  \nNext"),
        "<p>Some <em>em</em>, <strong>strong</strong>, <del>gone</del> and <code>code</code>.<br>\nNext</p>\n"
    );
    assert_eq!(
        post("- [x] done\n- [ ] open\n\n3. three"),
        "<ul>\n<li>☑ done</li>\n<li>☐ open</li>\n</ul>\n<ol start=\"3\">\n<li>three</li>\n</ol>\n"
    );
    assert_eq!(
        post("> quoted\n\n---\n\n```rust extra\nlet x = \"<b>\";\n```"),
        "<blockquote>\n<p>quoted</p>\n</blockquote>\n<hr>\n<pre tabindex=\"0\"><code class=\"language-rust\">let x = \"&lt;b&gt;\";\n</code></pre>\n"
    );
    assert_eq!(
        post("|a|b||\n|:-|:-:|-:|\n|1|2|3|"),
        "<div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th>a</th><th class=\"center\">b</th><td class=\"end\"></td></tr></thead><tbody>\n<tr><td>1</td><td class=\"center\">2</td><td class=\"end\">3</td></tr>\n</tbody></table>\n</div>\n"
    );
    assert_eq!(post("note[^1]\n\n[^1]: a foot note"), "<p>note[^1]</p>\n<p>[^1]: a foot note</p>\n");
}

#[test]
fn raw_html_is_shown_not_obeyed() {
    assert_eq!(
        post("a <b onclick=\"x()\">b</b> <!-- c -->"),
        "<p>a &lt;b onclick=\"x()\"&gt;b&lt;/b&gt; &lt;!-- c --&gt;</p>\n"
    );
    assert_eq!(post("<script>\nalert(1)\n</script>"), "<p>&lt;script&gt;\nalert(1)\n&lt;/script&gt;</p>\n");
}

#[test]
fn headings_start_at_three_and_leave_no_gap() {
    assert_eq!(post("# One\n\n#### Two\n\n# Three\n\n#"), "<h3>One</h3>\n<h4>Two</h4>\n<h3>Three</h3>\n");
    assert_eq!(
        post("## A\n### B\n#### C\n##### D\n###### E"),
        "<h3>A</h3>\n<h4>B</h4>\n<h5>C</h5>\n<h6>D</h6>\n<h6>E</h6>\n"
    );
}

#[test]
fn links_go_where_they_may() {
    assert_eq!(
        post("[a](https://example.com \"t\")"),
        format!("<p><a href=\"https://example.com\" title=\"t\" {REL}>a</a></p>\n")
    );
    assert_eq!(
        post("[b](/tags/x) <c@example.com> [d](www.example.com)"),
        format!(
            "<p><a href=\"/tags/x\" {REL}>b</a> <a href=\"mailto:c@example.com\" {REL}>c@example.com</a> \
            <a href=\"https://www.example.com\" {REL}>d</a></p>\n"
        )
    );
    assert_eq!(post("[x](javascript:alert) [*y*](data:x) <vbscript:z> [f](#f)"), "<p>x <em>y</em> vbscript:z f</p>\n");
    assert_eq!(
        post("[](https://example.com)."),
        format!("<p><a href=\"https://example.com\" {REL}>https://example.com</a>.</p>\n")
    );
}

#[test]
fn bare_links_mentions_and_numbers_become_links() {
    assert_eq!(
        post("https://example.com/?a=1&b=2, @ann: #12"),
        format!(
            "<p><a href=\"https://example.com/?a=1&amp;b=2\" {REL}>https://example.com/?a=1&amp;b=2</a>, \
            <a href=\"/members/ann\" {REL}>@ann</a>: <a href=\"/questions/12\" {REL}>#12</a></p>\n"
        )
    );
    assert_eq!(post("@Žygis"), format!("<p><a href=\"/members/%C5%BDygis\" {REL}>@Žygis</a></p>\n"));
    assert_eq!(post("`@ann #12` \\@ann \\#12 a@ann.example"), "<p><code>@ann #12</code> @ann #12 a@ann.example</p>\n");
    assert_eq!(
        post("[@ann #12 https://b.example](/x)"),
        format!("<p><a href=\"/x\" {REL}>@ann #12 https://b.example</a></p>\n")
    );
    assert_eq!(
        post("    @ann https://example.com"),
        "<pre tabindex=\"0\"><code>@ann https://example.com</code></pre>\n"
    );
}

#[test]
fn only_images_of_this_site_are_shown() {
    assert_eq!(
        post("![a *map*](/images/ab.png \"t\")"),
        "<p><img src=\"/images/ab.png\" alt=\"a map\" title=\"t\" loading=\"lazy\"></p>\n"
    );
    assert_eq!(
        post("![alt](https://example.com/x.png) ![](https://example.com/y.png)"),
        format!(
            "<p><a href=\"https://example.com/x.png\" {REL}>alt</a> \
            <a href=\"https://example.com/y.png\" {REL}>https://example.com/y.png</a></p>\n"
        )
    );
    assert_eq!(
        post("[![alt](https://example.com/x.png)](https://example.com)"),
        format!("<p><a href=\"https://example.com\" {REL}>alt</a></p>\n")
    );
    assert_eq!(
        post("[![](/images/x.png)](https://example.com)"),
        format!(
            "<p><a href=\"https://example.com\" {REL}><img src=\"/images/x.png\" alt=\"\" loading=\"lazy\">https://example.com</a></p>\n"
        )
    );
    assert_eq!(post("![x](javascript:alert)"), "<p>x</p>\n");
}

#[test]
fn comments_have_links_and_code_only() {
    assert_eq!(
        comment("# Head\n\n- one\n- two\n\n2. b\n3. c\n\n> said"),
        "<p>Head</p>\n<p>- one</p>\n<p>- two</p>\n<p>2. b</p>\n<p>3. c</p>\n<p>&gt; said</p>\n"
    );
    assert_eq!(comment("2*3*4 is _not_ **that** ~~much~~"), "<p>2*3*4 is _not_ **that** ~~much~~</p>\n");
    assert_eq!(
        comment("`x` [a](/b) @ann\n\n```\ny\n```"),
        format!(
            "<p><code>x</code> <a href=\"/b\" {REL}>a</a> <a href=\"/members/ann\" {REL}>@ann</a></p>\n\
            <pre tabindex=\"0\"><code>y\n</code></pre>\n"
        )
    );
    assert_eq!(comment("![map](/images/a.png)"), format!("<p><a href=\"/images/a.png\" {REL}>map</a></p>\n"));
    assert_eq!(comment("|a|b|\n|-|-|\n|1|2|"), "<p>a</p>\n<p>b</p>\n<p>1</p>\n<p>2</p>\n");
}

#[test]
fn refuses_what_is_empty_or_too_long() {
    for empty in ["", " \r\n\t ", "\0", "[a]: /b", "\u{200b}\u{feff}", "&#8203;", "---", "<!-- -->"] {
        let is_text = empty.starts_with('<');
        assert_eq!(Body::parse(empty).is_ok(), is_text, "{empty:?}");
        assert_eq!(CommentBody::parse(empty).is_ok(), is_text, "{empty:?}");
    }
    assert!(Body::parse(&"ж".repeat(MAX_BODY_BYTES / 2)).is_ok());
    assert_eq!(
        Body::parse(&"a".repeat(MAX_BODY_BYTES + 1)),
        Err(BodyError::TooManyBytes { max_bytes: MAX_BODY_BYTES, bytes: MAX_BODY_BYTES + 1 })
    );
    assert!(CommentBody::parse(&"ж".repeat(MAX_COMMENT_CHARS)).is_ok());
    assert_eq!(
        CommentBody::parse(&"ж".repeat(MAX_COMMENT_CHARS + 1)),
        Err(BodyError::TooManyChars { max_chars: MAX_COMMENT_CHARS, chars: MAX_COMMENT_CHARS + 1 })
    );
}

#[test]
fn normalises_line_ends_and_controls() {
    let body = Body::parse("\r\n a\r\nb\rc\u{0}\u{7}\u{9b}\td \n\n").unwrap();
    assert_eq!(body.source(), " a\nb\nc\td");
    assert_eq!(Body::parse(body.source()).unwrap(), body, "parsing again changes nothing");
}

#[test]
fn nesting_is_limited() {
    let too_deep = Err(BodyError::TooDeep { max: MAX_DEPTH });
    assert!(Body::parse(&("> ".repeat(MAX_DEPTH - 1) + "a")).is_ok());
    assert_eq!(Body::parse(&("> ".repeat(MAX_DEPTH) + "a")), too_deep);
    assert_eq!(Body::parse(&("- ".repeat(MAX_DEPTH) + "a")), too_deep);
    let emphasis = "*a **b ".repeat(MAX_DEPTH) + &"c** d*".repeat(MAX_DEPTH);
    assert_eq!(Body::parse(&emphasis), too_deep);
    assert_eq!(CommentBody::parse(&("> ".repeat(MAX_DEPTH) + "a")), Err(BodyError::TooDeep { max: MAX_DEPTH }));
}

#[test]
fn base_completes_addresses_of_this_site() {
    let base = Url::parse("https://talka.example").unwrap();
    let body = Body::parse("@ann ![a](/images/b.png) <https://example.com>").unwrap();
    assert_eq!(
        body.html().with_base(&base).as_str(),
        format!(
            "<p><a href=\"https://talka.example/members/ann\" {REL}>@ann</a> \
            <img src=\"https://talka.example/images/b.png\" alt=\"a\" loading=\"lazy\"> \
            <a href=\"https://example.com\" {REL}>https://example.com</a></p>\n"
        )
    );
}

/// Texts made to be slow. Debug builds on busy machines get ten times what a release build may take.
#[test]
fn hostile_texts_take_no_time() {
    let fill = |piece: &str| piece.repeat(MAX_BODY_BYTES / piece.len());
    let half = |open: &str, close: &str| {
        let times = MAX_BODY_BYTES / (open.len() + close.len());
        open.repeat(times) + &close.repeat(times)
    };
    let mut texts: Vec<(String, String)> = [
        "> ",
        ">",
        "- ",
        "* ",
        "1. ",
        "- - - -\n",
        "* a\n\n",
        "[",
        "![",
        "[]",
        "[a](",
        "[a][",
        "*",
        "**",
        "****",
        "_a",
        "*a _b ",
        "~a",
        "`",
        "`a``",
        "``` \n",
        "<",
        "<!--",
        "<a ",
        "<![CDATA[",
        "<?",
        "&",
        "&#",
        "\\",
        "\\@",
        "|",
        "|a\n",
        "a|",
        "#",
        "# ",
        "#1 ",
        "@ab ",
        "@",
        "http://",
        "a://",
        "http://a.b ",
        "www.a.bc ",
        "a.b.",
        "a@",
        "a@b.",
        "a@b.cd ",
        "(http://a.b/(",
        "\t",
        "\n> a",
        "\n- a\n",
        "é",
        "[a]: b\n",
        "[](/) ",
        "![](/images/a) ",
        "[a]( <",
        "](",
        "<a@b.c>",
        "\u{301}",
        "'\"",
        "www.",
        "-",
        "=",
        "a\n=\n",
    ]
    .iter()
    .map(|piece| ((*piece).to_owned(), fill(piece)))
    .collect();
    texts.extend([
        ("brackets".to_owned(), half("[", "]")),
        ("images".to_owned(), half("![", "](/images/a)")),
        ("links".to_owned(), half("[", "](/a)")),
        ("emphasis".to_owned(), half("*a ", " b*")),
        ("strong".to_owned(), half("**a ", " b**")),
        ("parentheses".to_owned(), "[a](".to_owned() + &half("(", ")")),
        ("deep list, blank lines".to_owned(), "- ".repeat(8_000) + "a" + &"\n".repeat(48_000) + "b"),
        ("deep quote, long tail".to_owned(), "> ".repeat(15_000) + "a\n" + &"> ".repeat(15_000) + "b"),
        (
            "indents".to_owned(),
            (0..250).fold(String::new(), |mut text, n| {
                writeln!(text, "{}- a", " ".repeat(2 * n)).unwrap();
                text
            }),
        ),
        ("wide table".to_owned(), "|a".repeat(100) + "|\n" + &"|-".repeat(100) + "|\n" + &"|\n".repeat(30_000)),
        ("one row".to_owned(), "|a".repeat(10_000) + "|\n" + &"|-".repeat(10_000) + "|\n" + &"|b".repeat(10_000)),
        ("definitions".to_owned(), (0..5_000).map(|n| format!("[{n}]: b\n")).collect()),
        (
            "one definition, many uses".to_owned(),
            format!("[a]: https://example.com/{}\n\n", "b".repeat(20_000)) + &"[a]".repeat(10_000),
        ),
        ("backticks".to_owned(), (1..350).map(|n| "`".repeat(n) + " ").collect()),
    ]);
    for (name, text) in texts {
        let text = &text[..text.len().min(MAX_BODY_BYTES)];
        let begin = Instant::now();
        let _outcome = Body::parse(text);
        let time = begin.elapsed();
        assert!(time < Duration::from_secs(1), "{name:?} took {time:?}");
    }
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
