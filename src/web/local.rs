//! Where to go on after a form: a path of this site, whatever was sent (R28).

/// The path to go to, or `/` when what was sent would lead anywhere else.
#[must_use]
pub fn local_path(sent: Option<&str>) -> String {
    const HOME: &str = "/";
    let Some(sent) = sent else { return HOME.into() };
    // Parsed as a browser would, against a host that is not ours: what leaves it was not a local path.
    let Ok(base) = url::Url::parse("http://local.invalid/") else { return HOME.into() };
    let odd = |c: char| c.is_control() || c.is_whitespace() || c == '\\';
    if !sent.starts_with('/') || sent.starts_with("//") || sent.contains(odd) || sent.len() > 2_000 {
        return HOME.into();
    }
    match base.join(sent) {
        Ok(url) if url.host_str() == Some("local.invalid") && url.port().is_none() && !url.path().starts_with("//") => {
            let mut path = url.path().to_owned();
            if let Some(query) = url.query() {
                path = format!("{path}?{query}");
            }
            if let Some(fragment) = url.fragment() {
                path = format!("{path}#{fragment}");
            }
            path
        }
        Ok(_) | Err(_) => HOME.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for good in ["/", "/ask?title=a%20b", "/questions/1/x#a2", "/boards/%D0%B0"] {
            assert_eq!(local_path(Some(good)), good);
        }
        for bad in [
            "//e",
            "/\\e",
            "\\\\e",
            "https:e",
            "https://e",
            "javascript:alert(1)",
            "/\t/e",
            "/%09//e\n",
            "",
            " /x",
            "e",
            "/../..//e",
        ] {
            assert!(!local_path(Some(bad)).starts_with("//"), "{bad}");
            assert!(local_path(Some(bad)).starts_with('/'), "{bad}");
            assert!(!local_path(Some(bad)).contains('\\'), "{bad}");
        }
        assert_eq!(local_path(None), "/");
    }
}
