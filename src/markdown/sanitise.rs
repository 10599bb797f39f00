//! The last word on HTML made of members' texts: what is not on this list does not leave.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use url::Url;

use super::{address, headings};

const TAGS: [&str; 25] = [
    "a",
    "blockquote",
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
];

/// Keeps what the list allows; addresses stay as they are.
pub(super) fn clean(html: &str) -> String {
    static LIST: LazyLock<Builder<'static>> = LazyLock::new(allow_list);
    LIST.clean(html).to_string()
}

/// As [`clean`], with addresses of this site completed by its base address.
pub(super) fn clean_with_base(html: &str, base: &Url) -> String {
    let mut list = allow_list();
    list.url_relative(UrlRelative::RewriteWithBase(base.clone()));
    list.clean(html).to_string()
}

fn allow_list() -> Builder<'static> {
    let mut list = Builder::empty();
    list.tags(HashSet::from(TAGS))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "title"])),
            ("code", HashSet::from(["class"])),
            ("h3", HashSet::from(["id"])),
            ("h4", HashSet::from(["id"])),
            ("h5", HashSet::from(["id"])),
            ("h6", HashSet::from(["id"])),
            ("img", HashSet::from(["src", "alt", "title"])),
            ("ol", HashSet::from(["start"])),
        ]))
        .tag_attribute_values(HashMap::from([
            ("div", HashMap::from([("class", HashSet::from(["scroll"]))])),
            ("td", HashMap::from([("class", HashSet::from(["center", "end"]))])),
            ("th", HashMap::from([("class", HashSet::from(["center", "end"]))])),
        ]))
        .set_tag_attribute_values(HashMap::from([
            // What scrolls must be reachable by keyboard.
            ("div", HashMap::from([("tabindex", "0")])),
            ("pre", HashMap::from([("tabindex", "0")])),
            ("img", HashMap::from([("loading", "lazy")])),
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("nofollow ugc noopener"))
        .attribute_filter(filter_attribute);
    list
}

fn filter_attribute<'v>(element: &str, attribute: &str, value: &'v str) -> Option<Cow<'v, str>> {
    let allowed = match (element, attribute) {
        ("a", "href") => address::link(value).is_some_and(|address| address == value),
        ("img", "src") => address::is_site_image(value),
        ("code", "class") => is_language_class(value),
        ("h3" | "h4" | "h5" | "h6", "id") => headings::is_anchor(value),
        ("ol", "start") => value.bytes().all(|b| b.is_ascii_digit()),
        _ => true,
    };
    allowed.then_some(Cow::Borrowed(value))
}

fn is_language_class(value: &str) -> bool {
    value.strip_prefix("language-").is_some_and(|language| {
        (1..=30).contains(&language.len())
            && language.bytes().all(|b| b.is_ascii_alphanumeric() || b"+#-_.".contains(&b))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_only_the_list() {
        let dirty = "<p onclick=\"x()\" style=\"color:red\" id=a class=b>x<script>y</script><svg><style>z</style></svg></p>\
            <a href=\"javascript:x()\" target=_blank>j</a><a href=//evil.example>p</a>\
            <img src=https://evil.example/x.png onerror=x()><code class=\"language-c++ evil\">c</code>\
            <h3 id=main>h</h3><h4 id=h-a>i</h4><p id=h-a>j</p><div class=overlay>d</div><form><input name=x></form>";
        assert_eq!(
            clean(dirty),
            "<p>x</p>\
            <a rel=\"nofollow ugc noopener\">j</a><a rel=\"nofollow ugc noopener\">p</a>\
            <img loading=\"lazy\"><code>c</code><h3>h</h3><h4 id=\"h-a\">i</h4><p>j</p><div tabindex=\"0\">d</div>"
        );
    }

    #[test]
    fn is_stable() {
        let html = "<p>a <a href=\"/x\" title=\"t\" rel=\"nofollow ugc noopener\">b</a></p>\n<pre tabindex=\"0\"><code class=\"language-c++\">1 &lt; 2\n</code></pre>";
        assert_eq!(clean(html), html);
        assert_eq!(clean(&clean(html)), html);
    }
}
