#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests")]

mod hostile;
mod safety;

use super::*;

fn post(source: &str) -> String {
    Body::parse(source).unwrap().into_parts().1.into_string()
}

fn comment(source: &str) -> String {
    CommentBody::parse(source).unwrap().into_parts().1.into_string()
}

const REL: &str = "rel=\"nofollow ugc noopener\"";

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
