//! Links to questions and answers of the site that is imported, found in its HTML and in its comments.

/// What may stand before the address, and what ends it.
#[derive(Debug, Clone, Copy)]
pub enum Syntax {
    /// `href="…"`
    Html,
    /// `](…)`
    Markdown,
}

impl Syntax {
    const fn marks(self) -> (&'static str, char) {
        match self {
            Self::Html => ("href=\"", '"'),
            Self::Markdown => ("](", ')'),
        }
    }
}

/// A text with its links looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relinked {
    /// The text.
    pub text: String,
    /// Links that lead to this site now.
    pub local: usize,
}

/// Gives every link to a question or an answer of `host` the address that `resolve` knows for its foreign id. Links
/// relative to the old site get its host, or they would lead to pages of this one.
pub fn relink(text: &str, syntax: Syntax, host: &str, resolve: impl Fn(i64) -> Option<String>) -> Relinked {
    let (opener, closer) = syntax.marks();
    let mut result = Relinked { text: String::with_capacity(text.len()), ..Relinked::default() };
    let mut rest = text;
    while let Some(start) = rest.find(opener) {
        let (before, after) = rest.split_at(start + opener.len());
        result.text.push_str(before);
        let address = &after[..after.find(closer).unwrap_or(after.len())];
        match target(address, host) {
            Some(post) => match resolve(post) {
                Some(path) => {
                    result.text.push_str(&path);
                    result.local += 1;
                }
                None => result.text.push_str(&absolute(address, host)),
            },
            None => result.text.push_str(&absolute(address, host)),
        }
        rest = &after[address.len()..];
    }
    result.text.push_str(rest);
    result
}

/// The foreign ids of the questions and answers that a text links to.
pub fn targets(text: &str, syntax: Syntax, host: &str) -> Vec<i64> {
    let (opener, closer) = syntax.marks();
    text.split(opener)
        .skip(1)
        .filter_map(|after| target(&after[..after.find(closer).unwrap_or(after.len())], host))
        .collect()
}

/// The foreign id of the post that an address leads to, when it is one of `host`:
/// `/q/1`, `/a/2/77`, `/questions/1/title`, `/questions/1/title/2#2`.
fn target(address: &str, host: &str) -> Option<i64> {
    let path = match on_host(address, host) {
        Some(path) => path,
        None => address.strip_prefix('/').filter(|path| !path.starts_with('/'))?,
    };
    let path = path.split(['?', '#']).next()?;
    let mut steps = path.split('/');
    let (kind, id) = (steps.next()?, steps.next()?.parse().ok()?);
    match kind {
        "q" | "a" => Some(id),
        "questions" => Some(steps.nth(1).and_then(|answer| answer.parse().ok()).unwrap_or(id)),
        _ => None,
    }
}

fn on_host<'a>(address: &'a str, host: &str) -> Option<&'a str> {
    let address = address.strip_prefix("https:").or_else(|| address.strip_prefix("http:")).unwrap_or(address);
    address.strip_prefix("//")?.strip_prefix(host)?.strip_prefix('/')
}

fn absolute(address: &str, host: &str) -> String {
    if address.starts_with('/') && !address.starts_with("//") {
        format!("https://{host}{address}")
    } else {
        address.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "ai.stackexchange.com";

    #[test]
    fn the_old_sites_addresses_are_read() {
        for (address, post) in [
            ("https://ai.stackexchange.com/q/12/7", Some(12)),
            ("http://ai.stackexchange.com/questions/12/what-is-it", Some(12)),
            ("//ai.stackexchange.com/questions/12/what-is-it/15#15", Some(15)),
            ("/a/15", Some(15)),
            ("/questions/12?tab=votes#tab-top", Some(12)),
            ("/questions/tagged/python", None),
            ("https://ai.stackexchange.com.evil.example/q/12", None),
            ("https://math.stackexchange.com/q/12", None),
            ("//q/12", None),
        ] {
            assert_eq!(target(address, HOST), post, "{address}");
        }
    }

    #[test]
    fn links_lead_here_when_the_post_is_here() {
        let known = |post| (post == 12).then(|| "/questions/3/x".to_owned());
        let html =
            r#"<a href="/q/12">a</a> <a href="/q/13">b</a> <a href="/help">c</a> <a href="https://x.y/q/12">d</a>"#;
        let relinked = relink(html, Syntax::Html, HOST, known);
        assert_eq!(
            relinked.text,
            r#"<a href="/questions/3/x">a</a> <a href="https://ai.stackexchange.com/q/13">b</a> <a href="https://ai.stackexchange.com/help">c</a> <a href="https://x.y/q/12">d</a>"#
        );
        assert_eq!(relinked.local, 1);
        assert_eq!(targets(html, Syntax::Html, HOST), [12, 13]);
        let comment = "see [this](https://ai.stackexchange.com/a/12/4) and [that](";
        assert_eq!(relink(comment, Syntax::Markdown, HOST, known).text, "see [this](/questions/3/x) and [that](");
    }
}
