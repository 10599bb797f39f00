//! The dump's HTML as Markdown, by `htmd`; what Markdown has no sign for keeps its words.

use htmd::element_handler::{HandlerResult, Handlers};
use htmd::options::{BrStyle, BulletListMarker, LinkStyle, Options};
use htmd::{Element, HtmlToMarkdown};

/// Turns HTML into Markdown; made once and used for all texts.
pub struct Converter(HtmlToMarkdown);

impl Default for Converter {
    fn default() -> Self {
        let options = Options {
            br_style: BrStyle::Backslash,
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
                .add_handler(vec!["s", "strike", "del"], struck)
                .add_handler(vec!["kbd"], key)
                .add_handler(vec!["sup"], |handlers: &dyn Handlers, element: Element<'_>| {
                    raised(handlers, &element, SUPERSCRIPT)
                })
                .add_handler(vec!["sub"], |handlers: &dyn Handlers, element: Element<'_>| {
                    raised(handlers, &element, SUBSCRIPT)
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
        self.0.convert(&keep_entities(&html)).unwrap_or(html)
    }
}

fn struck(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let words = handlers.walk_children(element.node).content;
    Some(if words.trim().is_empty() { words.into() } else { format!("~~{}~~", words.trim()).into() })
}

fn key(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let words = handlers.walk_children(element.node).content;
    Some(if words.contains('`') { words.into() } else { format!("`{words}`").into() })
}

const SUPERSCRIPT: [&str; 2] = ["0123456789+-=()nixyt", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱˣʸᵗ"];
const SUBSCRIPT: [&str; 2] = ["0123456789+-=()aeoxijnt", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓᵢⱼₙₜ"];

/// x² by the signs that Unicode has. Longer words stay as they are: many sites set small print in `<sup>`.
fn raised(handlers: &dyn Handlers, element: &Element<'_>, [plain, raised]: [&str; 2]) -> Option<HandlerResult> {
    let words = handlers.walk_children(element.node).content;
    let signs: Option<String> =
        words.chars().map(|c| plain.chars().zip(raised.chars()).find(|(p, _)| *p == c).map(|(_, r)| r)).collect();
    Some(signs.unwrap_or(words).into())
}

/// `&amp;lt;` shows as `&lt;`. Markdown would read that as a sign of its own, so its ampersand is kept one deeper,
/// but in code, which Markdown shows as it is.
fn keep_entities(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    let mut in_code = false;
    while let Some(at) = rest.find(['<', '&']) {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("&amp;") {
            kept.push_str("&amp;");
            if !in_code && is_entity(after) {
                kept.push_str("amp;");
            }
            rest = after;
        } else {
            if rest.starts_with("<code") || rest.starts_with("</code") {
                in_code = !rest.starts_with("</");
            }
            // Addresses are not text: a tag is passed over whole.
            let end = if rest.starts_with('<') { rest.find('>').map_or(rest.len(), |end| end + 1) } else { 1 };
            kept.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    kept.push_str(rest);
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
        assert_eq!(markdown("<p>1. no list</p>"), r"1\. no list");
    }

    #[test]
    fn images_and_links_keep_their_words() {
        assert_eq!(
            markdown(
                r#"<p><img src="https://i.example/a.png" alt="a graph"> <a href="https://x.example/?a=1&amp;b=2">x</a></p>"#
            ),
            "![a graph](https://i.example/a.png) [x](https://x.example/?a=1&b=2)"
        );
    }

    #[test]
    fn what_markdown_has_no_sign_for_keeps_its_words() {
        assert_eq!(markdown("<p>x<sup>2</sup>, H<sub>2</sub>O, <sup>small print</sup></p>"), "x², H₂O, small print");
        assert_eq!(markdown("<p><kbd>Ctrl</kbd> <s>old</s> <strike>older</strike></p>"), "`Ctrl` ~~old~~ ~~older~~");
    }
}
