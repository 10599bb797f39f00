//! Which addresses a member's text may point to.

use std::borrow::Cow;

use url::Url;

/// The address as it may stand in `href`: `http`, `https` or `mailto` with a host or a mailbox, or a path of this
/// site. `www.example.com` gets the scheme its writer left out. `None` is for everything else.
pub(super) fn link(written: &str) -> Option<Cow<'_, str>> {
    if is_site_path(written) {
        return Some(Cow::Borrowed(written));
    }
    let address = if starts_with_ignoring_case(written, "www.") {
        Cow::Owned(format!("https://{written}"))
    } else {
        Cow::Borrowed(written)
    };
    is_foreign(&address).then_some(address)
}

/// Whether this is an image of this site: a path below `/images/` that cannot climb out of it.
pub(super) fn is_site_image(address: &str) -> bool {
    address.starts_with("/images/")
        && is_site_path(address)
        && !address.contains("..")
        && !address.contains(['%', '?', '#'])
}

/// Whether a browser resolves this to a path of the site that shows it.
pub(super) fn is_site_path(address: &str) -> bool {
    // Browsers read a backslash as a slash and drop tabs and line ends, so `/\host` and `/<tab>/host` leave the site.
    address.starts_with('/')
        && !address.starts_with("//")
        && !address.contains('\\')
        && !address.contains(char::is_control)
}

fn is_foreign(address: &str) -> bool {
    if address.contains(char::is_control) {
        return false;
    }
    match Url::parse(address) {
        Ok(url) => match url.scheme() {
            // `https:path` is relative to the page when the schemes agree, so the slashes are required.
            "http" | "https" => address[url.scheme().len()..].starts_with("://"),
            "mailto" => url.path().contains('@'),
            _ => false,
        },
        Err(_) => false,
    }
}

pub(super) fn starts_with_ignoring_case(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_web_mail_and_site_addresses() {
        for address in [
            "http://example.com",
            "HTTPS://Example.com/a?b=c#d",
            "mailto:help@example.com",
            "/questions/12/slug#a34",
            "https://пример.рф/путь",
        ] {
            assert_eq!(link(address).as_deref(), Some(address));
        }
        assert_eq!(link("www.example.com/x").as_deref(), Some("https://www.example.com/x"));
    }

    #[test]
    fn refuses_the_rest() {
        for address in [
            "",
            "javascript:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "JaVaScRiPt://example.com/%0aalert(1)",
            "data:text/html,x",
            "vbscript:x",
            "ftp://example.com",
            "file:///etc/passwd",
            "//example.com",
            "/\\example.com",
            "/\t/example.com",
            "\\\\example.com",
            "https:example",
            "https:/example",
            "http://",
            "mailto:nobody",
            "relative.html",
            "#fragment",
            "?q=1",
        ] {
            assert_eq!(link(address), None, "{address:?}");
        }
    }

    #[test]
    fn images_stay_below_their_folder() {
        assert!(is_site_image("/images/2f/ab.webp"));
        for address in [
            "/images/../logout",
            "/images/%2e%2e/logout",
            "/images/a.png?x",
            "/imagesx/a.png",
            "https://example.com/images/a.png",
            "//example.com/images/a.png",
        ] {
            assert!(!is_site_image(address), "{address:?}");
        }
    }
}
