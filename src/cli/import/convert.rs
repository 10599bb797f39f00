//! The dump's HTML as Markdown, by `htmd`; what Markdown has no sign for keeps its words.

use htmd::element_handler::{HandlerResult, Handlers};
use htmd::options::{BrStyle, BulletListMarker, LinkStyle, Options};
use htmd::{Element, HtmlToMarkdown};

/// Turns HTML into Markdown; made once and used for all texts.
pub struct Converter(HtmlToMarkdown);

impl Default for Converter {
    fn default() -> Self {
        let options = Options {
            br_style: BrStyle::TwoSpaces,
            bullet_list_marker: BulletListMarker::Dash,
            ul_bullet_spacing: 1,
            ol_number_spacing: 1,
            link_style: LinkStyle::InlinedPreferAutolinks,
            preformatted_code: true,
            ..Options::default()
        };
        Self(
            HtmlToMarkdown::builder()
                .options(options)
                .add_handler(vec!["img"], |_: &dyn Handlers, element: Element<'_>| image(&element))
                .add_handler(vec!["s", "strike", "del"], |handlers: &dyn Handlers, element: Element<'_>| {
                    Some(struck(&handlers.walk_children(element.node).content).into())
                })
                .add_handler(vec!["kbd"], |handlers: &dyn Handlers, element: Element<'_>| {
                    Some(key(&handlers.walk_children(element.node).content).into())
                })
                .add_handler(vec!["sup"], |handlers: &dyn Handlers, element: Element<'_>| {
                    Some(raised(handlers.walk_children(element.node).content, SUPERSCRIPT).into())
                })
                .add_handler(vec!["sub"], |handlers: &dyn Handlers, element: Element<'_>| {
                    Some(raised(handlers.walk_children(element.node).content, SUBSCRIPT).into())
                })
                .build(),
        )
    }
}

impl Converter {
    /// The Markdown of a piece of HTML.
    #[must_use]
    pub fn markdown(&self, html: &str) -> String {
        // The dump names a block's language as `lang-py`; the library looks for `language-py`.
        let html = html.replace("<pre class=\"lang-", "<pre class=\"language-");
        // The library reads from memory: there is no I/O that could fail.
        let markdown = self.0.convert(&keep_signs(&html)).unwrap_or(html);
        HELD.iter().fold(markdown, |markdown, (held, sign)| markdown.replace(*held, &format!("\\{sign}")))
    }
}

/// The library leaves brackets in the words for an image as they are, and they would end them.
fn image(element: &Element<'_>) -> Option<HandlerResult> {
    let attribute = |name: &str| {
        let found = element.attrs.iter().find(|attribute| &*attribute.name.local == name)?;
        Some(found.value.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let address = attribute("src")?.replace('<', "%3C").replace('>', "%3E").replace(' ', "%20");
    let mut words = String::new();
    for c in attribute("alt").unwrap_or_default().chars() {
        if matches!(c, '[' | ']' | '\\' | '`' | '*' | '_' | '<') {
            words.push('\\');
        }
        words.push(c);
    }
    let open = if address.contains(['(', ')']) { ["<", ">"] } else { ["", ""] };
    Some(format!("![{words}]({}{address}{})", open[0], open[1]).into())
}

fn struck(words: &str) -> String {
    let inline = !words.trim().is_empty() && !words.contains('\n');
    if inline { format!("~~{}~~", words.trim()) } else { words.to_owned() }
}

fn key(words: &str) -> String {
    if words.contains('`') { words.to_owned() } else { format!("`{words}`") }
}

const SUPERSCRIPT: [&str; 2] = ["0123456789+-=()nixyt", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱˣʸᵗ"];
const SUBSCRIPT: [&str; 2] = ["0123456789+-=()aeoxijnt", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓᵢⱼₙₜ"];

/// x² by the signs that Unicode has. Longer words stay as they are: many sites set small print in `<sup>`.
fn raised(words: String, [plain, raised]: [&str; 2]) -> String {
    let signs: Option<String> =
        words.chars().map(|c| plain.chars().zip(raised.chars()).find(|(p, _)| *p == c).map(|(_, r)| r)).collect();
    signs.unwrap_or(words)
}

/// The signs that stand for `\#`, `\@` and `\)` while the library, which would escape a backslash, is at work: from the
/// private use area, where no text has anything.
const HELD: [(char, char); 3] = [('\u{e023}', '#'), ('\u{e040}', '@'), ('\u{e029}', ')')];

/// Prepares prose for Markdown's own readings of it; tags and code stay as they are. `&amp;lt;` shows as `&lt;`, which
/// Markdown would read as a sign, so its ampersand is kept one deeper. `#12` and `@name` meant things of the old site.
fn keep_signs(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let (mut rest, mut in_code) = (html, false);
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        keep_signs_of(text, in_code, &mut kept);
        if tag.starts_with("<code") || tag.starts_with("</code") {
            in_code = !tag.starts_with("</");
        }
        let (tag, after) = tag.split_at(tag.find('>').map_or(tag.len(), |end| end + 1));
        kept.push_str(tag);
        rest = after;
    }
    keep_signs_of(rest, in_code, &mut kept);
    kept
}

fn keep_signs_of(text: &str, in_code: bool, kept: &mut String) {
    if in_code {
        kept.push_str(text);
        return;
    }
    for (at, c) in text.char_indices() {
        let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
        let meant = match c {
            '#' | '@' => is_reference(before, after),
            ')' => is_list_number(before),
            _ => false,
        };
        kept.push(HELD.iter().find(|(_, sign)| meant && *sign == c).map_or(c, |(held, _)| *held));
        if c == '&' && after.strip_prefix("amp;").is_some_and(is_entity) {
            kept.push_str("amp;");
        }
    }
}

/// Whether a `#` or `@` between these could be read as the number of a topic or the name of a member.
fn is_reference(before: &str, after: &str) -> bool {
    after.starts_with(char::is_alphanumeric)
        && before
            .chars()
            .next_back()
            .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '\'' | ',' | ';' | ':'))
}

/// Whether a `)` after this would make a list, as `1)` does at the beginning of a line.
fn is_list_number(before: &str) -> bool {
    let number = before.rsplit('\n').next().unwrap_or(before).trim_start();
    (1..=9).contains(&number.len()) && number.bytes().all(|c| c.is_ascii_digit())
}

/// A comment's Markdown without the readings of `#12` and `@name` that would be this site's.
pub fn without_references(markdown: &str) -> String {
    let mut kept = String::with_capacity(markdown.len());
    let mut in_code = false;
    for (at, c) in markdown.char_indices() {
        in_code ^= c == '`';
        if matches!(c, '#' | '@') && !in_code && is_reference(&markdown[..at], &markdown[at + 1..]) {
            kept.push('\\');
        }
        kept.push(c);
    }
    kept
}

fn is_entity(after_ampersand: &str) -> bool {
    after_ampersand
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '#')
        .is_some_and(|end| end > 0 && after_ampersand[end..].starts_with(';'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn markdown(html: &str) -> String {
        Converter::default().markdown(html)
    }

    #[test]
    fn code_keeps_every_sign() {
        assert_eq!(
            markdown(
                "<pre class=\"lang-py prettyprint-override\"><code>if a &lt; b:\n    c(*d)  # &amp;lt;\n</code></pre>"
            ),
            "```py\nif a < b:\n    c(*d)  # &lt;\n```"
        );
        assert_eq!(markdown("<p>Use <code>a  `b` &amp;amp; *c*</code>.</p>"), "Use ``a  `b` &amp; *c*``.");
    }

    #[test]
    fn signs_in_prose_stay_signs() {
        assert_eq!(markdown("<p>2 * 3 * 4, a_b_c, &lt;b&gt;, [x](y)</p>"), r"2 \* 3 \* 4, a\_b\_c, \<b>, \[x\](y)");
        assert_eq!(markdown("<p>Write &amp;lt; for &lt;, AT&amp;T</p>"), "Write &amp;lt; for <, AT&T");
        assert_eq!(markdown("<p>1. no list</p><p>2) nor this (1)</p>"), "1\\. no list\n\n2\\) nor this (1)");
        assert_eq!(markdown("<p>a<br>b<br></p><p>c</p>"), "a  \nb  \n\nc");
    }

    #[test]
    fn names_and_numbers_of_the_old_site_are_no_references_here() {
        assert_eq!(
            markdown("<p>@Bob: see #12, ann@x.example, c#, <code>@x #1</code>, https://x.example/@y#3</p>"),
            r"\@Bob: see \#12, ann@x.example, c#, `@x #1`, https://x.example/@y#3"
        );
        assert_eq!(without_references("@Bob `@x` (#1) a@b.c"), r"\@Bob `@x` (\#1) a@b.c");
    }

    #[test]
    fn images_and_links_keep_their_words() {
        assert_eq!(
            markdown(
                r#"<p><img src="https://i.example/a.png" alt="a graph"> <a href="https://x.example/?a=1&amp;b=2">x</a></p>"#
            ),
            "![a graph](https://i.example/a.png) [x](https://x.example/?a=1&b=2)"
        );
        assert_eq!(markdown(r#"<img alt="[1] (a)" src="b_(c).png">"#), r"![\[1\] (a)](<b_(c).png>)");
    }

    #[test]
    fn what_markdown_has_no_sign_for_keeps_its_words() {
        assert_eq!(markdown("<p>x<sup>2</sup>, H<sub>2</sub>O, <sup>small print</sup></p>"), "x², H₂O, small print");
        assert_eq!(markdown("<p><kbd>Ctrl</kbd> <s>old</s> <strike>older</strike></p>"), "`Ctrl` ~~old~~ ~~older~~");
    }
}
